"""Counts that change, people told of by age, words with a number between them: short reports of our own wording."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report

PUBLISHED = date(2024, 6, 5)


def told(text: str, country: str) -> str:
    """Value, measure and aggregation of each figure that is no subgroup's, in the order of the text."""
    found = extract(Report("t", "", text, PUBLISHED, country))
    return "; ".join(f"{o.value} {o.measure} {o.aggregation}" for o in found if o.subgroup is None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ақмола облысында қызылша жұқтырғандар саны 34-тен 52-ге жетті.", "KZ"),
        ("Ақмола облысында қызылшамен ауырғандар 34 адамнан 52 адамға дейін көбейді.", "KZ"),
        ("Aqmola oblysynda qyzylshamen auyrghandar sany 34-ten 52-ge jetti.", "KZ"),
        ("Нарын облусунда кызылча жуктургандардын саны 34төн 52ге жетти.", "KG"),
        ("Нарын облусунда кызылча менен ооругандар 34 кишиден 52 кишиге чейин көбөйдү.", "KG"),
        ("Navoiy viloyatida qizamiqqa chalinganlar soni 34 tadan 52 taga yetdi.", "UZ"),
        ("Навоий вилоятида қизамиқ билан касалланганлар 34 нафардан 52 нафарга ошди.", "UZ"),
        ("Дар вилояти Хатлон шумораи гирифторони сурхак аз 34 ба 52 нафар расид.", "TJ"),
        ("Ahal welaýatynda gyzamyk bilen kesellänleriň sany 34-den 52-ä ýetdi.", "TM"),
        ("Число заболевших корью в области выросло с 34 до 52 человек.", "KZ"),
        ("Число заболевших корью в области сократилось с 61 до 52.", "KZ"),
        ("The number of measles cases in the region rose from 34 to 52.", "KZ"),
        ("哈萨克斯坦麻疹病例从34例增至52例。", "KZ"),
    ],
)
def test_the_later_of_two_numbers_of_a_change_counts(text: str, country: str) -> None:
    assert told(text, country) == "52 cases cumulative"


def test_numbers_with_times_of_their_own_both_stay() -> None:
    found = extract(Report("t", "", "Measles cases rose from 34 in April to 52 in May.", PUBLISHED, "KZ"))
    assert [o.value for o in found] == [34, 52]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Дар Хатлон марди 45-сола аз сӯхтанӣ даргузашт.", "TJ"),
        ("Дар Хатлон сокини 60-солаи ноҳияи Восеъ аз COVID-19 даргузашт.", "TJ"),
        ("Дар Хатлон кӯдаки шашсола аз менингит фавтид.", "TJ"),
        ("Дар Хатлон тифли 3-моҳа аз кабудсулфа фавтид.", "TJ"),
        ("Mary welaýatynda alty ýaşly gyz guduzlamadan öldi.", "TM"),
        ("Mary welaýatynda 45 ýaşyndaky erkek koronawirusdan öldi.", "TM"),
        ("Andijonda 3 oylik chaqaloq ko‘kyo‘taldan nobud bo‘ldi.", "UZ"),
    ],
)
def test_one_dead_told_of_by_age(text: str, country: str) -> None:
    assert [(o.value, o.measure) for o in extract(Report("t", "", text, PUBLISHED, country))] == [(1, "deaths")]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Тойдо тамактан 34 киши ууланды.", "KG", "34 cases cumulative"),
        ("Toýda nahardan 34 adam zäherlendi.", "TM", "34 cases cumulative"),
        ("Тойда тамақтан 34 адам уланды.", "KZ", "34 cases cumulative"),
        ("To‘yda ovqatdan 34 kishi zaharlandi.", "UZ", "34 cases cumulative"),
        ("Дар тӯй аз хӯрок 34 нафар заҳролуд шуд.", "TJ", "34 cases cumulative"),
        ("Ауруханадан 19 адам шықты, олар қызылшамен ауырған.", "KZ", "19 recovered cumulative"),
        ("Häkimiýetler brusellýozyň 8 sany täze ýagdaýyny tassyklady.", "TM", "8 cases new"),
    ],
)
def test_a_number_between_words_that_belong_together(text: str, country: str, expected: str) -> None:
    assert told(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Алдыңғы аптада 38 жағдай болса, өткен аптада ЖРВИ-дің 45 жағдайы анықталды.", "KZ"),
        ("Мурунку жумада 38 учур болсо, өткөн жумада КРВИнин 45 учуру аныкталды.", "KG"),
        ("Avvalgi haftada 38 holat bo‘lsa, o‘tgan haftada O‘RVIning 45 holati aniqlandi.", "UZ"),
    ],
)
def test_the_week_before_is_a_week_as_well(text: str, country: str) -> None:
    assert told(text, country) == "38 cases new; 45 cases new"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        (
            "Дар панҷ моҳи соли гузашта 12 ҳодисаи сурхак ба қайд гирифта шуд.",
            "TJ",
            (date(2023, 1, 1), date(2023, 5, 31)),
        ),
        ("22-nji hepdede gyzamygyň 12 ýagdaýy hasaba alyndy.", "TM", (date(2024, 5, 27), date(2024, 6, 2))),
        ("Joriy oyda qizamiqning 12 ta holati qayd etildi.", "UZ", (date(2024, 6, 1), PUBLISHED)),
        ("Ай башынан бери кызылчанын 12 учуру катталды.", "KG", (date(2024, 6, 1), PUBLISHED)),
    ],
)
def test_periods_of_the_calendar(text: str, country: str, expected: tuple[date, date]) -> None:
    assert [(o.period_start, o.date) for o in extract(Report("t", "", text, PUBLISHED, country))] == [expected]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Соли 2022 дар ҷумҳурӣ 49 нафар ба сил гирифтор шуданд. Соли 2021 ин рақам 42 нафар буд.", "TJ"),
        ("2022 жылы елде 49 адам туберкулезбен ауырды. 2021 жылы бұл көрсеткіш 42 адам болған.", "KZ"),
    ],
)
def test_a_figure_of_another_year_goes_on_from_the_one_told(text: str, country: str) -> None:
    assert told(text, country) == "49 cases cumulative; 42 cases cumulative"
