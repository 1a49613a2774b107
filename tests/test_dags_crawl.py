"""What stands around a crawl: the child process and its lines, the reasons of failures, the words of a report."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from typing import Any

import pytest

from dags import child_process
from dags.child_process import run_forwarded
from dags.crawl_summary import NO_SUMMARY, describe_run, failed_sources, is_final, shorten, why_failed

TOLD = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (print('closing', flush=True), sys.exit(143)))"
)
WAIT = "print('waiting', flush=True); time.sleep(60)"


def python(*lines: str) -> list[str]:
    return [sys.executable, "-c", "; ".join(lines)]


def test_lines_are_logged_as_they_come(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    said = python("import sys", "print('сводка')", "print()", "print('last', file=sys.stderr)", "sys.exit(3)")
    assert run_forwarded(said) == (3, "last")
    assert caplog.messages == ["сводка", "last"]


def test_the_child_finds_the_repositorys_packages() -> None:
    assert run_forwarded(python("import scrapers.crawl, os", "print(os.getcwd())")) == (0, str(child_process.ROOT))


def test_sigterm_goes_on_to_the_child_and_its_end_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    before = signal.getsignal(signal.SIGTERM)

    def stop() -> None:
        while "waiting" not in caplog.messages:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop).start()
    assert run_forwarded(python(TOLD, WAIT)) == (143, "closing")
    assert signal.getsignal(signal.SIGTERM) == before


class OutOfTimeError(Exception):
    pass


@pytest.mark.parametrize(
    ("first", "status"), [(TOLD, 143), ("import signal, time; signal.signal(15, signal.SIG_IGN)", -9)]
)
def test_a_task_out_of_time_leaves_no_child(monkeypatch: pytest.MonkeyPatch, first: str, status: int) -> None:
    monkeypatch.setattr(child_process, "SECONDS_TO_END", 1.0)
    started: list[Any] = []
    real = child_process.subprocess.Popen

    def remember(*args: Any, **rest: Any) -> Any:
        started.append(real(*args, **rest))
        return started[0]

    def interrupt(message: str, line: str) -> None:
        raise OutOfTimeError

    monkeypatch.setattr(child_process.subprocess, "Popen", remember)
    monkeypatch.setattr(child_process.log, "info", interrupt)
    with pytest.raises(OutOfTimeError):
        run_forwarded(python(first, WAIT))
    assert started[0].returncode == status


FEED = {"url": "https://a.kz/rss", "reason": "http_500"}
LIST = {"url": "https://a.kz/news", "reason": "timeout"}


@pytest.mark.parametrize(
    ("status", "summary", "last_line", "said"),
    [
        (3, {"discovery_failed": [FEED]}, "a: …", "https://a.kz/rss: http_500"),
        (3, {"discovery_failed": [FEED, LIST]}, "a: …", "https://a.kz/rss: http_500 (and 1 more)"),
        (2, {}, "kz_a.yml: url is missing; add it", "kz_a.yml: url is missing; add it"),
        (143, {"discovery_failed": []}, "a: …", "told to stop; what had come is archived"),
        (1, {}, "ValueError: odd", "ValueError: odd"),
        (4, {"discovery_failed": [FEED], "problem": "cannot write …"}, "cannot write …", "cannot write …"),
        (5, {}, "the warehouse failed: …", "the warehouse failed: …"),
        (-9, {}, "", "ended with status -9"),
    ],
)
def test_a_failure_has_a_reason_of_a_few_words(status: int, summary: Any, last_line: str, said: str) -> None:
    assert why_failed(status, summary, last_line) == said


@pytest.mark.parametrize(
    ("status", "passing", "by_day", "final"),
    [
        (3, True, True, False),
        (3, False, True, True),
        (3, True, False, True),  # the next run of collect_latest is the next try
        (2, False, True, True),
        (1, False, True, False),
        (1, False, False, False),
        (5, False, False, False),
        (143, False, False, False),
        (-9, False, True, False),
    ],
)
def test_only_what_may_get_better_is_tried_again(status: int, passing: bool, by_day: bool, final: bool) -> None:
    assert is_final(status, {"passing": passing}, by_day=by_day) == final
    assert is_final(status, {}, by_day=by_day) == (final or status == 3)


def test_what_is_handed_on_is_small_and_the_report_adds_it_up() -> None:
    lost = [{"url": f"https://a.kz/{number}", "reason": "http_404"} for number in range(1000)]
    whole = {"source": "kz_a", "listed": 1200, "known": 0, "fetched": 1200, "new_pages": 200, "unreadable": lost}
    summaries = [shorten(whole, None), shorten({"source": "kz_b"}, "https://b.kz/rss: timeout")]
    assert len(repr(summaries)) < 400
    sources = ["kz_a", "kz_b", "kz_c"]
    assert failed_sources(sources, summaries) == ["kz_b: https://b.kz/rss: timeout", f"kz_c: {NO_SUMMARY}"]
    assert describe_run(sources, summaries, {"pages": 200, "documents": 199, "unreadable": 1}) == [
        "sources: 3, failed: 2",
        "articles fetched: 1200, new pages: 200, not to be had: 1000",
        "pages read: 200, documents: 199, unreadable: 1",
    ]
