"""Short sentences, each for one way of joining, listing or dating figures, in several languages."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report

Told = list[tuple[object, ...]]


def told(title: str, text: str, country: str, day: date) -> Told:
    """Disease, measure, aggregation, value, place and last day of the text's whole figures."""
    found = extract(Report("x", title, text, day, country))
    return [
        (o.disease, o.measure, o.aggregation, o.value, o.place, o.date.isoformat() if o.date else None)
        for o in found
        if o.subgroup is None
    ]


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Mpox", "Uganda has reported 1,640 suspected and confirmed cases and 51 deaths.", "UG"),
        ("Оспа обезьян", "В Уганде выявлено 1640 подозрительных и подтвержденных случаев и 51 смерть.", "UG"),
        ("Maymunchechak", "Ugandada 1640 ta shubhali va tasdiqlangan holat hamda 51 ta o‘lim qayd etildi.", "UG"),
    ],
)
def test_two_classes_joined_by_and_are_one_count(title: str, text: str, country: str) -> None:
    found = extract(Report("x", title, text, date(2024, 8, 20), country))
    assert [(o.measure, o.case_class, o.value) for o in found] == [
        ("cases", "confirmed_or_probable", 1640),
        ("deaths", None, 51),
    ]


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Gyzamyk", "Fewral aýynda Türkmenistanda gyzamygyň 12 ýagdaýy hasaba alyndy.", "TM"),
        ("Корь", "В феврале в России зарегистрировано 12 случаев кори.", "RU"),
        ("Qizamiq", "Fevral oyida O‘zbekistonda 12 ta qizamiq holati qayd etildi.", "UZ"),
    ],
)
def test_february_of_a_common_year(title: str, text: str, country: str) -> None:
    assert told(title, text, country, date(2025, 3, 14)) == [
        ("measles", "cases", "new", 12, country, "2025-02-28"),
    ]


def test_a_time_may_stand_between_a_place_and_its_number() -> None:
    text = "Burundida 20-iyuldan 17-avgustgacha 153 ta, Ugandada 2 ta holat tasdiqlandi."
    assert [t[2:5] for t in told("Maymunchechak", text, "UZ", date(2024, 8, 20))] == [
        ("cumulative", 153, "BI"),
        ("cumulative", 2, "UG"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Коронавирус", "36 нафар фавтид, дар 24 соати охир касе нафавтидааст.", "TJ"),
        ("COVID-19", "36 people have died, nobody has died in the past 24 hours.", "KZ"),
    ],
)
def test_a_zeros_day_is_not_its_neighbours(title: str, text: str, country: str) -> None:
    assert [t[1:4] for t in told(title, text, country, date(2020, 5, 17))] == [
        ("deaths", "cumulative", 36),
        ("deaths", "new", 0),
    ]


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("COVID-19", "Tajikistan reported 46 new cases and 58 recoveries, bringing the total to 6,159.", "TJ"),
        (
            "Коронавирус",
            "Дар Тоҷикистон 46 ҳодисаи нав, 58 шифоёфта ба қайд гирифта шуд ва шумораи умумӣ 6159 шуд.",
            "TJ",
        ),
    ],
)
def test_a_bare_total_behind_a_row_is_of_the_cases(title: str, text: str, country: str) -> None:
    assert told(title, text, country, date(2020, 7, 4))[-1][1:4] == ("cases", "cumulative", 6159)


def test_a_list_without_its_last_items_breaks_down_the_increment() -> None:
    text = "Aniqlanganlar: 30 538 (+653)\nToshkent shahri: 301\nToshkent viloyati: 146\nXorazm: 47\nNavoiy: 33"
    assert [t[2:4] for t in told("Koronavirus", text, "UZ", date(2020, 8, 9))[2:]] == [
        ("new", 301),
        ("new", 146),
        ("new", 47),
        ("new", 33),
    ]


def test_a_name_in_brackets_labels_a_number() -> None:
    text = "Fewralda paýtagtda suwmamanyň 212, gyrmyzy keseliň (skarlatina) 31, tepginiň 4 ýagdaýy anyklandy."
    assert ("scarlet-fever", "cases", "new", 31) in [t[:4] for t in told("Suwmama", text, "TM", date(2025, 3, 14))]


def test_a_total_of_another_country_is_not_of_the_day_told_last() -> None:
    text = "Pokistonda 16-avgust kuni 1 kishida maymunchechak topildi. O‘zbekistonda hozirgacha bu holat aniqlanmagan."
    assert told("Maymunchechak", text, "UZ", date(2024, 8, 20))[-1][2:] == ("cumulative", 0, "UZ", "2024-08-20")


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        ("COVID-19", "Karantin merkezinde 340 adam saklanýar.", "TM", ("quarantined", "stock", 340)),
        ("Qizamiq", "Karantin zonalarida 340 kishi saqlanmoqda.", "UZ", ("quarantined", "stock", 340)),
        ("Gyzamyk", "14 näsag bejergi alyp öýlerine dolandy.", "TM", ("recovered", "cumulative", 14)),
        ("Poliomiýelit", "5000 çaga damja berildi.", "TM", ("vaccine_doses", "cumulative", 5000)),
        ("Сурхакон", "Сурхакон ҷони ду кӯдакро гирифт.", "TJ", ("deaths", "cumulative", 2)),
        ("Сурхакон", "14 бемор пас аз табобат ба хона баргаштанд.", "TJ", ("recovered", "cumulative", 14)),
    ],
)
def test_words(title: str, text: str, country: str, expected: tuple[object, ...]) -> None:
    assert [t[1:4] for t in told(title, text, country, date(2024, 5, 14))] == [expected]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("2024-yilda viloyatda 412 kishi gepatit bilan kasallandi. Yil davomida 3 kishi vafot etdi.", "UZ"),
        ("2024-nji ýylda 412 adam gepatit bilen keselledi. Ýylyň dowamynda 3 adam ýogaldy.", "TM"),
        ("Соли 2024 412 нафар ба гепатит гирифтор шуд. Дар давоми сол 3 нафар фавтид.", "TJ"),
    ],
)
def test_during_the_year_means_the_year_told_of(text: str, country: str) -> None:
    found = told("Hisobot", text, country, date(2025, 1, 20))
    assert [(t[0], t[1], t[3], t[5]) for t in found] == [
        ("hepatitis", "cases", 412, "2024-12-31"),
        ("hepatitis", "deaths", 3, "2024-12-31"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "country", "places"),
    [
        (
            "Koronawirus",
            "Täjigistanda soňky gije-gündizde 201 adam koronawirusa uçrady.\nHäzir 4 540 adam lukmanlaryň "
            "gözegçiligi astynda.\nTäze näsaglaryň 88-si Duşenbede, 57-si Hatlon welaýatynda anyklandy.",
            "TJ",
            ["TJ-DU", "TJ-KT"],
        ),
        (
            "Koronavirus",
            "O‘zbekistonda bir kunda 201 kishida koronavirus aniqlandi.\nHozirda 4 540 kishi shifokorlar "
            "nazoratida.\nYangi bemorlarning 88 nafari Toshkent shahrida, 57 nafari Samarqand viloyatida aniqlandi.",
            "UZ",
            ["UZ-TK", "UZ-SA"],
        ),
    ],
)
def test_of_the_new_patients_goes_back_to_the_new_cases(title: str, text: str, country: str, places: list[str]) -> None:
    parts = told(title, text, country, date(2020, 5, 16))[-2:]
    assert [t[1:5] for t in parts] == [("cases", "new", 88, places[0]), ("cases", "new", 57, places[1])]


def test_a_short_closed_sentence_sets_a_text_in_its_country() -> None:
    text = (
        "O‘zbekistonda bir kunda 201 kishida koronavirus aniqlandi.\nHozirda 4 540 kishi shifokorlar nazoratida.\n"
        "Yangi bemorlarning 88 nafari Toshkent shahrida, 57 nafari Samarqand viloyatida aniqlandi."
    )
    found = told("Koronavirus", text, "UZ", date(2020, 5, 16))
    assert [t[4] for t in found if t[1] == "under_observation"] == ["UZ"]
