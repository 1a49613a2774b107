"""A day of a site whose own archive is gone, from the Wayback Machine: what it captured that day and is not known yet.

Each capture goes to our archive as the site's own answer at the time of the capture, with the address that it was
fetched from; what follows treats it as any other page.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from scrapy.settings import BaseSettings
from wayback import CdxRecord

from scrapers.archive import ArchiveError, ArchiveWriter, Listing
from scrapers.canonical import with_other_ending
from scrapers.catalogue import Source
from scrapers.discovery import Entry, keep_articles, make_entry, midnight
from scrapers.known import sort_entries
from scrapers.summary import PASSING, Failure, Summary
from scrapers.wayback_machine import RecallError, WaybackMachine
from sql.db import Connection

ONE_DAY = timedelta(days=1)
MOST_IN_A_ROW = 5  # captures that are not had for reasons that pass: the web archive is down
Capture = tuple[Entry, CdxRecord]

log = logging.getLogger(__name__)


def recall_day(
    source: Source, settings: BaseSettings, archive: ArchiveWriter, connection: Connection, summary: Summary
) -> None:
    """Fetch and archive what the Wayback Machine captured of the source on the summary's day.

    A capture that cannot be had is told as an unreadable article; an index that cannot, as a failed list. Where the
    web archive wants to be left alone, is down, or the crawl's time is over, the rest waits for another crawl.
    """
    machine = WaybackMachine(settings)
    try:
        captures = [capture for url in source.web_archive for capture in find_articles(url, source, machine, summary)]
        fetch_all(choose_new(captures, source, connection, summary), source, settings, machine, archive, summary)
    except ArchiveError:
        pass  # the writer keeps it for the crawl's end
    finally:
        machine.close()


def find_articles(url: str, source: Source, machine: WaybackMachine, summary: Summary) -> list[Capture]:
    """The day's captures of articles below `url`, the earliest first."""
    assert summary.day is not None
    since = midnight(summary.day, source.zone)
    try:
        found = machine.find_captures(url, since, midnight(summary.day + ONE_DAY, source.zone))
    except RecallError as error:
        summary.list_failed(Failure(url, url, f"web archive: {error.reason}", str(error)))
        return []
    entries = ((make_entry(each.original, source.url, source, None, None), each) for each in found)
    articles = [(entry, each) for entry, each in entries if entry and keep_articles([entry], source)]
    log.info("web archive: %s: captures %d, of articles %d", url, len(found), len(articles))
    return sorted(articles, key=lambda capture: capture[1].timestamp)


def choose_new(captures: list[Capture], source: Source, connection: Connection, summary: Summary) -> list[Capture]:
    """Those of articles that were never fetched, from the site or from here, each once."""
    first: dict[str, Capture] = {}
    for entry, record in captures:
        url = entry.canonical_url
        if source.health and not source.health.admits(url, None, source.languages):
            summary.left_out.add(url)
        elif url not in first and with_other_ending(url) not in first:
            first[url] = entry, record
    summary.listed.update(first, summary.left_out)
    found = sort_entries(connection, [replace(entry, listed_at=None) for entry, _ in first.values()])
    summary.known.update(entry.canonical_url for entry in found.known)
    return [first[entry.canonical_url] for entry in found.new]


def fetch_all(
    captures: list[Capture],
    source: Source,
    settings: BaseSettings,
    machine: WaybackMachine,
    archive: ArchiveWriter,
    summary: Summary,
) -> None:
    """Fetch the captures one by one into the archive, until one of the reasons to stop."""
    failed = 0
    for number, (entry, record) in enumerate(captures):
        reason = fetch_one(entry, record, machine, archive, summary)
        failed = failed + 1 if reason and PASSING.fullmatch(reason) else 0
        late = monotonic() - summary.began > settings.getfloat("CLOSESPIDER_TIMEOUT")
        rest = len(captures) - number - 1
        if rest and (reason == "http_429" or failed == MOST_IN_A_ROW or late):
            why = "the crawl's time is over" if late else str(reason)
            said = f"web archive: {why}, {rest} captures are left; collect the day again"
            summary.put_off = rest
            summary.list_failed(Failure(source.web_archive[0], source.web_archive[0], said, said))
            return


def fetch_one(
    entry: Entry, record: CdxRecord, machine: WaybackMachine, archive: ArchiveWriter, summary: Summary
) -> str | None:
    """Fetch one capture into the archive; returns the word for why it could not be had. Raises ArchiveError."""
    try:
        memento = machine.fetch(record)
    except RecallError as error:
        summary.article_failed(Failure(entry.url, entry.canonical_url, error.reason, f"{record.raw_url}: {error}"))
        return error.reason
    summary.fetched += 1
    if memento.status != 200:
        reason = f"http_{memento.status}"
        detail = f"{memento.address} is a capture of an answer {memento.status}"
        summary.article_failed(Failure(entry.url, entry.canonical_url, reason, detail))
        return None
    dates = {entry.listed_at} if entry.listed_at else set()
    archive.write_memento(entry.url, memento, Listing("article", entry.canonical_url, dates))
    return None
