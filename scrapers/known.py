"""Which of a list's articles are worth a request: those that were not fetched yet with the date it gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scrapers.canonical import with_other_ending
from scrapers.discovery import Entry
from sql.db import Connection, query


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of a list: never fetched with this date, and known."""

    new: list[Entry]
    known: list[Entry]


def sort_entries(connection: Connection, entries: Sequence[Entry]) -> Sorted:
    """Compare `entries` with what was fetched before. A new date on a known URL makes it new: it was corrected.

    An article that is known as /a/1/ is not another one as /a/1: it keeps the address that it is known by.
    """
    urls = [entry.canonical_url for entry in entries]
    urls += [with_other_ending(url) for url in urls]
    with connection:
        rows = query(connection, "select_known_listing", urls=urls)
    listed: dict[str, set[datetime | None]] = defaultdict(set)
    for row in rows:
        listed[row["canonical_url"]].add(row["listed_at"])
    result = Sorted([], [])
    for entry in entries:
        other = with_other_ending(entry.canonical_url)
        if entry.canonical_url not in listed and other in listed:
            entry = replace(entry, canonical_url=other)
        dates = listed.get(entry.canonical_url, set())
        is_new = not dates or (entry.listed_at is not None and entry.listed_at not in dates)
        (result.new if is_new else result.known).append(entry)
    return result
