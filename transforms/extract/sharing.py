"""Figures that stand apart from what they belong to: "A and B: 5 and 7, respectively", "one case each in A and B"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from transforms.extract.figure import Figure, State
from transforms.extract.lexicon import Mark
from transforms.extract.places import Place
from transforms.extract.reading import Reading
from transforms.extract.when import When

BETWEEN, BEHIND = 3, 6
Name = Place | When | Mark


class Sharing:
    """Deals the places, measures, diseases or times of a sentence out to its figures."""

    def __init__(self, reading: Reading, state: State, enclose: Callable[[Figure], None]) -> None:
        self.reading, self.state, self.enclose = reading, state, enclose

    def deal(self, figures: list[Figure]) -> None:
        """Give each figure of a sentence its own of what several figures share."""
        if not figures:
            return
        spans = [(figures[0].sentence.first, figures[0].sentence.last)]
        marks = self.reading.marks(spans, "respectively")
        for mark in marks:
            self._respectively(mark, figures)
        if not marks and not self._paired(figures, spans):
            self._repeat_for_each(figures)
        self._repeat_zeros(figures)
        self._count_suspected(figures)

    def _respectively(self, mark: Mark, figures: list[Figure]) -> None:
        """As in "Almaty and Akmola regions recorded 140 and 137 cases, respectively"."""
        before = [f for f in figures if f.cell.number.last <= mark.first]
        after = [f for f in figures if f.cell.number.first >= mark.last]
        last = before[-1].cell.number.last if before else -BEHIND
        backward = mark.first - last <= BEHIND and self._closes(mark)
        run = before if backward or not after else after
        edge = before[0].cell.number.first if run is before and before else mark.first
        for names in self._names(figures[0].sentence.first, edge):
            names = _years_between(names, len(run))
            if 1 < len(names) <= len(run):
                chosen = run[-len(names) :] if run is before else run[: len(names)]
                for figure, name in zip(chosen, names, strict=True):
                    self._give(figure, name)
                return
        halves = run is before and len(run) == 4 and run[0].measure != run[1].measure
        if halves:
            for figure, model in zip(run[2:], run[:2], strict=True):
                figure.measure, figure.disease, figure.place = model.measure, model.disease, model.place
            return
        models = before[-len(run) :] if run is after and len(before) >= len(run) > 1 else self.state.last
        if len(models) == len(run) > 1 and all("place" not in f.own or run is after for f in run):
            common = next((f.measure for f in run if "measure" in f.own), None)
            for figure, model in zip(run, models, strict=True):
                figure.measure, figure.disease = common or model.measure, model.disease
                figure.case_class, figure.place = model.case_class, model.place

    def _closes(self, mark: Mark) -> bool:
        tokens = self.reading.tokens
        return mark.last >= len(tokens) or tokens[mark.last].kind in ("mark", "line")

    def _names(self, first: int, last: int) -> list[list[Name]]:
        """The rows of places, diseases, measures and times that stand before the figures, each row close together."""
        spans = [(first, last)]
        kinds: list[Sequence[Name]] = [
            self.reading.places_in(spans),
            self.reading.marks(spans, "disease"),
            self.reading.marks(spans, "dose_order") or self.reading.marks(spans, "measure"),
            self.reading.whens_in(spans),
        ]
        return [_last_row(names) for names in kinds]

    def _give(self, figure: Figure, name: Name) -> None:
        if isinstance(name, Place):
            figure.place = name
            figure.own.add("place")
            self.enclose(figure)
        elif isinstance(name, When):
            figure.when = name
        elif name.group == "disease":
            figure.disease = name.value
        else:
            figure.measure = name.value

    def _paired(self, figures: Sequence[Figure], spans: Sequence[tuple[int, int]]) -> bool:
        """As in "Almaty and Astana: 140 and 137 cases": two places, then two numbers with one noun."""
        places = [p for p in self.reading.places_in(spans) if p.last <= figures[0].cell.number.first]
        paired = len(figures) == len(places) == 2
        if not paired or figures[0].counted.mark is not figures[1].counted.mark or figures[0].counted.mark is None:
            return False
        for figure, place in zip(figures, places, strict=True):
            self._give(figure, place)
        return True

    def _repeat_for_each(self, figures: list[Figure]) -> None:
        """As in "One case each in A, B and C", or with the places before: a figure of each of them."""
        for figure in list(figures):
            number = figure.cell.number.first
            before = self.reading.ending(number, "each_before")
            marks = self.reading.marks(figure.cell.spans, "each") or ([before] if before is not None else [])
            named = self.reading.places_in(figure.cell.spans) if marks else []
            behind = self._row_behind(figure, [p for p in named if p.first >= number])
            ahead = _last_row([p for p in named if p.last <= marks[0].first]) if marks and not behind else []
            self._repeat(figure, behind or [p for p in ahead if isinstance(p, Place)], figures)

    def _row_behind(self, figure: Figure, behind: list[Place]) -> list[Place]:
        """Places behind a number with those that go on in their row past the end of its cell."""
        following = self.reading.places_in([(behind[-1].last, figure.sentence.last)]) if behind else []
        for place in following:
            between = range(behind[-1].last, place.first)
            counted = any(self.reading.tokens[i].kind == "digits" or self.reading.at(i, "number") for i in between)
            parted = len(between) > BETWEEN or any(self.reading.tokens[i].text == ";" for i in between)
            if parted or counted or (place.locality is None) != (behind[-1].locality is None):
                break
            behind = [*behind, place]
        return behind

    def _repeat(self, figure: Figure, places: Sequence[Place], figures: list[Figure]) -> None:
        if len(places) < 2:
            return
        figure.place = places[0]
        self.enclose(figure)
        for place in places[1:]:
            other = replace(figure, place=place, own=set(figure.own), used=[*figure.used, (place.first, place.last)])
            self.enclose(other)
            figures.append(other)

    def _count_suspected(self, figures: list[Figure]) -> None:
        """People brought to hospital on a suspicion are its suspected cases as well."""
        for figure in list(figures):
            brought = figure.measure == "hospitalised" and figure.aggregation in ("new", "cumulative")
            if brought and figure.case_class == "suspected" and "case_class" in figure.own:
                figures.insert(figures.index(figure), replace(figure, measure="cases", own={*figure.own, "echo"}))

    def _repeat_zeros(self, figures: list[Figure]) -> None:
        """As in "No cases in Naryn and Batken regions": a zero for each place behind it."""
        for figure in [f for f in figures if f.zero]:
            figures += self._zeros_of_row(figure)
        for figure in [f for f in figures if f.zero and "place" in f.own and f.place is not None]:
            for place in self.reading.places_in(figure.cell.spans) or self.reading.places_in(figure.cell.lead):
                same_kind = figure.place is not None and place.kind == figure.place.kind
                if place is not figure.place and place.code is not None and same_kind:
                    figures.append(replace(figure, place=place, own=set(figure.own), used=list(figure.used)))

    def _zeros_of_row(self, figure: Figure) -> list[Figure]:
        """As in "no cases of plague, cholera and anthrax": a zero for each disease in a row behind it."""
        told = (figure.cell.spans[0][0], figure.sentence.last)
        marks = self.reading.marks([told], "disease")
        row = [m for m in marks if m.first >= figure.cell.number.last][:1]
        if not row and self.reading.language.verb_last:
            ahead = [m for m in _last_row(marks) if isinstance(m, Mark)]
            return self._zeros_for(figure, ahead) if any(m.value == figure.disease for m in ahead) else []
        if not row or row[0].value != figure.disease:
            return []
        for mark in marks:
            if 1 <= mark.first - row[-1].last <= BETWEEN:
                row.append(mark)
        return self._zeros_for(figure, row)

    def _zeros_for(self, figure: Figure, row: Sequence[Name]) -> list[Figure]:
        """A zero like the figure for each other disease of a row."""
        others = {m.value: m for m in row if isinstance(m, Mark) and m.value != figure.disease}
        return [
            replace(figure, disease=value, own=set(figure.own), used=[(m.first, m.last)]) for value, m in others.items()
        ]


def _years_between(names: Sequence[Name], count: int) -> list[Name]:
    """The names; but where a first and a last year stand for as many as there are figures, each of those years."""
    years = [n for n in names if isinstance(n, When)]
    first, last = (years[0], years[-1]) if years else (None, None)
    if first is None or last is None or len(years) != len(names) or first.start is None or last.end is None:
        return list(names)
    whole = (first.start.month, first.start.day, last.end.month, last.end.day) == (1, 1, 12, 31)
    if not whole or last.end.year - first.start.year + 1 != count or len(names) == count:
        return list(names)
    span = range(first.start.year, last.end.year + 1)
    return [replace(first, role="year", start=date(y, 1, 1), end=date(y, 12, 31)) for y in span]


def _last_row(names: Sequence[Name]) -> list[Name]:
    """The last of the names that stand in one row, with no more than "and" or a comma between."""
    row: list[Name] = []
    for name in names:
        if row and name.first - row[-1].last > BETWEEN:
            row = []
        row.append(name)
    return row
