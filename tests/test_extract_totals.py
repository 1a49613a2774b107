"""Short reports of our own wording: increments beside totals, records, rates and the rest."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report


def counts(text: str, *fields: str, country: str = "KZ") -> list[tuple[object, ...]]:
    """The value and some other fields of each figure of a report published on 20 January 2022, in order."""
    found = extract(Report("t", "", text, date(2022, 1, 20), country))
    return [(o.value, *(getattr(o, f) for f in fields)) for o in found]


@pytest.mark.parametrize(
    "text",
    [
        "The number of COVID-19 cases reached 11,538. 152 patients recovered, 3,134 in total.",
        "Общее число заражённых COVID-19 достигло 11 538. Выздоровели 152 человека, всего — 3 134.",
        "COVID-19 累计病例11538例。治愈152人，累计治愈3134人。",
    ],
)
def test_a_number_before_its_stated_total_is_the_increment(text: str) -> None:
    assert counts(text, "aggregation")[1:] == [(152, "new"), (3134, "cumulative")]


@pytest.mark.parametrize(
    "text",
    [
        "Over the past day 762 COVID-19 cases were found. There are 154,629 confirmed cases, 140,822 people recovered.",
        "За сутки выявлено 762 случая КВИ. В РК 154 629 заболевших с положительным ПЦР, 140 822 человека выздоровели.",
    ],
)
def test_what_goes_on_from_a_total_is_a_total(text: str) -> None:
    assert [a for _, a in counts(text, "aggregation")] == ["new", "cumulative", "cumulative"]


@pytest.mark.parametrize(
    "text",
    [
        "Over the past day 1,286 cases of COVID-19 were found, the highest figure since the start of the pandemic.",
        "За сутки выявлено 1 286 случаев COVID-19 — это максимум с начала пандемии.",
        "过去24小时新增新冠确诊病例1286例，创疫情暴发以来新高。",
        "Өткен тәулікте COVID-19-дың 1 286 жағдайы тіркелді, бұл пандемия басталғалы ең жоғары көрсеткіш.",
        "Өткөн суткада 1 286 адамдан COVID-19 аныкталды, бул пандемия башталгандан берки эң жогорку көрсөткүч.",
        "O'tgan sutkada koronavirusning 1 286 ta holati qayd etildi, bu pandemiya boshlanganidan beri eng yuqori "
        "ko'rsatkich.",
        "Дар 24 соати охир 1286 нафар гирифтори COVID-19 ба қайд гирифта шуд, ки баландтарин нишондод аз оғози "
        "пандемия аст.",
    ],
)
def test_a_record_since_a_day_counts_from_no_day(text: str) -> None:
    assert counts(text, "aggregation", "period_start") == [(1286, "new", None)]


def test_the_highest_count_since_a_day_is_still_a_total_where_the_place_follows() -> None:
    text = "Most measles cases since the start of the year were registered in Almaty: 1,120."
    assert counts(text, "aggregation", "place") == [(1120, "cumulative", "KZ-75")]


@pytest.mark.parametrize(
    "text",
    [
        "Some 1,340 measles patients are currently hospitalised.",
        "В настоящее время госпитализированы 1 340 больных корью.",
    ],
)
def test_people_who_are_now_in_hospital_are_a_state(text: str) -> None:
    assert counts(text, "measure", "aggregation") == [(1340, "hospitalised", "stock")]


def test_people_taken_to_hospital_are_an_event() -> None:
    assert counts("37 children with measles were taken to hospital.", "aggregation") == [(37, "cumulative")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2020 the incidence of measles was 12.4 per 100,000. 2,435 people fell ill.", [(2435, date(2020, 12, 31))]),
        (
            "В 2020 году заболеваемость туберкулёзом снизилась до 33,4 на 100 тысяч. Выявлено 4 635 случаев.",
            [(4635, date(2020, 12, 31))],
        ),
    ],
)
def test_a_rate_is_no_count_but_its_year_goes_on(text: str, expected: list[tuple[int, date]]) -> None:
    assert counts(text, "date") == expected


def test_districts_are_no_cases() -> None:
    assert counts("432 cases of polio were reported. Cases were reported from 20 of 61 districts.") == [(432,)]


def test_what_became_of_the_rest_is_not_told_of_the_last_place() -> None:
    text = "За день выявлено 115 больных COVID-19: 19 — в Алматы, 12 — в Шымкенте, остальные в карантинных зонах."
    assert [m for _, m in counts(text, "measure")] == ["cases"] * 3


def test_numbers_with_their_class_in_brackets_share_a_verb() -> None:
    text = "Продолжают лечение от коронавируса 87 321 (КВИ+) и 12 431 (КВИ-)."
    assert counts(text, "measure", "case_class") == [
        (87321, "active_cases", "confirmed"),
        (12431, "active_cases", "probable"),
    ]


def test_a_year_that_a_figure_is_held_against_is_that_of_the_figure_beside_it() -> None:
    text = "Measles has sickened 318 people in 2021, compared to 2020 when 35 cases were recorded. 12 of them died."
    assert counts(text, "date") == [
        (318, date(2021, 12, 31)),
        (35, date(2020, 12, 31)),
        (12, date(2021, 12, 31)),
    ]


def test_the_figure_of_another_place_goes_on_with_the_count() -> None:
    text = "Some 2,140 cases of measles were registered in Shymkent in July. Nationwide the figure was 9,316."
    assert counts(text, "measure", "place") == [(2140, "cases", "KZ-79"), (9316, "cases", "KZ")]


def test_a_number_among_children_is_a_part() -> None:
    text = "Last year 6,872 tuberculosis cases were detected, 412 among children."
    assert counts(text, "subgroup") == [(6872, None), (412, "children")]


def test_what_goes_on_goes_on_from_the_later_of_two_periods() -> None:
    text = "Typhoid fell from 411 cases in the first half of 2020 to 286 in the first half of 2021. Osh: 168 of them."
    assert counts(text, "date") == [(411, date(2020, 6, 30)), (286, date(2021, 6, 30)), (168, date(2021, 6, 30))]


def test_a_round_number_of_another_year_is_no_repetition() -> None:
    text = "In the first ten months of 2021, 3,300 new HIV infections were recorded (3,510 in the same period of 2020)."
    assert counts(text) == [(3300,), (3510,)]


def test_an_aside_before_a_part_belongs_to_the_whole() -> None:
    text = "91 measles patients, mostly children under five, are in hospital, three of them in intensive care."
    assert counts(text, "measure") == [(91, "hospitalised"), (3, "icu")]
