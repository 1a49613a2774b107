"""Turns new documents into daily counts whenever documents changed: extract, resolve, check.

`extract` reads every health count of the documents that were not read yet, `resolve` settles one value for each key
and day that
they touch, `check` compares the counts with each other (previous total + new = total, parts and whole). Each asks the
tables what is undone, so a run that follows several collections does the work of all, and a second one does nothing.

**When it fails.** Nothing is lost: documents stay undone until they are done.

1. `extract` red: its log names the document; read it with `python -m transforms.extract`, mend, clear the task.
2. `resolve` or `check` red: the log has the database's words; a full disk or a lost connection passes with a clear.
3. A count that looks wrong is no failure: `select * from daily_count_source` shows its sentence, `select * from
conflict`
   what other sources said, `select * from check_result` what does not add up.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG, task

from dags.collecting import DOCUMENTS, TASKS, staged

with DAG(
    "build_daily_counts",
    description="Extract, resolve and check, whenever documents changed",
    schedule=[DOCUMENTS],
    start_date=pendulum.datetime(2020, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    default_args=TASKS,
    doc_md=__doc__,
    tags=["build"],
) as dag:

    @task
    def extract() -> dict[str, int]:
        from transforms import stages

        return staged(stages.extract_documents)

    @task
    def resolve() -> dict[str, int]:
        from transforms import stages

        return staged(stages.resolve_daily_counts)

    @task
    def check() -> dict[str, int]:
        from transforms import stages

        return staged(stages.check_daily_counts)

    extract() >> resolve() >> check()
