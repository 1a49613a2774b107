"""What stands just before a number: the label, the place or the past time that it belongs to."""

from __future__ import annotations

from transforms.extract.lexicon import Mark
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell

LABELS = (
    "measure",
    "case",
    "person",
    "aggregation",
    "class",
    "symptom",
    "subgroup",
    "disease",
    "of_them",
    "figure",
    "dose_order",
)
PAST = frozenset({"before", "same_period", "year", "month", "week", "range"})
EXPLAINED = 8


def label_before(reading: Reading, cell: Cell) -> Mark | None:
    """The measure, noun or total word that stands just before the number."""
    at, signed = cell.number.first, False
    step = reading.ending(at, "step")
    if step is not None and cell.covers(step.first) and reading.marks([(max(0, step.first - 12), step.first)], "rise"):
        return step
    between = _named_between(reading, cell) if step is not None else {}
    for _ in range(4 + len(between)):
        mark = reading.ending(at, *LABELS)
        if mark is None and at in between:
            at = between[at]
            continue
        if mark is None and signed and any(w.last == at for w in reading.whens_in(cell.spans)):
            mark = reading.ending(at, "since_before") or next((m for m in reading.marks(cell.spans, *LABELS)), None)
        if mark is not None and cell.covers(mark.first):
            return mark
        step = reading.ending(at, "qualifier", "skip", "function")
        if step is not None and cell.covers(step.first):
            at = step.first
        elif (opening := _explained(reading, cell, at)) is not None:
            named = reading.ending(at - 1, "disease")
            if named is not None and named.first == opening + 1:
                return named
            at = opening
        elif at > 0 and cell.covers(at - 1) and reading.tokens[at - 1].text in '-:=+(–"':
            signed = signed or reading.tokens[at - 1].text in "-:="
            at -= 1
        else:
            return None
    return None


def _named_between(reading: Reading, cell: Cell) -> dict[int, int]:
    """The times and places of a cell by their ends, for they may stand between a label and the step to its number: "the
    total since January to 5,412".
    """
    spans = [(a, min(b, cell.number.first)) for a, b in cell.spans if a < cell.number.first]
    times = {when.last: when.first for when in reading.whens_in(spans)}
    return times | {place.last: place.first for place in reading.places_in(spans)}


def _explained(reading: Reading, cell: Cell, at: int) -> int | None:
    """The beginning of a bracket that ends just before a token and only explains the word before it."""
    if at == 0 or reading.tokens[at - 1].text != ")" or not cell.covers(at - 1):
        return None
    return next((i for i in range(at - 2, max(at - EXPLAINED, 0), -1) if reading.tokens[i].text == "("), None)


def place_before(reading: Reading, cell: Cell) -> bool:
    """Whether a place stands just before the number, as in lists."""
    ends = {p.last for p in reading.places_in(cell.spans)}
    times = {w.last: w.first for w in reading.whens_in(cell.spans) if cell.covers(w.first)}
    at = cell.number.first
    while at > 0 and cell.covers(at - 1):
        if at in ends:
            return True
        step = reading.ending(at, "qualifier", "function", "registered")
        if at in times:
            at = times.pop(at)
        elif reading.tokens[at - 1].text in "-:=+(|,":
            at -= 1
        elif step is not None:
            at = step.first
        else:
            return False
    return False


def _closes(reading: Reading, cell: Cell) -> bool:
    """Whether nothing more is said after the number, as in "…, 2023-yilda 14 978 ta."."""
    skipped = reading.at(cell.number.last, "skip")
    at = skipped.last if skipped is not None else cell.number.last
    return at >= len(reading.tokens) or reading.tokens[at].kind == "line" or reading.tokens[at].text in ".;,!"


def when_before(reading: Reading, cell: Cell) -> bool:
    """Whether a past time stands just before the number, as in "a week earlier (1 850)" or "(2020 – 14)"."""
    past = {w.last: w.role for w in reading.whens_in(cell.spans) if w.role in PAST}
    ends = set(past)
    same = {at for at, role in past.items() if role == "same_period" and cell.left is not None}
    at, signed = cell.number.first, False
    while at > 0 and cell.covers(at - 1):
        if at in ends:
            return signed or cell.bracket or at in same or (cell.left is not None and _closes(reading, cell))
        step = reading.ending(at, "function", "qualifier", "versus_after")
        if reading.tokens[at - 1].text in "-:=(":
            at, signed = at - 1, True
        elif step is not None and not signed and cell.covers(step.first):
            at = step.first
        else:
            return False
    return at in ends and signed
