"""What a hostile or broken site may try on a crawl, and how far it gets."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import brotli
import pytest

from scrapers.addresses import is_public
from scrapers.catalogue import JsonPage, ListPage
from scrapers.discovery import DiscoveryError, read_feed, read_json, read_list, read_sitemap
from tests.desk import JUNE_14, LIST, SITE, Desk
from tests.stand_in import Answer, article, feed, list_page
from tests.test_scrapers_discovery import SOURCE

QUICK: dict[str, Any] = {"DOWNLOAD_DELAY": 0.0, "AUTOTHROTTLE_ENABLED": False, "RETRY_BACKOFF": 0.0, "RETRY_TIMES": 1}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("91.185.0.1", True),
        ("2a00:1450::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.31.255.255", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_only_what_the_internet_can_reach_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001"])
def test_a_live_crawl_connects_to_no_private_address(desk: Desk, host: str) -> None:
    site = f"http://{host}:{desk.web.server_port}"
    desk.environment = {"SALAMAT_SAMPLE_WEB": "", "SETTINGS": json.dumps(QUICK)}
    desk.declare(url=f"{site}/", feeds=[f"{site}/rss"])
    desk.crawl_with(expect=3, **QUICK)
    assert desk.summary["discovery_failed"] == [{"url": f"{site}/rss", "reason": "private_address"}]
    assert desk.web.asked == []


def test_a_name_that_leads_to_a_private_address_is_refused_after_a_redirect_too(desk: Desk) -> None:
    port = desk.web.server_port
    host, inner = f"news.example:{port}", f"inner.news.example:{port}"
    site = f"http://{host}"
    desk.declare(url=f"{site}/", feeds=[f"{site}/rss"], article="/a/")
    desk.web.put("/rss", feed((f"{site}/a/1", JUNE_14), (f"{site}/a/2", JUNE_14)), host=host)
    desk.web.put("/a/1", Answer(b"", 302, headers={"Location": f"http://{inner}/a/secret"}), host=host)
    desk.web.put("/a/2", article(), host=host)
    names = {"news.example": "127.0.0.1", "inner.news.example": "127.0.0.2"}
    desk.crawl_with(names=names, **QUICK)
    assert desk.summary["unreadable"] == [{"url": f"http://{inner}/a/secret", "reason": "private_address"}]
    assert {asked for asked, _ in desk.web.asked} == {host}
    assert desk.rows("select count(*) from page where kind = 'article' and status = 200") == [(1,)]


@pytest.mark.parametrize(("pause", "reason"), [(0.05, "timeout"), (0.0, "too_large")])
def test_an_answer_without_an_end_is_left(desk: Desk, pause: float, reason: str) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14), (f"{SITE}/a/2", JUNE_14)))
    desk.web.put("/a/1", Answer(b"x" * 1000, again_every=pause))
    desk.web.put("/a/2", article())
    desk.crawl_with(**QUICK, DOWNLOAD_TIMEOUT=2, DOWNLOAD_MAXSIZE=100_000)
    assert desk.summary["unreadable"] == [{"url": f"{SITE}/a/1", "reason": reason}]
    assert desk.rows("select canonical_url from page where kind = 'article'") == [(f"{SITE}/a/2",)]


def test_a_crawl_that_takes_too_long_stops_and_leaves_the_rest_to_the_next(desk: Desk) -> None:
    desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(30))))
    for number in range(30):
        desk.web.put(f"/a/{number}", article(str(number), seconds=0.2))
    desk.crawl_with(**QUICK, CLOSESPIDER_TIMEOUT=2)
    assert desk.summary["stopped"] == "closespider_timeout"
    assert desk.rows("select read_through_at from source") == [(None,)]
    desk.crawl_with(**QUICK)
    assert desk.rows("select count(*) from page where kind = 'article'") == [(30,)]


BOMB = b"<html>" + b" " * (4 << 20)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(BOMB)), ("deflate", zlib.compress(BOMB)), ("br", brotli.compress(BOMB))],
)
def test_a_small_answer_that_unpacks_to_a_large_one_is_left(desk: Desk, coding: str, packed: bytes) -> None:
    desk.declare(feeds=[f"{SITE}/bomb", f"{SITE}/rss"])
    bomb = Answer(packed, headers={"Content-Encoding": coding})
    desk.web.put("/bomb", bomb)
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14), (f"{SITE}/a/2", JUNE_14)))
    desk.web.put("/a/1", bomb)
    desk.web.put("/a/2", article())
    desk.crawl_with(expect=3, **QUICK, DOWNLOAD_MAXSIZE=1 << 20)
    assert desk.summary["discovery_failed"] == [{"url": f"{SITE}/bomb", "reason": "too_large"}]
    assert desk.summary["unreadable"] == [{"url": f"{SITE}/a/1", "reason": "too_large"}]


def test_an_archive_by_date_without_an_end_is_left(desk: Desk) -> None:
    days = {**LIST, "url": f"{SITE}/{{day:%Y-%m-%d}}?p={{page}}"}
    desk.declare(feeds=[], days=[days])
    for page in range(1, 200):
        desk.web.put(f"/2020-06-14?p={page}", list_page(f"/a/{page}"))
    desk.crawl("--day", "2020-06-14")
    with desk.web.lock:
        assert sum(target.startswith("/2020") for _, target in desk.web.asked) == 100


def test_links_to_older_articles_without_an_end_are_left(desk: Desk) -> None:
    desk.declare(feeds=[], lists=[{**LIST, "url": f"{SITE}/s", "next": "a.more::attr(href)"}])
    for page in range(20):
        body = list_page(f"/a/{page}").body + f"<a class=more href='/s?before={page + 1}'></a>".encode()
        desk.web.put(f"/s?before={page}" if page else "/s", Answer(body))
    desk.crawl()
    with desk.web.lock:
        assert sum(target.startswith("/s") for _, target in desk.web.asked) == 5


def test_an_index_of_sitemaps_without_an_end_is_read_in_part(desk: Desk) -> None:
    desk.declare(feeds=[], sitemaps=[f"{SITE}/map"])
    places = "".join(f"<sitemap><loc>{SITE}/map{number}</loc></sitemap>" for number in range(30))
    desk.web.put("/map", Answer(f"<sitemapindex>{places}</sitemapindex>".encode()))
    for number in range(30):
        desk.web.put(f"/map{number}", Answer(f"<urlset><url><loc>{SITE}/a/{number}</loc></url></urlset>".encode()))
    desk.crawl()
    with desk.web.lock:
        assert sum(target.startswith("/map") for _, target in desk.web.asked) == 1 + 20


def test_robots_without_an_end_are_read_in_part(desk: Desk) -> None:
    rules = b"User-agent: *\nDisallow: /private\n" + b"# and so on\n" * 60_000 + b"Disallow: /\n"
    desk.web.put("/robots.txt", Answer(rules, content_type="text/plain"))
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.summary["fetched"] == 1


MANY = """
import os, runpy
import scrapers.discovery, scrapers.spiders.site
scrapers.discovery.MOST_ENTRIES, scrapers.spiders.site.MOST_ARTICLES = 8, 5
runpy.run_module("scrapers.crawl", run_name="__main__", alter_sys=True)
"""


def test_a_list_that_grows_for_ever_is_read_in_portions(desk: Desk) -> None:
    desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(20))))
    for number in range(20):
        desk.web.put(f"/a/{number}", article(str(number)))
    desk.crawl(program=("-c", MANY))
    assert (desk.summary["listed"], desk.summary["fetched"], desk.summary["put_off"]) == (8, 5, 3)
    assert desk.rows("select read_through_at from source") == [(None,)]
    desk.crawl(program=("-c", MANY))
    assert (desk.summary["known"], desk.summary["fetched"], desk.summary["put_off"]) == (5, 3, 0)


@pytest.mark.parametrize("link", ["http://[", "//[::/", "javascript:x", "/a/" + "x" * 3000, "\0", " "])
def test_a_link_that_leads_nowhere_is_passed_over(link: str) -> None:
    page = ListPage(url=f"{SITE}/s", entry="i", link="a::attr(href)", next="b::attr(href)")
    body = f"<i><a href='{link}'></a></i><b href='{link}'></b>"
    listed = read_list(body, "https://news.kz/s", page, SOURCE)
    assert listed.entries == []
    assert listed.older is None or listed.older == "https://news.kz/s"
    index = f"<sitemapindex><sitemap><loc>{link.strip(chr(0))}</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode(), "https://news.kz/map", SOURCE).children == []


def test_a_sitemap_that_unpacks_to_a_large_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.discovery.LARGEST_SITEMAP", 1 << 20)
    large = b"<urlset>" + b" " * (4 << 20) + b"</urlset>"
    for packed in (gzip.compress(large), b"\x1f\x8bnothing", gzip.compress(b"<urlset/>")[:12]):
        with pytest.raises(DiscoveryError):
            read_sitemap(packed, "https://news.kz/map", SOURCE)


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+14:00",
        "-0001-11-30T00:00:00+00:00",
        "9999-12-31T23:59:59-12:00",
        "Sun, 14 Jun 20209999999999 09:05:00 +0600",
        "Sun, 14 Jun 2020 09:05:00 +999999999",
    ],
)
def test_an_instant_that_cannot_be_meant_is_none(at: str) -> None:
    body = f"<rss><item><link>/a/1</link><pubDate>{at}</pubDate></item></rss>"
    assert [entry.listed_at for entry in read_feed(body.encode(), "https://news.kz/rss", SOURCE)] == [None]


def test_json_that_is_meant_to_break_its_reader() -> None:
    page = JsonPage(url="https://news.kz/api", link="https://news.kz/a/{slug}", title="title")
    with pytest.raises(DiscoveryError):
        read_json("[" * 100_000, page, SOURCE)
    items = json.dumps([{"slug": "1", "title": "Ti\0t\ud800le"}, {"slug": "\ud800", "title": {"a": 1}}])
    entries = read_json(items, page, SOURCE).entries
    assert [entry.title for entry in entries if entry.url == "https://news.kz/a/1"] == ["Tit?le"]
