"""The command lines of what runs: psql on the warehouse, Airflow's own program under the run's settings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from local import airflow, stack
from local.home import ROOT, Home, LocalError
from local.reader import reader_url, reading_options
from sql.server import Server, shipped_bin

NAMES = ("live", "demo")


def psql(arguments: Sequence[str]) -> NoReturn:
    """Become psql: on the run that `arguments` begin with, else on DATABASE_URL, else on the first run there is.

    It opens as the warehouse's reader; after a first argument `--owner`, as its owner.
    """
    as_owner = arguments[:1] == ["--owner"]
    own = os.environ.get("DATABASE_URL")
    named, rest = split_name(arguments[1:] if as_owner else arguments)
    url = own if own and not named else embedded_url(running_home(named), as_owner)
    if url == own and not as_owner:
        os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} {reading_options(own)}".strip()
    secret = urlsplit(url).password
    if secret:  # a command line is public on a machine
        os.environ["PGPASSWORD"] = unquote(secret)
        url = url.replace(f":{secret}@", "@", 1)
    os.execv(shipped_bin() / "psql", ["psql", url, *rest])


def embedded_url(home: Home, as_owner: bool) -> str:
    """Return the URL of the run's embedded warehouse; LocalError where its warehouse is another one."""
    where = stack.remembered_warehouse(home)
    if where and where != stack.EMBEDDED:
        raise LocalError(f"the warehouse of {home.name} is {where}: give its URL as DATABASE_URL")
    return Server(home.postgres).url("salamat") if as_owner else reader_url(home)


def airflow_command(arguments: Sequence[str]) -> NoReturn:
    """Become the `airflow` program of the run that `arguments` begin with, else of the first run there is."""
    named, rest = split_name(arguments)
    settings = airflow_settings(named)
    os.chdir(ROOT)
    os.execve(airflow.PROGRAM, ["airflow", *rest], settings)


def airflow_settings(named: str | None) -> dict[str, str]:
    """Return the environment of the Airflow of that run, or of the first there is."""
    running = running_stack(named)
    return stack.settings_of(running, Server(running.home.postgres).url("airflow"), running.home.name == "demo")


def running_stack(named: str | None) -> stack.Stack:
    """Return that run, or the first there is; LocalError when it does not run."""
    home = running_home(named)
    warehouse_url = os.environ.get("DATABASE_URL") if home.name == "live" else None
    ui_port = int((home.run / "ui.port").read_text())
    return stack.Stack(home, warehouse_url or Server(home.postgres).url("salamat"), ui_port)


def split_name(arguments: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """Return the run that is named first, if one is, and the other arguments."""
    if arguments and arguments[0] in NAMES:
        return arguments[0], arguments[1:]
    return None, arguments


def running_home(name: str | None) -> Home:
    """Return the run of that name, or the first there is; LocalError when it does not run."""
    for home in map(Home.of, [name] if name else NAMES):
        if Server(home.postgres).running() is not None:
            return home
    raise LocalError("nothing is running: start it with `make demo` or `make up`")
