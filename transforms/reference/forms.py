"""From one name row to the surface forms it takes in a text: inflected, beside its head words, in other spellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.reference.folding import fold
from transforms.reference.inflection import (
    Cases,
    adjective_endings,
    decline,
    inflect,
    inflect_abbreviation,
    locative,
    read_yaml,
)
from transforms.reference.latin_kazakh import latin_keys

_HEADS_OF_KIND = {"region": ("region",), "city": ("city",), "town": ("city",), "district": ("district",)}
_HEADS_OF_UNIT = {
    "TJ-GB": ("region", "autonomous"),
    "UZ-QR": ("republic", "region"),
    **dict.fromkeys(("KZ", "KG", "TJ", "TM", "UZ"), ("republic",)),
}
KEYED = "~"
_FIRST_LEVEL = ("region", "city")


@dataclass(frozen=True, slots=True)
class Name:
    """One row of a name file: `form` is noun, adjective (a Russian stem) or fixed (never inflected)."""

    place: str
    place_kind: str
    language: str
    name: str
    kind: str
    form: str
    needs: str | None
    risky: bool
    source: str

    @property
    def whole(self) -> bool:
        """True for countries and first-level units of the region, whose forms are made in full."""
        return self.place_kind in _FIRST_LEVEL or self.place in _HEADS_OF_UNIT


@cache
def _place_words() -> dict[str, dict[str, dict[str, list[Any]]]]:
    words: dict[str, dict[str, dict[str, list[Any]]]] = read_yaml("place_words.yml")
    return words


def _words(kind: str, language: str, position: str) -> list[Any]:
    return _place_words()[kind].get(language, {}).get(position, [])


def _is_owned(word: str, language: str) -> bool:
    return language not in ("en", "tg", "ru") and len(word) > 3 and word[-1] in "ыіиуiyү"


@cache
def _heads_after(kind: str, language: str) -> tuple[str, ...]:
    """The inflected head words that follow a name, as they end the phrase and carry its case."""
    words = map(fold, _words(kind, language, "after"))
    return tuple(dict.fromkeys(form for word in words for form in inflect(word, language, _is_owned(word, language))))


@cache
def _declined_heads(kind: str, position: str) -> tuple[tuple[str, ...], ...]:
    """Russian head words, each by its six cases."""
    return tuple(tuple(word) if len(word) > 1 else tuple(word) * 6 for word in _words(kind, "ru", position))


def _forms_at(kind: str, language: str, position: str) -> list[str]:
    if language == "ru" and position in ("before", "after", "after_masculine"):
        return [form for head in _declined_heads(kind, position) for form in head]
    if position == "after":
        return list(_heads_after(kind, language))
    return [fold(word) for word in _words(kind, language, position)]


@cache
def heads() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every form of every head word → the (kind of place, position) pairs that it can be."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for kind, languages in _place_words().items():
        for language, words in languages.items():
            for position in words:
                forms = _forms_at(kind, language, position)
                if language == "kk":
                    forms = [*forms, *keyed(forms)]
                for form in forms:
                    found.setdefault(form, {})[kind, position.removesuffix("_masculine")] = None
    return {form: tuple(meanings) for form, meanings in found.items()}


def _adjective(stem: str, gender: str) -> Cases:
    return tuple(tuple(stem + ending for ending in case) for case in adjective_endings(gender))


def _side_by_side(first: Iterable[Iterable[str]], second: Iterable[Iterable[str]]) -> Iterator[str]:
    """Join two declined words case by case."""
    for left, right in zip(first, second, strict=True):
        yield from (f"{a} {b}" for a in left for b in right)


def _russian_phrases(name: Name, text: str, kind: str) -> Iterator[str]:
    if name.form == "adjective":
        for head in _declined_heads(kind, "after"):
            yield from _side_by_side(_adjective(text, "feminine"), [(form,) for form in head])
        for head in _declined_heads(kind, "after_masculine"):
            yield from _side_by_side(_adjective(text, "masculine"), [(form,) for form in head])
        return
    for head in _declined_heads(kind, "before"):
        yield from (f"{form} {text}" for form in head)
        for cases in decline(text) if kind == "city" or kind == "republic" else ():
            yield from _side_by_side([(form,) for form in head], cases)


def phrases(name: Name) -> set[str]:
    """The name beside the head words of its kind: Алматинской области, Алматы облысында, вилояти Суғд, 阿拉木图州."""
    text = fold(name.name)
    found: set[str] = set()
    for kind in _HEADS_OF_UNIT.get(name.place, _HEADS_OF_KIND.get(name.place_kind, ())):
        if name.language == "ru":
            found.update(_russian_phrases(name, text, kind))
            continue
        nouns = inflect(text, name.language) if name.language == "tg" else [text]
        found.update(f"{fold(head)} {noun}" for head in _words(kind, name.language, "before") for noun in nouns)
        found.update(f"{text} {head}" for head in _heads_after(kind, name.language))
        found.update(text + head for head in _words(kind, name.language, "glued") if not text.endswith(head))
    return _spelt(found, name)


def bare_forms(name: Name) -> set[str]:
    """The inflected name without a head word."""
    text = fold(name.name)
    if name.form == "fixed" or (name.place_kind == "district" and name.form == "noun"):
        return _spelt({text}, name)
    if name.form == "adjective":
        gender = "masculine" if name.place_kind == "district" else "feminine"
        return _spelt({form for case in _adjective(text, gender) for form in case}, name)
    if name.kind == "abbreviation":
        return _spelt(set(inflect_abbreviation(text, name.language)), name)
    return _spelt(set(inflect(text, name.language, _is_owned(text, name.language) and " " in text)), name)


def locatives(name: Name) -> set[str]:
    """Those of the bare forms that only a place takes: nobody is in a person or a common word."""
    if name.form != "noun" or name.kind == "abbreviation":
        return set()
    text = fold(name.name)
    return _spelt(set(locative(text, name.language, _is_owned(text, name.language) and " " in text)), name)


def _spelt(forms: set[str], name: Name) -> set[str]:
    """Add the spellings without hyphen and without apostrophe, and Kazakh in Latin letters."""
    found = set(forms)
    if name.kind != "abbreviation":
        found |= {form.replace("-", " ") for form in forms if "-" in form}
    if name.language == "uz":
        found |= {form.replace("'", "") for form in found if "'" in form}
    if name.language == "kk":
        found |= keyed(found)
    return found


def keyed(forms: Iterable[str]) -> set[str]:
    """Kazakh forms as a text in Latin letters is looked up: KEYED before the key that all its alphabets share."""
    return {KEYED + key for form in forms for key in latin_keys(form)}
