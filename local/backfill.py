"""`make backfill`: collect past days in the Airflow that runs, and show how far it is in days and rows."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from local import airflow, stack
from local.console import running_stack, split_name
from local.demo import count_rows, describe
from local.home import ROOT, LocalError
from local.runs import UNFINISHED, Airflow, Run
from scrapers.catalogue import SOURCES, known_ids

DAG = "collect_day"
RUNS_AT_ONCE = 2
PAGE = 100
PAUSE = 5.0
CALM_SECONDS = 4 * PAUSE


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: days, both included, of some sources (none: all), the newest or the oldest day first."""

    first: date
    last: date
    sources: tuple[str, ...] = ()
    newest_first: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def keys(self) -> list[str]:
        """The days as Airflow's partition keys."""
        return [(self.first + timedelta(days=n)).isoformat() for n in range(self.days)]

    def body(self) -> dict[str, Any]:
        """The request that Airflow's own dialog makes. Of a day collected before, only what is new is fetched."""
        return {
            "dag_id": DAG,
            "from_date": f"{self.first}T00:00:00Z",
            "to_date": f"{self.last}T23:59:59Z",
            "run_backwards": self.newest_first,
            "reprocess_behavior": "completed",
            "max_active_runs": RUNS_AT_ONCE,
            "dag_run_conf": {"sources": list(self.sources)} if self.sources else {},
        }


def backfill(arguments: Sequence[str]) -> int:
    """Start the backfill that `arguments` ask for, or join it where it is under way; wait for its end.

    Returns 0 where every day was collected. Raises LocalError for days or sources that cannot be, or where another
    backfill is under way. Interrupted, it leaves the backfill to go on in Airflow.
    """
    named, rest = split_name(arguments)
    order = read_order(rest)
    running = running_stack(named)
    client = log_in(running)
    runs = Airflow(client, airflow.task_log_folder(running.home).relative_to(ROOT), lambda _: None)
    made = start(client, order)
    try:
        return watch(running, runs, order, made)
    except KeyboardInterrupt:
        print(
            f"\nThe backfill goes on; the same command shows it again. Pause or cancel it in the UI: {running.ui_url}"
        )
        return 130


def read_order(arguments: Sequence[str]) -> Order:
    """Read FIRST LAST [--sources "a b"] [--order newest|oldest]; raises LocalError in one line."""
    parser = argparse.ArgumentParser(prog="backfill", exit_on_error=False)
    parser.add_argument("days", nargs=2)
    parser.add_argument("--sources", default="")
    parser.add_argument("--order", default="oldest")
    options = parser.parse_args(arguments)
    try:
        first, last = map(date.fromisoformat, options.days)
    except ValueError as error:
        raise LocalError(f"{' '.join(options.days)}: give both days as 2020-06-12 2020-06-17") from error
    if last < first:
        raise LocalError(f"{last} is before {first}: give the first day first")
    if options.order not in ("oldest", "newest"):
        raise LocalError(f"{options.order}: say oldest or newest, the day to begin with")
    sources = tuple(options.sources.replace(",", " ").split())
    if unknown := [each for each in sources if each not in known_ids(SOURCES)]:
        raise LocalError(f"no such source: {', '.join(unknown)}; scrapers/README.md lists them all")
    return Order(first, last, sources, options.order == "newest")


def log_in(running: stack.Stack) -> airflow.Client:
    """A client of the run's Airflow; only the demo's lets everybody in."""
    if running.home.name == "demo":
        return running.client
    return running.client.login(airflow.USER, airflow.password(running.home))


def start(client: airflow.Client, order: Order) -> dict[str, Any]:
    """Make the backfill, or join the same one that is under way; returns what Airflow says of it."""
    made = client.get("backfills", dag_id=DAG, limit=PAGE)["backfills"]
    under_way = [each for each in made if not each["completed_at"]]
    body = order.body()
    for each in under_way:
        same_days = all(each[name][:10] == body[name][:10] for name in ("from_date", "to_date"))
        if same_days and (each["dag_run_conf"] or {}) == body["dag_run_conf"]:
            print("This backfill is under way already; this is how far it is.")
            return dict(each)
    if under_way:
        raise LocalError("another backfill is under way: let it end, which Airflow sees half a minute late, or stop it")
    return dict(client.post("backfills", body))


def watch(running: stack.Stack, runs: Airflow, order: Order, made: dict[str, Any]) -> int:
    """Print a line when something moved until every day has ended; returns 1 where one failed."""
    began, said, said_at = datetime.fromisoformat(made["created_at"]), "", 0.0
    while True:
        ended = [run for run in day_runs(runs.client, order, began) if run.state not in UNFINISHED]
        line = f"{len(ended)} of {order.days} days · {describe(count_rows(running))}"
        over = len(ended) == order.days or runs.client.get(f"backfills/{made['id']}")["completed_at"]
        if line != said and (over or time.monotonic() - said_at > CALM_SECONDS):
            print(f"{time.strftime('%H:%M:%S')}  {line}", flush=True)
            said, said_at = line, time.monotonic()
        if over:
            return conclude(running, runs, order, ended)
        time.sleep(PAUSE)


def conclude(running: stack.Stack, runs: Airflow, order: Order, ended: Sequence[Run]) -> int:
    """Wait for the counts; say what failed, and which days had no run."""
    runs.finish_downstream("build_daily_counts")
    print(f"Counted: {describe(count_rows(running))}.")
    wrong = [line for run in ended if run.state == "failed" for line in runs.failures(run)]
    missing = sorted(set(order.keys()) - {run.key for run in ended})
    wrong += [f"{key} was not collected: the backfill was stopped before it" for key in missing]
    print("\n".join(wrong) or "Every day was collected.")
    return 1 if wrong else 0


def day_runs(client: airflow.Client, order: Order, began: datetime) -> list[Run]:
    """The latest run of each of the days since the backfill was made."""
    wanted, found, asked = set(order.keys()), dict[str, Run](), {"limit": PAGE, "order_by": "id"}
    for offset in count(0, PAGE):
        page = client.get(f"dags/{DAG}/dagRuns", offset=offset, updated_at_gte=began.isoformat(), **asked)["dag_runs"]
        for each in page:
            key, queued_at = each["partition_key"], each["queued_at"]
            if key in wanted and queued_at and datetime.fromisoformat(queued_at) >= began:
                found[key] = Run(DAG, each["dag_run_id"], each["state"], key)
        if len(page) < PAGE:
            break
    return list(found.values())
