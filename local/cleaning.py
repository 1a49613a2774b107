"""Rids Airflow's own database and logs of what is old: `make clean-metadata`, in containers the service `clean`.

A task cannot do it: Airflow keeps its database from tasks.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.airflow import PROGRAM
from local.home import LocalError

KEEP_DAYS = 90
DAY_SECONDS = 24 * 3600
LAST_LINES = 5
DONE = "cleaned"


def clean(settings: Mapping[str, str], log_folder: Path, keep_days: int) -> str:
    """Delete runs, task instances, events and logs older than `keep_days` days; returns a line that says what went.

    The last run of each DAG stays, whatever its age. Raises LocalError with Airflow's last words where it failed.
    """
    if keep_days < 1:
        raise LocalError(f"{keep_days} days: keep at least one")
    before = datetime.now(UTC) - timedelta(days=keep_days)
    command = [str(PROGRAM), "db", "clean", "--clean-before-timestamp", before.isoformat(), "--skip-archive", "--yes"]
    done = subprocess.run(
        [*command, "--error-on-cleanup-failure"], env=dict(settings), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-LAST_LINES:])
        raise LocalError(f"airflow db clean failed:\n{said}")
    removed = remove_logs(log_folder, before)
    return f"Airflow's rows from before {before:%Y-%m-%d %H:%M} UTC are gone, and {removed} log files."


def remove_logs(folder: Path, before: datetime) -> int:
    """Remove the files below `folder` not written since `before`, and the folders that are empty then; counts files."""
    removed = 0
    for path in sorted(folder.rglob("*"), reverse=True):  # what lies in a folder comes before it
        if path.is_dir() and not path.is_symlink():
            if path.stat().st_mtime < before.timestamp() and not any(path.iterdir()):
                path.rmdir()
        elif path.lstat().st_mtime < before.timestamp():
            path.unlink()
            removed += 1
    return removed


def main(arguments: Sequence[str] | None = None) -> int:
    """Clean under the environment's settings, once, or each day for ever; each success touches AIRFLOW_HOME/cleaned."""
    parser = argparse.ArgumentParser(prog="python -m local.cleaning", description=__doc__)
    parser.add_argument("--keep-days", type=int, default=KEEP_DAYS)
    parser.add_argument("--daily", action="store_true", help="go on, once a day; a failure is told and tried again")
    options = parser.parse_args(arguments)
    home = Path(os.environ["AIRFLOW_HOME"])
    logs = Path(os.environ.get("AIRFLOW__LOGGING__BASE_LOG_FOLDER", home / "logs"))
    while True:
        try:
            print(clean(os.environ, logs, options.keep_days), flush=True)
            (home / DONE).touch()
        except LocalError as error:
            print(f"cleaning: {error}", file=sys.stderr, flush=True)
            if not options.daily:
                return 2
        if not options.daily:
            return 0
        time.sleep(DAY_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
