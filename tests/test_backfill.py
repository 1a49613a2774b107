"""`make backfill`: what it asks of Airflow, what it joins, what it refuses, what it says of the days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from local.backfill import Order, day_runs, read_order, start
from local.home import LocalError
from tests.test_local import Answers

FIRST, LAST = date(2020, 6, 12), date(2020, 6, 14)
CREATED = "2026-11-23T04:00:00+00:00"


class Airflow(Answers):
    """Airflow with backfills of our own."""

    def post(self, path: str, body: Any) -> Any:
        self.posted.append((path, body))
        return {"id": 2, "created_at": CREATED}


def made(**changed: Any) -> dict[str, Any]:
    one = {"id": 1, "from_date": "2020-06-12T00:00:00Z", "to_date": "2020-06-14T23:59:59Z", "dag_run_conf": {}}
    return one | {"created_at": CREATED, "completed_at": None} | changed


def airflow(*backfills: dict[str, Any]) -> Airflow:
    return Airflow({"backfills": [{"backfills": list(backfills)}]})


def test_days_sources_and_order_are_read() -> None:
    assert read_order(["2020-06-12", "2020-06-14"]) == Order(FIRST, LAST)
    asked = ["2020-06-12", "2020-06-12", "--sources", "kz_kazinform, kz_tengrinews", "--order", "newest"]
    assert read_order(asked) == Order(FIRST, FIRST, ("kz_kazinform", "kz_tengrinews"), newest_first=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2020-06-12", "tomorrow"], "give both days as 2020-06-12 2020-06-17"),
        (["2020-06-14", "2020-06-12"], "2020-06-12 is before 2020-06-14"),
        (["2020-06-12", "2020-06-14", "--sources", "kz_nowhere"], "no such source: kz_nowhere"),
        (["2020-06-12", "2020-06-14", "--order", "random"], "say oldest or newest"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments: list[str], said: str) -> None:
    with pytest.raises(LocalError, match=said):
        read_order(arguments)


def test_a_new_backfill_names_its_sources_and_its_order() -> None:
    client = airflow(made(completed_at=CREATED))
    start(client, Order(FIRST, LAST, ("kz_kazinform",), newest_first=True))
    ((path, body),) = client.posted
    assert path == "backfills"
    assert body["dag_run_conf"] == {"sources": ["kz_kazinform"]} and body["run_backwards"] is True


def test_the_same_backfill_is_joined_and_another_one_is_not_disturbed() -> None:
    client = airflow(made())
    assert start(client, Order(FIRST, LAST))["id"] == 1
    for other in (Order(FIRST, FIRST), Order(FIRST, LAST, ("kz_kazinform",))):
        with pytest.raises(LocalError, match="another backfill is under way"):
            start(client, other)
    assert client.posted == []


def test_only_runs_since_the_backfill_count_for_its_days() -> None:
    def run(key: str, queued_at: str, state: str = "success") -> dict[str, str]:
        return {"dag_run_id": key, "partition_key": key, "queued_at": queued_at, "state": state}

    page = [
        run("2020-06-12", CREATED),
        run("2020-06-13", "2026-11-22T00:00:00+00:00"),
        run("2020-06-14", CREATED, "running"),
        run("2020-06-20", CREATED),
    ]
    client = Answers({"dags/collect_day/dagRuns": [{"dag_runs": page}]})
    found = day_runs(client, Order(FIRST, LAST), datetime(2026, 11, 23, 4, tzinfo=UTC))
    assert [(each.key, each.state) for each in found] == [("2020-06-12", "success"), ("2020-06-14", "running")]
