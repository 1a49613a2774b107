"""Short reports of our own wording: what a figure leans on where its own words leave something open."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Report


def counts(text: str, *fields: str, country: str = "KG", title: str = "") -> list[tuple[object, ...]]:
    """The value and some other fields of each figure of a report published on 4 December 2021, in order."""
    found = extract(Report("t", title, text, date(2021, 12, 4), country))
    return [(o.value, *(getattr(o, f) for f in fields)) for o in found]


@pytest.mark.parametrize(
    "text",
    [
        "Кызылча менен ооругандар 14 эмес, 19 адам экени такталды.",
        "Қызылшамен ауырғандар 14 емес, 19 адам екені нақтыланды.",
        "Qyzylshamen aýyrǵandar 14 emes, 19 adam ekeni naqtylandy.",
    ],
)
def test_a_corrected_number_leaves_its_words_to_the_right_one(text: str) -> None:
    assert counts(text, "measure") == [(19, "cases")]


@pytest.mark.parametrize(
    "text",
    [
        "Өткөн суткада коронавирустун 312 жаңы учуру катталды, жалпы саны 20 517ге жетти. 9 206 адам айыккан.",
        "За сутки выявлено 312 новых случаев COVID-19, всего заразились 20 517 человек. Выздоровели 9 206 человек.",
        "Over the past day 312 new COVID-19 cases were found, 20,517 in total. 9,206 people recovered.",
    ],
)
def test_more_recovered_than_a_day_could_bring_are_a_total(text: str) -> None:
    assert counts(text, "measure", "aggregation")[-1] == (9206, "recovered", "cumulative")


def test_few_recovered_after_a_total_stay_an_increment() -> None:
    text = "Over the past day 312 new COVID-19 cases were found, 20,517 in total. 406 people recovered."
    assert counts(text, "aggregation")[-1] == (406, "new")


@pytest.mark.parametrize(
    "text",
    [
        "Быйылкы он бир айда ботулизмдин 31 учуру катталды, 4 киши өлдү (2020-жылдын 11 айында 38 учур, 7 өлүм).",
        "Биылғы он бір айда ботулизмнің 31 жағдайы тіркелді, 4 адам қайтыс болды "
        "(2020 жылдың 11 айында 38 жағдай, 7 өлім).",
    ],
)
def test_a_bracket_tells_another_years_cases_and_dead(text: str) -> None:
    now, then = date(2021, 11, 30), date(2020, 11, 30)
    expected = [(31, "cases", now), (4, "deaths", now), (38, "cases", then), (7, "deaths", then)]
    assert counts(text, "measure", "date") == expected
    assert {a for _, a in counts(text, "aggregation")} == {"cumulative"}


def test_a_list_that_no_name_heads_is_not_set_in_its_first_place() -> None:
    text = "Корона вирусун жуктургандар (кашаада – суткалык өсүш):\nБишкек шаары – 108 214 (+812)\n"
    text += "Ош шаары – 17 905 (+106)\nБардыгы – 307 996 (+6 441)"
    assert counts(text, "place")[-2:] == [(307996, "KG"), (6441, "KG")]


@pytest.mark.parametrize(
    "text",
    [
        "ПТР-тесті теріс пневмониямен 2 311 адам ауырды.",
        "PTR-testi teris pnevmonııamen 2 311 adam aýyrdy.",
    ],
)
def test_a_class_named_by_its_test_counts_no_tests(text: str) -> None:
    assert counts(text, "measure", "case_class", title="COVID-19", country="KZ") == [(2311, "cases", "probable")]


def test_contacts_do_not_go_on_from_new_cases() -> None:
    text = "Over the past day 12 new cases of measles were found. The list of contacts has 45 people."
    assert counts(text, "measure", "aggregation")[-1] == (45, "contacts", "cumulative")


def test_a_state_of_now_is_not_of_the_day_of_admission() -> None:
    text = "Алар 25-ноябрда ооруканага түштү, экөө азыр реанимацияда жатат."
    found = counts(text, "measure", "date", title="Ботулизм менен үч адам ооруду")
    assert (2, "icu", date(2021, 12, 4)) in found


@pytest.mark.parametrize(
    "text",
    [
        "Облуста сарык күчөдү.\nВирустук гепатит А боюнча абал талкууланды.\nСарык менен 214 адам ооруду.",
        "В области растёт желтуха.\nОбсудили положение по гепатиту А.\nЖелтухой заболели 214 человек.",
    ],
)
def test_a_general_name_is_the_one_kind_that_the_text_names(text: str) -> None:
    assert counts(text, "disease") == [(214, "hepatitis-a")]


def test_a_general_name_beside_a_kind_keeps_its_meaning() -> None:
    text = "С гепатитом выявлены 500 человек, из них с гепатитом А 214 человек."
    assert counts(text, "disease")[0] == (500, "hepatitis")


def test_a_hyphen_with_an_ending_is_no_minus() -> None:
    assert counts("КВИ-ден 109 адам қайтыс болды.", "measure", "case_class", country="KZ") == [(109, "deaths", None)]


def test_an_increment_leans_on_the_total_in_its_row() -> None:
    text = "COVID-19 жағдайлары:\nАлматы – 108 214 (+812)\nБасқа жерлер – 309 118 (+2 204)"
    assert counts(text, "place", country="KZ") == [(108214, "KZ-75"), (812, "KZ-75")]


def test_what_a_larger_total_of_the_same_stands_beside_is_an_increment() -> None:
    text = "КВИ+\nАуырғандар: 219\nҚайтыс болғандар: 8\n\nБарлығы ауырғандар:\nКВИ+ 103 815"
    assert counts(text, "aggregation", country="KZ")[::2] == [(219, "new"), (103815, "cumulative")]


def test_a_heading_names_the_columns_of_rows_in_brackets() -> None:
    text = "COVID-19. Өңірлер бойынша (I компонент | II компонент):\nАлматы | 873 402 | 611 270\n"
    text += "Шымкент | 371 544 | 240 118"
    expected = [(873402, "vaccine_dose_1"), (611270, "vaccine_dose_2")]
    assert counts(text, "measure", country="KZ")[:2] == expected


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("62 жаштагы киши 29-ноябрда ооруканада көз жумду, дагы эки бейтап реанимацияда.", "KG"),
        ("62 жастағы ер адам 29 қарашада ауруханада қайтыс болды, тағы екі науқас реанимацияда.", "KZ"),
    ],
)
def test_one_dead_told_of_by_age_counts_beside_the_others(text: str, country: str) -> None:
    found = counts(text, "measure", "date", title="Ботулизм", country=country)
    assert (1, "deaths", date(2021, 11, 29)) in found
    assert (2, "icu") in [f[:2] for f in found]


@pytest.mark.parametrize("month", ["Октябрда", "Октябрдын өзүндө"])
def test_a_months_locative_is_a_time(month: str) -> None:
    found = counts(f"{month} облуста скарлатинанын 19, тепкинин 3 учуру катталган.", "date", "aggregation")
    assert found[0] == (19, date(2021, 10, 31), "new")


@pytest.mark.parametrize(
    "text",
    [
        "Өзбекстанда 20-ноябрдын кечине чейин коронавирус менен 6 153 адам ооруп, 19у өлгөн.",
        "Өзбекстанда 20 қарашаның кешіне дейін коронавируспен 6 153 адам ауырып, 19-ы өлген.",
    ],
)
def test_until_an_evening_is_a_total(text: str) -> None:
    assert [a for _, a in counts(text, "aggregation")] == ["cumulative", "cumulative"]


def test_a_verb_at_the_end_speaks_past_causes() -> None:
    text = "Бір тәулікте 109 адам КВИ-ден, 3 адам пневмониядан қайтыс болды."
    assert [m for _, m in counts(text, "measure", country="KZ")] == ["deaths", "deaths"]


def test_water_samples_are_no_tests_of_people() -> None:
    assert counts("Анализге алынган 56 суу үлгүсү талапка жооп берген эмес.", title="Ботулизм") == []


def test_more_dead_than_a_day_made_ill_are_a_total() -> None:
    text = "Өткөн суткада коронавирустун 24 жаңы учуру катталды, жалпы саны 4 312ге жетти. Илдеттен 29 адам көз жумду."
    assert counts(text, "measure", "aggregation")[-1] == (29, "deaths", "cumulative")


@pytest.mark.parametrize(
    "text",
    [
        "Облуста жыл башынан бери бруцеллёздун 204 учуру катталды. Октябрдын өзүндө 63 учур катталды.\n"
        "Нарын районунда – 74, Кочкор районунда – 68 учур.",
        "С начала года в области 204 случая бруцеллёза. Только в октябре выявлено 63 случая.\n"
        "В Нарынском районе – 74, в Кочкорском районе – 68 случаев.",
    ],
)
def test_a_months_aside_leaves_the_list_to_the_total(text: str) -> None:
    assert [a for _, a in counts(text, "aggregation")] == ["cumulative", "new", "cumulative", "cumulative"]


def test_children_in_intensive_care_are_all_that_are_there() -> None:
    text = "Қазір ауруханада қызылшамен 154 науқас емделіп жатыр, оның ішінде 11 бала жансақтау бөлімінде."
    assert counts(text, "measure", "subgroup", country="KZ")[-1] == (11, "icu", None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Былтыркы күздөн бери сасык тумоо менен 192 384 адам ооруду.", "KG"),
        ("Былтырғы күзден бері тұмаумен 192 384 адам ауырды.", "KZ"),
    ],
)
def test_since_a_season_is_a_total_to_this_day(text: str, country: str) -> None:
    assert counts(text, "aggregation", "date", country=country) == [(192384, "cumulative", date(2021, 12, 4))]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("45-аптада 61 412 ЖРВИ жағдайы тіркелді. Тұмаудың 28 жағдайы бар. Маусым басынан 402 813 адам ауырды.", "KZ"),
        ("За неделю 61 412 случаев ОРВИ. Выявлено 28 случаев гриппа. С начала сезона заболели 402 813 человек.", "KG"),
    ],
)
def test_far_more_than_the_flu_is_the_whole(text: str, country: str) -> None:
    assert [d for _, d in counts(text, "disease", country=country)] == ["arvi", "influenza", "arvi"]


def test_another_beside_the_dead_is_no_increment() -> None:
    text = "Районунда күйдүргүдөн бир киши каза болуп, дагы беш адам ооруканага жаткырылды."
    assert counts(text, "measure", "aggregation")[-1] == (5, "hospitalised", "cumulative")


@pytest.mark.parametrize(
    "text",
    [
        "Елімізде дифтерияның бір жағдайы расталды. 2010 жылдан бері дифтерия тіркелмеген еді.",
        "Өлкөдө дифтериянын бир учуру тастыкталды. 2010-жылдан бери дифтерия катталган эмес.",
    ],
)
def test_a_zero_that_a_case_has_ended_is_none(text: str) -> None:
    assert [v for v, *_ in counts(text)] == [1]


def test_a_zero_since_an_earlier_year_stands_without_a_case() -> None:
    assert counts("2010-жылдан бери дифтерия катталган эмес.", "disease") == [(0, "diphtheria")]
