"""From resolved figures to observations: subgroups, repetitions and rounded repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from transforms.extract.figure import STOCKS, Figure
from transforms.extract.places import contains
from transforms.extract.reading import Reading
from transforms.extract.titles import without_titled
from transforms.extract.totals import class_of, match_totals
from transforms.models import Observation

NEAR_LINES, NEAR_WORDS, LARGEST_TEXT = 1, 3, 500
ROUNDING, QUALIFIED = 0.06, 0.1
GRACE = timedelta(days=3)
ALWAYS_SUBGROUP = frozenset(
    {"outpatient", "unvaccinated", "vaccinated", "reinfected", "neglected", "imported", "contacts"}
)
STAFF, ILL = "health workers", frozenset({"cases", "deaths", "recovered", "hospitalised", "active_cases"})
PERIODS = frozenset(
    {"same_period", "before", "since", "ytd", "season", "range", "month", "year", "week", "last_season"}
)


def settle(reading: Reading, figures: list[Figure]) -> list[Observation]:
    """The observations of one text in its order; a figure said twice is one, the exact one where the other is
    rounded.
    """
    by_measure: dict[tuple[str | None, str | None], list[Figure]] = {}
    match_totals(figures)
    for figure in figures:
        if figure.aggregation is None:
            figure.aggregation = "stock" if figure.measure in STOCKS else "cumulative"
        by_measure.setdefault((figure.measure, figure.disease), []).append(figure)
    staff = _spread_staff(reading, figures)
    told = {line: i for i, line in enumerate(sorted({f.sentence.line for f in figures}))}
    for figure in figures:
        if id(figure) not in staff:
            _settle_subgroup(figure, told, by_measure[figure.measure, figure.disease][:LARGEST_TEXT])
    kept = _without_rounded(_without_repeats(reading, without_titled(reading, figures)))
    return [_observation(reading, figure) for figure in kept]


def _spread_staff(reading: Reading, figures: Sequence[Figure]) -> set[int]:
    """Which of the figures, by their `id`, count ill staff, as those that go on counting them without a noun of their
    own do: "48 medics fell ill, 2,612 in all, of whom 1,930 recovered".
    """
    staff: set[int] = set()
    for before, figure in zip([None, *figures], figures, strict=False):
        last = figure.cell.number.last
        named = any(m.value == STAFF for m in reading.marks([(last, last + NEAR_WORDS)], "subgroup"))
        if (named or "part" in figure.own) and figure.subgroup == STAFF and figure.measure in ILL:
            staff.add(id(figure))
        elif before is not None and id(before) in staff and figure.measure in ILL:
            beside = figure.cell.parent is before.cell or (figure.cell.left is before.cell and "part" not in before.own)
            bare = figure.counted.by == "bare" and figure.cell.left is before.cell
            if beside and (bare or not (figure.own & {"place", "case"} or figure.counted.by == "person")):
                figure.subgroup = STAFF
                staff.add(id(figure))
    return staff


def _settle_subgroup(figure: Figure, told: Mapping[int, int], figures: Sequence[Figure]) -> None:
    """A part is marked as one where a larger whole stands beside it; children alone are all that there is.

    `told` numbers the lines that tell figures.
    """
    if figure.subgroup == STAFF and "part" in figure.own:
        return
    if figure.subgroup is None or figure.subgroup in ALWAYS_SUBGROUP or figure.own & {"part", "measure"} == {"part"}:
        return
    wholes = (
        f
        for f in figures
        if f is not figure
        and f.value > figure.value
        and f.subgroup is None
        and f.aggregation == figure.aggregation
        and abs(told[f.sentence.line] - told[figure.sentence.line]) <= NEAR_LINES
    )
    if not any(f.place is None or figure.place is None or f.place.code == figure.place.code for f in wholes):
        figure.subgroup = None


def _key(figure: Figure) -> tuple[object, ...]:
    place = figure.place
    return (
        figure.disease,
        figure.measure,
        figure.aggregation,
        class_of(figure),
        figure.symptom_status,
        place.code if place else None,
        figure.subgroup,
    )


def _without_repeats(reading: Reading, figures: Sequence[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    seen: dict[object, list[Figure]] = {}
    for figure in figures:
        alike = seen.setdefault((_key(figure), figure.value), [])
        same = next((k for k in alike if _same_day(k, figure) and _same_locality(reading, k, figure)), None)
        if same is None:
            kept.append(figure)
            alike.append(figure)
            continue
        titled = same.sentence.first < reading.title_end <= figure.sentence.first
        if "date" not in same.own and (titled or "date" in figure.own):
            same.when = figure.when
        if titled and figure.place is not None:
            same.place = figure.place
    return kept


def _same_locality(reading: Reading, one: Figure, other: Figure) -> bool:
    """Whether two figures of a region are of one place in it; a title may name it more widely."""
    if one.sentence.first < reading.title_end <= other.sentence.first:
        return True
    if "place" not in other.own:
        return True
    localities = {f.place.locality if f.place else None for f in (one, other)}
    return len(localities) == 1


def _same_day(one: Figure, other: Figure) -> bool:
    if "date" not in one.own or "date" not in other.own or one.when is None or other.when is None:
        return True
    if one.when.end is None or other.when.end is None:
        return True
    return abs((one.when.end - other.when.end).days) <= 1


def _far_apart(one: Figure, other: Figure) -> bool:
    """Whether two figures state times of their own that end in different years."""
    times = [f.when.end for f in (one, other) if "when" in f.own and f.when is not None and f.when.end is not None]
    return len({t.year for t in times}) == 2


def _without_rounded(figures: list[Figure]) -> list[Figure]:
    """As in "Over 8,000 cases" in a headline is not a second figure beside 8,211; "the vaccinated" may be those with a
    first dose.
    """
    by_measure: dict[tuple[str | None, str | None], list[Figure]] = {}
    for figure in figures:
        by_measure.setdefault((figure.measure, figure.disease), []).append(figure)
    for (measure, disease), told in list(by_measure.items()):
        if measure == "vaccine_doses":
            told += by_measure.get(("vaccine_dose_1", disease), ())
    return [
        f
        for f in figures
        if not (_is_round(f) and any(_rounds_to(f, other) for other in by_measure[f.measure, f.disease][:LARGEST_TEXT]))
    ]


def _is_round(figure: Figure) -> bool:
    return (
        figure.value >= 10
        and not ("part" in figure.own and figure.qualifier is None)
        and (
            figure.qualifier is not None
            or figure.value % 100 == 0
            or (figure.value % 10 == 0 and figure.cell.number.words)
        )
    )


def _zeros_at_end(value: int) -> int:
    written = str(value)
    return len(written) - len(written.rstrip("0"))


def _rounds_to(rounded: Figure, exact: Figure) -> bool:
    if rounded is exact or exact.value == rounded.value or _far_apart(rounded, exact):
        return False
    if _zeros_at_end(exact.value) >= _zeros_at_end(rounded.value):
        return False
    one, other = rounded.place, exact.place
    here = (
        one is None
        or other is None
        or one.code == other.code
        or (contains(one, other) and rounded.qualifier is not None)
    )
    near = abs(exact.value - rounded.value) <= (QUALIFIED if rounded.qualifier else ROUNDING) * exact.value
    same_sum = rounded.aggregation == exact.aggregation or rounded.qualifier is not None
    return near and here and same_sum


def _observation(reading: Reading, figure: Figure) -> Observation:
    first, last = _evidence(figure)
    tokens, when, place = reading.tokens, figure.when, figure.place
    end = _not_ahead(when.end if when else None, reading.published)
    clock = when.clock if when and figure.aggregation != "new" else None
    return Observation(
        disease=str(figure.disease),
        measure=str(figure.measure),
        aggregation=figure.aggregation,
        case_class=figure.case_class,
        symptom_status=figure.symptom_status,
        value=figure.value,
        at_least=figure.qualifier == "at_least",
        at_most=figure.qualifier == "at_most",
        approximate=figure.qualifier == "approximate",
        place=place.code if place else None,
        locality=place.locality or figure.facility if place else figure.facility,
        date=end,
        cut_off_at=datetime.combine(end, clock) if end and clock else None,
        period_start=when.start if when and when.role in PERIODS and when.start != end else None,
        subgroup=figure.subgroup,
        officiality=figure.officiality,
        evidence=reading.text_of(first, last),
        start=tokens[first].start,
        end=tokens[last - 1].end,
    )


def _not_ahead(day: date | None, published: date | None) -> date | None:
    """A day that has not come yet when the text was published is that of publication."""
    return published if day is not None and published is not None and day > published + GRACE else day


def _evidence(figure: Figure) -> tuple[int, int]:
    """The stretch from the first to the last word that made the figure, close around its number."""
    number = figure.cell.number
    near = [(a, b) for a, b in figure.used if number.first - 12 <= a and b <= number.last + 12]
    return min([number.first, *(a for a, _ in near)]), max([number.last, *(b for _, b in near)])
