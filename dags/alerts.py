"""Tells a person what the grid alone would show: a silent or failing source, a failed check, a missed deadline.

One setting, SALAMAT_NOTIFIER, names one of Airflow's notifiers with its arguments; `{{ alert }}` is what is told:

    {"class": "airflow.providers.smtp.notifications.smtp.SmtpNotifier", "to": "epi@example.org",
     "subject": "Salamat", "html_content": "{{ alert }}"}

Without it nothing is sent and no run has a deadline. A notifier that fails is told in the log and fails no task.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import AsyncCallback, BaseNotifier, DeadlineAlert, DeadlineReference

SETTING = "SALAMAT_NOTIFIER"
log = logging.getLogger(__name__)


def tell(alert: str) -> None:
    """Send an alert to the notifier, where one is set."""
    if not os.environ.get(SETTING):
        return
    try:
        notifier = read_notifier(os.environ[SETTING])
    except ValueError as error:
        log.error("no alert was sent: %s", error)
        return
    log.info("alert: %s", alert)
    try:
        notifier({"alert": alert})
    except Exception as error:  # noqa: BLE001  # a notifier is anybody's code: whatever it raises, the run goes on
        log.error("the alert could not be sent: %s", error)


def read_notifier(setting: str) -> BaseNotifier:
    """The notifier that the setting names. Raises ValueError that says what is wrong with it."""
    from airflow.sdk.module_loading import import_string

    try:
        given = json.loads(setting)
        path = given.pop("class")
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f'{SETTING} is no JSON object with "class": {error}') from error
    try:
        notifier = import_string(path)(**given)
    except (ImportError, TypeError, AttributeError) as error:
        raise ValueError(f"{SETTING}: {path} cannot be made: {error}") from error
    if not isinstance(notifier, BaseNotifier):
        raise ValueError(f"{SETTING}: {path} is no notifier of Airflow")
    return notifier


def deadline(within: timedelta) -> DeadlineAlert | None:
    """What tells of a run that has not ended `within` a time of being queued; nothing where no notifier is set."""
    if not os.environ.get(SETTING):
        return None
    return DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, within, AsyncCallback(deadline_missed))


async def deadline_missed(context: Mapping[str, Any]) -> None:
    """Called in the triggerer where a run is late."""
    run = context["dag_run"]
    said = f"deadline missed: {run['dag_id']} {run['dag_run_id']} has not ended; see it in the Airflow UI"
    await asyncio.to_thread(tell, said)
