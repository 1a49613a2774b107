"""The embedded server: starts, survives a kill, and lives below a folder that only its owner may enter."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from sql.server import Server, ServerError, shipped_bin
from tests.conftest import bin_name, server_bins


@pytest.fixture(params=server_bins(), ids=bin_name)
def private_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A durable server, not yet started, in a folder that no other user may enter."""
    tmp_path.chmod(0o700)
    server = Server(tmp_path / "with space" / "postgres", bin=request.param)
    yield server
    server.stop()


def answer(server: Server, question: str, database: str = "postgres") -> object:
    connection = psycopg2.connect(server.url(database))
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
            assert row is not None
            return row[0]
    finally:
        connection.close()


def test_starting_twice_leaves_the_running_server_alone(private_server: Server) -> None:
    private_server.start()
    first = private_server.running()
    private_server.start()
    Server(private_server.data, bin=private_server.bin).start()
    assert private_server.running() == first


def test_what_was_committed_outlives_a_kill(private_server: Server) -> None:
    private_server.start()
    private_server.create_database("salamat")
    private_server.create_database("salamat")
    connection = psycopg2.connect(private_server.url("salamat"))
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 878 AS value")
    running = private_server.running()
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    private_server.start()
    assert answer(private_server, "SELECT value FROM kept", "salamat") == 878


def test_a_stale_pid_file_that_names_a_living_stranger_does_not_stop_a_start(private_server: Server) -> None:
    private_server.start()
    private_server.stop()
    stale = f"{os.getpid()}\n{private_server.data}\n0\n{1}\n\n127.0.0.1\n0 0\nready\n"
    (private_server.data / "postmaster.pid").write_text(stale)
    private_server.start()
    assert answer(private_server, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_anew(private_server: Server) -> None:
    half_made = private_server.data.with_name("postgres.new")
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    private_server.start()
    assert answer(private_server, "SELECT 1") == 1


def test_it_is_durable_private_and_keeps_kazakh_letters(private_server: Server) -> None:
    private_server.start()
    assert answer(private_server, "SHOW fsync") == "on"
    assert answer(private_server, "SHOW listen_addresses") == "127.0.0.1"
    assert answer(private_server, "SELECT lower('ҚАЗАҚСТАН')") == "қазақстан"
    assert stat.S_IMODE(private_server.data.stat().st_mode) == 0o700
    without_password = private_server.url("postgres").split("@")[1]
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(f"postgresql://postgres:wrong@{without_password}")


def test_the_programs_may_lie_below_a_private_folder_too(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "bin").symlink_to(shipped_bin())
    server = Server(private / "postgres", bin=private / "bin", durable=False)
    server.start()
    assert answer(server, "SELECT 1") == 1
    server.stop()


def test_a_given_port_is_used(tmp_path: Path) -> None:
    probe = Server(tmp_path / "postgres", durable=False)
    probe.start()
    port = probe.port
    probe.stop()
    again = Server(tmp_path / "postgres", port, durable=False)
    again.start()
    assert again.port == port
    again.stop()


def test_a_server_that_is_not_running_has_no_port(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="no PostgreSQL is running"):
        _ = Server(tmp_path / "postgres").port


def test_a_failed_start_ends_with_the_servers_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sql.server.START_TRIES", 1)
    other = Server(tmp_path / "other", durable=False)
    other.start()
    try:
        taken = Server(tmp_path / "postgres", other.port, durable=False)
        with pytest.raises(ServerError, match="could not create any TCP/IP sockets"):
            taken.start()
    finally:
        other.stop()
