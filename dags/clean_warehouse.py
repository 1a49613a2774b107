"""Clears away what crawls leave behind and nobody needs; weekly, or by hand with a form.

`mend_archive` closes and indexes the archive files of crawls that died and whose source was not crawled since: what had
come is kept and is read by the next collection. `forget_crawls` deletes the reports of crawls that are older than the
form says, but each source's youngest 200, by which its health is judged. `forget_visits` deletes when a URL was asked
for last, where that is longer ago. Pages, documents, observations, counts, revisions and the archive's records are
never deleted.

Airflow's own rows and logs are another matter: `make clean-metadata`, in containers the service `clean`.

**When it fails.** Nothing is lost, and the next run does what this one left.

1. `mend_archive` red with "cannot write to the archive": make room or correct SALAMAT_ARCHIVE, then clear the task.
2. A red task with the database's words: mend what they say, then clear the task.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from airflow.sdk.exceptions import AirflowFailException

from dags.alerts import deadline
from dags.stage import TASKS, run_stage

CRAWLS_KEPT = 200
FORM = {
    "keep_days": Param(
        180,
        type="integer",
        minimum=30,
        title="Keep days",
        description="Crawl reports and visits that are older than so many days go.",
    )
}


@dag(
    schedule=CronTriggerTimetable("30 3 * * 0", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=3),
    deadline=deadline(timedelta(hours=2)),
    default_args=TASKS,
    params=FORM,
    tags=["upkeep"],
    description="Mend what crawls left behind, forget their old reports",
    doc_md=__doc__,
)
def clean_warehouse() -> None:
    @task
    def mend_archive() -> dict[str, int]:
        """Close and index what crawls that died left open."""
        from scrapers.archive import ArchiveError
        from scrapers.catalogue import CatalogueError
        from scrapers.mending import mend_archive

        archive = os.environ.get("SALAMAT_ARCHIVE")
        if not archive:
            raise AirflowFailException("SALAMAT_ARCHIVE is not set where Airflow runs: set it to the archive's folder")
        try:
            return run_stage(lambda connection: mend_archive(connection, Path(archive)))
        except (ArchiveError, CatalogueError) as error:
            raise AirflowFailException(str(error)) from None

    @task
    def forget_crawls(params: dict[str, Any]) -> dict[str, int]:
        """Delete old crawl reports, but each source's youngest."""
        return run_stage(lambda connection: forget(connection, "crawls", params["keep_days"], keep=CRAWLS_KEPT))

    @task
    def forget_visits(params: dict[str, Any]) -> dict[str, int]:
        """Delete when a URL was asked for last, where that is long ago."""
        return run_stage(lambda connection: forget(connection, "visits", params["keep_days"]))

    mend_archive() >> forget_crawls() >> forget_visits()


def forget(connection: Any, what: str, keep_days: int, **rest: int) -> dict[str, int]:
    """Run one deletion of its own transaction; returns how many rows went."""
    from sql.db import execute

    with connection:
        return {what: execute(connection, f"forget_{what}", keep_days=keep_days, **rest)}


clean_warehouse()
