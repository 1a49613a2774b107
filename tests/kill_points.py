"""A program for test_kills: collects one source and counts, over and over, each time killed at another point.

`python -m tests.kill_points SUMMARY SOURCES EVERY OFFSET MOMENTS SEED`. After each kill all is run again, and the
warehouse has to hold what it holds after a calm run. A point lies before and after each call that reads or writes the
warehouse or the archive: killed are OFFSET, OFFSET + EVERY and so on, then MOMENTS random moments. Each run is a fork.
"""

from __future__ import annotations

import functools
import mmap
import os
import random
import shutil
import signal
import struct
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.natural_rows import Rows, differences, read_rows
from sql import db

FILLED = (
    "source, page, listing, visit, crawl, unreadable, story, document, document_band, reprint, observation, candidate,"
    " former_candidate, daily_count, daily_count_revision, period_count, conflict, check_result, place, place_name,"
    " disease"
)
passed = mmap.mmap(-1, 8)  # how many points the running fork has passed, seen by its parent
deadly = 0


def mark(owner: Any, name: str) -> None:
    """Make a point before and after each call of `owner.name`."""
    real = getattr(owner, name)

    @functools.wraps(real)
    def marked(*arguments: Any, **named: Any) -> Any:
        pass_point()
        result = real(*arguments, **named)
        pass_point()
        return result

    setattr(owner, name, marked)


def pass_point() -> None:
    number = points() + 1
    passed[:] = struct.pack("q", number)
    if number == deadly:
        os.kill(os.getpid(), signal.SIGKILL)


def points() -> int:
    (number,) = struct.unpack("q", passed[:])
    return int(number)


for function in ("query", "execute", "load"):  # before the modules below take them
    mark(db, function)

# ruff: noqa: E402
from scrapers import archive, crawl, summary
from transforms import stages
from transforms.models import Report
from transforms.workers import ReadJob

for owner, names in ((os, ("link", "fsync")), (Path, ("unlink", "replace")), (archive, ("end_of_last_record",)),
                     (archive.ArchiveWriter, ("write", "close")), (summary.Summary, ("write",))):  # fmt: skip
    for name in names:
        mark(owner, name)


def collect_and_count(arguments: Sequence[str]) -> int:
    """What the tasks of collect_latest and build_daily_counts do, one after the other."""
    summary_file, sources = arguments
    status = crawl.main(["kz_example", "--summary", summary_file, "--sources", sources])
    with closing(db.connect()) as connection:
        stages.parse_pages(connection, Path(os.environ["SALAMAT_ARCHIVE"]))
        stages.link_reprints(connection)
        stages.extract_documents(connection)
        stages.join_stories(connection)
        stages.resolve_daily_counts(connection)
        stages.check_daily_counts(connection)
    return status


def start(work: Callable[[], int]) -> int:
    """Run `work` in a fork that keeps quiet; returns its number."""
    passed[:] = struct.pack("q", 0)
    if child := os.fork():
        return child
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os._exit(work())


def end(child: int) -> int:
    """Wait for a fork; its exit status, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def forget() -> None:
    """Empty the warehouse and the archive."""
    with closing(db.connect()) as connection, connection, connection.cursor() as cursor:
        cursor.execute(f"truncate {FILLED} restart identity")
    shutil.rmtree(os.environ["SALAMAT_ARCHIVE"], ignore_errors=True)


def trial(work: Callable[[], int], calm: Rows, *, point: int = 0, seconds: float = 0.0) -> str | None:
    """Kill one run from nothing, run again in peace; what is wrong with the rows then, if anything."""
    global deadly
    forget()
    deadly = point
    child = start(work)
    deadly = 0
    if not point:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    killed, at = end(child), points()
    if (status := end(start(work))) != 0:
        return f"killed ({killed}) at point {at}: the next run ended with {status}"
    wrong = differences(calm, read_rows(os.environ["DATABASE_URL"]))
    shown = "".join(f"\n  {line[:300]}" for line in wrong[:20])
    return f"killed ({killed}) at point {at}: {len(wrong)} rows differ:{shown}" if wrong else None


def main(arguments: Sequence[str]) -> int:
    every, offset, moments, seed = map(int, arguments[2:])
    work = functools.partial(collect_and_count, arguments[:2])
    ReadJob(Report("0", "", "878 cases", None, "KZ"), None, None).do()  # what every fork would load anew
    began = time.monotonic()
    assert end(start(work)) == 0
    seconds, last, calm = time.monotonic() - began, points(), read_rows(os.environ["DATABASE_URL"])
    chance = random.Random(seed)
    wrong = [trial(work, calm, point=point) for point in range(offset, last + 1, every)]
    wrong += [trial(work, calm, seconds=chance.uniform(0, seconds)) for _ in range(moments)]
    found = [line for line in wrong if line]
    print("\n".join(found))
    print(f"seed {seed}: {len(wrong)} kills over {last} points, {sum(calm.values())} rows, {len(found)} wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
