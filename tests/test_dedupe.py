"""Reprints are found, other days' bulletins are not, and nothing depends on the order in which documents came."""

from __future__ import annotations

import random
import re

import pytest

from bench.dedupe import EDITS, renumber, templates
from transforms.dedupe import (
    LEAST_SIMILARITY,
    band_hashes,
    digest_text,
    fingerprint,
    similarity,
    tells_same_numbers,
)

REGIONS = (
    "Нур-Султан", "Алматы", "Шымкент", "Акмолинская", "Актюбинская", "Алматинская", "Атырауская",
    "Восточно-Казахстанская", "Жамбылская", "Западно-Казахстанская", "Карагандинская", "Костанайская", "Кызылординская",
    "Мангистауская", "Павлодарская", "Северо-Казахстанская", "Туркестанская",
)  # fmt: skip
BACKGROUND = (
    "Напомним, чрезвычайное положение в стране действовало с 16 марта по 11 мая 2020 года. Первые 2 случая "
    "были выявлены 13 марта в Алматы у прибывших из Германии. Министерство здравоохранения просит граждан "
    "носить маски, соблюдать дистанцию не менее 1,5 метра, чаще мыть руки и при первых признаках болезни "
    "звонить по номеру 103, а также пользоваться горячей линией 1406, которая работает круглосуточно на двух "
    "языках и принимает обращения жителей всех регионов без исключения. По данным ведомства, лечение больных "
    "проводится бесплатно во всех инфекционных стационарах."
)


def bulletin(day: int, *, background: bool = False) -> str:
    numbers = random.Random(day)
    lines = [f"{region} область – {numbers.randint(1, 90)}" for region in REGIONS]
    total = 12000 + day * 311
    new = numbers.randint(200, 900)
    head = f"По состоянию на 23:59 {day} июня в Казахстане зарегистрировано {new} новых случаев, в том числе:"
    tail = (
        f"Всего в стране {total // 1000} {total % 1000:03d} заболевших, выздоровели {8000 + day * 77} человек, "
        f"умерли {60 + day} человек."
    )
    return "\n".join([head, *lines, tail, *([BACKGROUND] * background)])


def is_reprint(one: str, other: str, *, same_day: bool = False) -> bool:
    a, b = fingerprint(one), fingerprint(other)
    shares_a_band = any(x == y for x, y in zip(*band_hashes([a, b]), strict=True))
    return shares_a_band and similarity(a, b) >= LEAST_SIMILARITY and tells_same_numbers(a, b, same_day=same_day)


@pytest.mark.parametrize("background", [False, True])
def test_two_days_bulletins_of_one_template_never_merge(background: bool) -> None:
    days = [bulletin(day, background=background) for day in range(8, 18)]
    for number, one in enumerate(days):
        assert not any(is_reprint(one, other, same_day=True) for other in days[number + 1 :])


def test_a_short_statement_repeated_with_another_day_does_not_merge() -> None:
    text = "За сутки {} июня в стране умерли {} человек. " + BACKGROUND
    assert not is_reprint(text.format(13, 4), text.format(14, 7))
    assert not is_reprint(text.format(13, 4), text.format(14, 4))


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.upper(),
        lambda text: text.replace("\n", "  "),
        lambda text: "ALMATY. Агентство – " + text + "\nФото: пресс-служба. Телефон 7272",
        lambda text: "\n".join(text.split("\n")[:13]),
        lambda text: text.replace("зарегистрировано", "выявлено").replace("заболевших", "инфицированных"),
        lambda text: text.replace("16 043", "16,043"),
    ],
    ids=["case", "spacing", "framed", "cut", "reworded", "thousands"],
)
def test_an_edited_reprint_is_found(edit: object) -> None:
    text = bulletin(13)
    assert callable(edit)
    assert is_reprint(text, edit(text))


def test_of_thirty_kinds_of_edit_hardly_one_is_missed_and_no_two_days_meet() -> None:
    """Every report of the accuracy cases that holds numbers, edited in every way and as of another day."""
    chance, found = random.Random(1), []
    for text in templates():
        today, tomorrow = (re.sub(r"\d+", lambda number: renumber(number[0], chance), text) for _ in range(2))
        found += [is_reprint(today, edit(today, chance), same_day=True) for edit in EDITS.values()]
        assert not is_reprint(today, tomorrow), today[:60]
    assert len(EDITS) == 30
    assert sum(found) >= 0.99 * len(found)


def test_the_digest_folds_case_and_spacing_but_keeps_digits() -> None:
    assert digest_text("Всего  878\nслучаев") == digest_text("всего 878 СЛУЧАЕВ")
    assert digest_text("всего 878 случаев") != digest_text("всего 879 случаев")


def test_bands_are_the_same_on_every_machine() -> None:
    bands, without_words = band_hashes([fingerprint("один два три четыре пять шесть"), fingerprint("")])
    assert bands[:2] == [-73801299612399918, 7268301677967413679]
    assert len(without_words) == 16


def test_a_text_cut_to_a_number_or_two_joins_no_other_day() -> None:
    words = " ".join(a + b for a in "абвгдежз" for b in ("дом", "лес", "река", "поле", "гора", "мост", "сад", "дождь"))
    whole = f"В больнице 7 человек, под наблюдением 34. {words}. Привито 96 человек, осмотрено 4188."
    cut = whole[: whole.index(". Привито")]
    another_day = whole.replace("96", "23").replace("4188", "6574")
    assert similarity(fingerprint(cut), fingerprint(another_day)) >= LEAST_SIMILARITY
    assert not tells_same_numbers(fingerprint(cut), fingerprint(another_day), same_day=False)
    assert tells_same_numbers(fingerprint(cut), fingerprint(whole), same_day=True)
    assert tells_same_numbers(fingerprint(whole), fingerprint(whole + " Источник."), same_day=False)


def test_the_same_few_figures_in_another_order_are_another_days() -> None:
    today, another = "Ош 3, Нарын 6, Талас 9, Баткен 4", "Ош 9, Нарын 3, Талас 4, Баткен 6"
    assert not tells_same_numbers(fingerprint(today), fingerprint(another), same_day=False)
    assert tells_same_numbers(fingerprint(today), fingerprint(today + ", Чуй 7"), same_day=False)
