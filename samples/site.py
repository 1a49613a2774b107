"""One sample site: a folder of pages and its `behaviour.yml`, answering for one host as the web stood on a given day.

    /lenta/?page=2&start_date=14.06.2020   →  lenta/index@page=2,start_date=14.06.2020.html
    /rss/                                  →  rss/index.rss
    /news.rss                              →  news.rss

Parameters stand in alphabetical order, and the first page of a list goes without its `page=1`. A passage between
`<!-- from 2020-06-14 until 2020-06-16 -->` and `<!-- end -->` is on the page from the one day until the day before
the other; `until` may be left out. A page of which nothing is left is not there yet. `behaviour.yml` maps a path to
what a file cannot say: `versions` (first day → file), `otherwise` (the file for a query without one of its own),
`status` (the whole answer) and `fails` (a status for the first `tries` requests).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
BEHAVIOURS = {"versions", "otherwise", "status", "fails"}
PASSAGE = re.compile(r"<!-- from (\d{4}-\d\d-\d\d)(?: until (\d{4}-\d\d-\d\d))? -->\n?(.*?)<!-- end -->\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site says to one request; the server adds the entity tag."""

    status: HTTPStatus
    content_type: str
    body: bytes


def failure(status: int) -> Answer:
    """The short page that a site shows instead of content."""
    said = HTTPStatus(status)
    body = f"<!DOCTYPE html>\n<html><head><title>{said.value} {said.phrase}</title></head><body></body></html>\n"
    return Answer(said, CONTENT_TYPES[".html"], body.encode())


def text_on(day: date, text: str) -> str:
    """`text` with the passages that stand on `day`, and without the marks around them."""

    def passage(match: re.Match[str]) -> str:
        first, after, content = match.groups()
        begun = date.fromisoformat(first) <= day
        ended = after is not None and date.fromisoformat(after) <= day
        return content if begun and not ended else ""

    return PASSAGE.sub(passage, text)


def file_name(path: str, query: str) -> str:
    """The page's file below the host's folder, without the ending that an address leaves out."""
    name = path.lstrip("/") + ("index" if path.endswith("/") else "")
    parameters = [(key, value) for key, value in sorted(parse_qsl(query)) if (key, value) != ("page", "1")]
    return name + ("@" + ",".join(f"{key}={value}" for key, value in parameters) if parameters else "")


def load_behaviour(folder: Path) -> dict[str, dict[str, Any]]:
    """The paths of one site that do more than show a file. Raises ValueError for a word that means nothing here."""
    file = folder / "behaviour.yml"
    behaviour: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    for path, rules in behaviour.items():
        if unknown := set(rules) - BEHAVIOURS:
            raise ValueError(f"{file}: {path}: unknown behaviour {', '.join(sorted(unknown))}")
    return behaviour


@dataclass(slots=True)
class Site:
    """One host's folder; remembers how often a failing path was asked for, so that it can heal."""

    folder: Path
    behaviour: Mapping[str, Mapping[str, Any]]
    asked: Counter[str] = field(default_factory=Counter)

    @classmethod
    def load(cls, folder: Path) -> Site:
        return cls(folder, load_behaviour(folder))

    def answer(self, target: str, day: date) -> Answer:
        """The answer to a GET of `target` (path and query) as the site stood at the end of `day`."""
        parts = urlsplit(target)
        rules = self.behaviour.get(parts.path, {})
        if "status" in rules:
            return failure(rules["status"])
        self.asked[parts.path] += 1
        if "fails" in rules and self.asked[parts.path] <= rules["fails"]["tries"]:
            return failure(rules["fails"]["status"])
        file = self.find(file_name(parts.path, parts.query), rules, day)
        return self.show(file, day) if file else failure(HTTPStatus.NOT_FOUND)

    def find(self, name: str, rules: Mapping[str, Any], day: date) -> Path | None:
        """The file that holds the page, if any; never one outside the site's folder."""
        names = [name + ending for ending in ("", *CONTENT_TYPES)]
        if "versions" in rules:
            names = [file for first, file in sorted(rules["versions"].items()) if first <= day][-1:]
        elif "otherwise" in rules:
            names.append(rules["otherwise"])
        files = [(self.folder / each).resolve() for each in names]
        inside = [file for file in files if file.is_relative_to(self.folder.resolve()) and file.suffix in CONTENT_TYPES]
        return next((file for file in inside if file.is_file()), None)

    def show(self, file: Path, day: date) -> Answer:
        """The file's text on `day`; a page whose every passage is still to come is not found."""
        whole = file.read_text("utf-8")
        text = text_on(day, whole)
        if whole.strip() and not text.strip():
            return failure(HTTPStatus.NOT_FOUND)
        return Answer(HTTPStatus.OK, CONTENT_TYPES[file.suffix], text.encode())
