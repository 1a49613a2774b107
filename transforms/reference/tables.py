"""Reference tables that the counts rest on: read from CSV as rows, an empty field as None."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def read_table(noun: str) -> tuple[list[str], list[list[str | None]]]:
    """Return the column names and the rows of `<noun>s.csv`, each field as text; PostgreSQL reads the types."""
    with (FOLDER / f"{noun}s.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    return columns, [[field or None for field in row] for row in rows]
