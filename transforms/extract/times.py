"""Times that lean on another: periods without a last day, the day before, the same period of another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from transforms.extract.figure import COMPARED, PERIOD_ROLES, Figure, State
from transforms.extract.when import When

COMPARED_YEARS = 3
STATED = frozenset({"published", "as_of", "on", "said"})  # a running total's day, no period


class Times:
    """Completes a figure's time from the running one."""

    def __init__(self, state: State) -> None:
        self.state = state

    def completed(self, when: When | None, source: When | None = None) -> When | None:
        """A time that leaves its last day open ends on the day that governs it."""
        base = self.state.when
        leans = when is not None and when.role in PERIOD_ROLES - {"pandemic"}
        if leans or (base is not None and base.role == "period"):
            base = self.state.current
        current = source or base
        if when is None:
            return None
        if when.role == "before":
            week = self._week_told() if when.days == 7 and source is None else None
            return _earlier(when, week or current)
        if when.role == "ytd" and not when.has_year and (told := self._year_told()) is not None:
            return told
        if when.role == "same_now" and (same := self.counted_last()) is not None:
            return same.when
        if when.role == "same_period":
            last = self.state.last[0].when if self.state.last and source is None else None
            return self._a_year_back(when, last if last is not None and last.end is not None else current)
        if when.role == "week" and when.end is None and self.state.week is not None:
            return replace(when, start=self.state.week.start, end=self.state.week.end)
        if (years := _years_before(when, source)) and source is not None and source.end is not None:
            return replace(when, end=_in_year(source.end, source.end.year - years))
        if when.end is None and when.role != "last_season":
            near = (
                source
                if source is not None and source.end is not None and source.role in ("on", "as_of", "said", "range")
                else base
            )
            if near is not None and near.end is not None and when.start is not None and near.end < when.start:
                near = self.state.opening
            start = (
                near.end - timedelta(days=6)
                if when.role == "week" and near is not None and near.end is not None
                else when.start
            )
            return replace(when, start=start, end=near.end if near else None, clock=near.clock if near else None)
        return when

    def _year_told(self) -> When | None:
        """The past year that the figure told last is of: what "during the year" means behind it."""
        last = self.state.last[0].when if self.state.last else None
        return last if last is not None and last.role == "year" else None

    def _week_told(self) -> When | None:
        """The week that the figure told last is of: "a week earlier" behind it is a week as well."""
        last = self.counted_last()
        when = last.when if last is not None else None
        if when is None or when.start is None or when.end is None:
            return None
        return when if (when.end - when.start).days == 6 else None

    def counted_last(self) -> Figure | None:
        """The figure told last that has a period or day of its own: what "in that time" goes back to."""
        told = [*self.state.last[:1], *reversed(self.state.told)]
        events = [f for f in told if f.aggregation != "stock" and f.when is not None and f.when.role not in COMPARED]
        plain = (f for f in events if f.aggregation != "cumulative" or f.when is None or f.when.role not in STATED)
        return next(plain, events[0] if events else None)

    def _a_year_back(self, when: When, current: When | None) -> When:
        """As in "The same period of 2023" ends on the current day of that year; without a year named, one year back."""
        if current is None or current.end is None:
            return when
        year = when.start.year if when.start else current.end.year - 1
        totals = any(f.when is not None and f.when.role in PERIOD_ROLES for f in self.state.totals)
        short = current.start is not None and (current.role == "month" or (current.role == "week" and not totals))
        if current.start is None or (when.start is not None and not short):
            return replace(when, start=date(year, 1, 1), end=_in_year(current.end, year))
        start = _in_year(current.start, year - (current.end.year - current.start.year))
        return replace(when, role=current.role if short else when.role, start=start, end=_in_year(current.end, year))


def _years_before(when: When, source: When | None) -> int:
    """By how many whole years an open period begins before the one that it is held against: "since 1 September 2024"
    beside "since 1 September 2025".
    """
    if source is None or when.end is not None or when.start is None or source.start is None:
        return 0
    years = source.start.year - when.start.year
    return years if 0 < years <= COMPARED_YEARS and _in_year(source.start, when.start.year) == when.start else 0


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _earlier(when: When, current: When | None) -> When:
    """A day or a week before the current time."""
    back = timedelta(days=when.days or 1)
    if current is None or current.end is None:
        return when
    start = current.start - back if current.start is not None and when.days == 7 else None
    return replace(when, start=start, end=current.end - back)
