"""One person told of without a number: "a 9-year-old boy died", "мужчина умер от бешенства"."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.text import Token

NEAR, LATER, DENIED = 8, 12, 2


def lone_person(
    numbers: Sequence[Number], ages: Mapping[int, int], persons: Mapping[int, int], firsts: Container[int]
) -> list[Number]:
    """One person told of by age: "a 9-year-old boy died", "марди 45-сола" count one; several of them are a list that
    counts none. `persons` has the last token of each word for people and its first, `firsts` the latter alone.
    """
    told = []
    for number in numbers:
        end = next((ages[i] for i in (number.last, number.last - 1, number.last + 1) if i in ages), None)
        before = persons.get(number.first)
        if end is not None and end in firsts:
            told.append(Number(number.first, end, 1, "count", lone=True))
        elif end is not None and before is not None:
            told.append(Number(before, before, 1, "count", lone=True))
    return told if len(told) == 1 else []


def dead_beside(
    lone: Sequence[Number], numbers: Sequence[Number], tokens: Sequence[Token], dead: Container[int]
) -> Number | None:
    """The one person told of by age whose death a clause before all counted people tells: "a 58-year-old man died,
    another patient is on a ventilator".
    """
    if len(lone) != 1 or not numbers or numbers[0].first <= lone[0].last:
        return None
    comma = next((i for i in range(lone[0].last, numbers[0].first) if tokens[i].text in ",;"), None)
    return lone[0] if comma is not None and any(i in dead for i in range(lone[0].last, comma + 1)) else None


class LoneDead:
    """Finds the one person whom a sentence says a disease has killed."""

    def __init__(self, tokens: Sequence[Token], marks: Sequence[Mark]) -> None:
        self.tokens = tokens
        groups = ("lone_person", "lone_death", "disease", "cause", "not_before", "and")
        self.marks: dict[str, list[Mark]] = {group: [] for group in groups}
        for mark in marks:
            if mark.group in self.marks:
                self.marks[mark.group].append(mark)
        self.causes = {m.last for m in self.marks["cause"]}
        self.denials = {m.last for m in self.marks["not_before"]}

    def find(self, first: int, last: int) -> list[Number]:
        """A number of no width before the person; nothing where the sentence names two, or no disease as the cause."""
        deaths = [m for m in self._inside("lone_death", first, last) if not self._denied(m)]
        persons = self._inside("lone_person", first, last)
        causes = [m for m in self._inside("disease", first, last) if self.causes & {m.first, m.first - 1}]
        if len(deaths) != 1 or len(persons) != 1 or not causes:
            return []
        death, person = deaths[0], persons[0]
        apart = max(person.first - death.last, death.first - person.last)
        late = min(abs(m.first - death.last) for m in causes) > LATER
        return [] if apart > NEAR or late else [Number(person.first, person.first, 1, "count", lone=True)]

    def _inside(self, group: str, first: int, last: int) -> list[Mark]:
        return [m for m in self.marks[group] if first <= m.first < last] if self.marks["lone_death"] else []

    def _denied(self, death: Mark) -> bool:
        return bool(self.denials & {death.first - k for k in range(DENIED)})
