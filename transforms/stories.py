"""Gathers linked documents into stories: each one statement with its edits, its reprints and those who retell it.

A story is what links hold together, less the links that would bring together what must not be: what an analyst keeps
apart, and documents whose figures contradict each other. It follows from links and figures alone, whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.statements import Figures, contradict, share_subject

KINDS = ("same_text", "version", "reprint", "statement")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that tell one bulletin; `score` is how alike they are, 0 to 1, `kind` one of KINDS."""

    later: int
    earlier: int
    score: float
    kind: str = "reprint"


@dataclass(frozen=True, slots=True)
class Facts:
    """What links are held against: each document's figures and address, and the addresses to be kept apart."""

    figures: Mapping[int, Figures] = field(default_factory=dict)
    urls: Mapping[int, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()


def group_stories(documents: Sequence[int], pairs: Iterable[Pair], facts: Facts) -> list[list[int]]:
    """Part `documents`, the earliest first, into stories, each in that order; the surest links are followed first."""
    place = {document: number for number, document in enumerate(documents)}
    story = {document: [document] for document in documents}
    for pair in sorted(pairs, key=lambda p: (KINDS.index(p.kind), -p.score, place[p.earlier], place[p.later])):
        one, other = story[pair.earlier], story[pair.later]
        if one is not other and _may_meet(one, other, pair.kind, facts):
            one.extend(other)
            story.update(dict.fromkeys(other, one))
    stories = {id(members): members for members in story.values()}
    return sorted((sorted(members, key=place.__getitem__) for members in stories.values()), key=lambda m: place[m[0]])


def keep_names(stories: Sequence[Sequence[int]], known: Mapping[int, int]) -> list[int | None]:
    """The identity that each story goes on under, the lowest that its documents bear; None where it is a new one."""
    taken: set[int] = set()
    names: list[int | None] = []
    for members in stories:
        free = {known[document] for document in members if document in known} - taken
        names.append(min(free, default=None))
        taken.update(free and {min(free)})
    return names


def _may_meet(one: Sequence[int], other: Sequence[int], kind: str, facts: Facts) -> bool:
    here, there = _by_url(one, facts), _by_url(other, facts)
    if any(frozenset((a, b)) in facts.apart for a in here for b in there):
        return False
    if kind in ("same_text", "version"):
        return True
    return all(_agree(a, b, kind) for a in here.values() for b in there.values() if a and b)


def _by_url(documents: Sequence[int], facts: Facts) -> dict[str, list[Figures]]:
    """Versions of one address correct each other: they speak together."""
    found: dict[str, list[Figures]] = {}
    for document in documents:
        figures = facts.figures.get(document)
        found.setdefault(facts.urls.get(document, str(document)), []).extend([figures] if figures else [])
    return found


def _agree(one: Sequence[Figures], other: Sequence[Figures], kind: str) -> bool:
    pairs = [(a, b) for a in one for b in other]
    if all(contradict(a, b) for a, b in pairs):
        return False
    return kind != "statement" or any(share_subject(a, b) for a, b in pairs)
