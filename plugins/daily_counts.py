"""The "Daily counts" page inside the Airflow UI: what the warehouse holds for a place and a disease, day by day.

It reads only. Each figure stands with the sentence that states it and links to the articles that say the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from airflow.api_fastapi.core_api.security import get_user
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sql.db import Connection, DatabaseError, connect, query

DAYS_SHOWN = 31
CONTEXT_CHARS = 140
BASES = {"stated": "", "from_totals": "worked out from totals", "from_parts": "the sum of its parts"}
AGGREGATIONS = {"new": "new {}", "cumulative": "{}, total", "stock": "{} at the end of the day"}
POLICY = "default-src 'none'; style-src 'nonce-{0}'; script-src 'nonce-{0}'; form-action 'self'; frame-ancestors 'self'"

Row = dict[str, Any]
# No route is public: the guard is the app's own, and the pages that FastAPI would add to it are off.
app = FastAPI(dependencies=[Depends(get_user)], docs_url=None, redoc_url=None, openapi_url=None)
templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@app.get("/", response_class=HTMLResponse)
def show_daily_counts(
    place: str | None = None, disease: str | None = None, until: date | Literal[""] | None = None
) -> HTMLResponse:
    """Counts of `place` and `disease`, by default those with the most days, on the latest days to `until`."""
    try:
        with closing(connect_to_read()) as connection:
            choices = query(connection, "select_daily_counts_choice")
            place, disease = choose(choices, place, disease)
            key = {"place": place, "disease": disease, "until": until or None, "days": DAYS_SHOWN}
            rows = query(connection, "select_daily_counts_page", **key)
    except DatabaseError as error:
        return render("daily_counts_failure.html", 503, reason=str(error))
    days = [(day, [describe(row) for row in group]) for day, group in groupby(rows, key=lambda row: row["day"])]
    return render(
        "daily_counts.html",
        200,
        days=days,
        place=place,
        disease=disease,
        places=names(choices, "place"),
        diseases=names(choices, "disease"),
        until=until,
        earlier=days[-1][0] - timedelta(days=1) if len(days) == DAYS_SHOWN else None,
    )


def connect_to_read() -> Connection:
    """Open the warehouse for reading only: with the rights of its reader, where there is one."""
    connection = connect()
    connection.set_session(readonly=True)
    query(connection, "become_reader")
    return connection


def choose(choices: Sequence[Row], place: str | None, disease: str | None) -> tuple[str | None, str | None]:
    """The place and the disease to show: those asked for, else those with the most days."""
    for choice in choices:
        if place in (None, choice["place"]) and disease in (None, choice["disease"]):
            return choice["place"], choice["disease"]
    return place, disease


def names(choices: Sequence[Row], noun: str) -> dict[str, str]:
    """The name of each place, or each disease, that has counts, by its code, in alphabetical order."""
    found = {choice[noun]: choice[f"{noun}_name"] for choice in choices}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def describe(row: Row) -> Row:
    """A count in the words and parts that the page shows."""
    kind = [row["case_class"], row["symptom_status"], row["period_start"] and f"since {row['period_start']}"]
    disputed = row["value_min"] != row["value_max"]
    before, after = cut_before(row["before"]), cut_after(row["after"])
    return {
        "measure": AGGREGATIONS[row["aggregation"]].format(row["measure"].replace("_", " ")),
        "kind": ", ".join(part.replace("_", " ") for part in kind if part),
        "value": group_digits(row["value"]),
        "range": f"{group_digits(row['value_min'])} to {group_digits(row['value_max'])}" if disputed else None,
        "confidence": row["confidence"],
        "flags": ", ".join(row["flags"]).replace("_", " "),
        "basis": BASES[row["basis"]],
        "sources": row["term_sources"] or row["sources"] or [],
        "sentence": (before, row["evidence"], after),
        "language": row["language"],
    }


def group_digits(value: int) -> str:
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def cut_before(text: str) -> str:
    """What stands before the evidence on its line, shortened from the left at a word."""
    line = text.rpartition("\n")[2]
    return line if len(line) <= CONTEXT_CHARS else "… " + line[-CONTEXT_CHARS:].partition(" ")[2]


def cut_after(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= CONTEXT_CHARS else line[:CONTEXT_CHARS].rpartition(" ")[0] + " …"


def render(template: str, status: int, **values: Any) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    headers = {"Content-Security-Policy": POLICY.format(nonce), "Cache-Control": "no-store"}
    return HTMLResponse(templates.get_template(template).render(nonce=nonce, **values), status, headers)


class DailyCountsPlugin(AirflowPlugin):
    name = "daily_counts"
    fastapi_apps = [{"app": app, "url_prefix": "/daily-counts", "name": "Daily counts"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {
            "name": "Daily counts",
            "href": "daily-counts/",
            "destination": "nav",
            "category": "browse",
            "url_route": "daily-counts",
        }
    ]
