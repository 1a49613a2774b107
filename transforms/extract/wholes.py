"""What a figure is a part of, an item below, or a continuation of: the wholes that the text has told before it."""

from __future__ import annotations

from transforms.extract.figure import CLOSED, EARLIER, PERIOD_ROLES, STOCKS, UNCLASSED, Figure, State, is_compared
from transforms.extract.labels import place_before
from transforms.extract.lexicon import Mark
from transforms.extract.places import Place
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell
from transforms.extract.when import When


class Wholes:
    """Finds what governs a figure in the sentences before it."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def whole_before(self, figure: Figure) -> Figure | None:
        """What "of them" means in a new sentence: what it names ("of the dead"), else the cases told last."""
        spans = [(m.first, m.last) for m in self._of_them(figure)]
        named = self.reading.marks(spans, "measure", "case")
        kind = (named[-1].value if named[-1].group == "measure" else "cases") if named else None
        if not named and any(m.value == "new" for m in self.reading.marks(spans, "aggregation")):
            new = [f for f in self.state.told if (f.measure, f.aggregation) == ("cases", "new")]
            return next((f for f in reversed(new) if f.value >= figure.value), None)
        told = self.state.told if named else self.state.last
        anchor = self.state.anchor
        beside = [f for f in self.state.told if f.sentence.line == figure.sentence.line]
        if beside and (anchor is None or anchor.sentence.line != figure.sentence.line):
            told = beside
        else:
            told = [f for f in told if f is anchor or anchor is None or not is_compared(f, anchor)]
        fitting = [f for f in told if f.value >= figure.value and kind in (None, f.measure)]
        if named:
            return fitting[-1] if fitting else None
        return next((f for f in reversed(fitting) if f.measure == "cases"), fitting[-1] if fitting else None)

    def opens_with_of_them(self, figure: Figure) -> bool:
        return bool(self._of_them(figure))

    def _of_them(self, figure: Figure) -> list[Mark]:
        return self.reading.marks([(figure.cell.spans[0][0], figure.cell.number.last + 3)], "of_them")

    def is_item(self, figure: Figure, left: Figure | None, parent: Figure | None) -> bool:
        """A figure that only continues a list: a place and a number, with at most a neutral noun."""
        if self.state.anchor is None and self.state.heading is None and figure.own >= {"case", "disease"}:
            return False
        told = figure.own & {"measure", "when", "aggregation"}
        plain = "place" in figure.own and not told and parent is None and (left is None or left.item)
        return plain and not self._outgrows_anchor(figure)

    def _outgrows_anchor(self, figure: Figure) -> bool:
        """Whether a country's own count is larger than the one told of it before: then it is no part of that."""
        anchor, place = self.state.anchor, figure.place
        if anchor is None or anchor.place is None or place is None or place.kind != "country":
            return False
        return anchor.place.code == place.code and figure.value >= anchor.value and "case" in figure.own

    def is_listed(self, figure: Figure) -> bool:
        """Whether a figure has the shape of a list's item: a place right beside the number or its noun."""
        if "place" not in figure.own or figure.place is None:
            return False
        near = figure.place.first - max(figure.cell.number.last, figure.counted.last)
        return place_before(self.reading, figure.cell) or -1 <= near <= 3

    def list_anchor(self, figure: Figure) -> Figure | None:
        """The figure or heading above a list that its items break down."""
        anchor = self.whole(figure, self.state.anchor)
        if anchor is None or anchor.measure is None:
            return None
        noun = figure.counted.mark
        plain = figure.counted.by == "case" and noun is not None and self.reading.at(noun.first, "classifier") is None
        beside = (f for f in self.state.told if f.sentence is anchor.sentence and f.measure == "cases")
        row = self.reading.marks([(figure.cell.number.last, figure.sentence.last)], "measure")
        apart = anchor is not self.state.heading and any(m.value == anchor.measure for m in row)
        if anchor.measure != "cases" and plain and (apart or any(beside)):
            return None
        if anchor.measure != "cases" and self._names_cases(figure):
            return next((f for f in self._larger(figure) if f.measure == "cases"), anchor)
        if "case" in figure.own and not place_before(self.reading, figure.cell):
            return anchor if anchor.measure == "cases" else None
        if figure.counted.by == "case" and (anchor.measure in UNCLASSED or anchor.measure.startswith("vaccine")):
            return None
        return anchor

    def _names_cases(self, figure: Figure) -> bool:
        """Whether a list's sentence says "most cases" before its places and nothing else that is counted."""
        span = [(figure.sentence.first, figure.cell.number.first)]
        return bool(self.reading.marks(span, "case")) and not self.reading.marks(span, "measure")

    def broken_down(self, figure: Figure) -> Figure | None:
        """What a table's column without a measure of its own breaks down: the heading above, or a figure that could be
        its whole.
        """
        anchor = self.state.anchor
        if anchor is None or anchor is self.state.heading or anchor.value >= figure.value:
            return anchor
        return next((f for f in reversed(self.state.told) if f.value >= figure.value and f.measure == "cases"), None)

    def whole(self, figure: Figure, anchor: Figure | None) -> Figure | None:
        """A part is never larger than its whole: then the last figure that could be one governs."""
        if anchor is None or anchor is self.state.heading or anchor.value >= figure.value:
            return anchor
        larger = [f for f in self._larger(figure) if f.place is not None]
        cases = next((f for f in larger if f.measure == "cases"), None) if figure.item else None
        return next((f for f in larger if f.measure == anchor.measure), cases or anchor)

    def latest_total(self, figure: Figure) -> Figure | None:
        """The total of the latest closed period told of the same measure."""
        told = [f for f in self.state.told if f.measure == figure.measure and f.aggregation == "cumulative"]
        dated = [f for f in told if f.when is not None and f.when.role in CLOSED | PERIOD_ROLES - EARLIER]
        return max(dated, key=lambda f: str(f.when.end) if f.when is not None else "", default=None)

    def _larger(self, figure: Figure) -> list[Figure]:
        """The figures told before that one may be a part of: the last first, but those of an earlier year at the
        end.
        """
        larger = [f for f in reversed(self.state.told) if f.value >= figure.value]
        return sorted(larger, key=lambda f: f.when is not None and f.when.role in EARLIER)

    def continued(self, figure: Figure) -> Figure | None:
        """The figure that one without a time of its own goes on from: the last that could be its whole, else the
        last.
        """
        if not self.state.last:
            return None
        wholes = (f for f in reversed(self.state.told) if f.measure == figure.measure and f.value >= figure.value)
        anchor = self.state.anchor
        told = (f for f in wholes if f is anchor or anchor is None or not is_compared(f, anchor))
        whole = next((f for f in told if lies_in(figure.place, f.place)), None)
        if whole is not None and "place" in figure.own:
            return whole
        events = (f for f in [self.state.last[0], *reversed(self.state.told)] if f.measure not in STOCKS)
        last = next((f for f in events if f is anchor or anchor is None or not is_compared(f, anchor)), None)
        events_only = figure.measure not in STOCKS and not figure.zero
        return last if last is not None and events_only else self.state.last[0]

    def running(self, figure: Figure) -> When | None:
        """The period of the figure that this one continues, where both are counts of events of one kind."""
        source = self.continued(figure)
        if source is None or source.when is None or figure.aggregation == "stock":
            return None
        period = source.when.role in CLOSED | PERIOD_ROLES and source.aggregation == figure.aggregation
        return source.when if period else None


def figure_of(cell: Cell | None, by_cell: dict[int, Figure]) -> Figure | None:
    """The figure of a cell, or of the nearest one to its left that has one."""
    while cell is not None and id(cell) not in by_cell:
        cell = cell.left
    return by_cell[id(cell)] if cell is not None else None


def lies_in(inner: Place | None, outer: Place | None) -> bool:
    """Whether a place is, or lies in, another, as far as both are known."""
    known = inner is not None and outer is not None and inner.code is not None and outer.code is not None
    return not known or (inner is not None and outer is not None and str(inner.code).startswith(str(outer.code)))
