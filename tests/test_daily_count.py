"""The resolver's rules, each on a few stated figures; the last test is the written truth of the sample web."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from tests.warehouse import ALMATY, NOON, Warehouse, local, new, total
from transforms.stages import check_daily_counts, resolve_daily_counts

TRUTH = Path(__file__).parents[1] / "samples" / "truth.csv"


@pytest.fixture
def warehouse(connection: Connection) -> Iterator[Warehouse]:
    yield Warehouse(connection)


KEY = ("place", "disease", "measure", "aggregation", "case_class", "symptom_status", "day")
SYMPTOMATIC = {"symptom_status": "symptomatic"}
ASYMPTOMATIC = {"symptom_status": "asymptomatic"}


@pytest.mark.parametrize(
    ("figures", "day"),
    [
        ([total(9056, measure="recovered", cut_off_at=local(14, 0))], 13),  # the morning of the 14th
        ([total(9056, measure="recovered", cut_off_at=local(14, 10))], 13),
        ([total(9056, measure="recovered", date=date(2020, 6, 13), cut_off_at=local(13, 23, 59))], 13),
        ([total(9056, measure="recovered", date=date(2020, 6, 13), cut_off_at=local(13, 23))], 13),
        ([total(9056, measure="recovered"), new(258, **SYMPTOMATIC)], 13),  # no hour, the new figure covers the 13th
        ([total(9056, measure="recovered"), new(258, date=date(2020, 6, 14), **SYMPTOMATIC)], 14),
        ([total(9056, measure="recovered")], 14),
        ([total(9056, measure="recovered", aggregation="stock", cut_off_at=local(14, 7))], 13),
    ],
)
def test_a_total_closes_the_last_day_covered(warehouse: Warehouse, figures: list[dict[str, Any]], day: int) -> None:
    warehouse.report("paper", *figures)
    assert [row[5] for row in warehouse.counts() if row[1] == "recovered"] == [day]


def test_a_new_figure_never_covers_a_day_its_bulletin_leaves_unfinished(warehouse: Warehouse) -> None:
    warehouse.report("paper", new(258, date=date(2020, 6, 14)), total(14496, cut_off_at=local(14, 0)))
    assert {row[5] for row in warehouse.counts()} == {13}


def test_where_bulletins_are_many_a_day_an_increment_is_no_days_count(warehouse: Warehouse) -> None:
    warehouse.report("paper", new(88, place="UZ", date=date(2020, 6, 14), cut_off_at=local(14, 11)),
                     total(8222, place="UZ", cut_off_at=local(14, 11)))  # fmt: skip
    assert [row[2] for row in warehouse.counts()] == ["cumulative"]


def test_the_total_nearest_to_the_days_end_closes_it(warehouse: Warehouse) -> None:
    warehouse.report("ministry", total(8300, place="UZ", cut_off_at=local(14, 21)))
    warehouse.report("paper", total(8222, place="UZ", date=date(2020, 6, 13), cut_off_at=local(14, 0)))
    assert [row[5:] for row in warehouse.counts()] == [(13, 8222)]


def test_parts_and_periods_never_pass_for_a_places_day(warehouse: Warehouse) -> None:
    warehouse.report(
        "ministry",
        new(20, place="KZ-75", locality="Green Bazaar", aggregation=None),
        new(21, place="KZ-75", locality="Green Bazaar"),
        new(5, subgroup="children"),
        new(7, place=None),
        new(9, date=None),
        new(1500, period_start=date(2020, 6, 7)),
    )
    assert warehouse.counts() == []
    period = warehouse.rows("select value, period_start, day, aggregation from period_count")
    assert period == [(1500, date(2020, 6, 7), date(2020, 6, 13), "new")]


def test_totals_since_different_starts_are_different_keys(warehouse: Warehouse) -> None:
    year_to_date = total(80, disease="measles", period_start=date(2020, 1, 1))
    warehouse.report("ministry", total(100, disease="measles"), year_to_date)
    assert sorted(row[6] for row in warehouse.counts()) == [80, 100]


def test_exact_beats_inexact_whoever_says_it(warehouse: Warehouse) -> None:
    warehouse.report("ministry", new(300, approximate=True, measure="deaths"))
    assert [row[6] for row in warehouse.counts()] == [300]
    warehouse.report("abroad", new(313, measure="deaths"))
    assert [row[6] for row in warehouse.counts()] == [313]
    assert warehouse.rows("select flags from daily_count") == [([],)]


def test_rank_then_latest_and_the_conflict_is_written_down(warehouse: Warehouse) -> None:
    warehouse.report("agency", total(8829, measure="recovered"))
    warehouse.report("abroad", total(8345, measure="recovered"), at=NOON + timedelta(days=1))
    assert [row[6] for row in warehouse.counts()] == [8829]
    conflict = "select value, source_id, chosen_value, settled_by from conflict"
    assert warehouse.rows(conflict) == [(8345, "abroad", 8829, "rank")]
    assert warehouse.rows("select value_min, value_max, witnesses, confidence, flags from daily_count") == [
        (8345, 8829, 1, "medium", ["disputed"])
    ]
    warehouse.report("agency", total(8830, measure="recovered"), at=NOON + timedelta(hours=1))
    assert [row[6] for row in warehouse.counts()] == [8830]
    assert sorted(warehouse.rows(conflict)) == [(8345, "abroad", 8830, "rank"), (8829, "agency", 8830, "latest")]


def test_what_no_rule_can_settle_is_a_conflict_and_no_count(warehouse: Warehouse) -> None:
    warehouse.report("paper", new(4, measure="deaths"))
    warehouse.report("other_paper", new(5, measure="deaths"))
    assert warehouse.counts() == []
    conflicts = warehouse.rows("select value, chosen_value, settled_by from conflict")
    assert sorted(conflicts) == [(4, None, None), (5, None, None)]
    warehouse.report("agency", new(5, measure="deaths"))
    assert [row[6] for row in warehouse.counts()] == [5]


def test_an_article_that_contradicts_itself_yields_to_one_that_does_not(warehouse: Warehouse) -> None:
    warehouse.report("ministry", total(15192), total(20684))
    assert warehouse.counts() == []
    warehouse.report("abroad", total(20684))
    assert [row[6] for row in warehouse.counts()] == [20684]
    assert warehouse.rows("select value, source_id, settled_by from conflict") == [(15192, "ministry", "consistent")]


def test_an_edit_silences_the_version_before_it(warehouse: Warehouse) -> None:
    url = "https://ministry/a"
    corrected = [total(9056, measure="recovered"), new(878)]
    first = [total(8345, measure="recovered"), new(878), total(99, measure="deaths")]
    warehouse.report("ministry", *corrected, url=url, at=NOON + timedelta(days=2), published=NOON)
    warehouse.report("ministry", *first, url=url, at=NOON, published=NOON)  # fetched later: a backfill
    warehouse.report("paper", total(77, measure="deaths", cut_off_at=local(14, 0)))
    assert [(row[1], row[6]) for row in warehouse.counts()] == [("cases", 878), ("deaths", 77), ("recovered", 9056)]
    assert warehouse.rows("select * from conflict") == []
    assert warehouse.rows("select witnesses from daily_count where measure = 'cases'") == [(1,)]


def test_an_older_version_still_speaks_where_nothing_newer_does(warehouse: Warehouse) -> None:
    url = "https://ministry/a"
    warehouse.report("ministry", new(878), total(73, measure="deaths"), url=url)
    warehouse.report("ministry", new(878), url=url, at=NOON + timedelta(days=2), published=NOON)
    assert [(row[1], row[6]) for row in warehouse.counts()] == [("cases", 878), ("deaths", 73)]


def test_a_reprint_is_a_witness_but_not_an_independent_one(warehouse: Warehouse) -> None:
    original = warehouse.report("agency", new(878))
    story = warehouse.story(original)
    warehouse.report("paper", new(878), story=story)
    warehouse.report("other_paper", new(878), at=NOON - timedelta(hours=3))
    warehouse.counts()
    found = warehouse.rows("select witnesses, independent_witnesses, first_published_at, confidence from daily_count")
    assert found == [(3, 2, NOON - timedelta(hours=3), "high")]


def test_the_class_of_the_plain_series_is_one_key_named_or_not(warehouse: Warehouse) -> None:
    july = {"date": date(2020, 7, 2)}
    warehouse.report("agency", total(42574, case_class="confirmed", **july))
    warehouse.report("paper", total(42574, **july), total(900, case_class="probable", **july))
    assert [row[3:] for row in warehouse.counts()] == [(None, None, 2, 42574), ("probable", None, 2, 900)]
    found = warehouse.rows("select definition_id, witnesses from daily_count where value = 42574")
    assert found == [("kz-cases-2020-07", 2)]


def test_an_unchanged_rerun_writes_nothing(warehouse: Warehouse) -> None:
    warehouse.report("agency", new(878), total(18898))
    warehouse.report("paper", new(877))
    assert resolve_daily_counts(warehouse.connection)["daily_counts"] == 2
    before = warehouse.rows("select xmin, * from daily_count order by value")
    warehouse.change("update document set counted_at = null")
    again = resolve_daily_counts(warehouse.connection)
    assert again == {"documents": 2, "daily_counts": 0, "period_counts": 0, "conflicts": 0}
    assert warehouse.rows("select xmin, * from daily_count order by value") == before


def test_a_retracted_figure_leaves_the_counts(warehouse: Warehouse) -> None:
    document_id = warehouse.report("agency", new(878))
    assert len(warehouse.counts()) == 1
    warehouse.change("update observation set retracted_at = now()")
    warehouse.change(f"update document set counted_at = null where document_id = {document_id}")
    assert warehouse.counts() == []


def test_resolving_bit_by_bit_gives_what_a_full_rebuild_gives(warehouse: Warehouse) -> None:
    url = "https://agency/a"
    for turn in range(6):
        source = ("abroad", "paper", "agency")[turn % 3]
        at = NOON + timedelta(hours=turn)
        warehouse.report(source, new(870 + turn % 4), total(18890 + turn, cut_off_at=local(14, 8)), at=at)
        warehouse.report("agency", new(800 + turn, place="KZ-75"), url=url, at=at, published=NOON)
        warehouse.counts()
    columns = "place, measure, aggregation, day, value, value_min, value_max, witnesses, flags, observation_id"
    everything = f"select {columns} from daily_count order by 1, 3, 4"
    bit_by_bit = warehouse.rows(everything)
    conflicts = warehouse.rows("select value, chosen_value, settled_by from conflict order by 1, 2")
    warehouse.change("delete from daily_count; delete from conflict; delete from candidate;"
                     " update document set counted_at = null")  # fmt: skip
    warehouse.counts()
    assert warehouse.rows(everything) == bit_by_bit
    assert warehouse.rows("select value, chosen_value, settled_by from conflict order by 1, 2") == conflicts


def test_the_sums_are_checked(warehouse: Warehouse) -> None:
    def day_before(value: int, **more: Any) -> dict[str, Any]:
        return total(value, **{"date": date(2020, 6, 12), "cut_off_at": local(12, 23, 59), **more})

    warehouse.report("agency", day_before(18020), day_before(14238, **SYMPTOMATIC), at=NOON - timedelta(days=1))
    parts = [new(258, **SYMPTOMATIC), new(620, **ASYMPTOMATIC), new(300, place="KZ-75", **SYMPTOMATIC)]
    document_id = warehouse.report("agency", new(878), *parts, total(18898), total(14496, **SYMPTOMATIC))
    warehouse.counts()
    assert check_daily_counts(warehouse.connection) == {
        "checks": 4, "failed": 1, "excused": 0, "changed": 4, "parts_within_whole": 1
    }  # fmt: skip
    failed = warehouse.rows("select check_name, symptom_status, expected, found from check_result where not passed")
    assert failed == [("parts_within_whole", "symptomatic", 300, 258)]
    assert check_daily_counts(warehouse.connection)["changed"] == 0
    readable = "select failed_checks from daily_count_readable where failed_checks is not null"
    assert warehouse.rows(readable) == [(["parts_within_whole"],)]
    warehouse.change("update observation set retracted_at = now() where value = 300")
    warehouse.change(f"update document set counted_at = null where document_id = {document_id}")
    warehouse.counts()
    assert check_daily_counts(warehouse.connection) == {"checks": 3, "failed": 0, "excused": 0, "changed": 1}


def test_each_count_leads_to_its_sentence(warehouse: Warehouse) -> None:
    warehouse.report("agency", new(878, evidence="878 cases"))
    warehouse.counts()
    rows = warehouse.rows("select value, evidence, url, source, published_at from daily_count_source")
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [(878, "878 cases", "agency", NOON)]


def test_every_column_of_every_table_and_view_is_explained(warehouse: Warehouse) -> None:
    bare = warehouse.rows(
        "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0"
        " and not a.attisdropped and col_description(c.oid, a.attnum) is null"
    )
    assert bare == []


def test_the_sample_webs_truth_comes_out_of_its_observations(warehouse: Warehouse) -> None:
    """Every true figure, stated by the agency as its bulletin would, beside a wrong one from abroad."""
    truth = list(csv.DictReader(TRUTH.open(encoding="utf-8")))
    for row in (row for row in truth if row["basis"] == "stated"):
        day = date.fromisoformat(row["day"])
        closes = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC) - ALMATY
        figure = {name: row[name] or None for name in KEY[:-1]} | {"date": day}
        figure["cut_off_at"] = None if row["aggregation"] == "new" else closes
        value = int(row["value"])
        warehouse.report("agency", new(value, **figure), at=closes + timedelta(hours=9))
        warehouse.report("abroad", new(value - 1, **figure), at=closes + timedelta(hours=12))
    warehouse.counts()
    columns = ", ".join(f"coalesce({name}::text, '')" for name in (*KEY, "value", "basis"))
    assert set(warehouse.rows(f"select {columns} from daily_count")) == {tuple(row.values()) for row in truth}
