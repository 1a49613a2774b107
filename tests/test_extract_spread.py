"""What a figure takes from the one before it, and what it must not: weeks, staff, headings, countries, averages."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

DAY = date(2024, 3, 15)


def read(text: str, country: str = "KZ") -> list[Observation]:
    return extract(Report("x", "", text, DAY, country))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("За последнюю неделю выявлено 1 310 случаев кори. Неделей ранее их было 1 576.", "2024-03-02", "2024-03-08"),
        (
            "In the past week 310 measles cases were reported. A week earlier there were 576.",
            "2024-03-02",
            "2024-03-08",
        ),
        ("过去一周报告310例麻疹病例,前一周为576例。", "2024-03-02", "2024-03-08"),
        ("14 марта выявлено 310 случаев кори. Неделей ранее было 576 случаев.", None, "2024-03-07"),
    ],
)
def test_a_week_before_a_week_is_a_week_and_before_a_day_a_day(text: str, start: str | None, end: str) -> None:
    earlier = read(text)[1]
    assert (str(earlier.period_start) if earlier.period_start else None, str(earlier.date)) == (start, end)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("За сутки COVID-19 заразились 48 медработников, всего 2 612, выздоровели 1 930.", [48, 2612, 1930]),
        ("48 health workers were infected with COVID-19, raising the total to 2,612, of whom 1,930 recovered.",
         [48, 2612, 1930]),
        ("48 медицина қызметкері COVID-19 жұқтырды.", [48]),
        ("4 815 people are under the control of doctors because of COVID-19.", []),
    ],
)  # fmt: skip
def test_staff_never_pass_for_all_who_fell_ill(text: str, shown: list[int]) -> None:
    assert [o.value for o in read(text) if o.subgroup == "health workers"] == shown


def test_a_total_behind_the_recovered_is_theirs_under_a_heading_of_cases() -> None:
    text = "Новые случаи COVID-19:\nБишкек – 16\nОш - 1\nЗа минувшие сутки выздоровели 88 человек. Всего - 178 048."
    assert [(o.measure, o.value) for o in read(text, "KG")][-1] == ("recovered", 178048)


def test_a_roundup_of_countries_sets_no_text_abroad() -> None:
    text = "Ukraine reported 23,070 measles cases, Serbia 4,954, France 2,576, Greece 2,476.\n576 cases in 2023."
    assert [(o.place, o.value) for o in read(text)][-1] == ("KZ", 576)


@pytest.mark.parametrize(
    "text",
    [
        "В среднем в день от пневмонии умирают 50 человек.",
        "Bir ýaşaýjy hassahanada pnewmoniýadan günde ortaça 50 adamyň ölýändigini aýdýar.",
    ],
)
def test_averages_are_no_counts(text: str) -> None:
    assert not read(text, "TM")


def test_those_entered_as_living_with_a_disease_are_new_cases() -> None:
    (entered,) = read("За 8 месяцев на учёт поставлено 2 612 ВИЧ-инфицированных.")
    (standing,) = read("На учёте состоят 2 612 ВИЧ-инфицированных.")
    assert [o.measure for o in (entered, standing)] == ["cases", "active_cases"]


@pytest.mark.parametrize(
    ("text", "country", "place"),
    [
        ("Маңғыстауда Үндістаннан келген екі адамнан тырысқақ расталды.", "KZ", "KZ-47"),
        ("Россиядан келген 12 кишиден коронавирус аныкталды.", "KG", "KG"),
        ("Rossiyadan qaytgan 12 nafar fuqaroda koronavirus aniqlandi.", "UZ", "UZ"),
        ("Türkiýeden gelen 12 adamda koronawirus anyklandy.", "TM", "TM"),
        ("12名自俄罗斯返回的公民确诊感染新冠病毒。", "KZ", "KZ"),
        ("12 people who returned from Russia tested positive for coronavirus.", "KZ", "KZ"),
    ],
)
def test_people_who_came_from_abroad_are_counted_where_they_were_found(text: str, country: str, place: str) -> None:
    (found,) = read(text, country)
    assert (found.place, found.subgroup) == (place, "imported")


def test_a_return_home_is_no_origin() -> None:
    found = read("В Россию вернулись 12 человек. В Казахстане выявлено 5 случаев COVID-19.")
    assert [(o.place, o.value, o.subgroup) for o in found] == [("KZ", 5, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Joriy yilning yanvar oyida 214 kishi qizamiqqa chalingan, o‘tgan yilning shu oyida esa 37 kishi.",
        "Ағымдағы жылдың қаңтар айында 214 адам қызылша жұқтырды, былтырғы қаңтарда 37 адам ауырған.",
        "今年1月报告214例麻疹病例,去年1月37例。",
        "В январе этого года корью заболели 214 человек, за тот же месяц прошлого года — 37.",
    ],
)
def test_a_month_of_this_year_and_of_the_last(text: str) -> None:
    shown = [(o.aggregation, o.value, str(o.period_start), str(o.date)) for o in read(text)]
    assert shown == [("new", 214, "2024-01-01", "2024-01-31"), ("new", 37, "2023-01-01", "2023-01-31")]


@pytest.mark.parametrize(
    "text",
    [
        "2023-yilda 14 302 kishida sil aniqlangan, 2022-yilda 14 978 ta.",
        "2023 жылы туберкулездің 14 302 жағдайы тіркелсе, 2022 жылы 14 978.",
        "14,302 tuberculosis cases were found in 2023, and in 2022 14,978.",
    ],
)
def test_a_year_and_a_number_alone_go_on_counting(text: str) -> None:
    assert [(o.value, str(o.date)) for o in read(text)] == [(14302, "2023-12-31"), (14978, "2022-12-31")]


@pytest.mark.parametrize(
    ("text", "country", "place"),
    [
        ("Семейде 14 адам қызылша жұқтырды.", "KZ", "KZ-10"),
        ("Maryda 14 çaga gepatit A bilen keselledi.", "TM", "TM-M"),
        ("В Рудном корью заболели 14 человек.", "KZ", "KZ-39"),
    ],
)
def test_a_town_is_known_by_the_ending_that_only_places_take(text: str, country: str, place: str) -> None:
    assert [o.place for o in read(text, country)] == [place]


def test_the_parts_behind_a_colon_do_not_place_the_whole() -> None:
    text = "Былтыр құтырудан 3 адам қайтыс болды: екеуі Түркістан облысында, біреуі Жамбыл облысында."
    assert [(o.place, o.value) for o in read(text)] == [("KZ", 3), ("KZ-61", 2), ("KZ-31", 1)]


def test_an_infectious_diseases_hospital_names_no_disease() -> None:
    found = read("截至3月14日,全国传染病医院收治麻疹患者1142人,其中981人为儿童。")
    assert [(o.disease, o.value) for o in found if not o.subgroup] == [("measles", 1142)]
    found = read("14 наурызда жұқпалы аурулар стационарларында қызылшамен 1 142 науқас ем алып жатыр.")
    assert [(o.disease, o.value) for o in found] == [("measles", 1142)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The service summed up the fourth quarter of 2023.\n- Brucellosis: 21 cases (34 in the same period of 2022)\n"
         "- Tuberculosis: 74 cases (80)",
         [("2023-12-31", 21), ("2022-12-31", 34), ("2023-12-31", 74), ("2022-12-31", 80)]),
        ("Сведения за 19–25 февраля 2024 года:\nГрипп — 6\nКорь — 19", [("2024-02-25", 6), ("2024-02-25", 19)]),
        ("Sputnik өлкөлөрдүн 2022-жылдагы кургак учук боюнча маалыматын топтоду.\n"
         "Казакстан – 8 914 жаңы бейтап, 298 адам каза болгон.\nӨзбекстан – 12 850 жаңы бейтап.",
         [("2022-12-31", 8914), ("2022-12-31", 298), ("2022-12-31", 12850)]),
    ],
)  # fmt: skip
def test_the_sentence_above_a_list_says_which_period_it_covers(text: str, shown: list[tuple[str, int]]) -> None:
    assert [(str(o.date), o.value) for o in read(text)] == shown


def test_new_patients_are_cases_whatever_is_told_behind_them() -> None:
    found = read("Казакстан – 8 914 жаңы бейтап, 298 адам кургак учуктан каза болгон.", "KG")
    assert [(o.measure, o.value) for o in found] == [("cases", 8914), ("deaths", 298)]


def test_a_table_with_a_disease_a_column() -> None:
    text = "Данные по ОРВИ за 4–10 марта 2024 года.\n\nРегион | ОРВИ | Грипп\nАстана | 9 412 | 14\nАлматы | 11 087 | 22"
    shown = [(o.disease, o.aggregation, o.value, str(o.date)) for o in read(text)]
    assert shown == [
        ("arvi", "new", 9412, "2024-03-10"), ("influenza", "new", 14, "2024-03-10"),
        ("arvi", "new", 11087, "2024-03-10"), ("influenza", "new", 22, "2024-03-10"),
    ]  # fmt: skip


def test_the_title_says_whether_a_figure_told_again_is_new() -> None:
    title = "За сутки в Казахстане коронавирус выявили у 3 216 человек"
    text = "По данным на 14 марта в Казахстане коронавирусом заразились 3 216 человек.\nАстана – 412\nАлматы – 603"
    found = extract(Report("x", title, text, DAY, "KZ"))
    assert [(o.aggregation, o.value) for o in found] == [("new", 3216), ("new", 412), ("new", 603)]


def test_what_follows_a_weeks_cases_is_of_that_week() -> None:
    found = read("За неделю зарегистрировано 214 случаев кори.\nГоспитализированы 133 больных, умер один.")
    assert {(str(o.period_start), str(o.date)) for o in found} == {("2024-03-09", "2024-03-15")}


def test_a_country_behind_one_with_deaths_has_cases() -> None:
    text = "КГЛ за 2023 год:\nКазахстан — 38 случаев, 4 человека умерли\nУзбекистан — 96 случаев"
    assert [(o.measure, o.place, o.value) for o in read(text)] == [
        ("cases", "KZ", 38), ("deaths", "KZ", 4), ("cases", "UZ", 96),
    ]  # fmt: skip


def test_a_range_of_months_counts_nobody() -> None:
    text = "Treatment of tuberculosis was cut from 20 to 6 months. As of March 1, 5,870 patients are on register."
    assert [(o.measure, o.aggregation, o.value) for o in read(text)] == [("active_cases", "stock", 5870)]


@pytest.mark.parametrize(
    "text",
    [
        "Еще 97 случаев COVID-19 выявили в Казахстане.\nСейчас в стране подтверждены 1949 случая. Из них 447 человек "
        "вылечились, 19 скончались.",
        "Another 97 COVID-19 cases were found in Kazakhstan.\nThere are now 1,949 cases in the country. Of them 447 "
        "people have recovered, 19 died.",
    ],
)
def test_a_far_larger_count_behind_an_increment_is_the_total_and_so_are_its_parts(text: str) -> None:
    shown = [("new", 97), ("cumulative", 1949), ("cumulative", 447), ("cumulative", 19)]
    assert [(o.aggregation, o.value) for o in read(text)] == shown


def test_few_deaths_behind_a_total_are_the_days() -> None:
    text = (
        "За сутки в Кыргызстане выявлено 438 случаев коронавируса.\nВсего заболели 3346 медиков. Скончались семь "
        "пациентов: пятеро в Бишкеке, двое в Чуйской области. Количество летальных исходов достигло 1188.\n"
        "Выписаны 412 человек. Общее количество зараженных – 63 229."
    )
    assert [(o.aggregation, o.value) for o in read(text, "KG") if o.measure in ("deaths", "recovered")] == [
        ("new", 7), ("new", 5), ("new", 2), ("cumulative", 1188), ("new", 412),
    ]  # fmt: skip


def test_regions_are_of_the_count_that_they_add_up_to() -> None:
    text = (
        "COVID-19 выявлен у 274 человек. 136 зараженных обнаружили в Ташкентской области, 90 в Ташкенте, 29 в "
        "Сырдарьинской области, 16 в Андижанской области и 3 в Навоийской области. Общее число достигло 20 226."
    )
    assert {o.aggregation for o in read(text, "UZ") if o.value < 20_226} == {"new"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("No measles cases were registered in Talas, and 22 cases in Osh region.", {("KG-T", 0), ("KG-O", 22)}),
        ("Корь не регистрировалась в Таласской и Нарынской областях.", {("KG-T", 0), ("KG-N", 0)}),
        (
            "Больше всего случаев кори в Бишкеке – 96, Ошской – 71, Таласской области – 4 и области Абай – 2.",
            {("KG-GB", 96), ("KG-O", 71), ("KG-T", 4), ("KZ-10", 2)},
        ),
    ],
)
def test_each_place_keeps_its_own_count(text: str, shown: set[tuple[str, int]]) -> None:
    assert {(o.place, o.value) for o in read(text, "KG")} == shown
