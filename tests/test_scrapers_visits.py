"""Asking a site only whether something changed, and looking at young articles again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response, TextResponse, XmlResponse
from warcio.archiveiterator import ArchiveIterator

from scrapers.canonical import canonical_url, with_other_ending
from scrapers.discovery import Entry, make_entry, read_feed, xml_of
from scrapers.index import decode
from tests.desk import JUNE_14, LIST, SITE, Desk
from tests.stand_in import Answer, article, feed, list_page
from tests.test_scrapers_discovery import SOURCE


def tagged(answer: Answer, tag: str) -> Answer:
    return replace(answer, headers={"ETag": f'"{tag}"', "Last-Modified": JUNE_14})


def asked_with(desk: Desk, target: str) -> list[str | None]:
    """The If-None-Match of each request for `target`."""
    pairs = zip(desk.web.asked, desk.web.headers, strict=True)
    return [headers.get("If-None-Match") for (_, asked), headers in pairs if asked == target]


def test_a_feed_that_did_not_change_is_not_sent_again(desk: Desk) -> None:
    desk.web.put("/rss", tagged(feed((f"{SITE}/a/1", JUNE_14)), "one"))
    desk.web.put("/a/1", article("1"))
    desk.web.put("/a/2", article("2"))
    desk.crawl()
    assert "not changed" in desk.crawl()
    assert asked_with(desk, "/rss") == [None, '"one"']
    assert (desk.summary["unchanged"], desk.summary["listed"]) == (1, 0)
    desk.web.put("/rss", tagged(feed((f"{SITE}/a/2", JUNE_14)), "two"))
    desk.crawl()
    assert (desk.summary["unchanged"], desk.summary["fetched"]) == (0, 1)
    assert desk.rows("select kind, count(*) from page where status = 304 or kind = 'feed' group by 1") == [("feed", 2)]
    assert desk.rows("select etag, last_modified from visit where kind = 'feed'") == [('"two"', JUNE_14)]


def test_a_list_is_asked_for_whole_while_something_of_it_is_left_to_fetch(desk: Desk) -> None:
    desk.web.put("/rss", tagged(feed((f"{SITE}/a/1", JUNE_14)), "one"))
    desk.web.put("/a/1", Answer(b"", 500))
    desk.crawl()
    desk.web.put("/a/1", article())
    desk.crawl()
    assert asked_with(desk, "/rss") == [None, None]
    assert desk.rows("select count(*) from page where kind = 'article' and status = 200") == [(1,)]
    desk.crawl("--day", "2020-06-14")
    desk.declare(rank=41)
    desk.crawl()
    desk.crawl()
    desk.alter("update visit set read_at = read_at - interval '25 hours'")
    desk.crawl()
    assert asked_with(desk, "/rss") == [None, None, None, None, '"one"', None]


def test_an_index_of_sitemaps_that_did_not_change_is_read_all_the_same(desk: Desk) -> None:
    def places(*numbers: int) -> Answer:
        return Answer(
            "".join(f"<url><loc>{SITE}/a/{n}</loc></url>" for n in numbers).join(["<urlset>", "</urlset>"]).encode()
        )

    desk.declare(feeds=[], sitemaps=[f"{SITE}/map.xml"])
    index = f"<sitemapindex><sitemap><loc>{SITE}/news.xml</loc></sitemap></sitemapindex>"
    desk.web.put("/map.xml", tagged(Answer(index.encode()), "index"))
    desk.web.put("/news.xml", tagged(places(1), "one"))
    desk.web.put("/a/1", article("1"))
    desk.web.put("/a/2", article("2"))
    desk.crawl()
    desk.crawl()
    desk.web.put("/news.xml", tagged(places(1, 2), "two"))
    desk.crawl()
    assert asked_with(desk, "/map.xml") == [None, None, None]
    assert asked_with(desk, "/news.xml") == [None, '"one"', '"one"']
    assert desk.summary["fetched"] == 1


def put_young(desk: Desk, hours: float) -> None:
    at = format_datetime(datetime.now(UTC) - timedelta(hours=hours))
    desk.web.put("/rss", feed((f"{SITE}/a/1", at)))
    desk.web.put("/a/1", tagged(article("first"), "first"))


@pytest.mark.parametrize(("hours", "soon", "due"), [(1.0, 40, 60), (5.0, 40, 60), (10.0, 60, 1440), (47.0, 60, 1440)])
def test_a_young_article_is_looked_at_again_in_its_time(desk: Desk, hours: float, soon: int, due: int) -> None:
    put_young(desk, hours)
    desk.crawl()
    for minutes, looks in ((soon, 1), (due - soon, 2), (0, 2)):
        desk.alter(f"update visit set visited_at = visited_at - interval '{minutes} minutes'")
        desk.crawl()
        assert len(asked_with(desk, "/a/1")) == looks
    assert asked_with(desk, "/a/1") == [None, '"first"']
    assert desk.rows("select count(*) from page where kind = 'article'") == [(1,)]


def test_a_silent_edit_is_a_new_page_though_the_list_is_the_same_or_gone(desk: Desk) -> None:
    put_young(desk, 2.0)
    desk.crawl()
    desk.web.put("/rss", feed())
    desk.web.put("/a/1", tagged(article("corrected"), "second"))
    desk.alter("update visit set visited_at = visited_at - interval '1 hour'")
    desk.crawl()
    assert desk.rows("select count(distinct digest), count(distinct listed_at) from page where kind = 'article'") == [
        (2, 1)
    ]
    assert desk.rows("select count(*) from listing") == [(1,)]
    assert desk.rows("select etag from visit where kind = 'article'") == [('"second"',)]


def test_an_old_article_and_one_that_is_gone_are_left_alone(desk: Desk) -> None:
    put_young(desk, 74.0)
    desk.crawl()
    desk.alter("update visit set visited_at = visited_at - interval '1 day'")
    desk.crawl()
    assert asked_with(desk, "/a/1") == [None]
    put_young(desk, 2.0)
    desk.crawl()
    desk.web.put("/a/1", Answer(b"", 410))
    desk.alter("update visit set visited_at = visited_at - interval '1 hour'")
    for _ in range(2):
        desk.crawl()
    assert len(asked_with(desk, "/a/1")) == 3


def test_not_modified_is_archived_as_a_revisit_that_others_can_read(desk: Desk) -> None:
    desk.web.put("/rss", tagged(feed((f"{SITE}/a/1", JUNE_14)), "one"))
    desk.web.put("/a/1", article())
    desk.crawl()
    desk.crawl()
    with desk.archive_files()[-1].open("rb") as stream:
        found = [
            (each.rec_type, each.http_headers.get_statuscode())
            for each in ArchiveIterator(stream)
            if each.rec_type != "request"
        ]
        assert found == [("response", "200"), ("revisit", "304")]


def test_one_article_under_two_endings_is_one(desk: Desk) -> None:
    desk.declare(article=rf"^{SITE}/a/\w+/?$", lists=[{**LIST, "url": f"{SITE}/list"}])
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/list", list_page("/a/1/"))
    desk.web.put("/a/1", Answer(b"", 301, headers={"Location": "/a/1/"}))
    desk.web.put("/a/1/", article())
    desk.crawl()
    desk.web.put("/rss", feed((f"{SITE}/a/1/", JUNE_14)))
    desk.crawl()
    assert desk.rows("select count(*) from page where kind = 'article'") == [(1,)]
    assert len(asked_with(desk, "/a/1/")) == 1


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://news.kz/a/1/amp/", "https://news.kz/a/1/"),
        ("https://news.kz/a/1/amp", "https://news.kz/a/1"),
        ("https://news.kz/amp/a/1", "https://news.kz/a/1"),
        ("https://amp.news.kz/a/1", "https://news.kz/a/1"),
        ("https://news.kz/a/1?amp", "https://news.kz/a/1"),
        ("https://news.kz/a/1?amp=1&p=2", "https://news.kz/a/1?p=2"),
        ("https://news.kz/a/1?p=2&outputType=amp", "https://news.kz/a/1?p=2"),
        ("https://news.kz/a/champ", "https://news.kz/a/champ"),
        ("https://news.kz/ampere/1", "https://news.kz/ampere/1"),
        ("https://amp.kz/a/1", "https://amp.kz/a/1"),
    ],
)
def test_a_copy_for_phones_is_its_original(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize("host", ["news.kz", "www.news.kz", "m.news.kz", "news.kz.", "news.kz:443", "amp.news.kz"])
def test_mirrors_show_the_site_s_own_articles(host: str) -> None:
    source = SOURCE.model_copy(update={"mirrors": ["m.news.kz"]})
    entry = make_entry(f"https://{host}/a/1", f"https://{host}/", source, None, None)
    assert isinstance(entry, Entry)
    assert entry.canonical_url == "https://news.kz/a/1"
    other = make_entry("https://kaz.news.kz/a/1", "https://kaz.news.kz/", source, None, None)
    assert isinstance(other, Entry) and other.canonical_url == "https://kaz.news.kz/a/1"


def test_the_other_ending_of_an_address() -> None:
    assert with_other_ending("https://news.kz/a/1?p=2") == "https://news.kz/a/1/?p=2"
    assert with_other_ending("https://news.kz/a/1/?p=2") == "https://news.kz/a/1?p=2"
    assert with_other_ending("https://news.kz/") == "https://news.kz/"


ITEM = "<rss><item><link>/a/1</link><title>Заголовок</title></item></rss>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (ITEM.encode("windows-1251"), "text/xml; charset=windows-1251"),
        (b"<?xml version='1.0' encoding='windows-1251'?>" + ITEM.encode("windows-1251"), "text/xml"),
        (b"<?xml version='1.0' encoding='koi8-u'?>" + ITEM.encode("koi8-u"), "text/xml; charset=utf-8"),
        (ITEM.encode("utf-8-sig"), "text/xml"),
        (ITEM.encode("utf-16"), "text/xml"),
    ],
)
def test_a_feed_is_read_in_its_own_characters(body: bytes, content_type: str) -> None:
    response = XmlResponse("https://news.kz/rss", headers={"Content-Type": content_type}, body=body)
    assert isinstance(response, TextResponse)
    assert [entry.title for entry in read_feed(xml_of(response), response.url, SOURCE)] == ["Заголовок"]
    assert xml_of(Response("https://news.kz/rss", body=body)) == body


def test_what_a_site_packs_unasked_is_unpacked() -> None:
    import brotli

    packed = brotli.compress(b"<p>text</p>")
    assert decode(packed, "br") == b"<p>text</p>"
    assert decode(packed[:-3], "br") is None and decode(b"<p>", "br") is None
    assert decode(b"", "br") == b""
