"""Alerts reach a receiver on this machine through any of Airflow's notifiers, and a wrong setting fails no task."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests import airflow_environment

SMTP = "airflow.providers.smtp.notifications.smtp.SmtpNotifier"


@pytest.fixture
def received() -> Iterator[tuple[str, list[str]]]:
    """The address of a receiver on this machine, and what it was sent."""
    bodies: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", bodies
        server.shutdown()


@pytest.fixture
def alerts() -> Any:
    airflow_environment.set_up()
    from dags import alerts

    return alerts


def web_hook() -> type:
    """A notifier as a person would write one: it posts its text to an address."""
    from airflow.sdk import BaseNotifier

    class WebHook(BaseNotifier):
        template_fields = ("text",)

        def __init__(self, url: str, text: str) -> None:
            super().__init__()
            self.url, self.text = url, text

        def notify(self, context: Any) -> None:
            build_opener(ProxyHandler({})).open(Request(self.url, self.text.encode(), method="POST"), timeout=5).close()

    return WebHook


@pytest.fixture
def notified(alerts: Any, received: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What arrives where SALAMAT_NOTIFIER names a notifier of one's own."""
    monkeypatch.setattr("tests.test_alerts.WebHook", web_hook(), raising=False)
    setting = {"class": "tests.test_alerts.WebHook", "url": received[0], "text": "Salamat: {{ alert }}"}
    monkeypatch.setenv(alerts.SETTING, json.dumps(setting))
    return received[1]


def test_an_alert_arrives_in_the_words_of_the_setting(alerts: Any, notified: list[str]) -> None:
    alerts.tell("sources: kz_a is silent")
    assert notified == ["Salamat: sources: kz_a is silent"]


def test_a_notifier_that_fails_fails_nothing_else(
    alerts: Any, notified: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    setting = {"class": "tests.test_alerts.WebHook", "url": "http://127.0.0.1:1", "text": "{{ alert }}"}
    monkeypatch.setenv(alerts.SETTING, json.dumps(setting))
    alerts.tell("lost")
    assert notified == [] and "the alert could not be sent" in caplog.text


def test_a_missed_deadline_names_its_run(alerts: Any, notified: list[str]) -> None:
    asyncio.run(alerts.deadline_missed({"dag_run": {"dag_id": "collect_day", "dag_run_id": "r1"}, "deadline": {}}))
    assert notified == ["Salamat: deadline missed: collect_day r1 has not ended; see it in the Airflow UI"]


class Store:
    """The task instance of a run, with what the runs before it left."""

    def __init__(self, before: dict[str, str] | None) -> None:
        self.before, self.pushed = before, dict[str, Any]()

    def xcom_pull(self, **_: object) -> dict[str, str] | None:
        return self.before

    def xcom_push(self, key: str, value: Any) -> None:
        self.pushed[key] = value


def test_only_what_was_not_so_in_the_run_before_is_told(alerts: Any, notified: list[str]) -> None:
    from dags.collecting import UNWELL, alert_of_sources

    unwell = [("kz_b", "silent", "nothing new for 9 days"), ("kz_c", "drifting", "no body")]
    failed = ["kz_a: https://a.kz/rss: http_500"]
    store = Store({"kz_a": "failing", "kz_b": "drifting"})
    alert_of_sources(store, failed, unwell)
    told = "Salamat: sources: kz_b is silent: nothing new for 9 days; kz_c is drifting: no body"
    assert notified == [told]
    assert store.pushed == {UNWELL: {"kz_a": "failing", "kz_b": "silent", "kz_c": "drifting"}}
    alert_of_sources(Store(store.pushed[UNWELL]), failed, unwell)
    assert notified == [told]


def test_without_the_setting_nothing_is_sent_and_no_run_has_a_deadline(
    alerts: Any, received: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    monkeypatch.delenv(alerts.SETTING, raising=False)
    alerts.tell("nobody hears it")
    assert received[1] == [] and alerts.deadline(timedelta(hours=1)) is None
    monkeypatch.setenv(alerts.SETTING, "{}")
    assert alerts.deadline(timedelta(hours=1)).interval == timedelta(hours=1)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("Slack", 'is no JSON object with "class"'),
        ("{}", 'is no JSON object with "class"'),
        ("[]", 'is no JSON object with "class"'),
        ('{"class": "no.such.Notifier"}', "no.such.Notifier cannot be made"),
        (json.dumps({"class": SMTP, "nonsense": 1}), "cannot be made"),
        ('{"class": "pathlib.Path"}', "pathlib.Path is no notifier of Airflow"),
    ],
)
def test_a_wrong_setting_is_told_and_fails_nothing(
    alerts: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, setting: str, said: str
) -> None:
    monkeypatch.setenv(alerts.SETTING, setting)
    alerts.tell("lost")
    assert said in caplog.text and "no alert was sent" in caplog.text


def test_a_notifier_that_comes_with_airflow_takes_the_setting(alerts: Any) -> None:
    setting = {"class": SMTP, "to": "epi@example.org", "subject": "Salamat", "html_content": "{{ alert }}"}
    assert alerts.read_notifier(json.dumps(setting)).to == "epi@example.org"
