"""Which numbers of a text may count something, and the stretch of words around each: its cell."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise

from transforms.extract.changes import Changes
from transforms.extract.lexicon import Mark
from transforms.extract.lone import LoneDead, dead_beside, lone_person
from transforms.extract.numbers import Number, NumberReader
from transforms.extract.rates import find_rates
from transforms.extract.structure import CLOSING, Cell, Sentence, split_cells
from transforms.extract.text import Token

WHOLE, NOUN_REACH = 1.5, 3  # weaker than a comma, stronger than "and"
NAMING = ("case", "person", "measure", "dose", "class", "symptom", "skip")


def find_cells(
    tokens: Sequence[Token], sentences: Sequence[Sentence], marks: Sequence[Mark], reader: NumberReader, inner: set[int]
) -> Iterator[list[Cell]]:
    joins = dict.fromkeys(_closing(tokens, marks) if reader.language.verb_last else (), CLOSING)
    joins |= {m.first: 1.0 for m in _parting(marks)} | {m.first: 3.0 for m in marks if m.group == "of_them"}
    joins |= {
        m.first: 1.0
        for m in marks
        if m.group == "step" and m.first not in joins and m.last < len(tokens) and tokens[m.last].kind == "digits"
    }
    units = {m.first: m.last for m in marks if m.group == "unit"}
    for mark in marks:
        if mark.group in NAMING and mark.last > units.get(mark.first, mark.last):
            del units[mark.first]
    people = {m.last: m.first for m in marks if m.group == "person"}
    persons = set(people.values())
    for mark in (m for m in marks if m.group == "facility" and units.get(m.first) == m.last and m.last in persons):
        del units[mark.first]
    figures = {m.last for m in marks if m.group == "figure"}
    numbered = {m.last for m in marks if m.group in ("unit_before", "not_before") and m.last - 1 not in inner} - figures
    denied = {m.first: m.last for m in marks if m.group == "not_after"}
    until = {m.first: m.last for m in marks if m.group == "until_before"}
    ages = {m.first: m.last for m in marks if m.group == "age_of"}
    known = inner | {m.first for m in marks}
    dead = {m.last for m in marks if m.group == "measure" and m.value == "deaths"}
    bases = [m for m in marks if m.group == "rate_base"]
    whole = set(inner)
    out_of = {m.last for m in marks if m.group == "out_of"}
    found = {m.first for m in marks if m.group == "registered"}
    nouns = {m.first: m.last for m in marks if m.group in ("case", "person")}
    lone, changes = LoneDead(tokens, marks), Changes(tokens, marks, reader.language, inner)
    for index, sentence in enumerate(sentences):
        read = changes.merge(reader.read(sentence.first, sentence.last), sentence.first, sentence.last)
        numbered |= {n.first for m, n in pairwise(read) if m.first in numbered and until.get(m.last) == n.first}
        numbered |= {m.first for m, n in pairwise(read) if _is_corrected(m, n, denied, tokens)}
        numbered |= {m.first for m in read if until.get(m.last, -1) + 1 in ages}
        numbered |= find_rates(read, tokens, bases)
        ranges = [(m, n) for m, n in pairwise(read) if until.get(m.last) == n.first]
        numbered |= {m.first for m, n in ranges if n.kind == "compound" or n.last in units}
        counting = (n for n in read if _may_count(n, units, numbered) and not _is_article(n, tokens, known))
        numbers = list(counting) or lone_person(read, ages, people, persons)
        numbers = numbers or lone.find(sentence.first, sentence.last)
        if one := dead_beside(lone_person(read, ages, people, persons), numbers, tokens, dead):
            numbers = [one, *numbers]
        if not numbers:
            yield []
            continue
        for number in numbers[:-1]:
            if (end := _end_of_whole(number, out_of, nouns, found)) is not None:
                joins[end] = max(joins.get(end, 0), WHOLE)
        whole.update(i for n in read for i in range(n.first, n.last))
        cells = split_cells(tokens, sentence.first, sentence.last, numbers, joins, whole)
        for cell in cells:
            cell.sentence = index
        yield cells


def _end_of_whole(
    number: Number, out_of: Container[int], nouns: Mapping[int, int], found: Container[int]
) -> int | None:
    """The token behind the noun of cases found of which another number tells a part: "of the 591 cases found 527"."""
    if number.first not in out_of and number.first - 1 not in out_of:
        return None
    end = next((nouns[i] for i in range(number.last, number.last + NOUN_REACH) if i in nouns), None)
    return end if end is not None and any(i in found for i in range(number.first - 1, end)) else None


def _parting(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The words for "and" but those between two classes of one count: "1,200 suspected and confirmed cases"."""
    ends = {m.last for m in marks if m.group == "class"}
    starts = {m.first for m in marks if m.group == "class"}
    return (m for m in marks if m.group == "and" and not (m.first in ends and m.last in starts))


def _closing(tokens: Sequence[Token], marks: Sequence[Mark]) -> set[int]:
    """The commas that stand right behind a predicate, where a language puts it last: they end what it says."""
    ends = {m.last for m in marks if m.group in ("measure", "zero")}
    return {i for i in ends if i < len(tokens) and tokens[i].text == ","}


def _may_count(number: Number, units: Container[int], numbered: Container[int]) -> bool:
    return number.kind == "count" and (number.part or number.last not in units) and number.first not in numbered


def _is_corrected(number: Number, other: Number, denied: Mapping[int, int], tokens: Sequence[Token]) -> bool:
    """Whether a number is only denied before the right one: "12 emes, 15 adam", not 12 but 15 people."""
    end = denied.get(number.last)
    return end is not None and end + 1 == other.first and tokens[end].text == ","


def _is_article(number: Number, tokens: Sequence[Token], known: Container[int]) -> bool:
    """Whether "one" only introduces something that nobody counts: "one of the countries", "in one more region"."""
    at = number.last
    lone = number.words and number.value == 1 and not number.part and at < len(tokens)
    return lone and tokens[at].kind == "word" and at not in known
