"""Translations of one statement, made of annotated reports, and how many of them are joined by what is read of them.

Two reports of different languages tell the same facts where their annotations count the same things: each such thing is
given one value in both, and each report its main day. The wordings stay the reports' own; what the extractor misreads
stays misread. Two reports are a translation where perfect reading would join them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from transforms.extract import extract
from transforms.extract.__main__ import report_of
from transforms.extract.accuracy import records
from transforms.statements import Figure, Figures, agreement

CASES = Path(__file__).parent.parent / "tests" / "cases" / "reports"
DAY, ALIKE = date(2020, 6, 14), 0.8


@dataclass(frozen=True, slots=True)
class Telling:
    """A report: its language, the figures that its annotation states, and those that were read."""

    language: str
    stated: Figures
    read: Figures


def value_of(*thing: object) -> int:
    """One value for one thing counted, the same in every report."""
    return int(hashlib.blake2b(repr(thing).encode(), digest_size=2).hexdigest(), 16) + 1


def tell(record: dict[str, Any]) -> Telling | None:
    """The report with the values and the day that all share; None where it gives no figure a place and a day."""
    whole = [e for e in record["expected"] if e["place"] and e["date"] and not e["local"] and not e["subgroup"]]
    if not whole:
        return None
    shift = DAY - date.fromisoformat(Counter(e["date"] for e in whole).most_common(1)[0][0])
    stated, values = set(), {}
    for each in whole:
        day = date.fromisoformat(each["date"]) + shift
        thing = (each["place"], each["disease"][0], each["measure"], each["aggregation"])
        value = value_of(*thing) if day == DAY else each["value"]
        values.setdefault((each["place"], each["measure"], each["value"]), value)
        stated.add(Figure(*thing, day, value))
    return Telling(record["lang"], frozenset(stated), frozenset(_read(record, shift, values)))


def _read(record: dict[str, Any], shift: timedelta, values: dict[tuple[str, str, int], int]) -> Iterator[Figure]:
    for o in extract(report_of(record)):
        if o.place and o.date and not o.subgroup and not o.locality:
            value = values.get((o.place, o.measure, o.value), o.value)
            yield Figure(o.place, o.disease, o.measure, o.aggregation, o.date + shift, value)


def score() -> tuple[dict[str, tuple[int, float]], float]:
    """Pairs and the share of them that is joined, of all translations and of those alike in most of both; precision."""
    told = [found for file in sorted(CASES.glob("*.jsonl")) for found in map(tell, records([file])) if found]
    pairs = [(a, b) for a, b in combinations(told, 2) if a.language != b.language]
    joined = {(a, b) for a, b in pairs if a.read and b.read and agreement(a.read, b.read)}
    wanted = {(a, b) for a, b in pairs if agreement(a.stated, b.stated)}
    full = {(a, b) for a, b in wanted if len(a.stated & b.stated) >= ALIKE * max(len(a.stated), len(b.stated))}
    precision = len(joined & wanted) / len(joined)
    kinds = {"that share most of the shorter's figures": wanted, "that share four fifths of the longer's": full}
    return {kind: (len(each), len(joined & each) / len(each)) for kind, each in kinds.items()}, precision


def report() -> None:
    """Print the figures."""
    found, precision = score()
    print(f"\ntranslations: precision {precision:.3f}")
    for kind, (pairs, share) in found.items():
        print(f"  {kind:<42}{pairs:>5} pairs, joined {share:.3f}")
