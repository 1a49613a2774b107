"""What a warehouse holds, apart from identities and recorded times: two runs that ended alike give the same lines."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import psycopg2

QUERY = Path(__file__).with_suffix(".sql")

Rows = Counter[str]


def read_rows(url: str) -> Rows:
    """Every row as one line, `<table> <json>`, with how often it is there (more than once is a doubled row)."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("set time zone 'UTC'")
        cursor.execute(QUERY.read_text(encoding="utf-8"))
        return Counter(f"{noun} {row}" for noun, row in cursor.fetchall())


def tables(url: str) -> set[str]:
    """The names of the warehouse's tables, read from its catalogue."""
    statement = (
        "select table_name from information_schema.tables where table_schema = 'public' and table_type like 'BASE%'"
    )
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}


def differences(expected: Rows, found: Rows) -> list[str]:
    """A line for each row that is missing and for each that should not be there; empty where both are alike."""
    lines = [f"- {row}" for row in sorted((expected - found).elements())]
    return lines + [f"+ {row}" for row in sorted((found - expected).elements())]


def describe(rows: Rows) -> str:
    """How many rows each table has, in one line."""
    counts = Counter(line.partition(" ")[0] for line in rows.elements())
    return ", ".join(f"{noun} {count}" for noun, count in sorted(counts.items()))
