"""How fast counts are read and resolved: `python -m bench.counts [--sizes N N] [--rounds N]`.

For each number of observations a throw-away warehouse is filled with days of 800 of them, and resolved by the stage
itself. Then, each the least of some rounds on one connection, without parallel workers: a country's year of counts,
the same as of an earlier day, and the stages over the twenty articles of one more day. These are set against the
smallest size: they should not grow with history. The full size is 10,000,000.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

import psycopg2
from psycopg2.extensions import connection as Connection

from sql.migrate import migrate
from sql.server import Server
from transforms.stages import check_daily_counts, resolve_daily_counts

FILL = Path(__file__).with_name("fill_counts.sql").read_text(encoding="utf-8")
A_DAY, FILLED_AT_ONCE = 800, 200
ONE_MORE, CHECKING = "resolving one more day, ms", "checking it, ms"
YEAR = "place = 'KZ' and disease = 'covid-19' and measure = 'cases' and day between %(last)s::date - 364 and %(last)s"
READS = {
    "a country's year, ms": f"select * from daily_count where {YEAR}",
    "as of five days before, ms": f"select * from daily_count_as_of(%(last)s::date - interval '5 days') where {YEAR}",
}


def fill(connection: Connection, first: int, last: int) -> None:
    with connection, connection.cursor() as cursor:
        cursor.execute(FILL, {"first": first, "last": last})


def timed(work: Callable[[], object]) -> float:
    begun = monotonic()
    work()
    return monotonic() - begun


def read(connection: Connection, statement: str, last: date) -> None:
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, {"last": last})
        assert cursor.fetchall(), "no counts"


def count_another_day(connection: Connection, day: int) -> tuple[float, float]:
    """Seconds of resolving and of checking."""
    fill(connection, day, day)
    return timed(lambda: resolve_daily_counts(connection)), timed(lambda: check_daily_counts(connection))


def measure(connection: Connection, observations: int, rounds: int) -> dict[str, float]:
    """Milliseconds by what was done, and seconds for filling and the full rebuild."""
    days = observations // A_DAY
    found = {"filling, s": timed(lambda: [fill(connection, day, min(day + FILLED_AT_ONCE, days + 1) - 1)
                                          for day in range(1, days + 1, FILLED_AT_ONCE)])}  # fmt: skip
    with connection, connection.cursor() as cursor:
        cursor.execute("analyze")
    found["resolving all, s"] = timed(lambda: resolve_daily_counts(connection))
    found["checking all, s"] = timed(lambda: check_daily_counts(connection))
    connection.autocommit = True  # for vacuum, which every warehouse does by itself
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("set max_parallel_workers_per_gather = 0")
    connection.autocommit = False
    last = date(1980, 1, 1) + timedelta(days=days)
    for name, statement in READS.items():
        found[name] = 1000 * min(timed(partial(read, connection, statement, last)) for _ in range(rounds))
    taken = [count_another_day(connection, days + 1 + more) for more in range(rounds)]
    for name, seconds in zip((ONE_MORE, CHECKING), zip(*taken, strict=True), strict=True):
        found[name] = 1000 * min(seconds)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], help="numbers of observations")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    first: dict[str, float] = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="salamat-bench-") as folder:
            server = Server(Path(folder) / "postgres", durable=False)
            server.start()
            try:
                server.create_database("bench")
                with closing(psycopg2.connect(server.url("bench"))) as connection:
                    migrate(connection)
                    connection.commit()
                    found = measure(connection, size, options.rounds)
            finally:
                server.stop()
        first = first or dict(found)
        for name in (ONE_MORE, CHECKING):
            found[f"{name.removesuffix(', ms')}, times that of {options.sizes[0]:,}"] = found[name] / first[name]
        lines = (f"{value:12.2f}  {name}" for name, value in found.items())
        print(f"{size:,} observations", *lines, sep="\n", flush=True)


if __name__ == "__main__":
    main()
