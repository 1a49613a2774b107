"""Short sentences in English, Russian and Chinese, each for one way of telling a figure."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.extract.rows import restore_tables
from transforms.models import Report

DAY = date(2025, 6, 11)


def told(title: str, text: str, country: str | None = "KZ", day: date | None = DAY) -> list[tuple[object, ...]]:
    """What the text's figures say: measure, aggregation, value, place, last day; parts of a figure left out."""
    found = extract(Report("x", title, text, day, country))
    return [
        (o.measure, o.aggregation, o.value, o.place, o.date.isoformat() if o.date else None)
        for o in found
        if o.subgroup is None
    ]


def values(title: str, text: str, country: str | None = "KZ") -> list[tuple[str, int]]:
    """Measures and values only."""
    return [(o.measure, o.value) for o in extract(Report("x", title, text, DAY, country)) if o.subgroup is None]


@pytest.mark.parametrize(
    "teaser",
    [
        "Read also: 14 children died in Bukhara",
        "Related news\n14 children died in Bukhara\nA wedding ends with 40 cases",
        "Photo: 14 people hospitalised",
    ],
)
def test_other_headlines_are_not_the_texts(teaser: str) -> None:
    assert values("Measles in Almaty", f"Doctors in Almaty registered 31 cases of measles.\n{teaser}") == [
        ("cases", 31)
    ]


def test_a_teasers_word_inside_prose_hides_nothing() -> None:
    assert values("Measles", "Photo shows how 31 measles cases were registered in Almaty.") == [("cases", 31)]


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("In 2022, Kazakhstan registered 120 cases of measles, against 95 cases a year earlier.", "2021-12-31"),
        ("За 2022 год в Казахстане зарегистрировано 120 случаев кори, годом ранее – 95 случаев.", "2021-12-31"),
    ],
)
def test_a_year_earlier_leans_on_the_period_before_it(text: str, earlier: str) -> None:
    assert told("", text)[1][2:] == (95, "KZ", earlier)


def test_figures_that_go_on_with_a_period_keep_it() -> None:
    text = "За первый квартал 2025 года в Казахстане зарегистрировано 142 случая коклюша. Умерли 4 человека."
    assert [f[4] for f in told("Коклюш", text)] == ["2025-03-31", "2025-03-31"]


@pytest.mark.parametrize(
    "text",
    ["Since the season began in April, 11 cases of CCHF were registered in Kazakhstan."],
)
def test_a_month_behind_a_since_is_its_beginning(text: str) -> None:
    found = extract(Report("x", "", text, DAY, "KZ"))
    assert [(o.aggregation, o.period_start) for o in found] == [("cumulative", date(2025, 4, 1))]


def test_ages_in_months_are_no_period() -> None:
    text = "Since June 1, 4,318 children aged 9 months to 7 years received the measles vaccine in Kazakhstan."
    assert told("", text) == [("vaccine_doses", "cumulative", 4318, "KZ", "2025-06-11")]


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan registered 142 whooping cough cases in 2024. Four babies died of it.\n"
        "By region:\nAstana – 3;\nAlmaty – 98;\nShymkent – 41",
        "За 2024 год в Казахстане зарегистрировано 142 случая коклюша. Умерли четверо.\n"
        "По регионам:\nАстана – 3;\nАлматы – 98;\nШымкент – 41",
    ],
)
def test_a_list_breaks_down_what_it_fits_into(text: str) -> None:
    assert [f[:3] for f in told("", text)[2:]] == [("cases", "cumulative", n) for n in (3, 98, 41)]


def test_a_title_that_repeats_the_text_is_one_figure() -> None:
    text = "Over the past day, 12 people fell ill with measles in Almaty, doctors said."
    assert told("12 people fall ill with measles in Almaty", text)[:1] == told("", text)
    assert len(told("12 people fall ill with measles in Almaty", text)) == 1


def test_what_an_illness_led_to_is_the_measure() -> None:
    assert values("", "哈萨克斯坦两人因感染炭疽死亡。") == [("deaths", 2)]


def test_brackets_that_the_text_explains_are_the_earlier_period() -> None:
    text = "Итоги января – сентября 2024 года по области Абай (в скобках – тот же период 2023 года):\n– корь – 74 (66);"
    assert [f[2:] for f in told("", text)] == [(74, "KZ-10", "2024-09-30"), (66, "KZ-10", "2023-09-30")]


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("There were no measles cases in Naryn and Batken regions.", ["KG-N", "KG-B"]),
        ("纳伦州和巴特肯州未报告麻疹病例。", ["KG-N", "KG-B"]),
    ],
)
def test_a_zero_holds_for_each_place_named_with_it(text: str, zeros: list[str]) -> None:
    assert sorted((f[2], f[3]) for f in told("", text, "KG")) == sorted((0, z) for z in zeros)


def test_a_place_behind_joined_figures_is_theirs_all() -> None:
    text = "According to WHO, 742 cases and 54 deaths of cholera were reported in Afghanistan in May 2025."
    assert [f[:4] for f in told("", text, "UZ")] == [("cases", "new", 742, "AF"), ("deaths", "new", 54, "AF")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Semey, 49 of the 57 patients fell ill with measles.", [("cases", 49)]),
        ("Из-за кори умерли 14 из 60 заболевших.", [("deaths", 14)]),
        ("Doctors treated 12 measles patients aged 3 to 15.", [("cases", 12)]),
        ("Среди животных отмечено 4 случая бешенства.", []),
        ("Курс прививок от бешенства назначен 1688 пострадавшим.", []),
    ],
)
def test_what_is_and_what_is_no_figure(text: str, expected: list[tuple[str, int]]) -> None:
    assert values("", text) == expected


def test_a_month_that_is_not_over_is_an_increment_so_far() -> None:
    found = told("", "В июне в Алматы зарегистрировано 12 случаев кори.")
    assert found == [("cases", "new", 12, "KZ-75", "2025-06-11")]


def test_such_cases_are_of_the_disease_named_before() -> None:
    text = "No cholera was found. Doctors see acute intestinal infections: 318 such cases were registered in Almaty."
    found = extract(Report("x", "No cholera in Almaty", text, DAY, "KZ"))
    assert [(o.disease, o.value) for o in found if o.value] == [("acute-intestinal-infection", 318)]


@pytest.mark.parametrize(
    "table",
    [
        "Region | Cases | Deaths\nAstana | 27,540 | 398\nAlmaty | 24,311 | 322",
        "Region\nCases\nDeaths\nAstana\n27,540\n398\nAlmaty\n24,311\n322",
        "Region\n\nCases\n\nDeaths\n\nAstana\n\n27 540\n\n398\n\nAlmaty\n\n24 311\n\n322\n\n",
        "Region\tCases\tDeaths\nAstana\t27,540\t398\nAlmaty\t24,311\t322",
        "Region     Cases     Deaths\nAstana     27540     398\nAlmaty     24311     322",
        "Region Cases Deaths\nAstana 27540 398\nAlmaty 24311 322",
        "地区\t病例\t死亡\n阿斯塔纳\t27540\t398\n阿拉木图\t24311\t322",
    ],
)
def test_a_table_is_read_however_its_cells_survived(table: str) -> None:
    title = "疟疾" if "地" in table else "Malaria in Kazakhstan"
    found = [f[:4] for f in told(title, table)]
    assert found == [
        ("cases", "cumulative", 27540, "KZ-71"),
        ("deaths", "cumulative", 398, "KZ-71"),
        ("cases", "cumulative", 24311, "KZ-75"),
        ("deaths", "cumulative", 322, "KZ-75"),
    ]


def test_columns_of_bare_years_are_told_apart() -> None:
    table = "Cases of brucellosis by region:\nRegion | 2022 | 2023\nAstana | 21 | 18\nAlmaty | 95 | 102"
    assert [(f[2], f[4]) for f in told("", table)][:2] == [(21, "2022-12-31"), (18, "2023-12-31")]


def test_numbers_under_a_label_without_a_head_are_a_list() -> None:
    text = "Hepatitis A cases by city:\nAstana\n398\nAlmaty\n322\nShymkent\n41"
    assert [f[:4] for f in told("", text)] == [
        ("cases", "cumulative", 398, "KZ-71"),
        ("cases", "cumulative", 322, "KZ-75"),
        ("cases", "cumulative", 41, "KZ-79"),
    ]


@pytest.mark.parametrize("text", ["A house in street 12\nand 15 more", "Total\n12", "Price\n12\nWeight\n15 kg"])
def test_restored_tables_keep_every_offset(text: str) -> None:
    assert len(restore_tables(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Almaty and Shymkent recorded 140 and 37 measles cases, respectively.", [(140, "KZ-75"), (37, "KZ-79")]),
        ("В Алматы и Шымкенте выявлено соответственно 140 и 37 случаев кори.", [(140, "KZ-75"), (37, "KZ-79")]),
        ("阿拉木图市和奇姆肯特市分别新增麻疹病例140例和37例。", [(140, "KZ-75"), (37, "KZ-79")]),
        ("4名麻疹患儿死亡，其中阿拉木图市和奇姆肯特市各2名。", [(4, "KZ"), (2, "KZ-75"), (2, "KZ-79")]),
    ],
)
def test_figures_are_dealt_out_to_their_places(text: str, expected: list[tuple[int, str]]) -> None:
    found = extract(Report("x", "", text, DAY, "KZ"))
    assert [(o.value, o.place) for o in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2024, 61 people in Abai region were poisoned and 9 died. A year earlier there were 48 and 6, respectively.",
        "За 2024 год в области Абай угарным газом отравился 61 человек, умерли 9. Годом ранее – 48 и 6 соответственно.",
        "2024年，阿拜州共有61人一氧化碳中毒，其中9人死亡。上年同期分别为48人和6人。",
    ],
)
def test_bare_figures_of_another_year_repeat_the_measures_before(text: str) -> None:
    assert [(f[0], f[2], f[4]) for f in told("", text)][2:] == [
        ("cases", 48, "2023-12-31"),
        ("deaths", 6, "2023-12-31"),
    ]


def test_a_clause_put_in_leaves_the_verb_to_the_whole() -> None:
    text = "Four members of a family, including two children, died of gas poisoning in Semey on June 9."
    assert told("", text) == [("deaths", "new", 4, "KZ-10", "2025-06-09")]


def test_a_region_named_before_the_first_figure_is_where_the_text_is_set() -> None:
    text = "In Kostanay region doctors found 3 cases of anthrax.\nIn 2016, 2 people fell ill there."
    assert {f[3] for f in told("Anthrax in Kazakhstan", text)} == {"KZ-39"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In 2022, doctors in Kazakhstan found 87 TB cases, down 4.1% from 99 a year earlier.",
            [(87, 2022), (99, 2021)],
        ),
        ("2022年，哈萨克斯坦登记结核病患者87人，比上年的99人减少4.1%。", [(87, 2022), (99, 2021)]),
        ("За 2022 год в Казахстане выявлено 87 случаев туберкулёза против 99 годом ранее.", [(87, 2022), (99, 2021)]),
    ],
)
def test_what_a_count_came_down_from_is_the_earlier_years(text: str, expected: list[tuple[int, int]]) -> None:
    found = extract(Report("x", "", text, DAY, "KZ"))
    assert [(o.value, o.date.year if o.date else None) for o in found] == expected


def test_doses_do_not_go_on_from_new_cases() -> None:
    text = "In the past week 87 new cases of measles were found in Almaty. Doctors vaccinated 430 children in schools."
    assert [f[1] for f in told("", text)] == ["new", "cumulative"]


def test_a_titles_bare_name_is_the_region_that_the_body_names() -> None:
    text = "С начала года в Ошской области зарегистрировано 120 случаев гепатита А.\nЗа неделю выявили 8 заболевших."
    assert {f[3] for f in told("В Оше растёт заболеваемость", text, "KG")} == {"KG-O"}


def test_a_zeros_time_is_not_the_figures_before_it() -> None:
    text = (
        "At least 107 cases of whooping cough were registered in Almaty from January to May 2025.\n"
        "236 cases of measles were recorded, whereas no cases were registered a year earlier."
    )
    assert [(f[2], f[4]) for f in told("", text)] == [
        (107, "2025-05-31"),
        (236, "2025-05-31"),
        (0, "2024-05-31"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In 2024, brucellosis cases were found in Dushanbe (12) and the regions of republican subordination (52).",
        "За год бруцеллёз выявлен в Душанбе (12 случаев) и в районах республиканского подчинения (52 случая).",
    ],
)
def test_a_long_name_needs_no_capital(text: str) -> None:
    assert [(f[2], f[3]) for f in told("Brucellosis" if "Bru" in text else "Бруцеллёз", text, "TJ")] == [
        (12, "TJ-DU"),
        (52, "TJ-RA"),
    ]
