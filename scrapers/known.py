"""Which of a list's articles are worth a request: those not fetched yet, and those young enough to change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapers.discovery import Entry
from sql.db import Connection, query

YOUNG = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The entries of a list: never fetched with this date, fetched but young, and known."""

    new: list[Entry]
    young: list[Entry]
    known: list[Entry]


def sort_entries(connection: Connection, entries: Sequence[Entry], now: datetime) -> Sorted:
    """Compare `entries` with what was fetched before. A new date on a known URL makes it new: it was corrected."""
    with connection:
        rows = query(connection, "select_known_listing", urls=[entry.canonical_url for entry in entries])
    listed: dict[str, set[datetime | None]] = defaultdict(set)
    published: dict[str, datetime] = {}
    for row in rows:
        listed[row["canonical_url"]].add(row["listed_at"])
        if row["published_at"]:
            published[row["canonical_url"]] = row["published_at"]
    result = Sorted([], [], [])
    for entry in entries:
        dates = listed.get(entry.canonical_url, set())
        if not dates or (entry.listed_at is not None and entry.listed_at not in dates):
            result.new.append(entry)
        elif is_young(entry.listed_at, now) or is_young(published.get(entry.canonical_url), now):
            result.young.append(entry)
        else:
            result.known.append(entry)
    return result


def is_young(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - at < YOUNG
