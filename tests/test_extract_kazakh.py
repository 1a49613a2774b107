"""Short Kazakh and Kyrgyz reports of our own wording: one mechanism of reading in each."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.extract import extract
from transforms.models import Observation, Report

PUBLISHED = date(2024, 6, 12)


def read(text: str, title: str = "", country: str = "KZ") -> list[Observation]:
    """What is read from a report published on 12 June 2024."""
    return extract(Report("t", title, text, PUBLISHED, country))


def counts(text: str, *fields: str, title: str = "", country: str = "KZ") -> list[tuple[object, ...]]:
    """The value and some other fields of each figure, in order."""
    return [(o.value, *(getattr(o, f) for f in fields)) for o in read(text, title, country)]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Абай облысында 5 маусымға дейін 17 адам жұқпалы аурулар ауруханасына жатқызылған.", "KZ", "anthrax"),
        ("Быйыл Нарында 9 адам жугуштуу оорулар ооруканасына жаткырылган.", "KG", "anthrax"),
    ],
)
def test_a_hospitals_name_is_no_disease(text: str, country: str, expected: str) -> None:
    title = "Күйдіргіден күдік" if country == "KZ" else "Күйдүргү чыкты"
    assert [o.disease for o in read(text, title, country)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Қызылшадан күдікті 7 адамнан вирус табылмады.",
        "Бүгін қызылшаға тексерілген 40 адамнан дерт анықталған жоқ.",
        "Кызылчага шектелген 5 баладан вирус аныкталган эмес.",
    ],
)
def test_what_the_verb_denies_is_no_figure(text: str) -> None:
    assert [o.value for o in read(text) if o.value] == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ауданда 31 адам бруцеллезбен ауырды, деп хабарлады облыстық басқарма 10 маусымда.", "KZ"),
        ("Районда 31 адам бруцеллёз менен ооруду, деп билдирди облустук борбор 10-июнда.", "KG"),
    ],
)
def test_a_day_behind_the_telling_verb_is_when_it_was_told(text: str, country: str) -> None:
    assert counts(text, "aggregation", "date", country=country) == [(31, "cumulative", date(2024, 6, 10))]


def test_a_list_larger_than_the_figure_above_breaks_down_the_total() -> None:
    text = (
        "11-июнга карата биринчи дозаны 90 400 киши, экинчи дозаны 61 200 киши алды.\n\n"
        "Бир суткада эмделгендер: 1-доза – 310, 2-доза – 205.\n\n"
        "Аймактар (толук эмделгендер):\nНарын облусу — 7 150\nТалас облусу — 6 040"
    )
    found = {o.value: (o.measure, o.aggregation) for o in read(text, "Коронавируска каршы эмдөө", "KG")}
    assert found[7150] == found[6040] == ("vaccine_dose_2", "cumulative")
    assert found[205] == ("vaccine_dose_2", "new")


def test_respectively_takes_the_diseases_of_the_sentence_before() -> None:
    text = (
        "Облыста сәуір айында скарлатинаның 18, желшешектің 240 жағдайы тіркелді. "
        "Былтырғы сәуірде тиісінше 11 және 310 жағдай болған."
    )
    assert counts(text, "disease", "date")[2:] == [
        (11, "scarlet-fever", date(2023, 4, 30)),
        (310, "varicella", date(2023, 4, 30)),
    ]


def test_two_joined_places_share_two_joined_numbers() -> None:
    text = "Жыл башынан бери Талас менен Нарында 64 жана 51 учур катталды, калгандары башка облустарда."
    assert counts(text, "place", title="Бруцеллёз", country="KG") == [(64, "KG-T"), (51, "KG-N")]


def test_after_several_diseases_the_texts_own_goes_on() -> None:
    text = (
        "Жыл башынан бери курч ичеги инфекциясы менен 2 310 адам ооруду. "
        "Дизентерия 140 кишиден, сальмонеллёз 96 кишиден табылды. Үч бала каза тапты."
    )
    assert counts(text, "disease", title="Ичеги инфекциялары", country="KG")[-1] == (3, "acute-intestinal-infection")


def test_an_aside_on_the_dead_does_not_set_the_place() -> None:
    text = (
        "Өткөн суткада Кыргызстанда коронавирустан бир бейтап каза болду, бул – Ош шаарынын тургуну. "
        "Жалпысынан 1 204 адам каза тапты."
    )
    assert counts(text, "place", country="KG") == [(1, "KG"), (1204, "KG")]


def test_a_rounded_title_gives_way_to_the_more_exact_figure() -> None:
    text = "Өткен аптада 64,7 мың адам ЖРВИ-мен ауырды."
    assert [o.value for o in read(text, "Бір аптада 64 мың адам ЖРВИ-мен ауырды")] == [64700]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Алматыда 5 маусымда 12 адам қызылшамен ауырды.", "KZ-75"),
        ("Ош шаарында бир суткада 12 адам кызылча менен ооруду.", "KG-GO"),
        ("Кызылчанын 98 учуру катталды: Жалал-Абадда 98.", "KG-J"),
    ],
)
def test_a_place_that_opens_the_text_is_no_dateline(text: str, place: str) -> None:
    country = place[:2]
    assert (12 if "12" in text else 98, place) in counts(text, "place", country=country)


@pytest.mark.parametrize(
    "text",
    [
        "Соңғы тәулікте коронавирустан 3 адам, пневмониядан 2 адам қайтыс болды.",
        "Акыркы суткада коронавирустан 3 киши, пневмониядан 2 киши каза болду.",
    ],
)
def test_a_closing_verb_speaks_for_the_whole_list(text: str) -> None:
    assert counts(text, "measure", title="COVID-19") == [(3, "deaths"), (2, "deaths")]


def test_one_family_is_no_patient() -> None:
    text = "Облыстық ауруханаға бір отбасынан бес адам түсті."
    assert [o.value for o in read(text, "Ботулизм")] == [5]


def test_a_week_that_only_compares_is_not_when_it_happened() -> None:
    text = "Бір аптада 540 адам вирус жұқтырды, бұл алдыңғы аптадан екі есе көп."
    assert counts(text, "date", title="Коронавирус") == [(540, PUBLISHED)]


@pytest.mark.parametrize(
    "text",
    [
        "Shyǵys Qazaqstan oblysynda brýsellezdiń 48 jaǵdaıy tirkelip, 3 adam aýrýhanaǵa jatqyzyldy.",
        "S'yg'ys Qazaqstan oblysynda bry'sellezdin' 48 jag'dai'y tirkelip, 3 adam ay'ry'hanag'a jatqyzyldy.",
        "Şyğys Qazaqstan oblysynda brusellezdıñ 48 jağdaiy tırkelıp, 3 adam auruhanağa jatqyzyldy.",
        "Şığıs Qazaqstan oblısında brwcellezdiñ 48 jağdayı tirkelip, 3 adam awrwxanağa jatqızıldı.",
        "Shyghys Qazaqstan oblysynda brutsellezding 48 zhaghdayy tirkelip, 3 adam aurukhanagha zhatqyzyldy.",
        "Shygys Qazaqstan oblysynda brusellezdin 48 jagdaiy tirkelip, 3 adam auruhanaga jatqyzyldy.",
    ],
)
def test_one_key_reads_every_latin_alphabet(text: str) -> None:
    assert counts(text, "measure", "disease", "place") == [
        (48, "cases", "brucellosis", "KZ-63"),
        (3, "hospitalised", "brucellosis", "KZ-63"),
    ]


def test_a_country_of_the_paragraph_is_the_country() -> None:
    text = "9-июнда Өзбекстанда 40 адам кызылча менен ооруду. Өлкөдө жалпы 512 учур катталды."
    assert counts(text, "place", country="KG") == [(40, "UZ"), (512, "UZ")]


def test_a_town_lies_in_the_region_of_its_day() -> None:
    def place(day: date) -> list[str | None]:
        text = "Өткен аптада Семейде 12 адам қызылшамен ауырды."
        return [o.place for o in extract(Report("t", "Қызылша", text, day, "KZ"))]

    assert place(date(2020, 6, 12)) == ["KZ-63"]
    assert place(date(2024, 6, 12)) == ["KZ-10"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ауданда ит тістеген сегіз жасар бала құтырудан көз жұмды.", "KZ"),
        ("Айылда ит тиштеген 8 жашар бала кутурмадан каза болду.", "KG"),
    ],
)
def test_one_person_told_by_age_is_one(text: str, country: str) -> None:
    assert counts(text, "measure", "aggregation", "disease", country=country) == [(1, "deaths", "new", "rabies")]
    assert counts(text.replace("құтырудан көз жұмды", "жүр").replace("кутурмадан каза болду", "жүрөт")) == []


def test_who_fell_ill_is_told_by_the_closing_verb() -> None:
    text = "Қызылшаға шалдыққан 31 бала ауруханада жатыр."
    assert counts(text, "measure") == [(31, "hospitalised")]


def test_a_plan_is_no_figure() -> None:
    text = "Күзге дейін 32 мың адам тұмауға қарсы екпе алады деп жоспарланған."
    assert counts(text, "measure", title="Тұмау") == []
