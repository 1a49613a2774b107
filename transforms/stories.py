"""Gathers proven pairs of reprints into stories: the connected groups of documents that tell one bulletin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that tell one bulletin; `score` is their similarity, 0 to 1."""

    later: int
    earlier: int
    score: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write. `founders` begin stories; `members` gives each new document its (founder, known story or 0).

    `merged` says which known story each superfluous one becomes part of.
    """

    founders: list[int]
    members: dict[int, tuple[int, int]]
    merged: dict[int, int]


def group_stories(documents: Sequence[int], pairs: Sequence[Pair], known: Mapping[int, int]) -> Plan:
    """Place `documents` (new ones) in stories; `known` gives the story of every document that has one already.

    The groups do not depend on the order in which documents came.
    """
    parent: dict[int, int] = {}

    def root(member: int) -> int:
        parent.setdefault(member, member)
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    stories = {document: -story for document, story in known.items()}  # a story is a node below zero
    links = [*((pair.later, pair.earlier) for pair in pairs), *stories.items()]
    for one, other in links:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for node in {*documents, *stories.values()}:
        groups.setdefault(root(node), []).append(node)
    plan = Plan([], {}, {})
    for group in groups.values():
        old = sorted(-node for node in group if node < 0)
        new = sorted(node for node in group if node > 0)
        if not old:
            plan.founders.append(new[0])
        plan.members.update(dict.fromkeys(new, (new[0], old[0] if old else 0)))
        plan.merged.update((story, old[0]) for story in old[1:])
    plan.founders.sort()
    return plan
