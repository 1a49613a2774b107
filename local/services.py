"""Background processes of one run: in sessions of their own, known by pid and start time."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.home import ROOT, Home

MARK = "SALAMAT_HOME"
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Process:
    """A process of this machine; the start time (clock ticks since boot) tells it from a later one with its number."""

    pid: int
    started: str

    @classmethod
    def find(cls, pid: int) -> Process | None:
        """Return the living process of that number."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] in "ZX" else cls(pid, fields[19])

    def lives(self) -> bool:
        return Process.find(self.pid) == self


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
    file = home.run / f"{name}.pid"
    if not file.exists():
        return None
    words = file.read_text().split()
    process = Process(int(words[0]), words[1]) if len(words) == 2 else None
    return process if process is not None and process.lives() else None


def stop_all(home: Home) -> int:
    """Stop every process started for this run, with what they started in their turn; return how many there were.

    They all carry the run's folder in their environment, so none is missed whose pid file a kill left unwritten.
    """
    processes = marked(home)
    _signal(processes, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while marked(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    _signal(marked(home), signal.SIGKILL)
    for file in home.run.glob("*.pid"):
        file.unlink()
    return len(processes)


def marked(home: Home) -> list[Process]:
    """Return the living processes that bear this run's mark."""
    mark = f"{MARK}={home.folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            bears_it = mark in (entry / "environ").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        process = Process.find(int(entry.name)) if bears_it else None
        if process is not None:
            found.append(process)
    return found


def _signal(processes: Sequence[Process], number: signal.Signals) -> None:
    for process in processes:
        if process.lives():
            try:
                os.kill(process.pid, number)
            except ProcessLookupError:
                continue
