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
_MODIFIED = ("article:modified_time", "og:updated_time", "dateModified", "last-modified", "dcterms.modified")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values as written; `*_jsonld` come from JSON-LD, the others from meta elements."""

    title: str
    published_jsonld: str | None
    modified_jsonld: str | None
    published_meta: tuple[str, ...]
    modified_meta: tuple[str, ...]


def read_metadata(root: Selector) -> Metadata:
    """The article's own metadata; a page may have none."""
    article = next(_articles(root), {})
    return Metadata(
        title=_clean(article.get("headline")) or _clean(next(iter(_meta(root, ("og:title",))), None)),
        published_jsonld=_text(article.get("datePublished")),
        modified_jsonld=_text(article.get("dateModified")),
        published_meta=tuple(_meta(root, _PUBLISHED)),
        modified_meta=tuple(_meta(root, _MODIFIED)),
    )


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


def _meta(root: Selector, names: tuple[str, ...]) -> Iterator[str]:
    values: dict[str, str] = {}
    for element in root.css("meta[content]"):
        for attribute in ("property", "name", "itemprop"):
            if name := element.attrib.get(attribute):
                values.setdefault(name.lower(), element.attrib["content"].strip())
    for name in names:
        if value := values.get(name.lower()):
            yield value


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _clean(value: Any) -> str:
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""
