"""Reads a bulletin in PDF: its paragraphs and tables as lines in their order, its title, the date of its making."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from transforms.fragment import Lines, clean_lines, join_cells
from transforms.models import Unreadable

_MOST_PAGES = 60
_STAMP = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:Z|([+-]\d\d)'?(\d\d)?)?")
_NO_TITLE = re.compile(
    r"\.(?:docx?|xlsx?|rtf|odt|pptx?|pdf)$|^(?:microsoft word|untitled|без имени|документ)", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[.!?:;…。]$")


class Bulletin(NamedTuple):
    """What a PDF says: its lines, its own title or "", the ISO instant of its making or None."""

    lines: Lines
    title: str
    made: str | None


def read_pdf(body: bytes) -> Bulletin | Unreadable:
    """Paragraphs are joined from printed lines; tables are those that rules draw, their first row the head."""
    try:
        with pdfplumber.open(io.BytesIO(body)) as pdf:
            pages = [list(_read_page(page)) for page in pdf.pages[:_MOST_PAGES]]
            about = {str(name): value for name, value in (pdf.metadata or {}).items()}
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            return Unreadable("locked_pdf", "the PDF asks for a password")
        return Unreadable("broken_pdf", " ".join(str(error).split()) or "not a PDF")
    lines = [line for page in pages for line in page]
    if not lines:
        return Unreadable("no_text", f"{len(pages)} pages of PDF without text, as of a scan")
    heads = tuple(number for number, (_, is_head) in enumerate(lines) if is_head)
    return Bulletin(Lines("\n".join(text for text, _ in lines), heads), _read_title(about), _read_stamp(about))


def _read_page(page: Any) -> Iterator[tuple[str, bool]]:
    """The lines of a page from top to bottom, each with whether it heads a table."""
    tables = sorted(page.find_tables(), key=lambda table: float(table.bbox[1]))
    top = float(page.bbox[1])
    for table in tables:
        _, upper, _, lower = (float(edge) for edge in table.bbox)
        yield from _read_text(page, top, upper)
        yield from _read_table(table.extract())
        top = max(top, lower)
    yield from _read_text(page, top, float(page.bbox[3]))


def _read_text(page: Any, top: float, bottom: float) -> Iterator[tuple[str, bool]]:
    """The paragraphs between two heights."""
    if bottom - top < 1:
        return
    text = clean_lines(page.crop((page.bbox[0], top, page.bbox[2], bottom)).extract_text() or "")
    for paragraph in _join_lines(text.split("\n")):
        yield paragraph, False


def _join_lines(lines: Sequence[str]) -> Iterator[str]:
    """Printed lines as paragraphs: a line goes on in the next where it ends no sentence and the next begins small."""
    held = ""
    for line in lines:
        if held and not _ENDS_SENTENCE.search(held) and line[:1].islower():
            held = held[:-1] + line if held.endswith("-") else f"{held} {line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _read_table(rows: Sequence[Sequence[str | None]]) -> Iterator[tuple[str, bool]]:
    """Its rows as lines; the first one heads the table where it holds no figure but the others do."""
    texts = [join_cells([cell or "" for cell in row]) for row in rows]
    headed = len(texts) > 1 and not re.search(r"\d", texts[0]) and any(re.search(r"\d", text) for text in texts[1:])
    for number, text in enumerate(texts):
        if text.strip(" |"):
            yield text, headed and number == 0


def _read_title(about: dict[str, Any]) -> str:
    title = about.get("Title")
    shown = " ".join(title.split()) if isinstance(title, str) else ""
    return "" if _NO_TITLE.search(shown) else shown


def _read_stamp(about: dict[str, Any]) -> str | None:
    found = _STAMP.match(str(about.get("CreationDate", "")))
    if not found:
        return None
    year, month, day, hour, minute, second, zone, minutes = found.groups()
    stamp = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    stamp += f"{zone}:{minutes or '00'}" if zone else ("+00:00" if found[0].endswith("Z") else "")
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return stamp
