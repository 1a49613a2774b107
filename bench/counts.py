"""How fast counts are read and resolved: `python -m bench.counts [--sizes N N] [--rounds N]`.

For each number of observations a throw-away warehouse is filled with days of 800 of them, and resolved by the stage
itself. Then, on one connection without parallel workers: a country's year of counts and the same as of an earlier day,
each the least of some rounds; and the stages over the twenty articles of one more day, the median of days that come to
all the warehouses in turn. These are set against the smallest size: they should not grow with history. The full size is
10,000,000.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import monotonic

import psycopg2
from psycopg2.extensions import connection as Connection

from sql.migrate import migrate
from sql.server import Server
from transforms.stages import check_daily_counts, resolve_daily_counts

FILL = Path(__file__).with_name("fill_counts.sql").read_text(encoding="utf-8")
A_DAY, FILLED_AT_ONCE = 800, 200
STAGES = ("resolving it", "checking it")
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


@contextmanager
def warehouse() -> Iterator[Connection]:
    """An empty warehouse of a server of its own."""
    with tempfile.TemporaryDirectory(prefix="salamat-bench-") as folder:
        server = Server(Path(folder) / "postgres", durable=False)
        server.start()
        try:
            server.create_database("bench")
            with closing(psycopg2.connect(server.url("bench"))) as connection:
                migrate(connection)
                connection.commit()
                yield connection
        finally:
            server.stop()


def prepare(connection: Connection, days: int) -> dict[str, float]:
    """Fill, resolve, check and vacuum; seconds of each."""
    portions = [(day, min(day + FILLED_AT_ONCE, days + 1) - 1) for day in range(1, days + 1, FILLED_AT_ONCE)]
    found = {"filling, s": timed(lambda: [fill(connection, *portion) for portion in portions])}
    with connection, connection.cursor() as cursor:
        cursor.execute("analyze")
    found["resolving all, s"] = timed(lambda: resolve_daily_counts(connection))
    found["checking all, s"] = timed(lambda: check_daily_counts(connection))
    connection.autocommit = True  # for vacuum, which every warehouse does by itself
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("set max_parallel_workers_per_gather = 0")
    connection.autocommit = False
    return found


def measure_reads(connection: Connection, days: int, rounds: int) -> dict[str, float]:
    """Milliseconds of each, the least of `rounds`."""
    last = date(1980, 1, 1) + timedelta(days=days)
    return {
        name: 1000 * min(timed(partial(read, connection, statement, last)) for _ in range(rounds))
        for name, statement in READS.items()
    }


def measure_days(warehouses: Mapping[int, Connection], rounds: int) -> dict[int, dict[str, float]]:
    """By size, the median milliseconds of resolving and of checking one more day; the sizes take turns."""
    taken: dict[int, list[tuple[float, float]]] = {size: [] for size in warehouses}
    for more in range(1, rounds + 1):
        for size, connection in warehouses.items():
            taken[size].append(count_another_day(connection, size // A_DAY + more))
    return {size: {name: 1000 * median(seconds) for name, seconds in zip(STAGES, zip(*each, strict=True), strict=True)}
            for size, each in taken.items()}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000], help="numbers of observations")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with ExitStack() as stack:
        warehouses = {size: stack.enter_context(warehouse()) for size in options.sizes}
        for size, connection in warehouses.items():
            found = prepare(connection, size // A_DAY) | measure_reads(connection, size // A_DAY, options.rounds)
            show(f"{size:,} observations", found)
        for size, times in (days := measure_days(warehouses, options.rounds)).items():
            first = days[options.sizes[0]]
            ratios = {f"{name}, times that of {options.sizes[0]:,}": times[name] / first[name] for name in STAGES}
            show(f"one more day, {size:,} observations", {f"{name}, ms": times[name] for name in STAGES} | ratios)


def show(title: str, figures: Mapping[str, float]) -> None:
    print(title, *(f"{value:12.2f}  {name}" for name, value in figures.items()), sep="\n", flush=True)


if __name__ == "__main__":
    main()
