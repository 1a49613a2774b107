"""Short Russian sentences, each for one way in which news tells a figure."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report

DAY = date(2025, 3, 12)  # a Wednesday


def told(title: str, text: str, country: str | None = "KZ", day: date = DAY) -> list[tuple[object, ...]]:
    """Measure, aggregation, value, place and last day of each figure that is no part of another."""
    found = extract(Report("x", title, text, day, country))
    return [(o.measure, o.aggregation, o.value, o.place, str(o.date)) for o in found if o.subgroup is None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("В понедельник в республике зарегистрировано 14 случаев кори.", "2025-03-10"),
        ("В среду в республике выявили 14 случаев менингита.", "2025-03-12"),
        ("В понедельник министр сообщил, что за сутки выявлено 14 случаев кори.", "2025-03-10"),
    ],
)
def test_a_day_of_the_week_is_the_last_one_before_publication(text: str, day: str) -> None:
    assert [(f[2], f[3], f[4]) for f in told("", text, "KG")] == [(14, "KG", day)]


@pytest.mark.parametrize(
    "text",
    [
        "В области Жетысу от бешенства скончался мужчина. Его укусила собака.",
        "Пенсионерка из области Жетысу умерла от бешенства.",
        "В области Жетысу зафиксирована смерть ребенка от менингита.",
    ],
)
def test_one_dead_without_a_number_counts_one(text: str) -> None:
    assert [f[:4] for f in told("", text)] == [("deaths", "new", 1, "KZ-33")]


@pytest.mark.parametrize(
    "text",
    [
        "В области Жетысу мужчина и женщина говорят, что умер их сосед, а не больной бешенством.",
        "В Жетысу умер мужчина. Врачи напоминают об опасности бешенства.",
    ],
)
def test_no_dead_where_the_disease_is_not_told_to_have_killed(text: str) -> None:
    assert told("", text) == []


def test_one_dead_is_not_told_again_beside_the_counted_ones() -> None:
    text = "От бешенства в области Жетысу умерли 2 человека. Мужчина умер от бешенства в январе."
    assert [f[:3] for f in told("", text)] == [("deaths", "cumulative", 2)]


@pytest.mark.parametrize("part", ["большинство из них в Бишкеке – 80", "из них 80 – в Бишкеке"])
def test_a_total_behind_one_places_part_is_of_the_whole(part: str) -> None:
    text = f"За сутки в стране выявлено 120 случаев кори, {part}. Всего с начала года зарегистрировано 3400 случаев."
    assert [f[1:4] for f in told("Корь", text, "KG")] == [
        ("new", 120, "KG"),
        ("new", 80, "KG-GB"),
        ("cumulative", 3400, "KG"),
    ]


@pytest.mark.parametrize("often", ["Ежегодно", "Каждый год", "В среднем в год"])
def test_what_comes_every_year_is_no_count_of_one(often: str) -> None:
    text = f"{often} в стране выявляют 1000 случаев бруцеллёза. В прошлом году зарегистрирован 861 случай."
    assert [f[2] for f in told("", text, "TJ")] == [861]


def test_an_open_period_a_year_before_ends_a_year_before() -> None:
    text = "С 1 сентября 2024 года зарегистрировано 1200 случаев гриппа против 900 случаев с 1 сентября 2023 года."
    assert [(f[2], f[4]) for f in told("", text)] == [(1200, "2025-03-12"), (900, "2024-03-12")]


def test_last_week_is_the_week_that_the_text_names() -> None:
    text = (
        "За неделю с 3 по 9 марта зарегистрировано 120 тысяч случаев ОРВИ. "
        "За прошлую неделю госпитализировано 340 человек с гриппом."
    )
    assert [(f[2], f[4]) for f in told("", text)] == [(120000, "2025-03-09"), (340, "2025-03-09")]


def test_so_many_each_is_of_each_place() -> None:
    text = "По 12 случаев менингита зарегистрировано за сутки в Алматы и Шымкенте."
    assert [(f[2], f[3]) for f in told("", text)] == [(12, "KZ-75"), (12, "KZ-79")]


def test_years_with_a_sign_behind_head_amounts() -> None:
    found = told("Корь в Казахстане", "В 2014 – 119 случаев кори, в 2015 – 2 340.")
    assert [f[2:] for f in found] == [(119, "KZ", "2014-12-31"), (2340, "KZ", "2015-12-31")]


def test_a_month_of_this_or_last_year_by_word() -> None:
    text = "В январе этого года в Ташобласти зарегистрирован 41 случай кори, в мае прошлого года – 30 случаев."
    assert [f[2:] for f in told("", text, "UZ")] == [(41, "UZ-TO", "2025-01-31"), (30, "UZ-TO", "2024-05-31")]


def test_patients_registered_are_cases() -> None:
    assert [f[0] for f in told("", "В области Абай зарегистрированы 33 больных эхинококкозом.")] == ["cases"]


@pytest.mark.parametrize(
    "text",
    [
        "Дети до 14 лет составляют 65,3% всех заболевших — 267 случаев.",
        "Доля детей до 14 лет составляет 60,9% или 267 случаев.",
        "Среди заболевших дети составляют 52,8 процента, или 267 человек.",
        "Среди детей до года зарегистрировано 267 случаев ОРВИ.",
    ],
)
def test_what_a_percentage_says_of_children_holds_for_the_number_beside_it(text: str) -> None:
    found = told("ОРВИ в области Абай", f"За прошлую неделю выявлено 500 случаев ОРВИ. {text}")
    assert [f[2] for f in found] == [500]


def test_a_total_past_a_comma_is_not_of_the_day_without_deaths() -> None:
    text = "За сутки не зарегистрировано ни одной смерти от коронавируса, общее число умерших остается прежним - 67."
    assert [f[:3] for f in told("", text, "TJ")] == [("deaths", "new", 0), ("deaths", "cumulative", 67)]


def test_a_total_behind_earlier_days_is_of_the_latest_day() -> None:
    text = (
        "За понедельник, 10 марта, выявлено 483 случая кори. Для сравнения, 8 марта выявили 847 случаев. "
        "Всего в стране зарегистрировано 12995 случаев."
    )
    assert [f[2:] for f in told("", text)][-1] == (12995, "KZ", "2025-03-10")


def test_a_titles_figure_is_of_the_bodys_disease() -> None:
    text = "12 человек госпитализированы с менингококковой инфекцией."
    assert len(told("Двенадцать человек госпитализированы с менингитом в Абайской области", text)) == 1


def test_in_the_region_is_the_only_one_named() -> None:
    text = "С начала года в области зарегистрировано 30 случаев кори, сообщили в департаменте Костанайской области."
    assert [f[3] for f in told("Корь отступает", text)] == ["KZ-39"]


def test_citizens_of_a_country_are_not_counted_in_it() -> None:
    text = "В Атырау от отравления угарным газом скончались пять граждан Узбекистана."
    assert [f[3] for f in told("", text)] == ["KZ-23"]


def test_infectious_diseases_under_a_title_of_several() -> None:
    text = "За 2024 год зарегистрировано 491 тысяча 516 случаев инфекционных заболеваний."
    assert extract(Report("x", "Сифилис, корь и грипп в Кыргызстане", text, DAY, "KG"))[0].disease == "infectious-all"


def test_refusals_of_vaccination_are_no_doses() -> None:
    text = "Выявлено 900 случаев кори у непривитых. Из них 528 — по причине отказа родителей от прививки."
    assert 528 not in [f[2] for f in told("Корь", text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("На 50-й неделе в стране выявлено 629 случаев ОРВИ.", "2024-12-15"),
        ("За 9-ю неделю 2025 года в стране выявлено 629 случаев ОРВИ.", "2025-03-02"),
        ("На 10 неделе (с 3 по 9 марта) в стране выявлено 629 случаев ОРВИ.", "2025-03-09"),
    ],
)
def test_weeks_by_their_number(text: str, day: str) -> None:
    assert [f[1:] for f in told("", text)] == [("new", 629, "KZ", day)]


def test_two_weeks_are_no_numbered_week() -> None:
    text = "За 2 недели марта в стране выявлено 629 случаев ОРВИ."
    assert "2025-01-12" not in [f[4] for f in told("", text)]


def test_a_week_by_its_number_in_other_languages() -> None:
    texts = {"Қазақстанда 9-аптада 120 тұмау жағдайы тіркелді.", "In week 9, 120 influenza cases were registered."}
    assert {f[1:] for text in texts for f in told("", text)} == {("new", 120, "KZ", "2025-03-02")}


def test_a_disease_with_its_preposition_goes_on_with_the_measure() -> None:
    text = "Госпитализировано с ОРВИ – 62 человека, с пневмонией – 18. От гриппа умерли 5 человек, от пневмонии – 12."
    assert [(f[0], f[2]) for f in told("ОРВИ в области Абай", text)] == [
        ("hospitalised", 62),
        ("hospitalised", 18),
        ("deaths", 5),
        ("deaths", 12),
    ]


def test_a_rise_of_one_disease_is_what_is_counted_next() -> None:
    text = "Отмечается рост заболеваемости корью. По последним данным, зарегистрировано 1774 случая."
    found = extract(Report("x", "Вирусные гепатиты в Кыргызстане", text, DAY, "KG"))
    assert [(o.disease, o.value) for o in found] == [("measles", 1774)]


def test_a_part_with_its_percentage_of_whom_something_unknown_is_told() -> None:
    text = "С начала года ВИЧ выявлен у 634 человек, из них 294 (46,3%) также сообщили о пребывании в миграции."
    assert [f[2] for f in told("", text, "KG")] == [634]


@pytest.mark.parametrize("fall", ["снизилось на 32", "сократилось на 32", "меньше на 32", "уменьшилось на 32"])
def test_by_how_much_something_fell_is_no_count(fall: str) -> None:
    found = told("Корь", f"За неделю выявлено 120 случаев кори. Число заболевших {fall} человека.")
    assert [f[2] for f in found] == [120]


def test_a_list_under_health_workers_is_of_health_workers() -> None:
    text = (
        "За сутки коронавирус выявлен у 69 человек.\n"
        "Медицинских работников за сутки зарегистрировано 12 случаев:\n"
        "- Бишкек – 4;\n- Ош – 1;\n- Нарынская область – 7."
    )
    assert [f[2] for f in told("COVID-19", text, "KG")] == [69]


@pytest.mark.parametrize("who", ["главный врач", "врачи", "медики области"])
def test_who_speaks_is_not_who_is_counted(who: str) -> None:
    assert len(told("", f"«За сутки в Риддере выявлено 15 больных корью», - сообщили {who}.")) == 1


@pytest.mark.parametrize(
    "title",
    [
        "В Таджикистане вакцину от полиомиелита получат 3 млн детей",
        "В Таджикистане будут вакцинированы от полиомиелита 3 млн детей",
        "Из 10 заболевших корью погибнуть могут четверо",
    ],
)
def test_what_is_to_come_is_no_count(title: str) -> None:
    assert told(title, "Подробности позже.", "TJ") == []


def test_vaccinated_among_the_ill_are_ill() -> None:
    text = "Корью заболели 390 человек, из них 30 прошли полный курс вакцинации."
    assert [(f[0], f[2]) for f in told("", text)] == [("cases", 390)]


@pytest.mark.parametrize("where", ["областной инфекционной больнице", "районной больнице", "городской клинике"])
def test_those_in_a_named_hospital_are_hospitalised(where: str) -> None:
    found = told("", f"Сальмонеллез в Уральске: сейчас в {where} находятся 29 человек.")
    assert [f[:3] for f in found] == [("hospitalised", "stock", 29)]


def test_those_who_only_sought_help_are_not_hospitalised() -> None:
    text = "С начала сезона с укусами клещей в больницы области Абай обратились 2340 человек."
    assert [(f[0], f[2]) for f in told("", text)] == [("cases", 2340)]


def test_a_total_ends_a_list_of_new_cases() -> None:
    text = (
        "Из новых случаев:\n- Бишкек – 21;\n- Ош – 9;\n- Чуйская область – 39.\n"
        "Всего по республике зарегистрировано 1817 случаев. Умерли 16 человек."
    )
    assert [f[:3] for f in told("За сутки коронавирус выявлен у 69 человек", text, "KG")][-2:] == [
        ("cases", "cumulative", 1817),
        ("deaths", "cumulative", 16),
    ]


def test_a_number_in_brackets_behind_a_percentage_is_a_share() -> None:
    text = "От укусов клещей пострадали 8840 человек. 88% пострадавших (7 736 чел.) получили иммуноглобулин."
    assert 7736 not in [f[2] for f in told("", text)]
