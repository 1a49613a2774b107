"""Translations of one statement, made of annotated reports, and how many of them are joined by what is read of them.

Two reports of different languages tell the same facts where their annotations count the same things: each such thing is
given one value in both, and each report its main day. The wordings stay the reports' own; what the extractor misreads
stays misread. Two reports are a translation where the longer tells at least four fifths of what the shorter does, and
are none where it tells less than half; what lies between is counted, but judged neither way. Each report has its next
day's bulletin, with other values but for some totals that stand still: no report may join one of another day.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from transforms.extract import Observation, extract
from transforms.extract.__main__ import report_of
from transforms.extract.accuracy import records
from transforms.statements import Figure, Figures, agreement

CASES = Path(__file__).parent.parent / "tests" / "cases" / "reports"
DAY, ALIKE, UNLIKE, LEAST_OF_LONGER = date(2020, 6, 14), 0.8, 0.5, 0.3
STANDING = 0.3  # share of totals that are the next day what they were


@dataclass(frozen=True, slots=True)
class Telling:
    """A report: its language, the figures that its annotation states, and those that were read."""

    language: str
    stated: Figures
    read: Figures


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs are translations and how many of them were joined; pairs joined wrongly, of one day and of two."""

    wanted: int
    found: int
    between: int
    between_joined: int
    unlike_joined: int
    days_joined: int

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.unlike_joined + self.days_joined, 1)


def value_of(*thing: object) -> int:
    """One value for one thing counted, the same in every report."""
    return int(hashlib.blake2b(repr(thing).encode(), digest_size=2).hexdigest(), 16) + 1


def tell(record: dict[str, Any], read: Sequence[Observation], later: int = 0) -> Telling | None:
    """The report with the values and the day that all share, or those of `later` days; None where it has no figure."""
    whole = [e for e in record["expected"] if e["place"] and e["date"] and not e["local"] and not e["subgroup"]]
    if not whole:
        return None
    main = date.fromisoformat(Counter(e["date"] for e in whole).most_common(1)[0][0])
    shift = DAY + timedelta(later) - main
    stated, values = set(), {}
    for each in whole:
        day = date.fromisoformat(each["date"]) + shift
        thing = (each["place"], each["disease"][0], each["measure"], each["aggregation"])
        value = value_of(*thing) if day == DAY else each["value"]
        if later and (each["aggregation"] == "new" or value_of(*thing, "stands") > STANDING * 0x10000):
            value = value_of(*thing, day)
        values.setdefault((each["place"], each["measure"], each["value"]), value)
        stated.add(Figure(*thing, day, value))
    return Telling(record["lang"], frozenset(stated), frozenset(_figures(read, shift, values)))


def _figures(
    read: Sequence[Observation], shift: timedelta, values: dict[tuple[str, str, int], int]
) -> Iterator[Figure]:
    for o in read:
        if o.place and o.date and not o.subgroup and not o.locality:
            value = values.get((o.place, o.measure, o.value), o.value)
            yield Figure(o.place, o.disease, o.measure, o.aggregation, o.date + shift, value)


def _joins(one: Telling, other: Telling) -> bool:
    return bool(one.read and other.read and agreement(one.read, other.read))


def _says(figures: Figures, figure: Figure) -> bool:
    """Whether `figure` is among them; a total may be dated the day before or after."""
    slack = timedelta(0 if figure.aggregation == "new" else 1)
    return any(
        (f.place, f.disease, f.measure, f.value) == (figure.place, figure.disease, figure.measure, figure.value)
        and abs(f.day - figure.day) <= slack
        for f in figures
    )


def _likeness(one: Telling, other: Telling) -> float:
    """Share of the shorter's stated figures that the longer states; at most UNLIKE if it is little of the longer's."""
    shorter, longer = sorted((one.stated, other.stated), key=len)
    if not any(figure.value for figure in shorter & longer):
        return 0.0
    whole = [figure for figure in longer if len(figure.place) == 2] or list(longer)
    heard = sum(_says(shorter, figure) for figure in whole) / len(whole)
    share = sum(_says(longer, figure) for figure in shorter) / len(shorter)
    return share if heard >= LEAST_OF_LONGER else min(share, UNLIKE)


def score() -> Score:
    """Over all pairs of two languages, and over all pairs of a report and the next day's bulletin of any."""
    made = [(r, list(extract(report_of(r)))) for file in sorted(CASES.glob("*.jsonl")) for r in records([file])]
    told = [found for record, read in made if (found := tell(record, read))]
    later = [found for record, read in made if (found := tell(record, read, 1))]
    pairs = [(a, b) for a, b in combinations(told, 2) if a.language != b.language]
    judged = [(_likeness(a, b), _joins(a, b)) for a, b in pairs]
    alike = [joined for likeness, joined in judged if likeness >= ALIKE]
    between = [joined for likeness, joined in judged if UNLIKE <= likeness < ALIKE]
    unlike = [joined for likeness, joined in judged if likeness < UNLIKE]
    days = sum(_joins(a, b) for a in told for b in later)
    return Score(len(alike), sum(alike), len(between), sum(between), sum(unlike), days)


def report() -> None:
    """Print the figures."""
    found = score()
    share = found.found / found.wanted
    print(f"\ntranslations: {found.wanted} pairs, joined {share:.3f}, precision {found.precision:.3f}")
    print(f"  joined wrongly: of one day {found.unlike_joined}, of two days {found.days_joined}")
    print(f"  half to four fifths alike, not judged: {found.between_joined} of {found.between} joined")


if __name__ == "__main__":
    report()
