"""One run's data folder, `data/demo` or `data/live`: everything that a run keeps lies below it, and nothing outside."""

from __future__ import annotations

import fcntl
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sql.server import free_port

ROOT = Path(__file__).resolve().parent.parent
_claims: dict[int, socket.socket] = {}


class LocalError(RuntimeError):
    """What a run on this machine cannot do; the message is one line that says what to do about it."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one run. `name` is demo or live."""

    name: str
    folder: Path

    @classmethod
    def of(cls, name: str) -> Home:
        return cls(name, ROOT / "data" / name)

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def airflow(self) -> Path:
        return self.folder / "airflow"

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    def make(self) -> None:
        """Make the folders that are absent; only their owner may read what lies in them."""
        try:
            for folder in (self.folder, self.airflow, self.archive, self.log, self.run):
                folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
        except PermissionError as error:
            raise LocalError(f"{self.folder} belongs to another user: remove it or run as that user") from error

    def secret(self, name: str) -> str:
        """Return this run's own secret of that name, made when it is first asked for."""
        file = self.airflow / name
        if not file.exists():
            half_written = file.with_name(f"{name}.new")
            half_written.touch(mode=0o600)
            half_written.write_text(secrets.token_urlsafe(48))
            half_written.rename(file)
        return file.read_text()

    def remembered_port(self, name: str, preferred: int | None = None) -> int:
        """Return a free port: the one this run had before, else the first from `preferred` on, else any."""
        file = self.run / f"{name}.port"
        before = int(file.read_text()) if file.exists() else None
        wanted = [before] if before else []
        wanted += range(preferred, preferred + 100) if preferred else []
        port = next((port for port in wanted if port_is_free(port) and claim_port(port)), None) or free_port()
        file.write_text(str(port))
        return port

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold this folder against a second command that would start or stop things in it."""
        with (self.run / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LocalError(f"another command is busy with {self.folder}: wait for it or stop it") from error
            yield


def claim_port(port: int) -> bool:
    """Claim a port against other starts at this moment, whose services listen on theirs only seconds later.

    The claim, a name that the system lets one process bind, is held until this process ends.
    """
    if port in _claims:
        return True
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0salamat-port-{port}")
    except OSError:
        claim.close()
        return False
    _claims[port] = claim
    return True


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
