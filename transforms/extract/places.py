"""Place names in a text, and localities that no gazetteer has but whose form gives them away ("Шиелийский район")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from transforms.extract.lexicon import Dictionary, Language, Mark
from transforms.extract.localities import find_localities
from transforms.extract.text import Token, fold
from transforms.reference import Candidate, Gazetteer, load_places

LOCAL_KINDS = frozenset({"town", "district", "village"})


@dataclass(frozen=True, slots=True)
class Place:
    """Tokens `first` to `last` name a place: an ISO code, and a locality where it lies below that level."""

    first: int
    last: int
    code: str | None
    kind: str
    locality: str | None = None


@cache
def _gazetteer() -> tuple[Gazetteer, Dictionary]:
    gazetteer = load_places()
    dictionary = Dictionary()
    for form in gazetteer.forms:
        dictionary.add(form, "place", form)
    return gazetteer, dictionary


def contains(outer: Place, inner: Place) -> bool:
    """Whether `inner` lies within `outer` and is not the same."""
    if outer.code is None or inner.code is None:
        return False
    if outer.code == inner.code:
        return outer.locality is None and inner.locality is not None
    return inner.code.startswith(outer.code + "-")


def country_place(code: str) -> Place:
    """A country as a place that the text need not name."""
    return Place(0, 0, code, "country")


def capital_of(country: str) -> str | None:
    """The ISO code of a country's capital city."""
    return _gazetteer()[0].capitals.get(country)


def find_places(
    text: str, tokens: Sequence[Token], marks: Sequence[Mark], language: Language, country: str | None, busy: set[int]
) -> list[Place]:
    """All places in order; a name that could be several is the one that lies in the report's country, else its usual
    reading.

    `busy` tokens belong to diseases and times. A locality known by its form only has no code: it lies where its text
    is set.
    """
    gazetteer, dictionary = _gazetteer()
    found: list[Place] = []
    for mark in dictionary.find(tokens):
        if mark.first in busy or not _written_as_name(text, tokens, mark):
            continue
        candidate = _choose(gazetteer.forms[mark.value], country)
        if candidate is None or (candidate.risky and not _certain(tokens, mark)):
            continue
        found.append(_place(mark, candidate))
    known = busy | {i for p in found for i in range(p.first, p.last)}
    for first, last in find_localities(text, tokens, marks, language, known):
        found.append(Place(first, last, None, "district", text[tokens[first].start : tokens[last - 1].end]))
    return sorted(found, key=lambda p: p.first)


def _written_as_name(text: str, tokens: Sequence[Token], mark: Mark) -> bool:
    """A name has a capital letter in scripts that have them."""
    written = text[tokens[mark.first].start : tokens[mark.last - 1].end]
    return any(c.isupper() for c in written) or not any(c.isalpha() and c.lower() != c.upper() for c in written)


def _certain(tokens: Sequence[Token], mark: Mark) -> bool:
    """A name that is also a common word counts where it does not merely begin a sentence."""
    before = tokens[mark.first - 1] if mark.first else None
    after = tokens[mark.last] if mark.last < len(tokens) else None
    opens = before is None or before.kind == "line" or before.text in '.!?"«'
    return not opens or (after is not None and after.text in "-:(,")


def _choose(candidates: Sequence[Candidate], country: str | None) -> Candidate | None:
    home = [c for c in candidates if country is not None and c.code.startswith(country)]
    return (home or list(candidates))[0] if candidates else None


def _place(mark: Mark, candidate: Candidate) -> Place:
    if candidate.kind in LOCAL_KINDS:
        return Place(mark.first, mark.last, candidate.region, candidate.kind, candidate.name)
    return Place(mark.first, mark.last, candidate.code, candidate.kind)


__all__ = ["Place", "capital_of", "contains", "country_place", "find_places", "fold", "replace"]
