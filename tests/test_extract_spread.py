"""What a figure takes from the one before it, and what it must not: weeks, staff, headings, countries, averages."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

DAY = date(2024, 3, 15)


def read(text: str, country: str = "KZ") -> list[Observation]:
    return extract(Report("x", "", text, DAY, country))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("За последнюю неделю выявлено 1 310 случаев кори. Неделей ранее их было 1 576.", "2024-03-02", "2024-03-08"),
        (
            "In the past week 310 measles cases were reported. A week earlier there were 576.",
            "2024-03-02",
            "2024-03-08",
        ),
        ("过去一周报告310例麻疹病例,前一周为576例。", "2024-03-02", "2024-03-08"),
        ("14 марта выявлено 310 случаев кори. Неделей ранее было 576 случаев.", None, "2024-03-07"),
    ],
)
def test_a_week_before_a_week_is_a_week_and_before_a_day_a_day(text: str, start: str | None, end: str) -> None:
    earlier = read(text)[1]
    assert (str(earlier.period_start) if earlier.period_start else None, str(earlier.date)) == (start, end)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("За сутки COVID-19 заразились 48 медработников, всего 2 612, выздоровели 1 930.", [48, 2612, 1930]),
        ("48 health workers were infected with COVID-19, raising the total to 2,612, of whom 1,930 recovered.",
         [48, 2612, 1930]),
        ("48 медицина қызметкері COVID-19 жұқтырды.", [48]),
        ("4 815 people are under the control of doctors because of COVID-19.", []),
    ],
)  # fmt: skip
def test_staff_never_pass_for_all_who_fell_ill(text: str, shown: list[int]) -> None:
    assert [o.value for o in read(text) if o.subgroup == "health workers"] == shown


def test_a_total_behind_the_recovered_is_theirs_under_a_heading_of_cases() -> None:
    text = "Новые случаи COVID-19:\nБишкек – 16\nОш - 1\nЗа минувшие сутки выздоровели 88 человек. Всего - 178 048."
    assert [(o.measure, o.value) for o in read(text, "KG")][-1] == ("recovered", 178048)


def test_a_roundup_of_countries_sets_no_text_abroad() -> None:
    text = "Ukraine reported 23,070 measles cases, Serbia 4,954, France 2,576, Greece 2,476.\n576 cases in 2023."
    assert [(o.place, o.value) for o in read(text)][-1] == ("KZ", 576)


@pytest.mark.parametrize(
    "text",
    [
        "В среднем в день от пневмонии умирают 50 человек.",
        "Bir ýaşaýjy hassahanada pnewmoniýadan günde ortaça 50 adamyň ölýändigini aýdýar.",
    ],
)
def test_averages_are_no_counts(text: str) -> None:
    assert not read(text, "TM")


def test_those_entered_as_living_with_a_disease_are_new_cases() -> None:
    (entered,) = read("За 8 месяцев на учёт поставлено 2 612 ВИЧ-инфицированных.")
    (standing,) = read("На учёте состоят 2 612 ВИЧ-инфицированных.")
    assert [o.measure for o in (entered, standing)] == ["cases", "active_cases"]
