"""What a page says of itself for machines: JSON-LD, OpenGraph and other meta elements."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parsel import Selector

_ARTICLE = re.compile(r"Article|BlogPosting|NewsItem|Report$")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datePublished", "date", "pubdate", "publish-date",
    "DC.date.issued", "dc.date", "dcterms.created", "sailthru.date", "mediator_published_time", "og:published_time",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "mediator_author", "DC.creator", "dc.creator")
_MARKED_AUTHOR = "[itemprop=author], [rel=author]"
_SECTION = ("article:section", "articleSection", "mediator_theme", "og:article:section")
_ADDRESS = re.compile(r"https?://|@")
_LONGEST_NAME = 120
_MODIFIED = ("article:modified_time", "og:updated_time", "dateModified", "last-modified", "dcterms.modified")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values as written; `*_jsonld` come from JSON-LD, the others from meta elements."""

    title: str
    published_jsonld: str | None
    modified_jsonld: str | None
    published_meta: tuple[str, ...]
    modified_meta: tuple[str, ...]
    authors: tuple[str, ...] = ()
    section: str | None = None
    canonical: str | None = None


def read_metadata(root: Selector) -> Metadata:
    """The article's own metadata; a page may have none."""
    article = next(_articles(root), {})
    meta = _read_meta(root)
    sections = (*_names(article.get("articleSection")), *_pick(meta, _SECTION))
    return Metadata(
        title=_clean(article.get("headline")) or _clean(next(iter(_pick(meta, ("og:title",))), None)),
        published_jsonld=_text(article.get("datePublished")),
        modified_jsonld=_text(article.get("dateModified")),
        published_meta=tuple(_pick(meta, _PUBLISHED)),
        modified_meta=tuple(_pick(meta, _MODIFIED)),
        authors=tuple(dict.fromkeys(_find_authors(root, article, meta))),
        section=next((name for each in sections if (name := _clean(each)) and not _ADDRESS.match(name)), None),
        canonical=root.css("link[rel~=canonical i]::attr(href)").get(),
    )


def _find_authors(root: Selector, article: dict[str, Any], meta: dict[str, str]) -> list[str]:
    """People and agencies: JSON-LD's, else those of meta elements, else the elements that are marked as author."""
    marked = (" ".join(node.css("::text").getall()) for node in root.css(_MARKED_AUTHOR))
    for names in (_names(article.get("author")), _pick(meta, _AUTHOR), marked):
        if found := [name for each in names if (name := _clean(each)[:_LONGEST_NAME]) and not _ADDRESS.match(name)]:
            return found
    return []


def _names(value: Any) -> Iterator[str]:
    """The names in a value of JSON-LD: a string, an object with a name, or a list of such."""
    if isinstance(value, list):
        for each in value:
            yield from _names(each)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
    elif isinstance(value, str):
        yield value


def _articles(root: Selector) -> Iterator[dict[str, Any]]:
    for script in root.css('script[type="application/ld+json"]::text').getall():
        try:
            data = json.loads(re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script), strict=False)
        except ValueError:
            continue
        yield from (node for node in _nodes(data) if _ARTICLE.search(str(node.get("@type", ""))))


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """The top objects of JSON-LD and those of its graph; not what is nested, which may be another article."""
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph", []))
        yield from _nodes(data.get("mainEntity", []))


def _read_meta(root: Selector) -> dict[str, str]:
    """The content of each named meta element, the first of its name, names in lower case."""
    values: dict[str, str] = {}
    for element in root.css("meta[content]"):
        for attribute in ("property", "name", "itemprop"):
            if name := element.attrib.get(attribute):
                values.setdefault(name.lower(), element.attrib["content"].strip())
    return values


def _pick(values: dict[str, str], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if value := values.get(name.lower()):
            yield value


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _clean(value: Any) -> str:
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""
