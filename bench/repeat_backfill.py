"""Backfill the sample web's six days over and over: every day brings what it published, and nothing comes twice.

`python -m bench.repeat_backfill`, about 10 minutes, on an Airflow of its own: one day, a range over it from the command
line, all six paused half-way and cancelled, all six again, and once more. Then the same six days from nothing in one
piece: all tables have to hold the same rows, apart from identities and recorded times.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from bench.kill_demo import daily_rows
from bench.natural_rows import Rows, describe, differences, read_rows
from local import airflow, stack
from local.demo import COLLECTED_DAYS, DAGS
from local.home import ROOT, Home
from local.runs import Airflow, Run
from sql.server import Server

PUBLISHED = ROOT / "samples" / "published.csv"
LISTED = """
    select (listed_at at time zone time_zone)::date::text, canonical_url from listing join source using (source_id)
    where listed_at is not null order by 1, 2
"""
PATIENCE = 900.0
LAST = COLLECTED_DAYS[-1]


class Desk:
    """A running product without a row in it, and the backfills that it is given."""

    def __init__(self, running: stack.Stack) -> None:
        self.running = running
        self.client = running.client
        self.airflow = Airflow(running.client, airflow.task_log_folder(running.home), watch)
        self.airflow.wait_for_dags(DAGS)
        self.client.send("PATCH", "dags/collect_latest", {"is_paused": True})  # its hour may come meanwhile

    def backfill(self, first: str, last: str) -> int:
        """Ask for a backfill as the UI's dialog does; returns its number."""
        body = {"dag_id": "collect_day", "from_date": f"{first}T00:00:00Z", "to_date": f"{last}T23:59:59.999Z",
                "reprocess_behavior": "completed", "max_active_runs": 2, "run_backwards": False}  # fmt: skip
        return int(self.client.send("POST", "backfills", body)["id"])

    def finish(self) -> None:
        """Wait until no backfill is under way and the counts follow."""
        wait(lambda: all(each["completed_at"] for each in self.backfills()))
        self.airflow.finish_downstream("build_daily_counts")

    def check_runs(self) -> None:
        """The latest run of every day has to have succeeded."""
        runs = self.client.get("dags/~/dagRuns", limit=200)["dag_runs"]
        latest = {(run["dag_id"], run["partition_key"]): run for run in sorted(runs, key=lambda run: run["queued_at"])}
        bad = [f"{dag} {key}: {run['state']}" for (dag, key), run in latest.items() if run["state"] != "success"]
        assert not bad, "\n".join(bad)

    def backfills(self) -> list[dict[str, Any]]:
        return list(self.client.get("backfills", dag_id="collect_day", limit=100)["backfills"])

    def done(self) -> int:
        """How many runs of the latest backfill have succeeded."""
        began = max(each["created_at"] for each in self.backfills())
        runs = self.client.get("dags/collect_day/dagRuns", limit=200)["dag_runs"]
        return sum(run["state"] == "success" and run["queued_at"] >= began for run in runs)

    def rows(self) -> Rows:
        return daily_rows(read_rows(self.running.warehouse_url))

    def check_days(self, first: str, last: str) -> None:
        """What is stored is what these days published, no more and no less."""
        with psycopg2.connect(self.running.warehouse_url) as connection, connection.cursor() as cursor:
            cursor.execute(LISTED)
            listed = set(cursor.fetchall())
        connection.close()
        wanted = {each for each in published() if first <= each[0] <= last}
        assert listed == wanted, f"missing {sorted(wanted - listed)}, too many {sorted(listed - wanted)}"
        print(f"{first} to {last}: {len(listed)} articles, as published", flush=True)


def main() -> int:
    with desk() as disturbed:
        interrupt_and_repeat(disturbed)
        rows = disturbed.rows()
    with desk() as calm:
        calm.backfill(COLLECTED_DAYS[0], LAST)
        calm.finish()
        wrong = differences(calm.rows(), rows)
    print("\n".join(line[:600] for line in wrong[:20]))
    print(f"{describe(rows)}\nrows that differ from one undisturbed backfill: {len(wrong)}")
    return 1 if wrong else 0


def interrupt_and_repeat(desk: Desk) -> None:
    first, second, third, fourth, *_ = COLLECTED_DAYS
    desk.backfill(third, third)
    desk.finish()
    desk.check_days(third, third)
    run_command(desk.running, second, fourth)
    desk.finish()
    desk.check_days(second, fourth)
    break_off(desk, desk.backfill(first, LAST))
    desk.backfill(first, LAST)
    desk.finish()
    desk.check_runs()
    desk.check_days(first, LAST)
    before = desk.rows()
    desk.backfill(first, LAST)
    desk.finish()
    assert not differences(before, desk.rows()), "a second backfill changed rows"
    print("a second backfill of all days changed nothing", flush=True)


def break_off(desk: Desk, number: int) -> None:
    """Pause the backfill half-way, let it go on a little, and cancel it."""
    wait(lambda: desk.done() >= 1)
    desk.client.send("PUT", f"backfills/{number}/pause")
    time.sleep(20)  # what runs ends, what waits stands still
    still = desk.done()
    assert still < len(COLLECTED_DAYS), "the backfill had ended before it was paused"
    desk.client.send("PUT", f"backfills/{number}/unpause")
    wait(lambda: desk.done() > still)
    desk.client.send("PUT", f"backfills/{number}/cancel")
    print(f"paused after {still} days, cancelled after {desk.done()}", flush=True)
    desk.finish()


@contextmanager
def desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory(prefix="salamat-backfill-", ignore_cleanup_errors=True) as folder:
        home = Home("demo", Path(folder) / "demo")
        try:
            yield Desk(stack.bring_up(home, sample_web=True, say=print))
        finally:
            stack.take_down(home)


def run_command(running: stack.Stack, first: str, last: str) -> None:
    """`airflow backfill create`, as a person types it."""
    settings = stack.settings_of(running, Server(running.home.postgres).url("airflow"), sample_web=True)
    command = [
        airflow.PROGRAM,
        "backfill",
        "create",
        "--dag-id",
        "collect_day",
        "--from-date",
        first,
        "--to-date",
        last,
    ]
    subprocess.run([*command, "--reprocess-behavior", "completed"], cwd=ROOT, env=settings, check=True)


def published() -> set[tuple[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return {(row["day"], row["url"]) for row in csv.DictReader(file)}


def wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, f"no end in {PATIENCE:.0f} s"
        time.sleep(1.5)


def watch(runs: Sequence[Run]) -> None:
    """Look on in silence."""


if __name__ == "__main__":
    sys.exit(main())
