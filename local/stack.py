"""What a run stands on, brought up and taken down as one: PostgreSQL, its two databases, Airflow's four services.

The demo adds the sample web. A run whose parts all live is left alone; one that lost a part is started anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from local import airflow, services
from local.home import ROOT, Home, LocalError, claim_port, port_is_free
from local.reader import admit_reader, reader_url
from sql.db import connect
from sql.migrate import migrate
from sql.server import Server

UI_PORT_SETTING = "SALAMAT_UI_PORT"
UI_PORT = 8080
HEALTHY_SECONDS = 120
SAMPLE_WEB = "sample-web"
EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Stack:
    """A running product: where its warehouse and its UI are. `reader_url` is known of the embedded warehouse only."""

    home: Home
    warehouse_url: str
    ui_port: int
    reader_url: str | None = None

    @property
    def ui_url(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    @property
    def client(self) -> airflow.Client:
        return airflow.Client(self.ui_url)


def say_nothing(_: str) -> None:
    return None


def bring_up(
    home: Home, *, sample_web: bool, warehouse_url: str | None = None, say: Callable[[str], None] = say_nothing
) -> Stack:
    """Start what does not run yet and return the whole once it is healthy.

    `warehouse_url` is a PostgreSQL of one's own; without it the embedded server holds the warehouse too.
    """
    home.make()
    if warehouse_url:
        connect(warehouse_url).close()  # before anything is started in vain
    ui_port = find_running(home, sample_web, warehouse_url)
    if ui_port is None:
        services.stop_all(home)
        ui_port = choose_ui_port(home)
    server = start_postgres(home)
    if warehouse_url:
        stack = Stack(home, warehouse_url, ui_port)
        say(migrate_warehouse(warehouse_url))
    else:
        stack = Stack(home, server.url("salamat"), ui_port, reader_url(home))
        migrate_warehouse(stack.warehouse_url)
        admit_reader(home, stack.warehouse_url)
    if not services.find(home, "api-server"):
        say(f"starting Airflow at {stack.ui_url}")
        start_services(stack, server.url("airflow"), sample_web)
        (home.run / "warehouse").write_text(describe_warehouse(warehouse_url))
    wait_until_healthy(stack)
    return stack


def take_down(home: Home) -> bool:
    """Stop the run's services and its PostgreSQL; return whether anything ran."""
    if not home.folder.exists():
        return False
    stopped = services.stop_all(home)
    server = Server(home.postgres)
    runs = server.running() is not None
    server.stop()
    return bool(stopped) or runs


def find_running(home: Home, sample_web: bool, warehouse_url: str | None) -> int | None:
    """Return the port of the UI when every part of the run lives and was started for this warehouse, else None."""
    names = [*airflow.SERVICES, *([SAMPLE_WEB] if sample_web else [])]
    alive = all(services.find(home, name) for name in names) and Server(home.postgres).running() is not None
    port = home.run / "ui.port"
    wanted = os.environ.get(UI_PORT_SETTING)
    if not alive or not port.exists() or (wanted and wanted != port.read_text()):
        return None
    return int(port.read_text()) if remembered_warehouse(home) == describe_warehouse(warehouse_url) else None


def remembered_warehouse(home: Home) -> str:
    file = home.run / "warehouse"
    return file.read_text() if file.exists() else ""


def describe_warehouse(url: str | None) -> str:
    """Return the warehouse's address without its password."""
    if url is None:
        return EMBEDDED
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def choose_ui_port(home: Home) -> int:
    """Return the port that SALAMAT_UI_PORT demands, else 8080 or the next free one."""
    wanted = os.environ.get(UI_PORT_SETTING)
    if not wanted:
        return home.remembered_port("ui", UI_PORT)
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise LocalError(f"{UI_PORT_SETTING}={wanted} is no port: give a number from 1 to 65535")
    if not (port_is_free(int(wanted)) and claim_port(int(wanted))):
        raise LocalError(f"port {wanted} is in use: free it, set {UI_PORT_SETTING} to another one, or unset it")
    (home.run / "ui.port").write_text(wanted)
    return int(wanted)


def start_postgres(home: Home) -> Server:
    server = Server(home.postgres)
    if server.running() is None:
        server = Server(home.postgres, home.remembered_port("postgres"))
    server.start()
    for database in ("airflow", "salamat"):
        server.create_database(database)
    return server


def migrate_warehouse(url: str) -> str:
    """Bring the warehouse to this checkout's shape and return the line on its reader."""
    connection = connect(url)
    try:
        return migrate(connection)[-1]
    finally:
        connection.close()


def start_services(stack: Stack, metadata_url: str, sample_web: bool) -> None:
    home = stack.home
    if sample_web:
        home.remembered_port(SAMPLE_WEB)
    settings = settings_of(stack, metadata_url, sample_web)
    if sample_web:
        serve = [sys.executable, "-m", "samples.serve", "--port", sample_web_port(home)]
        services.start(home, SAMPLE_WEB, serve, settings)
    migrate_metadata(home, settings)
    for name, arguments in airflow.SERVICES.items():
        reads_only = name == "api-server" and stack.reader_url  # pages in the UI read and cannot write
        own = {"DATABASE_URL": str(stack.reader_url)} if reads_only else {}
        services.start(home, name, [str(airflow.PROGRAM), *arguments], settings | own)


def settings_of(stack: Stack, metadata_url: str, sample_web: bool) -> dict[str, str]:
    """Return the environment of everything that Airflow runs; with the sample web, every crawl goes there alone."""
    settings = airflow.environment(
        stack.home, metadata_url=metadata_url, warehouse_url=stack.warehouse_url, ui_port=stack.ui_port
    )
    if sample_web:
        port = sample_web_port(stack.home)
        return settings | airflow.open_doors() | {"SALAMAT_SAMPLE_WEB": f"http://127.0.0.1:{port}"}
    return settings | airflow.locked_doors(stack.home)


def sample_web_port(home: Home) -> str:
    return (home.run / f"{SAMPLE_WEB}.port").read_text()


def migrate_metadata(home: Home, settings: Mapping[str, str]) -> None:
    """Bring Airflow's tables to its release, and make the pool of the crawls where there is none."""
    log = home.log / "airflow-db-migrate.log"
    command = [sys.executable, "-c", airflow.PREPARE]
    with log.open("ab") as output:
        done = subprocess.run(command, cwd=ROOT, env=dict(settings), stdout=output, stderr=output, check=False)
    if done.returncode != 0:
        raise LocalError(f"`airflow db migrate` failed: see {log}")


def wait_until_healthy(stack: Stack) -> None:
    """Wait for all four services; raises LocalError naming the log of one that died or stays ill."""
    deadline = time.monotonic() + HEALTHY_SECONDS
    while unhealthy := stack.client.unhealthy():
        check_services_live(stack)
        if time.monotonic() > deadline:
            raise LocalError(f"not healthy after {HEALTHY_SECONDS} s: {', '.join(unhealthy)}; see {stack.home.log}")
        time.sleep(0.5)
    check_services_live(stack)  # whoever else may answer at its port


def check_services_live(stack: Stack) -> None:
    """Raise LocalError where a service has ended."""
    dead = [name for name in airflow.SERVICES if services.find(stack.home, name) is None]
    if "api-server" in dead and not port_is_free(stack.ui_port):
        raise LocalError(f"port {stack.ui_port} was taken by another program meanwhile: run the same command again")
    if dead:
        raise LocalError(f"{dead[0]} stopped by itself: see {stack.home.log / dead[0]}.log")
