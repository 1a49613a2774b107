"""Years that stand alone, relative days and periods named by words."""

from __future__ import annotations

from datetime import date, timedelta

from transforms.extract.dates import WrittenDates
from transforms.extract.lexicon import Mark
from transforms.extract.surroundings import Surroundings
from transforms.extract.when import FIRST_YEAR, LAST_YEAR, When

FEW_YEARS, TOLD_NEAR, FEWEST_WEEKS, LONGEST_ORDINAL = 5, 5, 2, 3


class NamedPeriods(WrittenDates, Surroundings):
    """Finds times that no calendar day spells out."""

    def _years(self, taken: set[int]) -> list[When]:
        """A year alone: "in 2024", "2023 году", "2018 jyly"."""
        found = []
        for i, token in enumerate(self.tokens):
            alone = token.kind == "digits" and len(token.text) == 4 and i not in taken
            year = self._digits(i, FIRST_YEAR, LAST_YEAR) if alone else None
            if year is None or (
                token.glued and i and self.tokens[i - 1].kind != "han" and self.tokens[i - 1].text not in "(-,|/;:。、"
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
                or self._heads_amount(i)
                or (("day_the", i) in self.ends and ("case", i + 1) in self.starts)
            )
            if named and self.published is not None and year == self.published.year:
                found.append(When(i, last, "ytd", date(year, 1, 1)))
            elif named:
                found.append(When(i, last, "year", date(year, 1, 1), date(year, 12, 31)))
        return found

    def _weeks(self) -> list[When]:
        """A numbered week: "in week 47", "на 50-й неделе 2025 года", "47-аптада"."""
        found = []
        for mark in self.marks.get("week_word", []):
            i, ordinal = mark.first - 1, self._is(mark.first - 1, "-")
            if ordinal or (i > 1 and self._is(i - 1, "-") and len(self.tokens[i].text) <= LONGEST_ORDINAL):
                i, ordinal = i - 1 - (not ordinal), True
            number = self._digits(i, 1 if ordinal else FEWEST_WEEKS, 53)
            if number is not None and (ordinal or mark.value == "bare"):
                found.append((number, i, mark.last))
        for mark in self.marks.get("week_before", []):
            if (number := self._digits(mark.last, 1, 53)) is not None:
                found.append((number, mark.first, mark.last + 1))
        weeks = (self._week(*numbered) for numbered in found)
        return [w for w in weeks if w is not None]

    def _week(self, number: int, first: int, last: int) -> When | None:
        """The days of a week by its number, in the year named beside it or the last that had it by publication."""
        year, first, last = self._year_near(first, last)
        if year is None and self.published is not None:
            year = self.published.year
            begun = number <= self.published.isocalendar().week
            year -= not begun
        if year is None or not 0 < number <= date(year, 12, 28).isocalendar().week:
            return None
        start = date.fromisocalendar(year, number, 1)
        return When(first, last, "range", start, start + timedelta(days=6))

    def _heads_amount(self, i: int) -> bool:
        """Whether a year with its preposition stands before a sign and what it had: "in 2014 – 119"."""
        signed = self._is(i + 1, "-:") and not self.tokens[i + 1].glued and ("month_in", i) in self.ends
        return signed and self._digits(i + 2, 0, 9999) is not None

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
            if not self._ends_number(mark):
                found.append(self._period(mark, today))
        for mark in self.marks.get("weekday", []) if today else []:
            day = _last_weekday(today, int(mark.value))
            role = "said" if self._told_beside(mark) else "on"
            found.append(self._with_role(When(mark.first, mark.last, role, day, day)))
        return found

    def _ends_number(self, mark: Mark) -> bool:
        """Whether a period's first word only ends a longer number: "in eleven months" is not "in one month"."""
        before, own = self.ends.get(("number", mark.first)), self.starts.get(("number", mark.first))
        return before is not None and own is not None and int(before.value) >= 10 > int(own.value)

    def _told_beside(self, mark: Mark) -> bool:
        """Whether somebody speaks close to a day of the week: "on Monday the minister said"."""
        around = range(max(0, mark.first - TOLD_NEAR), mark.last + TOLD_NEAR)
        return any((group, i) in self.starts for group in ("said_before", "said_after") for i in around)

    def _period(self, mark: Mark, today: date | None) -> When:
        year = today.year if today else None
        if mark.value in ("this_year", "year_start"):
            return When(mark.first, mark.last, "ytd", date(year, 1, 1) if year else None)
        if mark.value == "the_year":
            return When(mark.first, mark.last, "ytd", date(year, 1, 1) if year else None, has_year=False)
        if mark.value == "last_year":
            return When(
                mark.first,
                mark.last,
                "year",
                date(year - 1, 1, 1) if year else None,
                date(year - 1, 12, 31) if year else None,
            )
        if mark.value == "last_week":
            sunday = today - timedelta(days=today.weekday() + 1) if today else None
            return When(mark.first, mark.last, "week", sunday - timedelta(days=6) if sunday else None, sunday)
        if mark.value == "month_past" and today:
            end = today.replace(day=1) - timedelta(days=1)
            return When(mark.first, mark.last, "month", end.replace(day=1), end)
        if mark.value in ("this_month", "month_start"):
            role = "month" if mark.value == "this_month" else "since"
            return When(mark.first, mark.last, role, today.replace(day=1) if today else None)
        if mark.value == "same_period":
            return When(mark.first, mark.last, "same_period")
        if mark.value in ("day_before", "week_before"):
            return When(mark.first, mark.last, "before", days=1 if mark.value == "day_before" else 7)
        return When(mark.first, mark.last, mark.value)


def _last_weekday(published: date | None, weekday: int) -> date | None:
    """The last such day of the week, Monday being 0, not after publication."""
    return published - timedelta(days=(published.weekday() - weekday) % 7) if published else None
