"""Where a sentence, a day and a comparison end: names ending with a letter, days of this month, a year compared."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report


def told(text: str, published: str = "2022-12-16", country: str = "KZ") -> list[tuple[object, ...]]:
    """(measure, aggregation, value, day, disease) of each observation."""
    report = Report("x", "", text, date.fromisoformat(published), country)
    return [(o.measure, o.aggregation, o.value, str(o.date), o.disease) for o in extract(report)]


@pytest.mark.parametrize(
    "text",
    [
        "С начала года в Алматы учтено 317 случаев гепатита А. Летальных исходов не зарегистрировано.",
        "Since the start of the year 317 people in Almaty have contracted hepatitis A. No deaths were recorded.",
    ],
)
def test_a_sentence_ends_behind_a_name_that_ends_with_a_letter(text: str) -> None:
    assert [each[:3] for each in told(text)] == [("cases", "cumulative", 317), ("deaths", "cumulative", 0)]


def test_an_initial_ends_no_sentence() -> None:
    text = "По словам врача А. Иванова, за сутки в Алматы выявлено 12 случаев кори."
    assert told(text) == [("cases", "new", 12, "2022-12-16", "measles")]


def test_days_of_this_month_are_a_range() -> None:
    text = "本月5日至11日，阿拉木图市登记麻疹病例148例。"
    assert told(text) == [("cases", "new", 148, "2022-12-11", "measles")]


def test_a_year_held_against_dates_no_figure_behind_it() -> None:
    text = "2021年，全国新发现癌症病例41 215例，比2020年的40 107例有所增加；因癌症死亡12 684人。"
    assert ("deaths", "cumulative", 12684, "2021-12-31", "cancer") in told(text)


def test_a_pneumonia_with_a_negative_test_is_the_same_epidemic() -> None:
    text = "哈萨克斯坦单日新增1109例。数字不含病毒检测阴性的肺炎病例。"
    assert {each[4] for each in told(text, "2020-07-07")} == {"covid-19"}


@pytest.mark.parametrize(
    "text",
    [
        "A family was poisoned by gas in Shymkent. The incident occurred on December 14. Five people were taken to "
        "hospital.",
        "В Шымкенте семья отравилась угарным газом. Инцидент произошёл 14 декабря. Госпитализированы пять человек.",
    ],
)
def test_a_day_on_which_it_happened_dates_what_follows(text: str) -> None:
    assert told(text) == [("hospitalised", "new", 5, "2022-12-14", "poisoning")]


def test_people_in_hospital_told_behind_a_week_came_in_it() -> None:
    text = "上周，阿拉木图市登记急性呼吸道病毒感染5211例，住院1203人；无死亡病例。"
    assert [each[:4] for each in told(text)] == [
        ("cases", "new", 5211, "2022-12-11"),
        ("hospitalised", "new", 1203, "2022-12-11"),
        ("deaths", "new", 0, "2022-12-11"),
    ]


def test_laboratory_tests_that_confirm_a_disease_in_people_count_the_people() -> None:
    text = "Over the past day, laboratory tests confirmed influenza in 112 people in Almaty."
    assert told(text) == [("cases", "new", 112, "2022-12-16", "influenza")]
