"""What stands behind a number: the noun or measure that it counts, or what is there instead."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extract.lexicon import Mark
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell

NOUNS = ("case", "person", "dose")
TELLING = ("class", "symptom", "disease")
ADJECTIVES = ("skip", "aggregation", "class", "symptom", "disease", "qualifier", "relative", "number")
REACH, EXPLAINED = 9, 8
QUOTES = frozenset("\"'«»“”-")


@dataclass(frozen=True, slots=True)
class Counted:
    """`by` is case, person, dose, measure, label or bare; `mark` the word that says so; `last` the token after it."""

    by: str
    mark: Mark | None
    last: int


def followed_by(reading: Reading, cell: Cell) -> Counted | str:
    """The counted noun or measure after the number, or what stands there instead: unit, place, when, function, end,
    unknown.
    """
    at, skipped, told = _past_ending(reading, cell), 0, None
    if cell.number.last < len(reading.tokens) and reading.tokens[at].text == "(":
        at = _past_bracket(reading, cell, at)
    while (
        at < len(reading.tokens)
        and skipped < REACH
        and (cell.covers(at) or reading.at(at, "and", "out_of") is not None)
    ):
        token = reading.tokens[at]
        if (facility := reading.at(at, "facility")) is not None and reading.at(facility.last, "person") is not None:
            at, skipped = facility.last, skipped + 1
            continue
        if (unit := reading.at(at, "unit")) is not None and not _longer(reading, at, unit):
            return _around(reading, cell, unit) or "unit"
        if (noun := reading.at(at, *NOUNS)) is not None:
            if facility is not None and facility.last > noun.last:
                return "unit"
            return Counted(noun.group, noun, noun.last)
        if (measure := reading.at(at, "measure")) is not None:
            return Counted("measure", measure, measure.last)
        if skipped == 0 and reading.at(at, "of_them") is not None:
            return Counted("bare", None, at)
        if skipped == 0 and (order := reading.at(at, "dose_order")) is not None:
            return Counted("label", order, order.last)
        if skipped == 0 and (out_of := reading.at(at, "out_of")) is not None and _number_at(cell, out_of.last):
            return _shared_noun(reading, cell, at) or "unit"
        if skipped == 0 and out_of is not None and reading.at(out_of.last + 1, "unit") is not None:
            return "unit"
        if at in reading.place_at:
            return "place"
        if at in reading.when_at:
            return "when"
        if (adjective := reading.at(at, *TELLING) or reading.at(at, *ADJECTIVES)) is not None:
            told = adjective if adjective.group in TELLING else told
            at, skipped = _past_adjective(reading, at, adjective.last), skipped + 1
        elif token.text in QUOTES:
            at, skipped = at + 1, skipped + 1
        elif (other := _other_class(reading, at)) is not None:
            at = other
        elif (
            reading.at(at, "and") is not None
            and skipped == 0
            and (shared := _shared_noun(reading, cell, at)) is not None
        ):
            return shared
        elif reading.at(at, "function") is not None and (state := _state_after(reading, cell, at)) is not None:
            return state
        elif told is not None and reading.at(at, "function", "and", "of_them"):
            break
        elif reading.at(at, "function", "and", "of_them", "as_of_before", "since_before", "month_in", "past"):
            return _after_preposition(reading, cell, at)
        elif token.kind not in ("mark", "digits", "line"):
            return "unknown"
        else:
            break
    return (
        Counted("label", told, at)
        if told is not None and (cell.bracket or cell.of_them or cell.left or cell.after_colon)
        else "end"
    )


def _around(reading: Reading, cell: Cell, unit: Mark) -> Counted | None:
    """The tests that the words on both sides of a number tell of: "of 1,240 samples tested"."""
    first, food = cell.number.first, reading.marks(cell.spans, "food")
    tested = (m for m in reading.marks(cell.spans, "measure") if m.value == "tests" and m.first < first)
    mark = next((m for m in tested if m.last >= unit.last), None)
    return Counted("measure", mark, unit.last) if mark is not None and not food else None


def _other_class(reading: Reading, at: int) -> int | None:
    """The second class of a count, where "and" joins it to the first: "suspected and confirmed cases"."""
    join = reading.at(at, "and")
    if join is None or reading.ending(at, "class") is None or reading.at(join.last, "class") is None:
        return None
    return join.last


def _past_bracket(reading: Reading, cell: Cell, at: int) -> int:
    """The token after a bracket that explains a number, or holds its share: "2565 (81 percent) people"."""
    if not cell.covers(at):
        return next((first for first, _ in cell.spans if first > at), at)
    last = min(at + EXPLAINED, len(reading.tokens))
    return next((i + 1 for i in range(at, last) if reading.tokens[i].text == ")" and cell.covers(i)), at)


def _past_ending(reading: Reading, cell: Cell) -> int:
    """The token behind the number and behind a qualifier that begins with the number's ending: "100-den gowrak"."""
    inside = range(cell.number.first + 1, cell.number.last)
    begun = (m for i in inside if (m := reading.at(i, "qualifier")) is not None)
    return max([cell.number.last, *(m.last for m in begun if cell.covers(m.last - 1))])


def _number_at(cell: Cell, at: int) -> bool:
    return any(c.number.first == at for c in cell.siblings)


def _past_adjective(reading: Reading, at: int, last: int) -> int:
    """The token after an adjective, or the noun that its pattern includes ("new cases")."""
    return next((i for i in range(at + 1, last) if reading.at(i, *NOUNS, "measure") is not None), last)


def series_noun(reading: Reading, cell: Cell) -> Counted | None:
    """As in "2 871, 2 506 and 2 133 cases": the noun behind the last of several numbers with nothing between them."""
    at = cell.number.last
    spelled = cell.number.words
    beside = any(c.left is cell and c.number.first == at + 1 and c.number.words == spelled for c in cell.siblings)
    return _shared_noun(reading, cell, at) if beside and reading.tokens[at].text in ",、" else None


def _shared_noun(reading: Reading, cell: Cell, at: int) -> Counted | None:
    """As in "140 and 137 cases": two numbers with one noun."""
    right = next((c for c in cell.siblings if c.left is cell), None)
    if right is None or right.number.first - at > 3:
        return None
    followed = followed_by(reading, right)
    return followed if isinstance(followed, Counted) else None


def _state_after(reading: Reading, cell: Cell, at: int) -> Counted | None:
    """A state told with a preposition: "22 – в крайне тяжелом", "13 with fatal outcome"."""
    part = is_part(reading, cell) or (cell.left is not None and is_part(reading, cell.left))
    for i in (at, at + 1):
        person = reading.at(i, "person") if part and i < len(reading.tokens) and cell.covers(i) else None
        if person is not None:
            return Counted("person", person, person.last)
        symptom = reading.at(i, "symptom") if i < len(reading.tokens) and cell.covers(i) else None
        if symptom is not None:
            return Counted("label", symptom, symptom.last)
        mark = reading.at(i, "measure") if i < len(reading.tokens) and cell.covers(i) else None
        if mark is not None and mark.value != "cases":
            return Counted("measure", mark, mark.last)
    return None


def is_part(reading: Reading, cell: Cell) -> bool:
    """Whether "of them" or "of the new patients" stands before a cell's number."""
    number = cell.number.first
    return cell.of_them or bool(reading.marks([(a, min(b, number)) for a, b in cell.spans if a < number], "of_them"))


def _after_preposition(reading: Reading, cell: Cell, at: int) -> str:
    """A place just behind function words makes the number a labelled one: "105 – in Pavlodar region"."""
    if reading.at(at, "day_of") is not None:
        return "function"
    for i in range(at, min(at + 4, len(reading.tokens))):
        if i in reading.place_at and cell.covers(i):
            return "place"
        if not reading.at(i, "function", "skip"):
            break
    return "function"


def _longer(reading: Reading, at: int, unit: Mark) -> bool:
    noun = reading.at(at, *NOUNS, "measure", "disease", "class", "symptom", "skip")
    return noun is not None and noun.last > unit.last
