"""The tasks that collect_latest and collect_day share: one crawl a source, then parse, link reprints and report.

No DAG stands here. A crawl is a child process, for Scrapy's reactor starts only once in a process. What the crawls
left is told by the tables, so `parse` and `link_reprints` do what is undone, whichever run it came from.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.alerts import tell
from dags.assets import DOCUMENT, PAGE, SITE
from dags.child_process import ROOT, run_forwarded
from dags.crawl_summary import describe_run, failed_sources, is_final, shorten, why_failed
from dags.stage import run_stage

CRAWL_TIMEOUT = timedelta(hours=2)
POOL = "crawl"  # made where Airflow's tables are: local/airflow.py, docker-compose.yml
SUMMARY, UNWELL = "summary", "unwell"
RED = ("failing", "drifting")
LATEST = "latest"
NOTHING_READ = {"pages": 0, "documents": 0, "unreadable": 0}
FINE = 0
log = logging.getLogger(__name__)


class CrawlBroke(RuntimeError):
    """A crawl ended in a way that another try may mend."""


def find_day(context: Mapping[str, Any]) -> str:
    """The calendar day that a run collects, YYYY-MM-DD: its partition key, else `day` of its configuration.

    Raises AirflowFailException that says how to name one.
    """
    run = context["dag_run"]
    stated = run.partition_key or (run.conf or {}).get("day")
    try:
        return date.fromisoformat(str(stated)).isoformat()
    except ValueError:
        said = f"{stated!r} is no calendar day" if stated else "this run names no calendar day"
        how = 'backfill the day, or trigger the DAG with the partition key 2020-06-14 or with {"day": "2020-06-14"}'
        raise AirflowFailException(f"{said}: {how}") from None


def collect(*, by_day: bool) -> None:
    """Lay out the tasks of a collecting DAG; `by_day`: each crawl asks for the run's calendar day only."""
    crawled = crawl.partial(by_day=by_day).expand(source=list_sources(by_day=by_day))
    reported = report(by_day=by_day)
    crawled >> parse() >> link_reprints(by_day=by_day) >> reported
    crawled >> reported  # also where a person clears the failed tasks alone


@task
def list_sources(by_day: bool) -> list[str]:
    """The ids of all sources but the disabled ones. A faulty file is left in: its own crawl fails and says why.

    A closed site, which only the web archive has, is asked for past days only.

    A run whose configuration says `{"sources": [...]}` asks these only. On the sample web only the sources that it has
    pages of.
    """
    from scrapers.catalogue import SOURCES, CatalogueError, load_source, require_ids
    from scrapers.sample_web import sampled_hosts

    if by_day:
        find_day(get_current_context())  # one red task that says how to name a day, before a crawl for each source
    try:
        ids = require_ids(SOURCES)
    except CatalogueError as error:
        raise AirflowFailException(str(error)) from None
    if asked := (get_current_context()["dag_run"].conf or {}).get("sources"):
        if unknown := sorted(set(asked) - set(ids)):
            raise AirflowFailException(f"no such source: {', '.join(unknown)}; scrapers/README.md lists them all")
        ids = [source_id for source_id in ids if source_id in asked]
    sources = []
    hosts = sampled_hosts(os.environ)
    for source_id in ids:
        try:
            source = load_source(SOURCES, source_id)
        except CatalogueError as error:
            log.error("%s", error)
        else:
            if not source.enabled:
                log.info("%s is disabled: %s", source_id, source.reason)
                continue
            closed = not by_day and bool(source.web_archive) and not source.shows_latest
            if closed or (hosts is not None and source.host not in hosts):
                continue
        sources.append(source_id)
    log.info("%d sources: %s", len(sources), ", ".join(sources))
    return sources


@task(
    map_index_template="{{ crawl_name | default(task.op_kwargs['source'], true) }}",
    execution_timeout=CRAWL_TIMEOUT,
    retry_delay=timedelta(minutes=1),  # no sooner than a site may ask for: RETRY_BACKOFF_MAX
    pool=POOL,
    inlets=[SITE],
    outlets=[PAGE],
)
def crawl(source: str, by_day: bool) -> None:
    """Crawl one source and leave the crawl's summary, with the reason of a failure, for `report`.

    What cannot get better is final, what may is tried again (`is_final`); the pages that came are kept in any case.
    """
    context = get_current_context()
    arguments = ["--day", find_day(context)] if by_day else []
    with tempfile.TemporaryDirectory(prefix="salamat-crawl-") as folder:
        file = Path(folder) / "summary.json"
        command = [sys.executable, "-m", "scrapers.crawl", source, *arguments, "--summary", str(file)]
        status, last_line = run_forwarded(command)
        summary = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"source": source}
    problem = None if status == FINE else why_failed(status, summary, last_line.replace(f"{ROOT}/", ""))
    context["ti"].xcom_push(SUMMARY, short := shorten(summary, problem))
    context["outlet_events"][PAGE].extra = {name: value for name, value in short.items() if name != "problem"}
    if problem:
        context["crawl_name"] = f"{source}: {problem}"[:120]  # type: ignore[typeddict-unknown-key]
        final = is_final(status, summary, by_day=by_day)
        raise (AirflowFailException if final else CrawlBroke)(f"{source}: {problem}")


@task(trigger_rule=TriggerRule.ALL_DONE)
def parse() -> dict[str, int]:
    """Turn every page that was not read yet into a document, or write down why it is unreadable."""
    from transforms.stages import parse_pages

    archive = os.environ.get("SALAMAT_ARCHIVE")
    if not archive:
        raise AirflowFailException("SALAMAT_ARCHIVE is not set: give it the folder of the WARC files")
    return run_stage(lambda connection: parse_pages(connection, Path(archive)))


@task(inlets=[PAGE], outlets=[DOCUMENT])
def link_reprints(by_day: bool) -> dict[str, int]:
    """Link new documents with those they repeat, then announce that documents changed.

    Skipped, and so without an event, where the crawls brought no page, none was read and no document is new.
    """
    from transforms import stages

    context = get_current_context()
    parsed = context["ti"].xcom_pull(task_ids="parse")
    brought = sum(summary["new_pages"] for summary in pull_summaries(context["ti"]))
    linked = run_stage(stages.link_reprints)
    if not brought and not parsed["pages"] and not linked["documents"]:
        log.info("nothing changed: no new page, no new document")
        raise AirflowSkipException
    event = context["outlet_events"][DOCUMENT]
    event.extra = {"documents": linked["documents"], "unreadable": parsed["unreadable"]}
    event.add_partitions(find_day(context) if by_day else LATEST)
    return linked


@task(trigger_rule=TriggerRule.ALL_DONE)
def report(by_day: bool) -> str:
    """Say what the run did; fail the run where a source failed or drifts, with each one's reason.

    A past day says nothing of how a site does now: its run is not judged by the sources' health.
    """
    ti = get_current_context()["ti"]
    sources: list[str] | None = ti.xcom_pull(task_ids="list_sources")
    if sources is None:
        raise AirflowFailException("the sources could not be listed: see the log of list_sources")
    summaries = pull_summaries(ti)
    said = describe_run(sources, summaries, ti.xcom_pull(task_ids="parse") or NOTHING_READ)
    failures = failed_sources(sources, summaries)
    if not by_day:
        unwell = unwell_sources(sources, summaries)
        failures += [f"{source} is {health}: {reason}" for source, health, reason in unwell if health in RED]
        alert_of_sources(ti, failed_sources(sources, summaries), unwell)
    for line in said:
        log.info("%s", line)
    for failure in failures:
        log.error("%s", failure)
    states = ti.get_task_states(ti.dag_id, task_ids=["parse", "link_reprints"], run_ids=[ti.run_id])[ti.run_id]
    failures += [f"{name} failed: see its log" for name, state in states.items() if "failed" in state]
    if failures:
        ti.xcom_push("note", "; ".join(said))
        raise AirflowFailException("; ".join(failures))
    return "; ".join(said)


def unwell_sources(sources: list[str], summaries: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Source, health and reason of each whose crawl went well but which its own history calls failing, drifting or
    silent.
    """
    from sql.db import query

    found: list[dict[str, Any]] = []

    def ask(connection: Any) -> dict[str, int]:
        found.extend(query(connection, "select_source_health", sources=sources))
        return {"sources unwell": len(found)}

    run_stage(ask)
    well = {summary["source"] for summary in summaries if not summary["problem"]}
    return [(row["source_id"], row["health"], row["reason"]) for row in found if row["source_id"] in well]


def alert_of_sources(ti: Any, failed: list[str], unwell: list[tuple[str, str, str]]) -> None:
    """Tell which sources fail, drift or are silent that did not in the run before."""
    now = {line.partition(":")[0]: ("failing", line) for line in failed}
    now |= {source: (health, f"{source} is {health}: {reason}") for source, health, reason in unwell}
    before = ti.xcom_pull(task_ids="report", key=UNWELL, map_indexes=-1, include_prior_dates=True) or {}
    ti.xcom_push(UNWELL, {source: health for source, (health, _) in now.items()})
    if news := [line for source, (health, line) in now.items() if before.get(source) != health]:
        tell("sources: " + "; ".join(news))


def pull_summaries(ti: Any) -> list[dict[str, Any]]:
    """What the crawls of the run left, whatever their end; one that was killed left nothing."""
    return [summary for summary in ti.xcom_pull(task_ids=["crawl"], key=SUMMARY) if summary]
