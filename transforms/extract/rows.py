"""Tables that lost their lines: cells left one to a line, or parted by tabs or spaces, get the sign "|" back.

Every function returns a text of the same length, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

LEAST_ROWS, LONGEST_LABEL, MOST_COLUMNS = 2, 45, 8
_GAP = re.compile(r"(?<=\S)(?: *\t[ \t]*|[ \u00a0]{3,})(?=\S)")
_NUMBER = re.compile(r"[+(]?\d[\d \u00a0\u202f.,]*\)?(?: ?\([+-]?\d[\d \u00a0.,]*\))?\*?|[-–—]")
_LABEL = re.compile(r"[^\W\d][^\d|:;!?。]*[^\W\d][.)]?", re.UNICODE)
_ROW = re.compile(r"(?P<label>[^\W\d][^\d|:;,!?+]*?)[ \u00a0](?P<numbers>[+(]?\d[\d +()\u00a0-]*)")
_PIECE = re.compile(r"\(?[+-]?\d+\)?")
_COLUMN = re.compile(r" (?=[^\W\d_])")

Line = tuple[int, int]


def restore_tables(text: str) -> str:
    """The text with "|" between the cells of such tables' rows; everything else, and its length, as it was."""
    text = _GAP.sub(lambda m: "|".ljust(len(m[0])), text)
    signs: dict[int, str] = {}
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    for join in (_stacked(text, lines), _spaced(text, lines)):
        signs |= dict(join)
    if not signs:
        return text
    written = list(text)
    for at, sign in signs.items():
        written[at] = sign
    return "".join(written)


def _stacked(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Signs for the line ends inside rows that have each cell on a line of its own, their head included."""
    kinds = [_kind(text[a:b].strip()) for a, b in lines]
    i = 0
    while i < len(lines):
        width, rows = _rows(kinds, i)
        if rows < LEAST_ROWS:
            i += 1
            continue
        labels = 0
        while labels < i and labels <= width and kinds[i - 1 - labels] == "label":
            labels += 1
        headed = width > 1 and labels >= width
        sign = "|" if headed else ":"
        if headed:
            first = i - min(labels, width + 1)
            yield from ((k, s) for n in range(first, i - 1) for k, s in _joined(lines, n, "|"))
        for row in range(rows) if headed or width == 1 else ():
            begin = i + row * (width + 1)
            yield from ((k, s) for n in range(begin, begin + width) for k, s in _joined(lines, n, sign))
        i += rows * (width + 1)


def _joined(lines: Sequence[Line], n: int, sign: str) -> Iterator[tuple[int, str]]:
    """A line's end and any blank lines behind it."""
    end, following = lines[n][1], lines[n + 1][0]
    yield end, sign
    yield from ((k, " ") for k in range(end + 1, following))


def _kind(line: str) -> str:
    if _NUMBER.fullmatch(line):
        return "number"
    return "label" if len(line) <= LONGEST_LABEL and _LABEL.fullmatch(line) else ""


def _rows(kinds: Sequence[str], first: int) -> tuple[int, int]:
    """How many numbers stand under each label from a line on, and how many such rows there are."""
    width = _width(kinds, first)
    rows, at = 0, first
    while width and _width(kinds, at) == width:
        rows, at = rows + 1, at + width + 1
    return width, rows


def _width(kinds: Sequence[str], at: int) -> int:
    if at >= len(kinds) or kinds[at] != "label":
        return 0
    width = 0
    while width < MOST_COLUMNS and at + 1 + width < len(kinds) and kinds[at + 1 + width] == "number":
        width += 1
    return width


def _spaced(text: str, lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Signs for the spaces between columns: "Osh 1 204 +12" under a head such as "Region Cases New"."""
    head: list[int] = []
    pending: list[tuple[int, str]] = []
    rows = 0
    for a, b in [*lines, (len(text), len(text))]:
        row = _ROW.fullmatch(text[a:b].rstrip()) if head and len(text[a:b]) <= 2 * LONGEST_LABEL else None
        cuts = _cuts(row["numbers"], len(head)) if row is not None else None
        if row is not None and cuts is not None:
            base = a + row.start("numbers")
            pending += [(base - 1, "|"), *((base + cut, "|") for cut in cuts)]
            rows += 1
            continue
        if rows >= LEAST_ROWS:
            yield from pending
        line = text[a:b].rstrip()
        head = _columns(a, line) if len(line) <= 2 * LONGEST_LABEL and not re.search(r"[\d|.:;]", line) else []
        pending, rows = [(at, "|") for at in head], 0


def _columns(start: int, line: str) -> list[int]:
    """The spaces before the capitalised words of a line, which begin its columns."""
    found = [m.start() for m in _COLUMN.finditer(line) if line[m.end()].isupper()]
    return [start + at for at in found] if len(found) >= 2 else []


def _cuts(numbers: str, columns: int) -> list[int] | None:
    """Where a row's digits part into as many numbers as there are columns; None where that is not certain."""
    pieces = list(_PIECE.finditer(numbers.rstrip()))
    if not columns <= len(pieces) <= 2 * MOST_COLUMNS or not pieces:
        return None
    must = {i for i in range(1, len(pieces)) if not (pieces[i][0].isdigit() and len(pieces[i][0]) == 3)}
    must |= {i for i in range(1, len(pieces)) if len(pieces[i - 1][0].strip("+-()")) > 3}
    free = [i for i in range(1, len(pieces)) if i not in must]
    missing = columns - 1 - len(must)
    if missing < 0 or len(free) < missing or (missing and len(free) > missing):
        return None
    chosen = must | set(next(combinations(free, missing), ()))
    return [pieces[i].start() - 1 for i in sorted(chosen)]
