"""A desk for crawl tests: a small web, one source's file, a warehouse, and crawls, each a process as in production."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import yaml

from tests.stand_in import HOST, StandIn

ROOT = Path(__file__).parents[1]
SITE = f"https://{HOST}"
JUNE_14 = "Sun, 14 Jun 2020 09:05:00 +0600"
JUNE_16 = "Tue, 16 Jun 2020 09:05:00 +0600"
LIST = {"entry": "div.card", "link": "a::attr(href)"}
SOURCE: dict[str, Any] = {
    "name": "Example",
    "url": f"{SITE}/",
    "country": "KZ",
    "languages": ["ru"],
    "kind": "media",
    "rank": 40,
    "time_zone": "Asia/Almaty",
    "feeds": [f"{SITE}/rss"],
    "article": rf"^{SITE}/a/\w+$",
}
PATCHED = """
import json, os, runpy, socket
import scrapers.addresses, scrapers.settings
vars(scrapers.settings).update(json.loads(os.environ["SETTINGS"]))
if "NAMES" in os.environ:
    real = scrapers.addresses.is_public
    scrapers.addresses.is_public = lambda address: address == "127.0.0.1" or real(address)
    socket.gethostbyname = json.loads(os.environ["NAMES"]).__getitem__
runpy.run_module("scrapers.crawl", run_name="__main__", alter_sys=True)
"""


@dataclass
class Desk:
    """What a test holds: the little web, the source's file, the warehouse, and a way to crawl."""

    web: StandIn
    folder: Path
    database_url: str
    environment: dict[str, str] = field(default_factory=dict)
    source_id: str = "kz_example"

    def declare(self, **changes: Any) -> None:
        self.folder.joinpath("sources").mkdir(exist_ok=True)
        text = yaml.safe_dump({**SOURCE, **changes})
        self.folder.joinpath("sources", "kz_example.yml").write_text(text, encoding="utf-8")

    def start(self, *arguments: str, program: tuple[str, ...] = ("-m", "scrapers.crawl")) -> subprocess.Popen[str]:
        settings = {
            "DATABASE_URL": self.database_url,
            "SALAMAT_ARCHIVE": str(self.folder / "archive"),
            "SALAMAT_SAMPLE_WEB": self.web.url,
            "PYTHONUNBUFFERED": "1",
        }
        options = [
            self.source_id,
            *arguments,
            "--summary",
            str(self.summary_file),
            "--sources",
            str(self.folder / "sources"),
        ]
        command = [sys.executable, *program, *options]
        environment = {**os.environ, **settings, **self.environment}
        return subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
        )

    def crawl(self, *arguments: str, expect: int = 0, **rest: Any) -> str:
        """Crawl to the end; returns what it printed."""
        process = self.start(*arguments, **rest)
        printed, _ = process.communicate(timeout=60)
        assert process.returncode == expect, printed
        return printed

    def crawl_with(self, *arguments: str, expect: int = 0, names: dict[str, str] | None = None, **settings: Any) -> str:
        """Crawl under changed settings. With `names`, live: those are the hosts' addresses, and 127.0.0.1 is public."""
        changed = {"SETTINGS": json.dumps(settings)}
        if names is not None:
            changed |= {"NAMES": json.dumps(names), "SALAMAT_SAMPLE_WEB": ""}
        self.environment |= changed
        return self.crawl(*arguments, expect=expect, program=("-c", PATCHED))

    @property
    def summary_file(self) -> Path:
        return self.folder / "summary.json"

    @property
    def summary(self) -> dict[str, Any]:
        result: dict[str, Any] = json.loads(self.summary_file.read_text(encoding="utf-8"))
        return result

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self.database_url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()
        finally:
            connection.close()

    def alter(self, statement: str) -> None:
        """Change rows of the warehouse."""
        connection = psycopg2.connect(self.database_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def pages(self) -> list[tuple[Any, ...]]:
        return self.rows("select canonical_url, kind, status, digest from page order by 1, 2, 4")

    def archive_files(self) -> list[Path]:
        return sorted(self.folder.glob("archive/*/*/*"))

    def wait_for(self, target: str) -> None:
        """Until the little web has been asked for `target`."""
        for _ in range(500):
            with self.web.lock:
                if any(asked == target for _, asked in self.web.asked):
                    return
            time.sleep(0.02)
        raise AssertionError(f"{target} was never asked for: {self.web.asked}")
