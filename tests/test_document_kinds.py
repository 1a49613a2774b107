"""Pages that are not plain articles: tables, PDF bulletins, walls; authors, sections, dates nobody can have meant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.print_pdf import print_pdf
from tests.test_document import ALMATY, BODY, LAYOUT, article, jsonld, page, parse
from transforms.document import parse_page
from transforms.fragment import read_bodies, read_lines
from transforms.language import detect_language
from transforms.models import Document, Unreadable

TABLE = """<div class=body><p>Данные на утро.</p><table><thead>
<tr><th rowspan=2>Регион</th><th colspan=2>Случаи</th></tr>
<tr><th>за сутки</th><th>всего</th></tr></thead><tbody><tr><td rowspan=2>Алматы</td><td>31</td>
<td rowspan=2>1 240</td></tr>
<tr><td>12</td></tr><tr><td colspan=2>Итого</td><td>43</td></tr></tbody></table><p>Конец.</p></div>"""


def test_the_columns_of_a_table_stay_under_their_heads() -> None:
    found = parse(f"<html><body><h1>Данные</h1>{TABLE}</body></html>")
    assert found.text.split("\n") == [
        "Данные на утро.", "Регион | Случаи | Случаи", "Регион | за сутки | всего", "Алматы | 31 | 1 240",
        "Алматы | 12 |", "Итого | Итого | 43", "Конец.",
    ]  # fmt: skip
    assert found.heads == (1, 2)


def test_a_table_that_only_lays_out_keeps_its_lines() -> None:
    html = (
        "<table><tr><td>меню</td><td><p>один</p><table><tr><td>Алматы</td><td>31</td></tr></table><p>два</p></td></tr>"
    )
    assert read_lines(html + "</table>").split("\n") == ["меню", "один", "Алматы | 31", "два"]


def test_a_page_nested_without_end_is_read() -> None:
    deep = "<div>" * 1500 + "глубоко" + "</div>" * 1500
    assert "глубоко" in parse(f"<html><body><h1>Д</h1><div class=body>{BODY}{deep}</div></body></html>").text


def test_signs_that_would_break_a_line_are_no_text() -> None:
    assert read_bodies([]).text == ""
    assert read_lines("<div><p>\x02один</p>\x07<table><tr><td>а</td><td>\x02б</td></tr></table></div>") == "один\nа | б"


@pytest.mark.parametrize(
    ("head", "authors", "section"),
    [
        ("<meta name=author content='Айгерим Сатова'><meta property='article:section' content='Общество'>",
         ("Айгерим Сатова",), "Общество"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "А. Б."}, '
         '{"name": "Казинформ"}], "articleSection": ["Здоровье", "Общество"]}</script>',
         ("А. Б.", "Казинформ"), "Здоровье"),
        ("<meta property='article:author' content='https://facebook.com/x'>", (), None),
        ("", (), None),
    ],
)  # fmt: skip
def test_authors_and_section(head: str, authors: tuple[str, ...], section: str | None) -> None:
    found = parse(article(head))
    assert (found.authors, found.section) == (authors, section)


def test_an_author_marked_in_the_page_counts_where_metadata_has_none() -> None:
    assert parse(article(body=BODY + "<a rel=author href=/a>Болат  Ким</a>")).authors == ("Болат Ким",)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<h1>Корь</h1><div class=body>Чтобы прочитать статью, войдите или зарегистрируйтесь.</div>", "login_wall"),
        ("<h1>Measles</h1><div class=body>Sign in to continue reading this article.</div>", "login_wall"),
        ("<h1>Қызылша</h1><div class=body>Толық оқу үшін тіркеліңіз. Оқу үшін кіріңіз.</div>", "login_wall"),
        ("<h1>Вход</h1><div class=body><p>Логин</p><input type=password></div>", "login_wall"),
        ("<title>Вход</title><form><input type=password></form></body>", "login_wall"),
        ("<h1>找不到页面</h1><div class=body>抱歉</div>", "not_found"),
    ],
)
def test_a_page_that_answers_200_without_an_article_says_why(html: str, reason: str) -> None:
    found = parse_page(page(f"<html><body>{html}</body></html>"), [LAYOUT], ALMATY)
    assert isinstance(found, Unreadable)
    assert found.reason == reason


def test_a_login_form_beside_an_article_is_no_wall() -> None:
    form = "<form><input type=password><button>Войти</button></form>"
    assert parse(article(body=BODY).replace("<body>", "<body>" + form)).text.startswith("По состоянию")


PRINTED = [
    "Еженедельный бюллетень по кори",
    "За неделю в республике зарегистрировано 31 случай",
    "кори, из них 12 у детей.",
    [["Регион", "Случаи"], ["Алматы", "21"], ["Шымкент", "10"]],
    "Сведения предварительные.",
]


def test_a_pdf_bulletin_is_a_document() -> None:
    body = print_pdf(PRINTED, made="D:20240304101500+05'00'", title="Microsoft Word - bulletin.docx")
    found = parse_page(page(body, "application/octet-stream"), [], ALMATY)
    assert isinstance(found, Document), found
    assert found.text.split("\n") == [
        "Еженедельный бюллетень по кори", "За неделю в республике зарегистрировано 31 случай кори, из них 12 у детей.",
        "Регион | Случаи", "Алматы | 21", "Шымкент | 10", "Сведения предварительные.",
    ]  # fmt: skip
    assert (found.title, found.heads, found.parsed_by) == ("Еженедельный бюллетень по кори", (2,), "pdf")
    assert (found.published_at, found.published_by) == (datetime(2024, 3, 4, 5, 15, tzinfo=UTC), "pdf")
    assert (found.language, found.script) == ("ru", "Cyrl")


def test_a_pdf_is_of_the_day_that_its_list_gives_before_that_of_its_making() -> None:
    listed = datetime(2024, 3, 5, 6, tzinfo=UTC)
    body = print_pdf(PRINTED, made="D:20240304101500Z")
    found = parse_page(page(body, "application/pdf", listed_at=listed, listed_title="Бюллетень № 9"), [], ALMATY)
    assert isinstance(found, Document), found
    assert (found.title, found.published_at, found.published_by) == ("Бюллетень № 9", listed, "listed")


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"%PDF-1.4", "broken_pdf"), (print_pdf([]), "no_text"), (print_pdf(PRINTED)[:400], "broken_pdf")],
)
def test_a_pdf_that_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    found = parse_page(page(body, "application/pdf"), [], ALMATY)
    assert isinstance(found, Unreadable), found
    assert found.reason == reason


def test_no_article_is_older_than_its_site() -> None:
    html = article(jsonld(datePublished="2003-05-01"), when="14.06.2020")
    for since, method in ((date(2010, 1, 1), "layout"), (None, "jsonld")):
        found = parse_page(page(html, since=since), [LAYOUT], ALMATY)
        assert isinstance(found, Document)
        assert found.published_by == method
    assert parse(article(jsonld(datePublished="1970-01-01T00:00:00Z", dateModified="1970-01-01"))).modified_at is None


def test_a_month_that_nobody_knows_is_no_first_of_january() -> None:
    found = parse(article(when="14-nji bahar 2020", body="<p>14-nji bahar 2020 ý. hasaba alyndy, 31 adam.</p>"))
    assert (found.published_at, found.published_by) == (None, None)


def test_a_stated_first_of_january_is_believed() -> None:
    assert parse(article(when="1 января 2021")).published_at == datetime(2020, 12, 31, 18, tzinfo=UTC)


NEIGHBOURS = [
    "Sağlık Bakanlığı son yirmi dört saatte yeni vaka sayısının arttığını ve hastanelerin hazır olduğunu açıkladı",
    "Azərbaycanda son sutkada koronavirusa yoluxanların sayı artıb, xəstəxanalarda müalicə davam etdirilir",
    "Міністерство охорони здоров'я повідомило, що за добу в країні виявлено нові випадки захворювання на кір",
    "Das Gesundheitsministerium meldete am Montag neue Fälle von Masern in mehreren Regionen des Landes",
    "Le ministère de la Santé a annoncé de nouveaux cas de rougeole dans plusieurs régions du pays",
    "Министерството на здравеопазването съобщи за нови случаи на морбили в няколко области на страната",
]


@pytest.mark.parametrize("text", NEIGHBOURS)
def test_a_language_that_is_not_read_is_none_of_ours(text: str) -> None:
    assert detect_language(text)[0] is None
