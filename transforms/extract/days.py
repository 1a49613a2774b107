"""Days, ranges and periods that a text names, resolved to calendar days against the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from transforms.extract.lexicon import Mark
from transforms.extract.spans import find_spans
from transforms.extract.text import Token
from transforms.extract.when import FIRST_YEAR, LAST_YEAR, When

REACH, FEW_YEARS, TOLD_REACH = 5, 5, 14
MONTH_SIGNS = ("month_in", "since_before", "since_after", "as_of_before", "as_of_after", "until_before", "until_after")
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_CLOCK = re.compile(r"^([01]?\d|2[0-4])$")


class DayReader:
    """Finds the times of one text. `published` may be None: then a full date near the text's beginning stands for
    it.
    """

    def __init__(
        self, tokens: Sequence[Token], marks: Sequence[Mark], published: date | None, day_after_month: bool
    ) -> None:
        self.tokens, self.all_marks, self.day_after_month = tokens, marks, day_after_month
        self.marks: dict[str, list[Mark]] = {}
        for mark in marks:
            self.marks.setdefault(mark.group, []).append(mark)
        self.starts = {(m.group, m.first): m for m in marks}
        self.ends = {(m.group, m.last): m for m in marks}
        self.published = published

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
        found += self._years(taken)
        found = [self._as_told(self._with_role(self._with_year(w))) for w in sorted(found, key=lambda w: w.first)]
        found = _joined(found, self.tokens)
        taken = {i for w in found for i in range(w.first, w.last)}
        found += [w for w in self._words() if not taken & set(range(w.first, w.last))]
        found = [self._running_month(w) for w in sorted(found, key=lambda w: w.first)]
        return self._same_periods(found)

    def _running_month(self, when: When) -> When:
        """A month that publication falls into is counted so far."""
        if when.role != "month" or self.published is None or when.end is None or when.start is None:
            return when
        running = when.start <= self.published < when.end and (when.end - when.start).days < 31
        return replace(when, role="since", end=None) if running else when

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
        return [self._as_compared(w) if self._compared(w) else w for w in result]

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

    # --- the forms -------------------------------------------------------------------------------------------------

    def _digits(self, i: int, low: int, high: int) -> int | None:
        if not 0 <= i < len(self.tokens) or self.tokens[i].kind != "digits" or len(self.tokens[i].text) > 4:
            return None
        value = int(self.tokens[i].text)
        return value if low <= value <= high else None

    def _is(self, i: int, text: str) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].text in text

    def _numeric(self) -> list[When]:
        """14.06.2020, 14/06/20, 2020-06-14."""
        found = []
        for i in range(len(self.tokens) - 4):
            sign = self.tokens[i + 1].text
            if (
                sign not in ".-/"
                or self.tokens[i + 3].text != sign
                or not all(t.glued for t in self.tokens[i + 1 : i + 5])
            ):
                continue
            parts = [self._digits(i + k, 0, LAST_YEAR) for k in (0, 2, 4)]
            if None in parts or (i and self.tokens[i].glued and self.tokens[i - 1].text in ".-/"):
                continue
            a, b, c = (int(p) for p in parts if p is not None)
            day = (
                _day(a, b, c)
                if len(self.tokens[i].text) == 4
                else _day(c + 2000 if len(self.tokens[i + 4].text) == 2 else c, b, a)
            )
            if day:
                found.append(When(i, i + 5, "on", day, day))
        return found

    def _named(self) -> list[When]:
        """A month's name with its day and year on either side, or alone."""
        found = []
        for mark in self.marks.get("month", []):
            found.append(self._around(mark, int(mark.value)))
        for i, token in enumerate(self.tokens):
            if token.text == "月" and (month := self._digits(i - 1, 1, 12)) is not None:
                found.append(self._around(Mark(i - 1, i + 1, "month", str(month)), month))
        named = [w for w in found if w is not None]
        spans = {w.first for w in named if w.role == "range"}
        return [w for w in named if w.role != "month" or w.first not in spans]

    def _around(self, mark: Mark, month: int) -> When | None:
        day, first = self._day_before(mark.first)
        last, start = mark.last, None
        if day is None and (self.day_after_month or self._is(mark.last - 1, "月")):
            day, last = self._day_after(mark.last)
            if day is not None:
                start, day, last = self._range_after(day, last)
        elif day is not None:
            start, first = self._range_before(first)
        since, first = self._month_before(mark.first) if day is None else (None, first)
        year, first, last = self._year_near(first, last)
        if since is None and day is None:
            since, first = self._month_before(first)
        if day is None and year is None and since is None and not self._month_marked(mark, first, last):
            return None
        base = year if year is not None else 4
        if day is None:
            begin = date(base, since or month, 1)
            role = "range" if since else "month"
            return When(
                first, last, role, begin, date(base, month, monthrange(base, month)[1]), has_year=year is not None
            )
        end = _day(base, month, day)
        if end is None:
            return None
        opening = _day(base, month, start) if start else end
        return When(first, last, "range" if start else "on", opening, end, has_year=year is not None)

    def _month_before(self, first: int) -> tuple[int | None, int]:
        """The first month of "January–September 2022"."""
        i = first - 1
        if self._is(i, "-"):
            mark = self.ends.get(("month", i))
        elif ("until_before", first) in self.ends:
            mark = self.ends.get(("month", self.ends["until_before", first].first))
        else:
            mark = None
        return (int(mark.value), mark.first) if mark is not None else (None, first)

    def _range_after(self, day: int, last: int) -> tuple[int | None, int, int]:
        """The last day of "December 11 to 17"."""
        at = (
            last + 1
            if self._is(last, "-")
            else self.starts["until_before", last].last
            if ("until_before", last) in self.starts
            else None
        )
        end = self._digits(at, 1, 31) if at is not None else None
        if (
            at is None
            or end is None
            or end <= day
            or ("month", at + 1) in self.starts
            or any((g, at + 1) in self.starts for g in ("case", "person", "measure"))
        ):
            return None, day, last
        return day, end, at + 1

    def _month_marked(self, mark: Mark, first: int, last: int) -> bool:
        """A month without day and year counts only beside a word that says it is a time ("in February", "июль ойи")."""
        return any(
            (g, first) in self.ends or (g, last) in self.starts or (g, mark.last) in self.ends for g in MONTH_SIGNS
        )

    def _day_before(self, at: int) -> tuple[int | None, int]:
        """A day's number just before `at`, perhaps with an ordinal ending or the word "of" between."""
        i = at - 1
        if i >= 0 and self.tokens[i].kind == "word" and ("day_of", i) in self.starts:
            i -= 1
        if (
            i >= 2
            and self.tokens[i].kind == "word"
            and self.tokens[i - 1].text == "-"
            and self.tokens[i].glued
            and len(self.tokens[i].text) <= 5
        ):
            i -= 2
        elif (
            i >= 1
            and self.tokens[i].glued
            and self.tokens[i].kind == "word"
            and len(self.tokens[i].text) <= 5
            and self.tokens[i - 1].kind == "digits"
        ) or (i >= 1 and self.tokens[i].text in "-." and self.tokens[i].glued and self.tokens[i - 1].kind == "digits"):
            i -= 1
        day = self._digits(i, 1, 31)
        return day, i if day is not None else at

    def _day_after(self, at: int) -> tuple[int | None, int]:
        """English "June 17", Chinese 月17日."""
        if self._is(at, "-"):
            at += 1
        day = self._digits(at, 1, 31)
        if day is None or (
            self._is(at + 1, ",.") and self._digits(at + 2, 100, 999) is not None and self.tokens[at + 2].glued
        ):
            return None, at
        after = at + 1
        if after < len(self.tokens) and (self.tokens[after].text in _ORDINAL or self.tokens[after].text in "日号"):
            after += 1
        elif after < len(self.tokens) and self.tokens[after].kind == "word" and ("case", after) in self.starts:
            return None, at
        return day, after

    def _range_before(self, first: int) -> tuple[int | None, int]:
        """The first day of "8 по 14 апреля", "3-9 июня"."""
        i = first - 1
        if ("until_before", i + 1) in self.ends:
            i = self.ends["until_before", i + 1].first - 1
        elif self._is(i, "-"):
            i -= 1
        else:
            return None, first
        if i >= 2 and self.tokens[i].kind == "word" and self.tokens[i - 1].text == "-":
            i -= 2
        start = self._digits(i, 1, 31)
        return (start, i) if start is not None and start < (self._digits(first, 1, 31) or 0) else (None, first)

    def _year_near(self, first: int, last: int) -> tuple[int | None, int, int]:
        """A year after or before, with its year word; keeps the span that it takes."""
        at = last + 1 if self._is(last, ",") else last
        if (
            self.tokens[last - 1].text not in "日号"
            and (year := self._digits(at, FIRST_YEAR, LAST_YEAR)) is not None
            and len(self.tokens[at].text) == 4
            and not (self._dated_before(first) and self._opens_date(self._past_year_word(at + 1)))
        ):
            return year, first, self._past_year_word(at + 1)
        back = first
        if ("year_word", back) in self.ends:
            back = self.ends["year_word", back].first
        if back and self.tokens[back - 1].text == "-" and back < first:
            back -= 1
        if self._is(back - 1, ","):
            back -= 1
        year = self._digits(back - 1, FIRST_YEAR, LAST_YEAR)
        if year is not None and back < first:
            return year, back - 1, last
        return self._year_by_word(first, last)

    def _year_by_word(self, first: int, last: int) -> tuple[int | None, int, int]:
        """A month of last year by a word right before it: "last year's January"."""
        mark = self.ends.get(("past", first))
        if mark is None or self.published is None or mark.value != "last_year":
            return None, first, last
        return self.published.year - 1, mark.first, last

    def _dated_before(self, first: int) -> bool:
        """Whether a year with its word stands just before, as where the year comes first."""
        mark = self.ends.get(("year_word", first))
        return mark is not None and any(self._digits(mark.first - k, FIRST_YEAR, LAST_YEAR) is not None for k in (1, 2))

    def _opens_date(self, at: int) -> bool:
        """Whether a day and its month, or a month, begin here: then the year before is theirs."""
        return any(("month", at + k) in self.starts for k in range(3))

    def _past_year_word(self, at: int) -> int:
        if self._is(at, "-") and ("year_word", at + 1) in self.starts:
            at += 1
        mark = self.starts.get(("year_word", at))
        return mark.last if mark else at

    def _bare(self) -> list[When]:
        """A day without its month: "on the 13th", "14 числа", 15日."""
        found = []
        for i, token in enumerate(self.tokens[:-1]):
            day = self._digits(i, 1, 31) if token.kind == "digits" else None
            after = self.tokens[i + 1]
            if day is None or len(token.text) > 2 or self._is(i - 1, "月"):
                continue
            english = after.glued and after.text in _ORDINAL and i > 0 and ("day_the", i) in self.ends
            if (
                english
                or (after.text in ("日", "号") and not self._is(i + 2, "龄"))
                or ("day_word", i + 1) in self.starts
            ):
                if ("month", i + 2) in self.starts or ("day_of", i + 2) in self.starts:
                    continue
                found.append(When(i, i + 2, "on", date(4, 1, day), date(4, 1, day), has_year=False))
        return [w for w in found if w.end]

    def _years(self, taken: set[int]) -> list[When]:
        """A year alone: "in 2024", "2023 году", "2018 jyly"."""
        found = []
        for i, token in enumerate(self.tokens):
            alone = token.kind == "digits" and len(token.text) == 4 and i not in taken
            year = self._digits(i, FIRST_YEAR, LAST_YEAR) if alone else None
            if year is None or (
                token.glued and i and self.tokens[i - 1].kind != "han" and self.tokens[i - 1].text not in "(-,|/"
            ):
                continue
            last = self._past_year_word(i + 1)
            if (
                last == i + 1
                and self._is(i + 1, "-")
                and i + 2 < len(self.tokens)
                and self.tokens[i + 2].kind == "word"
                and len(self.tokens[i + 2].text) <= 2
            ):
                last = i + 3
            named = (
                last > i + 1
                or ("year_in", i) in self.ends
                or self._heads_column(i, year)
                or (("day_the", i) in self.ends and ("case", i + 1) in self.starts)
            )
            if named and self.published is not None and year == self.published.year:
                found.append(When(i, last, "ytd", date(year, 1, 1)))
            elif named:
                found.append(When(i, last, "year", date(year, 1, 1), date(year, 12, 31)))
        return found

    def _heads_column(self, i: int, year: int) -> bool:
        """Whether a year stands between a table's signs beside another one: "Region | 2023 | 2024"."""
        for sign, other in ((i - 1, i - 2), (i + 1, i + 2)):
            beside = self._digits(other, FIRST_YEAR, LAST_YEAR)
            if self._is(sign, "|") and beside is not None and 0 < abs(beside - year) <= FEW_YEARS:
                return True
        return False

    def _words(self) -> list[When]:
        """Relative days and periods: yesterday, over the past day, this year, last week."""
        found, today = [], self.published
        for mark in self.marks.get("relative", []):
            day = today + timedelta(days=int(mark.value)) if today else None
            found.append(self._with_role(When(mark.first, mark.last, "on", day, day)))
        for mark in self.marks.get("past", []):
            found.append(self._period(mark, today))
        return found

    def _period(self, mark: Mark, today: date | None) -> When:
        year = today.year if today else None
        if mark.value in ("this_year", "year_start"):
            return When(mark.first, mark.last, "ytd", date(year, 1, 1) if year else None)
        if mark.value == "last_year":
            return When(
                mark.first,
                mark.last,
                "year",
                date(year - 1, 1, 1) if year else None,
                date(year - 1, 12, 31) if year else None,
            )
        if mark.value == "month_past" and today:
            end = today.replace(day=1) - timedelta(days=1)
            return When(mark.first, mark.last, "month", end.replace(day=1), end)
        if mark.value == "same_period":
            return When(mark.first, mark.last, "same_period")
        if mark.value in ("day_before", "week_before"):
            return When(mark.first, mark.last, "before", days=1 if mark.value == "day_before" else 7)
        return When(mark.first, mark.last, mark.value)

    # --- what surrounds a form --------------------------------------------------------------------------------------

    def _with_year(self, when: When) -> When:
        """A missing year (4 stands for it) becomes the one that puts the day last before publication, a missing
        month likewise.
        """
        if when.has_year or when.end is None or when.start is None:
            return when
        if self.published is None:
            return replace(when, start=None, end=None, days=(when.end - when.start).days)
        if (
            self.tokens[when.last - 1].text not in "日号"
            and when.role == "on"
            and ("month", when.first) not in self.starts
            and self._is_bare(when)
        ):
            return self._in_month(when)
        if self._is_bare(when):
            return self._in_month(when)
        for year in (self.published.year + 1, self.published.year, self.published.year - 1):
            start, end = _day(year, when.start.month, when.start.day), _day(year, when.end.month, when.end.day)
            if start and end and start <= self.published + timedelta(days=3):
                return replace(when, start=start, end=end)
        return replace(when, start=None, end=None)

    def _is_bare(self, when: When) -> bool:
        inside = range(when.first, when.last)
        return not any(("month", i) in self.starts or self.tokens[i].text == "月" for i in inside)

    def _in_month(self, when: When) -> When:
        assert self.published is not None and when.end is not None
        for back in (0, 1):
            month = self.published.month - back
            year = self.published.year if month else self.published.year - 1
            day = _day(year, month or 12, when.end.day)
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
        for name in ("as_of", "since", "until", "versus", "said"):
            before, after = self.ends.get((f"{name}_before", first)), self.starts.get((f"{name}_after", last))
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
            and _CLOCK.match(self.tokens[at].text)
            and self.tokens[at + 1].text in ":."
            and self.tokens[at + 2].kind == "digits"
        ):
            minute = self.tokens[at + 2].text
            if len(minute) == 2 and self.tokens[at + 2].glued and int(minute) < 60:
                return _clock(int(self.tokens[at].text), int(minute)), at + 3
        mark = self.starts.get(("part", begin))
        return (_clock(int(mark.value), 0), mark.last) if mark else None

    def _clock_before(self, at: int) -> tuple[time, int] | None:
        mark = self.ends.get(("part", at))
        if mark:
            return _clock(int(mark.value), 0), mark.first
        if (
            at >= 3
            and self.tokens[at - 2].text == ":"
            and (found := self._clock_at(at - 3)) is not None
            and found[1] == at
        ):
            return found[0], at - 3
        return None


def _clock(hour: int, minute: int) -> time:
    return time(23, 59) if hour == 24 else time(hour, minute)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
