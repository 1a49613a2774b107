"""The tasks that collect_latest and collect_day share: which sources, which day, one crawl, and what the run says at
its end.

This module holds no DAG. A crawl runs as a child process, since Scrapy's reactor starts only once in a process; its
lines
become lines of the task's log, and its summary a small XCom.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Asset, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException
from airflow.task.trigger_rule import TriggerRule

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = Asset("documents", uri="postgres://warehouse/salamat/public/document")
DISCOVERY_FAILED, BAD_SETTING = 3, 2
TASKS: dict[str, Any] = {
    "owner": "salamat",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(minutes=30),
}
CRAWL_TIMEOUT = timedelta(hours=2)

log = logging.getLogger(__name__)
Summary = dict[str, Any]


class CrawlBroke(RuntimeError):
    """A crawl ended without a summary that can be trusted; another try may do."""


def run_day(context: Mapping[str, Any]) -> date:
    """The calendar day that a run collects: its partition key, else `day` of its configuration.

    Raises AirflowFailException that says how to give one.
    """
    run = context["dag_run"]
    stated = getattr(run, "partition_key", None) or (run.conf or {}).get("day")
    try:
        return date.fromisoformat(str(stated))
    except ValueError:
        how = 'backfill the day, or trigger the DAG with the partition key or {"day": "2020-06-14"}'
        raise AirflowFailException(f"this run names no calendar day (got {stated!r}): {how}") from None


@task
def list_sources(only: Sequence[str] = ()) -> list[str]:
    """The ids of all enabled sources, or of those among `only`."""
    from scrapers.catalogue import load_catalogue

    enabled = [name for name, source in load_catalogue().items() if source.enabled]
    unknown = sorted(set(only) - set(enabled))
    if unknown:
        raise AirflowFailException(f"no enabled source named {', '.join(unknown)}: see scrapers/sources/")
    chosen = sorted(only or enabled)
    log.info("%d sources: %s", len(chosen), ", ".join(chosen))
    return chosen


@task(task_id="crawl", map_index_template="{{ task.op_kwargs['source'] }}", execution_timeout=CRAWL_TIMEOUT)
def crawl(source: str, dated: bool) -> Summary:
    """Crawl one source in a child process and return its summary: the run's day where `dated`, else what is latest.

    A feed or list that failed fails the task at once, since the crawl itself has tried again; the pages it got are
    kept and
    the summary is still handed on. A wrong setting or source file is final too; anything else may be tried again.
    """
    context = get_current_context()
    day = run_day(context) if dated else None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "summary.json"
        command = [sys.executable, "-m", "scrapers.crawl", source, "--summary", str(file)]
        code = _forwarded([*command, "--day", day.isoformat()] if day else command)
        summary: Summary = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if code == 0:
        return summary
    context["ti"].xcom_push("failed_summary", summary)
    if code == DISCOVERY_FAILED:
        raise AirflowFailException(f"{source}: {_reasons(summary.get('discovery_failed', []))}")
    if code == BAD_SETTING:
        raise AirflowFailException(f"{source}: a setting or the source's file is wrong; the lines above say which")
    raise CrawlBroke(f"{source}: the crawl ended with {code}; the lines above say why")


def _forwarded(command: Sequence[str]) -> int:
    """Run a command in the repository, its lines as log lines; a task that is stopped stops it and waits for its
    end.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        with _stopped_with(child):
            for line in child.stdout or ():
                log.info("%s", line.rstrip())
        return child.wait()


@contextmanager
def _stopped_with(child: subprocess.Popen[str]) -> Iterator[None]:
    """Hand a SIGTERM on to the child, so that it closes its archive, before Airflow's own handler acts."""
    before = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: Any) -> None:
        child.terminate()
        child.wait()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _reasons(failed: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(f"{each['reason']} at {each['url']}" for each in failed) or "its feeds or lists failed"


@task(trigger_rule=TriggerRule.ALL_DONE, outlets=[DOCUMENTS])
def parse() -> dict[str, int]:
    """Turn every page that was not read yet into a document or a recorded reason, whichever crawl brought it."""
    from transforms.stages import parse_pages

    return staged(lambda connection: parse_pages(connection, archive_folder()))


@task
def link_reprints() -> dict[str, int]:
    """Link new documents with those that they repeat."""
    from transforms import stages

    return staged(stages.link_reprints)


def archive_folder() -> Path:
    """The archive's folder. Raises AirflowFailException where the setting is missing."""
    folder = os.environ.get("SALAMAT_ARCHIVE")
    if not folder:
        raise AirflowFailException("set SALAMAT_ARCHIVE to the folder of the WARC files")
    return Path(folder)


def staged(stage: Any) -> dict[str, int]:
    """Run one stage on the warehouse and log its counts as one line."""
    from sql.db import connect

    connection = connect()
    try:
        counts: dict[str, int] = stage(connection)
    finally:
        connection.close()
    log.info("%s", ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing to do")
    return counts


@task(trigger_rule=TriggerRule.ALL_DONE, retries=0)
def report(parsed: Mapping[str, int] | None, linked: Mapping[str, int] | None) -> str:
    """Say what the run did in one line, then fail it where a source failed, naming each with its reason."""
    context = get_current_context()
    ti, run = context["ti"], context["dag_run"]
    sources = ti.xcom_pull(task_ids="list_sources") or []
    summaries = {s["source"]: s for s in _all(ti, "return_value")} | {
        s["source"]: s for s in _all(ti, "failed_summary")
    }
    failed = [_failure(name, summaries.get(name)) for name in sources if _has_failed(summaries.get(name))]
    counts = dict(linked or {}) | dict(parsed or {})
    line = f"{run.run_id}: {len(sources)} sources, " + ", ".join(f"{name} {n}" for name, n in counts.items())
    log.info("%s", line)
    if parsed is None or linked is None:
        raise AirflowFailException("parse or link_reprints failed: see their logs")
    if failed or not sources:
        raise AirflowFailException("; ".join(failed) or "the sources could not be listed")
    return line


def collect(dated: bool) -> None:
    """The tasks of a collecting DAG in their order."""
    crawled = crawl.partial(dated=dated).expand(source=list_sources())
    parsed = parse()
    linked = link_reprints()
    crawled >> parsed >> linked
    linked >> report(parsed, linked)


def _all(ti: Any, key: str) -> list[Summary]:
    """What every crawl of this run left under a key, whatever its end."""
    return [summary for summary in ti.xcom_pull(task_ids=["crawl"], key=key) if summary]


def _has_failed(summary: Summary | None) -> bool:
    return summary is None or bool(summary.get("discovery_failed"))


def _failure(source: str, summary: Summary | None) -> str:
    if summary is None:
        return f"{source}: the crawl broke; see the log of crawl [{source}]"
    return f"{source}: {_reasons(summary.get('discovery_failed', []))}"
