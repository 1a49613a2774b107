"""Background processes of one run: in sessions of their own, known by pid and start time."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

from local.home import ROOT, Home

MARK = "SALAMAT_HOME"
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Process:
    """A process. `started` (this boot and the clock ticks since) tells it from a later one of the same number."""

    pid: int
    session: int
    started: str

    @classmethod
    def find(cls, pid: int) -> Process | None:
        """Return the living process of that number."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in "ZX" else cls(pid, int(fields[3]), f"{this_boot()}:{fields[19]}")

    def lives(self) -> bool:
        return Process.find(self.pid) == self


@cache
def this_boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def start(home: Home, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start `command` in the background; output goes to `log/<name>.log`, what identifies it to `run/<name>.pid`."""
    with (home.log / f"{name}.log").open("ab") as log:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment, MARK: str(home.folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process = Process.find(child.pid)
    if process is not None:
        (home.run / f"{name}.pid").write_text(f"{process.pid} {process.started}\n")


def find(home: Home, name: str) -> Process | None:
    """Return the living process that was started under that name."""
    recorded = _recorded(home.run / f"{name}.pid")
    return recorded if recorded is not None and recorded.lives() else None


def stop_all(home: Home) -> int:
    """Stop every process started for this run, with what they started in their turn; return how many there were."""
    processes = belonging(home)
    _signal(processes, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while belonging(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    _signal(belonging(home), signal.SIGKILL)
    for file in home.run.glob("*.pid"):
        file.unlink()
    return len(processes)


def belonging(home: Home) -> list[Process]:
    """Return the living processes of the recorded sessions, and those that bear the run's folder in their environment.

    Airflow's processes write their title over their environment; a crawl has a session of its own, and a process
    whose record a kill left unwritten has only its environment to tell whose it is.
    """
    sessions = {recorded.session for recorded in map(_recorded, home.run.glob("*.pid")) if _session_is_ours(recorded)}
    mark = f"{MARK}={home.folder}".encode()
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    living = [process for process in map(Process.find, numbers) if process is not None]
    return [process for process in living if process.session in sessions or _bears(process, mark)]


def _session_is_ours(recorded: Process | None) -> TypeGuard[Process]:
    """Whether the session is still the recorded one: led by it, or leaderless since it died in this boot."""
    if recorded is None or not recorded.started.startswith(this_boot()):
        return False
    return Process.find(recorded.pid) in (None, recorded)


def _bears(process: Process, mark: bytes) -> bool:
    try:
        return mark in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def _recorded(file: Path) -> Process | None:
    words = file.read_text().split() if file.exists() else []
    return Process(int(words[0]), int(words[0]), words[1]) if len(words) == 2 else None


def _signal(processes: Sequence[Process], number: signal.Signals) -> None:
    for process in processes:
        if process.lives():
            try:
                os.kill(process.pid, number)
            except ProcessLookupError:
                continue
