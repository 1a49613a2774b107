"""What the region's ministries did to their figures: each as a few stated figures, and the counts that come of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from tests.warehouse import Warehouse, new, total
from transforms.stages import resolve_daily_counts

SYMPTOMATIC = {"symptom_status": "symptomatic"}
ASYMPTOMATIC = {"symptom_status": "asymptomatic"}


@pytest.fixture
def warehouse(connection: Connection) -> Iterator[Warehouse]:
    yield Warehouse(connection)


def evening(day: date, hour: int = 23, minute: int = 59) -> datetime:
    """A local hour of the region's east, as an instant."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=5)


def closing(value: int, day: date, **more: Any) -> dict[str, Any]:
    """A total at the end of `day`."""
    return total(value, **{"date": day, "cut_off_at": evening(day), **more})


def counted(warehouse: Warehouse, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    resolve_daily_counts(warehouse.connection)
    return warehouse.rows(f"select {columns} from daily_count where {where} order by day, value")


JUNE, JULY, AUGUST = date(2020, 6, 30), date(2020, 7, 1), date(2020, 8, 1)
NEW = "aggregation = 'new'"


def test_kazakhstans_merged_carriers_are_no_new_cases(warehouse: Warehouse) -> None:
    warehouse.report("ministry", closing(22308, JUNE, **SYMPTOMATIC), closing(18757, JUNE, **ASYMPTOMATIC))
    warehouse.report("ministry", closing(41065, JUNE), at=evening(JUNE))
    warehouse.report("ministry", closing(42574, JULY), at=evening(JULY))
    rows = counted(warehouse, "day, symptom_status, value, definition_id")
    assert rows == [
        (JUNE, "asymptomatic", 18757, "kz-cases-2020-06"),
        (JUNE, "symptomatic", 22308, "kz-cases-2020-06"),
        (JUNE, None, 41065, "kz-cases-2020-06"),
        (JULY, None, 42574, "kz-cases-2020-07"),
    ]


def test_carriers_beside_the_total_never_fill_it(warehouse: Warehouse) -> None:
    day = date(2020, 6, 20)
    warehouse.report("ministry", new(300, date=day, **SYMPTOMATIC))
    assert counted(warehouse, "symptom_status, value") == [("symptomatic", 300)]
    warehouse.report("ministry", new(200, date=day, **ASYMPTOMATIC))
    parts = "array_length(terms, 1), witnesses, confidence"
    assert counted(warehouse, f"value, basis, {parts}", "symptom_status is null") == [
        (500, "from_parts", 2, 0, "medium")
    ]


def test_who_repeats_the_plain_total_says_nothing_of_carriers(warehouse: Warehouse) -> None:
    day = date(2020, 6, 13)
    abroad = warehouse.report("abroad", closing(14496, day))
    assert counted(warehouse, "symptom_status, value") == [(None, 14496)], "who knows, as long as nobody says more"
    warehouse.report("ministry", closing(14496, day, **SYMPTOMATIC), closing(4402, day, **ASYMPTOMATIC))
    both = "symptom_status is null"
    assert counted(warehouse, "value, basis", both) == [(18898, "from_parts")]
    warehouse.report("paper", closing(18898, day))
    assert counted(warehouse, "value, basis, value_min", both) == [(18898, "stated", 18898)]
    assert warehouse.rows(f"select 1 from daily_count_as_of('infinity') where {both} and value <> 18898") == []
    assert warehouse.rows(f"select count(*) from candidate where document_id = {abroad}") == [(1,)]


def test_kazakhstans_pneumonia_is_a_series_beside_the_plain_one(warehouse: Warehouse) -> None:
    since = {"case_class": "probable", "period_start": AUGUST}
    day = date(2020, 8, 10)
    warehouse.report("ministry", closing(100164, day, case_class="confirmed"), closing(13337, day, **since))
    warehouse.report("paper", closing(100164, day), closing(13337, day, case_class="probable"))
    assert counted(warehouse, "case_class, period_start, value, witnesses, definition_id") == [
        ("probable", AUGUST, 13337, 2, "kz-pneumonia-cases-2020-08"),
        (None, None, 100164, 2, "kz-cases-2020-08"),
    ]


def test_a_total_that_stands_still_is_no_zero_and_its_step_no_days_deaths(warehouse: Warehouse) -> None:
    for later, deaths in enumerate((188, 188, 188, 264, 270)):
        day = date(2020, 8, 3) + timedelta(days=later)
        warehouse.report("ministry", closing(deaths, day, measure="deaths"), at=evening(day))
    assert counted(warehouse, "day, value, basis", NEW) == [(date(2020, 8, 7), 6, "from_totals")]


def test_partial_bulletins_of_kazakhstans_spring_are_no_days(warehouse: Warehouse) -> None:
    day = date(2020, 4, 10)
    noon = evening(day, 12, 30)
    warehouse.report("ministry", new(14, date=day), at=noon)
    assert counted(warehouse, "value") == []
    warehouse.report("ministry", new(40, date=day), at=noon + timedelta(days=1))
    assert counted(warehouse, "value") == [(40,)]


def test_kyrgyzstans_pneumonia_makes_another_series_and_no_new_cases(warehouse: Warehouse) -> None:
    before, after = date(2020, 7, 17), date(2020, 7, 18)
    warehouse.report("ministry", closing(13101, before, place="KG", case_class="confirmed"))
    combined = closing(24606, after, place="KG")
    warehouse.report("ministry", combined, closing(13500, after, place="KG", case_class="confirmed"), at=evening(after))
    assert counted(warehouse, "aggregation, case_class, value, definition_id") == [
        ("cumulative", None, 13101, "kg-cases-2020-03"),
        ("cumulative", "confirmed", 13500, "kg-cases-2020-07"),
        ("cumulative", None, 24606, "kg-cases-2020-07"),
    ]


def test_kyrgyzstans_confirmed_and_pneumonia_stand_beside_their_sum(warehouse: Warehouse) -> None:
    day = {"place": "KG", "date": date(2020, 7, 22)}
    classes = new(238, case_class="confirmed", **day), new(729, case_class="probable", **day)
    warehouse.report("ministry", *classes)
    assert counted(warehouse, "case_class, value") == [("confirmed", 238), ("probable", 729)]
    warehouse.report("ministry", new(967, **day))
    warehouse.report("paper", new(967, case_class="confirmed_or_probable", **day))
    assert counted(warehouse, "value, witnesses", "case_class is null") == [(967, 2)]
    assert len(counted(warehouse, "value")) == 3


def test_a_tracker_that_counts_otherwise_is_a_conflict_and_no_count(warehouse: Warehouse) -> None:
    warehouse.report("ministry", closing(41065, JUNE), at=evening(JUNE))
    warehouse.report("abroad", closing(42574, JUNE), at=evening(JULY))
    assert counted(warehouse, "value, value_max, flags") == [(41065, 42574, ["disputed"])]
    assert warehouse.rows("select value, chosen_value, settled_by from conflict") == [(42574, 41065, "rank")]


def test_a_tracker_that_corrects_itself_ends_its_conflict_and_stays_visible(warehouse: Warehouse) -> None:
    warehouse.report("ministry", closing(41065, JUNE), at=evening(JUNE))
    tracker = {"url": "https://abroad/row", "published": evening(JULY)}
    warehouse.report("abroad", closing(42574, JUNE), at=evening(JULY), **tracker)
    assert counted(warehouse, "value, witnesses, flags") == [(41065, 1, ["disputed"])]
    warehouse.report("abroad", closing(41065, JUNE), at=evening(JULY) + timedelta(days=3), **tracker)
    assert counted(warehouse, "value, witnesses, flags") == [(41065, 2, [])]
    assert warehouse.rows("select value from conflict") == []
    before = f"select value, value_max, flags from daily_count_as_of('{evening(JULY) + timedelta(days=1)}')"
    assert warehouse.rows(before) == [(41065, 42574, ["disputed"])]


def test_a_tracker_that_rewrites_its_series_leaves_a_revision_of_every_day(warehouse: Warehouse) -> None:
    days = [date(2021, 8, 2) + timedelta(days=later) for later in range(3)]
    for turn, values in enumerate(((100, 110, 120), (101, 115, 120))):
        for day, value in zip(days, values, strict=True):
            figure = closing(value, day, place="TJ", measure="deaths")
            warehouse.report("abroad", figure, url=f"https://abroad/{day}", published=evening(days[-1]),
                             at=evening(days[-1]) + timedelta(days=turn))  # fmt: skip
        counted(warehouse, "value")
    totals = "aggregation = 'cumulative'"
    assert counted(warehouse, "value", totals) == [(101,), (115,), (120,)]
    revised = f"select day, from_value, to_value from daily_count_revision where {totals} order by day"
    assert warehouse.rows(revised) == [(days[0], 100, 101), (days[1], 110, 115)]
    as_of = f"select value from daily_count_as_of('{evening(days[-1])}') where {totals} order by day"
    assert warehouse.rows(as_of) == [(100,), (110,), (120,)]


def test_a_row_of_two_cut_off_times_moves_no_count(warehouse: Warehouse) -> None:
    first, second = date(2020, 6, 13), date(2020, 6, 14)
    for day, cases, deaths in ((first, 14496, 73), (second, 14809, 77)):
        more = closing(deaths, day, measure="deaths"), closing(cases, day, **SYMPTOMATIC)
        warehouse.report("ministry", *more, at=evening(day))
    row = closing(14496, second, **SYMPTOMATIC), closing(77, second, measure="deaths")
    warehouse.report("abroad", *row, at=evening(second))
    totals = "aggregation = 'cumulative' and measure = "
    with_symptoms = counted(warehouse, "value, witnesses", f"{totals} 'cases' and symptom_status is not null")
    assert with_symptoms == [(14496, 1), (14809, 1)]
    assert counted(warehouse, "value, witnesses", f"{totals} 'deaths'") == [(73, 1), (77, 2)]
    assert warehouse.rows("select day, value, chosen_value from conflict") == [(second, 14496, 14809)]


def test_kyrgyzstans_deaths_fall_and_stay_fallen(warehouse: Warehouse) -> None:
    for day, deaths in ((date(2020, 8, 17), 1496), (date(2020, 8, 18), 1053), (date(2020, 8, 19), 1055)):
        warehouse.report("ministry", closing(deaths, day, place="KG", measure="deaths"), at=evening(day))
    assert counted(warehouse, "value", "aggregation = 'cumulative'") == [(1496,), (1053,), (1055,)]
    assert counted(warehouse, "day, value", NEW) == [(date(2020, 8, 19), 2)]


def test_an_uzbek_day_of_four_bulletins_has_its_new_value_from_totals(warehouse: Warehouse) -> None:
    day, uz = date(2020, 6, 29), {"place": "UZ"}
    warehouse.report("ministry", closing(8031, day - timedelta(days=1), **uz), at=evening(day - timedelta(days=1)))
    for hour, increment, value in ((10, 47, 8078), (14, 31, 8109), (20, 60, 8169), (23, 53, 8222)):
        at = evening(day, hour, 0)
        increments = new(increment, date=day, cut_off_at=at, **uz)
        warehouse.report("ministry", increments, total(value, date=day, cut_off_at=at, **uz), at=at)
        warehouse.report("paper", new(increment, date=day, **uz), at=at + timedelta(minutes=20))
    rows = counted(warehouse, "value, basis, definition_id", f"{NEW} and day = '{day}'")
    assert rows == [(8222 - 8031, "from_totals", "uz-cases-2020-03")]
    terms = warehouse.rows("select term, stated_value from daily_count_source where basis = 'from_totals' order by 1")
    assert terms == [("adds", 8222), ("subtracts", 8031)]


def test_an_uzbek_day_without_a_death_figure_has_no_row(warehouse: Warehouse) -> None:
    day = date(2020, 6, 29)
    warehouse.report("ministry", closing(8222, day, place="UZ"))
    warehouse.report("ministry", closing(0, day + timedelta(days=1), place="UZ", measure="deaths"))
    assert counted(warehouse, "day, value", "measure = 'deaths'") == [(day + timedelta(days=1), 0)]


def test_tajikistans_first_total_is_no_days_new_cases_and_its_freeze_no_zeros(warehouse: Warehouse) -> None:
    first, tj = date(2020, 4, 29), {"place": "TJ"}
    warehouse.report("ministry", closing(15, first, **tj), at=evening(first))
    for later in range(4):
        day = date(2021, 1, 9) + timedelta(days=later)
        warehouse.report("ministry", closing(13308, day, **tj), at=evening(day))
    assert counted(warehouse, "day, value", "value < 13308") == [(first, 15)]
    assert counted(warehouse, "value", NEW) == []
    assert len(counted(warehouse, "value", "value = 13308")) == 4


def test_who_is_under_observation_is_no_case(warehouse: Warehouse) -> None:
    tj = {"place": "TJ", "date": date(2020, 5, 15)}
    warehouse.report("ministry", total(4297, measure="under_observation", **{**tj, "aggregation": "stock"}),
                     total(477, measure="recovered", **tj))  # fmt: skip
    assert counted(warehouse, "measure, value") == [("recovered", 477), ("under_observation", 4297)]


def test_turkmenistans_zero_is_a_row_of_its_day_and_of_no_other(warehouse: Warehouse) -> None:
    day, tm = date(2020, 6, 20), {"place": "TM", "officiality": "official"}
    warehouse.report("agency", closing(0, day, **tm))
    warehouse.report("abroad", total(13, place="TM", date=day + timedelta(days=2), officiality="unofficial"))
    assert counted(warehouse, "day, value, confidence, flags") == [
        (day, 0, "medium", []),
        (day + timedelta(days=2), 13, "low", ["unofficial"]),
    ]
    warehouse.report("agency", closing(0, day + timedelta(days=2), **tm))
    assert counted(warehouse, "value") == [(0,), (0,)]
    assert warehouse.rows("select value, settled_by from conflict") == [(13, "officiality")]


def units(warehouse: Warehouse, *values: int) -> None:
    for number, value in enumerate(values):
        code = f"KG-{'BCGJN'[number]}"
        warehouse.write("place", place=code, name=code, kind="region", country="KG", parent="KG")
        warehouse.report("ministry", new(value, place=code, date=date(2021, 12, 14)), at=evening(date(2021, 12, 15)))


def test_units_add_up_to_the_country_only_when_all_speak(warehouse: Warehouse) -> None:
    units(warehouse, 19, 11, 3, 3)
    warehouse.write("place", place="KG-T", name="T", kind="region", country="KG", parent="KG")
    warehouse.connection.commit()
    assert counted(warehouse, "value", "place = 'KG'") == []
    warehouse.report("ministry", new(4, place="KG-T", date=date(2021, 12, 14)), at=evening(date(2021, 12, 15)))
    assert counted(warehouse, "value, basis, cardinality(terms)", "place = 'KG'") == [(40, "from_parts", 5)]


def test_a_typo_that_its_parts_contradict_is_kept_with_its_parts(warehouse: Warehouse) -> None:
    units(warehouse, 19, 11, 3, 3)
    warehouse.report("ministry", new(3, place="KG", date=date(2021, 12, 14)), at=evening(date(2021, 12, 15)))
    assert counted(warehouse, "value, basis", "place = 'KG'") == [(3, "stated")]
    assert len(counted(warehouse, "value", "place <> 'KG'")) == 4


def test_weeks_months_and_seasons_are_periods_and_never_days(warehouse: Warehouse) -> None:
    measles = {"disease": "measles", "date": date(2024, 1, 31)}
    for start in (date(2024, 1, 25), date(2024, 1, 1), date(2023, 9, 1)):
        warehouse.report("ministry", new(10, period_start=start, **measles), at=evening(date(2024, 2, 2)))
    warehouse.report("ministry", new(4, period_start=date(2024, 1, 31), **measles), at=evening(date(2024, 2, 2)))
    assert counted(warehouse, "day, period_start, value") == [(date(2024, 1, 31), None, 4)]
    periods = warehouse.rows("select period_start, value, basis from period_count order by 1")
    assert [row[0].isoformat() for row in periods] == ["2023-09-01", "2024-01-01", "2024-01-25"]


def test_a_years_total_is_never_less_the_epidemics(warehouse: Warehouse) -> None:
    day = date(2021, 1, 2)
    warehouse.report("ministry", closing(900, day - timedelta(days=1)), at=evening(day - timedelta(days=1)))
    warehouse.report("ministry", closing(950, day, period_start=date(2021, 1, 1)), at=evening(day))
    assert counted(warehouse, "value", NEW) == []


def test_totals_of_other_hours_or_inexact_ones_give_no_new_value(warehouse: Warehouse) -> None:
    day = date(2020, 8, 10)
    warehouse.report("ministry", closing(900, day), closing(30, day, measure="deaths"), at=evening(day))
    morning = evening(day + timedelta(days=2), 10, 0)
    late = total(950, date=day + timedelta(days=2), cut_off_at=morning)
    inexact = closing(35, day + timedelta(days=1), measure="deaths", at_least=True)
    warehouse.report("ministry", late, inexact, at=morning)
    assert counted(warehouse, "value", NEW) == []


EVERYTHING = "select {} from {} order by 1, 2, 3, 4, 5 nulls first, 6 nulls first, 7, 8 nulls first, 9, 10"


def test_every_column_is_the_same_after_a_full_rebuild(warehouse: Warehouse) -> None:
    names = {
        table: ", ".join(
            name
            for (name,) in warehouse.rows(
                f"select column_name from information_schema.columns where table_name = '{table}'"
                " and column_name not in ('changed_at', 'recorded_at') order by ordinal_position"
            )
        )
        for table in ("daily_count", "period_count", "conflict")
    }
    for turn in range(12):
        day = date(2020, 8, 3) + timedelta(days=turn % 5)
        source = ("paper", "ministry", "other_paper")[turn % 3]
        figures = [closing(900 + 7 * turn, day), new(50 + turn % 2, date=day, **SYMPTOMATIC)]
        more = [new(30, date=day, **ASYMPTOMATIC), new(9, date=day, period_start=date(2020, 8, 1))]
        warehouse.report(source, *figures, *more[: turn % 3], at=evening(day) + timedelta(hours=turn))
        resolve_daily_counts(warehouse.connection)
    gone = "update observation set retracted_at = now() where observation_id % 5 = 0 returning document_id"
    warehouse.change(f"with gone as ({gone}) update document set counted_at = null from gone"
                     " where gone.document_id = document.document_id")  # fmt: skip
    resolve_daily_counts(warehouse.connection)
    bit_by_bit = {table: warehouse.rows(EVERYTHING.format(names[table], table)) for table in names}
    assert {row[13] for row in bit_by_bit["daily_count"]} == {"stated", "from_totals", "from_parts"}
    assert all(bit_by_bit.values())
    warehouse.change("delete from daily_count; delete from period_count; delete from conflict; delete from candidate;"
                     " update document set counted_at = null")  # fmt: skip
    resolve_daily_counts(warehouse.connection)
    assert {table: warehouse.rows(EVERYTHING.format(names[table], table)) for table in names} == bit_by_bit


def test_a_changed_definition_works_its_days_out_anew(warehouse: Warehouse) -> None:
    day = date(2020, 8, 10)
    warehouse.report("ministry", closing(100164, day, case_class="confirmed"))
    assert counted(warehouse, "case_class") == [(None,)]
    warehouse.change("update series_definition set case_class = 'suspected' where definition_id = 'kz-cases-2020-08'")
    assert counted(warehouse, "case_class") == [(None,)], "the reference file is what counts"
    warehouse.change("delete from daily_count; update candidate set definition_id = null;"
                     " delete from series_definition where definition_id = 'kz-cases-2020-08'")  # fmt: skip
    assert counted(warehouse, "case_class, definition_id") == [(None, "kz-cases-2020-08")]


def test_a_definition_that_the_file_no_longer_has_is_gone_everywhere(warehouse: Warehouse) -> None:
    day = date(2020, 8, 10)
    warehouse.report("ministry", closing(7, day, place="UZ", measure="tests", case_class="confirmed"))
    assert counted(warehouse, "case_class, definition_id") == [("confirmed", None)]
    warehouse.write("series_definition", definition_id="uz-tests", place="UZ", disease="covid-19", measure="tests",
                    valid_from=day, case_class="confirmed", counts="x", note="x")  # fmt: skip
    for table in ("candidate", "daily_count"):
        warehouse.change(f"update {table} set definition_id = 'uz-tests'")
    assert counted(warehouse, "case_class, definition_id") == [("confirmed", None)]
    assert warehouse.rows("select 1 from series_definition where definition_id = 'uz-tests'") == []
