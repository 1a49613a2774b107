"""Dates as sites of the region print them: `cases/dates.csv` has every month in every language form, and the traps."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from transforms.dates import read_date

FETCHED = datetime(2026, 11, 22, 9, tzinfo=UTC)
with (Path(__file__).parent / "cases" / "dates.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
EXPECTED = [{"form": row["form"], "day": row["day"]} for row in ROWS]
FORMS = ("en", "kk", "kk-Latn", "ky", "ru", "tg", "tk", "uz", "uz-Cyrl", "zh")


@pytest.mark.parametrize("form", FORMS)
def test_every_month_in_every_form(form: str) -> None:
    rows = [row for row in ROWS if row["language"] in (form, "any")]
    read = {row["form"]: read_date(row["form"], "Asia/Almaty", FETCHED) for row in rows}
    days = {form: str(found.at.date()) if found else None for form, found in read.items()}
    assert {form: day for form, day in days.items() if {"form": form, "day": day} not in EXPECTED} == {}
    months = Counter(row["day"][5:7] for row in rows if row["note"] == "month")
    assert len(months) == 12
    assert min(months.values()) >= 2


# What dateparser or htmldate fail at or read wrongly.
HARD = {
    "2020 жылғы 14 маусым": "2020-06-14", "14 маусымда 2020": "2020-06-14", "2020-жылдын 14-июну": "2020-06-14",
    "14-теке 2020": "2020-07-14", "2020 йил 14 июнь": "2020-06-14", "2020-йил 14-июнь": "2020-06-14",
    "14 июнь, 2020 йил": "2020-06-14", "14 июни 2020": "2020-06-14", "14 июни соли 2020": "2020-06-14",
    "14-уми июни соли 2020": "2020-06-14", "14 январи 2021": "2021-01-14", "14 сентябри 2020": "2020-09-14",
    "14 майи 2020": "2020-05-14", "14-nji iýun 2020": "2020-06-14", "2020-nji ýylyň 14-nji iýuny": "2020-06-14",
    "14-nji iýunynda 2020": "2020-06-14", "14 ýanwar 2021": "2021-01-14", "14-nji sentýabr 2020": "2020-09-14",
    "14-nji iýul 2020 ý.": "2020-07-14", "14 mart 2020": "2020-03-14", "14 июнь 2020": "2020-06-14",
}  # fmt: skip


@pytest.mark.parametrize(("form", "day"), HARD.items())
@pytest.mark.parametrize("around", ["{}", "  {}\n", "Опубликовано: {}", "{}, 10:05", "{} | Қоғам"])
def test_hard_forms_are_read_wherever_they_stand(form: str, day: str, around: str) -> None:
    found = read_date(around.format(form), "Asia/Almaty", FETCHED)
    assert found is not None
    assert str(found.at.date()) == day


@pytest.mark.parametrize(
    "text",
    ["2020", "2020 жыл", "январь 2020", "маусым 2020", "2020-yil", "2020年", "© 2020", "30 февраля 2021", "0 мая 2020"],
)
def test_a_year_or_month_alone_is_no_first_of_january(text: str) -> None:
    assert read_date(text, "Asia/Almaty", FETCHED) is None


def test_a_day_without_a_year_is_the_last_one_before_the_fetch() -> None:
    for text, day in (("22 ноября", "2026-11-22"), ("23 ноября", "2025-11-23"), ("29 февраля", None)):
        found = read_date(text, "Asia/Almaty", FETCHED)
        assert (str(found.at.date()) if found else None) == day


# Local noon in UTC hours, before and after each change: the law of that country, not today's rule, holds for the day.
ZONES = [
    ("Asia/Almaty", "29.02.2024", 6), ("Asia/Almaty", "01.03.2024", 7), ("Asia/Almaty", "14.07.2004", 5),
    ("Asia/Almaty", "14.07.2005", 6), ("Asia/Qyzylorda", "14.12.2018", 6), ("Asia/Qyzylorda", "22.12.2018", 7),
    ("Asia/Qostanay", "29.02.2024", 6), ("Asia/Qostanay", "01.03.2024", 7), ("Asia/Aqtau", "14.06.2020", 7),
    ("Asia/Bishkek", "14.07.2005", 6), ("Asia/Bishkek", "14.01.2005", 7), ("Asia/Tashkent", "14.07.2020", 7),
    ("Asia/Dushanbe", "14.07.2020", 7), ("Asia/Ashgabat", "14.07.2020", 7), ("Asia/Urumqi", "14.07.2020", 6),
    ("Asia/Shanghai", "14.07.2020", 4), ("Asia/Baku", "14.07.2015", 7), ("Asia/Baku", "14.07.2016", 8),
    ("Europe/Moscow", "14.07.2010", 8), ("Europe/Moscow", "14.07.2012", 8), ("Europe/Moscow", "14.07.2020", 9),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "hour"), ZONES)
def test_zones_of_the_region_through_time(zone: str, day: str, hour: int) -> None:
    found = read_date(f"{day} 12:00", zone, FETCHED)
    assert found is not None
    assert found.at.astimezone(UTC).hour == hour


def test_the_database_knows_the_same_zones(connection: Connection) -> None:
    """What is stored as an instant becomes a calendar day there: a server with old zones would shift midnights."""
    with connection.cursor() as cursor:
        for zone, day, hour in ZONES:
            noon = datetime.strptime(day, "%d.%m.%Y").replace(hour=hour, tzinfo=UTC)
            cursor.execute("select extract(hour from %s at time zone %s)::int", (noon, zone))
            row = cursor.fetchone()
            assert row == (12,), (zone, day, row)
