"""Turns an article's body into lines: a paragraph, list item or table row each, cells parted by " | ", heads marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement, fromstring

_REMOVED = frozenset(
    ("script", "style", "noscript", "iframe", "form", "button", "select", "svg", "nav", "aside", "template", "head")
)
_BLOCKS = frozenset((
    "p", "div", "li", "ul", "ol", "table", "section", "article", "blockquote", "figure", "figcaption", "h1", "h2", "h3",
    "h4", "h5", "h6", "dt", "dd", "dl", "header", "footer", "pre", "hr", "caption", "center", "address", "tr", "br",
    "body", "html", "tbody", "thead", "tfoot", "main",
))  # fmt: skip
_SPACES = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BREAK, _HEAD = "\n", "\x02"  # a line that begins with _HEAD is the head of a table
_WIDEST, _DEEPEST = 100, 250


class Lines(NamedTuple):
    """The lines of a text, and the numbers, from 0, of those that head a table."""

    text: str
    heads: tuple[int, ...] = ()


def read_lines(html: str) -> str:
    """The visible text of a fragment, as sent."""
    return read_bodies([fromstring(html)]).text


def read_bodies(bodies: Iterable[HtmlElement]) -> Lines:
    """The visible lines of elements, one after the other, without those that show nothing."""
    pieces: list[str] = []
    for body in bodies:
        _walk(body, pieces)
        pieces.append(_BREAK)
    return _number(line for line in "".join(pieces).split(_BREAK))


def clean_lines(text: str) -> str:
    """Lines without outer or repeated spaces; empty lines are gone."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def join_cells(cells: Sequence[str]) -> str:
    """One row of a table as a line."""
    return " | ".join(_SPACES.sub(" ", cell).strip() for cell in cells)


def _number(lines: Iterable[str]) -> Lines:
    kept: list[str] = []
    heads = []
    for line in lines:
        is_head = line.startswith(_HEAD)
        if shown := _SPACES.sub(" ", line.removeprefix(_HEAD)).strip():
            if is_head:
                heads.append(len(kept))
            kept.append(shown)
    return Lines("\n".join(kept), tuple(heads))


def _walk(element: HtmlElement, pieces: list[str], depth: int = 0) -> None:
    """Append the text of an element without its tail: blocks between breaks, the rows of a table as lines."""
    tag = element.tag
    if depth > _DEEPEST:  # no article is so deep: a hostile page's text comes as it stands
        pieces.append(_plain("".join(element.itertext())))
        return
    if not isinstance(tag, str) or tag in _REMOVED:  # a comment has no name
        return
    if tag == "table" and (rows := _rows(element)):
        _write_table(element, rows, pieces)
        return
    block = tag in _BLOCKS
    if block:
        pieces.append(_BREAK)
    if element.text:
        pieces.append(_plain(element.text))
    for child in element:
        _walk(child, pieces, depth + 1)
        if child.tail:
            pieces.append(_plain(child.tail))
    if block:
        pieces.append(_BREAK)


def _plain(text: str) -> str:
    return _CONTROLS.sub("", _SPACES.sub(" ", text))


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """The rows of the table itself; none where it only lays out other tables or has one cell a row."""
    rows = [row for row in table.iterchildren("tr", "tbody", "thead", "tfoot") for row in _own_rows(row)]
    wide = [row for row in rows if len(_cells(row)) > 1]
    if not wide or any(True for _ in table.iterdescendants("table")):
        return []
    return rows


def _own_rows(child: HtmlElement) -> Iterator[HtmlElement]:
    if child.tag == "tr":
        yield child
    else:
        yield from child.iterchildren("tr")


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return list(row.iterchildren("td", "th"))


def _write_table(table: HtmlElement, rows: Sequence[HtmlElement], pieces: list[str]) -> None:
    """A row a line; a cell that spans columns or rows stands in each of them, but a figure only once."""
    pieces.append(_BREAK)
    for caption in table.iterchildren("caption"):
        _walk(caption, pieces)
    hanging: dict[int, tuple[int, str]] = {}  # column: rows still to fill, text
    for row in rows:
        cells = _cells(row)
        texts = _fill_row(cells, hanging)
        if len(cells) == 1 and len(texts) == 1:
            _walk(cells[0], pieces)
        elif any(texts):
            is_head = all(cell.tag == "th" for cell in cells) or row.getparent().tag == "thead"
            pieces.append((_HEAD if is_head and cells else "") + join_cells(texts))
        pieces.append(_BREAK)


def _fill_row(cells: Sequence[HtmlElement], hanging: dict[int, tuple[int, str]]) -> list[str]:
    """The texts of a row's columns, with those that hang down from the rows above."""
    texts: list[str] = []
    for cell in (*cells, None):
        while (held := hanging.get(len(texts))) is not None:
            left, text = held
            hanging[len(texts)] = (left - 1, text)
            if left == 1:
                del hanging[len(texts)]
            texts.append(text)
        if cell is None:
            break
        shown = _shown(cell)
        again = "" if re.search(r"\d", shown) else shown
        wide, deep = _span(cell, "colspan"), _span(cell, "rowspan")
        for column in range(len(texts), len(texts) + wide):
            if deep > 1:
                hanging[column] = (deep - 1, again)
        texts += [shown] + [again if not hanging.get(len(texts)) or cell.tag == "th" else ""] * (wide - 1)
    return texts


def _span(cell: HtmlElement, name: str) -> int:
    stated = cell.get(name, "1").strip()
    return min(max(int(stated), 1), _WIDEST) if stated.isdecimal() else 1


def _shown(cell: HtmlElement) -> str:
    pieces: list[str] = []
    _walk(cell, pieces)
    return " ".join("".join(pieces).replace(_HEAD, "").split())
