"""What the demo's warehouse answers: its table of daily counts, and how they differ from the written truth."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from local.home import ROOT
from sql.db import connect, query

TRUTH = ROOT / "samples" / "truth.csv"
COLUMNS = {
    "day": "day",
    "new_symptomatic": "new: sympt.",
    "new_asymptomatic": "asympt.",
    "new_all": "all",
    "total_symptomatic": "total: sympt.",
    "total_asymptomatic": "asympt.",
    "total_all": "all",
    "recovered": "recovered",
    "deaths": "deaths",
    "witnesses": "witnesses",
    "sources": "sources",
}


def overview(url: str) -> str:
    """Return Kazakhstan's counts of 12–16 June 2020 as a table; an absent count is a dash, never a zero."""
    rows = ask(
        url, "select_day_overview", place="KZ", disease="covid-19", first=date(2020, 6, 12), last=date(2020, 6, 16)
    )
    cells = [[show(row[name]) for name in COLUMNS] for row in rows]
    return "Kazakhstan, covid-19, daily counts\n\n" + table(list(COLUMNS.values()), cells) + "\n"


def show(value: object) -> str:
    match value:
        case None:
            return "–"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows in columns: figures to the right, the first and the last column to the left."""
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    lines = []
    for line in [head, ["-" * width for width in widths], *rows]:
        middle = [cell.rjust(width) for cell, width in zip(line[1:-1], widths[1:-1], strict=True)]
        lines.append("  ".join([line[0].ljust(widths[0]), *middle, line[-1]]))
    return "\n".join(lines)


def differences(url: str) -> list[str]:
    """Return a line for each row of `daily_count` that the truth lacks, and for each that `daily_count` lacks."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or [])
        true = {tuple(row[name] for name in names) for row in reader}
    counted = {tuple(as_csv(row, name) for name in names) for row in ask(url, "select_daily_count")}
    missing = [f"missing  {','.join(row)}" for row in sorted(true - counted)]
    return missing + [f"untrue   {','.join(row)}" for row in sorted(counted - true)]


def as_csv(row: Mapping[str, Any], name: str) -> str:
    return "" if row[name] is None else str(row[name])


def ask(url: str, name: str, **params: object) -> list[dict[str, Any]]:
    connection = connect(url)
    try:
        return query(connection, name, **params)
    finally:
        connection.close()
