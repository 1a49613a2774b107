"""The first months of a year: "nine months of 2024", "за первое полугодие", "2018 жылдың 10 айында"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date

from transforms.extract.lexicon import Mark
from transforms.extract.text import Token
from transforms.extract.when import FIRST_YEAR, LAST_YEAR, When

Places = Mapping[tuple[str, int], Mark]


def find_spans(
    tokens: Sequence[Token], marks: Sequence[Mark], starts: Places, ends: Places, published: date | None
) -> list[When]:
    """Each such period from 1 January to the last day of its last month; none where its year stays unknown."""
    found = []
    rolling = {i for m in marks if m.group == "past" and m.value == "other" for i in range(m.first, m.last)}
    for mark in marks:
        if mark.group == "months":
            number = ends.get(("number", mark.first))
            count = int(number.value) if number else _digits(tokens, mark.first - 1, 1, 12)
            first = number.first if number else mark.first - 1
            ten = ends.get(("number", first)) if number else None
            if ten is not None and int(ten.value) == 10 and count is not None and count < 10:
                count, first = count + 10, ten.first
        elif mark.group == "span":
            count, first = int(mark.value), mark.first
        else:
            continue
        apart = ("ago", mark.last) in starts or ("ago", first) in ends
        if first in rolling or apart or _is_age(tokens, starts, ends, first, mark.last):
            continue
        if ("fill", first) in ends and ("year_word", first) not in ends and tokens[first - 1].kind == "word":
            first = ends["fill", first].first
        if _is_age(tokens, starts, ends, first, mark.last):
            continue
        year, begin, last = _year(tokens, starts, ends, first, mark.last, published)
        if count is not None and 1 < count <= 12 and year is not None:
            end = date(year, count, monthrange(year, count)[1])
            found.append(When(begin, last, "range", date(year, 1, 1), end))
    return found


def _is_age(tokens: Sequence[Token], starts: Places, ends: Places, first: int, last: int) -> bool:
    """As in "aged 9 months", "from 9 months to 7 years"; "the first" of "the first 9 months" makes no age."""
    aged, fill = ends.get(("unit_before", first)), ends.get(("fill", first))
    if aged is not None and (fill is None or aged.first < fill.first):
        return True
    until = starts.get(("until_before", last))
    at = until.last if until is not None else last + 1 if last < len(tokens) and tokens[last].text == "-" else None
    return at is not None and _digits(tokens, at, 1, 99) is not None and ("unit", at + 1) in starts


def _digits(tokens: Sequence[Token], i: int, low: int, high: int) -> int | None:
    if not 0 <= i < len(tokens) or tokens[i].kind != "digits" or len(tokens[i].text) > 4:
        return None
    value = int(tokens[i].text)
    return value if low <= value <= high else None


def _year(
    tokens: Sequence[Token], starts: Places, ends: Places, first: int, last: int, published: date | None
) -> tuple[int | None, int, int]:
    """The year stated after or before tokens `first` to `last`, this or last year by a word, else that of
    publication.
    """
    for at in (last, last + 1):
        if (year := _digits(tokens, at, FIRST_YEAR, LAST_YEAR)) is not None:
            word = starts.get(("year_word", at + 1))
            return year, first, word.last if word else at + 1
    word = ends.get(("year_word", first))
    back = word.first if word else first
    back -= 1 if back and tokens[back - 1].text == "-" else 0
    if (year := _digits(tokens, back - 1, FIRST_YEAR, LAST_YEAR)) is not None:
        return year, back - 1, last
    for mark in (starts.get(("past", last)), starts.get(("past", last - 1)), ends.get(("past", first))):
        if mark is not None and published is not None and mark.value in ("last_year", "this_year"):
            past = published.year - (mark.value == "last_year")
            return past, min(first, mark.first), max(last, mark.last)
    return (published.year if published else None), first, last
