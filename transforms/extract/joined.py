"""Diseases that a text counts together: "influenza and acute respiratory infections"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transforms.extract.lexicon import Mark
from transforms.extract.text import Token

TOGETHER = {frozenset({"influenza", "arvi"}): "arvi-influenza"}
BETWEEN, SIGNS = 3, frozenset("/-")


def pool_diseases(marks: list[Mark], tokens: Sequence[Token]) -> list[Mark]:
    """The marks of a text, with one in place of two diseases that "and" or a stroke joins and are counted as one."""
    ands = {m.first: m.last for m in marks if m.group == "and"}
    pooled: list[Mark] = []
    for one, other in pairwise([m for m in marks if m.group == "disease"]):
        value = TOGETHER.get(frozenset({one.value, other.value}))
        overlap = one.value in TOGETHER.values() and other.first < one.last
        if overlap or (value is not None and _are_joined(one, other, ands, tokens)):
            value = value or one.value
            pooled.append(one._replace(last=other.last, value=value))
    if not pooled:
        return marks
    inside = {i for m in pooled for i in range(m.first, m.last)}
    kept = [m for m in marks if m.group != "disease" or m.first not in inside]
    return sorted(kept + pooled, key=lambda m: m.first)


def _are_joined(one: Mark, other: Mark, ands: dict[int, int], tokens: Sequence[Token]) -> bool:
    if one.last >= len(tokens) or not 0 < other.first - one.last <= BETWEEN:
        return False
    return ands.get(one.last) == other.first or (
        other.first == one.last + 1 and tokens[one.last].text in SIGNS and tokens[one.last].glued
    )


def are_counted_together(marks: Sequence[Mark], ands: Sequence[Mark], one: str, other: str) -> bool:
    """Whether "and" joins two diseases, with no more than an adjective besides: "covid and viral pneumonia"."""
    firsts = {m.first for m in ands}
    for a, b in pairwise(marks):
        near = {a.value, b.value} == {one, other} and b.first - a.last <= BETWEEN
        if near and any(i in firsts for i in range(a.last, b.first)):
            return True
    return False
