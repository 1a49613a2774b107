"""Tables that survived as lines: a head of measures or times over columns parted by "|" or "/", and rows that begin
with a place.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extract.reading import Reading
from transforms.extract.structure import Cell, Sentence

SIGNS = ("|", "/")
_COUNTING = ("measure", "case", "total_row", "dose_order", "symptom")
TELLING = {"/": _COUNTING, "|": (*_COUNTING, "heading", "aggregation", "class", "disease")}
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table: the sign that parts them and the token span of each one's heading; where these stand in
    brackets, the rows' names have no heading.
    """

    sign: str
    columns: tuple[Span, ...]
    line: int
    bracketed: bool = False


def find_head(reading: Reading, sentence: Sentence) -> Head | None:
    """The head of a table, where a line parts at least two measures or times and holds no figure of its own."""
    for sign in SIGNS:
        span = _bracket(reading, sentence, sign)
        columns = _split(reading, *span, sign)
        if len(columns) < 2:
            continue
        telling = [c for c in columns if reading.marks([c], *TELLING[sign]) or reading.whens_in([c])]
        if len(telling) >= 2 - (sign == "|" and len(columns) == 2):
            return Head(sign, tuple(columns), sentence.line, span != (sentence.first, sentence.last))
    return None


def _bracket(reading: Reading, sentence: Sentence, sign: str) -> Span:
    """The span of a heading that names its columns: the one in brackets, as in "Regions (all / symptomless):"."""
    tokens = reading.tokens
    opening = next((i for i in range(sentence.first, sentence.last) if tokens[i].text == "("), sentence.last)
    closing = next((i for i in range(opening, sentence.last) if tokens[i].text == ")"), None)
    if not sentence.colon or closing is None or not any(t.text == sign for t in tokens[opening:closing]):
        return sentence.first, sentence.last
    return opening + 1, closing


def row_columns(reading: Reading, head: Head, sentence: Sentence, cells: list[Cell]) -> list[tuple[Cell, Span]]:
    """Each cell of a table's row with the heading of its column; empty where the line is no row of this table."""
    parts = _split(reading, sentence.first, sentence.last, head.sign)
    alone = (
        len(parts) == 1
        and head.sign == "/"
        and len(cells) == 1
        and cells[0].number.last == sentence.last
        and reading.places_in(parts)
    )
    width = len(head.columns) + (head.sign == "|" and head.bracketed)
    if not (alone or 2 <= len(parts) <= width) or (head.sign == "|" and len(parts) != width):
        return []
    pairs = []
    implied = head.sign == "|" and head.bracketed
    for cell in cells:
        index = next((k for k, (a, b) in enumerate(parts) if a <= cell.number.first < b), None)
        if index is not None and (index > 0 or head.sign == "/"):
            heading = head.columns[index - implied]
            pairs.append((Cell(cell.number, [parts[0], parts[index]], sentence=cell.sentence), heading))
    return pairs


def _split(reading: Reading, first: int, last: int, sign: str) -> list[Span]:
    """The spans between the signs of a line, without the brackets around the whole."""
    spans, begin = [], first
    for i in range(first, last):
        if reading.tokens[i].text == sign and i not in reading.inner:
            spans.append((begin, i))
            begin = i + 1
    spans.append((begin, last))
    if len(spans) > 1 and spans[0][0] == spans[0][1]:
        spans = spans[1:]
    if len(spans) > 1 and spans[-1][0] == spans[-1][1]:
        spans = spans[:-1]
    return spans
