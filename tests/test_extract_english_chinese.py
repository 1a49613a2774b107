"""Short English and Chinese reports of our own wording: one mechanism of reading in each."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 12)


def read(title: str, text: str, country: str | None = "KZ") -> list[Observation]:
    """What is read from a report published on 12 June 2024."""
    return extract(Report("t", title, text, PUBLISHED, country))


def counts(title: str, text: str, *fields: str, country: str | None = "KZ") -> list[tuple[object, ...]]:
    """The value and some other fields of each figure, in order."""
    return [(o.value, *(getattr(o, f) for f in fields)) for o in read(title, text, country)]


@pytest.mark.parametrize(
    "text",
    [
        "Since the start of the season, 2,865 laboratory-confirmed cases of influenza have been recorded.",
        "Doctors registered 2865 laboratory confirmed influenza cases this season.",
    ],
)
def test_an_adjective_that_begins_like_a_unit_is_none(text: str) -> None:
    assert counts("Influenza", text, "case_class") == [(2865, "confirmed")]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Coronavirus",
            "Kazakhstan has 1,200 confirmed cases, 300 recovered, 5 died; "
            "Kyrgyzstan has 900 confirmed cases, 200 recovered, 4 died.",
        ),
        ("新冠疫情", "哈萨克斯坦累计确诊1200例，治愈300例，死亡5例；吉尔吉斯斯坦累计确诊900例，治愈200例，死亡4例。"),
    ],
)
def test_a_country_governs_its_own_clause(title: str, text: str) -> None:
    expected = [(1200, "KZ"), (300, "KZ"), (5, "KZ"), (900, "KG"), (200, "KG"), (4, "KG")]
    assert counts(title, text, "place", country=None) == expected


def test_an_increment_in_brackets_may_part_a_total_from_its_place() -> None:
    parts = "407(+59) in Astana, 329(+38) in Almaty, 94 (+6) in Shymkent"
    text = f"The number of people infected reached 830, including {parts}."
    assert counts("Coronavirus in Kazakhstan", text, "place", "aggregation") == [
        (830, "KZ", "cumulative"),
        (407, "KZ-71", "cumulative"),
        (59, "KZ-71", "new"),
        (329, "KZ-75", "cumulative"),
        (38, "KZ-75", "new"),
        (94, "KZ-79", "cumulative"),
        (6, "KZ-79", "new"),
    ]


def test_a_series_of_years_needs_its_noun_once() -> None:
    text = "Tuberculosis was found in children: 238 cases in 2021, 330 in 2022, and 306 in 2023."
    assert counts("Tuberculosis", text, "date") == [
        (238, date(2021, 12, 31)),
        (330, date(2022, 12, 31)),
        (306, date(2023, 12, 31)),
    ]


def test_a_rate_in_the_whole_leaves_its_bracket_uncounted() -> None:
    text = "The highest incidence rate was recorded in 2022 — 1366 cases (there were 998 in 2020)."
    assert all(o.measure != "ignored" for o in read("Tuberculosis in Kazakhstan", text))
