"""The checks: each fails where it should and only there, changes no figure, and yields to a written exception."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from tests.warehouse import NOON, Warehouse, new, total
from transforms.stages import check_daily_counts, resolve_daily_counts


@pytest.fixture
def warehouse(connection: Connection) -> Iterator[Warehouse]:
    yield Warehouse(connection)


def run(warehouse: Warehouse, day: date, values: list[int], **more: Any) -> None:
    """A ministry's figure for each day from `day` on."""
    figure = total if more.pop("totals", True) else new
    for later, value in enumerate(values):
        on = day + timedelta(days=later)
        at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC) + timedelta(days=1)
        cut_off = {"cut_off_at": at - timedelta(days=1)} if figure is total else {}
        warehouse.report("ministry", figure(value, **{"date": on, **cut_off, **more}), at=at)
    resolve_daily_counts(warehouse.connection)


def failures(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """(check, day, expected, found) of what fails unexcused."""
    check_daily_counts(warehouse.connection)
    return warehouse.rows(
        "select check_name, day, expected, found from check_result where not passed and excused_by is null"
        " order by check_name, day"
    )


DAY = date(2021, 8, 2)
RESULTS = """
    select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed,
           expected, found, detail, excused_by
    from check_result order by 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
TALLY = "select check_name, passed, excused, results from check_tally where results <> 0 order by 1, 2, 3"
COUNTED = """
    select check_name, passed, excused_by is not null, count(*)
    from check_result group by 1, 2, 3 order by 1, 2, 3
"""
FLAGS = "select place, measure, aggregation, symptom_status, day, failed_checks from daily_count order by 1, 2, 3, 4, 5"


def test_a_total_that_falls_is_flagged_and_kept(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [100, 90, 95], measure="deaths")
    assert failures(warehouse) == [("total_falls", DAY + timedelta(days=1), 100, 90)]
    flagged = "select day, value from daily_count where failed_checks = '{total_falls}'"
    assert warehouse.rows(flagged) == [(DAY + timedelta(days=1), 90)]


def test_a_written_exception_excuses_a_failure_with_reason_and_link(warehouse: Warehouse) -> None:
    run(warehouse, date(2020, 8, 17), [1496, 1053], place="KG", measure="deaths")
    counts = check_daily_counts(warehouse.connection)
    assert (counts["failed"], counts["excused"]) == (0, 1)
    excused = warehouse.rows(
        "select c.passed, e.reason, e.url from check_result c join check_exception e on e.exception_id = c.excused_by"
    )
    assert [(row[0], row[2]) for row in excused] == [(False, "https://github.com/owid/covid-19-data/issues/133")]
    assert "1,496 to 1,053" in excused[0][1]
    assert warehouse.rows("select 1 from daily_count where failed_checks <> '{}'") == []


def test_a_jump_is_more_than_six_times_the_weeks_mean(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [10, 12, 8, 60, 10, 130], totals=False)
    assert failures(warehouse) == [("jump", DAY + timedelta(days=5), 120, 130)]


def test_a_total_alike_for_seven_days_is_frozen(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [50, *[60] * 8, 61])
    frozen = [row[:2] for row in failures(warehouse)]
    assert frozen == [("frozen_total", DAY + timedelta(days=later)) for later in (7, 8)]


def test_tajikistans_frozen_year_is_excused(warehouse: Warehouse) -> None:
    run(warehouse, date(2021, 1, 10), [13308] * 8, place="TJ")
    assert failures(warehouse) == []
    assert warehouse.rows("select distinct excused_by from check_result") == [("tj-cases-2021-01",)]


def test_kazakhstans_weekly_deaths_are_excused_and_their_step_is_no_jump(warehouse: Warehouse) -> None:
    run(warehouse, date(2020, 6, 28), [*[188] * 7, *[264] * 7, 375], measure="deaths")
    assert failures(warehouse) == []
    frozen = "select day from check_result where excused_by = 'kz-deaths-2020-07' order by day"
    assert warehouse.rows(frozen) == [(date(2020, 7, 4),), (date(2020, 7, 11),)]
    assert warehouse.rows("select day from daily_count where aggregation = 'new'") == []


def test_a_frozen_zero_is_no_failure(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [0] * 9, place="TM")
    assert failures(warehouse) == []


def test_sources_that_disagree_are_told(warehouse: Warehouse) -> None:
    warehouse.report("ministry", new(878))
    warehouse.report("paper", new(870))
    resolve_daily_counts(warehouse.connection)
    assert failures(warehouse) == [("sources_disagree", date(2020, 6, 13), 870, 878)]


def test_parts_that_exceed_the_whole_reveal_a_typo(warehouse: Warehouse) -> None:
    warehouse.report("ministry", new(3, place="KG"))
    for number, value in enumerate((19, 11, 3, 3)):
        warehouse.report("ministry", new(value, place=f"KG-{'BCGJ'[number]}"))
    resolve_daily_counts(warehouse.connection)
    assert failures(warehouse) == [("parts_within_whole", date(2020, 6, 13), 36, 3)]
    assert warehouse.rows("select value, failed_checks from daily_count where place = 'KG'") == [
        (3, ["parts_within_whole"])
    ]


PARTS = ("parts_within_whole", date(2020, 6, 13), 29, 30)


def test_all_units_are_the_whole_and_some_of_them_no_more_than_it(warehouse: Warehouse) -> None:
    for code in ("KG-B", "KG-C"):
        warehouse.write("place", place=code, name=code, kind="region", country="KG", parent="KG")
    warehouse.report("ministry", new(30, place="KG"), new(19, place="KG-B"))
    resolve_daily_counts(warehouse.connection)
    assert failures(warehouse) == []
    steps = (({"value": 10, "at_least": True}, []), ({"value": 10}, [PARTS]), ({"value": 11}, []))
    for hours, (other, expected) in enumerate(steps):
        at = NOON + timedelta(hours=hours)
        warehouse.report("ministry", {"place": "KG-C", **other}, at=at, url="https://ministry/c", published=NOON)
        resolve_daily_counts(warehouse.connection)
        assert failures(warehouse) == expected, other


def test_a_running_series_that_falls_silent_is_told_while_it_is_news(warehouse: Warehouse) -> None:
    today = warehouse.rows("select current_date")[0][0]
    run(warehouse, today - timedelta(days=11), [100, 101, 103, 104, 106, 108])
    run(warehouse, today - timedelta(days=300), [100, 101, 103, 104, 106, 108], place="UZ")
    silent = {(row[0], row[1]) for row in failures(warehouse)}
    assert silent == {("silence", today - timedelta(days=6))}


def test_a_value_worked_out_does_not_vouch_for_its_own_terms(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [100, 130, 155])
    assert warehouse.rows("select count(*) from daily_count where basis = 'from_totals'") == [(2,)]
    assert check_daily_counts(warehouse.connection)["checks"] == 0


def test_a_run_says_which_checks_fail_and_a_second_changes_nothing(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [100, 90], measure="deaths")
    warehouse.report("ministry", new(878), at=NOON)
    warehouse.report("paper", new(870), at=NOON)
    resolve_daily_counts(warehouse.connection)
    first = check_daily_counts(warehouse.connection)
    assert first == {"checks": 2, "failed": 2, "excused": 0, "changed": 2, "total_falls": 1, "sources_disagree": 1}
    before = warehouse.rows("select xmin, * from daily_count order by value")
    assert check_daily_counts(warehouse.connection) == {**first, "changed": 0}
    assert warehouse.rows("select xmin, * from daily_count order by value") == before


def test_only_series_that_changed_are_checked_and_all_results_are_kept(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [100, 90], measure="deaths")
    check_daily_counts(warehouse.connection)
    warehouse.change("update check_result set detail = 'seen'")
    run(warehouse, DAY, [50, 40], place="UZ")
    counts = check_daily_counts(warehouse.connection)
    assert (counts["failed"], counts["changed"]) == (2, 1)
    seen = "select place, detail = 'seen' from check_result order by 1, 2"
    assert warehouse.rows(seen) == [("KZ", True), ("UZ", False)]
    run(warehouse, DAY + timedelta(days=20), [80], measure="deaths")
    assert check_daily_counts(warehouse.connection)["changed"] == 1
    assert warehouse.rows(seen) == [("KZ", False), ("KZ", True), ("UZ", False)]
    warehouse.change("delete from check_result where day > '2021-08-04'")
    run(warehouse, DAY - timedelta(days=1), [99], measure="deaths")
    assert check_daily_counts(warehouse.connection)["changed"] == 1
    assert warehouse.rows(seen) == [("KZ", False), ("UZ", False)]
    assert warehouse.rows("select count(*) from check_due") == [(0,)]


def test_checks_of_what_changed_end_as_a_check_of_everything(warehouse: Warehouse) -> None:
    chance, today = random.Random(7), warehouse.rows("select current_date")[0][0]
    firsts = [DAY, DAY + timedelta(days=40), DAY + timedelta(days=400), today - timedelta(days=20)]
    for first in firsts:
        run(warehouse, first, [100 + 10 * later for later in range(9)])
        run(warehouse, first, [10] * 9, totals=False)
    for turn in range(25):
        day = chance.choice(firsts) + timedelta(days=chance.randrange(12))
        values = [chance.choice([10, 90, 130, 160, 900]) for _ in range(chance.randrange(1, 4))]
        more = {"place": chance.choice(["KZ", "KZ", "KZ-75"]), "measure": chance.choice(["cases", "cases", "deaths"])}
        status = chance.choice([None, None, "symptomatic", "asymptomatic"])
        run(warehouse, day, values, totals=turn % 3 > 0, symptom_status=status, **more)
        if chance.random() < 0.1:
            warehouse.change("update observation set retracted_at = now()"
                             f" where observation_id % 7 = {turn % 7} and retracted_at is null")  # fmt: skip
            warehouse.change("update document set counted_at = null")
        check_daily_counts(warehouse.connection)
    bit_by_bit = warehouse.rows(RESULTS), warehouse.rows(FLAGS)
    assert {row[0] for row in bit_by_bit[0]} >= {"total_falls", "jump", "silence", "parts_within_whole"}
    assert warehouse.rows(TALLY) == warehouse.rows(COUNTED)
    warehouse.change("delete from check_result; update daily_count set failed_checks = '{}'; insert into check_due"
                     " select distinct left(place, 2), disease, measure, day from daily_count")  # fmt: skip
    check_daily_counts(warehouse.connection)
    assert (warehouse.rows(RESULTS), warehouse.rows(FLAGS)) == bit_by_bit
    assert warehouse.rows(TALLY) == warehouse.rows(COUNTED)


def test_a_withdrawn_count_takes_its_failure_along(warehouse: Warehouse) -> None:
    run(warehouse, DAY, [100, 90], measure="deaths")
    assert len(failures(warehouse)) == 1
    warehouse.change("update observation set retracted_at = now() where value = 90")
    warehouse.change("update document set counted_at = null")
    resolve_daily_counts(warehouse.connection)
    assert failures(warehouse) == []


def test_a_changed_exception_is_applied_to_what_was_checked_before(warehouse: Warehouse) -> None:
    run(warehouse, date(2020, 8, 17), [1496, 1053], place="KG", measure="deaths")
    check_daily_counts(warehouse.connection)
    warehouse.change("update check_exception set first_day = '2020-08-19' where exception_id = 'kg-deaths-2020-08';"
                     " update check_result set excused_by = null")  # fmt: skip
    assert failures(warehouse) == []
    assert warehouse.rows("select excused_by from check_result") == [("kg-deaths-2020-08",)]
    assert warehouse.rows(TALLY) == [("total_falls", False, True, 1)]
