"""Feeds, sitemaps and lists as sites really write them, and as somebody with bad intent might."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from scrapers.canonical import canonical_url
from scrapers.catalogue import JsonPage, ListPage, Source
from scrapers.discovery import DiscoveryError, Entry, read_feed, read_json, read_list, read_sitemap

SITE = "https://news.kz"
ALMATY = timezone(timedelta(hours=6))
SOURCE = Source(
    source_id="kz_news",
    name="News",
    url=f"{SITE}/",
    country="KZ",
    languages=["ru"],
    kind="media",
    rank=40,
    time_zone="Asia/Almaty",
    feeds=[f"{SITE}/rss"],
    article=r"^https://news\.kz/a/",
)
AT = datetime(2020, 6, 14, 9, 5, tzinfo=ALMATY)


def feed(text: str) -> list[Entry]:
    return read_feed(text.encode(), f"{SITE}/rss", SOURCE)


def rss(item: str) -> list[Entry]:
    return feed(f'<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>/a/0</link>{item}</channel></rss>')


@pytest.mark.parametrize(
    ("item", "at"),
    [
        ("<item><link>/a/1</link><pubDate>Sun, 14 Jun 2020 09:05:00 +0600</pubDate></item>", AT),
        ("<item><link>\n /a/1 </link><pubDate>Sun, 14 Jun 2020 03:05:00 GMT</pubDate></item>", AT),
        ("<item><link>/a/1</link><dc:date>2020-06-14T09:05+06:00</dc:date></item>", AT),
        ("<item><link>/a/1</link><pubDate>2020-06-14 09:05:00</pubDate></item>", AT),
        ("<item><guid>https://news.kz/a/1</guid><pubDate>14 июня 2020</pubDate></item>", None),
        ('<item><guid isPermaLink="false">77</guid><link>/a/1</link></item>', None),
    ],
)
def test_rss_items(item: str, at: datetime | None) -> None:
    assert [(entry.url, entry.listed_at) for entry in rss(item)] == [(f"{SITE}/a/1", at)]


def test_atom_entries() -> None:
    entries = feed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>New &amp; old</title><link rel="self" href="/x"/>'
        '<link href="/a/1"/><published>2020-06-01T00:00:00Z</published><updated>2020-06-14T03:05:00Z</updated>'
        "</entry></feed>"
    )
    assert entries == [Entry(f"{SITE}/a/1", f"{SITE}/a/1", AT, "New & old")]


def test_a_feed_with_a_slip_is_still_read() -> None:
    assert len(rss("<item><title>Q & A</title><link>/a/1</link></item><item><link>/a/2</link></item>")) == 2


@pytest.mark.parametrize("text", ["<html><body>Blocked</body></html>", "Blocked", "", "  ", "<a/>", "{}"])
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(DiscoveryError):
        feed(text)


def test_entities_are_neither_multiplied_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("/a/secret")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "/a/bomb">{levels}<!ENTITY file SYSTEM "file://{secret}">]>'
    body = "<rss><item><link>/a/1</link><title>&e11;</title></item><item><link>&file;</link></item></rss>"
    entries = feed(bomb + body)
    assert [(entry.url, entry.title) for entry in entries] in ([(f"{SITE}/a/1", None)], [])
    for one in (f'SYSTEM "file://{secret}"', '"/a/secret"'):
        assert feed(f"<!DOCTYPE rss [<!ENTITY one {one}>]><rss><item><link>&one;</link></item></rss>") == []


def test_a_news_sitemap_gives_date_and_title() -> None:
    body = (
        '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.kz/a/1</loc>'
        "<news:news><news:publication_date>2020-06-14T09:05:00+06:00</news:publication_date><news:title>T</news:title>"
        "</news:news><lastmod>2026-01-01</lastmod></url><url><loc>https://news.kz/tag/x</loc></url></urlset>"
    )
    wanted = [Entry(f"{SITE}/a/1", f"{SITE}/a/1", AT, "T")]
    assert read_sitemap(body.encode(), f"{SITE}/map.xml", SOURCE).entries == wanted
    assert read_sitemap(gzip.compress(body.encode()), f"{SITE}/map.xml.gz", SOURCE).entries == wanted


def test_a_sitemap_index_names_its_sitemaps() -> None:
    body = b"<sitemapindex><sitemap><loc>/1.xml</loc><lastmod>2020-06-14</lastmod></sitemap></sitemapindex>"
    children = read_sitemap(body, f"{SITE}/map.xml", SOURCE).children
    assert children == [(f"{SITE}/1.xml", datetime(2020, 6, 14, tzinfo=ALMATY))]


def test_a_list_gives_certain_dates_only() -> None:
    page = ListPage(
        url=f"{SITE}/list", entry="a.card", link="::attr(href)", title="b::text", date="time::attr(datetime)"
    )
    body = (
        '<a class=card href="/a/1"><b>One\n two</b><time datetime="2020-06-14T09:05:00+06:00">x</time></a>'
        '<a class=card href="/a/2#comments"><time datetime="14 июня">x</time></a><a class=card href="/a/1"></a>'
        '<a class=card href="mailto:x@news.kz">m</a><a class=card>no link</a><a href="/a/3">menu</a>'
    )
    listed = read_list(body, f"{SITE}/list", page, SOURCE)
    assert (listed.shown, listed.older) == (5, None)
    one, two = listed.entries[:2]
    assert one == Entry(f"{SITE}/a/1", f"{SITE}/a/1", AT, "One two")
    assert two == Entry(f"{SITE}/a/2", f"{SITE}/a/2")


def test_a_day_in_the_address_stands_in_for_a_missing_date() -> None:
    dated = SOURCE.model_copy(update={"dated": r"/(\d{4})/(\d\d)/(\d\d)/"})
    page = ListPage(url=f"{SITE}/list", entry="a", link="::attr(href)")
    body = '<a href="/a/2020/06/14/x">x</a><a href="/a/2020/06/31/y">y</a>'
    entries = read_list(body, f"{SITE}/list", page, dated).entries
    assert [entry.listed_at for entry in entries] == [datetime(2020, 6, 14, tzinfo=ALMATY), None]


def test_a_list_leads_to_older_articles_and_to_where_they_are_read() -> None:
    page = ListPage(url=f"{SITE}/s", entry="i", link="a::attr(href)", next="a.more::attr(href)", fetch="{link}?embed=1")
    body = '<a class=more href="/s?before=20">older</a><i><a href="/a/21">21</a></i>'
    listed = read_list(body, f"{SITE}/s", page, SOURCE)
    assert listed.entries == [Entry(f"{SITE}/a/21?embed=1", f"{SITE}/a/21")]
    assert listed.older == f"{SITE}/s?before=20"


API = JsonPage(url=f"{SITE}/api", items="data.posts", link=f"{SITE}/a/{{slug}}", title="title", date="publish_time")


def test_json_items_become_entries() -> None:
    posts = [{"slug": "one", "title": "One", "publish_time": "2020-06-14 09:05:00"}, {"slug": ""}, {"id": 3}, "x"]
    listed = read_json(json.dumps({"data": {"posts": posts}}), API, SOURCE)
    assert (listed.shown, listed.entries) == (4, [Entry(f"{SITE}/a/one", f"{SITE}/a/one", AT, "One")])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html>", "not JSON"),
        ('{"data": {}}', "not JSON with a list under 'data.posts'"),
        ('{"data": {"posts": 7}}', "is no list"),
        ("[1]", "not JSON with a list"),
    ],
)
def test_another_answer_than_json_items_is_an_error(body: str, said: str) -> None:
    with pytest.raises(DiscoveryError, match=said):
        read_json(body, API, SOURCE)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://News.KZ:80/a/1?utm_source=x&fbclid=y#top", "https://news.kz/a/1"),
        ("https://news.kz./a/1/", "https://news.kz/a/1/"),
        ("https://news.kz/a?b=2&a=1&utm_medium=m", "https://news.kz/a?a=1&b=2"),
        ("https://news.kz:8443/a", "https://news.kz:8443/a"),
        ("https://news.kz", "https://news.kz/"),
        ("https://news.kz/қазақ", "https://news.kz/%D2%9B%D0%B0%D0%B7%D0%B0%D2%9B"),
        ("https://news.kz/%d2%9b", "https://news.kz/%D2%9B"),
    ],
)
def test_one_address_for_many_spellings(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize("url", ["", "/a/1", "mailto:x@y.kz", "javascript:void(0)", "ftp://news.kz/a", "https:///a"])
def test_what_is_no_address_has_no_canonical_form(url: str) -> None:
    with pytest.raises(ValueError, match="not an absolute http address"):
        canonical_url(url)


def test_instants_are_aware() -> None:
    assert all(
        entry.listed_at is None or entry.listed_at.astimezone(UTC) for entry in rss("<item><link>/a/1</link></item>")
    )
