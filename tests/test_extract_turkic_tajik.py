"""Short reports of our own wording in the Turkic languages and Tajik: one mechanism of reading in each; and texts in
one language's two scripts, which say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from transforms.extract import extract
from transforms.extract.__main__ import report_of
from transforms.extract.accuracy import records
from transforms.languages.cyrillise import cyrillic
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 12)
CASES = Path(__file__).parent / "cases" / "reports"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+|'(?=\W))*")
APOSTROPHES = str.maketrans("’‘ʻʼ`", "'''''")
LEAST_SAME = 0.97
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = {
    "2018": "a|á|b|v|g|ǵ|d|e|io|j|z|ı|ı|k|q|l|m|n|ń|o|ó|p|r|s|t|ý|u|ú|f|h|h|ts|ch|sh|sh||y|i||e|ıý|ıa",
    "2021": "a|ä|b|v|g|ğ|d|e|io|j|z|i|i|k|q|l|m|n|ñ|o|ö|p|r|s|t|u|ū|ü|f|h|h|ts|ç|ş|ş||y|ı||e|iu|ia",
}


def counts(text: str, *fields: str, title: str, country: str) -> list[tuple[object, ...]]:
    """The value and some other fields of each figure of a report published on 12 June 2024, in order."""
    found = extract(Report("t", title, text, PUBLISHED, country))
    return [(o.value, *(getattr(o, f) for f in fields)) for o in found]


@pytest.mark.parametrize(
    ("title", "text", "country", "expected"),
    [
        ("Кызылча", "Быйыл өлкөдө 61 адам айыкса, 74 киши кызылча жуктуруптур.", "KG", "61 recovered 74 cases"),
        ("Қызылша", "Биыл елде қызылшаның 12 мыңнан астам жағдайы тіркелді.", "KZ", "12000 cases"),
        ("Gyzamyk", "Şu ýyl ýurtda 42 adam gyzamyga ýolugyp, 3 adam aradan çykypdyr.", "TM", "42 cases 3 deaths"),
        (
            "Qizamiq",
            "Joriy yilda 35 nafar bemor qizamiqdan sog'aysa, 51 holat kuzatildi.",
            "UZ",
            "35 recovered 51 cases",
        ),
        ("Сурхак", "Имсол дар кишвар 28 ҳодисаи сурхак ошкор гардид ва 4 кас ҷон дод.", "TJ", "28 cases 4 deaths"),
    ],
)
def test_verbs_in_other_forms(title: str, text: str, country: str, expected: str) -> None:
    assert " ".join(f"{n} {m}" for n, m in counts(text, "measure", title=title, country=country)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ооруканага жаткырылгандардын экөөсүнөн күйдүргү тастыкталды.", (2, "cases")),
        ("Жаткырылгандардын үчөө каза болду.", (3, "deaths")),
    ],
)
def test_of_those_in_hospital_something_else_is_told(text: str, expected: tuple[int, str]) -> None:
    told = f"Аксы районунда күйдүргүгө шектелген 9 адам ооруканага жаткырылды. {text}"
    assert counts(told, "measure", title="Күйдүргү", country="KG")[-1] == expected


@pytest.mark.parametrize("zero", ["тіркелген жоқ", "тіркелмеген"])
def test_a_zero_of_deaths_is_none_of_cases(zero: str) -> None:
    text = f"Биыл елде қызылшаның 40 жағдайы анықталды, өлім {zero}."
    assert counts(text, "measure", title="Қызылша", country="KZ") == [(40, "cases"), (0, "deaths")]


def test_a_heading_names_the_columns_in_brackets() -> None:
    text = "Ötken täulikte 31 adam koronavirus jwqtırdı.\n\nÖñirler boyınşa (jalpı/simptomsız):\n"
    rows = "Astana qalası - 17 / 4\nAlmatı qalası - 14 / 6\n"
    found = counts(text + rows, "aggregation", "symptom_status", "place", title="Koronavirus", country="KZ")
    assert found[1:] == [
        (17, "new", None, "KZ-71"),
        (4, "new", "asymptomatic", "KZ-71"),
        (14, "new", None, "KZ-75"),
        (6, "new", "asymptomatic", "KZ-75"),
    ]


def test_a_list_with_empty_lines_takes_the_verb_at_its_end() -> None:
    text = (
        "O'zbekistonda koronavirus aniqlanganlar soni 2 900 nafarni tashkil etmoqda.\n\n"
        "Kecha kun davomida:\n\nBuxoro viloyatida 15 nafar,\n\nJizzax viloyatida 7 nafar,\n\n"
        "Toshkent shahrida 31 nafar bemor tuzalib, kasallikdan sog'ayganlar jami 2 400 nafarga yetdi.\n"
    )
    found = counts(text, "measure", "aggregation", "place", title="Koronavirus", country="UZ")
    assert found[1:] == [
        (15, "recovered", "new", "UZ-BU"),
        (7, "recovered", "new", "UZ-JI"),
        (31, "recovered", "new", "UZ-TK"),
        (2400, "recovered", "cumulative", "UZ"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Кызылча", "Дүйшөмбү күнү 8 адамдан кызылча аныкталды.", "KG"),
        ("Қызылша", "Дүйсенбі күні 8 адамнан қызылша анықталды.", "KZ"),
        ("Qizamiq", "Dushanba kuni 8 nafar kishida qizamiq aniqlandi.", "UZ"),
        ("Gyzamyk", "Duşenbe güni 8 adamda gyzamyk anyklandy.", "TM"),
        ("Сурхак", "Рӯзи душанбе дар 8 нафар сурхак муайян шуд.", "TJ"),
    ],
)
def test_weekdays(title: str, text: str, country: str) -> None:
    assert counts(text, "aggregation", "date", title=title, country=country) == [(8, "new", date(2024, 6, 10))]


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Коронавирус", "Дүйнөдө 5 миллион адам коронавирус жуктурган. Кыргызстанда 44 киши ооруду.", "KG"),
        ("Коронавирус", "Әлемде 5 миллион адам коронавирус жұқтырған. Қазақстанда 44 адам ауырды.", "KZ"),
        ("Koronawirus", "Dünýäde 5 million adama koronawirus ýokaşdy. Täjigistanda 44 adam keselledi.", "TM"),
    ],
)
def test_the_world_is_no_country(title: str, text: str, country: str) -> None:
    assert [value for value, *_ in counts(text, title=title, country=country)] == [44]


def test_officials_of_a_nation_speak_of_their_country() -> None:
    text = (
        "Gazak saglyk resmileri ýurtda koronawirus bilen 62 adamyň keselländigini aýtdylar.\n"
        "Gyrgyz resmileri ýurtda koronawirus bilen 35 adamyň keselländigini aýtdylar.\n"
    )
    assert counts(text, "place", title="Koronawirus", country="TM") == [(62, "KZ"), (35, "KG")]


def test_a_qualifier_may_begin_with_the_numbers_ending() -> None:
    text = "Aşgabatda 100-den gowrak COVID-19 näsagynyň bejergi alýandygy habar berildi."
    assert counts(text, "measure", "at_least", title="Koronawirus", country="TM") == [(100, "active_cases", True)]


def test_confirmed_and_probable_together_are_neither_alone() -> None:
    text = "Акыркы суткада COVID-19 вирусунан жана пневмониядан төрт бейтап каза болду."
    assert counts(text, "case_class", title="Коронавирус", country="KG") == [(4, "confirmed_or_probable")]


def test_influenza_and_arvi_are_counted_together() -> None:
    text = "3-июндан 9-июнга чейин курч респиратордук вирустук инфекциялардын жана сасык тумоонун 410 учуру катталды."
    assert counts(text, "disease", title="КРВИ жана сасык тумоо", country="KG") == [(410, "arvi-influenza")]


# --- one language in two scripts ------------------------------------------------------------------------------------


def _cased(word: str, new: str) -> str:
    if word.isupper() and len(word) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if word[:1].isupper() else new


def _respelled(text: str, spell: Callable[[str], str]) -> str:
    return WORD.sub(lambda m: _cased(m[0], spell(m[0].lower())), text.translate(APOSTROPHES))


def _told(observation: Observation) -> tuple[object, ...]:
    o = observation
    return o.disease, o.measure, o.aggregation, o.case_class, o.value, o.place, o.date, bool(o.subgroup)


def _latin(alphabet: str) -> Callable[[str], str]:
    letters = dict(zip(KAZAKH, LATIN[alphabet].split("|"), strict=True))
    return lambda word: "".join(letters.get(c, c) for c in word)


SPELLINGS = [("uz-Latn", cyrillic), ("kk", _latin("2018")), ("kk", _latin("2021"))]


@pytest.mark.parametrize(("language", "spell"), SPELLINGS, ids=["uz-Cyrl", "kk-2018", "kk-2021"])
def test_two_scripts_say_the_same(language: str, spell: Callable[[str], str]) -> None:
    """A text in the other script of its language gives the same figures, but for a few names and abbreviations."""
    figures = same = 0
    for record in records([CASES / f"{language}.jsonl"]):
        report = report_of(record)
        other = replace(report, title=_respelled(report.title, spell), text=_respelled(report.text, spell))
        first, second = map(_told, extract(report)), list(map(_told, extract(other)))
        for figure in first:
            figures += 1
            if figure in second:
                second.remove(figure)
                same += 1
        figures += len(second)
    assert figures > 100 and same >= LEAST_SAME * figures, f"{same} of {figures}"
