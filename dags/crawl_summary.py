"""What the crawls of a run say of themselves, put into the words that `report` and the task names show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

WRONG_SETTING, LIST_FAILED, TOLD_TO_STOP = 2, 3, (143, -15)
COUNTS = ("listed", "known", "fetched", "new_pages", "undated")
NO_SUMMARY = "its crawl ended without a word; the last lines of its log tell more"

Summary = Mapping[str, Any]


def why_failed(status: int, summary: Summary, last_line: str) -> str:
    """Why a crawl failed, in a few words: `status` is its exit status, `last_line` the last one it wrote."""
    if problem := summary.get("problem"):
        return str(problem)
    if failed := summary.get("discovery_failed"):
        first = f"{failed[0]['url']}: {failed[0]['reason']}"
        return first if len(failed) == 1 else f"{first} (and {len(failed) - 1} more)"
    if status in TOLD_TO_STOP:
        return "told to stop; what had come is archived"
    return last_line or f"ended with status {status}"


def is_final(status: int, summary: Summary, *, by_day: bool) -> bool:
    """Whether another try of a failed crawl is in vain: a wrong setting, a feed or list that moved (404), one that
    shows nothing. A time-out and an answer of 429 or 5xx may pass, so a day's crawl is tried again; one of what is
    latest is not, for it would hold up the other sources' pages, and the next run comes within half an hour.
    """
    if status == LIST_FAILED:
        return not (by_day and summary.get("passing"))
    return status == WRONG_SETTING


def shorten(summary: Summary, problem: str | None) -> dict[str, Any]:
    """The summary without its lists, small enough to be handed on, with the reason of a failure."""
    counts = {name: summary.get(name, 0) for name in COUNTS}
    return {"source": summary["source"], **counts, "unreadable": len(summary.get("unreadable", ())), "problem": problem}


def failed_sources(sources: Sequence[str], summaries: Sequence[Summary]) -> list[str]:
    """A line for each source whose crawl failed or left no summary, with its reason."""
    problem_of = dict.fromkeys(sources, NO_SUMMARY) | {each["source"]: each["problem"] for each in summaries}
    return [f"{source}: {problem}" for source, problem in problem_of.items() if problem]


def describe_run(sources: Sequence[str], summaries: Sequence[Summary], parsed: Mapping[str, int]) -> list[str]:
    """A run in three lines: the sources, what was fetched, what was read."""

    def add_up(name: str) -> int:
        return sum(each[name] for each in summaries)

    fetched, new_pages, lost = (add_up(name) for name in ("fetched", "new_pages", "unreadable"))
    return [
        f"sources: {len(sources)}, failed: {len(failed_sources(sources, summaries))}",
        f"articles fetched: {fetched}, new pages: {new_pages}, not to be had: {lost}",
        f"pages read: {parsed['pages']}, documents: {parsed['documents']}, unreadable: {parsed['unreadable']}",
    ]
