"""The fields that a figure takes from what governs it: its bracket, "of them", its neighbour, the list's head, the
text.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.counted import place_before
from transforms.extract.figure import CLOSED, OUTBREAKS, STOCKS, Figure, State, is_compared
from transforms.extract.lexicon import Mark
from transforms.extract.own import is_gone, is_present
from transforms.extract.places import WORLD, Place, contains
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell
from transforms.extract.times import Times
from transforms.extract.when import When

EARLIER = frozenset({"same_period", "before"})
REPEATED, OPENING = 10, 8
OUTGROWN = {"recovered": 6, "deaths": 1}
PART_OF = {"influenza": "arvi"}
ILL = frozenset({"cases", "deaths", "hospitalised"})
UNCLASSED = frozenset({"tests", "contacts", "quarantined", "under_observation"})


class Government:
    """Resolves what a figure's own words leave open."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state, self.times = reading, state, Times(state)

    def resolve(self, figure: Figure, by_cell: dict[int, Figure], figures: list[Figure]) -> None:
        """Fill the open fields of one figure of a sentence; `by_cell` has the sentence's figures by their cell."""
        parent = _figure_of(figure.cell.parent, by_cell)
        left = _figure_of(figure.cell.left, by_cell)
        beside = left is not None and left.cell.bracket and left.cell.parent is figure.cell.parent
        if figure.cell.bracket and beside and left is not None and "date" in left.own and "measure" in figure.own:
            parent = left
        while left is not None and "versus" in left.own:
            left = _figure_of(left.cell.left, by_cell)
        if parent is None and left is not None and (figure.cell.of_them or self._opens_with_of_them(figure)):
            parent = left
        if parent is None and left is None and self._opens_with_of_them(figure):
            parent = self._whole_before(figure)
        compared = figure.cell.bracket and figure.counted.by == "case" and figure.own >= {"case", "date"}
        if compared and parent is not None and parent.measure != "cases":
            figure.measure = "cases"
            figure.own.add("measure")
        if parent is not None:
            figure.own.add("part")
            if "whole's aggregation" in figure.own and parent.when is not None and parent.when.role in CLOSED:
                figure.aggregation = parent.aggregation
        figure.item = self._is_item(figure, left, parent)
        self.enclose(figure)
        self._measure(figure, parent, left, figures)
        if figure.measure is None and figure.counted.by == "case":
            figure.measure = "cases"
        if figure.measure is None:
            return
        governor = parent or left
        self._join(figure, figures)
        if figure.measure in STOCKS and "measure" not in figure.own and not self._is_event(figure, parent):
            figure.aggregation = None
        self._aggregation(figure, parent, left)
        if figure.aggregation == "new" and not figure.own & {"aggregation", "when"} and self._outgrows(figure):
            figure.aggregation = "cumulative"
        if figure.aggregation is None and self._is_event(figure, parent):
            figure.aggregation = "cumulative"
        self._place(figure, parent, left, figures)
        self._when(figure, parent, left, figures)
        if figure.when is not None and figure.when.role == "year" and figure.measure not in STOCKS:
            figure.aggregation = "cumulative"
        self._disease(figure, governor)
        self._class(figure, parent, left)
        if parent is not None and figure.subgroup is None and figure.cell.bracket and "place" not in figure.own:
            figure.subgroup = parent.subgroup
        if figure.measure in UNCLASSED:
            figure.case_class = figure.symptom_status = None
            figure.disease = self.state.text_disease if figure.disease == "pneumonia" else figure.disease
        self._pneumonia(figure)
        whole = figure.anchor if figure.item else None
        if whole is not None and whole.sentence.colon and figure.subgroup is None and "column" not in figure.own:
            figure.subgroup = whole.subgroup
            figure.own |= whole.own & {"part"}

    def enclose(self, figure: Figure) -> None:
        """A locality known by its form lies in the place named beside it, else where the text is set."""
        if figure.place is None or figure.place.code is not None or figure.place.kind == WORLD:
            return
        spans = [(figure.sentence.first, figure.sentence.last)]
        named = [p for p in self.reading.places_in(spans) if p.code is not None and p.locality is None]
        region = next((p for p in named if p.kind != "country"), None)
        focus = next((p for p in (self.state.focus, self.state.text_focus) if p is not None and p.code), None)
        country = named[0] if named and not _lies_in(focus, named[0]) else None
        around = region or country or focus or (named[0] if named else None)
        figure.place = replace(figure.place, code=around.code if around is not None else None)

    def _whole_before(self, figure: Figure) -> Figure | None:
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

    def _opens_with_of_them(self, figure: Figure) -> bool:
        return bool(self._of_them(figure))

    def _of_them(self, figure: Figure) -> list[Mark]:
        return self.reading.marks([(figure.cell.spans[0][0], figure.cell.number.last + 3)], "of_them")

    def _is_item(self, figure: Figure, left: Figure | None, parent: Figure | None) -> bool:
        """A figure that only continues a list: a place and a number, with at most a neutral noun."""
        told = figure.own & {"measure", "when", "aggregation"}
        return "place" in figure.own and not told and parent is None and (left is None or left.item)

    def _measure(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
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
            return
        doses = figure.measure is not None and figure.measure.startswith("vaccine") and figure.counted.by != "dose"
        if doses and figure.cell.of_them and parent is not None and parent.measure in ILL:
            figure.measure, figure.subgroup = parent.measure, "vaccinated"
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
        ):
            figure.measure = parent.measure
        elif figure.measure is not None and not (figure.item and self._list_anchor(figure) is not None):
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
        elif self._is_listed(figure) and (anchor := self._list_anchor(figure)) is not None:
            figure.measure, figure.anchor = anchor.measure, anchor
        elif (
            (figure.counted.by in ("label", "bare") or self._looks_back(figure))
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
        return part if verb and any(tokens[i].text == "," for i in range(part.counted.last, verb[0])) else None

    def _restates(self, figure: Figure) -> bool:
        """Whether "the figure was" tells another place's count of the same: "nationwide the figure was 9,316"."""
        mark = figure.counted.mark
        return mark is not None and mark.group == "figure" and "place" in figure.own

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

    def _is_listed(self, figure: Figure) -> bool:
        """Whether a figure has the shape of a list's item: a place right beside the number or its noun."""
        if "place" not in figure.own or figure.place is None:
            return False
        near = figure.place.first - max(figure.cell.number.last, figure.counted.last)
        return place_before(self.reading, figure.cell) or -1 <= near <= 3

    def _list_anchor(self, figure: Figure) -> Figure | None:
        """The figure or heading above a list that its items break down."""
        anchor = self.whole(figure, self.state.anchor)
        if anchor is None or anchor.measure is None:
            return None
        if "case" in figure.own and not place_before(self.reading, figure.cell):
            return anchor if anchor.measure == "cases" else None
        if figure.counted.by == "case" and (anchor.measure in UNCLASSED or anchor.measure.startswith("vaccine")):
            return None
        return anchor

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
        larger = [f for f in reversed(self.state.told) if f.value >= figure.value and f.place is not None]
        cases = next((f for f in larger if f.measure == "cases"), None) if figure.item else None
        return next((f for f in larger if f.measure == anchor.measure), cases or anchor)

    def _right(self, figure: Figure, figures: list[Figure]) -> Figure | None:
        """The verb at the end of a list speaks for all of it: "Павлодарда 75, Алматыда 72 адам ауырды"."""
        after = [f for f in figures if f.cell.number.first > figure.cell.number.first and not f.cell.bracket]
        for other in after:
            if "place" not in other.own:
                return None
            if other.measure is not None:
                return other
        return None

    def _aggregation(self, figure: Figure, parent: Figure | None, left: Figure | None) -> None:
        if figure.aggregation is not None:
            return
        if figure.measure in STOCKS and not self._is_event(figure, parent):
            figure.aggregation = "stock"
            return
        apart = figure.own >= {"measure", "date"} and figure.when is not None and figure.when.role == "on"
        for source in (parent, left):
            other = source is not None and source.measure != figure.measure and source.measure not in STOCKS
            if source is not None and source.aggregation in ("new", "cumulative") and not (apart and other):
                figure.aggregation = source.aggregation
                return
        if (
            figure.when is not None
            and figure.when.role == "same_now"
            and (same := self.times.counted_last()) is not None
        ):
            figure.aggregation = same.aggregation if same.aggregation in ("new", "cumulative") else None
            return
        if "when" in figure.own and figure.when is not None and (hint := figure.when.aggregation) is not None:
            outbreak = figure.when.role == "on" and (figure.disease or self.state.disease) in OUTBREAKS
            outbreak = outbreak and figure.measure != "recovered" and not figure.cell.number.lone
            figure.aggregation = "cumulative" if outbreak else hint
            return
        if self.state.section is not None and "when" not in figure.own:
            figure.aggregation, day = self.state.section
            figure.when = figure.when or day
            return
        if self.state.heading is not None and self.state.heading.aggregation in ("new", "cumulative"):
            heading = self.state.heading
            governor = heading if "aggregation" in heading.own else self.whole(figure, heading.anchor) or heading
            figure.aggregation = governor.aggregation
            return
        if self.state.daily and not self.state.told:
            figure.aggregation = "new"
            return
        anchor = figure.anchor or (self.whole(figure, self.state.anchor) if figure.item else None)
        last = self._continued(figure)
        for source in (anchor, last):
            if source is None or _is_vaccination(figure) > _is_vaccination(source) or figure.measure == "contacts":
                continue
            if source.aggregation in ("new", "cumulative"):
                whole = (
                    self.whole(figure, source) if "place" in figure.own and source.measure == figure.measure else source
                )
                figure.aggregation = whole.aggregation if whole is not None else None
                if whole is not source:
                    figure.anchor = whole
                return

    def _outgrows(self, figure: Figure) -> bool:
        """Whether far more recovered or died than newly fell ill, where a total told as well can hold them: they are
        a total too.
        """
        times = OUTGROWN.get(figure.measure or "")
        if times is None:
            return False
        news = [f.value for f in self.state.told if f.measure == "cases" and f.aggregation == "new"]
        totals = [f.value for f in self.state.totals if _lies_in(f.place, figure.place)]
        return bool(news and totals) and times * max(news) < figure.value < max(totals)

    def _continued(self, figure: Figure) -> Figure | None:
        """The figure that one without a time of its own goes on from: the last that could be its whole, else the
        last.
        """
        if not self.state.last:
            return None
        wholes = (f for f in reversed(self.state.told) if f.measure == figure.measure and f.value >= figure.value)
        anchor = self.state.anchor
        told = (f for f in wholes if f is anchor or anchor is None or not is_compared(f, anchor))
        whole = next((f for f in told if _lies_in(figure.place, f.place)), None)
        if whole is not None and "place" in figure.own:
            return whole
        events = (f for f in [self.state.last[0], *reversed(self.state.told)] if f.measure not in STOCKS)
        last = next((f for f in events if f is anchor or anchor is None or not is_compared(f, anchor)), None)
        events_only = figure.measure not in STOCKS and not figure.zero
        return last if last is not None and events_only else self.state.last[0]

    def _running(self, figure: Figure) -> When | None:
        """The period of the figure that this one continues, where both are counts of events of one kind."""
        source = self._continued(figure)
        if source is None or source.when is None or figure.measure in STOCKS:
            return None
        period = source.when.role in CLOSED and source.aggregation == figure.aggregation
        return source.when if period else None

    def _is_event(self, figure: Figure, parent: Figure | None) -> bool:
        """Whether people came to hospital rather than are there."""
        if figure.measure != "hospitalised":
            return False
        repeated = figure.when is not None and figure.when.role == "same_now"
        part = parent is not None and parent.measure == figure.measure and "measure" not in figure.own
        stays = any(m.value == "stock" for m in self.reading.marks(figure.cell.spans, "aggregation"))
        event = part and not stays and parent is not None and parent.aggregation in ("new", "cumulative")
        admitted = bool(self.reading.marks(figure.cell.spans, "admitted")) and not is_present(self.reading, figure)
        return repeated or event or admitted

    def _place(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        if figure.place is not None:
            return
        if parent is not None:
            figure.place = parent.place
        elif left is not None:
            first = figure.cell.number.first
            placed = [f for f in figures if f.place and "place" in f.own and f.cell.number.first < first]
            named = {f.place.code for f in placed if f.place is not None}
            governing = _subject(placed) or self._governing(figures)
            figure.place = left.place if len(named) <= 1 else governing or self.state.focus
        if figure.place is None:
            figure.place = self.state.text_focus if self._is_grand_total(figure) else self.state.focus
        if figure.place is not None and figure.place.locality and self.reading.marks(figure.cell.spans, "around"):
            figure.place = replace(figure.place, locality=None, kind="region")

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

    def _join(self, figure: Figure, figures: list[Figure]) -> None:
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

    def _disease(self, figure: Figure, governor: Figure | None) -> None:
        if figure.disease is not None:
            return
        if governor is not None and governor.disease:
            figure.disease = governor.disease
            return
        marks = self.reading.marks([(figure.sentence.first, figure.cell.number.first)], "disease")
        marks = marks or (
            self.reading.marks([(figure.sentence.first, figure.sentence.last)], "disease")
            if self.state.disease is None
            else []
        )
        told = self._told_disease(figure) or self.state.line_disease
        figure.disease = marks[-1].value if marks else told or self.state.disease
        if figure.anchor is not None and figure.anchor.disease and not marks:
            figure.disease = figure.anchor.disease
        whole = PART_OF.get(figure.disease or "")
        if whole is not None and self._exceeds(figure, whole):
            figure.disease = whole

    def _exceeds(self, figure: Figure, whole: str) -> bool:
        """Whether a count that names no disease is far above those of one, the text counting what it is a part of."""
        told = [f for f in self.state.told if f.measure == figure.measure]
        parts = [f.value for f in told if f.disease == figure.disease]
        return bool(parts) and REPEATED * max(parts) < figure.value and any(f.disease == whole for f in told)

    def _told_disease(self, figure: Figure) -> str | None:
        """The disease of the same figure told before: "of the 16 cases …" after "16 cases of polio"."""
        same = (f for f in self.state.told if f.value == figure.value >= REPEATED and f.measure == figure.measure)
        return next((f.disease for f in same), None)

    def _class(self, figure: Figure, parent: Figure | None, left: Figure | None) -> None:
        if figure.case_class is not None:
            return
        grown = figure.cell.bracket and figure.cell.number.plus
        source = parent if parent is not None and (figure.cell.of_them or figure.cell.after_colon or grown) else None
        if source is not None and source.case_class == "suspected" and "measure" in figure.own:
            return
        if source is None and left is not None and "measure" not in figure.own and "case" not in figure.own:
            source = left
        if source is None and figure.item:
            source = figure.anchor or self.state.anchor
        if source is None and self.state.heading is not None:
            source = self.state.heading
        if (
            source is None
            and left is not None
            and left.case_class == "probable"
            and figure.measure in ("deaths", "recovered")
        ):
            source = left
        if source is not None:
            figure.case_class = source.case_class
            if figure.symptom_status is None and figure.item:
                figure.symptom_status = source.symptom_status

    def _pneumonia(self, figure: Figure) -> None:
        """Pneumonia in a report on COVID-19 is its probable form, or is pooled with it where the text joins the two."""
        reading = self.reading
        marks = reading.marks([(figure.sentence.first, figure.sentence.last)], "class")
        if figure.disease == "pneumonia" and self.state.disease == "covid-19":
            figure.disease = "covid-19"
            pooled = any(m.value == "confirmed_or_probable" for m in marks)
            if figure.case_class is None or figure.case_class != "confirmed":
                figure.case_class = "confirmed_or_probable" if pooled else "probable"
        elif (
            figure.disease == "covid-19"
            and figure.case_class == "probable"
            and any(m.value == "confirmed_or_probable" for m in marks)
        ):
            figure.case_class = "confirmed_or_probable"

    def fill(self, figure: Figure, source: Figure | None, names: tuple[str, ...]) -> None:
        for name in names:
            if source is not None and getattr(figure, name) is None:
                setattr(figure, name, getattr(source, name))

    def _only_day(self, figure: Figure) -> list[When]:
        """The day that a sentence names outside its figures' own words ("…, the ministry said on 5 May")."""
        whens = self.reading.whens_in([(figure.sentence.first, figure.sentence.last)])
        day, published = whens[0].end if len(whens) == 1 else None, self.reading.published
        opens = figure.zero and bool(whens) and whens[0].last - figure.sentence.first <= OPENING
        closed = frozenset({"range", "year"}) if opens else frozenset()
        told = day is not None and whens[0].role in {"said", "as_of", "on"} | closed
        told = told and not is_gone(self.reading, figure, whens[0])
        return whens if told and (published is None or day is None or day <= published) else []

    def _when(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        base = self.state.when if not self._turns_away(figure) else self.state.opening or self.state.when
        beside = [s for s in (parent, left) if s is not None and not s.cell.number.lone]
        sources = [s.when for s in beside if s.when is not None and s.when.role != "before"]
        if not sources and figure.when is None:
            sources = [
                f.when
                for f in figures
                if f is not figure
                and "when" in f.own
                and f.when is not None
                and f.when.end is not None
                and f.when.role in ("on", "as_of", "said", "day", "range")
            ]
            sources = sources or self._only_day(figure)
        if figure.aggregation == "stock" and "aggregation" in figure.own:
            sources = [w for w in sources if w.role not in CLOSED]
        source = sources[0] if sources else (figure.anchor.when if figure.anchor is not None else None)
        if source is None and self.state.heading is not None:
            source = self.state.heading.when
        if base is not None and base.role in ("span", "period") and figure.aggregation != "new":
            base = self.state.current
        if base is not None and base.role in ("year", "range", "month") and figure.measure in STOCKS:
            base = self.state.current
        if self.state.line_when is not None and (figure.zero or figure.measure not in STOCKS):
            base = self.state.line_when
        if source is None and figure.when is None:
            base = (self._running(figure) if base is not self.state.line_when else None) or base
        if base is None and self.state.last:
            base = self.state.last[0].when
        if source is None and figure.when is None and base is not None and not figure.item:
            base = self._latest(figure, base)
        if source is not None and source.role == "same_now" and source.end is None:
            source = self.times.completed(source)
        figure.when = self.times.completed(figure.when, source) or source or base

    def _turns_away(self, figure: Figure) -> bool:
        """Whether a stated total is of another country than the one whose day was told last."""
        base, last = self.state.when, self.state.last[0] if self.state.last else None
        if base is None or base.role != "on" or last is None or figure.aggregation != "cumulative":
            return False
        there, here = last.place, figure.place
        known = there is not None and here is not None and there.code is not None and here.code is not None
        apart = known and str(there and there.code)[:2] != str(here and here.code)[:2]
        return apart and "aggregation" in figure.own and "place" in figure.own

    def _latest(self, figure: Figure, base: When) -> When:
        """A total without a time behind earlier days that were told for comparison is of the latest day told."""
        if figure.aggregation != "cumulative" or base.role != "on" or base.end is None:
            return base
        told = (f for f in self.state.told if f.aggregation == "new" and "date" in f.own)
        days = [f.when.end for f in told if f.when is not None and f.when.end is not None]
        return replace(base, end=max(days)) if days and max(days) > base.end else base


def _subject(placed: list[Figure]) -> Place | None:
    """The country whose clause goes on: "A: 44 cases, 39 recovered, 1 dead; B: 43 cases, 40 recovered"."""
    last, place = placed[-1] if placed else None, placed[-1].place if placed else None
    if last is None or place is None or last.item or place.kind != "country":
        return None
    return place if place.first < last.cell.number.first else None


def _is_vaccination(figure: Figure) -> bool:
    """Whether doses are counted: they do not go on from counts of the ill."""
    return figure.measure is not None and figure.measure.startswith("vaccine")


def _figure_of(cell: Cell | None, by_cell: dict[int, Figure]) -> Figure | None:
    """The figure of a cell, or of the nearest one to its left that has one."""
    while cell is not None and id(cell) not in by_cell:
        cell = cell.left
    return by_cell[id(cell)] if cell is not None else None


def _lies_in(inner: Place | None, outer: Place | None) -> bool:
    """Whether a place is, or lies in, another, as far as both are known."""
    known = inner is not None and outer is not None and inner.code is not None and outer.code is not None
    return not known or (inner is not None and outer is not None and str(inner.code).startswith(str(outer.code)))
