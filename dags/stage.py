"""How a task runs one stage of the pipeline on the warehouse, and what every task of the DAGs has in common."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

TASKS: dict[str, Any] = {
    "owner": "salamat",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=1),
    "show_return_value_in_logs": False,
}
log = logging.getLogger(__name__)


def run_stage(stage: Callable[[Any], dict[str, int]]) -> dict[str, int]:
    """Run `stage` on a connection to the warehouse, log its counts as one line and return them.

    Raises AirflowFailException where DATABASE_URL is not set.
    """
    from sql.db import connect

    if not os.environ.get("DATABASE_URL"):
        raise AirflowFailException("DATABASE_URL is not set: give it the libpq URL of the warehouse")
    with closing(connect()) as connection:
        counts = stage(connection)
    log.info("%s", ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items()))
    return counts
