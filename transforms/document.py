"""Parse: an archived page becomes a document (title, text, dates, language) or says why it cannot."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import trafilatura
from lxml.etree import ParserError
from parsel import Selector

from transforms.address import own_address
from transforms.charset import decode_body, is_pdf
from transforms.dates import find_day
from transforms.fragment import Lines, clean_lines, read_bodies
from transforms.language import detect_language
from transforms.models import Document, Layout, Page, Unreadable
from transforms.pdf import read_pdf
from transforms.published import Instants, find_instants, find_pdf_instants
from transforms.structured import Metadata, read_metadata
from transforms.unread import find_reason

_MARKS = re.compile(r"^[|\- ]+$|^(?:- |\| ?)| *\| *$", re.MULTILINE)  # what trafilatura puts around items and cells
_NOSCRIPT = re.compile(r"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
_COUNTER = re.compile(r"\d[\d\s]*|\d\d?:\d\d")
_RATES = re.compile(r"(?:[A-Z]{3}\W*[\d\s.,]+){2,}")
_YEAR_OR_CLOCK = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d\d?:\d\d(?::\d\d)?)(?!\d)")
_HEAD_LINES = 4
_FURNITURE = 16
_LONGEST_TITLE = 300
_PARSER = (
    "document", "charset", "unread", "fragment", "pdf", "structured", "published", "dates", "months", "language",
    "models", "address",
)  # fmt: skip
_LIBRARIES = ("trafilatura", "htmldate", "dateparser", "py3langid", "pdfplumber", "beautifulsoup4", "lxml", "tzdata")


def parse_page(page: Page, layouts: Sequence[Layout], time_zone: str) -> Document | Unreadable:
    """The document that `page` holds.

    Title and instants come from structured data first, then from the layouts in order; the text from the first layout
    whose body is there, else from trafilatura. `time_zone` is the site's own, for dates that name no zone.
    """
    if is_pdf(page):
        return _parse_pdf(page, time_zone)
    html = decode_body(page)
    if isinstance(html, Unreadable):
        return html
    try:
        root = Selector(text=html, type="html")
    except (ParserError, ValueError) as error:
        return Unreadable("broken_html", str(error))
    metadata = read_metadata(root)
    layout, lines = _read_layouts(root, layouts)
    title = _find_title(root, metadata, layout) or page.listed_title or ""
    if layout:
        parsed_by = f"layout:{layouts.index(layout) + 1}"
    else:
        lines, parsed_by = Lines(_read_unknown(html, title)), "trafilatura"
    if reason := find_reason(page, root, html, title, lines.text):
        return reason
    instants = find_instants(root, html, lines.text, metadata, layout, page, time_zone)
    return _make_document(page, title, lines, instants, parsed_by, metadata)


def _parse_pdf(page: Page, time_zone: str) -> Document | Unreadable:
    """The document of a PDF; without a title of its own it bears its list's, else its first line."""
    read = read_pdf(page.body)
    if isinstance(read, Unreadable):
        return read
    title = page.listed_title or read.title or read.lines.text.partition("\n")[0][:_LONGEST_TITLE]
    instants = find_pdf_instants(read.lines.text, read.made, page, time_zone)
    return _make_document(page, title, read.lines, instants, "pdf", None)


def _make_document(
    page: Page, title: str, lines: Lines, instants: Instants, parsed_by: str, metadata: Metadata | None
) -> Document:
    language, script = detect_language(f"{title}\n{lines.text}")
    return Document(
        title=title,
        text=lines.text,
        language=language,
        script=script,
        published_at=instants.published_at,
        published_by=instants.published_by,
        modified_at=instants.modified_at,
        canonical_url=own_address(page.canonical_url, metadata.canonical if metadata else None),
        parsed_by=parsed_by,
        authors=metadata.authors if metadata else (),
        section=metadata.section if metadata else None,
        heads=lines.heads,
    )


def _read_layouts(root: Selector, layouts: Sequence[Layout]) -> tuple[Layout | None, Lines]:
    """The first layout whose body is there with its lines; None and no lines where none matches."""
    for layout in layouts:
        lines = read_bodies(body.get() for body in _outermost(root.css(layout.body)))
        if lines.text:
            return layout, lines
    return None, Lines("")


def _read_unknown(html: str, title: str) -> str:
    """The text that trafilatura finds, from the first line of the article on."""
    shown = _NOSCRIPT.sub("", html)
    text = trafilatura.extract(shown, include_comments=False, include_tables=True, include_formatting=False) or ""
    lines = clean_lines(_MARKS.sub("", text)).split("\n")
    headlines = [number for number, line in enumerate(lines[:_HEAD_LINES]) if title and _repeats(line, title)]
    if headlines:
        lines = lines[headlines[0] + 1 :]
    while lines and _is_furniture(lines[0]):
        lines = lines[1:]
    return "\n".join(lines)


def _repeats(line: str, title: str) -> bool:
    """Whether the line is the headline again, alone or with its date."""
    return line.startswith(title) and (line == title or _is_furniture(line.removeprefix(title).strip()))


def _is_furniture(line: str) -> bool:
    """Whether the line is a bare date, counter or row of rates, as stands between headline and text."""
    if _COUNTER.fullmatch(line) or _RATES.fullmatch(line):
        return True
    day, rest = find_day(line, date.max)
    rest = _YEAR_OR_CLOCK.sub("", rest)
    return day is not None and not re.search(r"\d|:$", rest) and len(re.findall(r"[^\W_]", rest)) < _FURNITURE


def _outermost(bodies: Sequence[Selector]) -> list[Selector]:
    """Matches of one selector without those that lie inside another match, so that no line comes twice."""
    elements = {id(body.root) for body in bodies}
    return [body for body in bodies if not any(id(outer) in elements for outer in body.root.iterancestors())]


def _find_title(root: Selector, metadata: Metadata, layout: Layout | None) -> str:
    """Structured data, the layout's place, the first headline, the window's title: the first that says something."""
    found = [metadata.title]
    if layout and layout.title:
        found.append(_first_text(root, layout.title))
    found += [_first_text(root, "h1"), _first_text(root, "title")]
    return next((title for title in found if title), "")


def _first_text(root: Selector, css: str) -> str:
    texts = (" ".join(" ".join(node.css("::text").getall()).split()) for node in root.css(css))
    return next((text for text in texts if text), "")


def version_instant(document: Document, listed_at: datetime | None, fetched_at: datetime) -> datetime:
    """When this version of its URL came to be: orders versions whatever the order in which they were fetched."""
    known = [at for at in (document.modified_at, document.published_at, listed_at) if at and at <= fetched_at]
    return max(known, default=fetched_at)


def _digest_code() -> str:
    """A digest of the code that decides what a document says, and of its libraries' versions."""
    digest = hashlib.blake2b(digest_size=6)
    for name in _PARSER:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()


PARSER_VERSION = _digest_code()
