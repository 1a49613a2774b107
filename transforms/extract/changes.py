"""Counts that rose or fell from one number to another: "rose from 34 to 52", "34-тен 52-ге жетті". The later counts,
and what stands before both is its label.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from transforms.extract.lexicon import Language, Mark
from transforms.extract.numbers import Number
from transforms.extract.text import Token

NOUNS = frozenset({"person", "case", "skip"})


class Changes:
    """Finds pairs of numbers that are one count before and after it changed."""

    def __init__(
        self, tokens: Sequence[Token], marks: Sequence[Mark], language: Language, timed: Container[int]
    ) -> None:
        self.tokens, self.language, self.timed = tokens, language, timed
        self.verbs = [m.first for m in marks if m.group == "change"]
        self.froms = {m.last: m.first for m in marks if m.group == "from_before"}
        self.tos = {m.first: m.last for m in marks if m.group in ("to_before", "until_before")}
        self.nouns = {m.first: m.last for m in marks if m.group in NOUNS}

    def merge(self, numbers: Sequence[Number], first: int, last: int) -> list[Number]:
        """The numbers of a sentence, where two that tell a change are one: the later, from where the earlier began."""
        merged: list[Number] = []
        changed = len(numbers) > 1 and any(first <= i < last for i in self.verbs)
        for number in numbers:
            begun = self._begun(merged[-1], number) if changed and merged else None
            if begun is None:
                merged.append(number)
            else:
                merged[-1] = replace(number, first=begun, risen=True)
        return merged

    def _begun(self, earlier: Number, later: Number) -> int | None:
        """Where "from 34 to 52" begins; None where the two numbers are no such pair, or the earlier has its own day."""
        ends = self._past_noun(earlier.last)
        begun = self.froms.get(earlier.first)
        if begun is None and self._ends(ends, self.language.from_endings):
            begun = earlier.first
        if begun is None or begun - 1 in self.timed or earlier.kind != "count" or later.kind != "count":
            return None
        at = self.tos.get(ends)
        told = at == later.first or (
            ends == later.first and self._ends(self._past_noun(later.last), self.language.to_endings)
        )
        return begun if told else None

    def _past_noun(self, at: int) -> int:
        return self.nouns.get(at, at)

    def _ends(self, at: int, endings: tuple[str, ...]) -> bool:
        return bool(endings) and self.tokens[at - 1].text.endswith(endings)
