"""What must hold for every text that is read, whatever it says."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from transforms.extract import extract
from transforms.extract.__main__ import report_of
from transforms.extract.accuracy import records
from transforms.models import Observation, Report

CASES = sorted((Path(__file__).parent / "cases" / "reports").glob("*.jsonl"))
LONG = {
    "prose": "В Казахстане за сутки выявлено 25 новых случаев кори, всего 12 345 случаев, умерли 3 человека. ",
    "digits": "7",
    "groups": "123 ",
    "decimals": "1.",
    "brackets": "(",
    "word": "случаев ",
    "one word": "ы",
    "pairs": "из них 12, ",
    "rows": "Алматы | 12 | 13\n",
    "lines": "Алматы - 12\n",
    "dates": "12 июня 2020 года, ",
    "Han": "新增3例",
}


def figures(report: Report) -> list[tuple[Any, ...]]:
    """What the observations of a report say, without where they stand."""
    return sorted((key(o) for o in extract(report)), key=str)


def key(o: Observation) -> tuple[Any, ...]:
    return (o.disease, o.measure, o.aggregation, o.case_class, o.symptom_status, o.value, o.place, o.date, o.subgroup)


def calls(report: Report) -> int:
    """How many functions reading a report calls: its cost, the same on every machine."""
    count = 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        extract(report)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", LONG)
def test_cost_grows_no_faster_than_the_text(name: str) -> None:
    def text(size: int) -> Report:
        return Report("x", "Корь в Казахстане", (LONG[name] * size)[:size], date(2024, 3, 1), "KZ")

    extract(text(100))
    assert calls(text(16_000)) < 2.4 * calls(text(8_000))


@pytest.mark.parametrize("separator", [" ", "\u00a0", "\u202f", ",", ".", ""])
def test_the_thousands_separator_changes_nothing(separator: str) -> None:
    plain = "В Казахстане на 5 мая 2021 года зарегистрировано {} случаев коронавируса, выздоровели {}, умерли {}."
    numbers = [1_234_567, 98_765, 4_321]
    written = [f"{n:,}".replace(",", separator) for n in numbers]
    found = extract(Report("x", "", plain.format(*written), date(2021, 5, 5), "KZ"))
    assert [(o.measure, o.value) for o in found] == [
        ("cases", 1_234_567),
        ("recovered", 98_765),
        ("deaths", 4_321),
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_reports_do_not_see_each_other(path: Path) -> None:
    reports = [report_of(record) for record in records([path])]
    forth = [figures(r) for r in reports]
    back = [figures(r) for r in reversed(reports)]
    assert forth == back[::-1]


UNRELATED = {
    "en": "The museum's new reading room welcomes visitors who love old books and music.",
    "ru": "Читальный зал музея открыт для гостей, которые любят старые книги и музыку.",
    "kk": "Мұражайдың жаңа оқу залы ескі кітаптар мен музыканы сүйетін қонақтарға ашық.",
    "kk-Latn": "Murajaıdyń jańa oqý zaly eski kitaptar men mýzykany súıetin qonaqtarǵa ashyq.",
    "ky": "Музейдин жаңы окуу залы эски китептерди жана музыканы сүйгөн конокторго ачык.",
    "uz-Latn": "Muzeyning yangi o'quv zali eski kitoblar va musiqani sevadigan mehmonlar uchun ochiq.",
    "uz-Cyrl": "Музейнинг янги ўқув зали эски китоблар ва мусиқани севадиган меҳмонлар учун очиқ.",
    "tg": "Толори нави хониши осорхона барои меҳмононе, ки китобу мусиқиро дӯст медоранд, боз аст.",
    "tk": "Muzeýiň täze okalga zaly köne kitaplary we sazy söýýän myhmanlar üçin açykdyr.",
    "zh": "博物馆的新阅览室向喜爱旧书和音乐的来宾开放。",
}
RECORDS = [record for path in CASES for record in records([path])]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["id"])
def test_an_unrelated_paragraph_changes_nothing(record: dict[str, Any]) -> None:
    report, paragraph = report_of(record), UNRELATED[record["lang"]]
    lead, _, rest = report.text.partition("\n")
    assert figures(replace(report, text=f"{report.text}\n{paragraph}")) == figures(report)
    assert not rest or figures(replace(report, text=f"{lead}\n{paragraph}\n{rest}")) == figures(report)
