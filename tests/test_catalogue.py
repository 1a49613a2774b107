"""Source files are read strictly, and each mistake is one line that names file, key and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from scrapers.catalogue import SOURCES, CatalogueError, load_catalogue, load_source

GOOD: dict[str, Any] = {
    "name": "News",
    "url": "https://news.kz/",
    "country": "KZ",
    "languages": ["ru"],
    "kind": "media",
    "rank": 40,
    "time_zone": "Asia/Almaty",
    "feeds": ["https://news.kz/rss"],
    "article": r"^https://news\.kz/a/\d+$",
}
DATED = "https://news.kz/?d={day:%d.%m.%Y}"
LIST = {"url": "https://news.kz/?page={page}", "entry": "a.card", "link": "::attr(href)"}


def write(folder: Path, name: str = "kz_news.yml", drop: str | None = None, **changes: Any) -> Path:
    content = {key: value for key, value in {**GOOD, **changes}.items() if key != drop}
    (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def test_the_shipped_sources_are_right() -> None:
    assert len(load_catalogue(SOURCES)) >= 35


def test_a_source_is_known_by_its_file_name(tmp_path: Path) -> None:
    source = load_catalogue(write(tmp_path))["kz_news"]
    assert (source.source_id, source.hosts, source.enabled) == ("kz_news", {"news.kz"}, True)


def test_a_day_is_written_into_the_address_as_the_site_writes_it(tmp_path: Path) -> None:
    days = [{**LIST, "url": "https://news.kz/?p={page}&d={day:%d.%m.%Y}"}]
    page = load_source(write(tmp_path, days=days), "kz_news").days[0]
    assert page.address(2, date(2020, 6, 14)) == "https://news.kz/?p=2&d=14.06.2020"


def test_a_disabled_source_says_why(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, enabled=False, reason="drawn by script", feeds=[]), "kz_news")
    assert (source.enabled, source.reason) == (False, "drawn by script")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"feedz": []}, "feedz: unknown key; remove it or use one of: name, url"),
        ({"lists": [{**LIST, "entri": "a"}]}, "lists.0.entri: unknown key; remove it or use one of: url, entry, link"),
        ({"drop": "article"}, "article: is missing; add it"),
        ({"country": "XY"}, "country: 'XY' is no country"),
        ({"time_zone": "Asia/Astana2"}, "time_zone: 'Asia/Astana2' is no time zone"),
        ({"article": "^https://(news"}, "article: '^https://(news' is not a regular expression"),
        ({"dated": r"/(\d{4})/"}, "dated: '/(\\\\d{4})/' needs three groups"),
        ({"lists": [{**LIST, "entry": "a..card"}]}, "lists.0.entry: 'a..card' is not a CSS selector"),
        ({"layouts": [{"body": "div["}]}, "layouts.0.body: 'div[' is not a CSS selector"),
        ({"lists": [{**LIST, "url": "https://news.kz/{seite}"}]}, "url has {seite}, which means nothing"),
        ({"lists": [{**LIST, "url": "https://news.kz/{day:%Y}"}]}, "lists has {day}"),
        ({"lists": [{**LIST, "fetch": "{other}"}]}, "fetch needs {link}"),
        ({"apis": [{"url": "https://news.kz/api", "link": "https://news.kz/a"}]}, "link needs a field"),
        ({"apis": [{"url": "https://news.kz/api", "link": "https://news.kz/{}"}]}, "name the field"),
        ({"apis": [{"url": "https://news.kz/api", "link": "/a/{slug}"}]}, "not a web address"),
        ({"days": [LIST]}, "days needs {day:%Y-%m-%d}"),
        ({"kind": "blog"}, "kind: "),
        ({"rank": "high"}, "rank: "),
        ({"languages": ["russian"]}, "languages.0: "),
        ({"feeds": ["news.kz/rss"]}, "feeds.0: 'news.kz/rss' is not a web address"),
        ({"days": [{**LIST, "url": DATED}], "web_archive": [DATED]}, "whose own archive is gone"),
        ({"web_archive": ["news.kz/ru/"]}, "web_archive.0: 'news.kz/ru/' is not a web address"),
        ({"feeds": []}, "nothing says where articles are"),
        ({"enabled": False}, "enabled is false: say why in reason"),
        ({"name": "kz_news.yml", "country": "UZ"}, "let the file name begin with uz_"),
    ],
)
def test_a_mistake_is_one_clear_line(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    drop = changes.pop("drop", None)
    changes.pop("name", None)
    write(tmp_path, drop=drop, **changes)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'kz_news.yml'}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no source files; add one"):
        load_catalogue(tmp_path)


def test_an_unknown_source_is_answered_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such source; known: kz_news"):
        load_source(write(tmp_path), "kz_new")


@pytest.mark.parametrize("text", ["name: [", "- a\n- b", "a: \tb: c"])
def test_what_is_no_yaml_mapping_is_a_mistake(tmp_path: Path, text: str) -> None:
    (tmp_path / "kz_news.yml").write_text(text)
    with pytest.raises(CatalogueError, match=r"kz_news\.yml: ") as caught:
        load_catalogue(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_badly_named_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="call it <two-letter country>_<site>"):
        load_catalogue(write(tmp_path, name="news.yml"))
