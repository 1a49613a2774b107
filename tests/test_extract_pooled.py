"""Diseases counted together, lists of places that open a report, and pneumonia beside COVID-19: our own wording."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 5)


def read(text: str, country: str, title: str = "") -> list[Observation]:
    return extract(Report("t", title, text, PUBLISHED, country))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Өткөн жумада сасык тумоо жана курч респиратордук инфекциялардын 93 учуру катталды.", "KG"),
        ("Өткен аптада тұмау мен респираторлық инфекциялардың 93 жағдайы тіркелді.", "KZ"),
        ("O‘tgan haftada gripp va o‘tkir respirator kasalliklarning 93 ta holati qayd etildi.", "UZ"),
        ("За неделю зарегистрировано 93 случая гриппа и острых респираторных инфекций.", "KZ"),
        ("Last week 93 cases of acute respiratory infections and influenza were registered.", "KZ"),
    ],
)
def test_influenza_and_respiratory_infections_are_one_count(text: str, country: str) -> None:
    assert [(o.value, o.disease) for o in read(text, country)] == [(93, "arvi-influenza")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Қызылшаның 12 жағдайы Ақтөбеде, 9-ы Оралда тіркелді.", "KZ"),
        ("Ақтөбеде, Оралда қызылшаның жаңа ошақтары бар: 9 жағдай тіркелді.", "KZ"),
    ],
)
def test_a_name_in_a_list_is_no_dateline(text: str, country: str) -> None:
    assert "KZ-15" in [o.place for o in read(text, country)] or len(read(text, country)) == 1


def test_pneumonia_told_beside_confirmed_cases_is_probable() -> None:
    text = "Суткада коронавирустун жана жугуштуу пневмониянын 542 учуру катталды."
    found = [(o.value, o.case_class) for o in read(f"{text} Анын 398и тастыкталган, 144ү — пневмония.", "KG")]
    assert found == [(542, "confirmed_or_probable"), (398, "confirmed"), (144, "probable")]
