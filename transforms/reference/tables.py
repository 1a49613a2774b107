"""Reference tables that the counts rest on: read from CSV as rows, an empty field as None."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def read_table(noun: str) -> tuple[list[str], list[list[str | None]]]:
    """Return the column names and the rows of `<noun>s.csv`, each field as text; PostgreSQL reads the types."""
    with (FOLDER / f"{noun}s.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    return columns, [[field or None for field in row] for row in rows]


@cache
def countries_counting(disease: str, case_class: str) -> frozenset[str]:
    """The countries that count a disease's cases of a class as a series of their own or within the plain one."""
    columns, rows = read_table("series_definition")
    entries = (dict(zip(columns, row, strict=True)) for row in rows)
    return frozenset(
        str(e["place"]) for e in entries if e["disease"] == disease and case_class in str(e["case_class"]).split("_or_")
    )
