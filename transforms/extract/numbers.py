"""Numeric expressions: digits with any thousands separator, number words, multipliers and what is glued to them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from transforms.extract.lexicon import Language, Mark
from transforms.extract.text import Token

LARGEST, LONGEST = 2_000_000_000, 16


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `first` to `last` (exclusive) are the whole number `value`; `plus` = written with a plus sign, `words` =
    in letters only.

    `kind` is count, range, compound ("14-day") or code ("H3N2"): only a count can be a figure. `lone` = one person,
    told of by age; `risen` = the later of two that tell how a count changed.
    """

    first: int
    last: int
    value: int
    kind: str
    plus: bool = False
    words: bool = False
    grouped: bool = False
    part: bool = False
    lone: bool = False
    risen: bool = False


class NumberReader:
    """Reads the numbers of one text in one language; `taken` tokens (dates, names such as COVID-19) are never
    numbers.
    """

    def __init__(
        self, tokens: Sequence[Token], marks: Sequence[Mark], language: Language, taken: set[int], place_ends: set[int]
    ) -> None:
        self.tokens, self.language, self.taken, self.place_ends = tokens, language, taken, place_ends
        self.words = {m.first: (m.last, int(m.value)) for m in marks if m.group == "number"}
        self.multipliers = {m.first: (m.last, int(m.value)) for m in marks if m.group == "multiplier"}
        digits = (i for i, t in enumerate(tokens) if t.kind == "digits")
        self.openings = sorted({*digits, *self.words, *self.multipliers} - taken)

    def read(self, first: int, last: int) -> list[Number]:
        """The numbers between two tokens, in order."""
        numbers, end = [], first
        begin = bisect_left(self.openings, first)
        for i in self.openings[begin : bisect_left(self.openings, last, begin)]:
            if i >= end:
                numbers.append(self._number(i, last))
                end = numbers[-1].last
        return numbers

    def _number(self, i: int, last: int) -> Number:
        words = self.tokens[i].kind != "digits"
        value, at, grouped = (*self._spelled(i, last), False) if words else self._digits(i, last)
        total, at = self._multiplied(value, at, last)
        if total.denominator != 1 or total > LARGEST:
            return Number(i, at, 0, "code")
        kind, end = self._kind(i, at, last, words)
        plus = i > 0 and self.tokens[i - 1].text == "+" and i - 1 not in self.taken
        part = (end > at and self.tokens[end - 1].text in self.language.part_suffixes) or (
            end < last and self.tokens[end].text in self.language.part_words
        )
        part = part or (words and self.tokens[end - 1].text in self.language.part_numbers)
        return Number(i, end, int(total), kind, plus, words, grouped, part)

    def _digits(self, i: int, last: int) -> tuple[Fraction, int, bool]:
        groups, at, separator = [self.tokens[i].text], i + 1, ""
        if len(groups[0]) <= 3 and groups[0][0] != "0":
            while (step := self._group(at, last, separator)) is not None:
                digits, at, separator = step
                groups.append(digits)
        text, grouped = "".join(groups), len(groups) > 1
        if (
            not grouped
            and at + 1 < last
            and self._glued(at, at + 1)
            and self.tokens[at].text in ",."
            and self.tokens[at + 1].kind == "digits"
        ):
            decimal = self.tokens[at + 1].text
            return _fraction(f"{text}.{decimal}"), at + 2, True
        return _fraction(text), at, grouped

    def _group(self, at: int, last: int, separator: str) -> tuple[str, int, str] | None:
        """A further group of three digits after a space, comma, dot or apostrophe, the same each time."""
        if at >= last or at in self.taken:
            return None
        token = self.tokens[at]
        if token.kind == "digits" and not token.glued and len(token.text) == 3 and separator in ("", " "):
            return None if self._followed_by_dot_digit(at, last) else (token.text, at + 1, " ")
        if token.text in ",.'" and separator in ("", token.text) and at + 1 < last and self._glued(at, at + 1):
            digits = self.tokens[at + 1]
            if (
                digits.kind == "digits"
                and len(digits.text) == 3
                and not (token.text != "'" and at + 2 < last and at + 2 in self.multipliers)
            ):
                return digits.text, at + 2, token.text
        return None

    def _followed_by_dot_digit(self, at: int, last: int) -> bool:
        return (
            at + 2 < last
            and self._glued(at + 1, at + 2)
            and self.tokens[at + 1].text in ".:"
            and self.tokens[at + 2].kind == "digits"
        )

    def _glued(self, *positions: int) -> bool:
        return all(self.tokens[p].glued for p in positions)

    def _is_clock(self, at: int, last: int) -> bool:
        """Whether a colon and two digits follow at once, as in "14:00"."""
        inside = at + 1 < last and self.tokens[at].text == ":" and self._glued(at, at + 1)
        return inside and self.tokens[at + 1].kind == "digits" and len(self.tokens[at + 1].text) == 2

    def _is_figure(self, position: int) -> bool:
        """Whether digits stand here that belong to no date: beside a number they make it a telephone's or the like."""
        inside = 0 <= position < len(self.tokens)
        return inside and position not in self.taken and self.tokens[position].kind == "digits"

    def _is_ordinal(self, at: int, last: int) -> bool:
        """A hyphen glued to the number alone leaves its ending to a number that follows: "65- and 214-schools"."""
        if at + 2 >= last or self.tokens[at].text != "-" or not self.tokens[at].glued or self.tokens[at + 1].glued:
            return (
                at + 1 < last
                and self.tokens[at].text == "-"
                and self._glued(at, at + 1)
                and (self.tokens[at + 1].text == ",")
            )
        return any(self.tokens[k].kind == "digits" for k in (at + 1, at + 2)) and self.tokens[at + 1].kind == "word"

    def _spelled(self, i: int, last: int) -> tuple[Fraction, int]:
        total, at, previous = 0, i, None
        while at < last and at in self.words and at not in self.taken:
            after, value = self.words[at]
            if previous is not None and not _may_follow(previous, value):
                break
            total = total * value if value == 100 and 0 < total < 10 else total + value
            previous, at = value, after
            if at + 1 < last and self.tokens[at].text == "-" and at + 1 in self.words and self._glued(at, at + 1):
                at += 1
        return Fraction(total if at > i else 1), at

    def _multiplied(self, value: Fraction, at: int, last: int) -> tuple[Fraction, int]:
        """Thousands and millions after a number, with what follows below them: "14 тыс. 78"."""
        bound = LARGEST
        total = Fraction(0)
        while at in self.multipliers and at < last:
            after, factor = self.multipliers[at]
            if factor >= bound:
                break
            total, bound, at = total + value * factor, factor, after
            if at < last and self.tokens[at].text == "." and self.tokens[at].glued:
                at += 1
            exact = value.denominator == 1
            value = Fraction(0)
            rest = self._rest(at, last, bound) if exact else None
            if rest is None:
                break
            value, at = rest
        return total + value, at

    def _rest(self, at: int, last: int, bound: int) -> tuple[Fraction, int] | None:
        if at >= last or at in self.taken:
            return None
        if self.tokens[at].kind == "digits":
            value, after, _ = self._digits(at, last)
        elif at in self.words:
            value, after = self._spelled(at, last)
        else:
            return None
        return (value, after) if value.denominator == 1 and (value < bound or after in self.multipliers) else None

    def _kind(self, i: int, at: int, last: int, words: bool) -> tuple[str, int]:
        """What the signs around make of it, and where it ends with a suffix glued to it."""
        before = self.tokens[i - 1] if i else None
        if not words and any(self._is_figure(p) for p in (i - 1, at)):
            return "code", at
        if not words and before is not None and self.tokens[i].glued:
            if before.kind == "word":
                return "code", at
            if before.text == "+" and before.glued and i >= 2 and self.tokens[i - 2].kind == "word":
                return "code", at
            if before.text == "-" and before.glued and i >= 2 and i - 1 not in self.place_ends:
                return ("range" if self.tokens[i - 2].kind == "digits" else "code"), at
            if before.text in "№#:/" and i >= 2 and before.glued and self.tokens[i - 2].kind == "digits":
                return ("count" if before.text == "/" else "code"), at
        if not words and self._is_clock(at, last):
            return "code", at
        if at < last and self.tokens[at].glued and self.tokens[at].kind == "word":
            return ("count", at + 1) if self.tokens[at].text in self.language.suffixes else ("compound", at + 1)
        if not words and self._is_ordinal(at, last):
            return "compound", at + 1
        if at + 1 < last and self.tokens[at].text == "-" and self._glued(at, at + 1):
            after = self.tokens[at + 1]
            if after.kind == "digits":
                return "range", at
            if after.kind == "word":
                return ("count", at + 2) if after.text in self.language.suffixes else ("compound", at + 2)
        return "count", at


def _fraction(written: str) -> Fraction:
    """The value of digits; of more than any count has, only that it is too large."""
    return Fraction(written) if len(written) < LONGEST else Fraction(LARGEST + 1)


def _may_follow(previous: int, value: int) -> bool:
    """Whether two number words stand in one number: hundreds, tens, units in falling order, or a digit before a
    hundred.
    """
    if previous > LARGEST:
        return False
    if value == 100:
        return previous < 10
    return previous > value and len(str(previous)) > len(str(value)) and str(previous)[1:].strip("0") == ""
