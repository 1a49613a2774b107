"""Kazakh in Latin letters under one key, whatever the alphabet.

Between 2017 and 2021 Kazakh was printed in several Latin alphabets, papers used older ones beside them, and people
type without signs. `latin_key` writes a word of any of them in one way; `latin_keys` writes a Cyrillic one so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

_LETTERS = {
    **dict(zip("абвгғдеёжзийкқлмноөпрстуұүфхһчшщыіьъэюя", (
        "a", "b", "v", "g", "g", "d", "e", "io", "j", "z", "i", "i", "k", "q", "l", "m", "n", "o", "o", "p", "r", "s",
        "t", "u", "u", "u", "f", "h", "h", "č", "š", "š", "i", "i", "", "", "e", "iu", "ia",
    ), strict=True)),
    "ә": "a",
}  # fmt: skip
_SEVERAL = {"ң": ("n", "ng"), "ц": ("s", "ts", "c")}
_SIGNS = {
    "s'": "š", "c'": "č", "y'": "u", "shch": "š", "sh": "š", "ch": "č", "zh": "j", "kh": "h", "gh": "g",
    **dict.fromkeys("áäǎәâ", "a"), **dict.fromkeys("ğǵǧġ", "g"), **dict.fromkeys("ñńŋ", "n"),
    **dict.fromkeys("öóо", "o"), **dict.fromkeys("üúūûýw", "u"), **dict.fromkeys("ïíìīy", "i"),
    "ş": "š", "ç": "č", "x": "h", "ё": "io", "\u0301": "", "'": "",
}  # fmt: skip
_SIGN = re.compile("|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)))
_SAME = re.compile("i{2,}")
_ROMAN = re.compile(r"[iіivx]+\Z")


@lru_cache(100_000)
def latin_key(word: str) -> str:
    """The key of a folded word in Latin letters; a Roman number stays."""
    if _ROMAN.match(word):
        return word.replace("і", "i")
    return _SAME.sub("i", _SIGN.sub(lambda sign: _SIGNS[sign[0]], word.replace("і", "i")))


def latin_keys(form: str) -> tuple[str, ...]:
    """The keys of a folded Cyrillic form of one or more words; several where a letter was written in several ways."""
    choices = [{letter: written} for letter, ways in _SEVERAL.items() if letter in form for written in ways]
    letters = [[c for c in choices if letter in c] for letter in _SEVERAL if letter in form]
    spelled = (_spelled(form, {k: v for way in chosen for k, v in way.items()}) for chosen in product(*letters))
    return tuple(dict.fromkeys(spelled))


def _spelled(form: str, chosen: dict[str, str]) -> str:
    written = "".join(chosen.get(c) or _LETTERS.get(c, c) for c in form)
    return " ".join(latin_key(word) for word in written.split(" "))
