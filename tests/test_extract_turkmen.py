"""Short Turkmen and Tajik reports of our own wording: one mechanism of reading in each."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 12)


def read(title: str, text: str, country: str = "TM") -> list[Observation]:
    """What is read from a report published on 12 June 2024."""
    return extract(Report("t", title, text, PUBLISHED, country))


def counts(title: str, text: str, *fields: str, country: str = "TM") -> list[tuple[object, ...]]:
    """The value and some other fields of each figure, in order."""
    return [(o.value, *(getattr(o, f) for f in fields)) for o in read(title, text, country)]


@pytest.mark.parametrize("part", ["ikisinde", "bäşisinde", "7-sinde"])
def test_a_part_may_be_told_in_a_word_of_its_own(part: str) -> None:
    text = f"Kerki etrabynda on iki adam gyzamyk bilen kesellendi. Olaryň {part} kesel barlaghanada tassyklandy."
    value = {"ikisinde": 2, "bäşisinde": 5, "7-sinde": 7}[part]
    assert counts("Gyzamyk", text, "measure", "case_class")[1:] == [(value, "cases", "confirmed")]


def test_a_part_of_animals_is_no_count() -> None:
    text = "Lebapda ýylyň başyndan 40 adam brusellýoz bilen kesellendi. Barlanan 900 dowardan 31-sinde kesel tapyldy."
    assert counts("Brusellýoz", text) == [(40,)]


def test_a_town_before_a_day_within_a_sentence_is_no_dateline() -> None:
    text = "Ahal welaýatynyň Tejen şäherinde 3-nji iýunda bolan toýdan soň 44 adam nahardan zäherlendi."
    assert counts("Toý", text, "locality", "aggregation", "date") == [(44, "Tejen", "cumulative", date(2024, 6, 3))]


def test_people_brought_to_hospital_are_counted_as_events() -> None:
    text = "Maý aýynda Mary welaýatynda 84 çaga hassahana ýerleşdirildi, häzir 12 çaga hassahanada ýatyr."
    expected = [(84, "hospitalised", "new", date(2024, 5, 31)), (12, "hospitalised", "stock", PUBLISHED)]
    assert counts("Ýiti içege ýokançlary", text, "measure", "aggregation", "date") == expected


def test_events_of_the_same_time_are_counted_like_those_told_last() -> None:
    text = (
        "2–8-nji iýun aralygynda Aşgabatda 210 adam dümew bilen kesellendi. Häzir hassahanada 30 näsag bar. "
        "Şol hepdede dört adam aradan çykdy."
    )
    assert counts("Dümew", text, "measure", "aggregation", "date")[-1] == (4, "deaths", "new", date(2024, 6, 8))


@pytest.mark.parametrize(("text", "disease"), [("", "measles"), (" Сурхак низ паҳн шуд.", "rubella")])
def test_a_name_of_two_diseases_means_the_one_that_is_not_named_otherwise(text: str, disease: str) -> None:
    told = "Соли 2023 дар Хатлон 85 нафар ба сурхча гирифтор шуданд." + text
    assert counts("Вазъи беморӣ", told, "disease", country="TJ") == [(85, disease)]


def test_a_phrase_that_names_a_region_needs_no_capital_letter() -> None:
    text = "Соли 2023 дар кишвар 300 нафар ба бруселлёз гирифтор шуданд: Хатлон – 180, ноҳияҳои тобеи ҷумҳурӣ – 120."
    assert counts("Бруселлёз", text, "place", country="TJ") == [(300, "TJ"), (180, "TJ-KT"), (120, "TJ-RA")]


def test_pneumonia_stays_what_a_text_is_about_where_another_disease_is_only_denied() -> None:
    text = "Maýda Daşoguzda öýken sowuklamasyndan 15 adam öldi. Häkimiýetler ýurtda koronawirus ýok diýýär."
    assert counts("Öýken sowuklamasy", text, "disease")[:1] == [(15, "pneumonia")]


def test_a_bracket_that_only_explains_a_name_does_not_part_it_from_its_number() -> None:
    text = "Соли 2023 дар вилояти Суғд: исҳоли хунин (дизентерия) 88, сальмонеллёз 21, домана 7 ҳодиса."
    assert counts("Бемориҳо", text, "disease", country="TJ") == [
        (88, "dysentery"),
        (21, "salmonellosis"),
        (7, "typhoid"),
    ]


def test_the_first_months_may_be_called_the_first() -> None:
    text = "Daşoguzda 2024-nji ýylyň ilkinji dört aýynda 61 adam brusellýoz bilen kesellendi."
    assert counts("Brusellýoz", text, "date", "aggregation") == [(61, date(2024, 4, 30), "cumulative")]


def test_an_age_from_one_to_nine_is_no_count() -> None:
    text = "Соли 2023 дар Тоҷикистон 412 кӯдаки аз 1 то 9-сола ба сурхакон гирифтор шуд."
    assert counts("Сурхакон", text, country="TJ") == [(412,)]


def test_the_same_figure_again_is_of_the_same_disease() -> None:
    text = (
        "Дар кишвар 16 кӯдак ба полиомиелит гирифтор шуд. То 5 июн 46 ҳодисаи фалаҷи шадиди суст сабт шудааст. "
        "Аз 16 ҳодиса 10-тоаш дар вилояти Хатлон мебошад."
    )
    found = read("Полиомиелит", text, "TJ")
    assert [(o.value, o.disease, o.place) for o in found if o.value == 10] == [(10, "polio", "TJ-KT")]


def test_people_brought_to_hospital_on_a_suspicion_are_suspected_cases() -> None:
    text = "Kaka etrabynda bäş adam garaýara güman edilip hassahana ýerleşdirildi."
    expected = [("cases", "suspected", "cumulative"), ("hospitalised", "suspected", "cumulative")]
    assert [(o.measure, o.case_class, o.aggregation) for o in read("Garaýara", text)] == expected


def test_a_bare_heading_takes_the_words_of_the_sentence_before_it() -> None:
    text = (
        "BSGG 2023-nji ýylda gyzamyk bilen kesellänleriň sany barada maglumat çap etdi. Oňa görä:\n"
        "• Gazagystan – 15 müň 111 adam;\n• Gyrgyzystan – 7 müň 44 adam;\n• Täjigistan – 610 adam."
    )
    found = counts("Gyzamyk Merkezi Aziýada", text, "place", "date")
    end = date(2023, 12, 31)
    assert found == [(15111, "KZ", end), (7044, "KG", end), (610, "TJ", end)]


@pytest.mark.parametrize(
    ("zero", "measure"),
    [("касе ба ин беморӣ гирифтор нашудааст", "cases"), ("касе нафавтидааст", "deaths")],
)
def test_a_zero_may_say_itself_what_nobody_did(zero: str, measure: str) -> None:
    text = f"Соли 2023 дар Хатлон 20 нафар ба вабо гирифтор шуданд. Дар Суғд {zero}."
    found = [(o.value, o.measure, o.place) for o in read("Вабо", text, "TJ")]
    assert found == [(20, "cases", "TJ-KT"), (0, measure, "TJ-SU")]


def test_the_last_days_end_on_the_day_of_the_report() -> None:
    text = "Soňky üç günde Mary welaýatynda dokuz adam mergi zerarly aradan çykdy."
    assert counts("Mergi", text, "measure", "aggregation", "date") == [(9, "deaths", "new", PUBLISHED)]


def test_words_for_the_whole_region_lead_out_of_the_district() -> None:
    text = "Дар ноҳияи Айнӣ ду нафар ба сӯхтанӣ гирифтор шуд. Аз аввали сол дар вилоят 8 ҳолат сабт шудааст."
    assert counts("Сӯхтанӣ дар Суғд", text, "place", "locality", country="TJ")[-1] == (8, "TJ-SU", None)
