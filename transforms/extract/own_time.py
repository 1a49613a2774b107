"""When a figure was counted, and whether it is new or a total, by the words of its own cell."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.doubts import records
from transforms.extract.figure import PERIOD_ROLES, STOCKS, Figure, State, distance
from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.reading import Reading
from transforms.extract.when import When

BEGUN = 3
CLOSED = frozenset({"on", "as_of", "range", "month", "year"})
OPEN = frozenset({"season", "ytd", "since", "lately", "week", "day"})


class OwnTime:
    """Reads the time and the aggregation in a figure's own cell."""

    def __init__(self, reading: Reading, state: State) -> None:
        self.reading, self.state = reading, state

    def read_when(self, figure: Figure) -> None:
        spans = figure.cell.spans
        whens = [self._as_counted(figure, w) for w in self.reading.whens_in(spans)]
        whens = [w for w in whens if not w.role.startswith("versus")]
        aside = records(self.reading, figure)
        whens = [w for w in whens if not any(a <= w.first < b for a, b in aside)]
        whens = [w for w in whens if not (self._held_against(figure, w) or is_gone(self.reading, figure, w))]
        whens = [w for w in whens if not is_beginning(self.reading, figure, w)]
        first = figure.cell.number.first
        ahead = [w for w in self.reading.whens_in([(max(0, first - 4), first)]) if (w.role, w.last) == ("every", first)]
        if ahead or (whens and all(w.role == "every" for w in whens)):
            figure.own.add("vetoed")
        whens = [w for w in whens if w.role != "every"]
        lead = self.reading.whens_in(figure.cell.lead)
        whens = whens or [w for w in lead if w.role in OPEN or (w.end is not None and w.role in CLOSED)]
        whens = [w for w in whens if not (self._is_of_zero(figure, w) or self._is_past_total(figure, w))]
        if told := self.reading.marks([(figure.sentence.first, figure.sentence.last)], "brackets"):
            whens = [w for w in whens if w.first < told[0].first]
        figure.when = merge_whens(whens, figure.cell.number)
        if figure.when is None and figure.cell.bracket and not figure.cell.number.plus:
            figure.when = self.state.bracket_when
        versus = self.reading.ending(figure.cell.number.first, "versus_before")
        if figure.when is not None and versus is not None and not self._bounds(figure, versus.first):
            figure.own.add("versus")
        if figure.when is None and self.state.current is not None and self.state.current.end is not None:
            compared = [w for w in self.reading.whens_in(figure.cell.spans) if w.role == "versus_period"]
            if compared:
                figure.when = replace(compared[0], role="ytd", start=self.state.current.end.replace(month=1, day=1))
        if figure.when is not None:
            figure.own.add("when")
            if figure.when.end is not None:
                figure.own.add("date")

    def _as_counted(self, figure: Figure, when: When) -> When:
        """A year held against another is that of the figure told with it: "compared to 2022 when 35 were recorded"."""
        left, first = figure.cell.left, figure.cell.number.first
        with_it = left is not None and left.number.last < when.first and first - 3 <= when.last <= first
        full = None not in (when.start, when.end) and str(when.start)[5:] == "01-01" and str(when.end)[5:] == "12-31"
        if when.role != "versus" or not with_it or not full:
            return when
        figure.own.add("versus")
        return replace(when, role="year")

    def _is_of_zero(self, figure: Figure, when: When | Mark) -> bool:
        """Whether a time belongs to a zero told past a comma: "27 cases, while none were registered a year earlier"."""
        last, tokens = figure.cell.number.last, self.reading.tokens
        if figure.zero or when.first < last:
            return False
        comma = next((i for i in range(last, when.first) if tokens[i].text == ","), None)
        return comma is not None and bool(self.reading.marks([(comma, figure.sentence.last)], "zero"))

    def _is_past_total(self, figure: Figure, when: When) -> bool:
        """Whether a comma and a word for a total part the number from a day: "nobody died over the past day, the total
        stays 67".
        """
        first, tokens = figure.cell.number.first, self.reading.tokens
        comma = next((i for i in range(when.last, first) if tokens[i].text == ","), None)
        if comma is None or when.role != "day":
            return False
        return any(m.value == "cumulative" for m in self.reading.marks([(comma, first)], "aggregation"))

    def _held_against(self, figure: Figure, when: When) -> bool:
        """Whether an earlier day or week past a comma only serves a comparison: "540 cases, twice the week before"."""
        between = self.reading.tokens[figure.cell.number.last : when.first]
        return when.role == "before" and any(t.text in ",;" for t in between)

    def _is_campaign(self, when: When) -> bool:
        """Whether a time runs from a day to another one months later: what is counted over it is a total."""
        return when.role == "range" and when.aggregation == "cumulative"

    def _is_vaccination_total(self, figure: Figure) -> bool:
        """Doses given "on 17 November" without a word for an increment are a campaign's running total."""
        dosed = figure.measure is not None and figure.measure.startswith("vaccine_dose_")
        dated = figure.when is not None and figure.when.role == "on"
        return dosed and dated and not self.reading.marks(figure.cell.spans, "aggregation")

    def _admitted(self, figure: Figure) -> bool:
        """Whether the words tell of people brought to hospital rather than of those who are in one."""
        admitted = figure.measure == "hospitalised" and bool(self.reading.marks(figure.cell.spans, "admitted"))
        return admitted and not is_present(self.reading, figure)

    def _bounds(self, figure: Figure, at: int) -> bool:
        """Whether a token belongs to words that only bound the number: "more than 29,000"."""
        qualifier = self.reading.ending(figure.cell.number.first, "qualifier")
        return qualifier is not None and qualifier.first <= at

    def _is_addition(self, figure: Figure, mark: Mark) -> bool:
        """Whether "another" only adds one place's count to the one before it."""
        left = figure.cell.left
        if self.reading.at(mark.first, "additive") is None:
            return False
        beside = left is not None and "disease" in figure.own and figure.disease != self.state.disease
        if beside and self._told_total(figure):
            return True
        if left is None:
            totals = self.state.last[:1] if figure.symptom_status == "asymptomatic" else []
            return any(f.aggregation == "cumulative" and f.symptom_status != "asymptomatic" for f in totals)
        measures = {m.value for m in self.reading.marks(left.spans, "measure")}
        other = bool(measures) and figure.measure not in measures | {None, "cases"}
        if (figure.case_class == "suspected" or other) and self._told_total(figure):
            return True
        return "place" in figure.own and bool(self.reading.places_in(left.spans))

    def _is_of_the_day(self, figure: Figure) -> bool:
        """Whether "today 148 in all" follows a larger total of the same count and day: it is what the day added."""
        when = figure.when
        if when is None or when.role not in ("on", "day") or figure.measure is None:
            return False
        totals = (f for f in self.state.told if f.measure == figure.measure and f.aggregation == "cumulative")
        days = (f.when.end for f in totals if f.value > figure.value and f.when is not None)
        return when.end is not None and when.end in days

    def _is_of_period(self, figure: Figure) -> bool:
        """Whether a count that rose "to 142" is a week's or month's own: "in December it rose to 142"."""
        return figure.when is not None and figure.when.role in ("week", "month") and figure.when.aggregation == "new"

    def _told_total(self, figure: Figure) -> bool:
        """Whether nothing before a number in its sentence speaks of an increment."""
        spans = [(figure.sentence.first, figure.cell.number.first)]
        marks = (m for m in self.reading.marks(spans, "aggregation") if self.reading.at(m.first, "additive") is None)
        return all(m.value != "new" for m in marks) and not any(
            w.aggregation == "new" for w in self.reading.whens_in(spans)
        )

    def read_aggregation(self, figure: Figure) -> None:
        """Periods decide before words: a year-to-date of "new cases" is a total, "in all over the past day" an
        increment.
        """
        number, spans = figure.cell.number, figure.cell.spans
        step = figure.counted.mark if figure.counted.mark is not None and figure.counted.mark.group == "step" else None
        if number.plus:
            figure.aggregation = "new"
        elif step is not None and not self._is_of_period(figure):
            figure.aggregation = step.value
        elif figure.when is not None and figure.when.role in PERIOD_ROLES | {"year"}:
            figure.aggregation = "cumulative" if figure.measure not in STOCKS or self._admitted(figure) else "stock"
        elif (
            figure.when is not None
            and figure.when.role in ("day", "week", "range", "month")
            and figure.when.aggregation == "new"
        ):
            rounds = figure.when.role == "range" and str(figure.measure).startswith("vaccine")
            figure.aggregation = "cumulative" if rounds else "new"
        elif (
            figure.when is not None
            and (figure.when.is_year_to_date or self._is_campaign(figure.when))
            and figure.measure not in STOCKS
        ) or self._is_vaccination_total(figure):
            figure.aggregation = "cumulative"
        else:
            marks = [m for m in self.reading.marks(spans, "aggregation") if m.value != "none"]
            aside = records(self.reading, figure)
            marks = [m for m in marks if not any(a <= m.first < b for a, b in aside)]
            unfit = ("cumulative", "new") if figure.measure in STOCKS and not self._admitted(figure) else ("stock",)
            marks = [m for m in marks if m.value not in unfit and not self._is_addition(figure, m)]
            marks = [m for m in marks if not self._bounds(figure, m.first) and not self._is_of_zero(figure, m)]
            marks = [m for m in marks if m.first != number.last or self.reading.at(m.first, "figure") is None]
            marks = [m for m in marks if not (number.risen and self.reading.marks([(m.first, m.last)], "change"))]
            if marks:
                figure.aggregation = min(marks, key=lambda m: distance(number, m.first, m.last)).value
                named = [(m.first, m.last) for m in self.reading.marks(spans, "of_them")]
                if all(any(a <= m.first < b for a, b in named) for m in marks):
                    figure.own.add("whole's aggregation")
                close = min(marks, key=lambda m: distance(number, m.first, m.last))
                if distance(number, close.first, close.last) <= 2:
                    figure.used.append((close.first, close.last))
        if figure.aggregation == "cumulative" and self._is_of_the_day(figure):
            figure.aggregation = "new"
        if number.lone and (figure.when is None or figure.when.aggregation is None):
            figure.aggregation = "new"
        if figure.aggregation is not None:
            figure.own.add("aggregation")


def is_present(reading: Reading, figure: Figure) -> bool:
    """Whether a word for a lasting state, no name of a day, stands with a figure: "are currently hospitalised"."""
    marks = reading.marks(figure.cell.spans, "aggregation")
    days = {i for w in reading.whens_in(figure.cell.spans) for i in range(w.first, w.last)}
    return any(m.value == "stock" and m.first not in days for m in marks)


def is_beginning(reading: Reading, figure: Figure, when: When) -> bool:
    """Whether a day is only when something began: "in Kazakhstan, where vaccination started on 1 February, 384,000 have
    had a first dose".
    """
    if when.role not in ("on", "said"):
        return False
    first, last = figure.cell.number.first, figure.cell.number.last
    begun = reading.marks([(max(0, when.first - BEGUN), when.first)], "begun") or reading.at(when.last, "begun")
    parted = reading.tokens[when.last : first] if when.last <= first else reading.tokens[last : when.first]
    return bool(begun) and any(t.text in ",(" for t in parted)


def is_gone(reading: Reading, figure: Figure, when: When) -> bool:
    """Whether a comma parts an earlier day's event from a state of now: "admitted on 25 May, two are still in intensive
    care".
    """
    first = figure.cell.number.first
    if figure.measure not in STOCKS or when.role != "on" or when.first >= first or not is_present(reading, figure):
        return False
    event = reading.marks([(when.last, first)], "measure", "admitted")
    return bool(event) and any(t.text == "," for t in reading.tokens[when.last : first])


def merge_whens(whens: list[When], number: Number) -> When | None:
    """One time from all those in a cell: a period's beginning from one, its last day from another."""
    if not whens:
        return None
    rank = {
        "same_period": 0,
        "since": 0,
        "ytd": 0,
        "season": 0,
        "last_season": 0,
        "range": 0,
        "before": 0,
        "year": 1,
        "pandemic": 2,
        "week": 3,
        "day": 3,
        "month": 3,
        "as_of": 4,
        "until": 4,
        "on": 5,
        "said": 6,
    }
    named = [w for w in whens if w.role == "year" and w.last == number.first]
    main = min(named or whens, key=lambda w: (rank.get(w.role, 6), distance(number, w.first, w.last)))
    years = [w for w in whens if w.role == "year"]
    if main.role == "same_period" and main.start is None and len(years) == 1:
        return replace(main, start=years[0].start)
    month = next((w for w in whens if w.role == "month" and _begins(main, w)), None)
    if month is not None:
        return replace(main, role="since", start=month.start)
    days = [w for w in whens if w is not main and w.end is not None and w.role in ("as_of", "on", "until", "said")]
    if main.role == "as_of" and any(w.role == "on" and w.end == main.end for w in days):
        return replace(main, role="on")
    if main.end is None and days:
        day = min(days, key=lambda w: distance(number, w.first, w.last))
        if _begins(main, day):
            return replace(main, role="since", start=day.start)
        return replace(main, end=day.end, clock=day.clock)
    return main


def _begins(main: When, named: When) -> bool:
    """Whether a day or month just behind says when an open period began: "since the season began in April"."""
    opens = main.role in ("season", "pandemic", "since") and main.start is None
    return opens and main.end is None and 0 <= named.first - main.last <= 2
