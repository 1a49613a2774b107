"""What crawls leave behind is mended or forgotten, and nothing that anybody rests on."""

from __future__ import annotations

import fcntl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection
from scrapy import Request
from scrapy.http import Response

from dags.clean_warehouse import CRAWLS_KEPT, forget
from scrapers.archive import ArchiveWriter, Listing
from scrapers.catalogue import load_catalogue
from scrapers.crawl import first_taken
from scrapers.mending import mend_archive
from scrapers.recording import record_source
from sql.db import connect

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
        cursor.execute(OLD_CRAWLS, (KAZINFORM, CRAWLS_KEPT + 5, 300))
        cursor.execute(OLD_CRAWLS, (KAZINFORM, 3, 10))
    assert forget(known, "crawls", 180, keep=CRAWLS_KEPT) == {"crawls": 8}
    assert scalars(known, "select count(*) from crawl where ended_at > now() - interval '180 days'") == [3]
    assert scalars(known, "select count(*) from crawl") == [CRAWLS_KEPT]


def test_only_visits_that_are_long_ago_go(known: Connection) -> None:
    with known, known.cursor() as cursor:
        cursor.execute(VISIT, (KAZINFORM,))
    assert forget(known, "visits", 180) == {"visits": 1}
    assert scalars(known, "select url from visit") == ["https://a/young"]
