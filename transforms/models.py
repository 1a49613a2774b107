"""The nouns that pass between the stages: page, document, report, observation. No behaviour, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One archived response: `body` is decoded from its transfer coding but otherwise as sent; instants are aware.

    `since` is the first day of its site, where that is known.
    """

    page_id: int
    source_id: str
    url: str
    canonical_url: str
    status: int
    content_type: str | None
    body: bytes
    fetched_at: dt.datetime
    listed_at: dt.datetime | None = None
    listed_title: str | None = None
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one form of a site's article keeps its parts, as CSS selectors."""

    body: str
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text: paragraphs, list items and table rows are lines. `published_by` names the method that
    found the date, `authors` are people and agencies as the page names them, `heads` the numbers, from 0, of the lines
    of `text` that head a table.
    """

    title: str
    text: str
    language: str | None
    script: str | None
    published_at: dt.datetime | None
    published_by: str | None
    modified_at: dt.datetime | None
    canonical_url: str
    parsed_by: str
    authors: tuple[str, ...] = ()
    section: str | None = None
    heads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a page gave no document: `reason` is one of a few stable words, `detail` is for people."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the extractor reads. `published` is the day in the source's own time zone; `source_country` is ISO
    3166-1 alpha-2.
    """

    id: str
    title: str
    text: str
    published: dt.date | None = None
    source_country: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a report with the sentence part that states it.

    `start` and `end` count characters of `title + "\\n" + text`, and `evidence` is exactly that span. `date` is the
    day that a new
    figure covers, or the day that a total or state is given for; `cut_off_at` is local time without zone, kept only
    where the text
    states a time of day (a part of a day is kept as its start: "the morning" is 00:00, since nothing of that day is
    covered yet).
    `period_start` is the first day that a period or a total covers. `subgroup` marks a part of a figure that is never
    a total.
    """

    disease: str
    measure: str
    aggregation: str | None
    case_class: str | None
    symptom_status: str | None
    value: int
    at_least: bool
    at_most: bool
    approximate: bool
    place: str | None
    locality: str | None
    date: dt.date | None
    cut_off_at: dt.datetime | None
    period_start: dt.date | None
    subgroup: str | None
    officiality: str | None
    evidence: str
    start: int
    end: int
