"""Collects one calendar day of every source from its archive by date; the DAG to backfill.

Its run is named by the day (the partition key, `2020-06-14`): daily for yesterday, by hand or by a backfill for any
other.
`crawl` asks each source for that day only (one mapped task per source, named by it); what is archived already is not
fetched
again, so a day may be collected any number of times. Then `parse`, `link_reprints` and `report`, as in collect_latest.

**When it fails.** `report` names the sources that failed, each with its reason; the others were collected all the same.

1. "this run names no calendar day": it was started without a partition key; backfill the day, or trigger the DAG with
one.
2. Open `crawl [source]` and read the last lines of its log: they name the address and what it answered.
3. An archive page that has moved: correct `days` in `scrapers/sources/<source>.yml` and clear the crawl task.
4. Timeouts and 5xx pass: clear the failed crawl task, then `parse` and what follows.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG, CronPartitionTimetable

from dags.collecting import TASKS, collect

with DAG(
    "collect_day",
    description="One calendar day of every source; the one to backfill",
    schedule=CronPartitionTimetable("0 1 * * *", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
    start_date=pendulum.datetime(2020, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=2,
    dagrun_timeout=timedelta(hours=6),
    default_args=TASKS,
    doc_md=__doc__,
    tags=["collect", "backfill"],
) as dag:
    collect(dated=True)
