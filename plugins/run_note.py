"""Leaves a note on every run that ends: what its tasks returned, and what failed. The grid shows it beside the run.

A task cannot write it, for Airflow keeps its database from tasks; so the scheduler does, where the run's state changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun
from airflow.models.xcom import XComModel
from airflow.plugins_manager import AirflowPlugin
from airflow.utils.session import create_session
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

LONGEST_NOTE = 1000  # what Airflow's table holds
LONGEST_LINE = 220
FAILURES_TOLD = 6
TOLD, REASON = ("return_value", "note"), "reason"  # a failed task leaves its reason under this key


@hookimpl
def on_dag_run_success(dag_run: DagRun, msg: str) -> None:
    """Called by the scheduler, in its own transaction."""
    leave_note(dag_run)


@hookimpl
def on_dag_run_failed(dag_run: DagRun, msg: str) -> None:
    """Called by the scheduler, in its own transaction."""
    leave_note(dag_run)


def leave_note(dag_run: DagRun) -> None:
    """Write the run's note in the transaction that changes its state; where there is none, as in a test, in one of its
    own. A person's note stays.
    """
    if (session := object_session(dag_run)) is not None:
        write_note(session, dag_run)
        return
    with create_session() as session:
        if (run := session.get(DagRun, dag_run.id)) is not None:
            write_note(session, run)


def write_note(session: Session, dag_run: DagRun) -> None:
    if dag_run.dag_run_note is not None and dag_run.dag_run_note.user_id is not None:
        return
    told = session.execute(
        select(XComModel.task_id, XComModel.key, XComModel.value)
        .where(XComModel.dag_run_id == dag_run.id, XComModel.key.in_((*TOLD, REASON)), XComModel.map_index == -1)
        .order_by(XComModel.timestamp.desc())
    ).all()
    values = [(task_id, key, XComModel.deserialize_value(Value(value))) for task_id, key, value in told]
    reasons = {task_id: str(value) for task_id, key, value in values if key == REASON}
    failed = [task for task in dag_run.get_task_instances(session=session) if task.state == "failed"]
    lines = describe(
        [(task_id, value) for task_id, key, value in values if key != REASON],
        [name_failed(task.task_id, task.rendered_map_index, reasons.get(task.task_id)) for task in failed],
    )
    if lines:
        dag_run.note = shorten(lines)


class Value:
    """What XComModel.deserialize_value reads its value from."""

    def __init__(self, value: Any) -> None:
        self.value = value


def name_failed(task_id: str, mapped: str | None, reason: str | None) -> str:
    """A failed task's name, with its source where it has one, and its reason where it left one."""
    name = f"{task_id} {mapped or ''}".strip()
    return f"{name}: {reason}" if reason else name


def describe(told: Iterable[tuple[str, object]], failed: list[str]) -> list[str]:
    """A line for each task that failed, then for each that returned counts or words, the latest first: the UI shows
    the first line alone until the note is opened.
    """
    lines = [f"failed: {name}" for name in failed[:FAILURES_TOLD]]
    lines += [f"failed: {len(failed) - FAILURES_TOLD} more"] if len(failed) > FAILURES_TOLD else []
    for task_id, value in told:
        if isinstance(value, Mapping):
            lines.append(f"{task_id}: " + ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in value.items()))
        elif isinstance(value, str):
            lines.append(f"{task_id}: {value}")
    return lines


def shorten(lines: Iterable[str]) -> str:
    """The lines as a list in Markdown, no longer than a note may be."""
    note = ""
    for line in lines:
        item = f"- {line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + '…'}\n"
        note += item if len(note) + len(item) <= LONGEST_NOTE else ""
    return note.rstrip()


class RunNotePlugin(AirflowPlugin):
    name = "run_note"
    listeners: ClassVar = [sys.modules[__name__]]
