"""Numbers that say of how many in so many: "43 cases per 100,000", "на 100 тысяч населения приходится 43 больных"."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.lexicon import Mark
from transforms.extract.numbers import Number
from transforms.extract.text import Token

BEFORE, BEHIND = 4, 6
BORDERS = frozenset(",;.(:，；。\n")


def find_rates(numbers: Sequence[Number], tokens: Sequence[Token], bases: Sequence[Mark]) -> set[int]:
    """The first tokens of the numbers of a sentence that are rates or their bases; `bases` are the text's marks of
    bases. A rate is the number nearest to its base within one clause.
    """
    found: set[int] = set()
    for base in bases:
        inside = [n for n in numbers if base.first <= n.first < base.last]
        before = [n for n in numbers if 0 <= base.first - n.last <= BEFORE]
        behind = [n for n in numbers if 0 <= n.first - base.last <= BEHIND]
        found |= {n.first for n in inside}
        if before and not _parted(tokens, before[-1].last, base.first):
            found.add(before[-1].first)
        elif behind and not _parted(tokens, base.last, behind[0].first):
            found.add(behind[0].first)
    return found


def _parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(tokens[i].text in BORDERS for i in range(first, last))
