"""What a text is set in, what its running month counts, and who died of what: short reports of our own wording."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 20)


def read(text: str, country: str, title: str = "") -> list[Observation]:
    return extract(Report("t", title, text, PUBLISHED, country))


@pytest.mark.parametrize(
    ("title", "text", "country", "place"),
    [
        (
            "Өзбекстанда айраннан уланғандар бар",
            "Өзбекстанның Ташкент облысында 914 бала уланды. 31 бала үйіне шығарылды.",
            "KZ",
            "UZ-TO",
        ),
        (
            "Qozog‘istonda kuydirgi",
            "Qozog‘istonning Oqmola viloyatida 9 kishida kuydirgi aniqlandi. O‘lim holati yo‘q.",
            "UZ",
            "KZ-11",
        ),
        (
            "Тоҷикистон: сурхак",
            "Дар вилояти Хатлони Тоҷикистон 9 нафар ба сурхак гирифтор шуд. Як нафар фавтид.",
            "UZ",
            "TJ-KT",
        ),
        (
            "Türkmenistanda inçekesel",
            "Türkmenistanyň Mary welaýatynda 9 adamda inçekesel anyklandy. 2 adam öldi.",
            "TM",
            "TM-M",
        ),
        (
            "Сибирская язва в Казахстане",
            "В Акмолинской области Казахстана у 9 человек выявлена сибирская язва. Двое умерли.",
            "UZ",
            "KZ-11",
        ),
    ],
)
def test_a_region_named_with_its_country_is_where_a_text_is_set(
    title: str, text: str, country: str, place: str
) -> None:
    assert {o.place for o in read(text, country, title)} == {place}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Маусым айында көкжөтелмен 12 бала ауруханаға жатқызылды.", "KZ"),
        ("Iyun oyida ko‘kyo‘tal bilan shifoxonaga 12 nafar bola yotqizilgan.", "UZ"),
        ("Июнь айында көк жөтөл менен 12 бала ооруканага жаткырылды.", "KG"),
    ],
)
def test_the_running_month_counts_an_increment(text: str, country: str) -> None:
    found = [(o.value, o.aggregation, o.date) for o in read(text, country)]
    assert found == [(12, "new", PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Се узви як оила аз гази ис заҳролуд шуда, фавтиданд.", "TJ"),
        ("Бір отбасының үш мүшесі иіс газынан уланып, қайтыс болды.", "KZ"),
        ("Bir oilaning uch a’zosi is gazidan zaharlanib, vafot etdi.", "UZ"),
        ("Бир үй-бүлөнүн үч мүчөсү ис газынан ууланып, каза болду.", "KG"),
        ("Bir maşgalanyň üç agzasy ys gazyndan zäherlenip, öldi.", "TM"),
    ],
)
def test_the_last_verb_tells_what_became_of_people(text: str, country: str) -> None:
    assert [(o.value, o.measure) for o in read(text, country)] == [(3, "deaths")]


def test_a_bite_is_no_cause_of_death_where_a_text_tells_of_a_disease() -> None:
    text = "Қызылорда облысында кене шаққаннан кейін 47 жастағы ер адам көз жұмды. Дерт зертханада расталды."
    found = read(text, "KZ", "Қызылордада Конго-Қырым қызбасынан бір адам қайтыс болды")
    assert {(o.value, o.measure, o.disease) for o in found if o.measure == "deaths"} == {(1, "deaths", "cchf")}


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Елде 61 мыңнан астам адам ЖРВИ жұқтырды", "Өткен аптада елде ЖРВИ-дің 74 512 жағдайы тіркелді.", "KZ"),
        ("Over 61,000 fell ill with measles", "Last week 74,512 measles cases were registered in Kazakhstan.", "KZ"),
    ],
)
def test_a_rounded_headline_is_no_figure_beside_an_exact_one(title: str, text: str, country: str) -> None:
    assert [o.value for o in read(text, country, title)] == [74512]


def test_a_rounded_headline_stays_where_the_text_counts_other_things() -> None:
    assert 61000 in [o.value for o in read("Two people died.", "KZ", "Over 61,000 fell ill with measles in Kazakhstan")]


def test_what_a_day_added_in_all_is_no_total_below_the_total() -> None:
    text = "Koronavirus bilan kasallanganlar soni 5 583 nafarga yetdi. Bugun jami 148 ta holat aniqlandi."
    found = [(o.value, o.aggregation) for o in read(text, "UZ")]
    assert found == [(5583, "cumulative"), (148, "new")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Тойда 54 адам тамақтан уланды. Оқиға 17 маусымда болған.", "KZ"),
        ("Тойдо 54 адам тамактан ууланды. Окуя 17-июнда болгон.", "KG"),
        ("To‘yda 54 kishi ovqatdan zaharlandi. Voqea 17-iyun kuni sodir bo‘lgan.", "UZ"),
        ("Toýda 54 adam nahardan zäherlenip keselhana düşdi. Waka 17-nji iýunda bolupdyr.", "TM"),
        ("Дар тӯй 54 нафар аз хӯрок заҳролуд шуданд. Ҳодиса 17 июн рух додааст.", "TJ"),
        ("На свадьбе отравились 54 человека. Инцидент произошел 17 июня.", "KZ"),
    ],
)
def test_a_sentence_that_says_when_it_happened_dates_those_poisoned(text: str, country: str) -> None:
    assert {(o.value, o.date) for o in read(text, country)} == {(54, date(2024, 6, 17))}


def test_a_list_of_most_cases_behind_the_dead_counts_cases() -> None:
    text = "Is gazidan zaharlanishning 96 ta holati qayd etilgan, 37 kishi vafot etgan."
    text += " Hodisalarning aksariyati Toshkent viloyati (17 ta) va Samarqand viloyatida (13 ta) bo‘lgan."
    assert [(o.value, o.measure) for o in read(text, "UZ")] == [
        (96, "cases"),
        (37, "deaths"),
        (17, "cases"),
        (13, "cases"),
    ]
