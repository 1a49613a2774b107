"""The two clocks: what could be known when, what changed since, and series that are not joined across definitions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from tests.warehouse import NOON, Warehouse, new, total
from transforms.stages import resolve_daily_counts

DAY = date(2020, 6, 13)
COLUMNS = (
    "place, disease, measure, aggregation, case_class, symptom_status, day, period_start, value, value_min, value_max,"
    " witnesses, independent_witnesses, basis, confidence, flags, definition_id, observation_id, terms,"
    " first_published_at"
)


@pytest.fixture
def warehouse(connection: Connection) -> Iterator[Warehouse]:
    yield Warehouse(connection)


def known(warehouse: Warehouse, at: datetime, recorded: datetime | None = None) -> list[tuple[Any, ...]]:
    clocks = f"'{at.isoformat()}'" + (f", '{recorded.isoformat()}'" if recorded else "")
    return warehouse.rows(f"select measure, aggregation, value from daily_count_as_of({clocks}) order by 1, 2, 3")


def revisions(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    resolve_daily_counts(warehouse.connection)
    return warehouse.rows("select from_value, to_value, why from daily_count_revision order by revision_id")


def tick(warehouse: Warehouse) -> datetime:
    """An instant after everything recorded so far and before everything to come."""
    warehouse.connection.commit()
    instant: datetime = warehouse.rows("select clock_timestamp()")[0][0]
    warehouse.connection.commit()
    return instant


def test_what_was_known_then_is_what_had_been_published(warehouse: Warehouse) -> None:
    warehouse.report("paper", total(8345, measure="recovered"), at=NOON)
    warehouse.report("agency", total(9056, measure="recovered"), at=NOON + timedelta(days=1))
    resolve_daily_counts(warehouse.connection)
    assert known(warehouse, NOON - timedelta(seconds=1)) == []
    assert known(warehouse, NOON) == [("recovered", "cumulative", 8345)]
    assert known(warehouse, NOON + timedelta(days=1)) == [("recovered", "cumulative", 9056)]


def test_an_edits_figure_is_known_from_the_edit_on(warehouse: Warehouse) -> None:
    url = "https://agency/a"
    warehouse.report("agency", total(8345, measure="recovered"), url=url, at=NOON)
    later = NOON + timedelta(days=2)
    warehouse.report("agency", total(9056, measure="recovered"), url=url, at=later, published=NOON)
    resolve_daily_counts(warehouse.connection)
    assert known(warehouse, later - timedelta(hours=1)) == [("recovered", "cumulative", 8345)]
    assert known(warehouse, later) == [("recovered", "cumulative", 9056)]
    assert warehouse.rows("select first_published_at from daily_count") == [(later,)]


def test_what_we_knew_then_outlives_a_new_reading(warehouse: Warehouse) -> None:
    document = warehouse.report("agency", new(878), at=NOON)
    resolve_daily_counts(warehouse.connection)
    then = tick(warehouse)
    warehouse.change("update observation set retracted_at = now()")
    warehouse.write("observation", **FIGURE_READ_ANEW, document_id=document)
    warehouse.change("update document set counted_at = null")
    resolve_daily_counts(warehouse.connection)
    assert known(warehouse, NOON) == [("cases", "new", 887)]
    assert known(warehouse, NOON, then) == [("cases", "new", 878)]
    assert known(warehouse, NOON, then - timedelta(days=1)) == []
    assert revisions(warehouse) == [(878, 887, "reread")]


FIGURE_READ_ANEW = {**new(887), "disease": "covid-19", "measure": "cases", "aggregation": "new", "place": "KZ",
                    "date": DAY, "at_least": False, "at_most": False, "approximate": False, "evidence": "e",
                    "end_char": 0, "extractor_version": "f", "start_char": 1}  # fmt: skip


def test_a_value_worked_out_is_known_when_its_last_term_is(warehouse: Warehouse) -> None:
    for later, value in enumerate((100, 130)):
        at = NOON + timedelta(days=later)
        warehouse.report("agency", total(value, measure="deaths", date=DAY + timedelta(days=later)), at=at)
    resolve_daily_counts(warehouse.connection)
    assert [row[1] for row in known(warehouse, NOON)] == ["cumulative"]
    assert ("deaths", "new", 30) in known(warehouse, NOON + timedelta(days=1))


def test_as_of_the_end_of_time_is_the_table(warehouse: Warehouse) -> None:
    for turn in range(9):
        at = NOON + timedelta(hours=turn)
        source = ("abroad", "paper", "agency")[turn % 3]
        figures = [total(900 + turn % 4, date=DAY + timedelta(days=turn % 4)), new(9, symptom_status="symptomatic")]
        warehouse.report(source, *figures, new(4 + turn % 2, symptom_status="asymptomatic"), at=at)
    resolve_daily_counts(warehouse.connection)
    table = warehouse.rows(f"select {COLUMNS} from daily_count order by 1, 2, 3, 4, 5, 6, 7")
    assert {row[13] for row in table} >= {"stated", "from_parts"}
    function = f"select {COLUMNS} from daily_count_as_of('infinity') order by 1, 2, 3, 4, 5, 6, 7"
    assert warehouse.rows(function) == table


def test_each_change_is_kept_with_its_reason_and_document(warehouse: Warehouse) -> None:
    url = "https://paper/a"
    first = warehouse.report("paper", new(870), url=url)
    assert revisions(warehouse) == []
    edited = warehouse.report("paper", new(871), url=url, at=NOON + timedelta(hours=1), published=NOON)
    assert revisions(warehouse)[-1] == (870, 871, "edited")
    restated = warehouse.report("paper", new(872), at=NOON + timedelta(hours=2))
    assert revisions(warehouse)[-1] == (871, 872, "restated")
    later = warehouse.report("other_paper", new(873), at=NOON + timedelta(hours=3))
    assert revisions(warehouse)[-1] == (872, 873, "later")
    better = warehouse.report("ministry", new(878))
    assert revisions(warehouse)[-1] == (873, 878, "better_source")
    warehouse.change(f"update observation set retracted_at = now() where document_id <> {better};"
                     " update document set counted_at = null")  # fmt: skip
    assert len(revisions(warehouse)) == 4
    warehouse.change("update observation set retracted_at = now(); update document set counted_at = null")
    assert revisions(warehouse)[-1] == (878, None, "withdrawn")
    warehouse.report("abroad", new(860))
    assert revisions(warehouse)[-1] == (None, 860, "stated_again")
    documents = warehouse.rows("select document_id, published_at from daily_count_revision order by revision_id")[:4]
    assert [row[0] for row in documents] == [edited, restated, later, better]
    assert documents[0][1] == NOON + timedelta(hours=1)
    assert first < edited


def test_two_versions_that_come_in_at_once_leave_a_revision(warehouse: Warehouse) -> None:
    url = "https://paper/a"
    first = warehouse.report("paper", new(870), total(900), url=url)
    edited = warehouse.report("paper", new(871), total(900), url=url, at=NOON + timedelta(hours=1), published=NOON)
    assert revisions(warehouse) == [(870, 871, "edited")]
    assert warehouse.rows("select document_id, published_at from daily_count_revision") == [
        (edited, NOON + timedelta(hours=1))
    ]
    warehouse.change("delete from daily_count; update document set counted_at = null")
    assert len(revisions(warehouse)) == 1, "a full rebuild adds none"
    warehouse.report("paper", new(872), url=url, at=NOON + timedelta(hours=2), published=NOON)
    assert revisions(warehouse)[1:] == [(871, 872, "edited")]
    assert first < edited


def test_a_tie_withdraws_a_value_for_a_conflict(warehouse: Warehouse) -> None:
    warehouse.report("paper", new(4, measure="deaths"))
    assert revisions(warehouse) == []
    warehouse.report("other_paper", new(5, measure="deaths"))
    assert revisions(warehouse) == [(4, None, "conflict")]


def test_a_value_worked_out_follows_its_terms_until_it_is_stated(warehouse: Warehouse) -> None:
    days = [DAY + timedelta(days=later) for later in range(2)]
    for day, value in zip(days, (100, 130), strict=True):
        warehouse.report("paper", total(value, date=day), at=NOON + timedelta(days=1))
    assert revisions(warehouse) == []
    warehouse.report("agency", total(132, date=days[1]), at=NOON + timedelta(days=2))
    assert sorted(revisions(warehouse)) == [(30, 32, "worked_out"), (130, 132, "better_source")]
    warehouse.report("agency", new(33, date=days[1]), at=NOON + timedelta(days=2))
    assert revisions(warehouse)[-1] == (32, 33, "stated")


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def report_new(warehouse: Warehouse, *figures: tuple[date, int], **more: Any) -> None:
    for day, value in figures:
        warehouse.report("ministry", new(value, date=day, **more), at=evening(day + timedelta(days=1)))
    resolve_daily_counts(warehouse.connection)


def test_a_series_is_joined_over_equal_definitions_only_unless_asked(warehouse: Warehouse) -> None:
    kg = {"place": "KG"}
    report_new(warehouse, (date(2020, 7, 16), 511), (date(2020, 7, 17), 521), (date(2020, 7, 18), 900), **kg)
    ask = "from series('KG', 'covid-19', 'cases', 'new', '2020-07-01', '2020-07-31'"
    assert warehouse.rows(f"select day, value, is_break {ask})") == [(date(2020, 7, 18), 900, False)]
    rows = warehouse.rows(f"select value, counts, is_break {ask}, across_breaks => true)")
    assert [row[0] for row in rows] == [511, 521, 900]
    assert [row[2] for row in rows] == [False, False, True]
    assert [row[1] for row in rows][1:] == ["laboratory-confirmed", "confirmed-and-pneumonia"]
    notes = warehouse.rows(f"select note {ask}, across_breaks => true) where is_break")
    assert "13,101 became 24,606" in notes[0][0]


def test_a_sum_across_a_break_says_so(warehouse: Warehouse) -> None:
    report_new(warehouse, (date(2020, 7, 16), 511), (date(2020, 7, 18), 900), place="KG")
    ask = "from series_sum('KG', 'covid-19', 'cases', '2020-07-16', '2020-07-18'"
    ((value, days, missing, breaks),) = warehouse.rows(f"select * {ask})")
    assert (value, days, missing) == (None, 2, 1)
    assert len(breaks) == 1 and breaks[0].startswith("2020-07-18: Confirmed and community-acquired pneumonia")
    assert warehouse.rows(f"select value, cardinality(breaks) {ask}, across_breaks => true)") == [(1411, 1)]
    within = "from series_sum('KG', 'covid-19', 'cases', '2020-07-18', '2020-07-18')"
    assert warehouse.rows(f"select value, days_missing, breaks {within}") == [(900, 0, [])]


def test_kazakhstans_junes_plain_series_is_the_one_with_symptoms(warehouse: Warehouse) -> None:
    report_new(warehouse, (date(2020, 6, 20), 300), symptom_status="symptomatic")
    report_new(warehouse, (date(2020, 6, 20), 500), (date(2020, 7, 2), 1500))
    ask = "select value, counts from series('KZ', 'covid-19', 'cases', 'new', '2020-06-01', "
    assert warehouse.rows(f"{ask} '2020-06-30')") == [(300, "pcr-positive-with-symptoms")]
    assert warehouse.rows(f"{ask} '2020-07-31')") == [(1500, "pcr-positive")]
    assert len(warehouse.rows(f"{ask} '2020-07-31', true)")) == 2
