"""`make case SOURCE=… URL=…`: a page of a source and what it is read as, saved side by side for somebody to review."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapers.canonical import canonical_url
from scrapers.catalogue import SOURCES, CatalogueError, JsonPage, Source, load_source
from scrapers.discovery import DiscoveryError
from scrapers.sample_web import SampleWebError
from transforms.charset import decode_body
from transforms.models import Document, Unreadable
from workbench.fetch import Answer, Fetcher, FetchError
from workbench.reading import Place, as_page, places_of, read_article, read_place

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
STRIPPED = re.compile(
    r"<script\b(?![^>]*ld\+json)[^>]*>.*?</script\s*>|<style\b.*?</style\s*>|<svg\b.*?</svg\s*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
BEGINS, ENDS = 70, 50


class CaseError(RuntimeError):
    """The case cannot be saved; the message is one line that says why."""


def make_case(source: Source, url: str, fetcher: Fetcher, folder: Path = CASES) -> list[Path]:
    """Write the page and its JSON below `folder` and return both paths.

    An address that the source's file names as feed, sitemap or list is saved as such, any other as an article.
    Raises CaseError, FetchError, DiscoveryError.
    """
    place = next((place for place in places_of(source, None) if place.url == url), None)
    answer = fetcher.get(url)
    fetched_at = datetime.now(UTC).replace(microsecond=0)
    if place:
        return save(folder / source.source_id, *list_case(source, place, answer))
    return save(folder / source.source_id, *article_case(source, answer, fetched_at))


def list_case(source: Source, place: Place, answer: Answer) -> tuple[str, str, str, dict[str, Any]]:
    """(name, ending, text, expectation) of a feed, sitemap or list."""
    text = answer.body.decode("utf-8", "replace")
    entries = [
        {"url": entry.url, "listed_at": entry.listed_at and entry.listed_at.isoformat(), "title": entry.title}
        for entry in read_place(place, answer.body, source)
    ]
    kind, _, number = place.reads.partition(".")
    name = kind.removesuffix("s") + ("" if number == "0" else number)
    if isinstance(place.page, JsonPage):
        return name, ".body", text, {"reads": place.reads, "url": place.url, "entries": entries}
    if place.page:
        return name, ".html", STRIPPED.sub("", text), {"reads": place.reads, "url": place.url, "entries": entries}
    return name, ".xml", text, {"reads": place.reads, "url": place.url, "entries": entries}


def article_case(source: Source, answer: Answer, fetched_at: datetime) -> tuple[str, str, str, dict[str, Any]]:
    """(name, ending, text, expectation) of an article; the expectation is what is read now, right or wrong."""
    page = as_page(source, answer, fetched_at)
    html = decode_body(page)
    if isinstance(html, Unreadable):
        raise CaseError(f"{answer.url}: {html.detail}")
    text = STRIPPED.sub("", html)
    found = read_article(source, Answer(answer.url, "text/html; charset=utf-8", text.encode()), fetched_at)
    expect: dict[str, Any] = {"canonical_url": canonical_url(answer.url)}
    expect |= expectation(found) if isinstance(found, Document) else {"unreadable": found.reason}
    at = found.published_at if isinstance(found, Document) and found.published_at else fetched_at
    slug = re.sub(r"[^a-z0-9]+", "-", urlsplit(answer.url).path.lower())[-48:].strip("-") or "page"
    case = {"url": answer.url, "fetched_at": fetched_at.isoformat(), "expect": expect}
    return f"{at.astimezone(source.zone).date()}-{slug}", ".html", text, case


def expectation(found: Document) -> dict[str, Any]:
    text = found.text.replace(" | ", " ").replace("\n", " ")
    return {
        "title": found.title,
        "begins": text[:BEGINS],
        "ends": text[-ENDS:],
        "without": [],
        "published_at": found.published_at and found.published_at.isoformat(),
        "published_by": found.published_by,
        "language": found.language,
        "script": found.script,
        "parsed_by": found.parsed_by,
    }


def save(folder: Path, name: str, ending: str, text: str, case: dict[str, Any]) -> list[Path]:
    files = [folder / f"{name}{ending}", folder / f"{name}.json"]
    for file in files:
        if file.exists():
            raise CaseError(f"{file}: is there already; remove it to save it anew")
    folder.mkdir(parents=True, exist_ok=True)
    files[0].write_text(text, encoding="utf-8")
    files[1].write_text(json.dumps(case, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return files


def main(arguments: Sequence[str]) -> int:
    source_id, url = arguments
    try:
        source = load_source(SOURCES, source_id)
        files = make_case(source, url, Fetcher.from_environment(os.environ))
    except (CatalogueError, CaseError, FetchError, DiscoveryError, SampleWebError) as error:
        print(error, file=sys.stderr)
        return 1
    print(files[1].read_text("utf-8"), end="")
    print("\n".join(map(str, files)))
    print("Correct the JSON to what the page says, name the noise in `without`, put own words into the page: make test")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
