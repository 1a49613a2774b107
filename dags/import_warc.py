"""Brings WARC files into the archive, one's own or a web archive's; started by hand, with a form.

*Trigger* asks for a file or a folder on the machine that Airflow runs on. Every response whose address is an article of
a source in `scrapers/sources/`, a disabled one's too, becomes a page as if it had been crawled at the time that its
record states; other sites, lists and errors are left out and counted. Nothing is asked of the web, and an article that
is brought in is not fetched again. The counts follow by themselves. The same files may be brought in again.

**When it fails.** What was brought in is kept.

1. `bring_in` red: its last line names each file that could not be read, with the reason: no such path, no WARC file,
   cut off. The other files of the folder are archived; the next run of this or a collecting DAG reads them. Mend or
   remove the file and clear the task.
2. "0 articles": no address matches `article` of any source file. Add or correct the site's file first.
3. `parse` or `link_reprints` red: as in collect_day; the pages are safe in the archive.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Param, TriggerRule, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.assets import DOCUMENT, PAGE
from dags.collecting import LATEST, parse
from dags.stage import TASKS, run_stage

FORM = {
    "path": Param(
        "", type="string", minLength=1, title="File or folder", description="Absolute path: *.warc or *.warc.gz."
    )
}
log = logging.getLogger(__name__)


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=24),
    default_args=TASKS,
    params=FORM,
    tags=["collect", "by hand"],
    description="Bring WARC files into the archive: a file or a folder",
    doc_md=__doc__,
)
def import_warc() -> None:
    @task(execution_timeout=timedelta(hours=10), outlets=[PAGE])
    def bring_in(params: dict[str, Any]) -> dict[str, int]:
        """Copy the articles of our sources to the archive and index them, file by file."""
        from scrapers.catalogue import CatalogueError, load_catalogue
        from scrapers.importing import ImportFault, find_files, import_file

        archive, given, faults = os.environ.get("SALAMAT_ARCHIVE"), Path(params["path"]), []
        if not archive or not given.is_absolute():
            raise AirflowFailException(f"set SALAMAT_ARCHIVE and give an absolute path: {archive!r}, {str(given)!r}")

        def import_all(connection: Any) -> dict[str, int]:
            total, sources = Counter({"files": 0}), list(load_catalogue().values())
            for file in find_files(given):
                try:
                    counts = import_file(connection, Path(archive), file, sources)
                except ImportFault as fault:
                    faults.append(str(fault))
                else:
                    log.info("%s: %s", file, dict(counts))
                    total.update(counts)
                    total["files"] += 1
            return dict(total)

        try:
            brought = run_stage(import_all)
        except (CatalogueError, ImportFault) as error:
            raise AirflowFailException(str(error)) from None
        if faults:
            raise AirflowFailException("; ".join(faults))
        return brought

    @task(inlets=[PAGE], outlets=[DOCUMENT])
    def link_reprints() -> dict[str, int]:
        """Link new documents with those they repeat, then announce that documents changed; skipped where none did."""
        from transforms import stages

        context = get_current_context()
        linked = run_stage(stages.link_reprints)
        if not context["ti"].xcom_pull(task_ids="parse")["pages"] and not linked["documents"]:
            log.info("nothing new came of it")
            raise AirflowSkipException
        context["outlet_events"][DOCUMENT].add_partitions(LATEST)
        return linked

    parsed = parse.override(trigger_rule=TriggerRule.ALL_SUCCESS, execution_timeout=timedelta(hours=10))()
    bring_in() >> parsed >> link_reprints()


import_warc()
