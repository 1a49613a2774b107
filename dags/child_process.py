"""Run a command as a child process of a task: its lines go to the task's log as they come, its end is waited for."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_END = 120.0
log = logging.getLogger(__name__)


def run_forwarded(command: Sequence[str]) -> tuple[int, str]:
    """Run `command` in the repository; return its exit status and its last line.

    A SIGTERM to the task, as when a person marks it failed, goes on to the child, which ends in its own time. Where the
    task itself is interrupted (its time is over), the child is told to stop and has SECONDS_TO_END to do so. It stands
    in a process group of its own: Airflow kills the task's group five seconds after its SIGTERM.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        process_group=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with child, _ends_with_task(child):
        last_line = ""
        for line in child.stdout or ():
            if stripped := line.rstrip():
                log.info("%s", stripped)
                last_line = stripped
        return child.wait(), last_line


@contextmanager
def _ends_with_task(child: subprocess.Popen[str]) -> Iterator[None]:
    """Hand SIGTERM on to the child while it runs, and leave no child behind."""

    def hand_on(_number: int, _frame: FrameType | None) -> None:
        log.warning("told to stop: waiting for the child process to end")
        child.terminate()

    before = signal.signal(signal.SIGTERM, hand_on)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(child)


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.communicate(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        log.error("the child process did not end within %.0f s: killed", SECONDS_TO_END)
        child.kill()
