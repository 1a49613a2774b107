"""Districts, towns and villages that no gazetteer has, known by their form: a capitalised unknown name beside a
word such as "district".
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.lexicon import Language, Mark
from transforms.extract.text import Token

Span = tuple[int, int]
REACH = 3


def find_localities(
    text: str, tokens: Sequence[Token], marks: Sequence[Mark], language: Language, known: set[int]
) -> list[Span]:
    """The token spans of such names; `known` tokens are already places, diseases or times.

    A name counts where it touches the word, or where it stands beside a number in a stretch that such a word governs
    ("by district: Ordabasy – 3, Sairam – 2", "в Оккурганском и 12 в Куйи-Чирчикском районах").
    """
    words = {m.first: m for m in marks if m.group in ("locality_before", "locality_after", "each")}
    if not words:
        return []
    found: list[Span] = []
    first, governed = 0, False
    for i in range(len(tokens) + 1):
        if i < len(tokens) and not _ends(tokens, i):
            continue
        mine = [words[k] for k in range(first, i) if k in words]
        if mine or governed:
            found += [
                s
                for s in _names(text, tokens, first, i, language, known)
                if _fits(tokens, s, mine, governed or _many(tokens, first, i))
            ]
        if i < len(tokens) and tokens[i].kind == "line":
            governed = (bool(mine) and i > 0 and tokens[i - 1].text == ":") or (
                governed and (i == first or _is_item(tokens, first, i))
            )
        first = i + 1
    return found


def _ends(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].kind == "line" or (tokens[i].text in ".!?" and (i + 1 == len(tokens) or not tokens[i + 1].glued))


def _many(tokens: Sequence[Token], first: int, last: int) -> bool:
    return sum(t.kind == "digits" for t in tokens[first:last]) > 1


def _is_item(tokens: Sequence[Token], first: int, last: int) -> bool:
    return last - first <= 10 and any(t.kind == "digits" for t in tokens[first:last])


def _names(
    text: str, tokens: Sequence[Token], first: int, last: int, language: Language, known: set[int]
) -> list[Span]:
    """Runs of capitalised words that nothing knows, hyphens included."""
    spans, i = [], first
    while i < last:
        end = i
        while end < last and _is_name(text, tokens, end, language, known):
            end += 1
            if (
                end + 1 < last
                and tokens[end].text == "-"
                and tokens[end].glued
                and tokens[end + 1].glued
                and tokens[end + 1].kind == "word"
            ):
                end += 2 if end + 1 not in known else 0
        if i < end <= i + 5:
            spans.append((i, end))
        i = max(end, i + 1)
    return spans


def _is_name(text: str, tokens: Sequence[Token], i: int, language: Language, known: set[int]) -> bool:
    token = tokens[i]
    return (
        token.kind == "word"
        and i not in known
        and text[token.start].isupper()
        and len(token.text) > 2
        and not language.dictionary.knows(token.text)
    )


def _fits(tokens: Sequence[Token], span: Span, words: Sequence[Mark], listed: bool) -> bool:
    first, last = span
    if any(
        (m.group == "locality_after" and m.first == last) or (m.group == "locality_before" and m.last == first)
        for m in words
    ):
        return True
    if any(m.group == "each" and m.last <= first for m in words):
        return True
    return listed and (_number_after(tokens, last) or _number_before(tokens, first))


def _number_after(tokens: Sequence[Token], at: int) -> bool:
    signs = 0
    while at < len(tokens) and tokens[at].text in "-:(" and signs < REACH:
        at, signs = at + 1, signs + 1
    return at < len(tokens) and tokens[at].kind == "digits"


def _number_before(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[k].kind == "digits" for k in range(max(0, at - 2), at))
