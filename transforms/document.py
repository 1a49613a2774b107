"""Parse: an archived page becomes a document (title, text, dates, language) or says why it cannot."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import trafilatura
from charset_normalizer import from_bytes
from lxml.etree import ParserError
from parsel import Selector
from w3lib.encoding import html_to_unicode

from transforms.dates import find_day
from transforms.fragment import clean_lines, read_lines
from transforms.language import detect_language
from transforms.models import Document, Layout, Page, Unreadable
from transforms.published import find_instants
from transforms.structured import Metadata, read_metadata

_NOT_FOUND = re.compile(
    r"\b404\b.{0,20}(?:not found|error|ошибк|қате|ката|xato|хато)|(?:error|ошибка)\W{0,3}404|^\W*404\W*$|page not found"
    r"|страниц[аы] (?:не найден|не существует|удален)|(?:бет|парақ) табылмады|барак табылган жок|бет табылган жок"
    r"|sahifa topilmadi|саҳифа топилмади|саҳифа ёфт нашуд|sahypa tapylmady|页面不存在|找不到(?:该)?页面|bet tabylmady",
    re.IGNORECASE,
)
_ENDS = re.compile(r"</\s*(?:html|body)", re.IGNORECASE)
_MARKS = re.compile(r"^[|\- ]+$|^(?:- |\| ?)| *\| *$", re.MULTILINE)  # what trafilatura puts around items and cells
_NOSCRIPT = re.compile(r"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
_COUNTER = re.compile(r"\d[\d\s]*|\d\d?:\d\d")
_RATES = re.compile(r"(?:[A-Z]{3}\W*[\d\s.,]+){2,}")
_YEAR_OR_CLOCK = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d\d?:\d\d(?::\d\d)?)(?!\d)")
_HEAD_LINES = 4
_FURNITURE = 16
_PARSER = ("document", "fragment", "structured", "published", "dates", "months", "language")
_SHORT_TEXT = 600
_REPLACED_SHARE = 0.01
_HTML_TYPES = ("html", "xml", "text/plain")


def parse_page(page: Page, layouts: Sequence[Layout], time_zone: str) -> Document | Unreadable:
    """The document that `page` holds.

    Title and instants come from structured data first, then from the layouts in order; the text from the first layout
    whose body is there, else from trafilatura. `time_zone` is the site's own, for dates that name no zone.
    """
    html = decode_body(page)
    if isinstance(html, Unreadable):
        return html
    try:
        root = Selector(text=html, type="html")
    except (ParserError, ValueError) as error:
        return Unreadable("broken_html", str(error))
    metadata = read_metadata(root)
    layout, text = _read_layouts(root, layouts)
    title = _find_title(root, metadata, layout) or page.listed_title or ""
    if layout:
        parsed_by = f"layout:{layouts.index(layout) + 1}"
    else:
        text, parsed_by = _read_unknown(html, title), "trafilatura"
    if _NOT_FOUND.search(title) and len(text) < _SHORT_TEXT:
        return Unreadable("not_found", f"answered {page.status} with the page {title!r}")
    if not text:
        reason = "no_text" if _ENDS.search(html) else "broken_html"
        return Unreadable(reason, f"no article text in {len(html)} characters of HTML")
    instants = find_instants(root, html, text, metadata, layout, page, time_zone)
    language, script = detect_language(f"{title}\n{text}")
    return Document(
        title=title,
        text=text,
        language=language,
        script=script,
        published_at=instants.published_at,
        published_by=instants.published_by,
        modified_at=instants.modified_at,
        canonical_url=page.canonical_url,
        parsed_by=parsed_by,
    )


def decode_body(page: Page) -> str | Unreadable:
    """The page's text in the charset it declares, or in the one that its bytes show when the declared one fails."""
    if not page.body.strip():
        return Unreadable("empty_body", "the response has no body")
    content_type = page.content_type or ""
    if content_type and not any(kind in content_type.lower() for kind in _HTML_TYPES):
        return Unreadable("not_html", f"the response is {content_type}")
    html = html_to_unicode(content_type or None, page.body, default_encoding="utf-8")[1]
    if html.count("\ufffd") > len(html) * _REPLACED_SHARE:
        best = from_bytes(page.body).best()
        html = str(best) if best else html
    html = html.replace("\x00", "")
    if html.count("\ufffd") > len(html) * _REPLACED_SHARE:
        return Unreadable("wrong_charset", "the bytes fit no charset")
    if not re.search(r"<\s*(?:html|head|body|div|p|article|table|title)\b", html, re.IGNORECASE):
        return Unreadable("broken_html", f"no HTML element in {len(html)} characters")
    return html


def _read_layouts(root: Selector, layouts: Sequence[Layout]) -> tuple[Layout | None, str]:
    """The first layout whose body is there with its text; (None, "") where none matches."""
    for layout in layouts:
        bodies = _outermost(root.css(layout.body))
        text = clean_lines("\n".join(read_lines(body.get()) for body in bodies))
        if text:
            return layout, text
    return None, ""


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
    """A digest of the code that decides what a document says, so that a change of it makes documents stale."""
    digest = hashlib.blake2b(digest_size=6)
    for name in _PARSER:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()


PARSER_VERSION = _digest_code()
