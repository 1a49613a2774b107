"""Figures that a careful reader leaves out: falls, amounts held against what is no count, parts of whom something
unknown is told, and counts of the whole world.
"""

from __future__ import annotations

from collections.abc import Mapping

from transforms.extract.figure import Figure
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell

FALL_REACH, TOLD_REACH, SHARE_REACH, RECORD_REACH = 4, 6, 5, 5
TOLD = frozenset({"measure", "case", "disease", "symptom_status", "case_class", "column"})
SIGNS = frozenset(",;:()|")


def is_fall(reading: Reading, cell: Cell) -> bool:
    """Whether a number is by how much something fell: "admissions decreased by 32 people"."""
    step = reading.ending(cell.number.first, "step")
    if step is None or step.value != "new":
        return False
    return bool(reading.marks([(max(0, step.first - FALL_REACH), step.first)], "fall"))


def is_difference(reading: Reading, cell: Cell) -> bool:
    """Whether a number only tells by how much another period was exceeded: "an increase of five cases compared to the
    previous year".
    """
    if reading.marks([(a, min(b, cell.number.first)) for a, b in cell.spans if a < cell.number.first], "gap"):
        return True
    step = reading.ending(cell.number.first, "step", "growth")
    if step is None or (step.group == "step" and step.value != "new"):
        return False
    sentence = reading.sentences[cell.sentence]
    times = reading.whens_in([(sentence.first, sentence.last)])
    return any(w.role.startswith("versus") for w in times)


def records(reading: Reading, figure: Figure) -> list[tuple[int, int]]:
    """The words behind a number, or parted from it by a comma, that only say since when it is the highest: "the most
    since July".
    """
    number, found = figure.cell.number, []
    whens = reading.whens_in(figure.cell.spans)
    for mark in reading.marks(figure.cell.spans, "superlative") if whens else ():
        for when in whens:
            first, last = min(mark.first, when.first), max(mark.last, when.last)
            between = reading.tokens[min(mark.last, when.last) : max(mark.first, when.first)]
            behind = first >= number.last or any(t.text in ",，" for t in reading.tokens[last : number.first])
            if behind and len(between) <= RECORD_REACH and all(t.kind != "mark" for t in between):
                found.append((first, last))
    return found


def is_baseless(reading: Reading, figure: Figure, by_cell: Mapping[int, Figure]) -> bool:
    """Whether a bare amount is only held against a number that counts nothing here: "31,414 refused, compared to 7,145
    in 2022".
    """
    if figure.cell.left is None or figure.counted.by != "bare":
        return False
    left = by_cell.get(id(figure.cell.left))
    first = figure.cell.number.first
    held = reading.ending(first, "versus_before", "against") is not None and reading.ending(first, "qualifier") is None
    return held and (left is None or left.measure is None or "vetoed" in left.own)


def is_share(reading: Reading, figure: Figure) -> bool:
    """Whether a number in brackets only says again how many a percentage are: "88% of them (7,736 people) got it"."""
    first = figure.cell.number.first
    opened = first > 0 and reading.tokens[first - 1].text == "("
    if not opened or figure.measure != "cases" or figure.subgroup is not None or "place" in figure.own:
        return False
    percents = reading.marks([(max(figure.sentence.first, first - SHARE_REACH), first)], "percent")
    span = [(figure.sentence.first, first)]
    inside = bool(percents) and all(t.text != "(" for t in reading.tokens[percents[-1].last : first - 1])
    return inside and not reading.marks(span, "rise", "fall") and percents[-1].last < first - 1


def tells_unknown(reading: Reading, figure: Figure) -> bool:
    """Whether the words right behind a part say something of it that nobody can count by: "five of them had attended
    the wedding"; then it is a part of some kind, and not so many cases.
    """
    if figure.own & TOLD or figure.subgroup is not None or "place" in figure.own:
        return False
    at, tokens = figure.counted.last, reading.tokens
    last = min(at + TOLD_REACH, len(tokens))
    if tokens[at : at + 1] and tokens[at].text == "(":
        closing = next((i for i in range(at, last) if tokens[i].text == ")"), None)
        if closing is not None and reading.marks([(at, closing)], "percent"):
            at, last = closing + 1, min(closing + 1 + TOLD_REACH, len(tokens))
    while at < last and figure.cell.covers(at):
        known = [m.last for m in reading.starts.get(at, ())]
        if tokens[at].text in SIGNS or tokens[at].kind in ("line", "digits"):
            return False
        if at in reading.when_at or at in reading.place_at:
            return False
        if not known and tokens[at].kind == "word":
            return True
        at = max([at + 1, *known])
    return False
