"""Whether a number counts people or cases at all, and as what: the noun after it, the label before it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.extract.lexicon import Mark
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell

NOUNS = ("case", "person", "dose")
TELLING = ("class", "symptom", "disease")
ADJECTIVES = ("skip", "aggregation", "class", "symptom", "disease", "qualifier", "relative", "number")
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
REACH = 9
EXPLAINED = 8
RATE_BASES = frozenset({1_000, 10_000, 100_000, 1_000_000})
QUOTES = frozenset("\"'«»“”-")


@dataclass(frozen=True, slots=True)
class Counted:
    """`by` is case, person, dose, measure, label or bare; `mark` the word that says so; `last` the token after it."""

    by: str
    mark: Mark | None
    last: int


def counted(reading: Reading, cell: Cell) -> Counted | None:
    """What a cell's number counts; None where it is an age, a price, a year, a thing nobody counts cases of."""
    number = cell.number
    per = number.first - 1 not in reading.inner and reading.ending(number.first, "unit_before", "not_before")
    if per or _is_rate_base(reading, cell) or _looks_like_year(reading, cell):
        return None
    if number.part and reading.ending(number.first, "unit", "facility") is not None:
        return None
    if reading.at(number.last, "amount") is not None and _is_amount(reading, cell):
        return Counted("bare", None, number.last)
    followed = _followed_by(reading, cell)
    if isinstance(followed, Counted):
        differs = reading.at(followed.last, "difference") is not None and not _is_base(reading, cell)
        return None if _ignored(followed.mark) or differs else followed
    article = followed == "unknown" and number.words and number.value == 1 and not number.part
    if article or reading.at(number.last, "not_after") is not None:
        return None
    label = _label(reading, cell)
    if followed == "end" and label is None and (shared := _series_noun(reading, cell)) is not None:
        return shared
    comma = reading.tokens[number.last].text == "," if number.last < len(reading.tokens) else False
    if reading.at(number.last + comma, "respectively") is not None or (
        cell.siblings
        and cell.siblings[-1].number is not number
        and followed in ("end", "function")
        and reading.at(cell.siblings[-1].number.last, "respectively")
    ):
        return Counted("bare", None, number.last)
    if (followed == "unit" and not number.part) or (
        followed == "unknown" and (label is None or label.group != "measure")
    ):
        return None
    if _ignored(label):
        return None
    if label is not None:
        return Counted("label", label, number.last)
    if followed == "when" and reading.marks(cell.spans, "measure"):
        return Counted("bare", None, number.last)
    versus = reading.ending(number.first, "versus_before", "against")
    if versus is not None and any(w.role in PAST for w in reading.whens_in(cell.spans)):
        return Counted("bare", None, number.last)
    if number.part or (_when_before(reading, cell) and (cell.bracket or cell.left or followed == "end")):
        return Counted("bare", None, number.last)
    if followed in ("when", "function") and (cell.left or cell.bracket) and _year_behind(reading, cell):
        return Counted("bare", None, number.last)
    named_before = place_before(reading, cell)
    if named_before or (followed == "place" and not number.words) or (number.plus and cell.bracket):
        return Counted("bare", None, number.last)
    if cell.left is not None and (_is_among(reading, number.last) or _is_classed(reading, number.last)):
        return Counted("bare", None, number.last)
    total = reading.at(number.last, "aggregation")
    totalled = total is not None and total.value == "cumulative" and not reading.language.verb_last
    if cell.left is not None and followed == "end" and totalled:
        return Counted("bare", None, number.last)
    if _is_part(reading, cell) and followed == "function":
        return Counted("bare", None, number.last)
    return Counted("bare", None, number.last) if followed == "place" and (cell.left or cell.of_them) else None


def _is_rate_base(reading: Reading, cell: Cell) -> bool:
    """Whether a round number only says of how many a rate is: "33.4 per 100 thousand"."""
    first, tokens = cell.number.first, reading.tokens
    near = tokens[max(0, first - 3) : first]
    if cell.number.value not in RATE_BASES or len(near) < 2 or near[-1].kind not in ("word", "mark"):
        return False
    return any(t.kind == "digits" for t in near[:-1]) and all(t.text not in "()" for t in near)


def _is_among(reading: Reading, at: int) -> bool:
    """Whether a number's people are told with a preposition: "51 cases, 12 among children"."""
    among = reading.at(at, "among")
    return among is not None and reading.at(among.last, "subgroup") is not None


def _is_classed(reading: Reading, at: int) -> bool:
    """Whether a bracket behind a number says nothing but its class: "87 (PCR+) and 12 (PCR-)"."""
    mark = reading.at(at + 1, "class") if at < len(reading.tokens) and reading.tokens[at].text == "(" else None
    return mark is not None and mark.last < len(reading.tokens) and reading.tokens[mark.last].text in ")+-"


def _is_amount(reading: Reading, cell: Cell) -> bool:
    """Whether a number that "came to" or "was" so many has a count or a past time to be the amount of."""
    told = reading.marks(cell.spans, "measure", "case", "figure")
    return bool(told) or any(w.role in PAST for w in reading.whens_in(cell.spans))


def _year_behind(reading: Reading, cell: Cell) -> bool:
    """Whether a year, or the same period of one, stands right behind the number, as in a series: "238 cases in 2021,
    330 in 2022".
    """
    at = cell.number.last
    preposition = reading.at(at, "month_in", "year_in")
    whens = (reading.when_at.get(i) for i in (preposition.last if preposition is not None else at, at))
    return any(w is not None and w.role in ("year", "same_period") for w in whens)


def _ignored(mark: Mark | None) -> bool:
    return mark is not None and mark.value == "ignored"


def _past_ending(reading: Reading, cell: Cell) -> int:
    """The token behind the number and behind a qualifier that begins with the number's ending: "100-den gowrak"."""
    inside = range(cell.number.first + 1, cell.number.last)
    begun = (m for i in inside if (m := reading.at(i, "qualifier")) is not None)
    return max([cell.number.last, *(m.last for m in begun if cell.covers(m.last - 1))])


def _followed_by(reading: Reading, cell: Cell) -> Counted | str:
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
            return "unit"
        if (noun := reading.at(at, *NOUNS)) is not None:
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


def _number_at(cell: Cell, at: int) -> bool:
    return any(c.number.first == at for c in cell.siblings)


def without_wholes(reading: Reading, cells: list[Cell]) -> list[Cell]:
    """The cells, where a number that another one right before is a part of ("49 of the 57 patients fell ill") leaves
    its words to that one.
    """
    kept: list[Cell] = []
    for cell in cells:
        out_of, left = reading.ending(cell.number.first, "out_of"), cell.left
        part = out_of is not None and left is not None and left.number.last == out_of.first
        if left is not None and part and reading.at(cell.number.last, "case") is None:
            left.spans += cell.spans
            for other in cells:
                other.left = left if other.left is cell else other.left
        else:
            kept.append(cell)
    return kept


def _past_adjective(reading: Reading, at: int, last: int) -> int:
    """The token after an adjective, or the noun that its pattern includes ("new cases")."""
    return next((i for i in range(at + 1, last) if reading.at(i, *NOUNS, "measure") is not None), last)


def _series_noun(reading: Reading, cell: Cell) -> Counted | None:
    """As in "2 871, 2 506 and 2 133 cases": the noun behind the last of several numbers with nothing between them."""
    at = cell.number.last
    beside = any(c.left is cell and c.number.first == at + 1 for c in cell.siblings)
    return _shared_noun(reading, cell, at) if beside and reading.tokens[at].text in ",、" else None


def _shared_noun(reading: Reading, cell: Cell, at: int) -> Counted | None:
    """As in "140 and 137 cases": two numbers with one noun."""
    right = next((c for c in cell.siblings if c.left is cell), None)
    if right is None or right.number.first - at > 3:
        return None
    followed = _followed_by(reading, right)
    return followed if isinstance(followed, Counted) else None


def _state_after(reading: Reading, cell: Cell, at: int) -> Counted | None:
    """A state told with a preposition: "22 – в крайне тяжелом", "13 with fatal outcome"."""
    part = _is_part(reading, cell) or (cell.left is not None and _is_part(reading, cell.left))
    for i in (at, at + 1):
        person = reading.at(i, "person") if part and i < len(reading.tokens) and cell.covers(i) else None
        if person is not None:
            return Counted("person", person, person.last)
        mark = reading.at(i, "measure") if i < len(reading.tokens) and cell.covers(i) else None
        if mark is not None and mark.value != "cases":
            return Counted("measure", mark, mark.last)
    return None


def _is_base(reading: Reading, cell: Cell) -> bool:
    """Whether a number is what another year had, from which a difference is reckoned."""
    before = [(a, min(b, cell.number.first)) for a, b in cell.spans if a < cell.number.first]
    return bool(reading.marks(before, "versus_before")) and any(w.role in PAST for w in reading.whens_in(before))


def _is_part(reading: Reading, cell: Cell) -> bool:
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


def _label(reading: Reading, cell: Cell) -> Mark | None:
    """The measure, noun or total word that stands just before the number."""
    at, signed = cell.number.first, False
    step = reading.ending(at, "step")
    if step is not None and cell.covers(step.first) and reading.marks([(max(0, step.first - 12), step.first)], "rise"):
        return step
    for _ in range(4):
        mark = reading.ending(at, *LABELS)
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
        step = reading.ending(at, "qualifier", "function")
        if at in times:
            at = times.pop(at)
        elif reading.tokens[at - 1].text in "-:=+(|,":
            at -= 1
        elif step is not None:
            at = step.first
        else:
            return False
    return False


def _when_before(reading: Reading, cell: Cell) -> bool:
    """Whether a past time stands just before the number, as in "a week earlier (1 850)" or "(2020 – 14)"."""
    ends = {w.last for w in reading.whens_in(cell.spans) if w.role in PAST}
    at, signed = cell.number.first, False
    while at > 0 and cell.covers(at - 1):
        if at in ends:
            return signed or cell.bracket
        step = reading.ending(at, "function", "qualifier")
        if reading.tokens[at - 1].text in "-:=(":
            at, signed = at - 1, True
        elif step is not None and not signed and cell.covers(step.first):
            at = step.first
        else:
            return False
    return at in ends and signed


def _looks_like_year(reading: Reading, cell: Cell) -> bool:
    """A bare 1990 to 2035 counts only with its noun behind it."""
    number = cell.number
    if number.grouped or number.words or number.last - number.first != 1 or not 1990 <= number.value <= 2035:
        return False
    if number.value in reading.years:
        return True
    return not isinstance(_followed_by(reading, cell), Counted) and not cell.bracket
