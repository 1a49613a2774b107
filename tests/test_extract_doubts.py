"""Short reports of our own wording: figures that a careful reader does not take, or takes only with a subgroup."""

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
        "Worldwide, 230,000 cases and 9,000 deaths were registered. In Kazakhstan, 44 people fell ill.",
        "In Kazakhstan, 44 people fell ill. There are 5 million cases in the world.",
        "In Europe, 12,000 people died. In Kazakhstan 44 cases were confirmed.",
    ],
)
def test_a_count_of_the_world_is_no_countrys(text: str) -> None:
    assert counts("Coronavirus", text, "place") == [(44, "KZ")]


@pytest.mark.parametrize(
    "text",
    [
        "12 people fell ill with anthrax. Five of them had attended the wedding.",
        "12 people fell ill with anthrax, five of them stopped treatment.",
    ],
)
def test_a_part_of_whom_something_unknown_is_told_is_no_count(text: str) -> None:
    assert counts("Anthrax", text) == [(12,)]


def test_what_a_part_is_known_by_still_counts() -> None:
    text = "12 people fell ill with anthrax. Five of them are in hospital, two of them died."
    assert counts("Anthrax", text, "measure") == [(12, "cases"), (5, "hospitalised"), (2, "deaths")]


@pytest.mark.parametrize("part", ["six of them — children", "6 of them children", "six of them are children"])
def test_a_part_keeps_its_subgroup(part: str) -> None:
    assert counts("Measles", f"17 people fell ill with measles, {part}.", "subgroup") == [(17, None), (6, "children")]


def test_a_subgroup_before_a_comma_is_not_the_next_figures() -> None:
    text = "1,556 patients with coronavirus of them are treated at home, in hospitals — 1,352."
    assert counts("Coronavirus", text, "measure", "subgroup")[-1] == (1352, "hospitalised", None)


def test_people_from_another_country_are_counted_where_the_text_is_set() -> None:
    text = "11 measles cases were recorded in Kazakhstan, including five from Türkiye, three from Egypt."
    expected = [(11, "KZ", None), (5, "KZ", "imported"), (3, "KZ", "imported")]
    assert counts("Measles in Kazakhstan", text, "place", "subgroup") == expected


def test_where_most_of_the_cases_are_does_not_move_the_total() -> None:
    text = "Kostanay region reported 230 measles cases in 2024, with most of them registered in the city of Kostanay."
    assert counts("Measles", text, "place", "locality") == [(230, "KZ-39", None)]


@pytest.mark.parametrize("verb", ["decreased", "fell", "dropped"])
def test_by_how_much_a_number_fell_is_no_count(verb: str) -> None:
    text = f"In Almaty 340 people are in hospital with coronavirus. The number of hospitalisations {verb} by 32 people."
    assert counts("Coronavirus", text) == [(340,)]


def test_what_is_held_against_no_count_is_none() -> None:
    text = (
        "This year 75 measles cases were recorded. 31,414 persons opted against vaccination, compared to 7,145 in 2022."
    )
    assert counts("Measles", text) == [(75,)]


@pytest.mark.parametrize("ages", ["aged from 1 to 5 years", "from 3 to 7 years old"])
def test_a_range_of_ages_counts_nobody(ages: str) -> None:
    assert counts("Measles", f"In Almaty 40 children {ages} fell ill with measles.") == [(40,)]


def test_cases_confirmed_by_tests_are_not_tests() -> None:
    assert counts("Influenza", "Laboratory tests confirmed 3,018 influenza cases.", "measure") == [(3018, "cases")]


def test_a_sentence_on_another_country_sets_those_after_it() -> None:
    text = (
        "Tajikistan has reported 452 cases of polio. Kyrgyzstan conducted its first round of immunization. "
        "In total, 630,598 children were immunized."
    )
    assert counts("Polio in Tajikistan", text, "place", country=None) == [(452, "TJ"), (630598, "KG")]


def test_people_in_moderate_condition_are_not_counted_as_something_else() -> None:
    text = "In Bishkek 52 people with coronavirus are in hospital. The condition of 30 people is assessed as moderate."
    assert counts("Coronavirus", text, country="KG") == [(52,)]


def test_a_month_with_a_full_stop_has_its_day() -> None:
    found = read("Measles", "Since Jan. 1, 1,674 cases of measles have been detected.")
    assert [(o.value, o.period_start, o.date) for o in found] == [(1674, date(2024, 1, 1), PUBLISHED)]


def test_more_than_so_many_are_not_more_cases() -> None:
    text = "In 2023, the country registered more than 29,000 measles cases."
    assert counts("Measles", text, "aggregation") == [(29000, "cumulative")]


def test_additional_vaccination_is_no_increment() -> None:
    text = "Over 930,000 people have been vaccinated against measles as part of additional vaccination."
    assert counts("Measles", text, "aggregation") == [(930000, "cumulative")]


@pytest.mark.parametrize("share", ["(81 percent)", "(81%)", "(71.2 %)"])
def test_a_share_in_brackets_leaves_the_noun_to_its_number(share: str) -> None:
    text = f"As of June 10, 2565 {share} people have recovered from coronavirus."
    assert counts("Coronavirus", text, "measure") == [(2565, "recovered")]


def test_a_places_name_before_people_is_no_unit() -> None:
    text = "18 kindergarten children were hospitalised with salmonellosis in Almaty."
    assert counts("Salmonellosis", text, "measure") == [(18, "hospitalised")]


def test_a_time_of_day_counts_nobody() -> None:
    text = "From 14:00 on June 9 to 21:00 on June 10 the hospital took in children. 24 of them had salmonellosis."
    assert 14 not in [o.value for o in read("Salmonellosis", text)]


def test_no_count_is_of_a_day_to_come() -> None:
    found = read("Measles", "As of June 30, 164 measles cases were confirmed in Uzbekistan.", "UZ")
    assert all(o.date is not None and o.date <= PUBLISHED for o in found) and len(found) == 1


def test_a_paragraph_leaves_the_year_that_the_one_before_ended_with() -> None:
    text = "As of the end of 2023, 2,900 measles cases were registered.\nThe region has vaccinated 70,000 children."
    assert counts("Measles", text, "date") == [(2900, date(2023, 12, 31)), (70000, PUBLISHED)]


def test_none_of_several_diseases() -> None:
    found = read(
        "Infections", "In 5 months of 2024, no cases of plague, cholera and anthrax were recorded in Kazakhstan."
    )
    assert [(o.disease, o.value) for o in found] == [("plague", 0), ("cholera", 0), ("anthrax", 0)]


def test_years_from_first_to_last_are_dealt_out() -> None:
    found = read("百日咳", "据卫生部统计,2021年至2023年,哈萨克斯坦百日咳病例数量分别为1例,3例,421例。", None)
    assert [(o.value, o.date) for o in found] == [(v, date(y, 12, 31)) for v, y in ((1, 2021), (3, 2022), (421, 2023))]


def test_rolling_months_are_not_the_first_ones_of_the_year() -> None:
    text = "In the past 12 months, 365,167 children have been vaccinated against measles in Uzbekistan."
    assert all(o.date is None or o.date <= PUBLISHED for o in read("Measles", text, "UZ"))
    assert [o.period_start for o in read("Measles", text, "UZ")] == [None]


def test_an_age_in_months_is_no_period() -> None:
    text = "9 fatal cases of measles were registered in 2023: one of them was a child at the age of five months."
    assert {o.date for o in read("Measles", text)} == {date(2023, 12, 31)}


def test_several_regions_together_lie_in_their_country() -> None:
    text = "59 people had been diagnosed with meningitis in the Almaty, Kyzylorda, and Turkistan regions."
    assert counts("Meningitis", text, "place") == [(59, "KZ")]


def test_the_commercial_capital_is_the_city_named_behind_it() -> None:
    text = "1,005 meningitis cases have been registered in the commercial capital of Almaty."
    assert counts("Meningitis", text, "place") == [(1005, "KZ-75")]


def test_a_sites_address_is_no_place() -> None:
    text = "Nine cases of meningitis were confirmed in Turkistan region, Astana.kz reports."
    assert counts("Meningitis", text, "place") == [(9, "KZ-61")]


def test_of_them_goes_back_to_the_sentence_before() -> None:
    text = (
        "As of June 7, 421 tick bite cases were registered.\n"
        "Last year the region reported 26 cases of Crimean-Congo fever, two of them in children. One of them was fatal."
    )
    found = read("Tick bites in Zhambyl region", text)
    assert [(o.disease, o.date) for o in found if o.measure == "deaths"] == [("cchf", date(2023, 12, 31))]


def test_bites_that_infected_people_are_a_cause() -> None:
    text = "16 cases of Crimean-Congo fever were recorded. Five people were infected by tick bites."
    assert {o.disease for o in read("Crimean-Congo fever", text)} == {"cchf"}


def test_contacts_of_the_infected_are_not_the_infected() -> None:
    text = "115 people who were in contact with the infected patients are under medical supervision."
    assert counts("Crimean-Congo fever", text, "measure") == [(115, "under_observation")]


def test_figures_joined_past_a_comma_share_their_week() -> None:
    text = "9,295 cases of ARVI, as well as 5 cases of COVID-19 were registered for a week, from June 3 to June 9."
    assert counts("Infections", text, "aggregation", country="KG") == [(9295, "new"), (5, "new")]


def test_zeros_take_the_period_that_opens_their_sentence() -> None:
    text = "In the first half of 2023, the country did not register any cases of cholera or anthrax."
    assert {(o.value, o.date) for o in read("Infections", text)} == {(0, date(2023, 6, 30))}


def test_a_round_part_is_not_its_whole_again() -> None:
    text = "10,173 cases of HIV infection were registered, including 9,600 cases among citizens of the country."
    assert counts("HIV", text) == [(10173,), (9600,)]


def test_a_day_of_the_week_is_the_last_one() -> None:
    found = read(
        "Measles in Almaty", "12 measles cases were confirmed on Monday. Three people were hospitalised on Sunday."
    )
    assert [(o.value, o.date) for o in found] == [(12, date(2024, 6, 10)), (3, date(2024, 6, 9))]


def test_one_who_died_is_counted() -> None:
    assert counts("Rabies", "A child died of rabies in Almaty region.", "measure", "place") == [(1, "deaths", "KZ-19")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周二哈萨克斯坦新增12例麻疹病例。", [(12, "cases", "KZ", None)]),
        ("4人经实验室检测确诊麻疹。", [(4, "cases", "KZ", None)]),
        ("全球累计麻疹病例超过30万例。哈萨克斯坦新增28例。", [(28, "cases", "KZ", None)]),
        ("哈萨克斯坦新增3例麻疹病例,其中2人来自中国。", [(3, "cases", "KZ", None), (2, "cases", "KZ", "imported")]),
    ],
)
def test_chinese_days_tests_worlds_and_origins(text: str, expected: list[tuple[object, ...]]) -> None:
    assert counts("麻疹", text, "measure", "place", "subgroup") == expected


@pytest.mark.parametrize("change", ["this represents an increase of five cases", "the number grew by 5 cases"])
def test_a_difference_from_another_year_is_no_count(change: str) -> None:
    text = f"15 cases of brucellosis were recorded in 2023. Compared to the previous year, {change}."
    assert counts("Brucellosis", text) == [(15,)]


def test_people_of_whom_something_unknown_is_told_are_not_the_ill() -> None:
    text = "In 2023, HIV was found in 975 people, while 457 people reported being abroad for work."
    assert counts("HIV", text) == [(975,)]


def test_a_first_shot_is_a_first_dose() -> None:
    text = "2,809,447 people have got the 1st shot of the COVID-19 vaccine."
    assert counts("COVID-19", text, "measure") == [(2809447, "vaccine_dose_1")]


def test_a_clause_of_its_own_does_not_take_the_number_from_the_first() -> None:
    text = "确诊患者共23人,均在传染病医院住院。"
    assert counts("塔什干甲型肝炎", text, "measure", country="UZ") == [(23, "cases")]


def test_an_event_with_a_day_of_its_own_is_new_beside_a_total() -> None:
    text = "Since the start of the year 23 people fell ill with hepatitis A, of them five were discharged on June 10."
    assert counts("Hepatitis A", text, "measure", "aggregation")[-1] == (5, "recovered", "new")
