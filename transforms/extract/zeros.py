"""Stated zeros: figures that a text gives without a number."""

from __future__ import annotations

from transforms.extract.figure import Figure
from transforms.extract.following import Counted
from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.own_place import choose_place
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell, Sentence

COUNTABLE = frozenset({"cases", "deaths", "recovered", "hospitalised", "severe", "critical", "icu", "ventilated"})


class Zeros:
    """Finds "no new cases" and the like in one sentence."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def find(self, sentence: Sentence, cells: list[Cell]) -> list[Figure]:
        """As in "No new cases", "летальных случаев нет": stated zeros close to what they count."""
        found: list[Figure] = []
        for mark in self.reading.marks([(sentence.first, sentence.last)], "zero"):
            chunk = self._chunk(sentence, mark, cells)
            if any(chunk[0] <= c.number.first < chunk[1] for c in cells) or self._is_no_zero(mark, chunk):
                continue
            left = next((c for c in reversed(cells) if c.number.first < mark.first and not c.bracket), None)
            marks = self.reading.marks([chunk], "measure", "case")
            near = [m for m in marks if -1 <= m.first - mark.last <= 3 or -1 <= mark.first - m.last <= 8]
            near = [m for m in near if m.value != "cases" or not mark.first <= m.first < m.last <= mark.last] or near
            named = {m.value if m.group == "measure" else "cases": m for m in near}
            if mark.value in COUNTABLE and not named.keys() - {mark.value, "cases"}:
                named = {mark.value: mark}
            if not named:
                found += self._zero_diseases(sentence, mark, chunk)
            for measure, counted_by in named.items():
                plain = (
                    counted_by.group == "case"
                    and len(named) > 1
                    and "cases" in named
                    and any(
                        m.first <= counted_by.first <= m.last or abs(counted_by.first - m.first) <= 1
                        for m in near
                        if m.group == "measure" and m.value != "cases"
                    )
                )
                if measure in COUNTABLE and not plain and all(f.measure != measure for f in found):
                    cell = Cell(Number(mark.first, mark.last, 0, "count", words=True), [chunk], left=left)
                    figure = Figure(
                        cell,
                        Counted(counted_by.group, counted_by, counted_by.last),
                        sentence,
                        0,
                        measure=measure,
                        zero=True,
                    )
                    earlier = self.reading.places_in([(sentence.first, chunk[0])]) if left is None else []
                    figure.place = earlier[-1] if earlier else None
                    figure.used += [(mark.first, mark.last), (counted_by.first, counted_by.last)]
                    found.append(figure)
        return found

    def _zero_diseases(self, sentence: Sentence, zero: Mark, chunk: tuple[int, int]) -> list[Figure]:
        """As in "Не зарегистрированы дифтерия, полиомиелит": no cases of each disease that is listed right beside
        the zero.
        """
        last, found = sentence.last, []
        diseases = self.reading.marks([(chunk[0], last)], "disease")
        edge = zero.last
        for mark in diseases:
            before = mark.last <= zero.first and zero.first - mark.last <= 3
            if not before and not 0 <= mark.first - edge <= 2:
                continue
            edge = max(edge, mark.last)
            cell = Cell(
                Number(zero.first, zero.last, 0, "count", words=True),
                [(min(zero.first, mark.first), max(zero.last, mark.last))],
            )
            figure = Figure(
                cell, Counted("case", zero, zero.last), sentence, 0, measure="cases", disease=mark.value, zero=True
            )
            figure.own.add("disease")
            figure.used += [(mark.first, mark.last)]
            cell.lead = [chunk]
            if places := self.reading.places_in([chunk]):
                figure.place = choose_place(places, cell.number)
                figure.own.add("place")
            found.append(figure)
        return found

    def _is_no_zero(self, mark: Mark, chunk: tuple[int, int]) -> bool:
        """Whether "no" only belongs to a symptom, as in "have no symptoms", or speaks of unnamed others: "none in
        the other regions".
        """
        symptoms = self.reading.marks([chunk], "symptom")
        return any(m.first <= mark.first < m.last for m in symptoms) or bool(self.reading.marks([chunk], "elsewhere"))

    def _chunk(self, sentence: Sentence, mark: Mark, cells: list[Cell]) -> tuple[int, int]:
        """The stretch between commas in which a mark stands; it opens with the mark where that is joined to a number
        before it: "576 cases and no deaths".
        """
        first, last = mark.first, mark.last
        join = self.reading.ending(mark.first, "and")
        if join is not None and not any(sentence.first <= c.number.first < join.first for c in cells):
            join = None
        while join is None and first > sentence.first and self.reading.tokens[first - 1].text not in ",;(":
            first -= 1
        while last < sentence.last and self.reading.tokens[last].text not in ",;:)":
            last += 1
        return first, last
