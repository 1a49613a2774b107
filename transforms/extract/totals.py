"""Lists and increments against the totals told beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from transforms.extract.figure import COMPARED, PERIOD_ROLES, STOCKS, Figure
from transforms.extract.places import country_place

LEAST_LIST, TIMES_LARGER, LONGEST_SUM, MOST = 3, 5, 40, 2
LEAST_SHOWN, LEAST_PAIR = 5, 10
LARGE, DWARFED = 5_000, {"deaths": 1_000, "recovered": 50}
RUNNING = frozenset({"published", "on", "as_of", "said", "day", "pandemic"})


def match_totals(figures: Sequence[Figure]) -> None:
    """Give a list the fields of its total, and tell increments from the totals beside them, in place."""
    by_value: dict[int, list[Figure]] = {}
    for figure in figures:
        by_value.setdefault(figure.value, []).append(figure)
    for items in _runs(figures):
        _share_whole(items)
    for group in _lists(figures):
        _match_total(group, by_value)
        _match_increment(group, figures)
        _widen_whole(group)
    _match_sums(figures)
    _raise_totals(figures)
    _lower_increments(figures)
    _tell_increments(figures)
    _lower_dwarfed(figures)
    _match_parts(figures, by_value)
    _follow_wholes(figures)
    _lower_days(figures)


def _lists(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Runs of figures that break a total down by place."""
    run: list[Figure] = []
    for figure in figures:
        listed = (figure.item and "column" not in figure.own) or _closes_list(run, figure)
        same = not run or (figure.item is False or figure.anchor is run[0].anchor)
        fits = listed and same and (not run or figure.measure == run[0].measure)
        if not fits and len(run) >= LEAST_LIST:
            yield run
        if not fits:
            run = []
        if listed:
            run.append(figure)
    if len(run) >= LEAST_LIST:
        yield run


def _closes_list(run: Sequence[Figure], figure: Figure) -> bool:
    """Whether a figure with the verb of its sentence is the last item of the list before it: "A 5, B 2, C 1 died"."""
    beside = len(run) > 1 and figure.sentence is run[-1].sentence and "place" in figure.own
    return beside and figure.cell.left is run[-1].cell and not figure.own & {"when", "aggregation", "part"}


def _runs(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Unbroken lists of items under figures that they break down."""
    run: list[Figure] = []
    for figure in figures:
        whole = figure.anchor
        if figure.item and whole is not None and whole.value > 0 and "column" not in figure.own:
            run.append(figure)
            continue
        yield run
        run = []
    yield run


def _share_whole(items: Sequence[Figure]) -> None:
    """The items of one list break down one figure: the one that its largest item is a part of."""
    wholes = {id(f.anchor) for f in items}
    if len(items) < LEAST_LIST or len(wholes) < 2:
        return
    model = max(items, key=lambda f: f.value)
    for figure in items:
        if figure.anchor is not model.anchor and figure.measure != model.measure:
            figure.measure, figure.aggregation, figure.disease = model.measure, model.aggregation, model.disease
            figure.case_class, figure.when, figure.anchor = model.case_class, model.when, model.anchor


def _match_total(group: list[Figure], by_value: dict[int, list[Figure]]) -> None:
    """A list belongs to the total that it adds up to, whatever stands nearest above it; without one it stays as
    read.
    """
    total = sum(f.value for f in group)
    members = {id(f) for f in group}
    matches = [
        f for f in by_value.get(total, []) if id(f) not in members and not f.item and f.qualifier is None and f.measure
    ]
    whole = group[0].anchor
    if not matches and whole is not None and whole.value > TIMES_LARGER * total:
        matches = _nearest_whole(whole, total, by_value)
    if not matches:
        return
    matches.sort(key=lambda f: "date" not in f.own)
    whole = next(
        (f for f in matches if f.measure == group[0].measure and f.aggregation == group[0].aggregation), matches[0]
    )
    for figure in group:
        figure.measure, figure.aggregation, figure.disease = whole.measure, whole.aggregation, whole.disease
        figure.case_class, figure.symptom_status, figure.when = whole.case_class, whole.symptom_status, whole.when


def _widen_whole(group: list[Figure]) -> None:
    """What a list of several regions breaks down is of their country, though the text is set in one region."""
    whole, codes = group[0].anchor, {_code(f) for f in group}
    place = whole.place if whole is not None else None
    if whole is None or place is None or place.code is None or "place" in whole.own or "-" not in place.code:
        return
    regions = {str(code) for code in codes if code and "-" in code and code != place.code}
    countries = {code.split("-")[0] for code in regions}
    if len(regions) > 1 and len(countries) == 1:
        whole.place = country_place(min(countries))


def _match_increment(group: list[Figure], figures: Sequence[Figure]) -> None:
    """A list that tells one place's stated increment again is a list of increments."""
    if all(f.aggregation == "new" for f in group):
        return
    members = {id(f) for f in group}
    stated = [f for f in figures if f.aggregation == "new" and "aggregation" in f.own and id(f) not in members]
    told = {(f.measure, _code(f), f.value): f for f in stated if f.value >= LEAST_SHOWN}
    shown = next((told[k] for f in group if (k := (f.measure, _code(f), f.value)) in told), None)
    if shown is not None and shown.place is not None and shown.place.kind != "country":
        for figure in group:
            figure.aggregation, figure.when = shown.aggregation, shown.when


def _nearest_whole(anchor: Figure, total: int, by_value: dict[int, list[Figure]]) -> list[Figure]:
    """What a list without some of its items breaks down, where the figure above is many times their sum: the one
    increment of the same count that they make up most of.
    """
    alike = [
        f
        for value, told in by_value.items()
        if total < value <= MOST * total
        for f in told
        if f.measure == anchor.measure and f.aggregation == "new" and not f.item and f.subgroup is None
    ]
    return alike if len({f.value for f in alike}) == 1 else []


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
    daily = {(f.disease, _code(f)) for f in figures if (f.measure, f.aggregation) == ("cases", "new")}
    stated: dict[object, int] = {}
    for figure in figures:
        large = figure.measure == "cases" and figure.value > LARGE and figure.aggregation != "new"
        if (large or (figure.aggregation == "cumulative" and "aggregation" in figure.own)) and not _has_period(figure):
            key = (figure.disease, figure.measure, _code(figure))
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
        own = stated.get((figure.disease, figure.measure, _code(figure)), 0)
        cases = stated.get((figure.disease, "cases", _code(figure)), 0)
        dwarfed = figure.value < own or (cases > LARGE and share * figure.value < cases)
        if goes_on or (dwarfed and "part" not in figure.own and (figure.disease, _code(figure)) in daily):
            figure.aggregation = "new"
            lowered.add(id(figure.cell))


def _code(figure: Figure) -> str | None:
    return figure.place.code if figure.place is not None else None


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
        dwarfed = TIMES_LARGER * LEAST_PAIR < TIMES_LARGER * figure.value < totals.get(_series(figure), 0)
        if daily and figure.aggregation == "cumulative" and dwarfed:
            figure.aggregation = "new"


def _follow_wholes(figures: Sequence[Figure]) -> None:
    """A part that nothing calls new or a total is new where what it is a part of was found to be."""
    by_cell = {id(f.cell): f for f in figures}
    for figure in figures:
        whole = by_cell.get(id(figure.cell.parent)) or (figure.anchor if figure.item else None)
        if figure.aggregation is None and whole is not None and whole.measure == figure.measure:
            figure.aggregation = "new" if whole.aggregation == "new" else None


def _match_parts(figures: Sequence[Figure], by_value: Mapping[int, Sequence[Figure]]) -> None:
    """Regions in a row that nothing calls new or a total are what the count that they add up to is."""
    run: list[Figure] = []
    for figure in [*figures, None]:
        region = figure is not None and "place" in figure.own and "-" in (_code(figure) or "")
        fits = region and figure is not None and figure.aggregation is None and not figure.own & {"when", "part"}
        if fits and figure is not None and (not run or figure.measure == run[0].measure):
            run.append(figure)
            continue
        total = sum(f.value for f in run)
        fits = len(run) >= LEAST_LIST or (len(run) > 1 and total >= LEAST_PAIR)
        whole = next(iter(by_value.get(total, ())), None) if fits else None
        if whole is not None and whole.measure == run[0].measure and whole.aggregation is not None:
            for part in run:
                part.aggregation, part.when = whole.aggregation, whole.when
        run = []


def _has_period(figure: Figure) -> bool:
    return figure.when is not None and "when" in figure.own and figure.when.role in PERIOD_ROLES | {"year"}


def class_of(figure: Figure) -> str | None:
    """The class of a figure's cases where it sets them apart: probable or suspected."""
    return figure.case_class if figure.case_class in ("probable", "suspected") else None
