"""How a task runs one stage of the pipeline on the warehouse, and what every task of the DAGs has in common."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

REASON, LONGEST_REASON = "reason", 200


def leave_reason(context: Any) -> None:
    """Keep why a task failed for the run's note; Airflow itself keeps it in the log only."""
    context["ti"].xcom_push(REASON, str(context["exception"])[:LONGEST_REASON])


TASKS: dict[str, Any] = {
    "owner": "salamat",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=1),
    "show_return_value_in_logs": False,
    "on_failure_callback": leave_reason,
}
log = logging.getLogger(__name__)


class StageBroke(RuntimeError):
    """The warehouse failed while a stage was at work; what it had committed stays."""


def run_stage(stage: Callable[[Any], dict[str, int]]) -> dict[str, int]:
    """Run `stage` on a connection to the warehouse, log its counts as one line and return them.

    Raises AirflowFailException, in one line, for what has to be put right first; StageBroke where another try may do.
    """
    from sql.db import DatabaseError, UnavailableError, clear_failures, connect

    try:
        with clear_failures(), closing(connect()) as connection:
            counts = stage(connection)
    except UnavailableError as error:
        raise StageBroke(str(error)) from None
    except DatabaseError as error:
        raise AirflowFailException(str(error)) from None
    except FileNotFoundError as error:
        mend = "restore it or correct SALAMAT_ARCHIVE, then clear this task"
        raise AirflowFailException(f"the archive file {error.filename} is missing: {mend}") from None
    log.info("%s", ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items()))
    return counts
