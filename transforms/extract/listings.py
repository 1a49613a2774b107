"""The period that a sentence without figures gives to the list or table right below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.extract.figure import CLOSED, Figure
from transforms.extract.reading import Reading
from transforms.extract.structure import Sentence
from transforms.extract.when import When

LONGEST_ITEM = 22
WEEK = timedelta(days=7)


class Listings:
    """Hears what introduces a list: "The service summed up the first quarter of 2023." """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.spoken: When | None = None
        self.counted = -1

    def hear(self, sentence: Sentence) -> None:
        """Keep the one closed period that a sentence without figures names, in a paragraph that has none before it; one
        that names no time leaves what was said.
        """
        whens = self.reading.whens_in([(sentence.first, sentence.last)])
        if not whens or sentence.first < self.reading.title_end:
            return
        periods = {(w.start, w.end): w for w in whens if w.role in CLOSED and w.start and w.end}
        told = len(periods) == 1 and sentence.line != self.counted
        self.spoken = next(iter(periods.values())) if told else None

    def period(self, sentence: Sentence) -> When | None:
        """The period of a list's item, a short line of its own; prose ends the list."""
        self.counted = sentence.line
        if not sentence.opens_line or sentence.last - sentence.first > LONGEST_ITEM:
            self.spoken = None
        return self.spoken

    def explain(self, figures: Sequence[Figure]) -> When | None:
        """What bare brackets in the items below mean: the earlier time that the first item's bracket names, as in
        "21 cases (34 in the same period of 2022)". "Last week" beside a week is the one before it.
        """
        for figure in figures if self.spoken is not None else ():
            when = figure.when
            if not figure.cell.bracket or "when" not in figure.own or when is None or self.spoken is None:
                continue
            if when.role == "week" and when.start and when.end and (when.start, when.end) == self._days():
                figure.when = replace(when, start=when.start - WEEK, end=when.end - WEEK)
            if figure.when is not None and figure.when.end is not None:
                return figure.when
        return None

    def _days(self) -> tuple[date | None, date | None]:
        return (self.spoken.start, self.spoken.end) if self.spoken is not None else (None, None)
