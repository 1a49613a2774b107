"""Sorts the untagged names of a gazetteer into language forms; used by the generator alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NATIVE_CYRILLIC = {"KZ": "kk", "KG": "ky", "UZ": "uz-Cyrl", "TJ": "tg"}
_NATIVE_LATIN = {"UZ": "uz", "TM": "tk"}
_FOREIGN_CYRILLIC = set("ђјљњћџїєґѓќѐӂҥӑӗҫҡәһө")
_MOST_WORDS = 3
_LATIN = re.compile(r"[A-Z][A-Za-z'’‘ʻ`äöüñňşýžçğū -]{2,}$")
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,}$")
_CYRILLIC = re.compile(r"[\u0400-\u04ff][\u0400-\u04ff -]{2,}$")
_UZBEK_PAIRS = (
    "o'=ў g'=ғ sh=ш ch=ч ya=я yo=ё yu=ю ye=е a=а b=б d=д e=е f=ф g=г h=ҳ i=и j=ж k=к l=л m=м n=н o=о p=п q=қ r=р "
    "s=с t=т u=у v=в x=х y=й z=з '=ъ"
)
_UZBEK = [(latin, cyrillic) for latin, _, cyrillic in (pair.partition("=") for pair in _UZBEK_PAIRS.split())]


def _cyrillic_languages(name: str, country: str) -> Iterator[str]:
    letters = set(name.lower())
    native = _NATIVE_CYRILLIC.get(country)
    if letters & set("ҷӣӯ"):
        yield "tg"
    elif letters & set("ўҳ"):
        yield "tg" if country == "TJ" else "uz-Cyrl"
    elif country == "KZ" and letters & set("әғқңөұүһі"):
        yield "kk"
    elif letters & set("қғ"):
        yield native if native in ("uz-Cyrl", "tg") else "uz-Cyrl"
    elif letters & set("ңөү"):
        yield "ky"
    elif not letters & (_FOREIGN_CYRILLIC | set("іў")):
        yield "ru"
        if native:
            yield native


def classify(name: str, country: str) -> Iterator[tuple[str, str]]:
    """Yield (language form, name) for a name that is worth having; nothing for other scripts and airport codes."""
    name = name.strip()
    if name.count(" ") >= _MOST_WORDS or " - " in name:
        return
    if _HAN.match(name):
        yield "zh", name
    elif _CYRILLIC.match(name) and name[0].isupper():
        yield from ((language, name) for language in _cyrillic_languages(name, country))
    elif _LATIN.match(name) and not name.isupper():
        yield "en", name
        if country in _NATIVE_LATIN:
            yield _NATIVE_LATIN[country], name


def cyrillic_uzbek(name: str) -> str:
    """Spell a Latin Uzbek name in Cyrillic letters."""
    text = re.sub("[‘’ʻʼ`]", "'", name.lower())
    text = re.sub(r"\be", "э", text)
    for latin, cyrillic in _UZBEK:
        text = text.replace(latin, cyrillic)
    return text.title().replace("Ъ", "ъ")


def slug(name: str) -> str:
    """A stable ASCII key of a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
