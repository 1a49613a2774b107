"""Walks a text sentence by sentence: figures take their fields from their own words, then from what governs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from transforms.extract.columns import Columns
from transforms.extract.counted import counted, without_wholes
from transforms.extract.doubts import is_baseless, is_difference, is_fall, is_share, tells_unknown
from transforms.extract.figure import (
    CLOSED,
    OUTBREAKS,
    PERIOD_ROLES,
    STOCKS,
    Figure,
    State,
    is_compared,
    without_counted,
)
from transforms.extract.focus import is_roundup, main_disease, main_place, opening_time, reported_week, title_span
from transforms.extract.following import Counted
from transforms.extract.govern import Government
from transforms.extract.listings import Listings
from transforms.extract.numbers import Number
from transforms.extract.own import GENERIC, OwnWords
from transforms.extract.places import WORLD, Place, country_place
from transforms.extract.reading import Reading
from transforms.extract.sharing import Sharing
from transforms.extract.structure import Cell, Sentence
from transforms.extract.when import When
from transforms.extract.zeros import Zeros

REMEMBERED, ITEM_TOKENS, RESTATED = 40, 14, 0.06
LONGEST_SPAN, OPENING = 31, 4
SPAN = ("range", "new")
AT_ONCE = OUTBREAKS | {"poisoning"}


class Scope:
    """Walks the sentences of one reading and resolves the figures of each."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        disease = main_disease(reading)
        focus = main_place(reading)
        opening = opening_time(reading)
        self.state = State(disease, disease, focus, focus, title_span(reading) or opening, opening, opening)
        title = [(0, reading.title_end)]
        self.state.week = reported_week(reading)
        self.state.daily = any(w.role == "day" for w in reading.whens_in(title))
        self.roundup = is_roundup(reading)
        self.announced: Sentence | None = None
        self.own, self.government, self.zeros = (
            OwnWords(reading, self.state),
            Government(reading, self.state),
            Zeros(reading),
        )
        self.listings = Listings(reading)
        self.columns = Columns(reading, self.state, self.own, self.government)
        self.sharing = Sharing(reading, self.state, self.government.enclose)

    def figures(self) -> list[Figure]:
        """All figures of the text with their fields, those without a measure or disease left out."""
        found: list[Figure] = []
        for sentence, cells in zip(self.reading.sentences, self.reading.cells, strict=True):
            found += self._sentence(sentence, cells)
        found = [f for f in found if f.place is None or f.place.kind != WORLD]
        return without_counted([f for f in found if f.measure not in (None, "ignored") and f.disease])

    def _sentence(self, sentence: Sentence, cells: list[Cell]) -> list[Figure]:
        state = self.state
        if sentence.line != state.line and sentence.opens_line:
            self._new_line(sentence)
        if told := self.reading.marks([(sentence.first, sentence.last)], "brackets"):
            whens = self.reading.whens_in([(told[0].last, sentence.last)])
            state.bracket_when = next((w for w in whens if w.end is not None or w.role == "same_period"), None)
        if (row := self.columns.read(sentence, cells)) is not None:
            return row
        figures = self._counted(sentence, cells)
        self.announced = None if figures else self.announced
        figures = sorted(figures + self.zeros.find(sentence, cells), key=lambda f: f.cell.number.first)
        if not figures:
            if not self.columns.opens(sentence, self.listings.spoken):
                self.listings.hear(sentence)
                self._heading(sentence)
            self._set_in(sentence)
            self._turn_to(sentence)
            self._time_of_line(sentence)
            self._date_event(sentence)
            return []
        state.line_when = self.listings.period(sentence) or state.line_when
        by_cell = {id(f.cell): f for f in figures}
        for figure in figures:
            self.own.read(figure)
        figures = [f for f in figures if "vetoed" not in f.own]
        self._raise_totals(figures, by_cell)
        for figure in figures:
            self.government.resolve(figure, by_cell, figures)
        self.sharing.deal(figures)
        kept = [f for f in figures if f.measure is not None and not self._is_doubted(f, by_cell)]
        state.bracket_when = self.listings.explain(kept) or state.bracket_when
        self._remember(sentence, kept)
        return kept

    def _is_change(self, cell: Cell) -> bool:
        return is_fall(self.reading, cell) or is_difference(self.reading, cell)

    def _is_doubted(self, figure: Figure, by_cell: Mapping[int, Figure]) -> bool:
        """Whether nothing but a neighbour says that a figure counts anything."""
        told = "part" in figure.own or (figure.counted.by == "person" and not figure.item)
        unknown = told and tells_unknown(self.reading, figure)
        unknown = unknown or self._is_ended(figure)
        return unknown or is_baseless(self.reading, figure, by_cell) or is_share(self.reading, figure)

    def _is_ended(self, figure: Figure) -> bool:
        """Whether a zero held since an earlier year only until the cases just told: "none had been seen since 2010"."""
        published = self.reading.published
        if not figure.zero or published is None:
            return False
        whens = self.reading.whens_in([(figure.sentence.first, figure.sentence.last)])
        since = (w.start for w in whens if w.role in ("since", "ytd"))
        earlier = any(start is not None and start.year < published.year for start in since)
        told = (f for f in self.state.told if f.measure == figure.measure and f.disease == figure.disease)
        return earlier and any(f.value for f in told)

    def _set_in(self, sentence: Sentence) -> None:
        """A sentence without figures that names another country, and no other place, says where those after it are
        set.
        """
        places, home = self.reading.places_in([(sentence.first, sentence.last)]), self.state.text_focus
        alone = len({p.code for p in places}) == 1 and places[0].kind == "country"
        abroad = alone and home is not None and not str(home.code).startswith(str(places[0].code))
        if abroad and sentence.first >= self.reading.title_end and not self.own.place.is_origin(places[0]):
            self.state.focus = places[0]

    def _turn_to(self, sentence: Sentence) -> None:
        """A sentence of the line that tells of one disease rising or falling says what the next one counts."""
        span = [(sentence.first, sentence.last)]
        named = {m.value for m in self.reading.marks(span, "disease")} - GENERIC
        moves = self.reading.marks(span, "rise", "fall")
        if len(named) == 1 and moves and sentence.first >= self.reading.title_end:
            self.state.line_disease = next(iter(named))

    def _date_event(self, sentence: Sentence) -> None:
        """A sentence that says on which day it happened dates the people poisoned or infected at once, told before."""
        span = [(sentence.first, sentence.last)]
        days = [w for w in self.reading.whens_in(span) if w.role == "on" and w.end is not None]
        if len(days) != 1 or not self.reading.marks(span, "happened"):
            return
        if self.state.text_disease in AT_ONCE - OUTBREAKS:
            self.state.line_when = days[0]
        for figure in self.state.told:
            event = figure.measure not in STOCKS or figure.aggregation in ("new", "cumulative")
            if event and figure.disease in AT_ONCE and "when" not in figure.own:
                figure.when = days[0]

    def _time_of_line(self, sentence: Sentence) -> None:
        """A sentence of the line that counts something else still says which days the line is about."""
        whens = self.reading.whens_in([(sentence.first, sentence.last)])
        tokens, times = self.reading.tokens, {i for w in whens for i in range(w.first, w.last)}
        if not any(tokens[i].kind == "digits" and i not in times for i in range(sentence.first, sentence.last)):
            return
        spans = [w for w in whens if w.end is not None and (w.role == "year" or (w.role, w.aggregation) == SPAN)]
        opens = len(whens) == 1 and whens[0].first - sentence.first <= OPENING
        if len(spans) == 1 and sentence.first >= self.reading.title_end and (opens or spans[0].role == "range"):
            self.state.line_when = spans[0]

    def _raise_totals(self, figures: list[Figure], by_cell: dict[int, Figure]) -> None:
        """A number with its increment in brackets is a total: "17 613 (+58)"."""
        for figure in figures:
            whole = by_cell.get(id(figure.cell.parent)) if figure.cell.number.plus and figure.cell.bracket else None
            if whole is not None and "aggregation" not in whole.own:
                whole.aggregation = "cumulative"
                whole.own.add("aggregation")

    def _new_line(self, sentence: Sentence) -> None:
        state = self.state
        state.line = sentence.line
        state.focus, state.line_when, state.line_disease = self._focus_of_line(), None, None
        if sentence.first >= self.reading.title_end:
            self._leave_past()
        if state.text_disease in state.counted:
            state.disease = state.text_disease
        length = sum(0.5 if t.kind == "han" else 1 for t in self.reading.tokens[sentence.first : sentence.last])
        if length > ITEM_TOKENS and not self._is_announced(sentence):
            state.heading = state.section = None

    def _focus_of_line(self) -> Place | None:
        """Where a line is set that names no place: where the text is, or the country told last in a roundup."""
        last, home = self.state.focus if self.roundup else None, self.state.text_focus
        if last is None or last.code is None or (home is not None and home.kind != "country"):
            return home
        return last if last.kind == "country" else country_place(last.code.split("-")[0])

    def _leave_past(self) -> None:
        """A paragraph does not go on from the end of an earlier year that the one before it ended with."""
        state = self.state
        opening = state.opening.end if state.opening is not None else None
        for name in ("when", "current"):
            when = getattr(state, name)
            if when is None or when.end is None or opening is None or when is state.opening:
                continue
            if when.role == "as_of" and when.end.year < opening.year and (when.end.month, when.end.day) == (12, 31):
                setattr(state, name, state.opening)

    def _is_announced(self, sentence: Sentence) -> bool:
        """Whether the line before ends with a colon, or the line is the long last item of a list that goes on."""
        tokens, at = self.reading.tokens, sentence.first - 1
        while at >= 0 and tokens[at].kind == "line":
            at -= 1
        return at >= 0 and tokens[at].text in ":;,"

    def _counted(self, sentence: Sentence, cells: list[Cell]) -> list[Figure]:
        """The figures of a sentence; what stands with a number that counts nothing speaks for the first of them."""
        figures: list[Figure] = []
        lead: list[tuple[int, int]] = []
        for cell in without_wholes(self.reading, cells):
            figure = self._figure(sentence, cell)
            if figure is not None:
                cell.lead = [] if figures else list(lead)
                figures.append(figure)
            elif not cell.bracket:
                lead += cell.spans
        return figures

    def _is_explained(self, cell: Cell) -> bool:
        """Whether a number stands alone in brackets whose meaning the text has told."""
        number = cell.number
        alone = cell.bracket and all(a == number.first and b == number.last for a, b in cell.spans)
        explained = alone and self.state.bracket_when is not None and cell.parent is not None
        return explained and cell.parent is not None and counted(self.reading, cell.parent) is not None

    def _figure(self, sentence: Sentence, cell: Cell) -> Figure | None:
        what = counted(self.reading, cell) if not self._is_change(cell) else None
        if what is None and self._is_explained(cell):
            what = Counted("bare", None, cell.number.last)
        orphan = cell.bracket and cell.number.plus and cell.parent is not None
        if what is None or (orphan and cell.parent is not None and counted(self.reading, cell.parent) is None):
            return None
        figure = Figure(cell, what, sentence, cell.number.value)
        figure.used.append((cell.number.first, cell.number.last))
        return figure

    def _heading(self, sentence: Sentence) -> None:
        """A sentence without figures: one that ends with a colon, or a short line, governs the figures below it."""
        reading, spans = self.reading, self._heading_spans(sentence)
        if sentence.opens_line and sentence.first >= reading.title_end:
            self.state.section = self._section(sentence) or self.state.section
        measures = reading.marks(spans, "measure", "case")
        short = sentence.opens_line and sentence.last - sentence.first <= 12 and not self._goes_on(sentence)
        governs = (
            measures
            or reading.marks(spans, "class")
            or (sentence.colon and (reading.marks(spans, "aggregation") or reading.whens_in(spans)))
            or (short and any(w.role in ("day", "week") for w in reading.whens_in(spans)))
        )
        if (sentence.colon or short) and governs and sentence.first >= reading.title_end:
            number = Number(sentence.last, sentence.last, 0, "count")
            figure = Figure(
                Cell(number, spans), Counted("label", measures[-1] if measures else None, sentence.last), sentence, 0
            )
            self.own.read(figure)
            figure.anchor = self.state.anchor
            self.government.fill(
                figure,
                self.state.anchor,
                ("measure", "case_class", "when", "aggregation") if not figure.measure else ("when", "aggregation"),
            )
            if len({m.value for m in reading.marks(spans, "class")}) > 1:
                figure.case_class = None
            figure.when = self.government.times.completed(figure.when) or figure.when
            self.state.heading = self.state.anchor = figure
        whens = [w for w in reading.whens_in(spans) if w.end and w.role in ("on", "as_of")]
        if sentence.colon and whens:
            self.state.when = whens[-1]
        if (
            (sentence.colon or short)
            and sentence.first >= reading.title_end
            and (places := reading.places_in(spans))
            and (measures or sentence.colon)
        ):
            self.state.focus = places[-1] if len(places) == 1 else self.state.focus

    def _section(self, sentence: Sentence) -> tuple[str, When | None] | None:
        """What a line holds for those below it that is nothing but a day, or nothing but a word for a total."""
        reading, spans = self.reading, [(sentence.first, sentence.last)]
        whens, totals = reading.whens_in(spans), reading.marks(spans, "total_row", "aggregation")
        marks = [*totals, *reading.marks(spans, "fill")]
        known = [(w.first, w.last) for w in whens] + [(m.first, m.last) for m in marks]
        said = {i for first, last in known for i in range(first, last)}
        if any(
            t.kind != "mark" for i, t in enumerate(reading.tokens[slice(*spans[0])], sentence.first) if i not in said
        ):
            return None
        day = whens[0] if len(whens) == 1 and whens[0].role == "on" and whens[0].end is not None else None
        if day is not None and not totals and day.end != reading.published:
            return "new", day
        return ("cumulative", None) if any(m.value != "new" for m in totals) and not whens else None

    def _heading_spans(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The words of a heading; those of the sentence before it as well where "According to it:" adds none."""
        spans, before = [(sentence.first, sentence.last)], self.announced
        self.announced = sentence
        bare = sentence.colon and not self.reading.marks(spans, "measure", "case", "class", "aggregation")
        if bare and before is not None and before.line == sentence.line and not self.reading.whens_in(spans):
            return [(before.first, before.last), *spans]
        return spans

    def _goes_on(self, sentence: Sentence) -> bool:
        return self.reading.tokens[sentence.last - 1].text in ".!?"

    def _is_brought(self, figure: Figure) -> bool:
        """Whether a total closes its sentence, so that totals go on from it: "44 new cases, bringing the total to 228.
        Four people have died".
        """
        return figure.aggregation == "cumulative" and bool(self.reading.marks(figure.cell.spans, "brought"))

    def _settle_disease(self, figures: list[Figure]) -> None:
        """A title's figure that the body restates of another disease: the body knows better what it is about."""
        state, first = self.state, figures[0] if figures else None
        title = state.told[0] if len(state.told) == 1 else None
        if title is not None and first is not None and title.sentence.first < self.reading.title_end:
            restated = first.measure == title.measure and abs(first.value - title.value) <= RESTATED * title.value
            if restated and first.disease not in GENERIC:
                state.text_disease = first.disease
        state.counted |= {f.disease for f in figures}

    def _remember(self, sentence: Sentence, figures: list[Figure]) -> None:
        """What the following sentences may build on."""
        state = self.state
        if not figures:
            return
        self._settle_disease(figures)
        mains = [f for f in figures if not (f.cell.bracket or f.item or f.cell.number.lone or "echo" in f.own)]
        told = [f for f in mains if f.own & {"measure", "case"}]
        compared = bool(told) and state.anchor is not None and is_compared(told[0], state.anchor)
        if (
            told
            and told[0].when is not None
            and told[0].when.role == "year"
            and not any(f.sentence.line == sentence.line for f in state.told)
        ):
            state.line_when = told[0].when
        main = _latest(told[0], mains) if told else None
        told += [main] if main is not None and main not in told else []
        state.told = [*state.told[-REMEMBERED:], *told]
        totals = (f for f in mains if f.measure == "cases" and f.aggregation == "cumulative")
        state.totals = [*state.totals[-REMEMBERED:], *totals]
        if main is not None and not compared:
            state.last = [main, *(f for f in told if f is not main)]
            if self._is_brought(mains[-1]):
                state.last.insert(0, mains[-1])
            heading = state.heading
            if heading is not None and (_leaves(heading, told[0]) or _ends_list(heading, told[0])):
                state.heading = None
            if state.heading is None:
                state.anchor = main if not sentence.colon else told[-1]
        for figure in mains:
            if (
                figure.when is not None
                and "date" in figure.own
                and figure.when.role not in ("year", "same_period", "before", "month")
            ):
                state.when = replace(figure.when, role=_running_role(figure.when), start=None)
                if figure.when.role in ("as_of", "said") or figure.when.role in PERIOD_ROLES:
                    state.current = state.when
                break
        first = mains[0] if mains else None
        if any("disease" in f.own for f in mains):
            state.line_disease = None
        codes = {(f.place.code, f.place.locality) for f in figures if f.place is not None and "place" in f.own}
        if (
            first is not None
            and first.place is not None
            and "place" in first.own
            and not ("part" in first.own and first.cell.of_them)
            and (len(codes) == 1 or first.place.kind == "country")
        ):
            state.focus = first.place
        if len({f.disease for f in mains if "disease" in f.own}) > 1:
            state.disease = state.text_disease
        elif first is not None and "disease" in first.own and not _is_aside(first, state):
            state.disease = (
                state.disease if state.disease is not None and sentence.line != state.line else first.disease
            )


def _latest(first: Figure, mains: list[Figure]) -> Figure:
    """The figure that others go on from: the first, or the later one that it is held against: "fell from 411 in 2022
    to 286 in 2023".
    """
    return next((f for f in mains if f.measure == first.measure and _later(f, first)), first)


def _later(figure: Figure, other: Figure) -> bool:
    """Whether a figure is of a later period of the same kind."""
    one, two = figure.when, other.when
    alike = one is not None and two is not None and one.role == two.role and one.role in CLOSED
    return alike and one is not None and two is not None and str(two.end) < str(one.end)


def _running_role(when: When) -> str:
    """What a figure's time is to the sentences after it: a day, a state's day, a span, or a long period."""
    if when.role in ("as_of", "said"):
        return "as_of"
    if when.role not in ("range", "week"):
        return "on"
    long = when.start is not None and when.end is not None and (when.end - when.start).days > LONGEST_SPAN
    return "period" if long else "span"


def _leaves(heading: Figure, figure: Figure) -> bool:
    """Whether a figure counts something else than the heading above it."""
    told = all(f.own & {"measure", "case"} for f in (heading, figure))
    return told and heading.measure != figure.measure


def _ends_list(heading: Figure, figure: Figure) -> bool:
    """Whether a stated total comes after a list of increments."""
    total = figure.aggregation == "cumulative" and "aggregation" in figure.own and not figure.item
    return total and heading.aggregation == "new"


def _is_aside(figure: Figure, state: State) -> bool:
    """Whether a figure's disease is only its own: a part's or a vaccination's beside what the text is about."""
    vaccination = figure.measure is not None and figure.measure.startswith("vaccine")
    return figure.disease != state.text_disease and (vaccination or "part" in figure.own)
