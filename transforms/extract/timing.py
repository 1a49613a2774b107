"""The time and the aggregation of a figure that does not tell its own: increment, total or state, and of which day."""

from __future__ import annotations

from dataclasses import replace

from transforms.extract.figure import CLOSED, OUTBREAKS, PERIOD_ROLES, STOCKS, Figure, State
from transforms.extract.own_time import is_beginning, is_gone, is_present
from transforms.extract.reading import Reading
from transforms.extract.times import Times
from transforms.extract.when import When
from transforms.extract.wholes import Wholes, lies_in

OPENING, TIMES_LARGER = 8, 5
A_DAY = 1
OPEN = frozenset({"same_now", "week", "day", "month"})
OUTGROWN = {"recovered": 6, "deaths": 1}


class Timing:
    """Resolves when a figure was counted, and whether it adds, totals or stands."""

    def __init__(self, reading: Reading, state: State, times: Times, wholes: Wholes) -> None:
        self.reading, self.state, self.times, self.wholes = reading, state, times, wholes

    def resolve_aggregation(self, figure: Figure, parent: Figure | None, left: Figure | None) -> None:
        if figure.aggregation is not None:
            return
        if figure.measure in STOCKS and not self.is_event(figure, parent, left):
            figure.aggregation = "stock"
            return
        part = parent is not None and parent.measure == figure.measure and figure.subgroup is not None
        if part and parent is not None and parent.aggregation == "stock":
            figure.aggregation = "stock"
            return
        if (titled := self._titled(figure)) is not None:
            figure.aggregation = titled.aggregation
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
        if "when" in figure.own and figure.when is not None and figure.when.role == "before":
            figure.aggregation = "new"
            return
        if self.state.section is not None and "when" not in figure.own:
            figure.aggregation, day = self.state.section
            figure.when = figure.when or day
            return
        if self.state.heading is not None and self.state.heading.aggregation in ("new", "cumulative"):
            heading = self.state.heading
            governor = heading if "aggregation" in heading.own else self.wholes.whole(figure, heading.anchor) or heading
            figure.aggregation = governor.aggregation
            return
        if self.state.daily and not self.state.told:
            figure.aggregation = "new"
            return
        anchor = figure.anchor or (self.wholes.whole(figure, self.state.anchor) if figure.item else None)
        last = self.wholes.continued(figure)
        for source in (anchor, last):
            if source is None or _is_vaccination(figure) > _is_vaccination(source) or figure.measure == "contacts":
                continue
            if figure.zero and source.when is not None and (source.when.role == "month" or _is_abroad(figure, source)):
                return
            if source.aggregation in ("new", "cumulative"):
                whole = (
                    self.wholes.whole(figure, source)
                    if "place" in figure.own and source.measure == figure.measure
                    else source
                )
                figure.aggregation = whole.aggregation if whole is not None else None
                if whole is not None and _outnumbers(figure, whole):
                    figure.aggregation = "cumulative"
                if whole is not source:
                    figure.anchor = whole
                return

    def stay_in_period(self, figure: Figure) -> None:
        """ "In the same period" with no year is the one told last where that is a day or a week, or where something
        else was counted in it: "54 cases in a day; 61 people recovered in the same time".
        """
        when, last = figure.when, self.times.counted_last()
        if when is None or last is None or (when.role, when.start) != ("same_period", None):
            return
        if self.reading.marks([(when.first, when.last)], "year_word") or last.when is None:
            return
        if last.when.role in ("day", "week", "on") or ("measure" in figure.own and figure.measure != last.measure):
            figure.when, figure.aggregation = replace(when, role="same_now"), None

    def _titled(self, figure: Figure) -> Figure | None:
        """The title's figure that this one tells again, where the title says whether it is new or a total."""
        same = (f for f in self.state.told if f.sentence.first < self.reading.title_end and f.value == figure.value)
        told = (f for f in same if f.measure == figure.measure and "aggregation" in f.own and figure.value > 1)
        told = (f for f in told if f.when is None or f.when.role not in CLOSED)
        return next((f for f in told if f.aggregation in ("new", "cumulative")), None)

    def outgrows(self, figure: Figure) -> bool:
        """Whether far more recovered or died than newly fell ill, where a total told as well can hold them: they are
        a total too.
        """
        times = OUTGROWN.get(figure.measure or "")
        if times is None:
            return False
        where = figure.place or self.state.focus
        told = [f for f in self.state.told if f.measure == "cases" and f.aggregation == "new"]
        news = [f.value for f in told if f.place is None or where is None or f.place.code == where.code]
        totals = [f.value for f in self.state.totals if lies_in(f.place, where)]
        return bool(news and totals) and times * max(news) < figure.value < max(totals)

    def is_event(self, figure: Figure, parent: Figure | None, left: Figure | None) -> bool:
        """Whether people came to hospital rather than are there; those told behind a week's cases came in that week."""
        if figure.measure != "hospitalised":
            return False
        repeated = figure.when is not None and figure.when.role == "same_now"
        part = parent is not None and parent.measure == figure.measure and "measure" not in figure.own
        stays = any(m.value == "stock" for m in self.reading.marks(figure.cell.spans, "aggregation"))
        event = part and not stays and parent is not None and parent.aggregation in ("new", "cumulative")
        spans = list(figure.cell.spans)
        if "measure" not in figure.own:
            spans += [s for c in figure.cell.siblings if c.parent is figure.cell for s in c.spans]
        admitted = bool(self.reading.marks(spans, "admitted")) and not is_present(self.reading, figure)
        weekly = left is not None and left.measure == "cases" and left.aggregation == "new" and not stays
        weekly = weekly and left is not None and left.when is not None and left.when.role in ("week", "range")
        again = left is not None and left.measure == figure.measure and "measure" not in figure.own and not stays
        again = again and left is not None and left.aggregation in ("new", "cumulative")
        return repeated or event or admitted or weekly or again or self._restates_event(figure)

    def _restates_event(self, figure: Figure) -> bool:
        """Whether another period's figure is told of those who came to hospital: "in April the figure was 780"."""
        last, earlier = self.state.last[0] if self.state.last else None, figure.when
        if last is None or earlier is None or "measure" in figure.own or earlier.role not in CLOSED | PERIOD_ROLES:
            return False
        return last.measure == figure.measure and last.aggregation in ("new", "cumulative")

    def resolve_when(self, figure: Figure, parent: Figure | None, left: Figure | None, figures: list[Figure]) -> None:
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
        line = self.state.line_when
        admitted = line is not None and line.role == "on" and figure.aggregation != "stock"
        if line is not None and (figure.zero or figure.measure not in STOCKS or admitted):
            base = line
        if source is None and figure.when is None:
            base = (self.wholes.running(figure) if base is not self.state.line_when else None) or base
        if base is None and self.state.last:
            base = self.state.last[0].when
        if source is None and figure.when is None and base is not None and not figure.item:
            base = self._latest(figure, base)
        if source is not None and source.end is None and source.role in OPEN:
            source = self.times.completed(source)
        if self._is_of_now(figure, source or base):
            source = base = When(0, 0, "published", self.reading.published, self.reading.published)
        same_period = figure.when is not None and figure.when.role == "same_period"
        figure.when = self.times.completed(figure.when, source) or source or base
        short = figure.when is not None and figure.when.role in ("month", "week")
        if same_period and short and figure.when is not None and figure.measure not in STOCKS:
            figure.aggregation = figure.when.aggregation

    def _is_of_now(self, figure: Figure, when: When | None) -> bool:
        """Whether a state "now" is told behind a total of some days before publication."""
        today = self.reading.published
        if figure.measure not in STOCKS or figure.when is not None or when is None or today is None:
            return False
        if when.role not in ("as_of", "published", "on") or when.end is None or not is_present(self.reading, figure):
            return False
        opens = self.state.opening is not None and self.state.opening.end == when.end
        return (today - when.end).days > A_DAY + opens

    def _only_day(self, figure: Figure) -> list[When]:
        """The day that a sentence names outside its figures' own words ("…, the ministry said on 5 May")."""
        whens = self.reading.whens_in([(figure.sentence.first, figure.sentence.last)])
        day, published = whens[0].end if len(whens) == 1 else None, self.reading.published
        opens = figure.zero and bool(whens) and whens[0].last - figure.sentence.first <= OPENING
        closed = frozenset({"range", "year"}) if opens else frozenset()
        told = day is not None and whens[0].role in {"said", "as_of", "on"} | closed
        told = told and not (is_gone(self.reading, figure, whens[0]) or is_beginning(self.reading, figure, whens[0]))
        return whens if told and (published is None or day is None or day <= published) else []

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


def _outnumbers(figure: Figure, increment: Figure) -> bool:
    """Whether a count is far larger than the increment of the same that it stands behind: it is the total."""
    there, here = increment.place, figure.place
    alike = "place" not in figure.own or (there is not None and here is not None and there.code == here.code)
    same = increment.aggregation == "new" and figure.measure == increment.measure and alike
    return same and "aggregation" in increment.own and figure.value > TIMES_LARGER * increment.value > 0


def _is_abroad(figure: Figure, source: Figure) -> bool:
    """Whether a figure names another country than the one that the figure before it is of."""
    here, there = figure.place, source.place
    named = here is not None and here.kind == "country" and there is not None and there.code is not None
    return named and here is not None and there is not None and not str(there.code).startswith(str(here.code))


def _is_vaccination(figure: Figure) -> bool:
    """Whether doses are counted: they do not go on from counts of the ill."""
    return figure.measure is not None and figure.measure.startswith("vaccine")
