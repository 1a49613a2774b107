"""The warehouse's reader on this machine: its address and password where the embedded server holds the warehouse."""

from __future__ import annotations

import sys
from contextlib import closing

from local.home import Home
from sql.db import connect, execute, query
from sql.migrate import READER, describe_reader
from sql.server import Server

READ_ONLY = "-c default_transaction_read_only=on"


def reader_url(home: Home) -> str:
    """Return the libpq URL by which readers reach the run's embedded warehouse, password included."""
    return f"postgresql://{READER}:{password(home)}@127.0.0.1:{Server(home.postgres).port}/salamat"


def password(home: Home) -> str:
    return home.secret("reader_password")[:20]


def admit_reader(home: Home, warehouse_url: str) -> None:
    """Give the reader of the embedded warehouse the run's own password for it."""
    with closing(connect(warehouse_url)) as connection, connection:
        execute(connection, "set_reader_password", password=password(home))


def reading_options(url: str) -> str:
    """Return the options by which a session of that URL's user reads as the reader, or read-only where it cannot."""
    with closing(connect(url)) as connection:
        if query(connection, "become_reader"):
            return f"{READ_ONLY} -c role={READER}"
        print(f"{describe_reader(connection)}; opening read-only", file=sys.stderr)
    return READ_ONLY
