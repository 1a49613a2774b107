"""`make catalogue`: scrapers/README.md, the catalogue as a table, made from the source files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scrapers.catalogue import SOURCES, Source, load_catalogue

README = SOURCES.parent / "README.md"
HEAD = """# The sources

Made from `sources/*.yml` by `make catalogue`; a test holds that it is current. **None of these sites was asked from
here**: what a file says of a site comes from public code [C], from addresses and text of pages stored elsewhere [P],
from test results that somebody published [T], or is a guess [U]; `marks` in each file says which. The last column names
what is a guess or not known. `make check-sources`, which needs the internet, prints what each site answers today.

{many} sources, {enabled} of them enabled.

| source | site | country | languages | kind | articles are found by | read by | not verified by anybody |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""
TAIL = """
Disabled:

{disabled}
"""
KINDS = {"state_agency": "state agency"}


def render(catalogue: Mapping[str, Source]) -> str:
    """The whole text of the README."""
    rows = "\n".join(render_row(source) for source in sort_sources(catalogue.values()))
    off = [source for source in catalogue.values() if not source.enabled]
    head = HEAD.format(many=len(catalogue), enabled=len(catalogue) - len(off))
    disabled = "\n".join(f"- `{source.source_id}`: {' '.join(str(source.reason).split())}" for source in off)
    return head + rows + "\n" + (TAIL.format(disabled=disabled) if off else "")


def sort_sources(sources: Iterable[Source]) -> list[Source]:
    """By country, those of none last; then as they go before each other."""
    return sorted(sources, key=lambda source: (source.country or "~", source.rank, source.source_id))


def render_row(source: Source) -> str:
    name = f"[{source.name}]({source.url})"
    kind = KINDS.get(source.kind, source.kind) + ("" if source.enabled else " (disabled)")
    read_by = plural(len(source.layouts), "layout") if source.layouts else "structured data, trafilatura"
    cells = [
        f"[{source.source_id}](sources/{source.source_id}.yml)", name, source.country or "–",
        ", ".join(source.languages), kind, found_by(source), read_by, unverified(source),
    ]  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def found_by(source: Source) -> str:
    """In which ways its articles are found."""
    news = sum("news" in url.rpartition("/")[2] for url in source.sitemaps)
    paged = sum("page" in page.fields for page in source.lists)
    ways = [
        plural(len(source.feeds), "feed"), plural(news, "news sitemap"), plural(len(source.sitemaps) - news, "sitemap"),
        plural(paged, "paged list"), plural(len(source.lists) - paged, "list"),
        "JSON list" if source.apis else "", "archive by date" if source.days else "",
        "web archive" if source.web_archive else "",
    ]  # fmt: skip
    return ", ".join(filter(None, ways))


def unverified(source: Source) -> str:
    """The keys whose mark says that they, or a part of them, are a guess."""
    guessed = [key for key, mark in source.marks.items() if "U" in mark.replace("(", " ").replace(",", " ").split()]
    return ", ".join(f"`{key}`" for key in guessed) or "–"


def plural(many: int, thing: str) -> str:
    return "" if many == 0 else f"{many} {thing}s" if many > 1 else thing


def main(file: Path = README) -> None:
    file.write_text(render(load_catalogue(SOURCES)), encoding="utf-8")
    print(f"{file} written")


if __name__ == "__main__":
    main()
