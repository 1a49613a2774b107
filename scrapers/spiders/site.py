"""The generic spider: reads feeds, sitemaps and lists as a source file says, and fetches what is not known yet.

It only fetches and follows. `scrapers.archive` keeps every response; what a page says is read later, from the archive.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure as Fault

from scrapers.archive import ArchiveWriter, Listing
from scrapers.canonical import canonical_url, with_other_ending
from scrapers.catalogue import JsonPage, ListPage, Source
from scrapers.discovery import DiscoveryError, Entry, midnight, read_feed, read_pages, read_sitemap, xml_of
from scrapers.known import sort_entries
from scrapers.politeness import retry_after
from scrapers.summary import Failure, Summary, reason_of
from scrapers.visits import NOT_MODIFIED, Visit, find_due, find_lists
from sql.db import Connection

DISCOVERY, LAST = 10, -10  # priorities: lists before articles, second looks after them
MOST_PAGES = 5
MOST_DAY_PAGES = 100
MOST_CHILD_SITEMAPS = 20
MOST_ARTICLES = 3000  # of one crawl: about what an hour at a request a second has room for
FRESH_SITEMAP = timedelta(days=3)
ONE_DAY = timedelta(days=1)

log = logging.getLogger(__name__)


class SiteSpider(Spider):
    """One crawl of one source: of what is new now, or of what it published on the summary's day.

    `deep`: lists are read to MOST_PAGES though a page shows nothing new, for the crawl before may have left gaps.
    """

    name = "site"

    def __init__(
        self, source: Source, archive: ArchiveWriter, connection: Connection, summary: Summary, deep: bool
    ) -> None:
        super().__init__()
        self.source = source
        self.archive = archive
        self.day = summary.day
        self.deep = deep
        self.connection = connection
        self.summary = summary
        self.now = datetime.now(UTC)
        self.lists = {} if deep or self.day else find_lists(connection, source.source_id, self.now)
        self.asked: dict[str, Listing] = {}

    async def start(self) -> AsyncIterator[Request]:
        if self.day and self.source.days:
            for archive in self.source.days:
                yield self.list_request(archive, 1, frozenset())
            return
        for url in self.source.feeds:
            yield self.discovery_request(url, "feed", self.read_feed)
        for url in self.source.sitemaps:
            yield self.discovery_request(url, "sitemap", self.read_sitemap, child=False)
        current: list[ListPage | JsonPage] = [*self.source.lists, *self.source.apis]
        for page in current:
            yield self.list_request(page, 1, frozenset())
        if self.day is None:
            for visit in find_due(self.connection, self.source.source_id, self.now):
                yield self.second_look(visit)

    def discovery_request(self, url: str, kind: str, callback: Any, **arguments: Any) -> Request:
        """A request for a list, which only asks whether it changed where we have it and nothing of it is left to fetch.

        A sitemap that the source file names is asked for whole: an index may stay while the maps it names change.
        """
        listing = Listing(kind, canonical_url(url))
        known = self.lists.get(listing.canonical_url) if arguments.get("child", True) else None
        arguments |= {"read": callback}
        return Request(
            url,
            self.list_answered,
            errback=self.list_lost,
            headers=known.headers() if known else None,
            priority=DISCOVERY,
            meta={"listing": listing},
            cb_kwargs=arguments,
        )

    def second_look(self, visit: Visit) -> Request:
        """A request for a young article that may have been edited, after all else."""
        dates = {visit.listed_at} if visit.listed_at else set()
        meta = {"listing": Listing("article", visit.canonical_url, dates)}
        return Request(
            visit.url,
            self.article_answered,
            errback=self.article_lost,
            headers=visit.headers(),
            priority=LAST,
            meta=meta,
        )

    def list_answered(self, response: Response, read: Any, **arguments: Any) -> Iterator[Request]:
        """Follow what a list says; it has nothing new where it did not change."""
        if response.status == NOT_MODIFIED:
            self.summary.unchanged += 1
            log.info("%s: not changed", response.url)
            return
        try:
            yield from read(response, **arguments)
        except DiscoveryError as error:
            self.list_wrong(response, error)

    def list_request(
        self, page: ListPage | JsonPage, number: int, seen: frozenset[str], url: str | None = None
    ) -> Request:
        url = url or page.address(number, self.day)
        return self.discovery_request(url, "list", self.read_list, page=page, number=number, seen=seen)

    def read_feed(self, response: Response) -> Iterator[Request]:
        entries = read_feed(xml_of(self.usable(response)), response.url, self.source)
        yield from self.fetch_new(response, self.of_day(entries))

    def read_sitemap(self, response: Response, child: bool) -> Iterator[Request]:
        sitemap = read_sitemap(xml_of(self.usable(response)), response.url, self.source)
        if sitemap.entries or not sitemap.children:
            yield from self.fetch_new(response, self.of_day(sitemap.entries))
        if not child:
            for url in self.fresh_sitemaps(sitemap.children):
                yield self.discovery_request(url, "sitemap", self.read_sitemap, child=True)

    def read_list(
        self, response: Response, page: ListPage | JsonPage, number: int, seen: frozenset[str]
    ) -> Iterator[Request]:
        if number > 1 and response.status in (404, 410):
            return
        text = self.usable(response)
        if not isinstance(text, TextResponse):
            raise DiscoveryError("not a text")
        listed = read_pages(text.text, response.url, page, self.source)
        if listed.shown == 0 and number == 1 and self.day is None:
            raise DiscoveryError(f"nothing on the page is a {getattr(page, 'entry', 'item')!r}")
        fresh = [entry for entry in listed.entries if entry.canonical_url not in seen]
        wanted = self.of_archive(fresh) if page in self.source.days else self.of_day(fresh)
        new = yield from self.fetch_new(response, wanted)
        paged = "page" in page.fields or listed.older is not None
        if paged and fresh and self.goes_on(number, new, fresh, page in self.source.days):
            yield self.list_request(page, number + 1, seen | {e.canonical_url for e in fresh}, listed.older)

    def goes_on(self, number: int, new: int, entries: list[Entry], archive: bool) -> bool:
        """Whether a list's next page is worth reading: a day's archive to its end, else until known or older ground."""
        if self.day is None:
            return (new > 0 or self.deep) and number < MOST_PAGES
        dated = [entry.listed_at for entry in entries if entry.listed_at]
        older = bool(dated) and max(dated) < midnight(self.day, self.source.zone)
        return number < MOST_DAY_PAGES and (archive or (bool(dated) and not older))

    def fetch_new(self, response: Response, entries: list[Entry]) -> Generator[Request, None, int]:
        """Ask for the entries that are new, say so in a line, and return how many they are.

        Where all that the list shows is left out, nobody knows what of it is new: all is taken to be.
        """
        self.summary.listed.update(entry.canonical_url for entry in entries)
        worth = [entry for entry in entries if self.is_worth_reading(entry)]
        found = sort_entries(self.connection, worth)
        self.summary.known.update(entry.canonical_url for entry in found.known)
        requests = [request for entry in found.new if (request := self.article_request(entry))]
        counts = (len(entries), len(found.known), len(requests))
        log.info("%s: listed %d, known %d, fetching %d", response.url, *counts)
        yield from requests
        return len(found.new) or (len(entries) - len(worth) if not found.known else 0)

    def is_worth_reading(self, entry: Entry) -> bool:
        """Whether the source's health filter admits the article; one that it leaves out is counted."""
        health = self.source.health
        if health is None or health.admits(entry.canonical_url, entry.title, self.source.languages):
            return True
        self.summary.left_out.add(entry.canonical_url)
        return False

    def article_request(self, entry: Entry) -> Request | None:
        """A request for the entry; None where one is under way already, which then carries this entry's date too.

        None as well where this crawl has asked for enough: the rest is put off to the next one.
        """
        if (other := with_other_ending(entry.canonical_url)) in self.asked:
            entry = replace(entry, canonical_url=other)
        listing = self.asked.get(entry.canonical_url)
        dates = {entry.listed_at} if entry.listed_at else set()
        if listing and (dates <= listing.listed_at or not listing.archived):
            listing.listed_at |= dates
            listing.title = listing.title or entry.title
            return None
        if listing is None and len(self.asked) >= MOST_ARTICLES:
            self.summary.put_off += 1
            return None
        dates |= listing.listed_at if listing else set()
        listing = Listing("article", entry.canonical_url, dates, entry.title)
        self.asked[entry.canonical_url] = listing
        return Request(entry.url, self.article_answered, errback=self.article_lost, meta={"listing": listing})

    def of_day(self, entries: list[Entry]) -> list[Entry]:
        """Those listed on the crawl's day, all of them without one; the undated are counted, for nobody knows."""
        if self.day is None:
            return entries
        self.summary.undated += sum(entry.listed_at is None for entry in entries)
        zone = self.source.zone
        return [entry for entry in entries if entry.listed_at and entry.listed_at.astimezone(zone).date() == self.day]

    def of_archive(self, entries: list[Entry]) -> list[Entry]:
        """The entries of a day's archive: without a date of their own they are of that day."""
        assert self.day is not None
        start = midnight(self.day, self.source.zone)
        return [entry if entry.listed_at else replace(entry, listed_at=start) for entry in entries]

    def fresh_sitemaps(self, children: list[tuple[str, datetime | None]]) -> list[str]:
        """The maps of an index that may hold what this crawl looks for, the last changed first."""
        since = midnight(self.day, self.source.zone) if self.day else self.now - FRESH_SITEMAP
        fresh = [(at or self.now, url) for url, at in children if at is None or at >= since]
        if len(fresh) > MOST_CHILD_SITEMAPS:
            log.warning("reading %d of %d sitemaps, the last changed", MOST_CHILD_SITEMAPS, len(fresh))
        return [url for _, url in sorted(fresh, reverse=True)[:MOST_CHILD_SITEMAPS]]

    def usable(self, response: Response) -> Response:
        if response.status >= 300:
            asked = retry_after(response)
            longer = asked > self.settings.getfloat("RETRY_BACKOFF_MAX")
            raise DiscoveryError(f"http_{response.status}" + (f", asks for {asked:.0f} s of peace" if longer else ""))
        return response

    def list_wrong(self, response: Response, error: DiscoveryError) -> None:
        listing: Listing = response.meta["listing"]
        self.summary.list_failed(Failure(response.url, listing.canonical_url, str(error), str(error), archived=True))

    def list_lost(self, fault: Fault) -> None:
        self.summary.list_failed(self.describe(fault))

    def article_answered(self, response: Response) -> None:
        listing: Listing = response.meta["listing"]
        if response.status == NOT_MODIFIED:
            return
        self.summary.fetched += 1
        if response.status >= 300:
            reason = f"http_{response.status}"
            self.summary.article_failed(Failure(response.url, listing.canonical_url, reason, reason, archived=True))

    def article_lost(self, fault: Fault) -> None:
        self.summary.article_failed(self.describe(fault))

    def describe(self, fault: Fault) -> Failure:
        request: Request = fault.request  # type: ignore[attr-defined]
        listing: Listing = request.meta["listing"]
        error = fault.value or Exception("no reason given")
        return Failure(request.url, listing.canonical_url, reason_of(error), str(error) or repr(error))
