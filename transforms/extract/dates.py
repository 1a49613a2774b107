"""Days, months and years as a text writes them; a missing year stays open."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from transforms.extract.lexicon import Mark
from transforms.extract.marked import Marked, day_of
from transforms.extract.when import FIRST_YEAR, LAST_YEAR, When

MONTH_SIGNS = ("month_in", "since_before", "since_after", "as_of_before", "as_of_after", "until_before", "until_after")
ORDINAL = frozenset({"st", "nd", "rd", "th"})


class WrittenDates(Marked):
    """Finds written dates; year 4 stands for a missing one."""

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
                day_of(a, b, c)
                if len(self.tokens[i].text) == 4
                else day_of(c + 2000 if len(self.tokens[i + 4].text) == 2 else c, b, a)
            )
            if day:
                found.append(When(i, i + 5, "on", day, day))
        return found

    def _named(self) -> list[When]:
        """A month's name with its day and year on either side, or alone."""
        found = []
        for mark in self.marks.get("month", []):
            found.append(self._around(mark, int(mark.value)))
        for i in range(len(self.tokens)):
            if self._at("month_sign", i) and (month := self._digits(i - 1, 1, 12)) is not None:
                found.append(self._around(Mark(i - 1, i + 1, "month", str(month)), month))
        named = [w for w in found if w is not None]
        spans = {w.first for w in named if w.role == "range"}
        return [w for w in named if w.role != "month" or w.first not in spans]

    def _around(self, mark: Mark, month: int) -> When | None:
        day, first = self._day_before(mark.first)
        last, start = mark.last, None
        if day is None and (self.day_after_month or self._at("month_sign", mark.last - 1)):
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
        end = day_of(base, month, day)
        if end is None:
            return None
        opening = day_of(base, month, start) if start else end
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
        """English "June 17" and "Jan. 9", Chinese 月17日."""
        if self._is(at, "-") or (self._is(at, ".") and self.tokens[at].glued and len(self.tokens[at - 1].text) <= 4):
            at += 1
        day = self._digits(at, 1, 31)
        if day is None or (
            self._is(at + 1, ",.") and self._digits(at + 2, 100, 999) is not None and self.tokens[at + 2].glued
        ):
            return None, at
        after = at + 1
        if after < len(self.tokens) and (self.tokens[after].text in ORDINAL or self._at("day_sign", after)):
            after += 1
        elif after < len(self.tokens) and self.tokens[after].kind == "word" and ("case", after) in self.starts:
            return None, at
        return day, after

    def _range_before(self, first: int) -> tuple[int | None, int]:
        """The first day of "8 по 14 апреля", "3-9 июня"."""
        i = first - 1
        if ("until_before", i + 1) in self.ends:
            i = self.ends["until_before", i + 1].first - 1
        elif self._is(i, "-") or (("overnight", i + 1) in self.ends and ("since_before", i - 1) in self.ends):
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
            not self._at("day_sign", last - 1)
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
        """A day or month of last or this year by a word right beside it: "last year's January", "May of this year"."""
        before, behind = self.ends.get(("past", first)), self.starts.get(("past", last))
        if self.published is None:
            return None, first, last
        if before is not None and before.value == "last_year":
            return self.published.year - 1, before.first, last
        if (this_year := self.ends.get(("year_of", first))) is not None:
            return self.published.year, this_year.first, last
        if behind is not None and behind.value in ("last_year", "this_year"):
            return self.published.year - (behind.value == "last_year"), first, behind.last
        return None, first, last

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

    def _has_month(self, i: int) -> bool:
        """Whether a month's sign before a day ends a month with a number or name of its own, not "this month"."""
        own = self._digits(i - 2, 1, 12) is not None or ("month", i) in self.ends or ("past", i) in self.ends
        return self._at("month_sign", i - 1) and own

    def _bare(self) -> list[When]:
        """A day without its month: "on the 13th", "14 числа", 15日."""
        found = []
        for i, token in enumerate(self.tokens[:-1]):
            day = self._digits(i, 1, 31) if token.kind == "digits" else None
            after = self.tokens[i + 1]
            if day is None or len(token.text) > 2 or self._has_month(i):
                continue
            english = after.glued and after.text in ORDINAL and i > 0 and ("day_the", i) in self.ends
            english = english and ("measure", i) not in self.starts
            if (
                english
                or (self._at("day_sign", i + 1) and not self._at("day_age", i + 1))
                or ("day_word", i + 1) in self.starts
            ):
                if ("month", i + 2) in self.starts or ("day_of", i + 2) in self.starts:
                    continue
                found.append(When(i, i + 2, "on", date(4, 1, day), date(4, 1, day), has_year=False))
        return [w for w in found if w.end]
