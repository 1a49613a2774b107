"""Kill a random process of `make demo` at a random moment, many times; it has to end with the rows of a calm run.

`python -m bench.kill_demo [--kills 25] [--seed N]`, about 20 minutes. A round starts from nothing and suffers a few
kills, `make demo` being started again whenever it has ended. Left in peace then, the next `make demo` has to succeed,
and all tables have to hold what they hold after an undisturbed run, apart from identities and recorded times.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.checkout import Checkout, copied
from bench.natural_rows import Rows, describe, differences
from local import airflow, services, stack
from sql.server import Server

KILLS_A_ROUND = 5
LONGEST_PAUSE = 30.0
SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kill_demo", description="Kill processes of make demo.")
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}: the same choices again with --seed {options.seed}", flush=True)
    with copied() as copy:
        copy.run_demo()
        calm = daily_rows(copy.rows())
        print(f"undisturbed: {describe(calm)}", flush=True)
        failed = sum(not play_round(copy, calm, *each) for each in rounds(options.kills, options.seed))
    print(f"{options.kills} kills, rounds that ended otherwise than the undisturbed run: {failed}")
    return 1 if failed else 0


def rounds(kills: int, seed: int) -> list[tuple[int, random.Random]]:
    """How many kills each round has, with its own source of chance."""
    sizes = [min(KILLS_A_ROUND, kills - done) for done in range(0, kills, KILLS_A_ROUND)]
    return [(size, random.Random(f"{seed} {number}")) for number, size in enumerate(sizes)]


def play_round(copy: Checkout, calm: Rows, kills: int, chance: random.Random) -> bool:
    """One round from nothing; whether it ended with the calm rows."""
    copy.clear()
    copy.log.unlink(missing_ok=True)
    began = time.monotonic()
    for _ in range(kills):
        if copy.demo is None or copy.demo.poll() is not None:
            copy.start_demo()
        time.sleep(chance.uniform(0.5, LONGEST_PAUSE))
        print(f"  {time.monotonic() - began:4.0f} s  killed {kill_one(copy, chance)}", flush=True)
    copy.finish_demo()  # what the last kill hit may fail
    copy.run_demo()
    wrong = differences(calm, daily_rows(copy.rows()))
    for line in wrong[:SHOWN]:
        print(f"  {line[:600]}")
    if wrong:
        print(copy.log.read_text(encoding="utf-8", errors="replace"))
    print(f"round of {kills} kills, {time.monotonic() - began:.0f} s: {len(wrong)} rows differ", flush=True)
    return not wrong


def kill_one(copy: Checkout, chance: random.Random) -> str:
    """Kill a process of a kind drawn at random; says which it was."""
    while not (kinds := living(copy)):
        time.sleep(0.1)
    kind = chance.choice(sorted(kinds))
    process = chance.choice(kinds[kind])
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return f"{kind} ({process}), which had just ended"
    return f"{kind} ({process})"


def living(copy: Checkout) -> Mapping[str, list[int]]:
    """The numbers of the demo's living processes by kind: make, services, tasks, crawls, PostgreSQL, its backends."""
    home = copy.home
    kinds: dict[str, list[int]] = {}
    named = {}
    for name in (*airflow.SERVICES, stack.SAMPLE_WEB):
        if process := services.find(home, name):
            named[process.pid] = name
    for process in services.belonging(home):
        kind = named.get(process.pid) or ("crawl" if b"scrapers.crawl" in command(process.pid) else "task or worker")
        kinds.setdefault(kind, []).append(process.pid)
    if server := Server(home.postgres).running():
        kinds["postgres"] = [server.pid]
        kinds["postgres backend"] = children(server.pid)
    if copy.demo and copy.demo.poll() is None:
        kinds["make demo"] = children(copy.demo.pid)
    return {kind: sorted(pids) for kind, pids in kinds.items() if pids}


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(each) for file in threads for each in file.read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def daily_rows(rows: Rows) -> Rows:
    """The rows without the empty lists that Airflow's own run for this year's yesterday may have left meanwhile."""
    year = f".{datetime.now(UTC).year}"
    return Rows({row: count for row, count in rows.items() if not (row.startswith("page ") and f"{year}&page" in row)})


if __name__ == "__main__":
    sys.exit(main())
