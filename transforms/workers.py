"""Worker processes that parse pages and read reports, one a core: a job goes in on their input, its answer comes out.

They are plain child processes and not `multiprocessing`, whose children a task of Airflow may not have. A worker ends
when its input ends, so none outlives a parent that was killed.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Self

from transforms.document import parse_page
from transforms.models import Document, Layout, Observation, Page, Report, Unreadable

LEAST_JOBS = 50  # a worker takes a second or two to start
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Job:
    """A page with what its source says of it."""

    page: Page
    layouts: tuple[Layout, ...]
    time_zone: str

    @property
    def name(self) -> str:
        return self.page.url

    def do(self) -> Document | Unreadable:
        return parse_page(self.page, self.layouts, self.time_zone)


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A report with the language and script that its document is taken to be in."""

    report: Report
    language: str | None
    script: str | None

    @property
    def name(self) -> str:
        return f"document {self.report.id}"

    def do(self) -> tuple[str, list[Observation]]:
        """The version that reads the report, and what it finds."""
        from transforms.extract import extract, version_of  # so that workers that only parse start sooner

        return version_of(self.report, self.language, self.script), extract(self.report)


class WorkerDiedError(RuntimeError):
    """A worker ended before it had answered; what it was at can be done again."""


def count_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


class Workers:
    """Some processes that do jobs, from `with` to its end; they start with the first batch worth their start."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in self._children:
            if kind is not None:
                child.kill()
            _close(child)

    def parse(self, jobs: Sequence[Job]) -> list[Document | Unreadable]:
        """The document of each page, in their order. Raises WorkerDiedError."""
        return self._do(jobs)

    def read(self, jobs: Sequence[ReadJob]) -> list[tuple[str, list[Observation]]]:
        """The version that reads each report and its observations, in their order. Raises WorkerDiedError."""
        return self._do(jobs)

    def _do(self, jobs: Sequence[Job | ReadJob]) -> list[Any]:
        """What each job gives; a few jobs are done here."""
        if self.number < 2 or len(jobs) < LEAST_JOBS:
            return [job.do() for job in jobs]
        if not self._children:
            self._start()
        with ThreadPoolExecutor(self.number) as threads:
            return list(threads.map(self._ask, jobs))

    def _start(self) -> None:
        command = [sys.executable, "-m", "transforms.workers"]
        for _ in range(self.number):
            child = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self._children.append(child)
            self._idle.put(child)

    def _ask(self, job: Job | ReadJob) -> Any:
        child = self._idle.get()
        try:
            assert child.stdin is not None and child.stdout is not None
            pickle.dump(job, child.stdin)
            child.stdin.flush()
            return pickle.load(child.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            raise WorkerDiedError(f"a worker died at {job.name}") from error
        finally:
            self._idle.put(child)


def _close(child: subprocess.Popen[bytes]) -> None:
    try:
        child.communicate()
    except (BrokenPipeError, ValueError):
        child.wait()


def answer_jobs(jobs: IO[bytes], answers: IO[bytes]) -> None:
    """Do every job that comes in, until no more come."""
    while True:
        try:
            job: Job | ReadJob = pickle.load(jobs)
        except (EOFError, pickle.UnpicklingError):
            return
        try:
            pickle.dump(job.do(), answers)
            answers.flush()
        except BrokenPipeError:
            return


if __name__ == "__main__":
    from transforms.workers import answer_jobs as answer  # so that a job's class is the same here and there

    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints must not come between answers
        answer(sys.stdin.buffer, answers)
