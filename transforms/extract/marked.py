"""A text's words and marks, as the readers of its times ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from transforms.extract.lexicon import Mark
from transforms.extract.text import Token


class Marked:
    """One text. `published` may be None: then a full date near the text's beginning stands for it."""

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

    def _digits(self, i: int, low: int, high: int) -> int | None:
        if not 0 <= i < len(self.tokens) or self.tokens[i].kind != "digits" or len(self.tokens[i].text) > 4:
            return None
        value = int(self.tokens[i].text)
        return value if low <= value <= high else None

    def _is(self, i: int, text: str) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].text in text

    def _at(self, group: str, i: int) -> bool:
        """Whether a mark of a group begins at token `i`."""
        return (group, i) in self.starts


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
