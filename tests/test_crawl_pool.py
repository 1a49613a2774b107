"""One pool bounds how many crawls run at a time, in both DAGs that crawl, wherever Airflow is started."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import yaml

from local import airflow
from tests import airflow_environment

ROOT = Path(__file__).resolve().parent.parent


def slots(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "airflow.db")) as metadata:
        return dict(metadata.execute("select pool, slots from slot_pool"))


def test_the_pool_is_made_once_and_its_size_stays_its_owner_s(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    environment = kept | airflow_environment.settings(tmp_path) | {"PYTHONPATH": str(ROOT)}
    for expected in (4, 2):
        subprocess.run([sys.executable, "-c", airflow.PREPARE], env=environment, check=True, capture_output=True)
        assert slots(tmp_path)["crawl"] == expected
        with closing(sqlite3.connect(tmp_path / "airflow.db")) as metadata, metadata:
            metadata.execute("update slot_pool set slots = 2 where pool = 'crawl'")


def test_containers_make_the_same_pool() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    script = " ".join(services["migrate"]["command"])
    assert "airflow pools get crawl" in script and "airflow pools set crawl 4" in script
