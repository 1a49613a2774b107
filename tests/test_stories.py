"""Stories: what is joined, what is never joined, what an analyst parts, and who told what in the sample web."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from sql.server import Server
from tests import newsroom
from tests.conftest import TEMPLATE
from tests.warehouse import NOON, Warehouse, new, total
from transforms import linking, stages
from transforms.statements import Figure, Figures, agreement, contradict, share_subject
from transforms.stories import Facts, Pair, group_stories, keep_names

DAY = date(2020, 6, 13)


def figures(*values: int, day: date = DAY, place: str = "KZ", aggregation: str | None = "new") -> Figures:
    """The n-th value is of the n-th measure."""
    measures = ("cases", "deaths", "recovered", "tests", "hospitalised")
    return frozenset(Figure(place, "covid-19", m, aggregation, day, v) for m, v in zip(measures, values, strict=False))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (figures(878, 3, 227), figures(878, 3, 227), 1.0),
        (figures(878, 3, 227), figures(878, 3, 228), 2 / 3),
        (figures(878, 3, 227), figures(878, 4, 228), 0.0),
        (figures(878, 3, 227), figures(878, 3, 227, day=DAY + timedelta(1)), 0.0),
        (figures(878, 3, 227), figures(878, 3, 227, place="KG"), 0.0),
        (figures(878, 3, 227), figures(878), 1.0),
        (figures(878, 3, 227, 9, 8), figures(878), 0.0),
        (figures(0, 0), figures(0, 0), 0.0),
        (figures(878) | figures(18898, aggregation="cumulative"),
         figures(878) | figures(18898, aggregation="cumulative", day=DAY + timedelta(1)), 1.0),
        (figures(1, aggregation="stock"), figures(1, aggregation="stock", day=DAY + timedelta(1)), 0.0),
        (figures(878), figures(878, aggregation=None), 1.0),
        (figures(878, 3, 227, 8120), figures(878, 3, 227, 8120, day=DAY + timedelta(1)), 1.0),
        (figures(878, 3, 227, 8120), figures(878, 3, 227, 8120, day=DAY + timedelta(2)), 0.0),
        (figures(878, 130, 227), figures(130, 878, 227), 1.0),
        (figures(8, 3, 22), figures(3, 8, 22), 0.0),
    ],
    ids=["all", "most", "one of three", "another day", "another place", "headline", "too little", "nothing but zeros",
         "morning after", "what stands still", "new left open", "a day misread", "two days", "measures misread",
         "small numbers"],
)  # fmt: skip
def test_most_figures_of_one_day_make_one_statement(one: Figures, other: Figures, expected: float) -> None:
    assert agreement(one, other) == agreement(other, one) == pytest.approx(expected)


def test_another_days_figures_contradict_and_a_part_of_them_does_not() -> None:
    assert contradict(figures(878, 3), figures(803, 4, day=DAY + timedelta(1)))
    assert contradict(figures(878, 3), figures(878, 3, day=DAY + timedelta(1)))
    assert not contradict(figures(878, 3, 227, 8120), figures(878, 3, 227, 8120, day=DAY + timedelta(1)))
    assert not contradict(figures(878, 3), figures(878, 4))
    assert not contradict(figures(878), figures(19, place="KG"))
    assert not share_subject(figures(878), figures(878, place="KG"))


def test_stories_are_connected_groups_in_any_order() -> None:
    pairs = [Pair(2, 1, 0.9), Pair(3, 2, 0.8), Pair(5, 4, 0.7)]
    for order in itertools.permutations(pairs):
        assert group_stories([1, 2, 3, 4, 5, 6], order, Facts()) == [[1, 2, 3], [4, 5], [6]]


def test_a_text_without_figures_bridges_no_two_days() -> None:
    facts = Facts({1: figures(878, 3), 3: figures(803, 4, day=DAY + timedelta(1))})
    assert group_stories([1, 2, 3], [Pair(2, 1, 0.7), Pair(3, 2, 0.6)], facts) == [[1, 2], [3]]


def test_a_roundup_joins_no_two_countries() -> None:
    facts = Facts({1: figures(878, 3), 2: figures(19, 1, place="KG"), 3: figures(878, 3) | figures(19, 1, place="KG")})
    pairs = [Pair(3, 1, 1.0, "statement"), Pair(3, 2, 1.0, "statement")]
    assert group_stories([1, 2, 3], pairs, facts) == [[1, 3], [2]]


def test_versions_of_one_address_speak_together() -> None:
    facts = Facts({1: figures(8345), 2: figures(9056), 3: figures(9056)}, {1: "a", 2: "a", 3: "b"})
    pairs = [Pair(2, 1, 0.9, "version"), Pair(3, 2, 1.0, "statement")]
    assert group_stories([1, 2, 3], pairs, facts) == [[1, 2, 3]]


def test_what_is_kept_apart_is_not_joined_by_others() -> None:
    facts = Facts({}, {1: "a", 2: "b", 3: "c"}, frozenset([frozenset(("a", "c"))]))
    assert group_stories([1, 2, 3], [Pair(2, 1, 0.9), Pair(3, 2, 0.8)], facts) == [[1, 2], [3]]


def test_stories_keep_their_names() -> None:
    assert keep_names([[1, 2], [3]], {1: 7, 2: 8, 3: 9}) == [7, 9]
    assert keep_names([[1], [2]], {1: 7, 2: 7}) == [7, None]


def told(connection: Connection, columns: str, condition: str = "true") -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns} from story_witness where {condition} order by published_at, url, told_as")
        return list(cursor.fetchall())


@pytest.fixture(scope="module")
def sample(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The sample web, read and counted."""
    server.create_database("sample_stories", template=TEMPLATE)
    connection = psycopg2.connect(server.url("sample_stories"), options="-c timezone=UTC")
    folder = tmp_path_factory.mktemp("archive")
    newsroom.archive_pages(connection, folder, newsroom.sample_pages(date(2020, 6, 17)))
    newsroom.read_and_count(connection, folder)
    yield connection
    connection.close()


def test_the_sample_web_shows_every_level(sample: Connection) -> None:
    kinds = {kind for (kind,) in told(sample, "told_as")}
    assert kinds == {"first", "same_text", "version", "reprint", "statement"}


def test_who_told_a_days_figures_in_which_language(sample: Connection) -> None:
    shown = told(sample, "source_id, language, told_as", "'2020-06-12' = any(days) and 'KZ' = any(places)")
    assert shown == [
        ("kz_kazinform", "ru", "first"), ("kz_kazinform_kk", "kk", "statement"), ("kg_24kg", "ru", "statement"),
        ("xx_tellerreport", "en", "statement"),
    ]  # fmt: skip
    stories = told(sample, "distinct on (published_at, url, told_as) story_id", "'2020-06-12' = any(days)")
    assert len(set(stories)) == 1


def test_no_story_of_the_sample_web_tells_two_days_new_cases(sample: Connection) -> None:
    with sample.cursor() as cursor:
        cursor.execute(
            "select story_id, count(distinct value) from story_witness,"
            " jsonb_to_recordset(figures) f(place text, measure text, aggregation text, symptom_status text, value int)"
            " where place = 'KZ' and measure = 'cases' and aggregation = 'new' and symptom_status is null group by 1"
        )
        days = cursor.fetchall()
    assert len(days) >= 4
    assert {count for _, count in days} == {1}


@pytest.fixture
def warehouse(connection: Connection) -> Iterator[Warehouse]:
    made = Warehouse(connection)
    yield made


def joined(warehouse: Warehouse) -> list[set[int]]:
    """The stories, as sets of documents."""
    warehouse.change(f"update document set linked_with = '{linking.method()}' where linked_with is null")
    stages.join_stories(warehouse.connection)
    return sorted(
        map(set, (row[0] for row in warehouse.rows("select array_agg(document_id) from document group by story_id"))),
        key=min,
    )


def test_an_exception_parts_a_story_and_its_removal_heals_it(warehouse: Warehouse) -> None:
    one = warehouse.report("agency", new(878), total(18898), url="https://one/")
    other = warehouse.report("paper", new(878), total(18898), url="https://other/", at=NOON + timedelta(hours=1))
    assert joined(warehouse) == [{one, other}]
    warehouse.counts()
    witnesses = "select distinct witnesses, independent_witnesses from daily_count"
    assert warehouse.rows(witnesses) == [(2, 1)]
    warehouse.change(
        "insert into story_exception (url, other_url, reason) values ('https://other/', 'https://one/', 'r')"
    )
    assert joined(warehouse) == [{one}, {other}]
    warehouse.counts()
    assert warehouse.rows(witnesses) == [(2, 2)]
    warehouse.change("update document set linked_with = 'another method'")
    assert stages.link_reprints(warehouse.connection)["reprints"] == 1  # the texts are alike as well
    assert joined(warehouse) == [{one}, {other}]
    warehouse.change("delete from story_exception")
    assert joined(warehouse) == [{one, other}]


def test_figures_that_are_withdrawn_part_their_story(warehouse: Warehouse) -> None:
    one = warehouse.report("agency", new(878), total(18898))
    other = warehouse.report("paper", new(878), total(18898), at=NOON + timedelta(hours=1))
    assert joined(warehouse) == [{one, other}]
    warehouse.change(f"update observation set retracted_at = now() where document_id = {other}")
    warehouse.change(f"update document set joined_at = null where document_id = {other}")
    assert joined(warehouse) == [{one}, {other}]
    assert warehouse.rows("select count(*) from reprint") == [(0,)]


def test_any_order_of_arrival_ends_in_the_same_stories(warehouse: Warehouse) -> None:
    for day in range(12, 15):
        for hour, source in enumerate(("agency", "paper", "abroad")):
            at = NOON + timedelta(days=day - 14, hours=hour)
            when = date(2020, 6, day)
            warehouse.report(source, new(100 * day, date=when), new(day, measure="deaths", date=when), at=at)
    first = joined(warehouse)
    assert [len(story) for story in first] == [3, 3, 3]
    order = [document for story in first for document in story]
    for seed in range(2):
        random.Random(seed).shuffle(order)
        warehouse.change("update document set story_id = null; delete from reprint; delete from story;"
                         " update document set joined_at = now()")  # fmt: skip
        for document in order:
            warehouse.change(f"update document set joined_at = null where document_id = {document}")
            stages.join_stories(warehouse.connection)
        assert joined(warehouse) == first
