"""`make demo`: collect six days of the sample web through Airflow's scheduler, then show what the warehouse answers."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from local import airflow, services, stack
from local.answer import differences, overview
from local.home import ROOT, Home, LocalError
from local.runs import UNFINISHED, Airflow, Run
from sql.db import DatabaseError, connect, query
from sql.server import Server

FIRST_DAY = date(2020, 6, 12)
COLLECTED_DAYS = tuple((FIRST_DAY + timedelta(days=n)).isoformat() for n in range(6))
DAGS = ("collect_day", "collect_latest", "build_daily_counts")
LONGEST_SECONDS = 30 * 60
CALM_SECONDS = 4
SILENT_SECONDS = 10

Rows = Mapping[str, int]


@dataclass(slots=True)
class Progress:
    """Prints a line when something moved, or when nothing was said for a while; raises when no end can come."""

    running: stack.Stack
    began: float = field(default_factory=time.monotonic)
    said_at: float = 0.0
    said: str = ""

    def say(self, line: str) -> None:
        print(f"{time.strftime('%H:%M:%S')}  {line}", flush=True)
        self.said, self.said_at = line, time.monotonic()

    def watch(self, runs: Sequence[Run]) -> None:
        """Show how far the runs are."""
        done = sum(run.state not in UNFINISHED for run in runs)
        line = f"{done} of {len(runs)} runs done · {describe(count_rows(self.running))}{under_way(runs)}"
        silence = time.monotonic() - self.said_at
        if (line != self.said and silence > CALM_SECONDS) or silence > SILENT_SECONDS:
            self.say(line)
        self.check_life()

    def check_life(self) -> None:
        """Raise LocalError when a service is gone or the whole takes too long."""
        home = self.running.home
        if Server(home.postgres).running() is None:
            raise LocalError(f"PostgreSQL stopped: see {home.postgres / 'server.log'}, then run `make demo` again")
        for name in (*airflow.SERVICES, stack.SAMPLE_WEB):
            if services.find(home, name) is None:
                raise LocalError(f"{name} stopped: see {home.log / name}.log, then run `make demo` again")
        if time.monotonic() - self.began > LONGEST_SECONDS:
            raise LocalError(f"no end after {LONGEST_SECONDS // 60} minutes: see the runs at {self.running.ui_url}")


def demo(home: Home, once: bool) -> bool:
    """Show the demo; return whether every run succeeded and the counts equal the written truth.

    Everything goes on running for a look around, unless `once`: then all is stopped, whatever the end.
    """
    home.make()
    with home.locked():
        try:
            return show(home, once)
        finally:
            if once:
                stack.take_down(home)


def show(home: Home, once: bool) -> bool:
    print(f"Salamat's demo: its own data in {home.folder}, its own small web; nothing leaves this machine.")
    running = stack.bring_up(home, sample_web=True, say=print)
    progress = Progress(running)
    runs = Airflow(running.client, airflow.task_log_folder(home).relative_to(ROOT), progress.watch)
    before = count_rows(running)
    try:
        failed = collect(runs, progress)
    except (airflow.AirflowError, DatabaseError):
        progress.check_life()  # the cause, where a part is gone
        raise
    print()
    print(overview(running.warehouse_url))
    new = {name: count - before[name] for name, count in count_rows(running).items()}
    print(f"New in this run: {describe(new)}." if any(new.values()) else "Nothing new: no row was added in this run.")
    for line in failed:
        print(line)
    wrong = differences(running.warehouse_url)
    print("\n".join(wrong) or "The daily counts equal the sample web's truth (samples/truth.csv).")
    if not once:
        print(f"\n{closing_words(running)}")
    return not failed and not wrong


def collect(runs: Airflow, progress: Progress) -> list[str]:
    """Collect each day, then what is latest, then bring the counts up to date; return a line for every failed task."""
    runs.wait_for_dags(DAGS)
    ended = collect_days(runs, runs.runs("collect_day"))
    progress.say(f"{len(ended)} days collected, {describe(count_rows(progress.running))}; now what is latest")
    ended += runs.finish([runs.trigger("collect_latest")])
    runs.finish_downstream("build_daily_counts")
    ended += runs.finish([runs.trigger("build_daily_counts")])
    return [line for run in ended if run.state == "failed" for line in runs.failures(run)]


def collect_days(runs: Airflow, known: Sequence[Run]) -> list[Run]:
    """Bring each day's run to its end. One that was under way already and fails is begun once more: it had been trying
    while parts of an earlier demo were gone.
    """
    adopted = {run.run_id for run in known}
    ended = runs.finish([day_run(runs, known, day) for day in COLLECTED_DAYS])
    disturbed = [run for run in ended if run.state == "failed" and run.run_id in adopted]
    kept = [run for run in ended if run not in disturbed]
    return kept + runs.finish([runs.trigger("collect_day", run.key) for run in disturbed])


def day_run(runs: Airflow, known: Sequence[Run], day: str) -> Run:
    """Return the day's run that succeeded or is under way; only where there is none, a new one is started."""
    useful = [run for run in known if run.key == day and run.state != "failed"]
    succeeded = [run for run in useful if run.state == "success"]
    return next(iter(succeeded or useful), None) or runs.trigger("collect_day", day)


def count_rows(running: stack.Stack) -> Rows:
    connection = connect(running.warehouse_url)
    try:
        return query(connection, "count_rows")[0]
    finally:
        connection.close()


def under_way(runs: Sequence[Run]) -> str:
    """Return which DAGs run right now, with their days."""
    running = [run for run in runs if run.state == "running"]
    days = {run.dag: sorted(each.key for each in running if each.dag == run.dag and each.key) for run in running}
    return "".join(f" · now {dag} {', '.join(keys)}".rstrip() for dag, keys in days.items())


def describe(rows: Rows) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in rows.items())


def closing_words(running: stack.Stack) -> str:
    """Return where to look next and how to stop."""
    return "\n".join(
        (
            f"Airflow UI   {running.ui_url} (no login: it listens on this machine only)",
            "Warehouse    make psql, then: select * from daily_count_source;",
            f"Read only    {running.reader_url}",
            "Stop         make down",
        )
    )
