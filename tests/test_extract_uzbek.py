"""Short Uzbek reports of our own wording: one mechanism of reading in each."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 12)


def read(title: str, text: str) -> list[Observation]:
    """What is read from a report of Uzbekistan published on 12 June 2024."""
    return extract(Report("t", title, text, PUBLISHED, "UZ"))


def counts(title: str, text: str, *fields: str) -> list[tuple[object, ...]]:
    """The value and some other fields of each figure, in order."""
    return [(o.value, *(getattr(o, f) for f in fields)) for o in read(title, text)]


@pytest.mark.parametrize(
    ("stretch", "start", "end"),
    [
        ("2023-yil 1-sentabrdan 2024-yil 20-maygacha", date(2023, 9, 1), date(2024, 5, 20)),
        ("1-martdan 1-iyungacha", date(2024, 3, 1), date(2024, 6, 1)),
        ("2024-yilning 5 oyida", date(2024, 1, 1), date(2024, 5, 31)),
    ],
)
def test_case_endings_make_a_range(stretch: str, start: date, end: date) -> None:
    found = read("Brutsellyoz", f"Viloyatda {stretch} 84 kishi brutsellyoz bilan kasallandi.")
    assert [(o.value, o.aggregation, o.period_start, o.date) for o in found] == [(84, "cumulative", start, end)]


def test_a_number_that_counts_nothing_leaves_its_day_to_the_next() -> None:
    text = "3–9-iyun kunlari respublikada is gazidan zaharlanishning 12 ta hodisasi yuz berib, 31 kishi zaharlangan."
    assert counts("Is gazi", text, "aggregation", "date") == [(31, "new", date(2024, 6, 9))]


def test_later_sentences_go_on_with_the_period_of_their_kind() -> None:
    text = (
        "2023-yilda Buxoro viloyatida 210 kishi brutsellyoz bilan kasallandi, 2022-yilda 244 ta holat bo'lgan edi. "
        "Olot tumanida 41 ta, G'ijduvon tumanida 36 ta holat aniqlangan."
    )
    found = {o.value: o.date for o in read("Buxoroda brutsellyoz", text)}
    assert found == {
        210: date(2023, 12, 31),
        244: date(2022, 12, 31),
        41: date(2023, 12, 31),
        36: date(2023, 12, 31),
    }


def test_numbers_in_a_row_share_the_noun_of_the_last() -> None:
    text = (
        "2024-yilning 5 oyida eng ko'p holatlar Navoiy, Jizzax va Sirdaryo viloyatlarida bo'lib, "
        "mos ravishda 120, 97 va 61 ta holat aniqlangan."
    )
    assert counts("Qizamiq", text, "place") == [(120, "UZ-NW"), (97, "UZ-JI"), (61, "UZ-SI")]


def test_a_parts_disease_is_not_the_texts() -> None:
    text = (
        "Mavsum boshidan 5 400 ta holat ro'yxatga olindi, shundan 98 tasida gripp tasdiqlandi.\n\n"
        "Grippga qarshi 2 700 kishi emlandi.\n\nBuxoroda 640 ta holat qayd etilgan."
    )
    found = counts("O'rvi bilan kasallanish ko'paydi", text, "disease")
    assert found == [(5400, "arvi"), (98, "influenza"), (2700, "influenza"), (640, "arvi")]


def test_the_comma_behind_the_last_verb_parts_two_figures() -> None:
    text = "Tumanda 63 nafar bemor to'liq davolanib, uyiga qaytdi, 21 nafari yuqumli kasalliklar bo'limida yotibdi."
    assert counts("Gepatit A", text, "measure") == [(63, "recovered"), (21, "hospitalised")]


def test_parts_belong_to_what_of_them_names() -> None:
    text = (
        "Sutka davomida 14 ta yangi holat aniqlandi. Hozirda 38 nafar bemor davolanmoqda. "
        "Yangi holatlarning 9 tasi Buxoro viloyatida qayd etildi."
    )
    assert counts("Koronavirus", text, "measure", "place")[-1] == (9, "cases", "UZ-BU")


def test_a_zero_takes_the_place_and_measure_beside_it() -> None:
    text = (
        "Tojikistonda 3 ta qizamiq holati aniqlandi. O'zbekistonda qizamiq qayd etilmagan, og'ir ahvolda hech kim yo'q."
    )
    found = counts("Qizamiq", text, "measure", "place")
    assert found[:2] == [(3, "cases", "TJ"), (0, "cases", "UZ")]
    assert (0, "severe", "UZ") in found


def test_people_brought_to_hospital_are_counted_as_events() -> None:
    text = "Yil boshidan beri Xorazmda 17 nafar bemor botulizm bilan shifoxonaga yotqizilgan."
    assert counts("Botulizm", text, "measure", "aggregation") == [(17, "hospitalised", "cumulative")]


def test_a_day_at_the_end_of_the_sentence_is_the_figures() -> None:
    text = "Kasalxonada 12 nafar bola davolanmoqda, deb xabar berdi boshqarma 9-iyun kuni."
    assert counts("Meningit", text, "date") == [(12, date(2024, 6, 9))]


def test_what_a_count_came_to_is_a_figure() -> None:
    text = (
        "2024-yilning 5 oyida viloyatda brutsellyoz bilan kasallanish 12 foizga oshib, 87 tani tashkil etdi. "
        "O'tgan yilning shu davrida 78 ta bo'lgan."
    )
    assert counts("Brutsellyoz", text, "date") == [(87, date(2024, 5, 31)), (78, date(2023, 5, 31))]
    assert counts("Brutsellyoz", "Harorat 39 ta bo'ldi.") == []


def test_the_regions_left_over_take_nothing_from_the_region_before() -> None:
    text = "11-iyun kuni 90 nafar bemor aniqlandi, 60 nafari Jizzaxda, qolganlari boshqa hududlarda qayd etilgan."
    assert counts("Koronavirus", text, "place") == [(90, "UZ"), (60, "UZ-JI")]


def test_a_year_before_is_counted_from_the_texts_own_time() -> None:
    text = "2022-yilda 310 ta brutsellyoz holati qayd etilgan. Bir yil avval 290 ta edi."
    assert counts("Brutsellyoz", text, "date") == [(310, date(2022, 12, 31)), (290, date(2021, 12, 31))]


def test_a_line_of_only_a_day_or_only_a_total_governs_the_lines_below() -> None:
    text = (
        "11-IYUN KUNI\n\nKasallanganlar: 95 ta\n  Toshkent shahri: 48\n  Samarqand: 6\n\nVafot etganlar: 3 nafar\n\n"
        "JAMI\nKasallanganlar: 12 704\nVafot etganlar: 97"
    )
    found = counts("Koronavirus bo'yicha ma'lumot", text, "measure", "aggregation", "place")
    assert found == [
        (95, "cases", "new", "UZ"),
        (48, "cases", "new", "UZ-TK"),
        (6, "cases", "new", "UZ-SA"),
        (3, "deaths", "new", "UZ"),
        (12704, "cases", "cumulative", "UZ"),
        (97, "deaths", "cumulative", "UZ"),
    ]


def test_a_complication_is_not_the_disease() -> None:
    text = (
        "2024-yilning may oyida 29 ta ko'kyo'tal holati aniqlandi. Bir chaqaloq zotiljam asorati bilan reanimatsiyada."
    )
    assert counts("Ko'kyo'tal", text, "disease") == [(29, "pertussis"), (1, "pertussis")]


def test_a_child_among_them_does_not_make_all_of_them_children() -> None:
    text = "6 kishi is gazidan zaharlanib, 3 nafari, jumladan 4 yoshli bola, halok bo'ldi."
    assert counts("Is gazi", text, "measure", "subgroup") == [(6, "cases", None), (3, "deaths", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-yilda sildan 40 kishi vafot etgan (2022-yilda 52 ta).", [(40, "deaths"), (52, "deaths")]),
        (
            "Joriy yilda 60 nafar bola suvchechak bilan og'rigan. 2023-yilda esa 48 nafar edi.",
            [(60, "cases"), (48, "cases")],
        ),
    ],
)
def test_earlier_years_are_told_in_brackets_or_by_a_past_copula(text: str, expected: list[tuple[object, ...]]) -> None:
    assert counts("Kasalliklar: sil, suvchechak", text, "measure") == expected


def test_a_stage_of_vaccination_is_a_dose() -> None:
    text = "Koronavirusga qarshi jami 900 doza vaksina qo'llanildi: 1-bosqich – 500 nafar, 2-bosqich – 300 nafar."
    assert counts("Emlash", text, "measure")[1:] == [(500, "vaccine_dose_1"), (300, "vaccine_dose_2")]


def test_numbers_of_schools_are_not_counts() -> None:
    assert counts("Gepatit", "Tumandagi 65- va 214-maktablarda virusli gepatit holatlari qayd etildi.") == []


def test_gas_is_no_food_poisoning() -> None:
    text = "Oshxonada 4 kishi is gazidan zaharlandi."
    assert counts("Is gazidan zaharlanish", text, "disease") == [(4, "poisoning")]


def test_two_months_joined_by_a_hyphen_share_their_year() -> None:
    text = "2023-yilning yanvar-fevral oylarida 109 ta skarlatina holati qayd etildi."
    found = read("Skarlatina", text)
    assert [(o.value, o.period_start, o.date) for o in found] == [(109, date(2023, 1, 1), date(2023, 2, 28))]
