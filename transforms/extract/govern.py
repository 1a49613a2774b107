"""The fields that a figure takes from what governs it: its bracket, "of them", its neighbour, the list's head, the
text.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.extract.figure import CLOSED, PERIOD_ROLES, STOCKS, UNCLASSED, Figure, State
from transforms.extract.illness import Illness
from transforms.extract.measures import Measures
from transforms.extract.reading import Reading
from transforms.extract.times import Times
from transforms.extract.timing import Timing
from transforms.extract.whereabouts import Whereabouts
from transforms.extract.wholes import Wholes, figure_of

ROUNDS = frozenset({"polio"})  # children are vaccinated in rounds, which are no first and second doses


class Government:
    """Resolves what a figure's own words leave open."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state, self.times = reading, state, Times(state)
        self.wholes = Wholes(reading, state)
        self.measures = Measures(reading, state, self.wholes)
        self.whereabouts = Whereabouts(reading, state)
        self.timing = Timing(reading, state, self.times, self.wholes)
        self.illness = Illness(reading, state)
        self.whole, self.broken_down = self.wholes.whole, self.wholes.broken_down
        self.enclose = self.whereabouts.enclose

    def resolve(self, figure: Figure, by_cell: dict[int, Figure], figures: list[Figure]) -> None:
        """Fill the open fields of one figure of a sentence; `by_cell` has the sentence's figures by their cell."""
        parent, left = self._governors(figure, by_cell)
        compared = figure.cell.bracket and figure.counted.by == "case" and figure.own >= {"case", "date"}
        if compared and parent is not None and parent.measure != "cases":
            figure.measure = "cases"
            figure.own.add("measure")
        if parent is not None:
            figure.own.add("part")
            if "whole's aggregation" in figure.own and parent.when is not None and parent.when.role in CLOSED:
                figure.aggregation = parent.aggregation
        figure.item = self.wholes.is_item(figure, left, parent)
        self.enclose(figure)
        self.measures.resolve(figure, parent, left, figures)
        if (figure.measure is None and figure.counted.by == "case") or self._has_come(figure):
            figure.measure = "cases"
        if figure.measure is None:
            return
        governor = parent or left
        self.timing.stay_in_period(figure)
        self._go_on_with_new(figure)
        self.whereabouts.join(figure, figures)
        self._aggregate(figure, parent, left)
        self.whereabouts.resolve(figure, parent, left, figures)
        self.timing.resolve_when(figure, parent, left, figures)
        if figure.when is not None and figure.when.role == "year" and figure.measure not in STOCKS:
            figure.aggregation = "cumulative"
        framed = figure.when is not None and figure.when is self.state.line_when
        framed = framed and (figure.measure not in STOCKS or figure.aggregation != "stock")
        if framed and figure.when is not None and "aggregation" not in figure.own:
            figure.aggregation = figure.when.aggregation or figure.aggregation
        self.illness.resolve_disease(figure, governor)
        self.illness.resolve_class(figure, parent, left)
        if parent is not None and figure.subgroup is None and figure.cell.bracket and "place" not in figure.own:
            figure.subgroup = parent.subgroup
        if figure.measure in UNCLASSED:
            figure.case_class = figure.symptom_status = None
            figure.disease = self.state.text_disease if figure.disease == "pneumonia" else figure.disease
        self.illness.pool_pneumonia(figure)
        if figure.disease in ROUNDS and str(figure.measure).startswith("vaccine_dose_"):
            figure.measure = "vaccine_doses"
        whole = figure.anchor if figure.item else None
        if whole is not None and whole.sentence.colon and figure.subgroup is None and "column" not in figure.own:
            figure.subgroup = whole.subgroup
            figure.own |= whole.own & {"part"}

    def _go_on_with_new(self, figure: Figure) -> None:
        """Places behind the new cases of a whole period: "3,105 new cases in ten months; most new cases were in Osh
        (611)" are parts of that total.
        """
        whole = self.wholes.latest_total(figure)
        if figure.aggregation != "new" or figure.cell.number.plus or "place" not in figure.own or whole is None:
            return
        total = whole.aggregation == "cumulative" and whole.measure == figure.measure and whole.value > figure.value
        if not total or "when" in figure.own or whole.when is None or whole.when.role not in CLOSED | PERIOD_ROLES:
            return
        if any(m.value == "new" for m in self.reading.marks(whole.cell.spans, "aggregation")):
            figure.aggregation, figure.when = whole.aggregation, whole.when

    def _has_come(self, figure: Figure) -> bool:
        """Whether new cases are told behind the number of those who are ill: a state has no increments."""
        lent = figure.measure in STOCKS - {"hospitalised"} and "measure" not in figure.own
        told = any((f.measure, f.aggregation) == ("cases", "new") for f in self.state.told)
        return lent and figure.aggregation == "new" and "aggregation" in figure.own and told

    def _governors(self, figure: Figure, by_cell: dict[int, Figure]) -> tuple[Figure | None, Figure | None]:
        """The figure that one is a part of, and the one to its left that it may go on from."""
        parent = figure_of(figure.cell.parent, by_cell)
        left = figure_of(figure.cell.left, by_cell)
        beside = left is not None and left.cell.bracket and left.cell.parent is figure.cell.parent
        if figure.cell.bracket and beside and left is not None and "date" in left.own and "measure" in figure.own:
            parent = left
        while left is not None and "versus" in left.own:
            left = figure_of(left.cell.left, by_cell)
        if left is not None and "place" in figure.own and self._opens_bracket(figure):
            left = next((f for f in self._to_the_left(left, by_cell) if self._opens_bracket(f)), left)
        if parent is None and left is not None and (figure.cell.of_them or self.wholes.opens_with_of_them(figure)):
            parent = left
        if parent is None and left is None and self.wholes.opens_with_of_them(figure):
            parent = self.wholes.whole_before(figure)
        return parent, left

    def _opens_bracket(self, figure: Figure) -> bool:
        first = figure.cell.number.first
        return first > 0 and self.reading.tokens[first - 1].text == "("

    def _to_the_left(self, figure: Figure | None, by_cell: dict[int, Figure]) -> Iterator[Figure]:
        while figure is not None:
            yield figure
            figure = figure_of(figure.cell.left, by_cell)

    def _aggregate(self, figure: Figure, parent: Figure | None, left: Figure | None) -> None:
        """Increment, total or state: as told, as governed, else a total where people came or the number outgrows."""
        if figure.measure in STOCKS and "measure" not in figure.own and not self.timing.is_event(figure, parent, left):
            figure.aggregation = None
        self.timing.resolve_aggregation(figure, parent, left)
        if figure.aggregation == "new" and not figure.own & {"aggregation", "when"} and self.timing.outgrows(figure):
            figure.aggregation = "cumulative"
        if figure.aggregation is None and self.timing.is_event(figure, parent, left):
            figure.aggregation = "cumulative"

    def fill(self, figure: Figure, source: Figure | None, names: tuple[str, ...]) -> None:
        for name in names:
            if source is not None and getattr(figure, name) is None:
                setattr(figure, name, getattr(source, name))
