"""A figure on its way to an observation, and what the text has said so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.extract.following import Counted
from transforms.extract.numbers import Number
from transforms.extract.places import Place
from transforms.extract.structure import Cell, Sentence
from transforms.extract.tables import Head
from transforms.extract.when import When

STOCKS = frozenset(
    {"active_cases", "severe", "critical", "icu", "ventilated", "under_observation", "quarantined", "hospitalised"}
)
OUTBREAKS = frozenset({"food-poisoning", "botulism", "anthrax"})
COMPARED = frozenset({"year", "same_period", "before"})
CLOSED = frozenset({"range", "year", "month", "week"})
EARLIER = frozenset({"same_period", "before"})
UNCLASSED = frozenset({"tests", "contacts", "quarantined", "under_observation"})
PERIOD_ROLES = frozenset({"same_period", "since", "ytd", "season", "pandemic", "last_season"})


@dataclass(slots=True)
class Figure:
    """A number on its way to an observation; `own` names the fields that its own words gave."""

    cell: Cell
    counted: Counted
    sentence: Sentence
    value: int
    measure: str | None = None
    aggregation: str | None = None
    case_class: str | None = None
    symptom_status: str | None = None
    disease: str | None = None
    place: Place | None = None
    when: When | None = None
    subgroup: str | None = None
    facility: str | None = None
    qualifier: str | None = None
    officiality: str | None = None
    own: set[str] = field(default_factory=set)
    used: list[tuple[int, int]] = field(default_factory=list)
    anchor: Figure | None = None
    item: bool = False
    zero: bool = False


@dataclass(slots=True)
class State:
    """What the text has said so far: the running disease, place, time, and the figure that a list continues."""

    disease: str | None
    text_disease: str | None
    focus: Place | None
    text_focus: Place | None
    when: When | None = None
    current: When | None = None
    opening: When | None = None
    line_when: When | None = None
    bracket_when: When | None = None
    anchor: Figure | None = None
    heading: Figure | None = None
    section: tuple[str, When | None] | None = None
    week: When | None = None
    line_disease: str | None = None
    line: int = -1
    daily: bool = False
    head: Head | None = None
    last: list[Figure] = field(default_factory=list)
    told: list[Figure] = field(default_factory=list)
    totals: list[Figure] = field(default_factory=list)
    counted: set[str | None] = field(default_factory=set)


def distance(number: Number, first: int, last: int) -> float:
    """Tokens between a number and a mark; what follows a number is a little nearer than what stands before it."""
    if first >= number.last:
        return first - number.last
    if last <= number.first:
        return number.first - last + 0.5
    return 0


def is_compared(figure: Figure, current: Figure) -> bool:
    """Whether a figure is of an earlier period that the current one is only held against."""
    earlier, now = figure.when, current.when
    if earlier is None:
        return False
    state = current.measure in STOCKS and figure.measure not in STOCKS
    if earlier.role == "year" and (now is None or "when" not in current.own or now.end == earlier.end or state):
        return False
    if earlier.role in COMPARED:
        return True
    if _lies_within(figure, current) or _ended_before(earlier, now):
        return True
    alike = now is not None and now.role == earlier.role and earlier.role in CLOSED
    return alike and now is not None and None not in (earlier.end, now.end) and str(earlier.end) < str(now.end)


def _ended_before(earlier: When, now: When | None) -> bool:
    """Whether a closed period ended in a year before the one that is counted so far: "29 in eight months of 2021"."""
    if now is None or earlier.role not in CLOSED or now.role not in ("ytd", "since", "season"):
        return False
    return None not in (earlier.end, now.end) and str(earlier.end)[:4] < str(now.start or now.end)[:4]


def _lies_within(figure: Figure, current: Figure) -> bool:
    """Whether a month's count is only an aside to the same count's total since before: "263 in August alone"."""
    month, now = figure.when, current.when
    if month is None or now is None or month.role not in ("month", "week"):
        return False
    if None in (month.start, month.end, now.start):
        return False
    inside = str(now.start) <= str(month.start) and str(month.end) <= str(now.end or month.end)
    return inside and current.aggregation == "cumulative" and figure.measure == current.measure


def without_counted(figures: Sequence[Figure]) -> list[Figure]:
    """Figures without the one person told of where the text counts that disease's dead as well."""
    counted = [f for f in figures if f.measure == "deaths" and not f.cell.number.lone and f.value]
    return [f for f in figures if not (f.cell.number.lone and any(_holds(c, f) for c in counted))]


def _holds(counted: Figure, lone: Figure) -> bool:
    """Whether counted dead may include the one told of: of the same disease, year and place."""
    days = [f.when.end for f in (counted, lone) if f.when is not None and f.when.end is not None]
    codes = [f.place.code for f in (counted, lone) if f.place is not None and f.place.code is not None]
    apart = len(codes) == 2 and not (codes[0].startswith(codes[1]) or codes[1].startswith(codes[0]))
    return counted.disease == lone.disease and len({day.year for day in days}) < 2 and not apart
