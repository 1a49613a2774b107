"""Writes sources, documents and observations as the earlier stages leave them, for tests of what is made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import execute_values

from transforms.stages import resolve_daily_counts

NOON = datetime(2020, 6, 14, 12, tzinfo=UTC)
ALMATY = timedelta(hours=6)


class Warehouse:
    """Writes sources, documents and observations as the earlier stages leave them; reads counts back."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.numbers = count(1)
        self.write("place", place="KZ", name="Kazakhstan", kind="country", country="KZ", time_zone="Asia/Almaty")
        self.write("place", place="UZ", name="Uzbekistan", kind="country", country="UZ", time_zone="Asia/Tashkent")
        for code, zone in (("KG", "Asia/Bishkek"), ("TJ", "Asia/Dushanbe"), ("TM", "Asia/Ashgabat")):
            self.write("place", place=code, name=code, kind="country", country=code, time_zone=zone)
        for source_id, kind, rank in (("ministry", "ministry", 10), ("agency", "agency", 30), ("paper", "media", 40),
                                      ("other_paper", "media", 40), ("abroad", "foreign", 50)):  # fmt: skip
            self.write("source", source_id=source_id, name=source_id, url=f"https://{source_id}/", kind=kind, rank=rank,
                       time_zone="Asia/Almaty", config="{}")  # fmt: skip

    def write(self, table: str, **values: Any) -> int:
        with self.connection.cursor() as cursor:
            columns = ", ".join(values)
            execute_values(cursor, f"insert into {table} ({columns}) values %s returning 1", [tuple(values.values())])
            return next(self.numbers)

    def report(self, source: str, *figures: dict[str, Any], at: datetime = NOON, url: str | None = None,
               published: datetime | None = None, story: int | None = None) -> int:  # fmt: skip
        """A document of `source` as of `at` with these figures; returns its identity."""
        number = next(self.numbers)
        url = url or f"https://{source}/{number}"
        with self.connection.cursor() as cursor:
            cursor.execute(
                "insert into page (source_id, url, canonical_url, kind, status, digest, fetched_at, warc_file,"
                " warc_offset, warc_length) values (%s, %s, %s, 'article', 200, %s, %s, 'f', 0, 0) returning page_id",
                (source, url, url, str(number), NOON + timedelta(days=3000)),
            )
            page_id = cursor.fetchone()[0]
            cursor.execute(
                "insert into document (page_id, source_id, canonical_url, title, text, published_at, versioned_at,"
                " parsed_by, parsed_with, text_digest, extracted_with, story_id)"
                " values (%s, %s, %s, 't', 'x', %s, %s, 'p', 'p', %s, 'e', %s) returning document_id",
                (page_id, source, url, published or at, at, str(number), story),
            )
            document_id: int = cursor.fetchone()[0]
        for figure in figures:
            where = {"document_id": document_id, "start_char": next(self.numbers)}
            self.write("observation", **{**FIGURE, **figure, **where})
        self.connection.commit()
        return document_id

    def story(self, document_id: int) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute("insert into story (first_document_id) values (%s) returning story_id", (document_id,))
            story_id: int = cursor.fetchone()[0]
            cursor.execute("update document set story_id = %s where document_id = %s", (story_id, document_id))
        self.connection.commit()
        return story_id

    def change(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
        self.connection.commit()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def counts(self) -> list[tuple[Any, ...]]:
        """(place, measure, aggregation, class, symptoms, day of June, value), sorted."""
        resolve_daily_counts(self.connection)
        return self.rows(
            "select place, measure, aggregation, case_class, symptom_status, extract(day from day)::int, value"
            " from daily_count order by 1, 2, 3, 4 nulls first, 5 nulls first, 6"
        )


FIGURE: dict[str, Any] = {
    "disease": "covid-19", "measure": "cases", "aggregation": "new", "place": "KZ", "date": date(2020, 6, 13),
    "at_least": False, "at_most": False, "approximate": False, "evidence": "e", "end_char": 0, "extractor_version": "e",
}  # fmt: skip


def new(value: int, **more: Any) -> dict[str, Any]:
    return {"value": value, **more}


def total(value: int, **more: Any) -> dict[str, Any]:
    return {"aggregation": "cumulative", "value": value, "date": date(2020, 6, 14), **more}


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 6, day, hour, minute, tzinfo=UTC) - ALMATY
