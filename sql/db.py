"""Stages read and write the warehouse through here: connect, run a named query, load rows. SQL is in .sql files."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn

__all__ = [
    "Connection", "DatabaseError", "UnavailableError", "clear_failures", "connect", "execute", "load", "query",
]  # fmt: skip

QUERIES = Path(__file__).parent / "queries"
OLDEST_SERVER = 15
SESSION = "-c timezone=UTC -c temp_buffers=64MB"  # so that what is staged stays in memory
_CHUNK = 1 << 20
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), ("\0", ""))  # PostgreSQL's text holds no NUL


class DatabaseError(Exception):
    """The warehouse cannot be used; the message is one line that says what to do."""


class UnavailableError(DatabaseError):
    """The warehouse does not answer, went away, or can store nothing more: another try may find it well."""


@contextmanager
def clear_failures() -> Iterator[None]:
    """Turn a lost connection, a stopped server or the server's full disk into an UnavailableError of one line."""
    try:
        yield
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        said = " ".join(str(error).split()) or "the connection is gone"
        hint = "see that PostgreSQL runs and has room, then run this again: what was committed is kept"
        raise UnavailableError(f"the warehouse failed: {said}; {hint}") from error


def connect(url: str | None = None) -> Connection:
    """Open the warehouse at `url`, or at DATABASE_URL.

    Instants come back in UTC. Raises DatabaseError when the setting is missing or the server is too old, and
    UnavailableError when nothing answers.
    """
    url = url or os.environ.get("DATABASE_URL")
    if not url:
        raise DatabaseError(
            "DATABASE_URL is not set: give it the libpq URL of the warehouse, postgresql://host:port/name"
        )
    try:
        connection = psycopg2.connect(url, connect_timeout=10, options=SESSION)
    except psycopg2.OperationalError as error:
        raise UnavailableError(_describe_failure(url, error)) from error
    except psycopg2.Error as error:
        raise DatabaseError(_describe_failure(url, error)) from error
    release = connection.server_version // 10000
    if release < OLDEST_SERVER:
        connection.close()
        raise DatabaseError(f"PostgreSQL {release} is too old: DATABASE_URL must name version {OLDEST_SERVER} or newer")
    return connection


def query(connection: Connection, name: str, /, **params: Any) -> list[dict[str, Any]]:
    """Run `queries/<name>.sql` and return its rows, one dictionary a row."""
    with connection.cursor() as cursor:
        cursor.execute(read_query(name), params)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def execute(connection: Connection, name: str, /, **params: Any) -> int:
    """Run `queries/<name>.sql` and return the number of rows it touched. The caller commits."""
    with connection.cursor() as cursor:
        cursor.execute(read_query(name), params)
        return max(cursor.rowcount, 0)


def load(connection: Connection, noun: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY `rows` into a staging table shaped like `noun`, merge by `queries/load_<noun>.sql`, return rows written.

    Rows that are there already, unchanged, are not written again. The caller commits.
    """
    lines = "".join("\t".join(map(_encode, row)) + "\n" for row in rows)
    if not lines:
        return 0
    names = {
        "staging": sql.Identifier(f"staging_{noun}"),
        "noun": sql.Identifier(noun),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("drop table if exists pg_temp.{staging}").format(**names))
        cursor.execute(sql.SQL(read_query("stage_rows")).format(**names))
        copy = sql.SQL("copy pg_temp.{staging} ({columns}) from stdin").format(**names)
        cursor.copy_expert(copy, io.BytesIO(lines.encode(errors="replace")), _CHUNK)
    return execute(connection, f"load_{noun}")


@cache
def read_query(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _encode(value: object) -> str:
    """One value in COPY's text format."""
    match value:
        case str():
            return _escape(value)
        case None:
            return r"\N"
        case bool():
            return "t" if value else "f"
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return _escape(json.dumps(value, ensure_ascii=False, default=str))
        case list() | tuple():
            return _escape(_array(value))
        case _:
            return _escape(str(value))


def _escape(text: str) -> str:
    """`text` as COPY wants it; a few searches are far quicker than a look at every character."""
    for sign, escaped in _ESCAPES:
        if sign in text:
            text = text.replace(sign, escaped)
    return text


def _array(items: Sequence[object]) -> str:
    quoted = ('"' + str(item).replace("\\", "\\\\").replace('"', '\\"') + '"' for item in items)
    return "{" + ",".join(quoted) + "}"


def _describe_failure(url: str, error: psycopg2.Error) -> str:
    try:
        parts = parse_dsn(url)
    except psycopg2.ProgrammingError:
        return "DATABASE_URL is not a libpq URL: it should read postgresql://user@host:port/name"
    where = f"{parts.get('host', 'the local socket')}:{parts.get('port', '5432')}"
    reason = str(error).strip().partition("\n")[0].rpartition("failed: ")[2] or "no reason given"
    database = parts.get("dbname", "")
    return f"cannot use PostgreSQL at {where}, database {database!r}: {reason}; start it or correct DATABASE_URL"
