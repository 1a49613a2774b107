"""Whole crawls, each a process of its own as in production, of a small web on this machine."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.desk import JUNE_14, JUNE_16, LIST, SITE, Desk
from tests.stand_in import HOST, Answer, article, feed, list_page

SPY = """
import os, runpy, sys
def note(event, arguments):
    if event == "socket.connect":
        with open(os.environ["SPY_FILE"], "a") as file: print(arguments[1], file=file)
    if event == "socket.getaddrinfo":
        with open(os.environ["SPY_FILE"], "a") as file: print(arguments[:2], file=file)
sys.addaudithook(note)
runpy.run_module("scrapers.crawl", run_name="__main__", alter_sys=True)
"""


def test_known_articles_are_not_fetched_again_but_feeds_and_lists_are(desk: Desk) -> None:
    desk.declare(lists=[{**LIST, "url": f"{SITE}/list?page={{page}}"}])
    desk.web.put("/rss", feed((f"{SITE}/a/1?utm_source=rss#top", JUNE_14), (f"{SITE}/tag/x", JUNE_14)))
    desk.web.put("/list?page=1", list_page("/a/1", "/a/2", "https://other.example/a/3", "javascript:void(0)"))
    desk.web.put("/list?page=2", list_page("/a/2", "/a/3"))
    for number in "123":
        desk.web.put(f"/a/{number}", article(number))
    desk.web.put("/a/1?utm_source=rss", article("1"))
    printed = desk.crawl()
    assert f"{SITE}/rss: listed 1, known 0, fetching" in printed
    assert printed.splitlines()[-1].startswith("kz_example: listed 3, known 0, fetched 3, new pages 3, unreadable 0")
    assert sorted(target.partition("?")[0] for target in desk.web.articles_asked()) == ["/a/1", "/a/2", "/a/3"]
    before = desk.pages(), desk.rows("select canonical_url, listed_at from listing order by 1")
    assert len(before[1]) == 3 and before[1][0][0] == f"{SITE}/a/1"

    desk.crawl()
    with desk.web.lock:
        assert {target for _, target in desk.web.asked} == {"/robots.txt", "/rss", "/list?page=1"}
    assert (desk.pages(), desk.rows("select canonical_url, listed_at from listing order by 1")) == before
    assert (desk.summary["known"], desk.summary["fetched"], desk.summary["new_pages"]) == (2, 0, 0)


def test_a_new_date_on_a_known_address_fetches_it_once_more(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)), feed((f"{SITE}/a/1", JUNE_16)))
    desk.web.put("/a/1", article("first"), article("corrected"))
    for _ in range(3):
        desk.crawl()
    assert desk.web.articles_asked() == ["/a/1", "/a/1"]
    assert desk.rows("select count(*), count(distinct digest) from page where kind = 'article'") == [(2, 2)]
    assert desk.rows("select count(*) from listing") == [(2,)]


def test_a_missing_article_is_recorded_and_leaves_the_crawl_fine(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14), (f"{SITE}/a/gone", JUNE_14)))
    desk.web.put("/a/1", article())
    assert f"unreadable: {SITE}/a/gone: http_404" in desk.crawl()
    assert desk.summary["unreadable"] == [{"url": f"{SITE}/a/gone", "reason": "http_404"}]
    desk.web.articles_asked()
    desk.crawl()
    assert desk.web.articles_asked() == []
    assert desk.rows("select canonical_url, stage, reason from unreadable") == [(f"{SITE}/a/gone", "fetch", "http_404")]


@pytest.mark.parametrize(
    ("broken", "reason", "passing"),
    [
        (Answer(b"down", 503), "http_503", True),
        (Answer(b"slower", 429), "http_429", True),
        (Answer(b"", 429, headers={"Retry-After": "3600"}), "http_429, asks for 3600 s of peace", False),
        (Answer(b"moved", 404), "http_404", False),
        (Answer(b"gone", 410), "http_410", False),
        (Answer(b"<html><body>Please enable script</body></html>"), "not a feed but <html>", False),
        (Answer(b""), "empty answer", False),
    ],
)
def test_a_failed_feed_is_an_error_and_the_rest_is_still_archived(
    desk: Desk, broken: Answer, reason: str, passing: bool
) -> None:
    desk.declare(feeds=[f"{SITE}/broken", f"{SITE}/rss"])
    desk.web.put("/broken", broken)
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", article())
    assert f"FAILED LIST: {SITE}/broken: {reason}" in desk.crawl(expect=3)
    assert desk.summary["discovery_failed"] == [{"url": f"{SITE}/broken", "reason": reason}]
    assert desk.summary["passing"] == passing
    assert desk.rows("select canonical_url from page where kind = 'article'") == [(f"{SITE}/a/1",)]


def test_a_list_whose_entries_are_gone_is_an_error(desk: Desk) -> None:
    desk.declare(feeds=[], lists=[{**LIST, "url": f"{SITE}/list"}])
    desk.web.put("/list", Answer(b"<p>A new layout</p>"))
    assert "nothing on the page is a 'div.card'" in desk.crawl(expect=3)


def test_an_api_is_paged_until_known_ground(desk: Desk) -> None:
    def posts(*slugs: str) -> Answer:
        body = json.dumps({"data": [{"slug": slug, "at": "2020-06-14 09:05:00"} for slug in slugs]})
        return Answer(body.encode(), content_type="application/json")

    api = {"url": f"{SITE}/api?p={{page}}", "items": "data", "link": f"{SITE}/a/{{slug}}", "date": "at"}
    desk.declare(feeds=[], apis=[api])
    for page, slugs in enumerate(["12", "3", ""], 1):
        desk.web.put(f"/api?p={page}", posts(*slugs))
    for slug in "123":
        desk.web.put(f"/a/{slug}", article(slug))
    desk.crawl()
    assert sorted(desk.web.articles_asked()) == ["/a/1", "/a/2", "/a/3"]
    assert desk.rows("select count(*) from page where kind = 'list'") == [(3,)]
    desk.crawl()
    with desk.web.lock:
        assert [target for _, target in desk.web.asked] == ["/robots.txt", "/api?p=1"]


def test_older_messages_are_found_through_the_link_to_them(desk: Desk) -> None:
    def messages(*numbers: int, older: int | None = None) -> Answer:
        more = f"<a class=more href='/s/health?before={older}'></a>" if older else ""
        return Answer((more + "".join(f"<div class=card><a href='/a/{n}'></a></div>" for n in numbers)).encode())

    channel = {**LIST, "url": f"{SITE}/s/health", "next": "a.more::attr(href)", "fetch": "{link}?embed=1"}
    desk.declare(feeds=[], lists=[channel])
    desk.web.put("/s/health", messages(3, 4, older=3))
    desk.web.put("/s/health?before=3", messages(1, 2))
    for number in range(1, 5):
        desk.web.put(f"/a/{number}?embed=1", article(str(number)))
    desk.crawl()
    assert desk.rows("select canonical_url from page where kind = 'article' order by 1") == [
        (f"{SITE}/a/{number}",) for number in range(1, 5)
    ]


def test_a_stumble_that_heals_leaves_a_page_and_no_failure(desk: Desk) -> None:
    desk.web.put("/rss", Answer(b"", 500), Answer(b"", 502), feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", Answer(b"", 500), Answer(b"", 429), article())
    desk.crawl()
    assert desk.rows("select status from page where kind = 'article'") == [(200,)]
    assert desk.rows("select count(*) from unreadable") == [(0,)]


def test_an_article_that_keeps_failing_is_tried_again_by_the_next_crawl(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", Answer(b"", 500))
    desk.crawl()
    assert desk.summary["unreadable"] == [{"url": f"{SITE}/a/1", "reason": "http_500"}]
    assert desk.web.articles_asked() == ["/a/1"] * 4
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.rows("select status from page where kind = 'article' order by 1") == [(200,), (500,)]


def test_robots_are_obeyed(desk: Desk) -> None:
    desk.web.put("/robots.txt", Answer(b"User-agent: Salamat\nDisallow: /a/secret\n", content_type="text/plain"))
    desk.web.put("/rss", feed((f"{SITE}/a/secret", JUNE_14), (f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.web.articles_asked() == ["/a/1"]
    assert desk.rows("select reason, page_id from unreadable") == [("forbidden_by_robots", None)]


def test_a_day_is_read_from_its_archive_to_the_last_page(desk: Desk) -> None:
    desk.declare(days=[{**LIST, "url": f"{SITE}/day?d={{day:%d.%m.%Y}}&p={{page}}"}])
    desk.web.put("/day?d=14.06.2020&p=1", list_page("/a/1", "/a/2"))
    desk.web.put("/day?d=14.06.2020&p=2", list_page("/a/3"))
    for number in "123":
        desk.web.put(f"/a/{number}", article(number))
    desk.crawl("--day", "2020-06-14")
    midnight = datetime(2020, 6, 13, 18, tzinfo=UTC)
    assert desk.rows("select distinct listed_at from listing") == [(midnight,)]
    assert sorted(desk.web.articles_asked()) == ["/a/1", "/a/2", "/a/3"]
    assert {headers.get("Sample-Day") for headers in desk.web.headers} == {"2020-06-14"}
    assert desk.summary["day"] == "2020-06-14"


def test_without_an_archive_a_day_is_cut_out_of_the_feed(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/14", JUNE_14), (f"{SITE}/a/16", JUNE_16), (f"{SITE}/a/undated", None)))
    desk.web.put("/a/14", article())
    desk.crawl("--day", "2020-06-14")
    assert desk.web.articles_asked() == ["/a/14"]
    assert (desk.summary["listed"], desk.summary["undated"]) == (1, 1)


def test_a_list_that_goes_on_for_ever_is_left(desk: Desk) -> None:
    desk.declare(feeds=[], lists=[{**LIST, "url": f"{SITE}/list?page={{page}}"}])
    for page in range(1, 10):
        desk.web.put(f"/list?page={page}", list_page(f"/a/{page}", "/a/same"))
    desk.crawl()
    with desk.web.lock:
        assert sum(target.startswith("/list") for _, target in desk.web.asked) == 5


def test_a_list_is_read_on_past_known_ground_until_a_crawl_left_no_gap(desk: Desk) -> None:
    desk.declare(feeds=[f"{SITE}/rss"], lists=[{**LIST, "url": f"{SITE}/list?page={{page}}"}])
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/list?page=1", list_page("/a/1"))
    desk.web.put("/list?page=2", list_page("/a/2"))
    desk.web.put("/a/1", article("1"))
    desk.web.put("/a/2", Answer(b"", 500))
    desk.crawl("--day", "2020-06-14")
    assert desk.web.articles_asked() == ["/a/1"]  # all that page 1 shows is known by now
    desk.crawl()
    assert set(desk.web.articles_asked()) == {"/a/2"}
    desk.web.put("/a/2", article("2"))
    desk.crawl()
    assert desk.web.articles_asked() == ["/a/2"]
    desk.crawl()
    assert {target for _, target in desk.web.asked} == {"/robots.txt", "/rss", "/list?page=1"}


def test_an_error_that_a_killed_crawl_would_have_asked_again_is_no_page(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", Answer(b"", 500), Answer(b"", 500, seconds=30.0), article())
    process = desk.start()
    while desk.web.asked.count((HOST, "/a/1")) < 2:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    desk.crawl()
    assert desk.rows("select status from page where kind = 'article'") == [(200,)]
    assert desk.rows("select count(*) from unreadable") == [(0,)]


def test_sitemaps_are_followed_where_they_changed(desk: Desk) -> None:
    now = datetime.now(UTC)
    body = "".join(
        f"<sitemap><loc>{SITE}/map{number}.xml</loc><lastmod>{at.isoformat()}</lastmod></sitemap>"
        for number, at in enumerate((now, now - timedelta(days=30)))
    )
    desk.declare(feeds=[], sitemaps=[f"{SITE}/sitemap.xml"])
    desk.web.put("/sitemap.xml", Answer(f"<sitemapindex>{body}</sitemapindex>".encode(), content_type="text/xml"))
    desk.web.put(
        "/map0.xml", Answer(f"<urlset><url><loc>{SITE}/a/1</loc></url></urlset>".encode(), content_type="text/xml")
    )
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.rows("select kind, count(*) from page where status = 200 group by 1 order by 1") == [
        ("article", 1),
        ("robots", 1),
        ("sitemap", 2),
    ]


def test_nothing_goes_anywhere_but_to_the_sample_web(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        proxy = f"http://127.0.0.1:{trap.getsockname()[1]}"
        desk.environment = {"http_proxy": proxy, "https_proxy": proxy, "SPY_FILE": str(desk.folder / "connections")}
        desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(4))))
        for number, target in enumerate(
            (f"{SITE}/a/new", "https://other.example/", f"{proxy}/x", "//169.254.169.254/")
        ):
            desk.web.put(f"/a/{number}", Answer(b"", 302, headers={"Location": target}))
        desk.web.put("/a/new", article())
        desk.crawl(program=("-c", SPY))
        with pytest.raises(BlockingIOError):
            trap.accept()
    ports = (desk.web.server_port, psycopg2.extensions.parse_dsn(desk.database_url)["port"])
    own = {str(("127.0.0.1", int(port))) for port in ports}
    assert set((desk.folder / "connections").read_text().splitlines()) <= own
    assert {host for host, _ in desk.web.asked} == {HOST}
    assert {headers["X-Forwarded-Proto"] for headers in desk.web.headers} == {"https"}
    assert [each["reason"] for each in desk.summary["unreadable"]] == ["other_site"] * 3
    assert desk.rows("select url, canonical_url from page where kind = 'article'") == [(f"{SITE}/a/new", f"{SITE}/a/0")]


def test_without_a_sample_web_a_second_passes_between_two_requests(desk: Desk) -> None:
    host = f"news.example:{desk.web.server_port}"
    site = f"http://{host}"
    desk.declare(url=site, feeds=[f"{site}/rss"], article="/a/")
    desk.web.put("/rss", feed((f"{site}/a/1", JUNE_14)), host=host)
    desk.web.put("/a/1", article(), host=host)
    desk.crawl_with(names={"news.example": "127.0.0.1"})
    assert [target for _, target in desk.web.asked] == ["/robots.txt", "/rss", "/a/1"]
    assert all(later - earlier >= 0.5 for earlier, later in pairwise(desk.web.asked_at))


def test_a_second_crawl_of_the_same_source_waits_for_the_first(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", article(seconds=6.0))
    first = desk.start()
    desk.wait_for("/a/1")
    second = desk.crawl()
    assert "waiting: another crawl of news.example.kz is running" in second
    assert first.wait(timeout=30) == 0
    assert "listed 1, known 1, fetched 0" in second


def test_two_sources_on_one_host_take_turns(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", article(seconds=6.0))
    first = desk.start()
    desk.wait_for("/a/1")
    file = desk.folder / "sources" / "kz_example.yml"
    file.rename(file.with_name("kz_other.yml"))
    desk.source_id = "kz_other"
    second = desk.crawl()
    assert "waiting: another crawl of news.example.kz is running" in second
    assert first.wait(timeout=30) == 0
    assert desk.rows("select source_id from crawl order by ended_at") == [("kz_example",), ("kz_other",)]


def test_told_to_stop_it_closes_and_indexes_what_it_has(desk: Desk) -> None:
    desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(20))))
    for number in range(20):
        desk.web.put(f"/a/{number}", article(str(number), seconds=0.2))
    process = desk.start()
    desk.wait_for("/a/3")
    process.send_signal(signal.SIGTERM)
    printed, _ = process.communicate(timeout=30)
    assert process.returncode == 143, printed
    assert desk.summary["stopped"] == "shutdown"
    assert [file.suffix for file in desk.archive_files()] == [".gz"]
    found = desk.rows("select count(*) from page where kind = 'article'")[0][0]
    assert 3 <= found < 20
    desk.crawl()
    assert desk.rows("select count(*) from page where kind = 'article'") == [(20,)]


def test_killed_and_started_again_it_ends_with_the_same_pages(desk: Desk, tmp_path: Path) -> None:
    desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(9))))
    for number in range(9):
        desk.web.put(f"/a/{number}", article(str(number), seconds=0.1))
    for target in ("/a/1", "/a/5"):
        process = desk.start()
        threading.Thread(target=process.communicate, daemon=True).start()
        desk.wait_for(target)
        process.kill()
        process.wait(timeout=30)
    assert [file.suffix for file in desk.archive_files()][-1] == ".open"
    desk.crawl()
    assert desk.rows("select count(*), min(status) from page where kind = 'article'") == [(9, 200)]
    assert {file.suffix for file in desk.archive_files()} == {".gz"}


@pytest.mark.parametrize(
    ("environment", "changes", "said"),
    [
        ({"SALAMAT_ARCHIVE": ""}, {}, "SALAMAT_ARCHIVE is '': set it to the absolute folder"),
        ({"SALAMAT_SAMPLE_WEB": "127.0.0.1:80"}, {}, "give it as http://127.0.0.1:PORT"),
        ({}, {"enabled": False, "reason": "drawn by script"}, "kz_example is disabled: drawn by script"),
        ({}, {"feedz": []}, "feedz: unknown key; remove it or use one of: name, url"),
        ({}, {"lists": [{**LIST, "url": f"{SITE}/list", "entry": "div..card"}]}, "'div..card' is not a CSS selector"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(
    desk: Desk, environment: dict[str, str], changes: dict[str, Any], said: str
) -> None:
    desk.declare(**changes)
    desk.environment = environment
    printed = desk.crawl(expect=2)
    assert said in printed
    assert len(printed.splitlines()) == 1
