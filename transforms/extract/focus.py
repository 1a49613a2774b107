"""What a text is about, where it is set, and which day it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transforms.extract.numbers import Number
from transforms.extract.own import GENERIC
from transforms.extract.own_place import came_from, choose_place
from transforms.extract.places import WORLD, Place, contains, country_place, namesakes
from transforms.extract.reading import Reading
from transforms.extract.structure import Cell, Sentence
from transforms.extract.when import When

ITEM_WORDS, LATEST_DAYS, RECENT = 8, 7, 10
WEEK = range(4, 8)
PAIR, SEVERAL = 2, 3
ROUNDUP = 4  # countries side by side, none of which the text is set in


def main_disease(reading: Reading) -> str | None:
    """The disease that a text is about: the title's first, else the one it names most often; what its first figures
    name counts twice.
    """
    counts: dict[str, float] = {}
    told = (s for s, cells in zip(reading.sentences, reading.cells, strict=True) if cells)
    lead = next((s for s in told if s.first >= reading.title_end), None)
    opening = next(iter(reading.marks([(lead.first, lead.last)], "disease")), None) if lead else None
    for first in sorted(reading.starts):
        for mark in reading.starts[first]:
            if mark.group == "disease":
                weight = 3 if first < reading.title_end else 1 + (mark is opening)
                counts[mark.value] = counts.get(mark.value, 0) + weight * (0.4 if mark.value in GENERIC else 1)
    if set(counts) <= {"pneumonia"} and (implied := reading.by_group.get("implied")):
        return implied[0].value
    if not counts:
        return None
    titled = {m.value for m in reading.marks([(0, reading.title_end)], "disease")}
    passing = "pneumonia" in titled and "covid-19" not in titled and not _has_figures(reading, "covid-19")
    if "covid-19" in counts and "pneumonia" in counts and not passing:
        counts["covid-19"] += counts.pop("pneumonia")
    main = max(counts, key=lambda d: counts[d])
    groups = {m.group for marks in reading.starts.values() for m in marks} if main == "poisoning" else set()
    return "food-poisoning" if "food" in groups and "fumes" not in groups else main


def _has_figures(reading: Reading, disease: str) -> bool:
    """Whether any sentence with a number names a disease."""
    told = (s for s, cells in zip(reading.sentences, reading.cells, strict=True) if cells)
    return any(m.value == disease for s in told for m in reading.marks([(s.first, s.last)], "disease"))


def main_place(reading: Reading) -> Place | None:
    """Where a text is set: the broader of the title's place and that of the first sentence with a figure, else the
    source's country.
    """
    titled = [p for p in reading.places if p.first < reading.title_end and p.code and not came_from(reading, p)]
    title = titled[0] if titled else None
    if len(titled) == 2 and contains(titled[0], titled[1]):
        title = titled[1]
    lead, narrow = None, False
    for sentence, cells in zip(reading.sentences, reading.cells, strict=True):
        if sentence.first >= reading.title_end and _is_prose(reading, sentence):
            places = reading.places_in([(sentence.first, _before_parts(sentence, cells))])
            named = [p for p in places if p.kind != WORLD and not came_from(reading, p)]
            places = _particular(named)
            if cells:
                if len({p.code for p in named if p.kind == "country"}) >= ROUNDUP:
                    break
                lead = choose_place(places[:2], cells[0].number) if _tells_where(places, cells[0].number) else lead
                narrow = narrow or _is_set_in(places, cells[0].number)
                break
            if places and lead is None:
                lead = places[0]
                narrow = places[0].kind == "region" or len(places) < len(named)
                narrow = narrow and all(p.kind != "country" for p in places)
    if title is not None and lead is not None:
        if title.kind == "city" and lead.kind == "region" and lead.code in namesakes(reading.tokens, title):
            return title if any(p.code == title.code for p in reading.places if p.first > reading.title_end) else lead
        return lead if contains(lead, title) or (narrow and contains(title, lead)) else title
    if title is None and lead is None and (region := _only_region(reading)) is not None:
        return region
    country = country_place(reading.source_country) if reading.source_country else None
    lead = None if lead is not None and lead.code is None and country is not None else lead
    return title or lead or country or next((p for p in reading.places if not came_from(reading, p)), None)


def is_roundup(reading: Reading) -> bool:
    """Whether a text counts in several countries one after another, and its title does not name just one."""
    named: set[str | None] = set()
    for sentence, cells in zip(reading.sentences, reading.cells, strict=True):
        if cells and sentence.first >= reading.title_end:
            places = reading.places_in([(sentence.first, sentence.last)])
            told = {p.code for p in places if p.kind == "country" and not came_from(reading, p)}
            named |= told if len(told) == 1 else set()
    titled = {p.code for p in reading.places_in([(0, reading.title_end)]) if p.kind == "country"}
    return len(named) >= (SEVERAL if reading.source_country else PAIR) and len(titled) != 1


def _particular(places: Sequence[Place]) -> list[Place]:
    """Places without a country that only says where the one right beside it lies: "Kyrgyzstan's Osh region"."""
    beside = {a.first for a, b in pairwise(places) if b.first - a.last <= 1 and contains(a, b)}
    beside |= {b.first for a, b in pairwise(places) if b.first - a.last <= 1 and contains(b, a)}
    return [p for p in places if p.kind != "country" or p.first not in beside]


def _only_region(reading: Reading) -> Place | None:
    """The one region that a text names, where it says "in the region" without naming it."""
    codes = {p.code for p in reading.places if p.kind != WORLD}
    if len(codes) != 1 or not reading.by_group.get("region_here"):
        return None
    place = reading.places[0]
    region = place.code is not None and "-" in place.code
    return replace(place, locality=None, kind="region") if region else None


def _before_parts(sentence: Sentence, cells: list[Cell]) -> int:
    """The end of a sentence's words that are not of parts of its first figure."""
    return next((c.spans[0][0] for c in cells[1:] if c.of_them or (c.parent and not c.bracket)), sentence.last)


def _tells_where(places: Sequence[Place], number: Number) -> bool:
    """Whether a sentence's places are where its first figure was counted, rather than parts of it."""
    if not places or places[0].first < number.first or len({p.code for p in places}) == 1:
        return bool(places)
    return any(contains(a, b) or contains(b, a) for a, b in pairwise(places[:2]))


def _is_set_in(places: Sequence[Place], number: Number) -> bool:
    """Whether a sentence names one region, before its first figure, and no country."""
    inner = {p.code for p in places if p.code is not None}
    return len(inner) == 1 and all(p.kind != "country" for p in places) and places[0].last <= number.first


def _is_prose(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is more than a list's item or a table's row: long, or closed and of a country."""
    tokens = reading.tokens[sentence.first : sentence.last]
    placed = any(p.kind == "country" for p in reading.places_in([(sentence.first, sentence.last)]))
    if placed and tokens[-1].text == "." and all(t.text != "|" for t in tokens):
        return True
    return sum(t.kind != "mark" for t in tokens) > ITEM_WORDS and all(t.text != "|" for t in tokens)


def opening_time(reading: Reading) -> When | None:
    """The time that holds until the text names one: the title's day or the first that it counts as of, where it is
    not long before publication; else the day of publication.
    """
    published = reading.published
    titled = [w for w in reading.whens if w.first < reading.title_end and w.role in ("on", "as_of")]
    told = [w for w in reading.whens if w.role == "said" or (w.role == "as_of" and not _is_held_against(reading, w))]
    for when in [*(titled if len(titled) == 1 else []), *told]:
        if when.end is not None and (published is None or 0 <= (published - when.end).days <= LATEST_DAYS):
            return replace(when, role="published", clock=None)
    return When(0, 0, "published", published, published) if published is not None else None


def _is_held_against(reading: Reading, when: When) -> bool:
    """Whether a day has figures of its own behind two sentences with figures: it dates those alone."""
    told = [
        s for s, cells in zip(reading.sentences, reading.cells, strict=True) if cells and s.first >= reading.title_end
    ]
    return any(s.first <= when.first < s.last for s in told[PAIR:])


def reported_week(reading: Reading) -> When | None:
    """The one week that a text names by its days, shortly before publication: "last week" in it is that week."""
    published = reading.published
    spans = [w for w in reading.whens if w.role == "range" and w.start is not None and w.end is not None]
    weeks = {(w.start, w.end): w for w in spans if w.start and w.end and (w.end - w.start).days in WEEK}
    week = next(iter(weeks.values())) if len(weeks) == 1 else None
    recent = week is not None and week.end is not None and published is not None
    return week if recent and week and week.end and published and 0 <= (published - week.end).days <= RECENT else None


def title_span(reading: Reading) -> When | None:
    """The period that a title says its text is about, as in "nine months of 2022"."""
    titled = [w for w in reading.whens if w.first < reading.title_end and w.end is not None]
    spans = [w for w in titled if w.role in ("year", "range", "month")]
    return spans[0] if len(spans) == len(titled) == 1 else None
