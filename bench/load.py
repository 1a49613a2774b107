"""`python -m bench.load`: rows a second of the load path beside execute_values, and what a second load leaves.

A throw-away PostgreSQL with its data on disk and fsync on; documents of about 1.1 KB of Cyrillic text whose digest is
their key. Both sides write the same rows by the same rule: what is there unchanged is not written. The load path is
`sql.db.load` itself: COPY into a staging table, then one INSERT … ON CONFLICT. Wall time, medians of rounds that
take turns, each from an empty table.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extras import execute_values

from sql import db
from sql.server import Server

TABLE = (
    "create table article (key text primary key, source text, url text, title text, body text, language text,"
    " script text, published_at timestamptz, published_by text, rank int, parsed_by text, parsed_with text)"
    " with (autovacuum_enabled = false)"
)
COLUMNS = (
    "key", "source", "url", "title", "body", "language", "script", "published_at", "published_by", "rank", "parsed_by",
    "parsed_with",
)  # fmt: skip
NAMES = ", ".join(COLUMNS)
MERGE = (
    f"on conflict (key) do update set {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[1:])}"
    f" where ({', '.join(f'a.{name}' for name in COLUMNS)}) is distinct from"
    f" ({', '.join(f'excluded.{name}' for name in COLUMNS)})"
)
QUERIES = {"load_article": f"insert into article as a ({NAMES}) select {NAMES} from staging_article {MERGE}"}
WORDS = "За сутки в области зарегистрировано {} новых случаев кори, сообщили в департаменте. "
Row = tuple[object, ...]


def make_rows(number: int) -> list[Row]:
    """Documents that differ by their figures."""
    rows: list[Row] = []
    for each in range(number):
        body = "".join(WORDS.format(each * 7 + part) for part in range(7))
        key = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
        url = f"https://news.example.kz/{each}"
        rows.append((key, "kz_x", url, f"Данные № {each}", body, "ru", "Cyrl", "2020-06-14T09:00:00+00:00", "meta", 40,
                     "layout:1", "a1b2c3"))  # fmt: skip
    return rows


def load(connection: Connection, rows: Sequence[Row]) -> None:
    with connection:
        db.load(connection, "article", COLUMNS, rows)


def execute(connection: Connection, rows: Sequence[Row]) -> None:
    with connection, connection.cursor() as cursor:
        execute_values(cursor, f"insert into article as a ({NAMES}) values %s {MERGE}", rows, page_size=1000)


def seconds(connection: Connection, way: object, rows: Sequence[Row]) -> float:
    assert callable(way)
    start = time.monotonic()
    way(connection, rows)
    return time.monotonic() - start


def empty(connection: Connection) -> None:
    with connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists article")
        cursor.execute(TABLE)


def count_dead(connection: Connection) -> int:
    """Dead tuples of the table, which nothing vacuums."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
    with connection, connection.cursor() as cursor:
        cursor.execute("select n_dead_tup from pg_stat_user_tables where relname = 'article'")
        return int((cursor.fetchone() or (0,))[0])


def compare(connection: Connection, rows: Sequence[Row], rounds: int) -> None:
    """Print rows a second of both ways, first and second load, and the dead tuples after each."""
    ways = {"load": load, "execute_values": execute}
    first: dict[str, list[float]] = {name: [] for name in ways}
    second: dict[str, list[float]] = {name: [] for name in ways}
    dead: dict[str, int] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            empty(connection)
            first[name].append(seconds(connection, way, rows))
            second[name].append(seconds(connection, way, rows))
            dead[name] = count_dead(connection)
    for name in ways:
        rates = [len(rows) / statistics.median(times[name]) for times in (first, second)]
        print(
            f"{name:<16}{rates[0]:>10,.0f} rows/s, the same again {rates[1]:>10,.0f} rows/s, {dead[name]} dead tuples"
        )
    ratios = [statistics.median(t["execute_values"]) / statistics.median(t["load"]) for t in (first, second)]
    print(f"ratio           {ratios[0]:>10.2f}                      {ratios[1]:>10.2f}")


def main() -> None:
    """Load into a throw-away server."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = make_rows(options.rows)
    query = db.read_query
    with tempfile.TemporaryDirectory(prefix="salamat-load-") as folder:
        server = Server(Path(folder) / "postgres")
        server.start()
        try:
            server.create_database("load")
            connection = psycopg2.connect(server.url("load"), options=db.SESSION)
            with patch.object(db, "read_query", lambda name: QUERIES.get(name) or query(name)):
                compare(connection, rows, options.rounds)
            connection.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
