"""Gives each figure its fields: from its own cell first, then from what governs it (bracket, "of them", left, heading, text)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from transforms.extract.counted import Counted, counted, place_before
from transforms.extract.days import When
from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.places import Place, capital_of, contains, country_place
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell, Sentence
from transforms.extract.tables import Head, find_head, row_columns

STOCKS = frozenset({"active_cases", "severe", "critical", "icu", "ventilated", "under_observation", "quarantined", "hospitalised"})
WEAKNESS = {"cases": 4, "vaccine_doses": 4, "tests": 3, "contacts": 3, "hospitalised": 2, "active_cases": 4, "quarantined": 1}
PERIOD_ROLES = frozenset({"same_period", "since", "ytd", "season", "pandemic", "last_season"})
ITEM_WORDS = 8
GENERIC = frozenset({"food-poisoning", "poisoning"})
COMPARED = frozenset({"year", "same_period", "before"})
ALWAYS_SUBGROUP = frozenset({"outpatient", "unvaccinated", "vaccinated", "reinfected", "neglected", "imported", "contacts"})


@dataclass(slots=True)
class Figure:
    """A number on its way to an observation; `own` names the fields that its own words gave."""

    cell: Cell
    counted: Counted
    sentence: Sentence
    value: int
    measure: str | None = None
    aggregation: str | None = None
    case_class: str | None = None
    symptom_status: str | None = None
    disease: str | None = None
    place: Place | None = None
    when: When | None = None
    subgroup: str | None = None
    facility: str | None = None
    qualifier: str | None = None
    officiality: str | None = None
    own: set[str] = field(default_factory=set)
    used: list[tuple[int, int]] = field(default_factory=list)
    anchor: Figure | None = None
    item: bool = False
    zero: bool = False


@dataclass(slots=True)
class State:
    """What the text has said so far: the running disease, place, time, and the figure that a list continues."""

    disease: str | None
    text_disease: str | None
    focus: Place | None
    text_focus: Place | None
    when: When | None = None
    current: When | None = None
    anchor: Figure | None = None
    heading: Figure | None = None
    line: int = -1
    head: Head | None = None
    last: list[Figure] = field(default_factory=list)
    told: list[Figure] = field(default_factory=list)


class Scope:
    """Walks the sentences of one reading and resolves the figures of each."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        disease = main_disease(reading)
        focus = main_place(reading)
        opening = self._opening()
        self.state = State(disease, disease, focus, focus, opening, opening)

    def figures(self) -> list[Figure]:
        """All figures of the text with their fields, those without a measure or disease left out."""
        found: list[Figure] = []
        for sentence, cells in zip(self.reading.sentences, self.reading.cells, strict=True):
            found += self._sentence(sentence, cells)
        return [f for f in found if f.measure and f.disease]

    def _opening(self) -> When | None:
        """The time that holds until the text names one: the day of publication, else the first day that the text counts as of."""
        published = self.reading.published
        if published is not None:
            return When(0, 0, "published", published, published)
        return next((w for w in self.reading.whens if w.role == "as_of" and w.end), None)

    # --- one sentence -----------------------------------------------------------------------------------------------

    def _sentence(self, sentence: Sentence, cells: list[Cell]) -> list[Figure]:
        state = self.state
        if sentence.line != state.line and sentence.opens_line:
            self._new_line(sentence)
        if (row := self._table_row(sentence, cells)) is not None:
            return row
        figures = [f for c in cells if (f := self._figure(sentence, c)) is not None]
        figures = sorted(figures + self._zeros(sentence, cells), key=lambda f: f.cell.number.first)
        if not figures:
            head = find_head(self.reading, sentence)
            self.state.head = head or (self.state.head if not sentence.colon else None)
            if head is None:
                self._heading(sentence)
            return []
        by_cell = {id(f.cell): f for f in figures}
        for figure in figures:
            self._own_fields(figure)
        figures = [f for f in figures if "vetoed" not in f.own]
        for figure in figures:
            self._inherited_fields(figure, by_cell, figures)
        self._distribute_places(figures)
        kept = [f for f in figures if f.measure is not None]
        self._remember(sentence, kept)
        return kept

    def _new_line(self, sentence: Sentence) -> None:
        state = self.state
        state.line = sentence.line
        state.focus = state.text_focus

    def _figure(self, sentence: Sentence, cell: Cell) -> Figure | None:
        what = counted(self.reading, cell)
        if what is None:
            return None
        figure = Figure(cell, what, sentence, cell.number.value)
        figure.used.append((cell.number.first, cell.number.last))
        return figure

    def _table_row(self, sentence: Sentence, cells: list[Cell]) -> list[Figure] | None:
        """The figures of a table's row, each read as its column's heading says; None where the line is none."""
        head = self.state.head
        pairs = row_columns(self.reading, head, sentence, cells) if head is not None and cells else []
        if not pairs:
            return None
        places = self.reading.places_in(pairs[0][0].spans[:1])
        if not places and not self.reading.marks(pairs[0][0].spans[:1], "total_row", "aggregation"):
            return []
        figures = []
        for cell, heading in pairs:
            if self._is_no_count(heading):
                continue
            column = Figure(Cell(cell.number, [heading]), Counted("label", None, cell.number.last), sentence, cell.number.value)
            self._own_fields(column)
            column.cell, column.used, column.item = cell, [(cell.number.first, cell.number.last), cell.spans[0]], True
            column.place = places[0] if places else self.state.text_focus
            column.own.add("place")
            self._fill(column, self.state.anchor, ("measure", "disease", "aggregation", "case_class"))
            column.measure = column.measure or "cases"
            column.when = self._completed(column.when) or self.state.when
            column.disease = column.disease or self.state.disease
            figures.append(column)
        return figures

    def _is_no_count(self, heading: tuple[int, int]) -> bool:
        """Whether a column holds percentages, rates or the like."""
        times = {i for w in self.reading.whens_in([heading]) for i in range(w.first, w.last)}
        return any(m.first not in times for m in self.reading.marks([heading], "unit", "veto"))

    def _zeros(self, sentence: Sentence, cells: list[Cell]) -> list[Figure]:
        """"No new cases", "летальных случаев нет": stated zeros close to what they count."""
        found: list[Figure] = []
        for mark in self.reading.marks([(sentence.first, sentence.last)], "zero"):
            chunk = self._chunk(sentence, mark)
            if any(chunk[0] <= c.number.first < chunk[1] for c in cells):
                continue
            left = next((c for c in reversed(cells) if c.number.first < mark.first and not c.bracket), None)
            marks = self.reading.marks([chunk], "measure", "case")
            near = [m for m in marks if -1 <= m.first - mark.last <= 3 or -1 <= mark.first - m.last <= 8]
            named = {m.value if m.group == "measure" else "cases": m for m in near}
            if not named:
                found += self._zero_diseases(sentence, mark, chunk)
            for measure, counted_by in named.items():
                plain = counted_by.group == "case" and len(named) > 1 and "cases" in named and abs(counted_by.first - min(m.first for m in near if m is not counted_by)) <= 1
                if measure in ("cases", "deaths", "recovered") and not plain and all(f.measure != measure for f in found):
                    cell = Cell(Number(mark.first, mark.last, 0, "count", words=True), [chunk], left=left)
                    figure = Figure(cell, Counted(counted_by.group, counted_by, counted_by.last), sentence, 0, measure=measure, zero=True)
                    figure.used += [(mark.first, mark.last), (counted_by.first, counted_by.last)]
                    found.append(figure)
        return found

    def _zero_diseases(self, sentence: Sentence, zero: Mark, chunk: tuple[int, int]) -> list[Figure]:
        """"Не зарегистрированы дифтерия, полиомиелит": no cases of each disease that is listed right beside the zero."""
        last, found = sentence.last, []
        diseases = self.reading.marks([(chunk[0], last)], "disease")
        edge = zero.last
        for mark in diseases:
            before = mark.last <= zero.first and zero.first - mark.last <= 3
            if not before and not 0 <= mark.first - edge <= 2:
                continue
            edge = max(edge, mark.last)
            cell = Cell(Number(zero.first, zero.last, 0, "count", words=True), [(min(zero.first, mark.first), max(zero.last, mark.last))])
            figure = Figure(cell, Counted("case", zero, zero.last), sentence, 0, measure="cases", disease=mark.value, zero=True)
            figure.own.add("disease")
            figure.used += [(mark.first, mark.last)]
            found.append(figure)
        return found

    def _chunk(self, sentence: Sentence, mark: Mark) -> tuple[int, int]:
        """The stretch between commas in which a mark stands."""
        first, last = mark.first, mark.last
        while first > sentence.first and self.reading.tokens[first - 1].text not in ",;(":
            first -= 1
        while last < sentence.last and self.reading.tokens[last].text not in ",;:)":
            last += 1
        return first, last

    def _heading(self, sentence: Sentence) -> None:
        """A sentence without figures: one that ends with a colon, or a short line, governs the figures below it."""
        reading, spans = self.reading, [(sentence.first, sentence.last)]
        measures = reading.marks(spans, "measure", "case")
        short = sentence.opens_line and sentence.last - sentence.first <= 12 and not self._goes_on(sentence)
        if (sentence.colon or short) and measures and sentence.first >= reading.title_end:
            number = Number(sentence.last, sentence.last, 0, "count")
            figure = Figure(Cell(number, spans), Counted("label", measures[-1], sentence.last), sentence, 0)
            self._own_fields(figure)
            self._fill(figure, self.state.anchor, ("measure", "case_class", "when", "aggregation") if not figure.measure else ("when", "aggregation"))
            self.state.heading = self.state.anchor = figure
        whens = [w for w in reading.whens_in(spans) if w.end and w.role in ("on", "as_of")]
        if sentence.colon and whens:
            self.state.when = whens[-1]
        if (sentence.colon or short) and sentence.first >= reading.title_end and (places := reading.places_in(spans)) and (measures or sentence.colon):
            self.state.focus = places[-1] if len(places) == 1 else self.state.focus

    def _goes_on(self, sentence: Sentence) -> bool:
        return self.reading.tokens[sentence.last - 1].text in ".!?"

    # --- a figure's own words ----------------------------------------------------------------------------------------

    def _own_fields(self, figure: Figure) -> None:
        reading, cell, number = self.reading, figure.cell, figure.cell.number
        spans = cell.spans
        self._own_measure(figure)
        if "disease" not in figure.own:
            figure.disease = self._nearest(figure, reading.marks(spans, "disease"), "disease")
        if figure.disease in GENERIC and self.state.text_disease not in GENERIC | {None}:
            figure.disease = self.state.text_disease
        figure.symptom_status = self._nearest(figure, reading.marks(spans, "symptom"), "symptom_status")
        figure.case_class = self._nearest(figure, reading.marks(spans, "class"), "case_class")
        figure.officiality = self._nearest(figure, reading.marks([(figure.sentence.first, figure.sentence.last)], "officiality"), "officiality", use=False)
        self._own_place(figure)
        self._own_when(figure)
        self._own_aggregation(figure)
        vaccine = figure.measure is not None and figure.measure.startswith("vaccine")
        subgroups = [m for m in reading.marks(spans, "subgroup") if _part_of(m, figure) and not (vaccine and "vaccinated" in m.value)]
        figure.subgroup = self._nearest(figure, subgroups, "subgroup", use=False)
        qualifier = reading.ending(number.first, "qualifier")
        figure.qualifier = qualifier.value if qualifier else None
        after = reading.at(number.last, "qualifier")
        if after is not None and figure.qualifier is None:
            figure.qualifier = after.value
        facility = reading.marks(spans, "facility")
        if facility and figure.counted.by == "person":
            figure.facility = reading.text_of(facility[0].first, facility[0].last)

    def _nearest(self, figure: Figure, marks: list[Mark], name: str, use: bool = True) -> str | None:
        if not marks:
            return None
        best = min(marks, key=lambda m: _distance(figure.cell.number, m.first, m.last))
        figure.own.add(name)
        if use:
            figure.used.append((best.first, best.last))
        return best.value

    def _own_measure(self, figure: Figure) -> None:
        if figure.zero:
            figure.own.add("measure")
            return
        reading, number = self.reading, figure.cell.number
        marks = reading.marks(figure.cell.spans, "measure")
        if self._vetoed(figure, marks):
            figure.own.add("vetoed")
            return
        if figure.counted.by == "dose":
            marks = [m for m in marks if m.value.startswith("vaccine")]
        if marks:
            best = min(marks, key=lambda m: _distance(number, m.first, m.last) + WEAKNESS.get(m.value, 0))
            figure.measure = best.value
            figure.used.append((best.first, best.last))
            figure.own.add("measure")
        elif figure.counted.by == "case" or reading.marks(figure.cell.spans, "case"):
            figure.measure = "cases"
            figure.own.add("case")
        elif figure.counted.mark is not None and figure.counted.mark.group == "disease" and figure.counted.by == "label":
            figure.measure = "cases"
            figure.own.add("case")
        elif figure.counted.by == "person" and self._ill(figure):
            figure.measure = "cases"
            figure.own.add("case")
        if figure.measure == "ignored":
            figure.own.add("vetoed")
        if figure.counted.mark is not None:
            figure.used.append((figure.counted.mark.first, figure.counted.mark.last))

    def _ill(self, figure: Figure) -> bool:
        """People named with a disease, class or symptoms are its cases: "4402 asymptomatic patients"."""
        marks = self.reading.marks(figure.cell.spans, "disease", "symptom", "class")
        return any(_distance(figure.cell.number, m.first, m.last) <= 4 for m in marks)

    def _vetoed(self, figure: Figure, measures: list[Mark]) -> bool:
        """A word that makes a number no count stands nearer to it than any measure."""
        number = figure.cell.number
        vetoes = [_distance(number, m.first, m.last) for m in self.reading.marks(figure.cell.spans, "veto")]
        return min(vetoes, default=99) < min((_distance(number, m.first, m.last) for m in measures), default=9)

    def _own_place(self, figure: Figure) -> None:
        places = self.reading.places_in(figure.cell.spans)
        if not places:
            return
        figure.place = choose_place(places, figure.cell.number)
        figure.own.add("place")
        if _distance(figure.cell.number, figure.place.first, figure.place.last) < 12:
            figure.used.append((figure.place.first, figure.place.last))

    def _own_when(self, figure: Figure) -> None:
        whens = [w for w in self.reading.whens_in(figure.cell.spans) if w.role != "versus"]
        figure.when = merge_whens(whens, figure.cell.number)
        if figure.when is not None:
            figure.own.add("when")
            if figure.when.end is not None:
                figure.own.add("date")

    def _own_aggregation(self, figure: Figure) -> None:
        """Periods decide before words: a year-to-date of "new cases" is a total, "in all over the past day" an increment."""
        number, spans = figure.cell.number, figure.cell.spans
        step = figure.counted.mark if figure.counted.mark is not None and figure.counted.mark.group == "step" else None
        if number.plus:
            figure.aggregation = "new"
        elif step is not None:
            figure.aggregation = step.value
        elif figure.when is not None and figure.when.role in PERIOD_ROLES | {"year"}:
            figure.aggregation = "cumulative"
        elif figure.when is not None and figure.when.role in ("day", "week", "range", "month") and figure.when.aggregation == "new":
            figure.aggregation = "new"
        else:
            marks = [m for m in self.reading.marks(spans, "aggregation") if m.value != "none"]
            unfit = ("cumulative",) if figure.measure in STOCKS else ("stock",)
            marks = [m for m in marks if m.value not in unfit]
            if marks:
                figure.aggregation = min(marks, key=lambda m: _distance(number, m.first, m.last)).value
                close = min(marks, key=lambda m: _distance(number, m.first, m.last))
                if _distance(number, close.first, close.last) <= 2:
                    figure.used.append((close.first, close.last))
        if figure.aggregation is not None:
            figure.own.add("aggregation")

    # --- what governs it ---------------------------------------------------------------------------------------------

    def _inherited_fields(self, figure: Figure, by_cell: dict[int, Figure], figures: list[Figure]) -> None:
        parent = by_cell.get(id(figure.cell.parent)) if figure.cell.parent is not None else None
        left = by_cell.get(id(figure.cell.left)) if figure.cell.left is not None else None
        if parent is None and left is not None and (figure.cell.of_them or self._opens_with_of_them(figure)):
            parent = left
        if parent is None and left is None and self._opens_with_of_them(figure):
            parent = next((f for f in reversed(self.state.last) if f.value >= figure.value), None)
        figure.item = self._is_item(figure, left, parent)
        self._measure(figure, parent, left, figures)
        if figure.measure is None:
            return
        governor = parent or left
        self._aggregation(figure, parent, left)
        self._place(figure, parent, left, figures)
        self._when(figure, parent, left, figures)
        self._disease(figure, governor)
        self._class(figure, parent, left)
        if parent is not None and figure.subgroup is None and figure.cell.bracket and "place" not in figure.own:
            figure.subgroup = parent.subgroup
        self._pneumonia(figure)

    def _opens_with_of_them(self, figure: Figure) -> bool:
        marks = self.reading.marks([(figure.cell.spans[0][0], figure.cell.number.last + 3)], "of_them")
        return bool(marks)

    def _is_item(self, figure: Figure, left: Figure | None, parent: Figure | None) -> bool:
        """A figure that only continues a list: a place and a number, with at most a neutral noun."""
        told = figure.own & {"measure", "when", "aggregation"}
        return "place" in figure.own and not told and parent is None and (left is None or left.item)

    def _measure(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        order = self.reading.marks(figure.cell.spans, "dose_order")
        if order and "measure" not in figure.own and any(s is not None and s.measure and s.measure.startswith("vaccine") for s in (left, parent)):
            figure.measure = order[0].value
            return
        shared = figure.counted.mark is not None and not figure.cell.covers(figure.counted.mark.first)
        right = next((f for f in figures if f.cell.left is figure.cell), None)
        if shared and right is not None and right.measure is not None:
            figure.measure = right.measure
            return
        if "measure" in figure.own:
            return
        if figure.counted.by == "dose" and figure.measure is None:
            source = parent or left
            figure.measure = source.measure if source and source.measure and source.measure.startswith("vaccine") else None
            return
        if parent is not None and parent.measure and (figure.cell.after_colon or figure.cell.of_them or figure.cell.bracket or left is None):
            figure.measure = parent.measure
        elif figure.measure is not None and not (figure.item and self._list_anchor(figure) is not None):
            return
        elif left is not None and left.measure:
            figure.measure = left.measure
            figure.anchor = left.anchor if left.item else left
        elif "place" in figure.own and (right := self._right(figure, figures)) is not None:
            figure.measure = right.measure
        elif "place" in figure.own and (anchor := self._list_anchor(figure)) is not None:
            figure.measure, figure.anchor = anchor.measure, anchor
        elif figure.counted.by in ("label", "bare") and figure.own & {"aggregation", "when"} and (self.state.anchor or self.state.last):
            source = self.state.anchor or self.state.last[0]
            figure.measure, figure.disease = source.measure, figure.disease or source.disease
        elif self.state.heading is not None and self.state.heading is self.state.anchor and figure.measure is None:
            figure.measure = self.state.heading.measure

    def _list_anchor(self, figure: Figure) -> Figure | None:
        """The figure or heading above a list that its items break down."""
        anchor = self._whole(figure, self.state.anchor)
        if anchor is None or anchor.measure is None:
            return None
        if "case" in figure.own and not place_before(self.reading, figure.cell):
            return anchor if anchor.measure == "cases" else None
        return anchor

    def _whole(self, figure: Figure, anchor: Figure | None) -> Figure | None:
        """A part is never larger than its whole: then the last figure that could be one governs."""
        if anchor is None or anchor is self.state.heading or anchor.value >= figure.value:
            return anchor
        return next((f for f in reversed(self.state.told) if f.value >= figure.value and f.measure == anchor.measure), anchor)

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
        events = figure.measure == "hospitalised" and figure.when is not None and figure.when.role == "same_now"
        if figure.measure in STOCKS and not events and not (parent is not None and parent.aggregation == "cumulative"):
            figure.aggregation = "stock"
            return
        for source in (parent, left):
            if source is not None and source.aggregation in ("new", "cumulative"):
                figure.aggregation = source.aggregation
                return
        if figure.when is not None and figure.when.role == "same_now" and self.state.last:
            figure.aggregation = self.state.last[0].aggregation
            return
        if "when" in figure.own and figure.when is not None and (hint := figure.when.aggregation) is not None:
            figure.aggregation = hint
            return
        anchor = figure.anchor or (self._whole(figure, self.state.anchor) if figure.item else None)
        last = self.state.last[0] if self.state.last else None
        for source in (anchor, last):
            if source is not None and source.aggregation in ("new", "cumulative"):
                whole = self._whole(figure, source) if "place" in figure.own and source.measure == figure.measure else source
                figure.aggregation = whole.aggregation if whole is not None else None
                if whole is not source:
                    figure.anchor = whole
                return

    def _place(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        if figure.place is not None:
            return
        if parent is not None:
            figure.place = parent.place
        elif left is not None:
            named = {f.place.code for f in figures if f.place is not None and "place" in f.own and f.cell.number.first < figure.cell.number.first}
            figure.place = left.place if len(named) <= 1 else self._governing(figures) or self.state.focus
        if figure.place is None:
            figure.place = self.state.focus

    def _governing(self, figures: list[Figure]) -> Place | None:
        first = figures[0]
        return first.place if first.place is not None and first.place.first < first.cell.number.first and not first.item and first.place.kind == "country" else None

    def _when(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
        base = self.state.when
        sources = [s.when for s in (parent, left) if s is not None and s.when is not None and s.when.role != "before"]
        if not sources and figure.when is None:
            sources = [f.when for f in figures if f is not figure and "when" in f.own and f.when is not None and f.when.role in ("on", "as_of", "said", "day", "range")]
        source = sources[0] if sources else (figure.anchor.when if figure.anchor is not None else None)
        if base is not None and base.role == "span" and figure.aggregation != "new":
            base = self.state.current
        figure.when = self._completed(figure.when, source) or source or base

    def _completed(self, when: When | None, source: When | None = None) -> When | None:
        """A time that leaves its last day open ends on the day that governs it."""
        base = self.state.current if when is not None and when.role in PERIOD_ROLES else self.state.when
        current = source or base
        if when is None:
            return None
        if when.role == "before":
            return _earlier(when, current)
        if when.role == "same_now" and self.state.last and self.state.last[0].when is not None:
            return self.state.last[0].when
        if when.role == "same_period":
            return self._a_year_back(when, current)
        if when.end is None and when.role not in ("other", "last_season"):
            near = source if source is not None and source.end is not None and source.role in ("on", "as_of", "said", "range") else base
            start = near.end - timedelta(days=6) if when.role == "week" and near is not None and near.end is not None else when.start
            return replace(when, start=start, end=near.end if near else None, clock=near.clock if near else None)
        return when

    def _a_year_back(self, when: When, current: When | None) -> When:
        """"The same period of 2023" ends on the current day of that year; without a year named, one year back."""
        if current is None or current.end is None:
            return when
        year = when.start.year if when.start else current.end.year - 1
        start = date(year, 1, 1) if when.start or current.start is None else current.start.replace(year=year)
        return replace(when, start=start, end=_in_year(current.end, year))

    def _disease(self, figure: Figure, governor: Figure | None) -> None:
        if figure.disease is not None:
            return
        if governor is not None and governor.disease:
            figure.disease = governor.disease
            return
        marks = self.reading.marks([(figure.sentence.first, figure.cell.number.first)], "disease")
        marks = marks or (self.reading.marks([(figure.sentence.first, figure.sentence.last)], "disease") if self.state.disease is None else [])
        figure.disease = marks[-1].value if marks else self.state.disease
        if figure.anchor is not None and figure.anchor.disease and not marks:
            figure.disease = figure.anchor.disease

    def _class(self, figure: Figure, parent: Figure | None, left: Figure | None) -> None:
        if figure.case_class is not None:
            return
        source = parent if parent is not None and (figure.cell.of_them or figure.cell.after_colon) else None
        if source is None and left is not None and "measure" not in figure.own and "case" not in figure.own:
            source = left
        if source is None and figure.item:
            source = figure.anchor or self.state.anchor
        if source is None and left is not None and left.case_class == "probable" and figure.measure in ("deaths", "recovered"):
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
        elif figure.disease == "covid-19" and figure.case_class == "probable" and any(m.value == "confirmed_or_probable" for m in marks):
            figure.case_class = "confirmed_or_probable"

    def _fill(self, figure: Figure, source: Figure | None, names: tuple[str, ...]) -> None:
        for name in names:
            if source is not None and getattr(figure, name) is None:
                setattr(figure, name, getattr(source, name))

    def _distribute_places(self, figures: list[Figure]) -> None:
        """"Almaty and Akmola regions recorded 140 and 137 cases, respectively"."""
        if not figures:
            return
        spans = [(figures[0].sentence.first, figures[0].sentence.last)]
        if not self.reading.marks(spans, "respectively"):
            return
        places = self.reading.places_in(spans)
        if len(self.state.last) == len(figures) > 1 and not places and all(f.counted.by in ("bare", "label") or f.measure is None for f in figures):
            for figure, model in zip(figures, self.state.last, strict=True):
                figure.measure, figure.disease, figure.case_class, figure.place = model.measure, model.disease, model.case_class, model.place
        if len(places) == len(figures) > 1:
            for figure, place in zip(figures, places, strict=True):
                figure.place = place
                figure.own.add("place")

    def _remember(self, sentence: Sentence, figures: list[Figure]) -> None:
        """What the following sentences may build on."""
        state = self.state
        if not figures:
            return
        mains = [f for f in figures if not f.cell.bracket and not f.item]
        told = [f for f in mains if f.own & {"measure", "case"}]
        compared = bool(told) and told[0].when is not None and told[0].when.role in COMPARED and state.anchor is not None
        state.told += told
        if told and not compared:
            state.anchor, state.last = told[0] if not sentence.colon else told[-1], told
            state.heading = None
        for figure in mains:
            if figure.when is not None and "date" in figure.own and figure.when.role not in ("year", "same_period", "before", "month"):
                role = "as_of" if figure.when.role in ("as_of", "said") else "span" if figure.when.role in ("range", "week") else "on"
                state.when = replace(figure.when, role=role, start=None)
                if figure.when.role in ("as_of", "said") or figure.when.role in PERIOD_ROLES:
                    state.current = state.when
                break
        first = mains[0] if mains else None
        codes = {f.place.code for f in figures if f.place is not None and "place" in f.own}
        if first is not None and first.place is not None and "place" in first.own and (len(codes) == 1 or first.place.kind == "country"):
            state.focus = first.place
        if mains and "disease" in mains[0].own:
            state.disease = state.disease if state.disease is not None and sentence.line != state.line else mains[0].disease


def _distance(number: Number, first: int, last: int) -> float:
    """Tokens between a number and a mark; what follows a number is a little nearer than what stands before it."""
    if first >= number.last:
        return first - number.last
    if last <= number.first:
        return number.first - last + 0.5
    return 0


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _earlier(when: When, current: When | None) -> When:
    """A day or a week before the current time."""
    back = timedelta(days=when.days or 1)
    if current is None or current.end is None:
        return when
    start = current.start - back if current.start is not None and when.days == 7 else (current.end - back - timedelta(days=6) if when.days == 7 else None)
    return replace(when, start=start, end=current.end - back)


def _part_of(mark: Mark, figure: Figure) -> bool:
    """Whether a subgroup's word belongs to the number: in the noun phrase behind it, as its label, or under "of them"."""
    number = figure.cell.number
    if figure.cell.of_them or figure.cell.bracket:
        return True
    return _distance(number, mark.first, mark.last) <= (5 if mark.first >= number.last else 2.5)


def choose_place(places: list[Place], number: Number) -> Place:
    """The nearest place, or the more particular one where one lies in the other."""
    nearest = min(places, key=lambda p: _distance(number, p.first, p.last))
    inside = [p for p in places if p is not nearest and contains(nearest, p)]
    return min(inside, key=lambda p: _distance(number, p.first, p.last)) if inside else nearest


def merge_whens(whens: list[When], number: Number) -> When | None:
    """One time from all those in a cell: a period's beginning from one, its last day from another."""
    if not whens:
        return None
    rank = {"same_period": 0, "since": 0, "ytd": 0, "season": 0, "last_season": 0, "range": 0, "before": 0, "year": 1, "pandemic": 2, "week": 3, "day": 3, "month": 3, "as_of": 4, "until": 4, "on": 5, "said": 6}
    main = min(whens, key=lambda w: (rank.get(w.role, 6), _distance(number, w.first, w.last)))
    days = [w for w in whens if w is not main and w.end is not None and w.role in ("as_of", "on", "until", "said")]
    if main.end is None and days:
        day = min(days, key=lambda w: _distance(number, w.first, w.last))
        if main.role in ("season", "pandemic", "since") and main.start is None and 0 <= day.first - main.last <= 2:
            return replace(main, role="since", start=day.start)
        return replace(main, end=day.end, clock=day.clock)
    return main


def main_disease(reading: Reading) -> str | None:
    """The disease that a text is about: the title's first, else the one it names most often."""
    counts: dict[str, float] = {}
    for first in sorted(reading.starts):
        for mark in reading.starts[first]:
            if mark.group == "disease":
                counts[mark.value] = counts.get(mark.value, 0) + (3 if first < reading.title_end else 1)
    if not counts:
        implied = [m.value for marks in reading.starts.values() for m in marks if m.group == "implied"]
        return implied[0] if implied else None
    if "covid-19" in counts and "pneumonia" in counts:
        counts["covid-19"] += counts.pop("pneumonia")
    return max(counts, key=lambda d: counts[d]) if counts else None


def main_place(reading: Reading) -> Place | None:
    """Where a text is set: the broader of the title's place and that of the first sentence with a figure, else the source's country."""
    title = next((p for p in reading.places if p.first < reading.title_end), None)
    lead = None
    for sentence, cells in zip(reading.sentences, reading.cells, strict=True):
        if sentence.first >= reading.title_end and cells and sentence.last - sentence.first > ITEM_WORDS:
            places = reading.places_in([(sentence.first, sentence.last)])
            lead = choose_place(places[:2], cells[0].number) if places else None
            break
    if title is not None and lead is not None:
        return lead if contains(lead, title) else title
    country = country_place(reading.source_country) if reading.source_country else None
    return title or lead or country or (reading.places[0] if reading.places else None)
