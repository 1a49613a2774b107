"""Daily bulletins and overviews as agencies print them: brackets, roundups, totals behind lists, stated zeros."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

DAY = date(2022, 3, 15)


def read(text: str, country: str = "KZ") -> list[Observation]:
    return extract(Report("x", "", text, DAY, country))


def test_brackets_with_two_counts_and_no_deaths_are_of_their_place() -> None:
    text = (
        "Since the start of the season 104 people have suffered carbon monoxide poisoning in Kazakhstan, 19 of them "
        "died. Most were recorded in the Karaganda Region (23 people, four deaths), in the city of Almaty (17, no "
        "deaths) and in the Almaty Region (14, three deaths)."
    )
    assert [(o.measure, o.place, o.value) for o in read(text)][2:] == [
        ("cases", "KZ-35", 23), ("deaths", "KZ-35", 4), ("cases", "KZ-75", 17), ("deaths", "KZ-75", 0),
        ("cases", "KZ-19", 14), ("deaths", "KZ-19", 3),
    ]  # fmt: skip


def test_a_roundup_counts_each_country_from_its_own_total() -> None:
    text = (
        "As of the morning of March 15, Kazakhstan reported 13,319 cases of COVID-19, including 247 in the past 24 "
        "hours. Some 8,250 people have recovered. Another 3,214 carriers of the virus have no symptoms.\n"
        "Kyrgyzstan confirmed 38 new cases, including five health workers, bringing the tally to 2,093. Some 1,518 "
        "patients have been discharged, 26 have died.\nTurkmenistan has not reported any cases."
    )
    assert [(o.place, o.measure, o.aggregation, o.value) for o in read(text)] == [
        ("KZ", "cases", "cumulative", 13_319), ("KZ", "cases", "new", 247), ("KZ", "recovered", "cumulative", 8_250),
        ("KZ", "cases", "cumulative", 3_214), ("KG", "cases", "new", 38), ("KG", "cases", "new", 5),
        ("KG", "cases", "cumulative", 2_093), ("KG", "recovered", "cumulative", 1_518),
        ("KG", "deaths", "cumulative", 26), ("TM", "cases", "cumulative", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan has recorded 1,414 recoveries from COVID-19. 129 people have beaten the infection in Almaty city, "
        "26 in Shymkent city, 41 in Turkistan region, taking the total number of recoveries to 46,790.",
        "В Казахстане за сутки от COVID-19 выздоровели 620 человек.\n129 человек выписаны в Алматы, 26 в Шымкенте, 41 "
        "в Туркестанской области, общее число выздоровевших достигло 46 790.",
    ],
)
def test_a_total_behind_a_list_of_regions_is_the_whole_countrys(text: str) -> None:
    assert [o.place for o in read(text) if o.value == 46_790] == ["KZ"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("In 2021, 576 cases of measles and no deaths were registered.", [("cases", 576), ("deaths", 0)]),
        ("Three cases of measles were found in Osh. No cases were detected in the other provinces.", [("cases", 3)]),
        ("About 223,000 people with cancer are registered as of March 1.", [("active_cases", 223_000)]),
        ("Carbon monoxide claims 19 lives in Kazakhstan.", [("deaths", 19)]),
        ("COVID-19: 90 deaths. The difference between the infected and the cured is 93 people.", [("deaths", 90)]),
        ("Ведётся работа по выявлению 182 лиц, контактировавших с больным сибирской язвой.", []),
        ("У 13 больных COVID-19 наблюдаются признаки пневмонии.", []),
        ("52 measles patients are treated at the hospital.", [("hospitalised", 52)]),
        ("43 patients with meningitis were admitted in February, and 19 since the beginning of March.",
         [("hospitalised", 43), ("hospitalised", 19)]),
    ],
)  # fmt: skip
def test_what_is_counted_and_what_is_not(text: str, shown: list[tuple[str, int]]) -> None:
    found = read(text)
    assert [(o.measure, o.value) for o in found] == shown
    assert all(o.locality in (None, "Osh") for o in found)


def test_a_region_behind_a_verb_of_reporting_has_its_number() -> None:
    text = "900 new COVID-19 cases were reported in Kazakhstan. West Kazakhstan region has posted 79, Ulytau logged 7."
    assert [(o.place, o.value) for o in read(text)] == [("KZ", 900), ("KZ-27", 79), ("KZ-62", 7)]


def test_what_doctors_detected_is_not_the_doctors_own_illness() -> None:
    found = read("In 2021, doctors detected 41,515 new cases of cancer. Of health workers, 12 fell ill.")
    assert [(o.value, o.subgroup) for o in found] == [(41_515, None), (12, "health workers")]


def test_a_weeks_cases_beside_the_years_do_not_date_the_deaths() -> None:
    found = read("Kazakhstan has registered 10,126 measles cases this year. In the last week we recorded 1,084 cases. "
                 "19 deaths have been reported.")  # fmt: skip
    assert [(o.aggregation, o.value) for o in found] == [("cumulative", 10_126), ("new", 1_084), ("cumulative", 19)]


def test_a_list_that_tells_a_stated_increment_again_is_of_increments() -> None:
    text = "41 случай COVID-19 зарегистрирован в ВКО за сутки.\nВсего в стране выявлен 150 951 заболевший.\n"
    found = read(text + "По регионам:\nАстана - 59\nАлматы - 110\nАкмолинская область - 56\nВКО - 41")
    assert [(o.aggregation, o.value) for o in found][1:] == [
        ("cumulative", 150_951), ("new", 59), ("new", 110), ("new", 56),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("670 patients with COVID-19 are in hospitals. 104 people of them are in serious condition, 326 — in moderate "
         "condition.", [670, 104]),
        ("Всего введено 3 215 000 доз вакцины от COVID-19. В страну поступило 40 000 доз вакцины.", [3_215_000]),
        ("За сутки использовано 12 000 доз вакцины от COVID-19.", [12_000]),
        ("哈萨克斯坦登记5984例新冠病例。\n各地新增:\n阿斯塔纳市(+1118)\n其他各州合计931例。", [5984, 1118]),
        ("Диагноз КГЛ подтвердился в Сарыагашском районе (4), в Созакском районе и городе Кентау – по одному.",
         [4, 1, 1]),
    ],
)  # fmt: skip
def test_parts_doses_and_unnamed_places(text: str, shown: list[int]) -> None:
    assert [o.value for o in read(text)] == shown


def test_the_day_on_which_something_began_dates_no_count() -> None:
    text = "В Казахстане, где прививки от COVID-19 начали ставить 1 февраля, насчитывается 384 тыс. вакцинированных."
    assert [(str(o.date), o.value) for o in read(text)] == [(str(DAY), 384_000)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("От COVID-19 скончались 2 646 человек, от пневмонии - 600 человек.", [("deaths", 2646), ("deaths", 600)]),
        ("За сутки четыре человека умерли от COVID-19, два человека - от пневмонии с отрицательным ПЦР-тестом.",
         [("deaths", 4), ("deaths", 2)]),
        ("As of March 9, 1,731 people are getting treatment for COVID-19. 119 patients are in hospital, and "
         "1,690 are at home care, two patients are in a state of extreme severity.",
         [("active_cases", 1731), ("hospitalised", 119), ("active_cases", 1690), ("critical", 2)]),
        ("Karaganda region leads in the number of new COVID-19 cases - 87. In other regions of the country it does not "
         "exceed 60 people.", [("cases", 87)]),
    ],
)  # fmt: skip
def test_the_dead_of_two_diseases_and_the_treated(text: str, shown: list[tuple[str, int]]) -> None:
    assert [(o.measure, o.value) for o in read(text)] == shown


def test_a_pandemics_first_day_is_not_the_day_of_its_total() -> None:
    text = "A total of 1,408,779 COVID-19 cases have been reported since the pandemic onset (March 13, 2020)."
    assert [(str(o.date), str(o.period_start)) for o in read(text)] == [("2022-03-15", "2020-03-13")]


def test_what_a_day_before_had_does_not_date_what_follows() -> None:
    text = "Over the past day, 440 new COVID-19 cases were found, while 494 cases the day before. Almaty has 87 cases."
    assert [(o.value, str(o.date)) for o in read(text)] == [
        (440, "2022-03-15"), (494, "2022-03-14"), (87, "2022-03-15"),
    ]  # fmt: skip


def test_a_paragraph_of_a_roundup_goes_on_in_the_country_told_last() -> None:
    text = (
        "Kazakhstan registered 547 new COVID-19 cases, taking the tally to 21,327. 195 people recovered.\n"
        "Kyrgyzstan registered 269 new cases and the total number of 5,017.\n"
        "In his words, three more patients died over the past day, 52 were discharged.\n"
        "Tajikistan reported 37 more cases, raising the overall count to 10,297, including 79 deaths.\n"
        "A total of 9,177 patients have recovered."
    )
    assert [(o.place, o.aggregation, o.value) for o in read(text)] == [
        ("KZ", "new", 547), ("KZ", "cumulative", 21_327), ("KZ", "new", 195), ("KG", "new", 269),
        ("KG", "cumulative", 5_017), ("KG", "new", 3), ("KG", "new", 52), ("TJ", "new", 37),
        ("TJ", "cumulative", 10_297), ("TJ", "cumulative", 79), ("TJ", "cumulative", 9_177),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("657 new COVID-19 cases and 17 deaths in Kyrgyzstan, brought the tally to 63,275 and 1,495, respectively.",
         [("cases", 657), ("deaths", 17), ("cases", 63_275), ("deaths", 1_495)]),
        ("Два случая COVID-19. Первый 1971 года рождения, второй - 1972. Летальных исходов нет.",
         [("cases", 2), ("deaths", 0)]),
        ("Uzbekistan has registered 43,581 people living with HIV as of Nov. 1.", [("active_cases", 43_581)]),
        ("За год рост бруцеллеза на 5 случаев по сравнению с прошлым годом, выявлено 15 случаев.", [("cases", 15)]),
    ],
)  # fmt: skip
def test_years_of_birth_registers_and_pairs(text: str, shown: list[tuple[str, int]]) -> None:
    assert [(o.measure, o.value) for o in read(text)] == shown


@pytest.mark.parametrize(
    "text",
    [
        "В Казахстане 602 больных выздоровели от COVID-19.\nПо регионам:\n- в Нур-Султане - 4,\n- в Алматы - 457,\n- в "
        "СКО - 57.\nНа данный момент выявлены 105 872 инфицированных. За сутки выявлены 77 заболевших.",
        "В Казахстане 27 человек выздоровели от COVID-19: в Алматы – четыре, в Шымкенте – пять, в СКО – пять.\nВсего в "
        "стране выздоровели 2 558 человек.",
    ],
)
def test_regions_follow_the_days_recoveries(text: str) -> None:
    found = [o for o in read(text) if o.measure == "recovered" and o.value < 2_000]
    assert len(found) == 4 and {o.aggregation for o in found} == {"new"}


def test_several_regions_break_down_the_countrys_count() -> None:
    text = (
        "В Костанайской области от COVID-19 умер пациент. Всего по Казахстану 15 летальных случаев.\n"
        "15 марта выявлено еще 8 случаев. В Карагандинской области – 1, Астане – 3, Кызылординской области - 2."
    )
    assert [o.place for o in read(text) if o.value == 8] == ["KZ"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Всего медицинских работников с диагнозом COVID-19 составляет 185 случаев.", [(185, "health workers")]),
        ("За сутки COVID-19 заразились 14 медработников.\nВ Бишкеке заразился один медик, Оше — один, Чуйской "
         "области — двенадцать.", [(14, "health workers"), (1, "health workers"), (1, "health workers"),
                                   (12, "health workers")]),
        ("Из выявленных 50 992 пациентов с COVID-19 выздоровело всего 47 271 человек.",
         [(50_992, None), (47_271, None)]),
        ("С начала года в Алматы 591 случай кори.\nВ Алатауском районе - 239. Из 591 выявленного случая 527 не "
         "привиты.",
         [(591, None), (239, None)]),
    ],
)  # fmt: skip
def test_staff_and_wholes_keep_to_themselves(text: str, shown: list[tuple[int, str | None]]) -> None:
    found = [(o.value, o.subgroup) for o in read(text, "KG") if o.subgroup != "unvaccinated"]
    assert found == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("На 14 марта на обсервации 1012 человек. На эту же дату контактных по COVID-19 - 2915.", "2022-03-14"),
        ("Вспышка кори, заболели 41 человек. В Атырау 30 человек. На 8 марта их было всего 11. Вылечились 7 человек.",
         "2022-03-15"),
    ],
)  # fmt: skip
def test_a_day_dates_what_is_told_of_it(text: str, shown: str) -> None:
    found = read(text)
    assert str(found[-1 if len(found) == 2 else 0].date) == shown


def test_a_month_to_which_a_count_rose_is_its_own() -> None:
    text = "В январе 2022 года было выявлено 30 случаев кори, а в феврале количество заболевших возросло до 142."
    assert [(o.aggregation, o.value) for o in read(text)] == [("new", 30), ("new", 142)]


def test_what_a_day_brought_in_all_is_no_running_total() -> None:
    text = "Сегодня от COVID-19 выздоровело всего 626 человек. К этому дню выздоровело всего 47 271 человек."
    assert [(o.aggregation, o.value) for o in read(text)] == [("new", 626), ("cumulative", 47_271)]


def test_cases_found_among_contacts_are_cases() -> None:
    text = "Новые случаи COVID-19 выявлены у граждан, бывших в контакте с больными: 16 – в Алматы, 10 – в Астане."
    assert [(o.measure, o.value) for o in read(text)] == [("cases", 16), ("cases", 10)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("За сутки в Казахстане скончались 103 человека: 95 – от COVID-19 и 8 – от пневмонии с признаками КВИ.",
         [("KZ", 103), ("KZ", 95), ("KZ", 8)]),
        ("Корь: 127 случаев: 54 в Алматы, 22 в Шымкенте, 13 в Астане, по 5 в Жамбылской и Алматинской областях.",
         [("KZ", 127), ("KZ-75", 54), ("KZ-79", 22), ("KZ-71", 13), ("KZ-31", 5), ("KZ-19", 5)]),
        ("Of 1,209 COVID-19 cases in Kazakhstan, 1,115 were symptomatic and 94 asymptomatic, two are critical.",
         [("KZ", 1115), ("KZ", 94), ("KZ", 2)]),
    ],
)  # fmt: skip
def test_parts_by_cause_place_and_symptoms(text: str, shown: list[tuple[str, int]]) -> None:
    assert [(o.place, o.value) for o in read(text) if o.value != 1209] == shown


def test_what_falls_is_no_total_and_carriers_are_cases() -> None:
    falling = read("Пневмония диагностирована у 129 человек (днём ранее – 134). Всего 4 000 случаев пневмонии.", "UZ")
    assert [(o.aggregation, o.value) for o in falling] == [("new", 129), ("new", 134), ("cumulative", 4_000)]
    carriers = read("COVID-19: всего 21 819, из них 13 145 выздоровели, 188 умерли. Число бессимптомных – 17 705.")
    assert [(o.measure, o.value) for o in carriers][-1] == ("cases", 17_705)
