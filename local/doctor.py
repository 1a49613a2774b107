"""`make doctor`: whether this machine has what a run needs, one line a thing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from local.home import ROOT, port_is_free
from local.stack import UI_PORT
from sql.server import shipped_bin

NEEDED_GIGABYTES = 2


def doctor() -> bool:
    """Print what was found; return whether everything needed is there."""
    free = shutil.disk_usage(ROOT).free / 1e9
    lines = [
        (sys.version_info[:2] == (3, 11), f"Python {sys.version.split()[0]} (3.11 is needed)"),
        (free > NEEDED_GIGABYTES, f"{free:.0f} GB free below {ROOT} ({NEEDED_GIGABYTES} are needed)"),
        (os.access(ROOT, os.W_OK), f"{ROOT} may be written"),
        (postgres_runs(), "the embedded PostgreSQL can be executed"),
        (
            os.geteuid() != 0 or shutil.which("setpriv") is not None,
            "setpriv is there (root runs PostgreSQL through it)",
        ),
    ]
    for good, words in lines:
        print(f"{'ok  ' if good else 'BAD '} {words}")
    if not port_is_free(UI_PORT):
        print(f"note port {UI_PORT} is in use: the Airflow UI takes the next free one")
    return all(good for good, _ in lines)


def postgres_runs() -> bool:
    return subprocess.run([shipped_bin() / "postgres", "--version"], capture_output=True, check=False).returncode == 0
