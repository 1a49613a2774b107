"""The place of a figure that names none, and the region around a locality."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.figure import EARLIER, Figure, State
from transforms.extract.places import WORLD, Place, contains
from transforms.extract.reading import Reading
from transforms.extract.wholes import lies_in

REPEATED = 10


class Whereabouts:
    """Resolves where a figure was counted."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def enclose(self, figure: Figure) -> None:
        """A locality known by its form lies in the place named beside it, else where the text is set."""
        if figure.place is None or figure.place.code is not None or figure.place.kind == WORLD:
            return
        spans = [(figure.sentence.first, figure.sentence.last)]
        named = [p for p in self.reading.places_in(spans) if p.code is not None and p.locality is None]
        region = next((p for p in named if p.kind != "country"), None)
        focus = next((p for p in (self.state.focus, self.state.text_focus) if p is not None and p.code), None)
        country = named[0] if named and not lies_in(focus, named[0]) else None
        around = region or country or focus or (named[0] if named else None)
        figure.place = replace(figure.place, code=around.code if around is not None else None)

    def resolve(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        if figure.place is not None:
            return
        if parent is not None:
            figure.place = parent.place
        elif left is not None:
            first = figure.cell.number.first
            placed = [f for f in figures if f.place and "place" in f.own and f.cell.number.first < first]
            named = {f.place.code for f in placed if f.place is not None}
            governing = _subject(placed) or self._governing(figures)
            if self._is_total_of_all(figure, left, len(named)):
                figure.place = self.state.text_focus
            elif len(named) <= 1 or self._in_one_bracket(left, figure):
                figure.place = left.place
            else:
                figure.place = governing or self.state.focus
        if figure.place is None:
            told = (f for f in reversed(self.state.told) if f.value == figure.value >= REPEATED and "place" in f.own)
            figure.place = next((f.place for f in told if f.measure == figure.measure), None)
        if figure.place is None:
            figure.place = self.state.text_focus if self._is_grand_total(figure) else self.state.focus
        wider = figure.place is not None and figure.place.locality and figure.place.code
        if wider and figure.place and self.reading.marks(figure.cell.spans, "around", "region_here"):
            figure.place = replace(figure.place, locality=None, kind="region")

    def _in_one_bracket(self, left: Figure, figure: Figure) -> bool:
        """Whether a figure goes on in the bracket that the one to its left opens: "in Osh (14, three deaths)"."""
        first, tokens = left.cell.number.first, self.reading.tokens
        opened = first > 0 and tokens[first - 1].text == "("
        return opened and all(t.text not in "()" for t in tokens[first : figure.cell.number.first])

    def _is_total_of_all(self, figure: Figure, left: Figure, regions: int) -> bool:
        """Whether a total told behind regions' increments is of the whole that the text is set in: "26 in Shymkent, 41
        in Turkistan, taking the total to 46,790", "172 recovered in Tashkent, 198,745 in all".
        """
        whole, part = self.state.text_focus, left.place
        if figure.aggregation != "cumulative" or "aggregation" not in figure.own or figure.value <= left.value:
            return False
        if whole is None or part is None or whole.code == part.code or not contains(whole, part):
            return False
        cases = [f.value for f in self.state.totals if f.place is not None and f.place.code == whole.code]
        listed = regions > 1 and left.aggregation == "new"
        return listed or any(figure.value <= c < 2 * figure.value for c in cases)

    def _is_grand_total(self, figure: Figure) -> bool:
        """Whether a total told behind one place's part of the new cases is of the whole that the text is set in."""
        focus, whole = self.state.focus, self.state.text_focus
        total = figure.aggregation == "cumulative" and "aggregation" in figure.own
        if not total or focus is None or whole is None or not contains(whole, focus):
            return False
        told = [f for f in self.state.told if f.measure == figure.measure and f.aggregation == "new" and f.place]
        parts = [f for f in told if f.place == focus]
        wholes = [f for f in told if f.place is not None and f.place.code == whole.code and f.value < figure.value]
        return any(p.value < w.value for p in parts for w in wholes)

    def join(self, figure: Figure, figures: list[Figure]) -> None:
        """As in "120 cases and 5 deaths were reported in Osh in May": what stands behind the last of joined figures is
        theirs all.
        """
        right = next((f for f in figures if f.cell.left is figure.cell), None)
        if right is None or not (figure.own & {"measure", "case"} and right.own & {"measure", "case"}):
            return
        between = range(figure.cell.number.last, right.cell.number.first)
        join = next((m for i in between if (m := self.reading.at(i, "and")) is not None), None)
        commas = any(self.reading.tokens[i].text in ",;" for i in between if join is None or i != join.first - 1)
        if join is None or join.last != right.cell.number.first or commas:
            return
        behind = right.cell.number.last
        if figure.place is None and right.place is not None and right.place.first > behind and "place" in right.own:
            figure.place = right.place
            self.enclose(figure)
        told = right.when is not None and right.when.first > behind and right.when.role not in EARLIER
        if figure.when is None and told and "when" in right.own:
            figure.when = right.when
            figure.own |= right.own & {"when", "date"}

    def _governing(self, figures: list[Figure]) -> Place | None:
        first = figures[0]
        return (
            first.place
            if first.place is not None
            and first.place.first < first.cell.number.first
            and not first.item
            and first.place.kind == "country"
            else None
        )


def _subject(placed: list[Figure]) -> Place | None:
    """The country whose clause goes on: "A: 44 cases, 39 recovered, 1 dead; B: 43 cases, 40 recovered"."""
    last, place = placed[-1] if placed else None, placed[-1].place if placed else None
    if last is None or place is None or last.item or place.kind != "country":
        return None
    return place if place.first < last.cell.number.first else None
