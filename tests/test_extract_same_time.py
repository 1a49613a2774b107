"""The time, place and kind that figures take from what stands before them: short reports of our own wording."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report

PUBLISHED = date(2024, 6, 20)


def told(title: str, text: str, country: str) -> list[str]:
    """Each figure as words: value, measure, aggregation, place and the last day of its time."""
    found = extract(Report("t", title, text, PUBLISHED, country))
    return [f"{o.value} {o.measure} {o.aggregation} {o.place} {o.date}" for o in found]


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        (
            "Сурхак",
            "Тайи як шабонарӯз дар кишвар 54 ҳолати сурхак ошкор гардид. Дар ҳамин муддат 61 нафар шифо ёфтанд.",
            "TJ",
            "61 recovered new TJ 2024-06-20",
        ),
        (
            "Корь",
            "За пять месяцев 2024 года зарегистрировано 540 случаев кори. За тот же период умерли 6 человек.",
            "RU",
            "6 deaths cumulative RU 2024-05-31",
        ),
        (
            "Корь",
            "За неделю зарегистрировано 540 случаев кори. В 2022 году этот показатель за тот же период составил 80.",
            "RU",
            "80 cases new RU 2022-06-20",
        ),
        (
            "Qizamiq",
            "Bir haftada 54 nafar qizamiqqa chalindi. O'tgan yilning shu davrida 20 ta holat qayd etilgandi.",
            "UZ",
            "20 cases new UZ 2023-06-20",
        ),
    ],
)
def test_the_same_period(title: str, text: str, country: str, expected: str) -> None:
    assert told(title, text, country)[-1] == expected


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        (
            "OIV",
            "Besh oyda OIVning 3 105 ta yangi holati aniqlangan. Yangi holatlar eng ko'p Toshkent shahrida (611) "
            "va Andijonda (287) qayd etildi.",
            "UZ",
            ["611 cases cumulative UZ-TK 2024-05-31", "287 cases cumulative UZ-AN 2024-05-31"],
        ),
        (
            "Корь",
            "За пять месяцев выявлено 310 новых случаев кори. Новые случаи выявлены в Оше (61) и Бишкеке (28).",
            "KG",
            ["61 cases cumulative KG-GO 2024-05-31", "28 cases cumulative KG-GB 2024-05-31"],
        ),
        (
            "Кори",
            "За сутки выявлено 310 новых случаев кори. Новые случаи выявлены в Оше (61) и Бишкеке (28).",
            "KG",
            ["61 cases new KG-GO 2024-06-20", "28 cases new KG-GB 2024-06-20"],
        ),
    ],
)
def test_new_cases_of_a_whole_period(title: str, text: str, country: str, expected: list[str]) -> None:
    assert told(title, text, country)[-2:] == expected


def test_a_list_does_not_go_on_from_the_year_compared() -> None:
    text = (
        "Дар панҷ моҳи имсол дар вилояти Суғд 2846 нафарро саг газид. Дар ҳамин давраи соли гузашта 2511 нафар буд. "
        "Ду кас аз ҳорӣ вафот карданд. Бештари ҳодисаҳо дар шаҳри Хуҷанд (514) ба қайд омадааст."
    )
    assert told("Газидани саг", text, "TJ")[-1] == "514 cases cumulative TJ-SU 2024-05-31"


@pytest.mark.parametrize(("country", "expected"), [("UZ", ("pneumonia", None)), ("KZ", ("covid-19", "probable"))])
def test_pneumonia_is_covid_where_the_country_counts_it_so(country: str, expected: tuple[str, str | None]) -> None:
    text = "За сутки выявлено 310 случаев коронавируса. Пневмония выявлена у 104 человек."
    found = extract(Report("t", "Коронавирус", text, PUBLISHED, country))[-1]
    assert (found.disease, found.case_class) == expected


def test_what_counts_nothing_lends_its_season_and_place() -> None:
    text = (
        "Jizzaxda ikki kishi is gazidan vafot etdi. Mavsum boshidan beri Buxoro viloyatida 14 ta yong'in sodir bo'lib, "
        "37 nafar fuqaro is gazidan zaharlangan."
    )
    assert told("Is gazi", text, "UZ")[-1].startswith("37 cases cumulative UZ-BU")


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        (
            "Koronavirus",
            "Bugun 15 nafar bemorda koronavirus aniqlandi. Ularning 12 nafari karantinda bo'lganlar, 3 nafari "
            "bemorlar bilan muloqotda bo'lgan shaxslardir.",
            "UZ",
            ["12 cases new UZ 2024-06-20", "3 cases new UZ 2024-06-20"],
        ),
        (
            "Gripp",
            "Bir haftada tekshirilgan 1 240 ta namunaning 318 tasida gripp virusi topildi.",
            "UZ",
            ["1240 tests new UZ 2024-06-20", "318 cases new UZ 2024-06-20"],
        ),
        (
            "Ботулизм",
            "Ошто 12 киши ботулизм менен ооруду. 5 киши үйүнө чыгарылып, амбулатордук дарыланууда.",
            "KG",
            ["12 cases cumulative KG-GO 2024-06-20", "5 active_cases stock KG-GO 2024-06-20"],
        ),
        (
            "Сурхак",
            "Дар соли 2022 318 ҳолати сурхак ошкор шуда, 4 кас фавтид. Дар соли 2021 ин рақамҳо мутаносибан 211 ва 3 "
            "буданд.",
            "TJ",
            ["211 cases cumulative TJ 2021-12-31", "3 deaths cumulative TJ 2021-12-31"],
        ),
        (
            "Кызылча",
            "15-июнга карата өлкөдө 4 633 адам кызылча менен ооруду. Учурда 219 адам ооруканада жатат.",
            "KG",
            ["4633 cases cumulative KG 2024-06-15", "219 hospitalised stock KG 2024-06-20"],
        ),
        (
            "Gijilewük",
            "Balkanabadyň bir çagalar bagynda soňky iki hepdede 34 çagada gijilewük keseli anyklandy.",
            "TM",
            ["34 cases cumulative TM-B 2024-06-20"],
        ),
        (
            "Brutsellyoz",
            "Qashqadaryo viloyatida tumanlar kesimida Dehqonobodda 27 ta, Chiroqchida 20 ta brutsellyoz holati "
            "qayd etildi.",
            "UZ",
            ["27 cases cumulative UZ-QA 2024-06-20", "20 cases cumulative UZ-QA 2024-06-20"],
        ),
        (
            "Koronavirus",
            "20-iyun soat 20:00 holatiga ko'ra bugun mamlakatda 289 nafar bemorda koronavirus aniqlandi.",
            "UZ",
            ["289 cases new UZ 2024-06-20"],
        ),
        (
            "Koronavirus",
            "Bir sutkada mamlakatda 1 052 kishi koronavirusga chalindi. Shundan 640 tasi Toshkent shahri hissasiga "
            "to'g'ri keladi. 327 kishi tuzaldi.",
            "UZ",
            ["640 cases new UZ-TK 2024-06-20", "327 recovered new UZ 2024-06-20"],
        ),
        (
            "ÝRWI",
            "Gyrgyzystanda iýunyň ikinji hepdesinde 12 müň 340 adam ýiti respirator wirus ýokançlygy bilen kesellän. "
            "Dümew 210 adamda tassyklandy. 312 adam hassahana ýatyryldy.",
            "TM",
            ["210 cases new KG 2024-06-20", "312 hospitalised new KG 2024-06-20"],
        ),
    ],
)
def test_parts_and_what_became_of_them(title: str, text: str, country: str, expected: list[str]) -> None:
    assert told(title, text, country)[-len(expected) :] == expected


def test_nobody_dies_of_a_bite_where_a_disease_is_told() -> None:
    text = (
        "Samarqand viloyatida 1 320 nafar kishini kana chaqqan. Ulardan 4 nafarida Qrim-Kongo gemorragik isitmasi "
        "tasdiqlangan. Bir kishi vafot etgan."
    )
    found = extract(Report("t", "Kana chaqishi", text, PUBLISHED, "UZ"))
    assert [(o.value, o.disease) for o in found] == [(1320, "tick-bite"), (4, "cchf"), (1, "cchf")]


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        (
            "Krym-Kongo gyzdyrmasy",
            "2024-nji ýylyň birinji çäryginde hasaba alnan ýagdaýlar:\n\nGazagystan — 21 ýagdaý, 4 ölüm\n"
            "Özbegistan — 96 ýagdaý, 13 ölüm\nTäjigistan — 9 ýagdaý, 1 ölüm",
            "TM",
            ["21 cases KZ", "4 deaths KZ", "96 cases UZ", "13 deaths UZ", "9 cases TJ", "1 deaths TJ"],
        ),
        (
            "Казахстан: коронавирус",
            "В Казахстане за сутки выявлено 1 645 новых случаев коронавируса.\n\nВсего в стране заболели 63 514 "
            "человек.\n\nВ Нур-Султане 148, в Алматы 257 и в Караганде 119 новых случаев выявлено.",
            "KZ",
            ["1645 cases KZ", "63514 cases KZ", "148 cases KZ-71", "257 cases KZ-75", "119 cases KZ-35"],
        ),
        (
            "Qizil isitma",
            "Buxoro viloyatida skarlatinaning 12 ta holati qayd etildi. Difteriya va qoqshol holatlari kuzatilmagan.",
            "UZ",
            ["12 cases UZ-BU", "0 cases UZ-BU", "0 cases UZ-BU"],
        ),
        (
            "Ich qotishi",
            "Samarqandda iyun oyida 214 bola ich ketishi bilan kasalxonaga yotqizildi. Mayda bu ko'rsatkich 180 edi.",
            "UZ",
            ["214 hospitalised UZ-SA", "180 hospitalised UZ-SA"],
        ),
        (
            "Ovqatdan zaharlanish",
            "Urganch shahrida 42 kishi ovqatdan zaharlandi. Ulardan 31 nafari, jumladan 12 nafar bola shifoxonaga "
            "yotqizildi.",
            "UZ",
            ["42 cases UZ-XO", "31 hospitalised UZ-XO", "12 hospitalised UZ-XO"],
        ),
        (
            "Kana chaqqanlar",
            "Surxondaryoda tumanlar bo'yicha kana chaqqanlar soni: Denov — 217, Uzun — 96. Jami viloyatda — 812 nafar.",
            "UZ",
            ["217 cases UZ-SU", "96 cases UZ-SU", "812 cases UZ-SU"],
        ),
    ],
)
def test_rows(title: str, text: str, country: str, expected: list[str]) -> None:
    found = extract(Report("t", title, text, PUBLISHED, country))
    assert [f"{o.value} {o.measure} {o.place}" for o in found] == expected
    assert all(o.aggregation == "new" for o in found if o.value in (148, 257, 119, 214, 180))
    assert len({(o.disease, o.value) for o in found if not o.value}) == sum(not o.value for o in found)


def test_parts_of_suspected_and_confirmed_cases_have_no_class() -> None:
    text = (
        "1-iyun holatiga ko'ra qizamiqqa shubha qilingan 1 158 nafar bemor tekshirilgan, shundan 347 nafarida tashxis "
        "tasdiqlangan. Bemorlar Toshkent shahri (164 ta) va Samarqandda (52 ta) ko'proq qayd etilgan."
    )
    found = extract(Report("t", "Qizamiq", text, PUBLISHED, "UZ"))
    assert [(o.value, o.case_class) for o in found][-2:] == [(164, None), (52, None)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Balkan welaýatynda 38 esger gijilewük keseline ýolukdy, ýene 60 esgerde bit tapyldy.", "TM"),
        ("Талас облусунда 38 окуучу котур менен ооруган, дагы 60 окуучудан баш бити аныкталды.", "KG"),
        ("Navoiy viloyatida 38 nafar o'quvchi qo'tir kasalligiga chalingan, yana 60 nafarida bit aniqlandi.", "UZ"),
    ],
)
def test_another_count_of_another_disease_is_no_increment(text: str, country: str) -> None:
    found = extract(Report("t", "", text, PUBLISHED, country))
    assert [(o.value, o.disease, o.aggregation) for o in found] == [
        (38, "scabies", "cumulative"),
        (60, "pediculosis", "cumulative"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        (
            "Poliomiýelit",
            "Täjigistanda poliomiýelite garşy sanjymyň birinji tapgyrynda 1 million 182 müň çaga sanjym edildi.",
            "TM",
            [(1182000, "polio", "vaccine_doses", None)],
        ),
        (
            "Ҳамлаи сагҳо дар Суғд: ду кас ҷон бохт",
            "Аз аввали сол дар вилояти Суғд 2846 нафарро саг газид. Бемории ҳорӣ хатарнок аст.",
            "TJ",
            [(2, "rabies", "deaths", None), (2846, "animal-bite", "cases", None)],
        ),
        (
            "Коронавирус",
            "Өлкөдө өткөн суткада 1 298 адамдан коронавирус аныкталды. Жаңы учурлардын 793ү симптому менен, 505и "
            "белгисиз өтүүдө.",
            "KG",
            [
                (1298, "covid-19", "cases", None),
                (793, "covid-19", "cases", "symptomatic"),
                (505, "covid-19", "cases", "asymptomatic"),
            ],
        ),
    ],
)
def test_rounds_bites_and_symptoms(
    title: str, text: str, country: str, expected: list[tuple[int, str, str, str | None]]
) -> None:
    found = extract(Report("t", title, text, PUBLISHED, country))
    assert [(o.value, o.disease, o.measure, o.symptom_status) for o in found] == expected
