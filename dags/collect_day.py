"""Collects one calendar day of every source from its archive by date; the DAG to backfill.

A run bears its day as its partition key (`2020-06-14`): each night's is the day before; a backfill makes one run a day.
By hand: trigger it with that partition key, or with the configuration `{"day": "2020-06-14"}`. `crawl` asks each source
for that day only (a source without an archive by date: what its feeds and lists still show of it; one whose own archive
is gone: what the Wayback Machine captured that day, 24 requests a minute). What is archived is not fetched again, so a
day may be collected any number of times. The other tasks are those of collect_latest.

**When it fails.** Nothing that was fetched is lost, and one source's failure stops no other.

1. Open `report`: its last lines name each failed source with the reason. The crawl's own name in the grid says it too.
2. "names no calendar day": the run was started without a partition key. Trigger it again with one.
3. A time-out or an answer of 429 or 5xx may pass: `crawl` was tried three times, a minute or two apart, unless the site
   "asks for … s of peace". Clear it later, with what follows it.
4. An archive page that moved (404, or nothing found in it): correct `days` in `scrapers/sources/<source>.yml`, then
   clear that `crawl` with what follows it.
5. "web archive": the Wayback Machine wanted its peace (`http_429`), is down or shows nothing of the site
   (`blocked_site`). What came is kept: clear that `crawl` later, and it goes on with the rest.
6. `crawl` waits or fails for "another crawl": one source is crawled once at a time. Let the other one end.
7. `parse` or `link_reprints` red: the pages are safe in the archive. Mend the cause its log names and clear the task.
8. "cannot write to the archive" or "the warehouse failed": a disk is full, or PostgreSQL stopped. Mend that, then
   clear what is red: what was stored is kept. For a "damaged record" restore its archive file and delete its row in
   `unreadable`.
9. A single page that is missing or broken fails nothing: `select * from unreadable order by recorded_at desc`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronPartitionTimetable, dag

from dags.alerts import deadline
from dags.collecting import collect
from dags.stage import TASKS


@dag(
    schedule=CronPartitionTimetable("0 0 * * *", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
    catchup=False,
    max_active_runs=2,
    dagrun_timeout=timedelta(hours=8),
    deadline=deadline(timedelta(hours=4)),
    default_args=TASKS,
    tags=["collect", "backfill"],
    description="One calendar day of every source; the one to backfill",
    doc_md=__doc__,
)
def collect_day() -> None:
    collect(by_day=True)


collect_day()
