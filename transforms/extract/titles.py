"""Figures of a title against those of the body that tells them again."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.figure import Figure
from transforms.extract.places import Place, contains
from transforms.extract.reading import Reading

LEAST_STATE, ROUND, LIKE = 10, 100, 1.5


def without_titled(reading: Reading, figures: Sequence[Figure]) -> list[Figure]:
    """A figure of the title that does not say of itself whether it is new or a total is the body's that repeats it;
    "cases" that the body has in care are those patients, and the body knows better of which disease a figure is.
    """
    body = {(f.disease, f.measure, f.value): f for f in reversed(figures) if f.sentence.first >= reading.title_end}
    below = [f for f in figures if f.sentence.first >= reading.title_end]
    states = {(f.disease, f.value) for f in below if f.aggregation == "stock"}
    told = {f.disease for f in below}
    values = {(measure, value) for _, measure, value in body}
    kept = []
    for figure in figures:
        titled = figure.sentence.first < reading.title_end
        if titled and figure.disease not in told and (figure.measure, figure.value) in values:
            continue
        if titled and _is_rounded(figure) and any(1 <= LIKE * f.value / figure.value <= LIKE**2 for f in below):
            continue
        same = body.get((figure.disease, figure.measure, figure.value))
        if not titled or "date" in figure.own:
            kept.append(figure)
        elif same is None:
            in_care = figure.measure in ("cases", "active_cases") and (figure.disease, figure.value) in states
            if not in_care or figure.value < LEAST_STATE or "aggregation" in figure.own:
                kept.append(figure)
        elif not _retold(figure, same):
            kept.append(figure)
    return kept


def _is_rounded(figure: Figure) -> bool:
    """Whether a title only tells about how many: "over 61,000 fell ill"; the text below it tells how many exactly."""
    return figure.qualifier is not None and figure.value >= ROUND and figure.value % ROUND == 0


def _retold(titled: Figure, same: Figure) -> bool:
    """Whether the body tells a title's figure again, and better: "2,093 new cases" are those of half a year."""
    period = titled.aggregation == "new" and same.own >= {"aggregation", "date"}
    return period or ("aggregation" not in titled.own and related(titled.place, same.place))


def related(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.code == other.code:
        return True
    return contains(one, other) or contains(other, one)
