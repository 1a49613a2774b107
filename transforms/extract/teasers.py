"""Headlines of other articles and captions that stand among a text's own lines: nothing in them is the text's."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.lexicon import Mark
from transforms.extract.text import Token

BARE, HEADLINE = 5, 30


def teased(tokens: Sequence[Token], marks: Sequence[Mark]) -> set[int]:
    """The tokens of lines that a teaser's word opens ("Read also: …"), and of the headlines below one that stands
    alone.
    """
    openings = {m.first: m.last for m in marks if m.group == "teaser" and _stands_apart(tokens, m)}
    hidden: set[int] = set()
    if not openings:
        return hidden
    listing, first = False, 0
    for last in [i for i, t in enumerate(tokens) if t.kind == "line"] + [len(tokens)]:
        begin = next((i for i in range(first, last) if tokens[i].kind != "mark"), last)
        length = last - first
        if begin in openings and first > 0:
            hidden |= set(range(first, last))
            listing = length <= openings[begin] - begin + BARE
        elif listing and 0 < length <= HEADLINE and tokens[last - 1].text != ".":
            hidden |= set(range(first, last))
        elif length:
            listing = False
        first = last + 1
    return hidden


def _stands_apart(tokens: Sequence[Token], mark: Mark) -> bool:
    """Whether a sign, a gap or the line's end follows the word, or it is a phrase: "Photo: …", not "Photo shows"."""
    after = tokens[mark.last] if mark.last < len(tokens) else None
    if after is None or after.kind in ("line", "mark"):
        return True
    return not after.glued if tokens[mark.first].kind == "han" else mark.last - mark.first > 1
