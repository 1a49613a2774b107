"""The measure of a figure that does not tell it: from its whole, its neighbours, or the verb that closes its list."""

from __future__ import annotations

from transforms.extract.figure import EARLIER, STOCKS, Figure, State
from transforms.extract.labels import label_before
from transforms.extract.reading import Reading
from transforms.extract.wholes import Wholes

ILL = frozenset({"cases", "deaths", "hospitalised"})


class Measures:
    """Resolves what a figure measures."""

    def __init__(self, reading: Reading, state: State, wholes: Wholes) -> None:
        self.reading, self.state, self.wholes = reading, state, wholes

    def resolve(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        order = self.reading.marks(figure.cell.spans, "dose_order")
        if (
            order
            and "measure" not in figure.own
            and any(s is not None and s.measure and s.measure.startswith("vaccine") for s in (left, parent))
        ):
            figure.measure = order[0].value
            return
        shared = figure.counted.mark is not None and not figure.cell.covers(figure.counted.mark.first)
        rights = [f for f in figures if f.cell.number.first > figure.cell.number.first and f.measure is not None]
        if shared and rights:
            figure.measure = rights[0].measure
            if "aggregation" in rights[0].own and rights[0].aggregation in ("new", "cumulative"):
                figure.aggregation = figure.aggregation or rights[0].aggregation
            return
        doses = figure.measure is not None and figure.measure.startswith("vaccine") and figure.counted.by != "dose"
        if doses and figure.cell.of_them and parent is not None and parent.measure in ILL:
            figure.measure, figure.subgroup = parent.measure, "vaccinated"
        if parent is not None and parent.measure == "tests" and figure.cell.of_them and "disease" in figure.own:
            figure.measure = figure.measure if "measure" in figure.own else "cases"
            return
        if parent is not None and self._describes(figure, parent):
            figure.measure, figure.aggregation, figure.subgroup = parent.measure, parent.aggregation, "contacts"
        if left is not None and self._died_as_well(figure, left):
            figure.measure = left.measure
            figure.own -= {"case"}
        if "measure" in figure.own:
            return
        if left is not None and self._goes_on_with(figure, left):
            figure.measure, figure.aggregation = left.measure, figure.aggregation or left.aggregation
            return
        if (inserted := self._inserted(figure, figures)) is not None:
            figure.measure = inserted.measure
            figure.aggregation = figure.aggregation or inserted.aggregation
            figure.when, figure.place = figure.when or inserted.when, figure.place or inserted.place
            figure.own |= inserted.own & {"when", "date"}
            return
        if self.reading.language.verb_last and (verb := self._closing_verb(figure, figures)) is not None:
            figure.measure = verb
            return
        self._lend(figure, parent, left, figures)

    def _died_as_well(self, figure: Figure, left: Figure) -> bool:
        """Whether people told with nothing but another disease died like those before: "2,646 died of COVID-19, of
        pneumonia 600 people".
        """
        plain = figure.counted.by == "person" and figure.own >= {"case", "disease"} and not figure.cell.bracket
        dead = left.measure == "deaths" and bool(left.own & {"measure", "case"}) and not left.cell.bracket
        return plain and dead and "disease" in left.own and not figure.own & {"when", "aggregation", "place"}

    def _describes(self, figure: Figure, parent: Figure) -> bool:
        """Whether a part of the new cases only says who they are: "12 of them are people from quarantine"."""
        if not figure.cell.of_them or (parent.measure, parent.aggregation) != ("cases", "new"):
            return False
        told = figure.measure in ("contacts", "quarantined") and "measure" in figure.own
        return told and any(m.value == "contacts" for m in self.reading.marks(figure.cell.spans, "subgroup"))

    def _lend(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        """Take the measure of the whole, the neighbour, the list's head or the figure told before."""
        if figure.counted.by == "dose" and figure.measure is None:
            source = parent or left
            figure.measure = (
                source.measure if source and source.measure and source.measure.startswith("vaccine") else None
            )
            return
        if (
            parent is not None
            and parent.measure not in (None, "ignored")
            and (figure.cell.after_colon or figure.cell.of_them or figure.cell.bracket or left is None)
            and not (figure.own >= {"case", "disease"} and parent.measure in STOCKS)
        ):
            figure.measure = parent.measure
        elif figure.measure is not None and not (figure.item and self.wholes.list_anchor(figure) is not None):
            return
        elif left is not None and left.measure:
            source = self._totalled(figure, left, figures)
            figure.measure = source.measure
            figure.anchor = source.anchor if source.item else source
        elif "place" in figure.own and (right := self._right(figure, figures)) is not None:
            figure.measure = right.measure
            figure.disease = figure.disease or right.disease
            if right.aggregation in ("new", "cumulative"):
                figure.aggregation = figure.aggregation or right.aggregation
        elif self.wholes.is_listed(figure) and (anchor := self.wholes.list_anchor(figure)) is not None:
            figure.measure, figure.anchor = anchor.measure, anchor
        elif (
            (
                figure.counted.by in ("label", "bare")
                or self._looks_back(figure)
                or self._restates(figure)
                or self._sums(figure)
            )
            and (figure.own & {"aggregation", "when"} or self._restates(figure))
            and (self.state.heading or self.state.last)
        ):
            source = self.state.heading or self.state.last[0]
            figure.measure, figure.disease = source.measure, figure.disease or source.disease
        elif self.state.heading is not None and self.state.heading is self.state.anchor and figure.measure is None:
            figure.measure = self.state.heading.measure

    def _totalled(self, figure: Figure, left: Figure, figures: list[Figure]) -> Figure:
        """What a bare total behind a row of increments is the total of: the cases, where the row begins with them."""
        first = figures[0]
        total = figure.aggregation == "cumulative" and "aggregation" in figure.own
        row = total and left.aggregation == "new" == first.aggregation and left.measure in ("deaths", "recovered")
        named = row and first.measure == "cases" and first.value < figure.value and not figure.cell.bracket
        return first if named else left

    def _goes_on_with(self, figure: Figure, left: Figure) -> bool:
        """Whether a disease with its preposition only goes on: "62 with influenza were admitted, with pneumonia 18"."""
        mark = figure.counted.mark
        if figure.counted.by != "label" or mark is None or mark.group != "disease" or "measure" not in left.own:
            return False
        word = self.reading.ending(mark.first, "function") or self.reading.ending(mark.first, "cause")
        return word is not None and word.first >= left.counted.last

    def _inserted(self, figure: Figure, figures: list[Figure]) -> Figure | None:
        """The part put between people and their verb: "four members, including two children, died"."""
        part = next((f for f in figures if f.cell.parent is figure.cell and f.cell.of_them), None)
        if figure.counted.by != "person" or part is None or "measure" not in part.own:
            return None
        verb = next((u for u in part.used if u[0] > part.counted.last), None)
        tokens = self.reading.tokens
        among = self.reading.marks([(figure.counted.last, part.cell.number.first)], "of_them")
        included = bool(among) and part.subgroup is not None and self.reading.language.verb_last
        commas = verb is not None and any(tokens[i].text == "," for i in range(part.counted.last, verb[0]))
        return part if verb and (commas or included) else None

    def _restates(self, figure: Figure) -> bool:
        """Whether "the figure was" tells another place's or year's count of the same: "nationwide the figure was
        9,316".
        """
        mark, first = figure.counted.mark, figure.cell.number.first
        before = [(a, min(b, first)) for a, b in figure.cell.spans if a < first]
        named = figure.counted.by == "person" and bool(self.reading.marks(before, "figure"))
        return bool(figure.own & {"place", "when"}) and (named or (mark is not None and mark.group == "figure"))

    def _sums(self, figure: Figure) -> bool:
        """Whether people are only summed up behind a list: "In all in the region: 812 people"."""
        signed = self.reading.tokens[figure.cell.number.first - 1].text in "-:"
        if figure.counted.by != "person" or figure.aggregation != "cumulative" or not signed:
            return False
        label = label_before(self.reading, figure.cell)
        return label is not None and label.group in ("aggregation", "total_row")

    def _looks_back(self, figure: Figure) -> bool:
        """Whether people are counted at another year's time only: "a year ago there were 48 people"."""
        return figure.counted.by == "person" and figure.when is not None and figure.when.role in EARLIER

    def _closing_verb(self, figure: Figure, figures: list[Figure]) -> str | None:
        """People without a verb take the one that closes their list: "of COVID 3, of pneumonia 1 person died"."""
        if figure.counted.by != "person" or figure.cell.bracket or figure.cell.of_them:
            return None
        edge = figure.counted.last
        for other in figures:
            if other.cell.number.first < edge or other.cell.bracket:
                continue
            edge = self._past_cause(edge)
            joined = other.counted.by == "person" and other.cell.parent is None and not other.cell.of_them
            if not joined or (self.reading.at(edge, "and") is None and self.reading.tokens[edge].text not in ",、"):
                return None
            if "measure" in other.own:
                return other.measure
            edge = other.counted.last
        return None

    def _past_cause(self, edge: int) -> int:
        """The token behind a disease that only says what people died of, with its ending."""
        cause = self.reading.at(edge, "disease")
        last, tokens = (cause.last if cause is not None else edge), self.reading.tokens
        while cause is not None and last < len(tokens) and tokens[last].glued and tokens[last].text not in ",;.":
            last += 1
        return last

    def _right(self, figure: Figure, figures: list[Figure]) -> Figure | None:
        """The verb at the end of a list speaks for all of it: "Павлодарда 75, Алматыда 72 адам ауырды"."""
        after = [f for f in figures if f.cell.number.first > figure.cell.number.first and not f.cell.bracket]
        first: Figure | None = None
        for other in after:
            if "place" not in other.own:
                return first
            first = first or (other if other.measure is not None else None)
            if first is not None and other.measure == first.measure and "aggregation" in other.own:
                return other
        return first
