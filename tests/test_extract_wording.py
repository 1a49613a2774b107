"""Short sentences in English, Russian and Chinese, each for one way of telling a figure."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
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
