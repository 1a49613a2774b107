"""Turns an article's body into lines: a paragraph, list item or table row each, cells parted by " | ", heads marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

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
    return read_bodies([html]).text


def read_bodies(fragments: Iterable[str]) -> Lines:
    """The visible lines of fragments of HTML, one after the other, without those that show nothing."""
    pieces: list[str] = []
    for html in fragments:
        _walk(BeautifulSoup(html, "lxml"), pieces)
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


def _walk(element: Tag, pieces: list[str], depth: int = 0) -> None:
    """Append the text of an element: blocks between breaks, the rows of a table as lines."""
    tag = element.name
    if depth > _DEEPEST:  # no article is so deep: a hostile page's text comes as it stands
        pieces.append(_plain(element.get_text()))
        return
    if tag in _REMOVED:
        return
    if tag == "table" and (rows := _rows(element)):
        _write_table(element, rows, pieces)
        return
    block = tag in _BLOCKS
    if block:
        pieces.append(_BREAK)
    for child in element.children:
        if isinstance(child, Tag):
            _walk(child, pieces, depth + 1)
        elif not isinstance(child, PreformattedString):  # comments and their like show nothing
            pieces.append(_plain(str(child)))
    if block:
        pieces.append(_BREAK)


def _plain(text: str) -> str:
    return _CONTROLS.sub("", _SPACES.sub(" ", text))


def _rows(table: Tag) -> list[Tag]:
    """The rows of the table itself; none where it only lays out other tables or has one cell a row."""
    rows = [row for child in _children(table, "tr", "tbody", "thead", "tfoot") for row in _own_rows(child)]
    wide = [row for row in rows if len(_cells(row)) > 1]
    if not wide or table.find("table"):
        return []
    return rows


def _own_rows(child: Tag) -> Iterator[Tag]:
    if child.name == "tr":
        yield child
    else:
        yield from _children(child, "tr")


def _cells(row: Tag) -> list[Tag]:
    return _children(row, "td", "th")


def _children(element: Tag, *names: str) -> list[Tag]:
    return [child for child in element.children if isinstance(child, Tag) and child.name in names]


def _write_table(table: Tag, rows: Sequence[Tag], pieces: list[str]) -> None:
    """A row a line; a cell that spans columns or rows stands in each of them, but a figure only once."""
    pieces.append(_BREAK)
    for caption in _children(table, "caption"):
        _walk(caption, pieces)
    hanging: dict[int, tuple[int, str]] = {}  # column: rows still to fill, text
    for row in rows:
        cells = _cells(row)
        texts = _fill_row(cells, hanging)
        if len(cells) == 1 and len(texts) == 1:
            _walk(cells[0], pieces)
        elif any(texts):
            is_head = all(cell.name == "th" for cell in cells) or (
                row.parent is not None and row.parent.name == "thead"
            )
            pieces.append((_HEAD if is_head and cells else "") + join_cells(texts))
        pieces.append(_BREAK)


def _fill_row(cells: Sequence[Tag], hanging: dict[int, tuple[int, str]]) -> list[str]:
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
        texts += [shown] + [again if not hanging.get(len(texts)) or cell.name == "th" else ""] * (wide - 1)
    return texts


def _span(cell: Tag, name: str) -> int:
    stated = str(cell.get(name, "1")).strip()
    return min(max(int(stated), 1), _WIDEST) if stated.isdecimal() else 1


def _shown(cell: Tag) -> str:
    pieces: list[str] = []
    _walk(cell, pieces)
    return " ".join("".join(pieces).replace(_HEAD, "").split())
