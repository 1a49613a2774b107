"""What the workbench's commands share: the places a source file names, and reading one of them or an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from scrapers.canonical import canonical_url
from scrapers.catalogue import JsonPage, ListPage, Source
from scrapers.discovery import Entry, read_feed, read_pages, read_sitemap
from transforms.document import parse_page
from transforms.models import Document, Layout, Page, Unreadable
from workbench.fetch import Answer


@dataclass(frozen=True, slots=True)
class Place:
    """One address where a source shows its articles; `reads` says which, as feeds.0; `page` how a list is read."""

    reads: str
    url: str
    page: ListPage | JsonPage | None = None


def places_of(source: Source, day: date | None) -> Iterator[Place]:
    """The places that the source's file names; its archive by date only for a `day`."""
    for number, url in enumerate(source.feeds):
        yield Place(f"feeds.{number}", url)
    for number, url in enumerate(source.sitemaps):
        yield Place(f"sitemaps.{number}", url)
    for number, page in enumerate(source.lists):
        yield Place(f"lists.{number}", page.address(1, None), page)
    for number, api in enumerate(source.apis):
        yield Place(f"apis.{number}", api.address(1, None), api)
    for number, page in enumerate(source.days if day else []):
        yield Place(f"days.{number}", page.address(1, day), page)


def read_place(place: Place, body: bytes, source: Source) -> list[Entry]:
    """The articles that the place shows. Raises DiscoveryError."""
    if place.page:
        return read_pages(body.decode("utf-8", "replace"), place.url, place.page, source).entries
    if place.reads.startswith("feeds"):
        return read_feed(body, place.url, source)
    return read_sitemap(body, place.url, source).entries


def as_page(source: Source, answer: Answer, fetched_at: datetime, entry: Entry | None = None) -> Page:
    return Page(
        page_id=0,
        source_id=source.source_id,
        url=answer.url,
        canonical_url=canonical_url(answer.url),
        status=200,
        content_type=answer.content_type,
        body=answer.body,
        fetched_at=fetched_at,
        listed_at=entry.listed_at if entry else None,
        listed_title=entry.title if entry else None,
        since=source.since,
    )


def read_article(
    source: Source, answer: Answer, fetched_at: datetime, entry: Entry | None = None
) -> Document | Unreadable:
    layouts = [Layout(each.body, each.title, each.date) for each in source.layouts]
    return parse_page(as_page(source, answer, fetched_at, entry), layouts, source.time_zone)
