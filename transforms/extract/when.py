"""A time that a text names."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time

FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True, slots=True)
class When:
    """Tokens `first` to `last` name a time. `role`: on, as_of, since, until, range, year, month, day, week, season,
    ytd.

    `start` and `end` are inclusive days, either None where the text leaves it open; `clock` is a stated time of day.
    """

    first: int
    last: int
    role: str
    start: date | None = None
    end: date | None = None
    clock: time | None = None
    has_year: bool = True
    days: int | None = None

    @property
    def is_year_to_date(self) -> bool:
        """Whether it is the first months of a year, stated as a range."""
        opens = self.start is not None and (self.start.month, self.start.day) == (1, 1)
        return self.role == "range" and opens and self.aggregation == "cumulative"

    @property
    def aggregation(self) -> str | None:
        """What a count of events at this time is unless its words say more."""
        if self.role in ("on", "day", "week", "lately") or (self.role == "month" and self.end is None):
            return "new"
        if self.role in ("as_of", "since", "until", "year", "ytd", "season", "other"):
            return "cumulative"
        if self.role in ("range", "month") and self.start and self.end:
            return "new" if (self.end - self.start).days <= 8 or _is_month(self.start, self.end) else "cumulative"
        if self.role == "range" and self.days is not None:
            return "new" if self.days <= 9 else "cumulative"
        return None


def _is_month(start: date, end: date) -> bool:
    return start.day == 1 and end.month == start.month and end.day == monthrange(end.year, end.month)[1]
