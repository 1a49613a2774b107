"""Tells by their figures whether two documents make one statement, in whatever words and language they make it.

Two days' bulletins of one template have the same words and other figures; a translation has other words and the same
figures. So the figures decide: the same disease, place and day, and most of the values alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LEAST_SHARE, LEAST_SHARE_OF_LONGER = 0.6, 0.3
STATEMENT_METHOD = f"figures{LEAST_SHARE}-{LEAST_SHARE_OF_LONGER}-1"


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


def agreement(one: Figures, other: Figures) -> float:
    """Share of the shorter's figures that the longer gives too, 0 to 1; 0 where they are not one statement.

    At least one value above zero must be of the very same day: totals that stand still are alike for weeks.
    """
    shorter, longer = sorted((one, other), key=len)
    near, far = _days_of(shorter), _days_of(longer)
    if not any(figure.value and figure.day.toordinal() in far.get(_what(figure), ()) for figure in shorter):
        return 0.0
    whole = [figure for figure in longer if len(figure.place) == 2] or list(longer)
    told = sum(_tells(far, figure) for figure in shorter) / len(shorter)
    heard = sum(_tells(near, figure) for figure in whole) / len(whole)
    return told if told >= LEAST_SHARE and heard >= LEAST_SHARE_OF_LONGER else 0.0


def contradict(one: Figures, other: Figures) -> bool:
    """Whether more of what both count differs than agrees: two days' bulletins, or two that dispute."""
    days = _days_of(other)
    alike: dict[tuple[str, str, str, str | None], bool] = {}
    counted = {_key(figure) for figure in other}
    for figure in one:
        if (key := _key(figure)) in counted:
            alike[key] = alike.get(key, False) or _tells(days, figure)
    return len(alike) > 2 * sum(alike.values())


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


def _key(figure: Figure) -> tuple[str, str, str, str | None]:
    return figure.place, figure.disease, figure.measure, figure.aggregation


def _what(figure: Figure) -> tuple[str, str, str, int]:
    """Without new or total, which one language leaves open where the other says it."""
    return figure.place, figure.disease, figure.measure, figure.value


def _days_of(figures: Iterable[Figure]) -> dict[tuple[str, str, str, int], set[int]]:
    days: dict[tuple[str, str, str, int], set[int]] = defaultdict(set)
    for figure in figures:
        days[_what(figure)].add(figure.day.toordinal())
    return days


def _tells(days: dict[tuple[str, str, str, int], set[int]], figure: Figure) -> bool:
    """A total is of 23:59 in one text and of the next morning in another; a new figure is of its day."""
    slack = 0 if figure.aggregation == "new" else 1
    return any(abs(day - figure.day.toordinal()) <= slack for day in days.get(_what(figure), ()))
