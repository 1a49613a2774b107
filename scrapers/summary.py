"""What one crawl did: the lines a person reads while it runs, and the summary it leaves behind."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from scrapers.addresses import PrivateAddressError
from scrapers.politeness import OtherSiteError
from scrapers.robots import RobotsUnreachableError

logger = logging.getLogger(__name__)
REASONS: list[tuple[type[BaseException], str]] = [
    (OtherSiteError, "other_site"),
    (PrivateAddressError, "private_address"),
    (RobotsUnreachableError, "robots_unreachable"),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "no_such_host"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadCancelledError, "too_large"),
]
PASSING = re.compile(r"timeout|no_such_host|refused|robots_unreachable|connection_lost|http_(408|429|5\d\d)")


@dataclass(frozen=True, slots=True)
class Failure:
    """A URL that could not be had. `archived` says that a response came and that the index tells of it."""

    url: str
    canonical_url: str
    reason: str
    detail: str
    archived: bool = False


@dataclass(slots=True)
class Summary:
    """Counts of one crawl. `listed`, `known`: distinct canonical URLs; `fetched`: articles that were answered;
    `put_off`: what was too much for one crawl and is left to the next;
    `left_out`: listed, but not worth reading by the source's health filter;
    `unchanged`: lists that the site said are as they were.

    `problem` is what kept the crawl from its work where no list is to blame.
    """

    source: str
    day: date | None
    listed: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    fetched: int = 0
    new_pages: int = 0
    undated: int = 0
    put_off: int = 0
    unchanged: int = 0
    left_out: set[str] = field(default_factory=set)
    unreadable: list[Failure] = field(default_factory=list)
    discovery_failed: list[Failure] = field(default_factory=list)
    stopped: str | None = None
    problem: str | None = None
    began: float = field(default_factory=monotonic)

    def article_failed(self, failure: Failure) -> None:
        self.unreadable.append(failure)
        logger.warning("unreadable: %s: %s", failure.url, failure.reason)

    def list_failed(self, failure: Failure) -> None:
        self.discovery_failed.append(failure)
        logger.error("FAILED LIST: %s: %s", failure.url, failure.reason)

    @property
    def left_over(self) -> bool:
        """Whether an article that was listed may come yet: another crawl has to look for it."""
        return bool(self.put_off or self.stopped) or any(
            PASSING.fullmatch(failure.reason) for failure in self.unreadable
        )

    @property
    def passing(self) -> bool:
        """Whether a feed or list failed in a way that may soon pass. One that asks for a long peace is left in it."""
        return any(PASSING.fullmatch(failure.reason) for failure in self.discovery_failed)

    def as_dict(self) -> dict[str, object]:
        """The summary as it is written: plain values only."""
        return {
            "source": self.source,
            "day": self.day.isoformat() if self.day else None,
            "listed": len(self.listed),
            "known": len(self.known),
            "fetched": self.fetched,
            "new_pages": self.new_pages,
            "undated": self.undated,
            "put_off": self.put_off,
            "unchanged": self.unchanged,
            "left_out": len(self.left_out),
            "unreadable": [{"url": each.url, "reason": each.reason} for each in self.unreadable],
            "discovery_failed": [{"url": each.url, "reason": each.reason} for each in self.discovery_failed],
            "passing": self.passing,
            "stopped": self.stopped,
            "problem": self.problem,
            "seconds": round(monotonic() - self.began, 1),
        }

    def as_row(self) -> dict[str, object]:
        """What `crawl` keeps of it; the pages are counted from the index."""
        failed = self.discovery_failed[:1]
        names = ("listed", "known", "left_out", "unreadable")
        return {name: len(getattr(self, name)) for name in names} | {
            "source_id": self.source,
            "day": self.day,
            "fetched": self.fetched,
            "unchanged": self.unchanged,
            "put_off": self.put_off,
            "failed_lists": len(self.discovery_failed),
            "problem": self.problem or next((f"{each.url}: {each.reason}" for each in failed), None),
        }

    def write(self, file: Path) -> None:
        """Write the summary as JSON, whole or not at all."""
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        fresh.replace(file)

    def closing_line(self) -> str:
        counts = self.as_dict()
        line = (
            f"{self.source}{f' {self.day}' if self.day else ''}: listed {counts['listed']}, known {counts['known']}, "
            f"fetched {self.fetched}, new pages {self.new_pages}, unreadable {len(self.unreadable)}, "
            f"failed lists {len(self.discovery_failed)}, {counts['seconds']} s"
        )
        line += f", left out {len(self.left_out)}" if self.left_out else ""
        line += f", put off {self.put_off}" if self.put_off else ""
        return line + (f", stopped early: {self.stopped}" if self.stopped else "")


def reason_of(error: BaseException) -> str:
    """A stable word for why a request got no usable answer."""
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason
    if isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error):
        return "too_large"
    if isinstance(error, IgnoreRequest):
        return "forbidden_by_robots" if "robots.txt" in str(error) else "ignored"
    return "connection_lost"
