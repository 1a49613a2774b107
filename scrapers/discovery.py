"""What a feed, a sitemap or a list page says of articles: pure readers, from bytes to entries."""

from __future__ import annotations

import json
import logging
import re
import struct
import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml import etree
from parsel import Selector
from scrapy.http import Response, TextResponse
from scrapy.utils.gz import gunzip

from scrapers.canonical import canonical_url, without_amp
from scrapers.catalogue import JsonPage, ListPage, Source, fields_of

GZIP = b"\x1f\x8b"
LARGEST_SITEMAP = 20 << 20
MOST_ENTRIES = 50_000  # of one list: what the sitemap protocol allows, and more than any other has
YEARS = range(1990, 2100)  # others are a site's way to say that it knows no date
LONGEST_ADDRESS = 2000

log = logging.getLogger(__name__)


class DiscoveryError(ValueError):
    """The answer is not the feed, sitemap or list that it should be; the message is for people."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a list shows it. `listed_at` is aware, and None where the list gives no date that is certain."""

    url: str
    canonical_url: str
    listed_at: datetime | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: how many elements it shows as entries, which articles they are, and where older ones are."""

    shown: int
    entries: list[Entry]
    older: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The articles of a sitemap, or the sitemaps of an index with the instant each last changed."""

    entries: list[Entry]
    children: list[tuple[str, datetime | None]]


def read_feed(body: bytes, url: str, source: Source) -> list[Entry]:
    """The entries of an RSS or Atom feed. Raises DiscoveryError when it is neither."""
    root = parse_xml(body)
    if local_name(root) not in ("rss", "feed", "RDF"):
        raise DiscoveryError(f"not a feed but <{local_name(root)}>")
    items = xpath(root, "//*[local-name()='item' or local-name()='entry']")
    return keep_articles([read_item(item, url, source) for item in items], source)


def read_item(item: etree._Element, url: str, source: Source) -> Entry | None:
    link = first_text(item, "link") or first_link(item)
    dated = first_text(item, "pubDate", "updated", "published", "date")
    return make_entry(link, url, source, parse_instant(dated, source.zone), first_text(item, "title"))


def read_sitemap(body: bytes, url: str, source: Source) -> Sitemap:
    """A sitemap, news sitemap or sitemap index, plain or gzipped. Raises DiscoveryError when it is none."""
    root = parse_xml(unpack(body) if body.startswith(GZIP) else body)
    match local_name(root):
        case "urlset":
            places = [read_place(place, url, source) for place in xpath(root, "*[local-name()='url']")]
            return Sitemap(keep_articles(places, source), [])
        case "sitemapindex":
            maps = xpath(root, "*[local-name()='sitemap']")
            found = [(first_text(each, "loc"), first_text(each, "lastmod")) for each in maps]
            children = [(address(url, loc), parse_instant(at, source.zone)) for loc, at in found]
            return Sitemap([], [(child, at) for child, at in children if child])
        case name:
            raise DiscoveryError(f"not a sitemap but <{name}>")


def read_place(place: etree._Element, url: str, source: Source) -> Entry | None:
    dated = first_text(place, "news/publication_date", "lastmod")
    title = first_text(place, "news/title")
    return make_entry(first_text(place, "loc"), url, source, parse_instant(dated, source.zone), title)


def read_pages(body: str, url: str, page: ListPage | JsonPage, source: Source) -> Listed:
    """The articles of one page of a list, web page or JSON. Raises DiscoveryError when it is not what it should be."""
    return read_json(body, page, source) if isinstance(page, JsonPage) else read_list(body, url, page, source)


def read_json(body: str, page: JsonPage, source: Source) -> Listed:
    try:
        items = json.loads(body)
        for key in filter(None, page.items.split(".")):
            items = items[key]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DiscoveryError(f"not JSON with a list under {page.items!r}: {error}") from error
    if not isinstance(items, list):
        raise DiscoveryError(f"what stands under {page.items!r} is no list")
    return Listed(len(items), keep_articles([read_record(item, page, source) for item in items], source))


def read_record(item: Any, page: JsonPage, source: Source) -> Entry | None:
    """The entry of one item; None where it has not the fields of its link."""
    if not isinstance(item, dict) or any(not item.get(name) for name in fields_of(page.link)):
        return None
    dated, title = (str(item.get(name) or "") if name else "" for name in (page.date, page.title))
    return make_entry(page.link.format_map(item), source.url, source, parse_instant(dated, source.zone), title)


def read_list(body: str, url: str, page: ListPage, source: Source) -> Listed:
    whole = Selector(text=body, type="html")
    elements = whole.css(page.entry)
    entries = []
    for element in elements:
        dated = element.css(page.date).get() if page.date else None
        title = " ".join("".join(element.css(page.title).getall()).split()) if page.title else None
        listed_at = parse_iso(dated.strip(), source.zone) if dated else None
        entry = make_entry(element.css(page.link).get(), url, source, listed_at, title)
        entries.append(replace(entry, url=page.fetch.format(link=entry.url)) if entry and page.fetch else entry)
    older = address(url, whole.css(page.next).get()) if page.next else None
    return Listed(len(elements), keep_articles(entries, source), older)


def make_entry(link: str | None, base: str, source: Source, at: datetime | None, title: str | None) -> Entry | None:
    """The entry behind a link; None when it leads to no address. Without a date, the one in the address counts."""
    if not (url := address(base, link)):
        return None
    url = source.on_own_host(without_amp(url))
    canonical = canonical_url(url)
    return Entry(url, canonical, at or date_in_address(canonical, source), clean(title))


def address(base: str, link: str | None) -> str | None:
    """The web address that a link on the page `base` leads to, without its fragment; None where it is none."""
    try:
        url = urljoin(base, (link or "").strip()).partition("#")[0] if link else ""
        return url if canonical_url(url) and len(url) <= LONGEST_ADDRESS else None
    except ValueError:
        return None


def clean(title: str | None) -> str | None:
    """A title of characters that can be stored: no NUL, no half of a pair."""
    return title.replace("\0", "").encode("utf-8", "replace").decode() or None if title else None


def unpack(body: bytes) -> bytes:
    """A gzipped body. Raises DiscoveryError where it is damaged from its start, or larger than LARGEST_SITEMAP."""
    try:
        return gunzip(body, max_size=LARGEST_SITEMAP)
    except (OSError, EOFError, ValueError, zlib.error, struct.error) as error:
        raise DiscoveryError(f"cannot be unpacked: {error}") from error


def date_in_address(url: str, source: Source) -> datetime | None:
    found = re.search(source.dated, url) if source.dated else None
    try:
        return midnight(date(*map(int, found.groups())), source.zone) if found else None
    except ValueError:
        return None


def keep_articles(entries: list[Entry | None], source: Source) -> list[Entry]:
    """Those that the source calls articles, each once, in the list's order."""
    if len(entries) > MOST_ENTRIES:
        log.warning("reading %d of %d entries", MOST_ENTRIES, len(entries))
    found = entries[:MOST_ENTRIES]
    articles = [entry for entry in found if entry and re.search(source.article, entry.canonical_url)]
    return list({(entry.canonical_url, entry.listed_at): entry for entry in reversed(articles)}.values())[::-1]


def xml_of(response: Response) -> bytes:
    """The body of an answer, in UTF-8 where only its header names another character set."""
    declared = re.search(rb"^\s*(\xef\xbb\xbf)?<\?xml[^>]*encoding", response.body[:200])
    if declared or response.body.startswith(GZIP) or not isinstance(response, TextResponse):
        return response.body
    return response.text.encode()


def parse_xml(body: bytes) -> etree._Element:
    """The root of `body`; entities stay unexpanded and nothing is loaded. Raises DiscoveryError when it is no XML."""
    if not body.strip():
        raise DiscoveryError("empty answer")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise DiscoveryError(f"not XML: {error.msg}") from error
    if root is None:
        raise DiscoveryError("not XML but plain text")
    return root


def parse_instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An ISO 8601 or RFC 822 instant, in the site's zone where it names none."""
    if not text:
        return None
    if at := parse_iso(text, zone):
        return at
    try:
        return in_years(parsedate_to_datetime(text), zone)
    except (ValueError, OverflowError):
        return None


def parse_iso(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return in_years(datetime.fromisoformat(text), zone)
    except ValueError:
        return None


def in_years(at: datetime, zone: ZoneInfo) -> datetime | None:
    """`at` with a zone, where its year can be meant."""
    if at.year not in YEARS:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def first_text(element: etree._Element, *paths: str) -> str | None:
    """Text of the first of these children (news/title: of a child's child), by local names, that has any."""
    for path in paths:
        for found in xpath(element, "/".join(f"*[local-name()='{name}']" for name in path.split("/"))):
            if text := " ".join("".join(found.itertext()).split()):
                return text
    return None


def first_link(item: etree._Element) -> str | None:
    """The article's own address, where Atom has it or where RSS says that its identifier is one."""
    links = xpath(item, "*[local-name()='link'][not(@rel) or @rel='alternate']/@href")
    links += xpath(item, "*[local-name()='guid'][not(@isPermaLink='false')]/text()")
    return str(links[0]) if links else None


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname


def xpath(element: etree._Element, path: str) -> list[Any]:
    found = element.xpath(path)
    return found if isinstance(found, list) else []
