"""DAG runs as a user of Airflow sees them: start one, wait for its end, say what failed and where its log is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from local.airflow import AirflowError, Client
from local.home import LocalError

UNFINISHED = ("queued", "running")
PARSED_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a DAG; `key` is the calendar day that it collects, where it has one."""

    dag: str
    run_id: str
    state: str
    key: str | None = None

    @property
    def label(self) -> str:
        return f"{self.dag} {self.key}" if self.key else self.dag


@dataclass(slots=True)
class Airflow:
    """The runs of one Airflow. `watch` is called between two looks at them: it shows progress or raises."""

    client: Client
    log_folder: Path
    watch: Callable[[Sequence[Run]], None]
    pause: float = field(default=1.5)

    def wait_for_dags(self, dags: Sequence[str]) -> None:
        """Wait until Airflow knows all these DAGs; raises LocalError with the import error that keeps one away."""
        deadline = monotonic() + PARSED_SECONDS
        while missing := set(dags) - {each["dag_id"] for each in self.client.get("dags", limit=100)["dags"]}:
            errors = self.client.get("importErrors", limit=10)["import_errors"]
            if errors:
                last_line = errors[0]["stack_trace"].strip().splitlines()[-1]
                raise LocalError(f"Airflow cannot import {errors[0]['filename']}: {last_line}")
            if monotonic() > deadline:
                raise LocalError(f"Airflow found no DAG named {', '.join(sorted(missing))} in {PARSED_SECONDS} s")
            sleep(self.pause)

    def runs(self, dag: str) -> list[Run]:
        """Return the latest hundred runs of a DAG, the newest first."""
        found = self.client.get(f"dags/{dag}/dagRuns", limit=100, order_by="-run_after")["dag_runs"]
        return [_run(each) for each in found]

    def trigger(self, dag: str, key: str | None = None) -> Run:
        return _run(self.client.post(f"dags/{dag}/dagRuns", {"logical_date": None, "partition_key": key}))

    def finish(self, runs: Sequence[Run]) -> list[Run]:
        """Wait until all these runs have ended and return them as they ended."""
        while True:
            runs = [run if run.state not in UNFINISHED else self._again(run) for run in runs]
            self.watch(runs)
            if not any(run.state in UNFINISHED for run in runs):
                return list(runs)
            sleep(self.pause)

    def finish_downstream(self, dag: str) -> list[Run]:
        """Wait until a DAG that follows others has nothing queued and nothing under way; return its runs."""
        while True:
            queued = self.client.get(f"dags/{dag}/assets/queuedEvents")["queued_events"]
            runs = self.runs(dag)
            under_way = [run for run in runs if run.state in UNFINISHED]
            if not queued and not under_way:
                return runs
            self.watch(under_way)
            sleep(self.pause)

    def failures(self, run: Run) -> list[str]:
        """Return a line for each failed task of the run with the file of its last log."""
        failed = sorted(self._tasks(run, "failed"), key=lambda task: task["end_date"] or "")
        lines = [f"{run.label} failed in {_task_name(task)}\n    log: {self._log(task)}" for task in failed]
        return lines or [f"{run.label} failed: see its page in the Airflow UI"]

    def _again(self, run: Run) -> Run:
        return _run(self.client.get(f"dags/{run.dag}/dagRuns/{run.run_id}"))

    def _tasks(self, run: Run, state: str) -> list[dict[str, Any]]:
        path = f"dags/{run.dag}/dagRuns/{run.run_id}/taskInstances"
        return list(self.client.get(path, state=state, limit=100)["task_instances"])

    def _log(self, task: dict[str, Any]) -> Path:
        parts = [f"dag_id={task['dag_id']}", f"run_id={task['dag_run_id']}", f"task_id={task['task_id']}"]
        if task["map_index"] >= 0:
            parts.append(f"map_index={task['map_index']}")
        return self.log_folder.joinpath(*parts, f"attempt={max(task['try_number'], 1)}.log")


def _run(answer: dict[str, Any]) -> Run:
    try:
        return Run(answer["dag_id"], answer["dag_run_id"], answer["state"], answer["partition_key"])
    except KeyError as error:
        raise AirflowError(f"Airflow's answer about a run has no {error}") from error


def _task_name(task: dict[str, Any]) -> str:
    mapped = task.get("rendered_map_index")
    return f"{task['task_id']} {mapped}" if mapped else str(task["task_id"])
