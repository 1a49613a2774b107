"""Reading reports: exact observations of plain texts, evidence that holds, and texts that must give nothing."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract import extract
from transforms.extract.__main__ import answers, report_of
from transforms.extract.accuracy import Tally, compare, dated, records
from transforms.models import Observation, Report

CASES = Path(__file__).parent / "cases" / "reports"

TRANSLATED = Report(
    id="translated",
    title="(Epidemic in Kazakhstan) A minister is in hospital with new coronary pneumonia",
    text=(
        "  News Agency, Nur-Sultan, June 14. The minister wrote on the 14th that he is the "
        "third senior official to be infected.\n\n"
        "  The emergency ended on May 11.\n\n"
        "  By the data of the Kazakh Ministry of Health, there were 258 new cases of clinical symptoms "
        "and 620 asymptomatic cases "
        "on the 13th, a total of 878 cases. As of the morning of the 14th local time, a total of "
        "14,496 symptomatic patients, "
        "4402 asymptomatic patients, a total of 18898 cases; a total of 9056 cured cases and a total of 73 deaths.\n\n"
        '  The city of Almaty closed the market "Green Bazaar" on the 13th, because 20 employees of it were found '
        "to be infected "
        "with the new coronavirus.\n"
    ),
    published=date(2020, 6, 14),
)


def figure(o: Observation) -> tuple[object, ...]:
    """The fields that decide what an observation counts."""
    return o.measure, o.aggregation, o.symptom_status, o.value, o.place, o.date


def test_translated_story_gives_its_counts_and_nothing_else() -> None:
    found = extract(TRANSLATED)
    day, morning = date(2020, 6, 13), date(2020, 6, 14)
    assert [figure(o) for o in found if o.locality is None] == [
        ("cases", "new", "symptomatic", 258, "KZ", day),
        ("cases", "new", "asymptomatic", 620, "KZ", day),
        ("cases", "new", None, 878, "KZ", day),
        ("cases", "cumulative", "symptomatic", 14496, "KZ", morning),
        ("cases", "cumulative", "asymptomatic", 4402, "KZ", morning),
        ("cases", "cumulative", None, 18898, "KZ", morning),
        ("recovered", "cumulative", None, 9056, "KZ", morning),
        ("deaths", "cumulative", None, 73, "KZ", morning),
    ]
    assert {o.disease for o in found} == {"covid-19"}


def test_a_cluster_is_local_and_never_the_citys_count() -> None:
    (cluster,) = [o for o in extract(TRANSLATED) if o.locality is not None]
    assert (cluster.value, cluster.place, cluster.locality) == (20, "KZ-75", 'market "Green Bazaar"')


def test_the_morning_is_kept_as_its_beginning() -> None:
    totals = [o for o in extract(TRANSLATED) if o.aggregation == "cumulative"]
    assert {o.cut_off_at for o in totals} == {datetime(2020, 6, 14)}


@pytest.mark.parametrize(
    "text",
    [
        "The vaccine arrived: 240,000 doses for Bishkek and 110,000 doses for Osh. 800 centres are open.",
        "Затоплены 14 могильников сибирской язвы, погибло 5,7 тысяч овец.",
        "Заболеваемость корью выросла на 15%, показатель 36,8 на 100 тысяч населения.",
        "Call 1406 or +7 717 274 32 43 about COVID-19. Law 204 of 2019 applies to children under 14.",
        "О вспышке кори в 2023 году писали 12 раз, прошло 25 дней.",
    ],
)
def test_numbers_that_count_no_cases(text: str) -> None:
    assert extract(Report("x", "", text, date(2024, 1, 1), "KZ")) == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("184 тысячи 27", 184027),
        ("14 тыс. 78", 14078),
        ("10,8 тыс.", 10800),
        ("1 393 557", 1393557),
        ("1\u00a0393\u00a0557", 1393557),
        ("1.393.557", 1393557),
        ("1393557", 1393557),
        ("двадцать один", 21),
        ("1,3 млн", 1300000),
    ],
)
def test_numbers_as_russian_texts_write_them(written: str, value: int) -> None:
    (found,) = extract(Report("x", "", f"Всего в Казахстане корью заболели {written} человек.", date(2024, 1, 5), "KZ"))
    assert (found.value, found.disease, found.aggregation, found.place) == (value, "measles", "cumulative", "KZ")


def test_language_without_a_file_gives_nothing() -> None:
    assert (
        extract(Report("x", "Coronavirus", "Zaznamenali jsme včera 120 nových případů nákazy v celé zemi.", None, None))
        == []
    )


def test_the_command_answers_each_line_and_names_a_bad_one() -> None:
    line = json.dumps(
        {"id": 7, "title": "", "text": "Всего 20 случаев кори.", "published": None, "source_country": "KZ"}
    )
    (answer,) = [json.loads(a) for a in answers([line, "\n"])]
    assert answer["id"] == "7"
    assert [o["value"] for o in answer["observations"]] == [20]
    with pytest.raises(ValueError, match="line 2 is not a report"):
        list(answers([line, '{"id": "x"}']))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(alphabet="0123456789 .,-()%\n|/:;+случаев cases COVID-19 корь", max_size=300))
def test_any_text_is_survived_and_evidence_holds(title: str, text: str) -> None:
    report = Report("x", title, text, date(2021, 5, 1), "KZ")
    for o in extract(report):
        assert f"{title}\n{text}"[o.start : o.end] == o.evidence


def annotated(lang: str) -> list[dict[str, object]]:
    return list(records([CASES / f"{lang}.jsonl"]))


@pytest.mark.parametrize("lang", sorted(p.stem for p in CASES.glob("*.jsonl")))
def test_evidence_of_every_case_is_its_span(lang: str) -> None:
    for record in annotated(lang):
        report = report_of(record)
        for o in extract(report):
            assert f"{report.title}\n{report.text}"[o.start : o.end] == o.evidence


@pytest.mark.parametrize(("lang", "least"), [("en", 0.85), ("ru", 0.8)])
def test_cases_are_read_as_well_as_before(lang: str, least: float) -> None:
    whole = Tally()
    for record in annotated(lang):
        whole.add(compare(record, dated).tally)
    assert whole.scores()[2] >= least


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_unrelated_paragraph_changes_nothing(lang: str) -> None:
    for record in annotated(lang):
        report = report_of(record)
        longer = Report(
            report.id,
            report.title,
            report.text + "\n\nThe library opens on Monday.",
            report.published,
            report.source_country,
        )
        assert extract(longer) == extract(report)


@pytest.mark.parametrize(
    "hostile",
    ["5 " * 20_000, "(" * 5_000 + "5 cases" + ")" * 5_000, "случай " * 20_000, "9" * 20_000, "12 cases, " * 5_000],
)
def test_hostile_texts_are_read_to_their_end(hostile: str) -> None:
    extract(Report("x", "cases of measles", hostile, date(2021, 5, 1), "KZ"))
