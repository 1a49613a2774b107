"""Reads archived pages again, never the web; started by hand, with a form.

*Trigger* asks which sources, which days and what to redo. It first brings the source files of `scrapers/sources/` into
the warehouse, so a layout that was corrected holds at once. `what changed` reads only the pages that a new layout, a
new parser or an earlier failure makes stale. `pages` reads all chosen pages again, `documents` finds their figures
again, `counts` resolves their keys again; each does what comes after it too. The counting is build_daily_counts', which
starts as soon as this run announces that documents changed. Where nothing differs, no figure is written.

**When it fails.** Nothing is lost: what was chosen stays undone until a run does it.

1. "no such source": correct the form; `select source_id from source` lists what has ever been collected.
2. "is before": the last day lies before the first one.
3. A source file with an error is named with its line of YAML: correct it, then clear the task.
4. `parse` red: the cause stands in its log: a missing or damaged archive file, a database that went away. Mend that,
   then clear the task.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from airflow.sdk import Param, TriggerRule, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.assets import DOCUMENT, PAGE
from dags.collecting import LATEST, parse
from dags.stage import TASKS, run_stage

CHANGED = "what changed"
REDO = [CHANGED, "pages", "documents", "counts"]
FORM = {
    "sources": Param(
        None,
        type=["null", "array"],
        items={"type": "string"},
        title="Sources",
        description="Ids such as kz_kazinform, a line each. None: all sources.",
    ),
    "first_day": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="Of publication in the source's zone, else of listing, else of fetching. None: from the beginning.",
    ),
    "last_day": Param(
        None, type=["null", "string"], format="date", title="Last day", description="None: up to the newest."
    ),
    "redo": Param(CHANGED, type="string", enum=REDO, title="Redo", description="Each does what comes after it too."),
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
    description="Read archived pages again: sources, days, what to redo",
    doc_md=__doc__,
)
def reprocess_archive() -> None:
    @task
    def read_source_files(params: dict[str, Any]) -> dict[str, int]:
        """Bring the chosen sources' files into the warehouse."""
        from scrapers.catalogue import CatalogueError
        from scrapers.recording import UnknownSourceError, refresh_sources

        try:
            return run_stage(lambda connection: refresh_sources(connection, params["sources"] or []))
        except (CatalogueError, UnknownSourceError) as error:
            raise AirflowFailException(str(error)) from None

    @task
    def choose(params: dict[str, Any]) -> dict[str, int]:
        """Mark what the form asks for as undone."""
        from transforms import stages

        first, last = (date.fromisoformat(day) if (day := params[name]) else None for name in ("first_day", "last_day"))
        if first and last and last < first:
            raise AirflowFailException(f"{last} is before {first}: give the first day first")
        if params["redo"] == CHANGED:
            return {"pages": 0}
        return run_stage(lambda at: stages.choose_again(at, params["redo"], params["sources"] or [], first, last))

    @task(inlets=[PAGE], outlets=[DOCUMENT])
    def link_reprints() -> dict[str, int]:
        """Link the documents anew with those they repeat, then announce that documents changed.

        Skipped, and so without an event, where nothing was chosen and no page was stale.
        """
        from transforms import stages

        context = get_current_context()
        chosen, parsed = (context["ti"].xcom_pull(task_ids=name)["pages"] for name in ("choose", "parse"))
        linked = run_stage(stages.link_reprints)
        if not chosen and not parsed and not linked["documents"]:
            log.info("nothing to redo: no page is stale")
            raise AirflowSkipException
        context["outlet_events"][DOCUMENT].add_partitions(LATEST)
        return linked

    parsed = parse.override(trigger_rule=TriggerRule.ALL_SUCCESS, execution_timeout=timedelta(hours=20))()
    read_source_files() >> choose() >> parsed >> link_reprints()


reprocess_archive()
