"""What crawls leave behind is mended or forgotten, and nothing that anybody rests on."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection
from scrapy import Request
from scrapy.http import Response

from local import cleaning
from local.home import LocalError
from scrapers.archive import ArchiveWriter, Listing
from scrapers.catalogue import load_catalogue
from scrapers.crawl import first_taken
from scrapers.mending import mend_archive
from scrapers.recording import record_source
from sql.db import connect
from tests import airflow_environment

KAZINFORM = "kz_kazinform"
URL = "https://www.inform.kz/ru/zabolevshie_a1"
OLD_CRAWLS = """
    insert into crawl (source_id, began_at, ended_at, status, listed, known, fetched, new_pages, changed_pages,
                       unchanged_lists, left_out, put_off, unreadable, failed_lists)
    select %s, at, at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    from generate_series(1, %s) number, lateral (select now() - make_interval(days => %s, secs => number) as at) a
"""
VISIT = """
    insert into visit (canonical_url, source_id, kind, url, visited_at, read_at)
    select url, %s, 'article', url, now() - age, now() - age
    from (values ('https://a/old', interval '200 days'), ('https://a/young', interval '2 days')) v (url, age)
"""


def forget(connection: Connection, what: str, keep_days: int, **rest: int) -> dict[str, int]:
    airflow_environment.set_up()
    from dags.clean_warehouse import forget

    return forget(connection, what, keep_days, **rest)


def died(archive: Path, source_id: str = KAZINFORM) -> ArchiveWriter:
    """A crawl that archived one article and ended without closing its file."""
    writer = ArchiveWriter(archive, source_id)
    listing = Listing("article", URL, {datetime(2020, 6, 14, 3, tzinfo=UTC)}, "Заголовок")
    writer.write(Request(URL), Response(URL, body=b"<p>text</p>", headers={"Content-Type": "text/html"}), listing)
    writer.close()
    return writer


def scalars(connection: Connection, statement: str) -> list[Any]:
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return [value for (value,) in cursor]


@pytest.fixture
def known(connection: Connection) -> Connection:
    record_source(connection, load_catalogue()[KAZINFORM])
    return connection


def test_a_dead_crawls_file_is_closed_and_its_article_indexed(connection: Connection, tmp_path: Path) -> None:
    file = died(tmp_path).path
    assert mend_archive(connection, tmp_path) == {"closed": 1, "articles": 1, "left": 0}
    assert not file.exists() and [f.suffix for f in file.parent.iterdir()] == [".gz"]
    assert scalars(connection, "select canonical_url from page") == [URL]
    assert mend_archive(connection, tmp_path) == {"closed": 0, "articles": 0, "left": 0}


def test_a_file_that_is_being_written_stays(connection: Connection, tmp_path: Path) -> None:
    file = died(tmp_path).path
    with file.open("rb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        assert mend_archive(connection, tmp_path) == {"closed": 0, "articles": 0, "left": 0}
    assert file.exists()


def test_the_files_of_a_source_that_is_being_crawled_are_left_to_that_crawl(
    connection: Connection, tmp_path: Path, database_url: str
) -> None:
    file = died(tmp_path).path
    crawling = connect()
    try:
        assert first_taken(crawling, load_catalogue()[KAZINFORM].hosts) is None
        assert mend_archive(connection, tmp_path) == {"closed": 0, "articles": 0, "left": 1}
    finally:
        crawling.close()
    assert file.exists()
    assert mend_archive(connection, tmp_path)["closed"] == 1


def test_the_files_of_a_source_that_nobody_knows_any_more_stay(connection: Connection, tmp_path: Path) -> None:
    file = died(tmp_path, "kz_gone").path
    assert mend_archive(connection, tmp_path) == {"closed": 0, "articles": 0, "left": 1}
    assert file.exists()


def test_old_crawls_go_but_each_sources_youngest_stay(known: Connection) -> None:
    with known, known.cursor() as cursor:
        cursor.execute(OLD_CRAWLS, (KAZINFORM, 25, 300))
        cursor.execute(OLD_CRAWLS, (KAZINFORM, 3, 10))
    assert forget(known, "crawls", 180, keep=20) == {"crawls": 8}
    assert scalars(known, "select count(*) from crawl where ended_at > now() - interval '180 days'") == [3]
    assert scalars(known, "select count(*) from crawl") == [20]


def test_only_visits_that_are_long_ago_go(known: Connection) -> None:
    with known, known.cursor() as cursor:
        cursor.execute(VISIT, (KAZINFORM,))
    assert forget(known, "visits", 180) == {"visits": 1}
    assert scalars(known, "select url from visit") == ["https://a/young"]


def test_logs_that_nobody_writes_any_more_go_with_their_empty_folders(tmp_path: Path) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for name, age in (("dag_id=a/run_id=1/attempt=1.log", -5), ("dag_id=a/run_id=2/attempt=1.log", 5)):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text("done")
        os.utime(file, (day.timestamp() + age,) * 2)
    os.utime(tmp_path / "dag_id=a/run_id=1", (day.timestamp() - 5,) * 2)
    assert cleaning.remove_logs(tmp_path, day) == 1
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.log")] == ["dag_id=a/run_id=2/attempt=1.log"]


def test_airflows_old_runs_go_and_young_ones_stay(tmp_path: Path) -> None:
    airflow_environment.set_up()
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from airflow.utils.types import DagRunTriggeredByType, DagRunType

    kinds = {"run_type": DagRunType.MANUAL, "triggered_by": DagRunTriggeredByType.TEST, "state": "success"}
    with create_session() as session:
        for age in (100, 95, 10, 2):
            at = datetime.now(UTC) - timedelta(days=age)
            times = {"run_after": at, "start_date": at, "logical_date": at}
            session.add(DagRun(dag_id="d", run_id=f"{age}-days", **times, **kinds))
    said = cleaning.clean(os.environ, tmp_path, 90)
    assert said.startswith("Airflow's rows from before ") and said.endswith(" are gone, and 0 log files.")
    with create_session() as session:
        assert {run.run_id for run in session.query(DagRun).filter(DagRun.dag_id == "d")} == {"10-days", "2-days"}


def test_a_cleaning_that_fails_says_what_airflow_said(tmp_path: Path) -> None:
    settings = dict(os.environ) | {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path}/absent/airflow.db",
    }
    with pytest.raises(LocalError, match="airflow db clean failed"):
        cleaning.clean(settings, tmp_path, 90)
    with pytest.raises(LocalError, match="keep at least one"):
        cleaning.clean(settings, tmp_path, 0)
