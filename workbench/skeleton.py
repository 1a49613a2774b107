"""`make source NAME=kz_example URL=…`: a new source file from what a page of the site offers to machines."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml
from parsel import Selector

from scrapers.catalogue import NO_COUNTRY, SOURCE_ID, SOURCES, CatalogueError, Source, read_source
from scrapers.discovery import DiscoveryError, read_feed
from scrapers.sample_web import SampleWebError
from transforms.language import detect_language
from workbench.fetch import Answer, Fetcher, FetchError

ZONES = {"kz": "Asia/Almaty", "kg": "Asia/Bishkek", "tj": "Asia/Dushanbe", "tm": "Asia/Ashgabat", "uz": "Asia/Tashkent"}
FEED_TYPES = ("application/rss+xml", "application/atom+xml")
PUBLISHER = r'"publisher"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"\\]+)"'
ANYTHING = "."
LEAST_OF_A_SHAPE = 2


def make_source(source_id: str, url: str, fetcher: Fetcher, folder: Path = SOURCES) -> Path:
    """Write the source's file and return its path. Raises CatalogueError, FetchError."""
    if not SOURCE_ID.fullmatch(source_id):
        raise CatalogueError(f"NAME={source_id}: call it <two-letter country>_<site>, in a-z, 0-9 and _")
    file = folder / f"{source_id}.yml"
    if file.exists():
        raise CatalogueError(f"{file}: is there already; edit it")
    content = describe_site(source_id, fetcher.get(url), fetcher)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    read_source(file)
    return file


def describe_site(source_id: str, page: Answer, fetcher: Fetcher) -> dict[str, Any]:
    """The keys of a source file, as far as the page tells them; each place carries the mark of this visit."""
    root = Selector(text=page.body.decode("utf-8", "replace"), type="html")
    code = source_id.partition("_")[0]
    known = {
        "source_id": source_id,
        "name": site_name(root) or str(urlsplit(page.url).hostname),
        "url": urljoin(page.url, "/"),
        "country": None if code == NO_COUNTRY else code.upper(),
        "languages": [site_language(root)],
        "kind": "media",
        "rank": 40,
        "time_zone": ZONES.get(code, "UTC"),
    }
    mark = f"T {datetime.now(UTC).date()} (make source)"
    places, links = find_places(page, root, known, fetcher)
    article = common_shape(links)
    marks = dict.fromkeys(places, mark) | {"article": f"{mark}: the commonest form of {len(links)} links"}
    if "lists" in places:
        marks["lists"] = "U (no feed was found: every link of the page is tried)"
    del known["source_id"]
    content = known | places | {"article": article}
    if root.css('[itemprop="articleBody"]'):
        content["layouts"] = [{"body": '[itemprop="articleBody"]'}]
        marks["layouts"] = mark
    return content | {"marks": marks}


def find_places(
    page: Answer, root: Selector, known: dict[str, Any], fetcher: Fetcher
) -> tuple[dict[str, Any], list[str]]:
    """Feeds that answer as such and sitemaps, else the page itself as a list; and the links to articles they hold."""
    source = Source(**known, feeds=[page.url], article=ANYTHING)
    feeds, links = [], list[str]()
    for href in root.css("link[rel=alternate]"):
        if href.attrib.get("type", "").lower() in FEED_TYPES and (link := href.attrib.get("href")):
            url = urljoin(page.url, link)
            try:
                entries = read_feed(fetcher.get(url).body, url, source)
            except (FetchError, DiscoveryError) as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            feeds.append(url)
            links += [entry.canonical_url for entry in entries]
    sitemaps = fetcher.sitemaps(page.url)
    places: dict[str, Any] = {key: found for key, found in (("feeds", feeds), ("sitemaps", sitemaps)) if found}
    if not feeds:
        links = [urljoin(page.url, href) for href in root.css("a::attr(href)").getall()]
        links = [link for link in links if urlsplit(link).hostname == urlsplit(page.url).hostname]
        places["lists"] = [{"url": page.url, "entry": "a", "link": "::attr(href)"}]
    return places, links


def site_name(root: Selector) -> str:
    """The name that OpenGraph or JSON-LD gives the site; empty where neither does."""
    found = root.css('meta[property="og:site_name"]::attr(content)').get()
    publisher = re.search(PUBLISHER, " ".join(root.css('script[type="application/ld+json"]::text').getall()))
    return " ".join((found or (publisher[1] if publisher else "")).split())


def site_language(root: Selector) -> str:
    """The language that the page declares, else the one that it is in. Raises CatalogueError where neither tells."""
    declared = root.css("html::attr(lang)").get() or root.css('meta[property="og:locale"]::attr(content)').get() or ""
    if found := re.match(r"[a-z]{2}(?![a-z])", declared.strip().lower()):
        return found[0]
    language, _ = detect_language(" ".join(root.css("p::text, a::text, h1::text").getall()))
    if language is None:
        raise CatalogueError("the page does not show its language: take a page with an article on it")
    return language


def common_shape(links: Sequence[str]) -> str:
    """A pattern for the addresses of articles: the commonest form of `links`, the deeper where two are as common."""
    shapes = Counter(shape for link in links if (shape := address_shape(link)))
    if not shapes:
        raise CatalogueError("no link on the page looks like an article: take the page that lists the news")
    most = max(shapes.values())
    return max((shape for shape, many in shapes.items() if many == most), key=len)


def address_shape(url: str) -> str | None:
    """The address with its numbers and words made general; None for a section's page."""
    parts = urlsplit(url)
    names = [name for name in parts.path.split("/") if name]
    if not names or len(re.findall(r"[-_\d]", parts.path)) < LEAST_OF_A_SHAPE:
        return None
    general = [section_shape(name) for name in names[:-1]] + [slug_shape(names[-1])]
    end = "/" if parts.path.endswith("/") else ""
    return f"^https://{re.escape(parts.hostname or '')}/{'/'.join(general)}{end}$"


def section_shape(name: str) -> str:
    if name.isdigit():
        return rf"\d{{{len(name)}}}" if len(name) in (2, 4, 8) else r"\d+"
    return "[^/?]+"


def slug_shape(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if dot and ending in ("html", "htm", "shtml", "php"):
        return slug_shape(stem) + rf"\.{ending}"
    if name.isdigit():
        return r"\d+"
    before, after = re.match(r"\d+([-_])", name), re.search(r"([-_])\d+$", name)
    return (rf"\d+{before[1]}" if before else "") + "[^/?]+" + (rf"{after[1]}\d+" if after else "")


def main(arguments: Sequence[str]) -> int:
    name, url = arguments
    try:
        file = make_source(name, url, Fetcher.from_environment(os.environ))
    except (CatalogueError, FetchError, SampleWebError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{file} written on {date.today()}. Correct name, kind, rank and article in it, then save its pages:")
    print(f"  make case SOURCE={name} URL=<the address of a feed or list of it>")
    print(f"  make case SOURCE={name} URL=<the address of an article>")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
