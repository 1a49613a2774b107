"""Collects what is new on every source: its feeds, sitemaps and lists, every half hour.

`list_sources` reads the catalogue, `crawl` fetches and archives (one task a source, named by it), `parse` turns new
pages into documents, `link_reprints` links what repeats and announces that documents changed, which starts
build_daily_counts; it is skipped where nothing is new. `report` says what the run did.

**When it fails.** Nothing that was fetched is lost, and one source's failure stops no other.

1. Open `report`: its last lines name each failed source with the reason. The crawl's own name in the grid says it too.
2. A time-out or an answer of 5xx passes: the next run, in half an hour, tries again. For days that were missed
   meanwhile run collect_day.
3. A feed or list that moved (404, or nothing found in it): correct `scrapers/sources/<source>.yml`, then clear that
   `crawl` task with what follows it. A site that is gone for good: `enabled: false` and a `reason`.
4. `crawl` waits or fails for "another crawl": one source is crawled once at a time. Let the other one end.
5. `parse` or `link_reprints` red: the pages are safe in the archive. Mend the cause its log names and clear the task.
6. "cannot write to the archive" or "the warehouse failed": a disk is full, or PostgreSQL stopped. Mend that, then
   clear what is red: what was stored is kept. For a "damaged record" restore its archive file and delete its row in
   `unreadable`.
7. "is drifting" or "is failing": `select * from source_health`. Its pages or lists changed: add a layout to its file in
   `scrapers/sources/`, or mend the list's selectors; the history forgives after 20 articles that read well.
8. A single page that is missing or broken fails nothing: `select * from unreadable order by recorded_at desc`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from dags.alerts import deadline
from dags.collecting import collect
from dags.stage import TASKS

# Airflow takes False for "if the last tick is less than five minutes ago"; no time at all means what it says.
EVERY_HALF_HOUR = CronTriggerTimetable("*/30 * * * *", timezone="UTC", run_immediately=timedelta(0))


@dag(
    schedule=EVERY_HALF_HOUR,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=4),
    deadline=deadline(timedelta(hours=1)),
    default_args=TASKS,
    tags=["collect"],
    description="Feeds and lists of every source, every half hour",
    doc_md=__doc__,
)
def collect_latest() -> None:
    collect(by_day=False)


collect_latest()
