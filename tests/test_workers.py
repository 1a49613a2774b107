"""A batch of pages goes to worker processes and comes back as if it had been parsed here."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.test_document import ALMATY, LAYOUT, article, page
from transforms.document import parse_page
from transforms.models import Report
from transforms.workers import LEAST_JOBS, Job, ReadJob, WorkerDiedError, Workers, answer_jobs

ROOT = Path(__file__).resolve().parent.parent


def jobs(number: int) -> list[Job]:
    """Pages with different texts, one of them unreadable."""
    bodies = [article(body=f"<p>Зарегистрировано {each} случаев кори в области.</p>") for each in range(number - 1)]
    return [Job(page(html), (LAYOUT,), ALMATY) for html in (*bodies, "")]


def test_workers_give_what_the_parser_gives_in_the_order_of_the_jobs() -> None:
    asked = jobs(LEAST_JOBS)
    with Workers(2) as workers:
        answered = workers.parse(asked)
        assert len(workers._children) == 2
    assert answered == [parse_page(job.page, job.layouts, job.time_zone) for job in asked]
    assert all(child.returncode == 0 for child in workers._children)


def test_workers_read_reports_as_they_are_read_here() -> None:
    texts = [f"За сутки в Казахстане выявлено {number} новых случаев кори." for number in range(100, 100 + LEAST_JOBS)]
    asked = [ReadJob(Report(str(each), "Корь", text, None, "KZ"), "ru", "Cyrl") for each, text in enumerate(texts)]
    with Workers(2) as workers:
        answered = workers.read(asked)
    assert answered == [job.do() for job in asked]
    assert [observations[0].value for _, observations in answered] == list(range(100, 100 + LEAST_JOBS))


def test_a_few_pages_are_parsed_here() -> None:
    with Workers(2) as workers:
        assert len(workers.parse(jobs(3))) == 3
        assert workers._children == []


def test_a_worker_that_dies_is_told_with_its_page() -> None:
    with pytest.raises(WorkerDiedError, match=r"x\.kz"), Workers(2) as workers:
        workers.parse(jobs(LEAST_JOBS))
        for child in workers._children:
            child.kill()
            child.wait()
        workers.parse(jobs(LEAST_JOBS))
    assert all(child.returncode is not None for child in workers._children)


def test_a_worker_ends_with_a_parent_that_is_killed() -> None:
    code = (
        "import time; from tests.test_workers import jobs; from transforms.workers import Workers, LEAST_JOBS\n"
        "w = Workers(2); w.parse(jobs(LEAST_JOBS)); print(*[c.pid for c in w._children], flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    deadline = time.monotonic() + 20
    while any(lives(pid) for pid in workers):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.1)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_half_a_job_is_no_job() -> None:
    whole = pickle.dumps(jobs(1)[0])
    answers = io.BytesIO()
    answer_jobs(io.BytesIO(whole + whole[:40]), answers)
    assert len(answers.getvalue()) > 0
    assert pickle.loads(answers.getvalue()) == parse_page(jobs(1)[0].page, (LAYOUT,), ALMATY)
