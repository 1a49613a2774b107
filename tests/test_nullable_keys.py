"""Null is a value in a key: what states no class, status or subgroup is stored once, however often it is loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from sql.db import load
from transforms import stages

AT = datetime(2020, 6, 14, 9, tzinfo=UTC)
SOURCE = ("source_id", "name", "url", "country", "kind", "rank", "time_zone", "languages", "config")
KEYS: dict[str, Any] = {"case_class": "confirmed", "symptom_status": "symptomatic", "subgroup": "children"}
FIGURE: dict[str, Any] = {
    "document_id": 1, "extractor_version": "e", "disease": "covid-19", "measure": "cases", "aggregation": "new",
    "case_class": None, "symptom_status": None, "value": 878, "at_least": False, "at_most": False, "approximate": False,
    "place": "KZ", "locality": None, "date": date(2020, 6, 13), "cut_off_at": None, "period_start": None,
    "subgroup": None, "officiality": None, "evidence": "878 cases", "start_char": 0, "end_char": 9,
}  # fmt: skip
PAGE = ("source_id", "url", "canonical_url", "kind", "status", "digest", "fetched_at", "warc_file", "warc_offset",
        "warc_length")  # fmt: skip
DOCUMENT = ("page_id", "source_id", "canonical_url", "title", "text", "published_at", "versioned_at", "parsed_by",
            "parsed_with", "text_digest", "extracted_with")  # fmt: skip


@pytest.fixture
def warehouse(connection: Connection) -> Connection:
    """The connection, with one document to observe."""
    url = "https://x.kz/a"
    load(connection, "source", SOURCE, [("kz_x", "X", "https://x.kz/", "KZ", "media", 40, "Asia/Almaty", ["ru"], {})])
    page = ("kz_x", url, url, "article", 200, "d", AT, "f", 0, 0)
    document = (1, "kz_x", url, "t", "878 cases", AT, AT, "p", "p", "d", "e")
    with connection, connection.cursor() as cursor:
        cursor.execute("insert into place (place, name, kind, country) values ('KZ', 'Kazakhstan', 'country', 'KZ')")
        cursor.execute(f"insert into page ({', '.join(PAGE)}) values ({', '.join(['%s'] * len(page))})", page)
        values = ", ".join(["%s"] * len(document))
        cursor.execute(f"insert into document ({', '.join(DOCUMENT)}) values ({values})", document)
    return connection


def rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def observe(connection: Connection, *figures: dict[str, Any]) -> int:
    with connection:
        return load(connection, "observation", list(FIGURE), [tuple((FIGURE | each).values()) for each in figures])


NULLED = [tuple(name for bit, name in enumerate(KEYS) if number >> bit & 1) for number in range(1, 8)]


@pytest.mark.parametrize("nulled", NULLED, ids="+".join)
def test_an_observation_with_nulls_in_its_key_is_stored_once(warehouse: Connection, nulled: tuple[str, ...]) -> None:
    figure = KEYS | dict.fromkeys(nulled)
    assert [observe(warehouse, figure), observe(warehouse, figure, figure), observe(warehouse, KEYS)] == [1, 0, 1]
    assert rows(warehouse, "select count(*) from observation") == [(2,)]
    with pytest.raises(psycopg2.errors.UniqueViolation), warehouse, warehouse.cursor() as cursor:
        names = ", ".join(FIGURE)
        cursor.execute(
            f"insert into observation ({names}) select {names} from observation where {nulled[0]} is null limit 1"
        )


@pytest.mark.parametrize("status", [None, "symptomatic"])
@pytest.mark.parametrize("case_class", [None, "suspected"])
def test_a_daily_count_with_nulls_in_its_key_is_stored_once(
    warehouse: Connection, case_class: str | None, status: str | None
) -> None:
    observe(warehouse, {"case_class": case_class, "symptom_status": status})
    counted = "select *, xmin from daily_count"
    assert stages.resolve_daily_counts(warehouse)["daily_counts"] == 1
    first = rows(warehouse, counted)
    assert len(first) == 1
    for _ in range(2):
        rows(warehouse, "update document set counted_at = null returning 1")
        assert stages.resolve_daily_counts(warehouse)["daily_counts"] == 0
        assert rows(warehouse, counted) == first
    rows(warehouse, "update observation set value = 879 returning 1")
    rows(warehouse, "update document set counted_at = null returning 1")
    assert stages.resolve_daily_counts(warehouse)["daily_counts"] == 1
    assert rows(warehouse, "select value from daily_count") == [(879,)]
    with pytest.raises(psycopg2.errors.UniqueViolation), warehouse, warehouse.cursor() as cursor:
        cursor.execute("insert into daily_count select * from daily_count")
