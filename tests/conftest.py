"""A real PostgreSQL for every test that asks: a throw-away server each session, a fresh migrated database each test.

Where Debian's PostgreSQL 15 is installed, they run on that one: the oldest release that is promised. Where
`EVERY_SERVER` is set they run on the shipped one, the newest, as well.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from sql.migrate import migrate
from sql.server import Server
from tests.desk import Desk
from tests.stand_in import serving

SYSTEM_BIN = Path("/usr/lib/postgresql/15/bin")
TEMPLATE = "migrated"
_numbers = count(1)


def server_bins() -> list[Path | None]:
    """Return where the PostgreSQL programs to test on lie; None is the shipped release."""
    return [None, SYSTEM_BIN] if (SYSTEM_BIN / "postgres").exists() else [None]


def bin_name(folder: Path | None) -> str:
    return "postgres18" if folder is None else "postgres15"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs again on a newer server."""
    if os.environ.get("EVERY_SERVER"):
        return
    again = {item for item in items if is_on_newer(item)}
    config.hook.pytest_deselected(items=list(again))
    items[:] = [item for item in items if item not in again]


def is_on_newer(item: pytest.Item) -> bool:
    oldest = server_bins()[-1]
    asked = getattr(item, "callspec", None)
    return asked is not None and asked.params.get("server", oldest) != oldest


@pytest.fixture(scope="session", params=server_bins(), ids=bin_name)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running throw-away server that holds one migrated database, the template of all others."""
    with tempfile.TemporaryDirectory(prefix="salamat-test-", ignore_cleanup_errors=True) as folder:
        running = Server(Path(folder) / "postgres", bin=request.param, durable=False)
        running.start()
        try:
            running.create_database(TEMPLATE)
            template = psycopg2.connect(running.url(TEMPLATE))
            migrate(template)
            template.commit()
            template.close()
            yield running
        finally:
            running.stop()


@pytest.fixture
def database_url(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a fresh migrated database, also set as `DATABASE_URL`."""
    name = f"test_{next(_numbers)}"
    server.create_database(name, template=TEMPLATE)
    monkeypatch.setenv("DATABASE_URL", server.url(name))
    return server.url(name)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A connection to the fresh database; what the test leaves uncommitted is rolled back."""
    opened = psycopg2.connect(database_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    with serving() as web:
        made = Desk(web, tmp_path, database_url)
        made.declare()
        yield made
