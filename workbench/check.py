"""`make check-sources`: what each source's feeds, lists and first article are like at this moment, one line a place.

It needs the internet and asks every enabled site for a handful of pages. With SALAMAT_SAMPLE_WEB it asks that web for
those that it has. It changes nothing; who verified a place so writes the day into the source file's `marks`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from scrapers.catalogue import SOURCES, CatalogueError, Source, load_catalogue
from scrapers.discovery import DiscoveryError, Entry
from scrapers.sample_web import SampleWebError, sampled_hosts
from transforms.models import Unreadable
from workbench.fetch import Answer, Fetcher, FetchError
from workbench.reading import places_of, read_article, read_place

GOOD, BAD = "ok  ", "FAIL"
MOST_TRIED = 5


def check_source(source: Source, day: date, fetcher: Fetcher) -> Iterator[tuple[bool, str]]:
    """(whether it is well, line) for each place of the source, then for the first article that any of them shows."""
    shown: list[Entry] = []
    for place in places_of(source, day):
        try:
            entries = read_place(place, fetcher.get(place.url).body, source)
        except (FetchError, DiscoveryError) as error:
            yield False, f"{place.reads:<11} {error}"
            continue
        dated = sum(entry.listed_at is not None for entry in entries)
        quiet = place.reads.startswith("days")  # a day may have had no news
        yield bool(entries) or quiet, f"{place.reads:<11} {len(entries)} articles, {dated} with a date: {place.url}"
        shown += entries
    if shown:
        yield check_article(source, shown, fetcher)


def check_article(source: Source, entries: Sequence[Entry], fetcher: Fetcher) -> tuple[bool, str]:
    """The first of the entries that can be had: one that is gone or forbidden says nothing of the source."""
    problem = ""
    for entry in entries[:MOST_TRIED]:
        try:
            return describe_article(source, entry, fetcher.get(entry.url))
        except FetchError as error:
            problem = problem or str(error)
    return False, f"{'article':<11} {problem}"


def describe_article(source: Source, entry: Entry, answer: Answer) -> tuple[bool, str]:
    found = read_article(source, answer, datetime.now(UTC), entry)
    if isinstance(found, Unreadable):
        return False, f"{'article':<11} {found.reason}: {entry.url}"
    matched = found.parsed_by != "trafilatura" or not source.layouts
    at = f"{found.published_at:%Y-%m-%d %H:%M} ({found.published_by})" if found.published_at else "NO DATE"
    body = f"{len(found.text)} characters by {found.parsed_by}" + ("" if matched else ", NO LAYOUT MATCHED")
    good = matched and bool(found.title) and found.published_at is not None
    return good, f"{'article':<11} {found.title[:60]!r}; {body}; {at}; {found.language}: {entry.url}"


def chosen(names: Sequence[str]) -> list[Source]:
    """The enabled sources of these names, all of them without one; on the sample web those that it has."""
    catalogue = load_catalogue(SOURCES)
    if unknown := set(names) - set(catalogue):
        raise CatalogueError(f"no such source: {', '.join(sorted(unknown))}")
    hosts = sampled_hosts(os.environ)
    wanted = [source for name, source in catalogue.items() if not names or name in names]
    return [source for source in wanted if source.enabled and (hosts is None or source.host in hosts)]


def main(arguments: Sequence[str]) -> int:
    """Arguments: --day=YYYY-MM-DD for the archives by date (default: yesterday), then ids of sources."""
    days = [each.partition("=")[2] for each in arguments if each.startswith("--day=")]
    ill = []
    try:
        day = date.fromisoformat(days[0]) if days else datetime.now(UTC).date() - timedelta(days=1)
        sources = chosen([each for each in arguments if not each.startswith("--day=")])
        fetcher = Fetcher.from_environment(os.environ)
    except (CatalogueError, SampleWebError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for source in sources:
        for good, line in check_source(source, day, fetcher):
            print(f"{GOOD if good else BAD} {source.source_id:<18} {line}", flush=True)
            ill += [] if good else [source.source_id]
    well = len(sources) - len(set(ill))
    print(f"{well} of {len(sources)} sources are as their files say.")
    return 1 if ill else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
