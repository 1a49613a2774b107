"""Tells by their figures whether two documents make one statement, in whatever words and language they make it.

Two days' bulletins of one template have the same words and other figures; a translation has other words and the same
figures. So the figures decide: the same disease, place and day, and most of the values alike. What one of the two texts
does not say, or what was misread in it, must not part them: a large value is known by its country and day alone, and a
bulletin whose day is read as the next one's is known by many new values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from math import log2

LEAST_SHARE, LEAST_SHARE_OF_LONGER = 0.55, 0.25
LARGE, LEAST_BITS = 100, 25
STATEMENT_METHOD = f"figures{LEAST_SHARE}-{LEAST_SHARE_OF_LONGER}-{LARGE}-{LEAST_BITS}-2"
_SHIFTS = (0, 1, -1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a document, whole: no subgroup, no locality. `day` is the day that the text gives it."""

    place: str
    disease: str
    measure: str
    aggregation: str | None
    day: date
    value: int


Figures = frozenset[Figure]
What = tuple[str | int, ...]
Days = dict[What, set[int]]


def agreement(one: Figures, other: Figures) -> float:
    """Share of the shorter's figures that the longer gives too, 0 to 1; 0 where they are not one statement.

    At least one value above zero must be of the very same day: totals that stand still are alike for weeks. Failing
    that, one may tell all a day later than the other, if enough new values are alike to rule chance out.
    """
    shorter, longer = sorted((one, other), key=len)
    return next((share for shift in _SHIFTS if (share := _share(shorter, longer, shift))), 0.0)


def contradict(one: Figures, other: Figures) -> bool:
    """Whether more of what both count differs than agrees: two days' bulletins, or two that dispute."""
    return all(_differ(one, other, shift) for shift in _SHIFTS)


def share_subject(one: Figures, other: Figures) -> bool:
    """Whether both speak of one disease in one country, of one day or of days side by side."""
    days: dict[tuple[str, str], set[int]] = defaultdict(set)
    for figure in one:
        days[figure.place[:2], figure.disease].add(figure.day.toordinal())
    return any(
        abs(figure.day.toordinal() - day) <= 1
        for figure in other
        for day in days.get((figure.place[:2], figure.disease), ())
    )


def _share(shorter: Figures, longer: Figures, shift: int) -> float:
    near, far = _days_of(shorter), _days_of(longer)
    if not any(figure.value and figure.day.toordinal() + shift in far.get(_what(figure), ()) for figure in shorter):
        return 0.0
    told = [figure for figure in shorter if _tells(far, figure, shift)]
    if shift and not _prove_shift(shorter, told):
        return 0.0
    whole = [figure for figure in longer if len(figure.place) == 2] or list(longer)
    heard = sum(_tells(near, figure, -shift) for figure in whole) / len(whole)
    share = len(told) / len(shorter)
    return share if share >= LEAST_SHARE and heard >= LEAST_SHARE_OF_LONGER else 0.0


def _differ(one: Figures, other: Figures, shift: int) -> bool:
    days = _days_of(other)
    alike: dict[tuple[str, str, str, str | None], bool] = {}
    counted = {_key(figure) for figure in other}
    told = {figure for figure in one if _key(figure) in counted and _tells(days, figure, shift)}
    if shift and not _prove_shift(one, told):
        return True
    for figure in one:
        if (key := _key(figure)) in counted:
            alike[key] = alike.get(key, False) or figure in told
    return len(alike) > 2 * sum(alike.values())


def _prove_shift(figures: Figures, told: Collection[Figure]) -> bool:
    """Whether the new values of the last days say enough, in bits: what is told anew is another value every day."""
    last = max((figure.day.toordinal() for figure in figures), default=0)
    new = (figure for figure in told if figure.aggregation == "new" and figure.day.toordinal() >= last - 1)
    return sum(log2(figure.value + 1) for figure in new) >= LEAST_BITS


def _key(figure: Figure) -> tuple[str, str, str, str | None]:
    return figure.place, figure.disease, figure.measure, figure.aggregation


def _what(figure: Figure) -> What:
    """Without new or total, which one language leaves open where the other says it."""
    if figure.value >= LARGE:
        return figure.place[:2], figure.value
    return figure.place, figure.disease, figure.measure, figure.value


def _days_of(figures: Iterable[Figure]) -> Days:
    days: Days = defaultdict(set)
    for figure in figures:
        days[_what(figure)].add(figure.day.toordinal())
    return days


def _tells(days: Days, figure: Figure, shift: int) -> bool:
    """A total is of 23:59 in one text and of the next morning in another; a new figure is of its day."""
    slack = 0 if figure.aggregation == "new" else 1
    return any(abs(day - shift - figure.day.toordinal()) <= slack for day in days.get(_what(figure), ()))
