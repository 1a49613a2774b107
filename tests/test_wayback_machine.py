"""The client of the Wayback Machine against a stand-in that speaks its protocol."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from scrapy.settings import Settings

from scrapers.wayback_machine import RecallError, WaybackMachine
from tests.stand_in import Answer, StandIn, serving
from tests.wayback_stand_in import EXCLUDED, HOST, WaybackStandIn

SINCE = datetime(2020, 6, 13, 18, tzinfo=UTC)
BEFORE = SINCE + timedelta(days=1)
SITE = "https://med.kg/ru/"
SLOW = Answer(b"slow down", 429, headers={"Retry-After": "1"})
BUSY = Answer(b"busy", 503)


@pytest.fixture
def web() -> Iterator[StandIn]:
    with serving() as server:
        yield server


@pytest.fixture
def archive(web: StandIn) -> WaybackStandIn:
    kept = WaybackStandIn()
    web.speakers[HOST] = kept.answer
    for number in range(1, 6):
        kept.keep(f"http://www.med.kg:80/ru/10{number}", f"2020061409050{number}", f"<p>{number}</p>".encode())
    return kept


def machine(web: StandIn | None, **changed: Any) -> WaybackMachine:
    settings = Settings()
    settings.setmodule("scrapers.settings")
    sample = {"SALAMAT_SAMPLE_WEB": web.url.removeprefix("http://")} if web else {}
    settings.setdict({"WEB_ARCHIVE_A_MINUTE": 0, "RETRY_BACKOFF": 0.0, "RETRY_TIMES": 1, **sample, **changed})
    return WaybackMachine(settings)


def find(asked: WaybackMachine) -> list[str]:
    return [record.original for record in asked.find_captures(SITE, SINCE, BEFORE)]


def test_the_index_is_read_page_by_page_and_says_each_address_once(web: StandIn, archive: WaybackStandIn) -> None:
    archive.most_rows = 2
    archive.keep("http://med.kg/ru/101", "20200614120000")
    archive.keep("http://mailto:info@med.kg/", "20200614090500")
    archive.keep("http://med.kg/ru/200", "20200614090500", status="-", mimetype="warc/revisit")
    archive.keep("http://med.kg/ru/201", "20200614090500", status="404")
    archive.keep("http://med.kg/ru/202", "20200614180000")
    archive.keep("http://med.kg/ru/203", "20200613175959")
    assert find(machine(web)) == [f"http://www.med.kg/ru/10{number}" for number in range(1, 6)]
    assert len(web.asked) == 3


def test_a_memento_is_the_sites_answer_as_it_was(web: StandIn, archive: WaybackStandIn) -> None:
    asked = machine(web)
    record = asked.find_captures(SITE, SINCE, BEFORE)[0]
    found = asked.fetch(record)
    assert (found.status, found.body) == (200, b"<p>1</p>")
    assert found.captured_at == datetime(2020, 6, 14, 9, 5, 1, tzinfo=UTC)
    assert found.address == f"https://{HOST}/web/20200614090501id_/http://www.med.kg/ru/101"
    assert found.headers["Content-Type"].startswith("text/html") and found.headers["Server"] == "nginx"
    assert web.headers[-1]["User-Agent"].startswith("Salamat/")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Answer(EXCLUDED.encode(), 403), "blocked_site"),
        (
            Answer(b"org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots", 403),
            "blocked_by_robots",
        ),
        (Answer(b"busy", 503), "http_503"),
        (Answer(b"<html><h1>We are moving</h1></html>"), "not_cdx"),
        (Answer(b"\xff\xfe\n"), "not_cdx"),
        (Answer(b"\n"), "not_cdx"),
        (Answer(b"wait", 429, headers={"Retry-After": "7200"}), "http_429"),
        (Answer(b"later", 503, headers={"Retry-After": "7200"}), "http_503"),
        (Answer(b"", 302, headers={"Location": "https://elsewhere.example/cdx"}), "other_site"),
        (Answer(b"x", seconds=1.5), "timeout"),
    ],
    ids=["excluded", "robots", "503", "page", "bytes", "cut", "429", "503 for hours", "elsewhere", "silence"],
)
def test_an_index_that_fails_is_told_by_kind(web: StandIn, archive: WaybackStandIn, fault: Answer, reason: str) -> None:
    archive.faults["/cdx/"] = [fault] * 2
    with pytest.raises(RecallError) as told:
        find(machine(web, DOWNLOAD_TIMEOUT=0.4))
    assert told.value.reason == reason


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Answer(b"<p>not archived</p>", 404), "no_memento"),
        (Answer(b"", 403, headers={"X-Archive-Wayback-Runtime-Error": EXCLUDED}), "blocked_site"),
        (Answer(b"busy", 503), "http_503"),
        (Answer(b"", 302, headers={"Location": "https://elsewhere.example/a"}), "other_site"),
        (Answer(b"", 302, headers={"Location": f"https://{HOST}/web/20120614090501id_/{SITE}101"}), "not_playable"),
        (Answer(b"x" * 5000), "too_large"),
        (Answer(b"x" * 900, again_every=0.01), "too_large"),
    ],
    ids=["404", "excluded", "503", "elsewhere", "years off", "large", "endless"],
)
def test_a_memento_that_fails_is_told_by_kind(
    web: StandIn, archive: WaybackStandIn, fault: Answer, reason: str
) -> None:
    asked = machine(web, DOWNLOAD_MAXSIZE=4000)
    record = asked.find_captures(SITE, SINCE, BEFORE)[0]
    archive.faults["/web/"] = [fault] * 2
    with pytest.raises(RecallError) as told:
        asked.fetch(record)
    assert told.value.reason == reason


def test_a_server_that_cannot_be_reached_is_told_by_kind(web: StandIn) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(RecallError) as told:
        find(machine(None, SALAMAT_SAMPLE_WEB=f"127.0.0.1:{port}"))
    assert told.value.reason == "connection_lost"


def test_a_pause_is_kept_as_long_as_it_is_asked(web: StandIn, archive: WaybackStandIn) -> None:
    archive.faults["/cdx/"] = [SLOW, BUSY]
    assert len(find(machine(web))) == 5
    first, second, _ = web.asked_at
    assert second - first >= 1.0


def test_index_and_mementos_together_keep_to_one_rate(web: StandIn, archive: WaybackStandIn) -> None:
    settings = Settings()
    settings.setmodule("scrapers.settings")
    assert settings.getfloat("WEB_ARCHIVE_A_MINUTE") == 24
    asked = machine(web, WEB_ARCHIVE_A_MINUTE=300)
    for record in asked.find_captures(SITE, SINCE, BEFORE):
        asked.fetch(record)
    asked.close()
    gaps = [later - sooner for sooner, later in pairwise([*web.asked_at, time.monotonic()])]
    assert len(gaps) == 6 and sum(gaps) > 1.1 and min(gaps) > 0.1


def test_no_word_is_said_to_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", server.getsockname())]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here)
        with pytest.raises(RecallError) as told:
            find(machine(None))
        assert told.value.reason == "private_address"
        peer, _ = server.accept()
        peer.settimeout(2)
        assert peer.recv(1) == b""
