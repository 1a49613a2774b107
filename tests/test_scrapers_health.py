"""Which listed articles are worth a request, by a source file's health filter."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from scrapers.health import WORDS, Health, speaks_of_health
from tests.desk import SITE, Desk
from tests.stand_in import Answer, article, list_page


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Минздрав: за сутки выявлено 406 новых случаев COVID-19"),
        ("ru", "В Ошской области растет заболеваемость корью"),
        ("en", "Kazakhstan confirms 12 measles cases"),
        ("kk", "Елімізде бір тәулікте 211 адам коронавирус жұқтырды"),
        ("ky", "Бишкекте кызылча менен 30 бала ооруп жатат"),
        ("uz", "Sogʻliqni saqlash vazirligi: yana 40 kishi kasallandi"),
        ("uz-Cyrl", "Соғлиқни сақлаш вазирлиги янги маълумот берди"),
        ("tg", "Шумораи беморони сурхча ба 12 нафар расид"),
        ("tk", "Aşgabatda ýokanç keseller barada maslahat"),
        ("zh", "哈萨克斯坦新增确诊病例"),
    ],
)
def test_titles_on_health_are_known_by_their_words(language: str, title: str) -> None:
    assert speaks_of_health(title, (language,))
    assert speaks_of_health(title.upper(), ("zh", language))


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "«Кайрат» сыграл вничью с «Астаной»"),
        ("ru", "Курс доллара на 14 июня"),
        ("ru", "Воздух в коридорах умеренно влажный"),
        ("ru", "Чемпионат страны по шахматам"),
        ("en", "President opens a new railway line"),
        ("en", "The whole town watched the match"),
        ("kk", "Қазақстан құрамасы жеңді"),
        ("kk", "Астанада жаңа көпір ашылды"),
        ("ky", "Кыргызстандын курама командасы утту"),
        ("uz", "Toshkentda yangi metro bekati ochildi"),
        ("tg", "Дар Душанбе роҳи нав кушода шуд"),
        ("tk", "Aşgabatda täze köpri açyldy"),
        ("zh", "总统会见外国代表团"),
    ],
)
def test_football_and_politics_are_not(language: str, title: str) -> None:
    assert not speaks_of_health(title, (language,))


def test_every_word_is_written_as_titles_are_compared() -> None:
    listed = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    for words in listed.values():
        assert words == [word for word in words if isinstance(word, str) and word == word.lower()]
        assert len(words) == len(set(words))


def test_a_section_a_word_or_a_missing_title_admits() -> None:
    both = Health(sections="/health/", words=True)
    assert both.admits(f"{SITE}/health/1", "Курс доллара", ["ru"])
    assert both.admits(f"{SITE}/sport/1", None, ["ru"])
    assert not both.admits(f"{SITE}/sport/1", "Курс доллара", ["ru"])
    assert not Health(sections="/health/").admits(f"{SITE}/sport/1", None, ["ru"])


def cards(*titles: tuple[str, str]) -> Answer:
    return Answer("".join(f"<div class=card><a href='/a/{n}'>{t}</a></div>" for n, t in titles).encode())


def test_what_the_list_tells_is_football_is_listed_but_not_fetched(desk: Desk) -> None:
    pages: dict[str, Any] = {"url": f"{SITE}/list?page={{page}}", "entry": "div.card", "link": "a::attr(href)"}
    desk.declare(feeds=[], lists=[{**pages, "title": "a::text"}], health={"words": True})
    desk.web.put("/list?page=1", cards(("1", "Матч"), ("2", "Курс доллара")))
    desk.web.put("/list?page=2", cards(("3", "Коронавирус: данные за сутки"), ("4", "Погода")))
    desk.web.put("/list?page=3", list_page("/a/3"))
    desk.web.put("/a/3", article())
    for fetched in (1, 0):
        assert "left out 3" in desk.crawl()
        assert (desk.summary["listed"], desk.summary["left_out"], desk.summary["fetched"]) == (4, 3, fetched)
    assert desk.rows("select canonical_url from page where kind = 'article'") == [(f"{SITE}/a/3",)]
    assert desk.rows("select listed, left_out from crawl") == [(4, 3), (4, 3)]


def test_a_wrong_health_filter_is_one_clear_line(desk: Desk) -> None:
    desk.declare(health={"word": True})
    printed = desk.crawl(expect=2)
    assert "health.word: unknown key; remove it or use one of: sections, words" in printed
