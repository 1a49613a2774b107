"""What was asked for before, so that a site need only say whether it changed: RFC 9110's conditional requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sql.db import Connection, query

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL as it last answered. `listed_at` is of an article: the newest date that a list gave it."""

    canonical_url: str
    url: str
    etag: str | None
    last_modified: str | None
    listed_at: datetime | None

    def headers(self) -> dict[str, str]:
        """What makes the next request a conditional one."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}


def find_due(connection: Connection, source_id: str, now: datetime) -> list[Visit]:
    """The source's young articles that are to be looked at again, the youngest first."""
    with connection:
        return [Visit(**row) for row in query(connection, "select_due_visit", source_id=source_id, now=now)]


def find_lists(connection: Connection, source_id: str, now: datetime) -> dict[str, Visit]:
    """The source's feeds, lists and sitemaps that can be asked whether they changed, by canonical URL."""
    with connection:
        rows = query(connection, "select_list_visit", source_id=source_id, now=now)
    return {row["canonical_url"]: Visit(**row) for row in rows}
