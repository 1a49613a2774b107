"""Days, ranges and periods that a text names, resolved to calendar days against the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.extract.periods import NamedPeriods
from transforms.extract.spans import find_spans
from transforms.extract.text import Token
from transforms.extract.when import When


class DayReader(NamedPeriods):
    """Finds the times of one text."""

    def read(self) -> list[When]:
        """All times in order, without overlaps, with roles and missing years settled."""
        found = _outermost(self._numeric() + self._named() + self._bare())
        if self.published is None:
            dated = [w for w in sorted(found, key=lambda w: w.first) if w.has_year and w.end]
            self.published = next((w.end for role in ("on", "month") for w in dated if w.role == role), None)
        taken: set[int] = {i for w in found for i in range(w.first, w.last)}
        months = find_spans(self.tokens, self.all_marks, self.starts, self.ends, self.published)
        within = {i for m in months for i in range(m.first, m.last)}
        found = [w for w in found if w.first not in within] + months
        taken |= {i for w in months for i in range(w.first, w.last)}
        weeks = self._weeks()
        taken |= {i for w in weeks for i in range(w.first, w.last)}
        found = [w for w in found if not any(week.first <= w.first < week.last for week in weeks)]
        found += self._years(taken)
        found = [self._as_told(self._with_role(self._with_year(w))) for w in sorted(found, key=lambda w: w.first)]
        found = _joined(found, self.tokens) + weeks
        taken = {i for w in found for i in range(w.first, w.last)}
        found += [w for w in self._words() if not taken & set(range(w.first, w.last))]
        found = [self._running_month(w) for w in sorted(found, key=lambda w: w.first)]
        found = [w for w in found if w.role != "year" or not any(("birth", w.last - k) in self.starts for k in (0, 1))]
        return self._same_periods(found)

    def _running_month(self, when: When) -> When:
        """A month that publication falls into is counted so far."""
        if when.role != "month" or self.published is None or when.end is None or when.start is None:
            return when
        running = when.start <= self.published < when.end and (when.end - when.start).days < 31
        return replace(when, end=None) if running else when

    def _same_periods(self, found: list[When]) -> list[When]:
        """As in "In the same period of 2023": the year named with it, up to the day that the text counts to."""
        result: list[When] = []
        for when in found:
            last = result[-1] if result else None
            if (
                last is not None
                and {"same_period", "same_now"} & {last.role, when.role}
                and "year" in (last.role, when.role)
                and when.first - last.last <= 2
            ):
                year = last if last.role == "year" else when
                result[-1] = When(last.first, when.last, "same_period", year.start)
            else:
                result.append(when)
        compared: list[When] = []
        for when in result:
            goes_on = bool(compared) and self._continues(compared[-1], when)
            compared.append(self._as_compared(when) if goes_on or self._compared(when) else when)
        return compared

    def _continues(self, last: When, when: When) -> bool:
        """Whether a time only says which period was compared: "than in the same period in the last season"."""
        between = self.tokens[last.last : when.first]
        closed = when.role in ("last_season", "year")
        return last.role == "versus_period" and closed and len(between) <= 1 and all(t.kind == "word" for t in between)

    def _as_compared(self, when: When) -> When:
        """A time that only serves a comparison; one with another year's same period tells of this year's."""
        return replace(when, role="versus_period" if when.role == "same_period" else "versus", end=None)

    def _compared(self, when: When) -> bool:
        """Whether a time only serves a comparison: "than in the same period of 2024"."""
        first = when.first
        counted = when.last + (self._is(when.last, "(") or ("function", when.last) in self.starts)
        if counted > when.last and self._digits(counted, 0, 9999) is not None:
            return False
        for _ in range(2):
            if any(
                m is not None and m.first < first for m in (self.ends.get(("versus_before", first + k)) for k in (0, 1))
            ):
                return True
            if ("fill", first) not in self.ends and ("function", first) not in self.ends:
                return False
            first -= 1
        return False


def _outermost(found: list[When]) -> list[When]:
    """Times without the months that a range of months holds: "January to May"."""
    held = {i: w for w in found if w.role == "range" for i in range(w.first, w.last)}
    return [w for w in found if w.role != "month" or held.get(w.first) is None]


def _joined(found: list[When], tokens: Sequence[Token]) -> list[When]:
    """Two days with "since" and "until" beside each other, or a dash between, are one range."""
    joined: list[When] = []
    for when in found:
        last = joined[-1] if joined else None
        close = last is not None and when.first - last.last <= 1
        dashed = close and last is not None and when.first - last.last == 1 and tokens[last.last].text == "-"
        if (
            last
            and close
            and last.start
            and when.end
            and last.start < when.end
            and (
                (last.role in ("since", "as_of") and when.role in ("until", "on", "as_of"))
                or (last.role in ("on", "month") and (when.role == "until" or (dashed and when.role == last.role)))
            )
        ) or (last and close and last.role == "since" and when.role == "until"):
            joined[-1] = When(last.first, when.last, "range", last.start, when.end, when.clock)
        else:
            joined.append(when)
    return joined
