"""The reader's role: sees every table and view, changes nothing, and its absence is told, never hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors, sql
from psycopg2.extensions import connection as Connection

from local.reader import READ_ONLY, reading_options
from sql.db import connect, execute, query
from sql.migrate import READER, describe_reader, migrate
from sql.server import Server
from tests.conftest import bin_name, server_bins

CHANGES = (
    "insert into disease (disease, name) values ('x', 'x')",
    "update daily_count set value = 0",
    "delete from document",
    "truncate page",
    "drop view daily_count_source",
    "create table own (x int)",
    "alter table source add x int",
    "select nextval('document_document_id_seq')",
    "alter role salamat_reader createrole",
)


def login(server: Server, user: str, database: str) -> Connection:
    port = server.url(database).rpartition(":")[2]
    return psycopg2.connect(f"postgresql://{user}:secret@127.0.0.1:{port}")


@pytest.fixture
def reader(server: Server, connection: Connection) -> Iterator[Connection]:
    """A session of the reader's own, logged in with a password, on the fresh database."""
    with connection:
        execute(connection, "set_reader_password", password="secret")
    with closing(login(server, READER, connection.info.dbname)) as opened:
        yield opened


@pytest.fixture(params=server_bins(), ids=bin_name)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server on which nobody made a reader yet."""
    server = Server(tmp_path / "postgres", bin=request.param, durable=False)
    server.start()
    yield server
    server.stop()


def warehouse_of(server: Server, rights: str) -> Connection:
    """Return a session of a user with these rights who owns the empty database `own`."""
    with closing(psycopg2.connect(server.url("postgres"))) as superuser:
        superuser.autocommit = True
        with superuser.cursor() as cursor:
            cursor.execute(sql.SQL("create role owner login password 'secret' {}").format(sql.SQL(rights)))
            cursor.execute("create database own owner owner")
    return login(server, "owner", "own")


def relations(connection: Connection) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace"
                       " and relkind in ('r', 'p', 'v', 'm')")  # fmt: skip
        return sorted(row[0] for row in cursor.fetchall())


def test_the_reader_sees_every_table_and_view(connection: Connection, reader: Connection) -> None:
    with connection, connection.cursor() as cursor:
        cursor.execute("create table later_table (x int); create view later_view as select * from later_table")
    names = relations(connection)
    assert {"daily_count", "daily_count_source", "conflict_readable", "later_table", "later_view"} <= set(names)
    with reader.cursor() as cursor:
        for name in names:
            cursor.execute(f"select * from {name}")


def test_views_made_anew_are_the_readers_too(connection: Connection, reader: Connection) -> None:
    assert migrate(connection)[-1] == "salamat_reader may read every table and view"
    with reader.cursor() as cursor:
        cursor.execute("select * from daily_count_source")


@pytest.mark.parametrize("change", CHANGES)
def test_the_reader_changes_nothing(reader: Connection, change: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege), reader.cursor() as cursor:
        cursor.execute(change)


def test_an_owner_who_may_make_roles_makes_the_reader_and_can_become_it(bare: Server) -> None:
    with closing(warehouse_of(bare, "createrole")) as owner:
        assert migrate(owner)[-1] == "salamat_reader may read every table and view"
        assert query(owner, "become_reader") == [{"became": READER}]
        assert query(owner, "count_rows")
        with pytest.raises(errors.InsufficientPrivilege):
            execute(owner, "delete_story", story_ids=[1])


def test_a_reader_that_cannot_be_made_is_told_and_then_found(bare: Server, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(warehouse_of(bare, "nocreaterole")) as owner:
        told = migrate(owner)[-1]
        assert 'run `create role salamat_reader login; grant salamat_reader to "owner"`' in told
        assert query(owner, "become_reader") == []
        url = f"postgresql://owner:secret@127.0.0.1:{bare.port}/own"
        assert reading_options(url) == READ_ONLY
        assert told in capsys.readouterr().err
        with closing(psycopg2.connect(bare.url("own"))) as superuser, superuser, superuser.cursor() as cursor:
            cursor.execute(told.split("`")[1])
        assert migrate(owner)[-1] == describe_reader(owner) == "salamat_reader may read every table and view"
        assert reading_options(url) == f"{READ_ONLY} -c role={READER}"
    with closing(psycopg2.connect(url, options=reading_options(url))) as reading:
        assert query(reading, "count_rows")
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)), reading.cursor() as cursor:
            cursor.execute("delete from document")


def test_tables_of_others_are_not_granted(bare: Server) -> None:
    with closing(warehouse_of(bare, "createrole")) as owner:
        with closing(psycopg2.connect(bare.url("own"))) as superuser, superuser, superuser.cursor() as cursor:
            cursor.execute("create table private_note (x int)")
        migrate(owner)
    with closing(connect(bare.url("own"))) as connection, connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('salamat_reader', 'private_note', 'select')")
        assert cursor.fetchone() == (False,)
