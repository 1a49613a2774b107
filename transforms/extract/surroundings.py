"""What the words around a time make of it: its year, its role, its time of day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, time, timedelta

from transforms.extract.marked import Marked, day_of
from transforms.extract.when import When

REACH, TOLD_REACH = 5, 14
CLOCK = re.compile(r"^([01]?\d|2[0-4])$")


class Surroundings(Marked):
    """Settles what a found time leaves open."""

    def _with_year(self, when: When) -> When:
        """A missing year (4 stands for it) becomes the one that puts the day last before publication, a missing
        month likewise.
        """
        if when.has_year or when.end is None or when.start is None:
            return when
        if self.published is None:
            return replace(when, start=None, end=None, days=(when.end - when.start).days)
        if self._is_bare(when):
            return self._in_month(when)
        for year in (self.published.year + 1, self.published.year, self.published.year - 1):
            start, end = day_of(year, when.start.month, when.start.day), _last_day(year, when)
            if start and end and start <= self.published + timedelta(days=3):
                return replace(when, start=start, end=end)
        return replace(when, start=None, end=None)

    def _is_bare(self, when: When) -> bool:
        inside = range(when.first, when.last)
        return not any(("month", i) in self.starts or self._at("month_sign", i) for i in inside)

    def _in_month(self, when: When) -> When:
        assert self.published is not None and when.end is not None
        for back in (0, 1):
            month = self.published.month - back
            year = self.published.year if month else self.published.year - 1
            day = day_of(year, month or 12, when.end.day)
            if day and day <= self.published + timedelta(days=1):
                return replace(when, start=day, end=day)
        return replace(when, start=None, end=None)

    def _with_role(self, when: When) -> When:
        """Settle as_of, since and until by the words around, and take a time of day along."""
        first, last, clock, role = when.first, when.last, None, when.role
        for _ in range(REACH):
            named = self._role_at(first, last) if role in ("on", "year", "ytd", "month") else None
            if named is not None:
                name, first, last = named
                role = "ytd" if name == "since" and role in ("year", "ytd") else name
            elif last < len(self.tokens) and clock is None and (found := self._clock_at(last)) is not None:
                clock, last = found
            elif first > 0 and clock is None and (back := self._clock_before(first)) is not None:
                clock, first = back
            elif role == when.role and ("fill", first) in self.ends:
                first = self.ends["fill", first].first
            else:
                break
        if role == when.role and clock is None:
            return when
        return replace(
            when, first=first, last=last, role=role, clock=clock, end=None if role in ("ytd", "since") else when.end
        )

    def _as_told(self, when: When) -> When:
        """A day behind the verb of telling, in a language whose verbs close a clause: only who told it stands there."""
        if when.role != "on" or "told" not in self.marks:
            return when
        for i in range(when.first, max(0, when.first - TOLD_REACH), -1):
            if ("told", i) in self.ends:
                return replace(when, role="said")
            if self.tokens[i - 1].kind in ("line", "digits") or self.tokens[i - 1].text in ".,;:!?":
                break
        return when

    def _role_at(self, first: int, last: int) -> tuple[str, int, int] | None:
        versus = self.ends.get(("versus_before", first))
        for name in ("as_of", "since", "until", "versus", "said"):
            before, after = self.ends.get((f"{name}_before", first)), self.starts.get((f"{name}_after", last))
            if before and versus and versus.first < before.first:
                continue
            if before or after:
                return name, before.first if before else first, after.last if after else last
            ending = self.starts.get((f"{name}_after", last - 1)) if name in ("since", "until") else None
            if ending is not None and ending.last >= last > first:
                return name, first, ending.last
        return None

    def _clock_at(self, at: int) -> tuple[time, int] | None:
        """23:59, "09:00", with its words; or a part of the day, kept as its beginning."""
        begin = at
        if ("clock_word", at) in self.starts:
            at = self.starts["clock_word", at].last
        if (
            at + 2 < len(self.tokens)
            and CLOCK.match(self.tokens[at].text)
            and self.tokens[at + 1].text in ":."
            and self.tokens[at + 2].kind == "digits"
        ):
            minute = self.tokens[at + 2].text
            if len(minute) == 2 and self.tokens[at + 2].glued and int(minute) < 60:
                return clock_of(int(self.tokens[at].text), int(minute)), at + 3
        mark = self.starts.get(("part", begin))
        return (clock_of(int(mark.value), 0), mark.last) if mark else None

    def _clock_before(self, at: int) -> tuple[time, int] | None:
        mark = self.ends.get(("part", at))
        if mark:
            return clock_of(int(mark.value), 0), mark.first
        if (
            at >= 3
            and self.tokens[at - 2].text == ":"
            and (found := self._clock_at(at - 3)) is not None
            and found[1] == at
        ):
            return found[0], at - 3
        return None


def _last_day(year: int, when: When) -> date | None:
    """The end of a time in a year: a whole February ends there on its last day, not always on the 29th."""
    assert when.end is not None
    month, day = when.end.month, when.end.day
    if when.start != when.end and (month, day) == (2, 29):
        day = monthrange(year, month)[1]
    return day_of(year, month, day)


def clock_of(hour: int, minute: int) -> time:
    return time(23, 59) if hour == 24 else time(hour, minute)
