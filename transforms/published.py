"""When an article was published and changed, and which of the page's signs says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from htmldate import find_date
from parsel import Selector

from transforms.dates import read_date
from transforms.models import Layout, Page
from transforms.structured import Metadata

_LONGEST_DATE = 80
_SHOWN = "[class*=date], [class*=Date], [class*=time], [class*=published], [itemprop=datePublished], time"
_MOST_SHOWN = 8
# Бишкек, 12.12.22. /
_DATELINE = re.compile(r"^[^\W\d_][^,\d\n]{1,30},\s*(\d\d?\.\d\d?\.(?:\d{4}|\d\d))\.?\s*/", re.MULTILINE)
_OPENING = 300
_WEB_BEGAN = date(1995, 1, 1)  # no site of the region is older
_OWN_TIME = "//time[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::a)]/@datetime"


@dataclass(frozen=True, slots=True)
class Instants:
    """Aware instants; `published_by` is jsonld, meta, time, layout, text, relative, listed, htmldate or pdf."""

    published_at: datetime | None
    published_by: str | None
    modified_at: datetime | None


def find_instants(
    root: Selector, html: str, text: str, metadata: Metadata, layout: Layout | None, page: Page, time_zone: str
) -> Instants:
    """The page's instants; `text` is the article's.

    What lies after the fetch or before the site's first day is not believed: the next sign is asked.
    """
    published_at, published_by = _choose(_published(root, html, text, metadata, layout, page, time_zone), page)
    modified = (metadata.modified_jsonld, *metadata.modified_meta)
    readings = (read_date(text, time_zone, page.fetched_at) for text in modified if text)
    modified_at, _ = _choose((("meta", found.at) for found in readings if found), page)
    if modified_at and published_at and modified_at < published_at:
        modified_at = None
    return Instants(published_at, published_by, modified_at)


def find_pdf_instants(text: str, made: str | None, page: Page, time_zone: str) -> Instants:
    """What its list says of a PDF, else its dateline, else when it was made."""
    offered = [("listed", page.listed_at)] if page.listed_at else []
    signs = [("text", found[1]) for found in [_DATELINE.search(text[:_OPENING])] if found]
    signs += [("pdf", made)] if made else []
    readings = ((method, read_date(sign, time_zone, page.fetched_at)) for method, sign in signs)
    offered += [(method, found.at) for method, found in readings if found]
    return Instants(*_choose(offered, page), None)


def _choose(offered: Iterable[tuple[str, datetime]], page: Page) -> tuple[datetime | None, str | None]:
    """The first instant that is neither after the fetch nor before the site's first day, and its method."""
    first = page.since or _WEB_BEGAN
    for method, at in offered:
        if at <= page.fetched_at and at.date() >= first:
            return at, method
    return None, None


def _published(
    root: Selector, html: str, text: str, metadata: Metadata, layout: Layout | None, page: Page, time_zone: str
) -> Iterator[tuple[str, datetime]]:
    """Every (method, instant) that the page offers, the most trustworthy first."""
    for method, sign in _signs(root, text, metadata, layout):
        if found := read_date(sign, time_zone, page.fetched_at):
            yield ("relative" if found.relative else method), found.at
    if page.listed_at:
        yield "listed", page.listed_at
    zone = ZoneInfo(time_zone)
    fetched_on = page.fetched_at.astimezone(zone).date().isoformat()
    last = find_date(html, url=page.url, outputformat="%Y-%m-%d", max_date=fetched_on)
    if last and not last.endswith("-01-01"):  # its answer to a month that it does not know
        yield "htmldate", datetime.combine(datetime.fromisoformat(last), time(), zone)


def _signs(root: Selector, text: str, metadata: Metadata, layout: Layout | None) -> Iterator[tuple[str, str]]:
    if metadata.published_jsonld:
        yield "jsonld", metadata.published_jsonld
    for sign in metadata.published_meta:
        yield "meta", sign
    if layout and layout.date:
        for element in root.css(layout.date):
            if stated := element.attrib.get("datetime"):
                yield "time", stated
            yield "layout", _shown(element)
    for stated in root.xpath(_OWN_TIME).getall():
        yield "time", stated
    for element in root.css(_SHOWN)[:_MOST_SHOWN]:
        yield "text", _shown(element)
    if dateline := _DATELINE.search(text[:_OPENING]):
        yield "text", dateline[1]


def _shown(element: Selector) -> str:
    return " ".join(" ".join(element.css("::text").getall()).split())[:_LONGEST_DATE]
