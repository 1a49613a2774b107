"""Days of a site whose own archive is gone, collected from a stand-in of the Wayback Machine by true crawls."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from sql.db import execute
from tests.desk import LIST, SITE, Desk
from tests.stand_in import Answer, article, list_page
from tests.wayback_stand_in import HOST, WaybackStandIn
from transforms.stages import parse_pages

DAY = ("--day", "2020-06-14")
TEXT = "14 июня 2020 года в Казахстане выявлено 256 новых случаев коронавирусной инфекции."
BUSY = Answer(b"busy", 503)
ONE, TWO, THREE = (f"{SITE}/a/{number}" for number in (1, 2, 3))


@pytest.fixture
def archive(desk: Desk) -> WaybackStandIn:
    kept = WaybackStandIn()
    desk.web.speakers[HOST] = kept.answer
    desk.declare(feeds=[], lists=[{**LIST, "url": f"{SITE}/list"}], web_archive=[f"{SITE}/a/"])
    for number, at in enumerate(("20200614020304", "20200614090500", "20200614175959"), 1):
        page = f"<html><body><h1>Новость {number}</h1><p>{TEXT}</p></body></html>"
        kept.keep(f"http://news.example.kz/a/{number}", at, page.encode())
    return kept


def asked(desk: Desk) -> list[str]:
    """What was asked since the last call: of the web archive by path, of the site by its whole address."""
    with desk.web.lock:
        seen = [target.partition("?")[0] if host == HOST else f"{host}{target}" for host, target in desk.web.asked]
        desk.web.asked.clear()
    return seen


def test_a_day_becomes_pages_like_any_other_and_nothing_is_fetched_twice(
    desk: Desk, archive: WaybackStandIn, connection: Connection
) -> None:
    archive.keep(f"{SITE}/a/1?utm_source=x", "20200614100000", b"later")
    archive.keep(f"{SITE}/a/4", "20200615100000", b"of the next day")
    archive.keep(f"{SITE}/a/x/y", "20200614100000", b"no article")
    printed = desk.crawl(*DAY)
    assert f"web archive: {SITE}/a/: captures 5, of articles 4" in printed
    assert "listed 3, known 0, fetched 3, new pages 3, unreadable 0, failed lists 0" in printed.splitlines()[-1]
    mementos = [f"/web/{at}id_/http://news.example.kz/a/{n}" for at, n in kept_at(archive)]
    assert asked(desk) == ["/cdx/search/cdx", *mementos]
    pages = desk.rows("select canonical_url, url, kind, status, fetched_at, web_archive from page order by 1")
    assert pages[0] == (ONE, ONE.replace("https", "http"), "article", 200,
                        datetime(2020, 6, 14, 2, 3, 4, tzinfo=UTC), f"https://{HOST}{mementos[0]}")  # fmt: skip
    assert [row[0] for row in pages] == [ONE, TWO, THREE] and desk.rows("select * from visit") == []
    assert "known 3, fetched 0" in desk.crawl(*DAY)
    assert asked(desk) == ["/cdx/search/cdx"]
    assert parse_pages(connection, desk.folder / "archive")["documents"] == 3
    known = desk.rows("select max(versioned_at), max(length(text)) from document")
    assert known == [(datetime(2020, 6, 14, 17, 59, 59, tzinfo=UTC), len(TEXT))]


def kept_at(archive: WaybackStandIn) -> Iterator[tuple[str, str]]:
    return ((each.timestamp, each.url[-1]) for each in archive.captures[:3])


def test_what_the_site_gave_is_not_asked_of_the_web_archive(desk: Desk, archive: WaybackStandIn) -> None:
    desk.web.put("/list", list_page("/a/1", "/a/2"))
    for number in "12":
        desk.web.put(f"/a/{number}", article(number))
    desk.crawl()
    assert not any(target.startswith("/cdx") for target in asked(desk))
    desk.crawl(*DAY)
    assert asked(desk) == ["/cdx/search/cdx", "/web/20200614175959id_/http://news.example.kz/a/3"]
    assert desk.rows("select count(*), count(web_archive) from page where kind = 'article'") == [(3, 1)]


def test_the_capture_is_a_record_that_others_read(desk: Desk, archive: WaybackStandIn) -> None:
    desk.crawl(*DAY)
    (file,) = desk.archive_files()
    with Path(file).open("rb") as stream:
        records = [
            (each.rec_headers, each.http_headers, each.content_stream().read()) for each in WarcioIterator(stream)
        ]
    headers, http, body = records[0]
    assert headers["WARC-Date"] == "2020-06-14T02:03:04Z" and headers["WARC-Target-URI"].endswith("/a/1")
    assert http["Server"] == "nginx" and "Content-Encoding" not in http.to_str() and TEXT.encode() in body


def test_captures_that_cannot_be_had_are_told_by_kind_and_the_rest_is_kept(desk: Desk, archive: WaybackStandIn) -> None:
    archive.faults["/web/20200614020304"] = [Answer(b"", 404)]
    archive.faults["/web/20200614090500"] = [BUSY] * 9
    desk.crawl_with(*DAY, RETRY_TIMES=1)
    reasons = "select canonical_url, stage, reason from unreadable order by 1"
    assert desk.rows(reasons) == [(ONE, "fetch", "no_memento"), (TWO, "fetch", "http_503")]
    assert desk.rows("select canonical_url from page") == [(THREE,)]
    archive.faults.clear()
    assert "known 1, fetched 2, new pages 2" in desk.crawl(*DAY)
    assert desk.rows(reasons) == []


@pytest.mark.parametrize("fault", [Answer(b"no", 429, headers={"Retry-After": "7200"}), BUSY], ids=["429", "503"])
def test_a_web_archive_that_wants_its_peace_is_left_and_the_rest_comes_later(
    desk: Desk, archive: WaybackStandIn, fault: Answer
) -> None:
    for number in range(4, 9):
        archive.keep(f"{SITE}/a/{number}", f"2020061417595{number}")
    archive.faults["/web/20200614090500"] = archive.faults["/web/202006141"] = [fault] * 99
    printed = desk.crawl_with(*DAY, expect=3, RETRY_TIMES=0)
    left, wanted = (6, "http_429") if fault.status == 429 else (2, "http_503")
    assert f"{wanted}, {left} captures are left; collect the day again" in printed
    assert desk.rows("select canonical_url from page") == [(ONE,)]
    archive.faults.clear()
    assert "known 1, fetched 7, new pages 7" in desk.crawl(*DAY)


def test_an_index_that_cannot_be_had_fails_the_crawl_with_its_reason(desk: Desk, archive: WaybackStandIn) -> None:
    archive.faults["/cdx/"] = [Answer(b"wait", 429, headers={"Retry-After": "7200"})]
    desk.crawl(*DAY, expect=3)
    assert desk.summary["discovery_failed"] == [{"url": f"{SITE}/a/", "reason": "web archive: http_429"}]


def test_told_to_stop_it_keeps_what_had_come(desk: Desk, archive: WaybackStandIn) -> None:
    archive.faults["/web/20200614090500"] = [Answer(b"wait", 429, headers={"Retry-After": "600"})]
    process = desk.start(*DAY)
    for line in process.stdout or ():
        if "asks for a pause of 600 s" in line:
            process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 143
    assert desk.rows("select canonical_url from page") == [(ONE,)] and desk.summary["stopped"] == "shutdown"
    assert "known 1, fetched 2, new pages 2" in desk.crawl(*DAY)


def test_one_crawl_at_a_time_asks_the_web_archive(desk: Desk, archive: WaybackStandIn) -> None:
    with closing(psycopg2.connect(desk.database_url)) as other:
        execute(other, "lock_host", host=HOST)
        process = desk.start(*DAY)
        waiting = next(line for line in process.stdout or () if "waiting" in line)
        assert waiting == f"waiting: another crawl of {HOST} is running\n" and asked(desk) == []
    printed, _ = process.communicate(timeout=30)
    assert process.returncode == 0 and "fetched 3" in printed


def test_a_closed_site_is_asked_for_past_days_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from dags import collecting
    from scrapers import catalogue

    closed = catalogue.load_source(catalogue.SOURCES, "kg_med").model_copy(update={"lists": []})
    monkeypatch.setattr(catalogue, "load_source", lambda *_: closed)
    monkeypatch.setattr(catalogue, "require_ids", lambda *_: ["kg_med"])
    run = SimpleNamespace(partition_key="2020-06-14", conf={})
    monkeypatch.setattr(collecting, "get_current_context", lambda: {"dag_run": run})
    assert collecting.list_sources.function(by_day=True) == ["kg_med"]
    assert collecting.list_sources.function(by_day=False) == []
