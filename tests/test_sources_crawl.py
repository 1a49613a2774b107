"""Real source files crawled over HTTP, one for each way in which articles are found: their saved pages are the web."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from psycopg2.extensions import connection as Connection

from samples.serve import SampleServer
from samples.site import file_name
from scrapers.catalogue import SOURCES, load_source

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
ENDINGS = {".html": ".html", ".xml": ".xml", ".body": ".json"}
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Корь</title><link rel="self" href="/atom/1"/>
<link rel="alternate" href="https://atom.example.kz/news/1"/><updated>2025-03-04T10:00:00+05:00</updated></entry></feed>"""
ATOM_SOURCE = """name: Atom
url: https://atom.example.kz/
country: KZ
languages: [ru]
kind: media
rank: 40
time_zone: Asia/Almaty
feeds: [https://atom.example.kz/atom]
article: ^https://atom\\.example\\.kz/news/\\d+$
"""


def put(web: Path, url: str, body: bytes, ending: str) -> None:
    """Lay a page where the sample server looks for it."""
    parts = urlsplit(url)
    name = file_name(parts.path, parts.query)
    file = web / str(parts.hostname) / (name if name.endswith(ending) else name + ending)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def lay_cases(web: Path, source_id: str) -> set[str]:
    """Lay out the source's cases as a web; returns the canonical addresses of its articles."""
    articles = set()
    fetched = [page.fetch for page in load_source(SOURCES, source_id).lists if page.fetch] or ["{link}"]
    for file in (CASES / source_id).glob("*.json"):
        case = json.loads(file.read_text("utf-8"))
        page = next(each for each in file.parent.glob(f"{file.stem}.*") if each.suffix in ENDINGS)
        url = case["url"] if "reads" in case else fetched[0].format(link=case["url"])
        put(web, url, page.read_bytes(), ENDINGS[page.suffix])
        if "expect" in case:
            articles.add(case["expect"]["canonical_url"])
    return articles


@contextmanager
def served(web: Path) -> Iterator[str]:
    for host in web.iterdir():
        (host / "robots.txt").write_text("User-agent: *\nDisallow: /private/\n")
    with SampleServer(web=web) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.url
        server.shutdown()


def crawl(source_id: str, web: Path, environment: Mapping[str, str], *arguments: str, sources: Path = SOURCES) -> None:
    with served(web) as url:
        settings = {**os.environ, **environment, "SALAMAT_SAMPLE_WEB": url}
        options = ["--summary", str(web.parent / "summary.json"), "--sources", str(sources)]
        command = [sys.executable, "-m", "scrapers.crawl", source_id, *arguments, *options]
        done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def archived(connection: Connection) -> set[str]:
    with connection, connection.cursor() as cursor:
        cursor.execute("select canonical_url from page where kind = 'article' and status = 200")
        return {url for (url,) in cursor}


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "SALAMAT_ARCHIVE": str(tmp_path / "archive")}


@pytest.mark.parametrize(
    ("source_id", "arguments"),
    [
        pytest.param("kg_akipress_en", [], id="feed"),
        pytest.param("uz_gazeta", [], id="news sitemap"),
        pytest.param("uz_qalampir", [], id="sitemap"),
        pytest.param("kz_zakon", [], id="list"),
        pytest.param("kz_tengrinews_kk", [], id="list with paging"),
        pytest.param("kg_kaktus", ["--day", "2023-03-06"], id="archive by date"),
        pytest.param("uz_uza", [], id="JSON list"),
        pytest.param("kz_coronavirus2020", [], id="Telegram preview"),
    ],
)
def test_a_source_finds_its_articles_over_http(
    source_id: str, arguments: list[str], environment: dict[str, str], connection: Connection, tmp_path: Path
) -> None:
    articles = lay_cases(tmp_path / "web", source_id)
    crawl(source_id, tmp_path / "web", environment, *arguments)
    assert archived(connection) == articles


def test_an_atom_feed_is_followed_over_http(
    environment: dict[str, str], connection: Connection, tmp_path: Path
) -> None:
    put(tmp_path / "web", "https://atom.example.kz/atom", ATOM.encode(), ".xml")
    put(tmp_path / "web", "https://atom.example.kz/news/1", b"<html><h1>A</h1><p>Text</p></html>", ".html")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "kz_atom.yml").write_text(ATOM_SOURCE)
    crawl("kz_atom", tmp_path / "web", environment, sources=tmp_path / "sources")
    assert archived(connection) == {"https://atom.example.kz/news/1"}
