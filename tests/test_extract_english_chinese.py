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


@pytest.mark.parametrize(
    ("name", "code"), [("N Kazakhstan", "KZ-59"), ("E Kazakhstan", "KZ-63"), ("W. Kazakhstan", "KZ-27")]
)
def test_a_region_by_the_first_letter_of_its_side(name: str, code: str) -> None:
    assert counts("Measles", f"{name} has recorded 84 measles cases this year.", "place") == [(84, code)]


def test_a_yearly_rate_and_one_in_three_are_no_counts() -> None:
    text = "Kazakhstan sees up to 2,000 cases of influenza each year. Almost one in three people carries the virus."
    assert counts("Influenza", text) == []


def test_all_infectious_diseases_stay_so_beside_several_others() -> None:
    text = (
        "A total of 491,516 cases of infectious diseases were registered in 2023. "
        "Last year, six cases of anthrax, five cases of malaria, three cases of brucellosis and two cases of tetanus "
        "were recorded."
    )
    assert counts("Influenza and syphilis cases increase", text, "disease")[0] == (491516, "infectious-all")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("新冠疫情", "目前全国仍有245名确诊患者在医院接受治疗。"),
        ("Coronavirus in Kazakhstan", "Currently 245 infected people are in hospital."),
    ],
)
def test_an_illness_may_only_name_those_of_whom_more_is_told(title: str, text: str) -> None:
    assert counts(title, text, "measure") == [(245, "hospitalised")]


@pytest.mark.parametrize(
    "text",
    [
        "比什凯克消息：过去24小时，吉新增28例新冠肺炎确诊病例。",
        "比什凯克讯：吉卫生部通报，新增28例新冠肺炎确诊病例。",
    ],
)
def test_a_dateline_is_no_place_and_a_country_may_have_one_character(text: str) -> None:
    assert counts("新冠疫情", text, "place", country=None) == [(28, "KG")]


def test_the_time_of_another_city_is_no_place() -> None:
    text = "截至当地时间6月11日15时30分（北京时间18时30分），该国累计确诊新冠病例1113例，累计死亡4例。"
    assert counts("乌兹别克斯坦新冠疫情", text, "place", country=None) == [(1113, "UZ"), (4, "UZ")]


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    text = "今年以來哈薩克斯坦記錄了826起麻疹病例，治癒700例。"
    assert counts("麻疹", text, "measure", "place") == [(826, "cases", "KZ"), (700, "recovered", "KZ")]


def test_patients_of_a_title_are_those_that_the_body_has_in_care() -> None:
    text = "At least 2,908 people are currently receiving treatment for coronavirus in Kyrgyzstan."
    found = counts("2,908 COVID-19 patients registered in Kyrgyzstan", text, "measure", country="KG")
    assert found == [(2908, "active_cases")]


def test_new_cases_of_a_title_are_those_of_the_period_that_the_body_gives() -> None:
    text = "In the first half of 2023, at least 2,093 new cases of tuberculosis were registered in Kyrgyzstan."
    found = counts("2,093 new tuberculosis cases registered in Kyrgyzstan", text, "aggregation", "date", country="KG")
    assert found == [(2093, "cumulative", date(2023, 6, 30))]
