"""`python -m local up|down|demo|psql|airflow|…`: the product on one machine; the Makefile calls it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from local import airflow, services, stack
from local.backfill import backfill
from local.cleaning import KEEP_DAYS, clean
from local.console import NAMES, airflow_command, airflow_settings, psql, running_home
from local.demo import demo
from local.doctor import doctor
from local.home import Home, LocalError
from sql.db import DatabaseError
from sql.server import Server, ServerError


def up() -> int:
    home = Home.of("live")
    home.make()
    with home.locked():
        running = stack.bring_up(home, sample_web=False, warehouse_url=os.environ.get("DATABASE_URL"), say=print)
    print(f"Airflow UI   {running.ui_url}  user {airflow.USER}, password {airflow.password(home)}")
    print(f"Warehouse    make psql ({stack.remembered_warehouse(home)})")
    if running.reader_url:
        print(f"Read only    {running.reader_url}")
    print(f"Data, logs   {home.folder}")
    print("Stop         make down")
    return 0


def down(names: Sequence[str]) -> int:
    for home in map(Home.of, names):
        stopped = stack.take_down(home)
        print(f"{home.name}: {'stopped' if stopped else 'nothing was running'}")
    return 0


def status() -> int:
    for home in map(Home.of, NAMES):
        parts = [name for name in (*airflow.SERVICES, stack.SAMPLE_WEB) if services.find(home, name)]
        server = Server(home.postgres)
        if server.running() is not None:
            parts.insert(0, f"postgres on port {server.port}")
        print(f"{home.name}: {', '.join(parts) or 'not running'}")
    return 0


def clean_metadata(name: str | None, keep_days: int) -> int:
    home = running_home(name)
    print(f"{home.name}: {clean(airflow_settings(home.name), airflow.task_log_folder(home), keep_days)}")
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start the live pipeline")
    commands.add_parser("status", help="say what runs")
    commands.add_parser("doctor", help="say whether this machine has what a run needs")
    demo_command = commands.add_parser("demo", help="collect the sample web and show its daily counts")
    demo_command.add_argument("--once", action="store_true", help="stop everything at the end")
    down_command = commands.add_parser("down", help="stop what was started")
    down_command.add_argument("name", nargs="?", choices=NAMES, help="only this one")
    cleaning = commands.add_parser("clean-metadata", help="forget Airflow's old runs and logs")
    cleaning.add_argument("name", nargs="?", choices=NAMES, help="default: the one that runs")
    cleaning.add_argument("--keep-days", type=int, default=KEEP_DAYS)
    commands.add_parser("psql", help="open the warehouse: psql [--owner] [live|demo] [psql's own arguments]")
    commands.add_parser("airflow", help="Airflow's own command line: airflow [live|demo] [its arguments]")
    commands.add_parser("backfill", help="collect past days: backfill [live|demo] FIRST LAST [--sources …] [--order …]")
    passed_on = arguments[:1] in (["psql"], ["airflow"], ["backfill"])
    options, rest = parser.parse_known_args(arguments[:1] if passed_on else arguments)
    if rest:
        parser.error(f"unknown argument {rest[0]}")
    options.arguments = arguments[1:]
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        match options.command:
            case "up":
                return up()
            case "down":
                return down([options.name] if options.name else NAMES)
            case "demo":
                return 0 if demo(Home.of("demo"), options.once) else 1
            case "psql":
                return psql(options.arguments)
            case "airflow":
                return airflow_command(options.arguments)
            case "backfill":
                return backfill(options.arguments)
            case "clean-metadata":
                return clean_metadata(options.name, options.keep_days)
            case "doctor":
                return 0 if doctor() else 1
            case _:
                return status()
    except (LocalError, ServerError, DatabaseError, airflow.AirflowError) as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ninterrupted: `make status` says what still runs, `make down` stops it", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
