"""Collects what is latest from every source: feeds, sitemaps and lists, every half hour.

`list_sources` reads `scrapers/sources/`, `crawl` fetches and archives (one mapped task per source, named by it),
`parse` turns
every new page into a document, `link_reprints` joins what repeats, `report` says what the run did. New documents start
build_daily_counts.

**When it fails.** `report` names the sources that failed, each with its reason; the others were collected all the same.

1. Open `crawl [source]` and read the last lines of its log: they name the address and what it answered.
2. A feed or list that is gone or has moved: correct `scrapers/sources/<source>.yml` and clear the crawl task.
3. Timeouts and 5xx pass: the next run tries again and misses nothing that the feed still shows; for older days run
   collect_day.
4. `parse` or `link_reprints` red: the pages are safe in the archive; mend the cause and clear the task.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG

from dags.collecting import TASKS, collect

with DAG(
    "collect_latest",
    description="Feeds and lists of every source, every half hour",
    schedule="*/30 * * * *",
    start_date=pendulum.datetime(2020, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=3),
    default_args=TASKS,
    doc_md=__doc__,
    tags=["collect"],
) as dag:
    collect(dated=False)
