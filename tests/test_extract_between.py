"""Short reports of one mechanism each: what stands between a number and its words, and what only looks a count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from transforms.extract import extract, lexicon
from transforms.extract.groups import GROUPS
from transforms.extract.lexicon import load_language
from transforms.models import Report


def told(title: str, text: str, published: str = "2024-04-18", country: str = "KG") -> list[tuple[object, ...]]:
    """(measure, aggregation, value, place, day, disease) of each observation."""
    report = Report("x", title, text, date.fromisoformat(published), country)
    return [(o.measure, o.aggregation, o.value, o.place, str(o.date), o.disease) for o in extract(report)]


def test_a_total_with_the_time_it_is_told_since() -> None:
    text = "In Osh, 74 new cases were found over the past day, bringing the total since the start of the year to 5,412."
    assert told("Measles", text)[1][:3] == ("cases", "cumulative", 5412)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Rabies", "A 9-year-old boy died of rabies in Osh."),
        ("Rabies", "An 8-month-old baby has died of rabies in Osh."),
    ],
)
def test_one_person_of_an_age_who_died(title: str, text: str) -> None:
    assert told(title, text) == [("deaths", "new", 1, "KG-GO", "2024-04-18", "rabies")]


def test_an_agency_in_brackets_behind_the_dateline() -> None:
    places = {each[3] for each in told("Measles in Kyrgyzstan", "BISHKEK (Kabar) - 74 new cases were found.")}
    assert places == {"KG"}


@pytest.mark.parametrize(
    "text",
    [
        "От бешенства умер мальчик, которого два месяца назад укусила собака. Ранее выявлено 12 случаев бешенства.",
        "Two months ago a dog bit him. So far 12 cases of rabies have been found.",
    ],
)
def test_months_ago_are_no_first_months_of_the_year(text: str) -> None:
    assert {each[4] for each in told("Rabies", text)} == {"2024-04-18"}


@pytest.mark.parametrize(
    "text",
    [
        "Подтверждены 23 случая полиомиелита типа 2.",
        "Отказались от прививок 5 600 родителей; подтверждены 23 случая полиомиелита.",
        "Подтверждены 23 случая полиомиелита. Взято 3 212 проб питьевой воды.",
        "Болеют дети от 3 до 14 лет: подтверждены 23 случая полиомиелита.",
    ],
)
def test_types_refusals_water_and_ages_are_no_counts(text: str) -> None:
    assert [each[2] for each in told("Полиомиелит в Таджикистане", text, country="TJ")] == [23]


def test_the_second_dose_without_its_noun() -> None:
    text = "Первую дозу вакцины получили 588 403 гражданина, вторую – 312 760."
    found = [each[:3] for each in told("Вакцинация от COVID-19", text)]
    assert found == [("vaccine_dose_1", "cumulative", 588403), ("vaccine_dose_2", "cumulative", 312760)]


def test_a_city_behind_other_words_is_no_dateline() -> None:
    text = "Вспышка сальмонеллёза в детском саду Костаная: число заболевших выросло до 43."
    assert told("Сальмонеллёз", text, country="KZ")[0][3] == "KZ-39"


def test_the_disease_is_not_the_bite_that_gave_it() -> None:
    text = "A farmer fell ill with Crimean-Congo fever after a tick bite. Seven cases of the disease are known."
    assert told("CCHF in Turkistan region", text, country="KZ") == [
        ("cases", "cumulative", 7, "KZ-61", "2024-04-18", "cchf")
    ]


def test_new_cases_behind_the_number_of_the_ill() -> None:
    text = "当地新增确诊病例1021例。现有确诊病例4164例。其中塔什干市新增411例。"
    found = [each[:4] for each in told("乌兹别克斯坦新冠疫情", text, country="UZ")]
    assert found[-1] == ("cases", "new", 411, "UZ-TK")


def test_a_year_right_behind_a_semicolon() -> None:
    text = "2022年，全国新发现肺结核患者7137人；2021年这个数字为7560人。"
    assert [each[4] for each in told("肺结核", text, country="KZ")] == ["2022-12-31", "2021-12-31"]


def test_meningitis_is_the_meningococcal_one_that_the_text_names() -> None:
    text = "Зарегистрировано 59 случаев менингококковой инфекции. С подозрением обратились 9 человек."
    assert {each[5] for each in told("Менингит в Алматы", text, country="KZ")} == {"meningococcal"}


@pytest.mark.parametrize(
    "text",
    [
        "В Казахстане на 100 тысяч населения приходится 43 больных туберкулёзом.",
        "In Kazakhstan there are 43 tuberculosis patients per 100,000 people.",
        "Дар Қазоқистон ба ҳар 100 ҳазор аҳолӣ 43 нафар бемори сил рост меояд.",
        "Gazagystanda 100 müň ilata 43 adam inçekesele ýolugypdyr.",
    ],
)
def test_so_many_in_a_hundred_thousand_are_no_count(text: str) -> None:
    assert told("", text, country="KZ") == []


def test_a_count_beside_a_rate_stays() -> None:
    text = "Зарегистрировано 54 случая туберкулёза, или 43 на 100 тысяч населения."
    assert [each[2] for each in told("", text, country="KZ")] == [54]


def test_the_doses_of_a_campaign_are_its_total() -> None:
    text = "From 31 March to 5 April, 1,392,000 children under six were vaccinated."
    assert [each[:3] for each in told("Polio in Tajikistan", text)] == [("vaccine_doses", "cumulative", 1392000)]


def test_a_group_that_the_engine_does_not_know_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "xx.yml").write_text("person: [people]\npersons: [people]\n")
    with pytest.raises(ValueError, match=r"xx\.yml: the engine has no group 'persons'"):
        load_language(tmp_path / "xx.yml")


def test_every_group_is_asked_for() -> None:
    folder = Path(lexicon.__file__).parent
    code = "".join(file.read_text("utf-8") for file in folder.glob("*.py") if file.name != "groups.py")
    assert {group for group in GROUPS if f'"{group}"' not in code} == set()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Measles", "Last week, 12 new cases of measles were found in Osh."),
        ("Корь", "На прошлой неделе в Оше выявили 12 новых случаев кори."),
        ("Кызылча", "Өткөн жумада Ош шаарында кызылчанын 12 жаңы учуру катталды."),
        ("麻疹", "上周，奥什市新增麻疹病例12例。"),
    ],
)
def test_last_week_is_the_one_that_ended_on_sunday(title: str, text: str) -> None:
    found = extract(Report("x", title, text, date(2024, 4, 18), "KG"))
    assert [(o.value, o.aggregation, str(o.period_start), str(o.date)) for o in found] == [
        (12, "new", "2024-04-08", "2024-04-14")
    ]
