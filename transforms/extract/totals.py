"""Increments against the totals told beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transforms.extract.breakdowns import code_of, match_lists, match_parts
from transforms.extract.figure import COMPARED, PERIOD_ROLES, STOCKS, Figure

TIMES_LARGER, LONGEST_SUM, HANDFUL = 5, 40, 10
LARGE, DWARFED = 5_000, {"deaths": 1_000, "recovered": 50}
RUNNING = frozenset({"published", "on", "as_of", "said", "day", "pandemic"})


def match_totals(figures: Sequence[Figure]) -> None:
    """Give a list the fields of its total, and tell increments from the totals beside them, in place."""
    by_value: dict[int, list[Figure]] = {}
    for figure in figures:
        by_value.setdefault(figure.value, []).append(figure)
    match_lists(figures, by_value)
    _match_sums(figures)
    _raise_totals(figures)
    _lower_increments(figures)
    _tell_increments(figures)
    _lower_dwarfed(figures)
    match_parts(figures, by_value)
    _lower_days(figures)
    _lower_falling(figures)


def _match_sums(figures: Sequence[Figure]) -> None:
    """As in "258 and 620, a total of 878": the sum of the increments beside it is one of them, not a running total."""
    for i, figure in enumerate(figures):
        parts: list[Figure] = []
        for part in reversed(figures[max(0, i - LONGEST_SUM) : i]):
            if part.sentence is not figure.sentence or part.measure != figure.measure:
                break
            parts.append(part)
            if len(parts) > 1 and sum(p.value for p in parts) == figure.value:
                figure.aggregation, figure.when = part.aggregation, part.when
                break


def _raise_totals(figures: Sequence[Figure]) -> None:
    """Beside a stated increment, a far larger figure that merely inherited "new" is the total of the same count, and so
    is what goes on from it.
    """
    stated: dict[object, int] = {}
    for figure in figures:
        if figure.aggregation == "new" and "aggregation" in figure.own:
            stated.setdefault(_series(figure), figure.value)
    raised: Figure | None = None
    for figure in figures:
        inherited = figure.aggregation == "new" and "aggregation" not in figure.own
        if inherited and (
            _goes_on(figure, raised) or figure.value > TIMES_LARGER * stated.get(_series(figure), figure.value)
        ):
            figure.aggregation, raised = "cumulative", figure


def _goes_on(figure: Figure, raised: Figure | None) -> bool:
    """Whether a figure without a time of its own continues the clause of one just found to be a total."""
    if raised is None or figure.cell.left is not raised.cell or "when" in figure.own:
        return False
    return figure.sentence is raised.sentence and figure.measure != raised.measure


def _series(figure: Figure) -> tuple[object, ...]:
    place = figure.place
    return (
        figure.disease,
        figure.measure,
        class_of(figure),
        figure.symptom_status,
        place.code if place else None,
        figure.subgroup,
    )


def _lower_increments(figures: Sequence[Figure]) -> None:
    """As in "4 patients died, 147 deaths in all": what a stated larger total of the same count follows is its
    increment, unless words of its own say more.
    """
    for figure, total in pairwise(figures):
        same = figure.measure not in STOCKS and _series(figure) == _series(total) and figure.value < total.value
        stated = total.aggregation == "cumulative" and {"aggregation"} <= total.own and not _has_period(total)
        beside = figure.sentence.line == total.sentence.line and "part" not in figure.own | total.own
        if same and stated and beside and not figure.item and not figure.own & {"aggregation", "when"}:
            figure.aggregation = "new"


def _tell_increments(figures: Sequence[Figure]) -> None:
    """A count that nothing calls a total is an increment where the text has a far larger total of the same."""
    totals: dict[object, int] = {}
    for figure in figures:
        earlier = figure.when is not None and figure.when.role in COMPARED
        if figure.aggregation == "cumulative" and not earlier:
            totals[_series(figure)] = max(figure.value, totals.get(_series(figure), 0))
    for figure in figures:
        open_ = figure.aggregation is None and figure.measure not in STOCKS and not figure.own & {"when", "part"}
        if open_ and figure.value and TIMES_LARGER * figure.value < totals.get(_series(figure), 0):
            figure.aggregation = "new"


def _lower_dwarfed(figures: Sequence[Figure]) -> None:
    """Deaths and recoveries that merely inherited "total" are the day's where the text has a day's cases and a stated
    total of theirs that is larger, or one of cases that dwarfs them.
    """
    daily = {(f.disease, code_of(f)) for f in figures if (f.measure, f.aggregation) == ("cases", "new")}
    stated: dict[object, int] = {}
    for figure in figures:
        large = figure.measure == "cases" and figure.value > LARGE and figure.aggregation != "new"
        if (large or (figure.aggregation == "cumulative" and "aggregation" in figure.own)) and not _has_period(figure):
            key = (figure.disease, figure.measure, code_of(figure))
            stated[key] = max(figure.value, stated.get(key, 0)) if figure.subgroup is None else stated.get(key, 0)
    lowered: set[int] = set()
    for figure in figures:
        share = DWARFED.get(figure.measure or "")
        open_ = figure.aggregation in ("cumulative", None) and not figure.own & {"aggregation", "when"}
        running = figure.when is not None and figure.when.role in RUNNING
        if share is None or not (open_ and running and figure.value):
            continue
        goes_on = bool(lowered & {id(figure.cell.left), id(figure.cell.parent)})
        goes_on = goes_on or (figure.item and figure.anchor is not None and id(figure.anchor.cell) in lowered)
        own = stated.get((figure.disease, figure.measure, code_of(figure)), 0)
        cases = stated.get((figure.disease, "cases", code_of(figure)), 0)
        dwarfed = figure.value < own or (cases > LARGE and share * figure.value < cases)
        if goes_on or (dwarfed and "part" not in figure.own and (figure.disease, code_of(figure)) in daily):
            figure.aggregation = "new"
            lowered.add(id(figure.cell))


def _lower_days(figures: Sequence[Figure]) -> None:
    """What a day brought "in all" is no running total where the text has a far larger one of the same count: "today 626
    recovered in all, 47,271 by now".
    """
    totals: dict[object, int] = {}
    for figure in figures:
        if figure.aggregation == "cumulative" and not _has_period(figure):
            totals[_series(figure)] = max(figure.value, totals.get(_series(figure), 0))
    for figure in figures:
        daily = "when" in figure.own and figure.when is not None and figure.when.role in ("on", "day")
        dwarfed = figure.value > HANDFUL and TIMES_LARGER * figure.value < totals.get(_series(figure), 0)
        if daily and figure.aggregation == "cumulative" and dwarfed:
            figure.aggregation = "new"


def _lower_falling(figures: Sequence[Figure]) -> None:
    """A total never falls: what is less than the day before it, told beside it, is a day's count, and so is that."""
    for one, other in pairwise(figures):
        now, before = sorted((one, other), key=lambda f: f.when is not None and f.when.role == "before")
        earlier = before.when is not None and before.when.role == "before" and before.when.days == 1
        beside = one.sentence is other.sentence and one.measure == other.measure and one.measure not in STOCKS
        if earlier and beside and now.value < before.value and now.aggregation != "stock":
            now.aggregation = before.aggregation = "new"


def _has_period(figure: Figure) -> bool:
    return figure.when is not None and "when" in figure.own and figure.when.role in PERIOD_ROLES | {"year"}


def class_of(figure: Figure) -> str | None:
    """The class of a figure's cases where it sets them apart: probable or suspected."""
    return figure.case_class if figure.case_class in ("probable", "suspected") else None
