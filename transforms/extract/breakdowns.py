"""Lists of places and parts against the counts that they break down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from transforms.extract.figure import Figure
from transforms.extract.places import country_place

LEAST_LIST, TIMES_LARGER, MOST = 3, 5, 2
LEAST_SHOWN, LEAST_PAIR = 5, 10


def match_lists(figures: Sequence[Figure], by_value: Mapping[int, Sequence[Figure]]) -> None:
    """Give each list the fields of the figure that it breaks down, in place; `by_value` has the figures by value."""
    for items in _runs(figures):
        _share_whole(items)
    for group in _lists(figures):
        _match_total(group, by_value)
        _match_increment(group, figures)
        _widen_whole(group)


def match_parts(figures: Sequence[Figure], by_value: Mapping[int, Sequence[Figure]]) -> None:
    """Give regions in a row, and parts, what the count that they belong to was found to be, in place."""
    _match_parts(figures, by_value)
    _follow_wholes(figures)


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


def _match_total(group: list[Figure], by_value: Mapping[int, Sequence[Figure]]) -> None:
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


def _nearest_whole(anchor: Figure, total: int, by_value: Mapping[int, Sequence[Figure]]) -> list[Figure]:
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


def _match_increment(group: list[Figure], figures: Sequence[Figure]) -> None:
    """A list that tells one place's stated increment again is a list of increments."""
    if all(f.aggregation == "new" for f in group):
        return
    members = {id(f) for f in group}
    stated = [f for f in figures if f.aggregation == "new" and "aggregation" in f.own and id(f) not in members]
    told = {(f.measure, code_of(f), f.value): f for f in stated if f.value >= LEAST_SHOWN}
    shown = next((told[k] for f in group if (k := (f.measure, code_of(f), f.value)) in told), None)
    if shown is not None and shown.place is not None and shown.place.kind != "country":
        for figure in group:
            figure.aggregation, figure.when = shown.aggregation, shown.when


def _widen_whole(group: list[Figure]) -> None:
    """What a list of several regions breaks down is of their country, though the text is set in one region."""
    whole, codes = group[0].anchor, {code_of(f) for f in group}
    place = whole.place if whole is not None else None
    if whole is None or place is None or place.code is None or "place" in whole.own or "-" not in place.code:
        return
    regions = {str(code) for code in codes if code and "-" in code and code != place.code}
    countries = {code.split("-")[0] for code in regions}
    if len(regions) > 1 and len(countries) == 1:
        whole.place = country_place(min(countries))


def _match_parts(figures: Sequence[Figure], by_value: Mapping[int, Sequence[Figure]]) -> None:
    """Regions in a row that nothing calls new or a total are what the count that they add up to is."""
    run: list[Figure] = []
    for figure in [*figures, None]:
        region = figure is not None and "place" in figure.own and "-" in (code_of(figure) or "")
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


def _follow_wholes(figures: Sequence[Figure]) -> None:
    """A part that nothing calls new or a total is new where what it is a part of was found to be."""
    by_cell = {id(f.cell): f for f in figures}
    for figure in figures:
        whole = by_cell.get(id(figure.cell.parent)) or (figure.anchor if figure.item else None)
        if figure.aggregation is None and whole is not None and whole.measure == figure.measure:
            figure.aggregation = "new" if whole.aggregation == "new" else None


def code_of(figure: Figure) -> str | None:
    return figure.place.code if figure.place is not None else None
