"""Whether a number counts people or cases at all, and as what: the noun after it, the label before it, or nothing."""

from __future__ import annotations

from transforms.extract.following import Counted, followed_by, is_part, series_noun
from transforms.extract.labels import PAST, label_before, place_before, when_before
from transforms.extract.lexicon import Mark
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell

RATE_BASES = frozenset({1_000, 10_000, 100_000, 1_000_000})


def counted(reading: Reading, cell: Cell) -> Counted | None:
    """What a cell's number counts; None where it is an age, a price, a year, a thing nobody counts cases of."""
    number = cell.number
    apart = number.first - 1 in reading.inner or reading.ending(number.first, "figure") is not None
    per = not apart and reading.ending(number.first, "unit_before", "not_before")
    if per or _is_rate_base(reading, cell) or _looks_like_year(reading, cell):
        return None
    unit = reading.ending(number.first, "unit", "facility") if number.part else None
    whole = cell.parent is not None and cell.parent.number.last < number.first and counted(reading, cell.parent)
    if unit is not None and reading.ending(number.first, "aggregation") is None and not whole:
        return None
    if _begins_months(reading, cell):
        return None
    if reading.at(number.last, "amount") is not None and _is_amount(reading, cell):
        return Counted("bare", None, number.last)
    followed = followed_by(reading, cell)
    if isinstance(followed, Counted):
        differs = reading.at(followed.last, "difference") is not None and not _is_base(reading, cell)
        return None if _ignored(followed.mark) or differs else followed
    article = followed == "unknown" and number.words and number.value == 1 and not number.part
    if article or reading.at(number.last, "not_after") is not None:
        return None
    label = label_before(reading, cell) or _risen(reading, cell)
    if followed == "end" and label is None and (shared := series_noun(reading, cell)) is not None:
        return shared
    comma = reading.tokens[number.last].text == "," if number.last < len(reading.tokens) else False
    if reading.at(number.last + comma, "respectively") is not None or (
        cell.siblings
        and cell.siblings[-1].number is not number
        and followed in ("end", "function")
        and reading.at(cell.siblings[-1].number.last, "respectively")
    ):
        return Counted("bare", None, number.last)
    if followed in ("end", "function") and _is_shared_out(reading, cell):
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
    if number.part or (when_before(reading, cell) and (cell.bracket or cell.left or followed == "end")):
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
    if followed == "function" and (is_part(reading, cell) or _is_of_disease(reading, cell)):
        return Counted("bare", None, number.last)
    return Counted("bare", None, number.last) if followed == "place" and (cell.left or cell.of_them) else None


def _is_shared_out(reading: Reading, cell: Cell) -> bool:
    """Whether "respectively" stands before a number or the row that it ends: "were respectively 211 and 3"."""
    at: Cell | None = cell
    while at is not None:
        if reading.ending(at.number.first, "respectively") is not None:
            return at is not cell or any(c.left is cell for c in cell.siblings)
        beside = at.left is not None and at.number.first - at.left.number.last <= 2
        at = at.left if beside else None
    return False


def _risen(reading: Reading, cell: Cell) -> Mark | None:
    """What a count that changed is of: "the number of infected people in the region rose from 34 to 52"."""
    if not cell.number.risen:
        return None
    before = [(a, min(b, cell.number.first)) for a, b in cell.spans if a < cell.number.first]
    return next(iter(reading.marks(before, "measure", "case", "person", "figure")), None)


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


def _is_of_disease(reading: Reading, cell: Cell) -> bool:
    """Whether a part's number is told with what the people died of: "95 – of COVID-19 and 8 – of pneumonia"."""
    at = cell.number.last
    at += at < len(reading.tokens) and reading.tokens[at].text == "-"
    cause = reading.at(at, "cause") if cell.after_colon or cell.left is not None else None
    return cause is not None and reading.at(cause.last, "disease") is not None


def _is_amount(reading: Reading, cell: Cell) -> bool:
    """Whether a number that "came to" or "was" so many has a count or a past time to be the amount of."""
    told = reading.marks(cell.spans, "measure", "case", "figure")
    return bool(told) or any(w.role in PAST for w in reading.whens_in(cell.spans))


def _year_behind(reading: Reading, cell: Cell) -> bool:
    """Whether a year, or the same period of one, stands right behind the number, as in a series: "238 cases in 2021,
    330 in 2022".
    """
    at = cell.number.last
    at += reading.tokens[at].text == "-" if at < len(reading.tokens) else 0
    preposition = reading.at(at, "month_in", "year_in")
    whens = (reading.when_at.get(i) for i in (preposition.last if preposition is not None else at, at))
    return any(w is not None and w.role in ("year", "same_period", "since", "ytd") for w in whens)


def _begins_months(reading: Reading, cell: Cell) -> bool:
    """Whether a number only begins a range of months: "from 20 to 6 months"."""
    tokens, at = reading.tokens, cell.number.last
    if at + 2 >= len(tokens) or reading.at(at, "function", "to_before") is None or tokens[at + 1].kind != "digits":
        return False
    return reading.at(at + 2, "months") is not None


def _ignored(mark: Mark | None) -> bool:
    return mark is not None and mark.value == "ignored"


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


def _is_base(reading: Reading, cell: Cell) -> bool:
    """Whether a number is what another year had, from which a difference is reckoned."""
    before = [(a, min(b, cell.number.first)) for a, b in cell.spans if a < cell.number.first]
    return bool(reading.marks(before, "versus_before")) and any(w.role in PAST for w in reading.whens_in(before))


def _looks_like_year(reading: Reading, cell: Cell) -> bool:
    """A bare 1990 to 2035 counts only with its noun behind it."""
    number = cell.number
    if number.grouped or number.words or number.last - number.first != 1 or not 1900 <= number.value <= 2035:
        return False
    if number.value < 1990 and not reading.by_group.get("birth"):
        return False
    if number.value in reading.years:
        return True
    return not isinstance(followed_by(reading, cell), Counted) and not cell.bracket
