"""Words, figures and marks of a text with their offsets; everything after this works on tokens, never on raw
characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʻʼ`´ʹ′"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\u2800\u3000\t"), " ")
_WIDE = {ord(a): b for a, b in zip("０１２３４５６７８９，；：（）％＋！？", "0123456789,;:()%+!?", strict=True)}
_FOLD = {
    **_APOSTROPHES,
    **_DASHES,
    **_SPACES,
    **_WIDE,
    ord("ё"): "е",
    ord("Ё"): "е",
    ord("ı"): "i",
    ord("İ"): "i",
    ord("ǧ"): "ğ",
    ord("Ǧ"): "ğ",
    ord("ŋ"): "ñ",
    ord("Ŋ"): "ñ",
    ord("\u00ad"): " ",
    ord("\u200b"): " ",
}

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_LETTER = rf"[^\W\d_{_HAN}]"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}])"
    rf"|(?P<word>(?:{_LETTER}[\u0300-\u036f]*)+(?:'(?!s\b){_LETTER}+)*)"
    r"|(?P<digits>[0-9]+)|(?P<line>\n)|(?P<mark>[^\w\s]|_)"
)


class Token(NamedTuple):
    """`kind` is han, word, digits, line or mark; `text` is folded; `glued` = no space before it."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool


def fold(text: str) -> str:
    """Lower case with one form of apostrophe, dash, space and digit; the result has the length of its input."""
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def tokenise(text: str) -> list[Token]:
    """The tokens of a text. Han characters come one by one, since their words are found by the dictionaries."""
    tokens: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(fold(text)):
        kind, (start, end) = match.lastgroup or "", match.span()
        tokens.append(Token(kind, match[0], start, end, start == last))
        last = end if kind != "line" else -1
    return tokens


def respelled(tokens: Sequence[Token], key: Callable[[str], str]) -> list[Token]:
    """Tokens whose words are written by a language's key; an apostrophe that closes a word belongs to it."""
    spelled: list[Token] = []
    for i, token in enumerate(tokens):
        ends = i + 1 == len(tokens) or not tokens[i + 1].glued
        if token.text == "'" and token.glued and ends and spelled and spelled[-1].kind == "word":
            word = tokens[i - 1]
            spelled[-1] = word._replace(text=key(word.text + "'"), end=token.end)
        else:
            spelled.append(token._replace(text=key(token.text)) if token.kind == "word" else token)
    return spelled
