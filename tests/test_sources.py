"""Every source reads its saved pages: an article in each of its layouts, and what its feeds and lists lead to.

`tests/cases/<source>/` holds pages in the site's markup and our own words. Beside each stands a JSON file of the same
name: an article's says what the document must be, a feed's, sitemap's or list's (`reads`) which articles it names.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers.canonical import canonical_url
from scrapers.catalogue import SOURCES, Source, load_catalogue
from scrapers.discovery import Entry, read_feed, read_pages, read_sitemap
from transforms.document import parse_page
from transforms.models import Layout, Page, Unreadable

CASES = Path(__file__).parent / "cases"
CATALOGUE = load_catalogue()
FILES = sorted(file for file in CASES.glob("??_*/*.json"))
LINES = 30
KINDS = ("feeds", "sitemaps", "lists", "apis", "days")


def load(file: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return case


def name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


ARTICLES = [file for file in FILES if "expect" in load(file)]
LISTS = [file for file in FILES if "reads" in load(file)]


def saved(file: Path) -> bytes:
    """The page that `file` speaks of."""
    pages = [each for each in file.parent.glob(f"{file.stem}.*") if each.suffix in (".html", ".xml", ".body")]
    assert len(pages) == 1, f"{file}: beside it belongs one .html, .xml or .body file"
    return pages[0].read_bytes()


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("file", ARTICLES, ids=name)
def test_an_article_becomes_the_document_it_is(file: Path) -> None:
    case, source = load(file), CATALOGUE[file.parent.name]
    wanted, url = case["expect"], case["url"]
    assert canonical_url(url) == wanted["canonical_url"]
    layouts = [Layout(each.body, each.title, each.date) for each in source.layouts]
    page = Page(
        page_id=1,
        source_id=source.source_id,
        url=url,
        canonical_url=canonical_url(url),
        status=200,
        content_type="text/html; charset=utf-8",
        body=saved(file),
        fetched_at=datetime.fromisoformat(case["fetched_at"]),
        listed_at=instant(case.get("listed_at")),
    )
    found = parse_page(page, layouts, source.time_zone)
    if isinstance(found, Unreadable) or "unreadable" in wanted:
        assert isinstance(found, Unreadable), found
        assert found.reason == wanted.get("unreadable"), found
        return
    assert found.title == wanted["title"]
    text = found.text.replace(" | ", " ").replace("\n", " ")
    assert text.startswith(wanted["begins"])
    assert text.endswith(wanted["ends"])
    assert [noise for noise in wanted["without"] if noise in found.text] == []
    assert found.published_at is not None
    assert found.published_at.astimezone(UTC) == datetime.fromisoformat(wanted["published_at"])
    assert found.published_by == wanted["published_by"]
    assert (found.language, found.script) == (wanted["language"], wanted["script"])
    assert found.parsed_by == wanted["parsed_by"]


def entries(source: Source, case: dict[str, Any], body: bytes) -> list[Entry]:
    kind, _, number = case["reads"].partition(".")
    if kind == "feeds":
        assert source.feeds[int(number)] == case["url"]
        return read_feed(body, case["url"], source)
    if kind == "sitemaps":
        assert source.sitemaps[int(number)] == case["url"]
        return read_sitemap(body, case["url"], source).entries
    page = getattr(source, kind)[int(number)]
    assert page.address(1, date.fromisoformat(case["day"]) if "day" in case else None) == case["url"]
    return read_pages(body.decode(), case["url"], page, source).entries


@pytest.mark.parametrize("file", LISTS, ids=name)
def test_a_list_names_its_articles(file: Path) -> None:
    case = load(file)
    found = entries(CATALOGUE[file.parent.name], case, saved(file))
    assert len(found) >= 1
    assert [(entry.url, entry.listed_at, entry.title) for entry in found] == [
        (entry["url"], instant(entry["listed_at"]), entry["title"]) for entry in case["entries"]
    ]


@pytest.mark.parametrize("source", CATALOGUE.values(), ids=CATALOGUE)
def test_every_source_has_its_cases(source: Source) -> None:
    files = [file for file in FILES if file.parent.name == source.source_id]
    mine = [load(file) for file in files]
    articles = [case["expect"] for case in mine if "expect" in case]
    assert articles, f"save a page: make case SOURCE={source.source_id} URL=…"
    if not source.enabled:
        return
    read = {case["reads"] for case in mine if "reads" in case}
    kinds = {kind: len(getattr(source, kind)) for kind in KINDS}
    assert read == {f"{kind}.{number}" for kind, many in kinds.items() for number in range(many)}
    layouts = {f"layout:{number}" for number in range(1, len(source.layouts) + 1)} or {"trafilatura"}
    assert {article["parsed_by"] for article in articles} == layouts
    lists = [entries(source, load(file), saved(file)) for file in files if file in LISTS]
    assert {entry.canonical_url for found in lists for entry in found} & {
        article["canonical_url"] for article in articles
    }, "no list leads to a saved article"


def test_every_case_belongs_to_a_source() -> None:
    assert {folder.name for folder in CASES.glob("??_*")} == set(CATALOGUE)


@pytest.mark.parametrize("source", CATALOGUE.values(), ids=CATALOGUE)
def test_every_place_is_marked_with_what_is_known_of_it(source: Source) -> None:
    kinds = (*KINDS, "article", "layouts")
    assert {kind for kind in kinds if getattr(source, kind)} <= set(source.marks)
    assert all(mark[:1] in "CPTU" and not mark[1:2].isalnum() for mark in source.marks.values())
    assert len((SOURCES / f"{source.source_id}.yml").read_text("utf-8").splitlines()) <= LINES


def test_each_country_has_its_ministry_its_agency_and_two_others() -> None:
    assert len(CATALOGUE) >= 35
    for country in ("KZ", "KG", "TJ", "TM", "UZ"):
        kinds = [source.kind for source in CATALOGUE.values() if source.country == country]
        assert "ministry" in kinds
        assert "state_agency" in kinds
        assert sum(kind in ("agency", "media", "foreign") for kind in kinds) >= 2
