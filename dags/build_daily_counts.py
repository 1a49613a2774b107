"""Turns new documents into daily counts whenever documents changed.

`extract` reads the health counts out of each document not read yet, `join` finds who tells the same figures in other
words or another language and makes them one story, `resolve` settles one value for every place, disease, measure and
day they touch, `check` does the sums over the counts (previous total + new = total, parts and whole) and looks at how
the series run; its return value says how many checks fail, by name. Each asks the tables what is undone, so one run
does the work of all collections before it, and the next one does nothing. A run's key names the collection that
started it: a calendar day, or `latest`.

**When it fails.** Nothing is lost: what is undone stays undone until a run does it. After mending, clear the red task
or trigger the DAG.

1. `extract` red: its log ends with the error; the document is found by
   `select document_id, title from document where extracted_with is null`, and its text can be read again with
   `python -m transforms.extract`.
2. `join`, `resolve` or `check` red: the log ends with the database's own words: mend a lost connection, a full disk.
3. Red with "DATABASE_URL": the setting is missing where Airflow runs.
4. A count that looks wrong fails nothing. Its sentence: `select * from daily_count_source`; what other sources said:
   `select * from conflict_readable`; checks it fails: `select * from check_result where not passed`. A failure
   that is right goes into `transforms/reference/check_exceptions.csv`, with its reason.
5. After a change of the extractor trigger it by hand: what the change makes stale is read anew, as with the next new
   document. That is every document, or those of one language where only its file changed.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import PartitionedAssetTimetable, dag, task

from dags.alerts import deadline, tell
from dags.assets import DAILY_COUNT, DOCUMENT, OBSERVATION
from dags.stage import TASKS, run_stage

TOTALS = ("checks", "failed", "excused", "changed")
# Documents are announced under a key, for a run of collect_day bears one, and a plain schedule is deaf to such events.
WHEN_DOCUMENTS_CHANGED = PartitionedAssetTimetable(assets=DOCUMENT)


@dag(
    schedule=WHEN_DOCUMENTS_CHANGED,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    deadline=deadline(timedelta(hours=3)),
    default_args=TASKS | {"execution_timeout": timedelta(hours=2)},
    tags=["count"],
    description="Extract, join, resolve and check, whenever documents changed",
    doc_md=__doc__,
)
def build_daily_counts() -> None:
    @task(inlets=[DOCUMENT], outlets=[OBSERVATION])
    def extract() -> dict[str, int]:
        """Read the health counts out of every document that this extractor has not read."""
        from transforms import stages

        return run_stage(stages.extract_documents)

    @task
    def join() -> dict[str, int]:
        """Join into one story what tells the same figures in other words or another language."""
        from transforms import stages

        return run_stage(stages.join_stories)

    @task(inlets=[OBSERVATION], outlets=[DAILY_COUNT])
    def resolve() -> dict[str, int]:
        """Settle one value for each key that new or changed observations touch."""
        from transforms import stages

        return run_stage(stages.resolve_daily_counts)

    @task
    def check() -> dict[str, int]:
        """Do the sums over the counts, look for falls, jumps, standstills and silence, and flag what fails."""
        from transforms import stages

        counts = run_stage(stages.check_daily_counts)
        if counts["changed"] and counts["failed"] > counts["excused"]:
            failing = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in counts.items() if name not in TOTALS)
            tell(f"checks of the daily counts fail: {failing}; select * from check_result where not passed")
        return counts

    extract() >> join() >> resolve() >> check()


build_daily_counts()
