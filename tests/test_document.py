"""Pages of every kind become documents with their lines, dates and language, or say why they cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.dates import read_date
from transforms.document import parse_page, version_instant
from transforms.fragment import read_lines
from transforms.language import detect_language
from transforms.models import Document, Layout, Page, Unreadable

FETCHED = datetime(2026, 11, 22, 9, tzinfo=UTC)
ALMATY = "Asia/Almaty"
LAYOUT = Layout(body="div.body", title="h1", date="span.when")
BODY = "<p>По состоянию на 23:59 13 июня в стране зарегистрировано 258 новых случаев.</p>"


def page(html: str | bytes, content_type: str | None = "text/html; charset=utf-8", **more: object) -> Page:
    body = html if isinstance(html, bytes) else html.encode()
    values = {"listed_at": None, "listed_title": None, **more}
    url = "https://x.kz/a"
    return Page(1, "kz_x", url, url, 200, content_type, body, FETCHED, **values)  # type: ignore[arg-type]


def parse(html: str | bytes, *layouts: Layout, content_type: str | None = "text/html; charset=utf-8") -> Document:
    found = parse_page(page(html, content_type), layouts or (LAYOUT,), ALMATY)
    assert isinstance(found, Document), found
    return found


def article(head: str = "", when: str = "", body: str = BODY) -> str:
    shown = f"<h1>Данные</h1><span class=when>{when}</span><div class=body>{body}</div>"
    return f"<html><head>{head}</head><body>{shown}</body></html>"


def jsonld(**values: str) -> str:
    items = ", ".join(f'"{name}": "{value}"' for name, value in values.items())
    return f'<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", {items}}}]}}</script>'


def test_structured_data_goes_before_the_layout() -> None:
    found = parse(
        article(
            jsonld(headline="Заголовок", datePublished="2020-06-14T09:05:00+06:00", dateModified="2020-06-16T10:40:00"),
            when="01.01.2020",
        )
    )
    assert (found.title, found.published_by, found.parsed_by) == ("Заголовок", "jsonld", "layout:1")
    assert found.published_at == datetime(2020, 6, 14, 3, 5, tzinfo=UTC)
    assert found.modified_at == datetime(2020, 6, 16, 4, 40, tzinfo=UTC)  # no zone: the site's own
    assert (found.language, found.script) == ("ru", "Cyrl")


@pytest.mark.parametrize(
    ("html", "method"),
    [
        (article('<meta property="article:published_time" content="2020-06-14T09:05:00+06:00">'), "meta"),
        (article(body=BODY + "<time datetime='2020-06-14T09:05'>сегодня</time>"), "time"),
        (article(when="09:05, 14 Июня 2020"), "layout"),
        (article(body="<span class='post-date'>14 маусым 2020, 09:05</span>" + BODY), "text"),
    ],
)
def test_each_sign_of_the_date_is_named(html: str, method: str) -> None:
    found = parse(html)
    assert (found.published_at, found.published_by) == (datetime(2020, 6, 14, 3, 5, tzinfo=UTC), method)


def test_relative_words_count_from_the_fetch() -> None:
    found = parse(article(when="вчера, 10:30"))
    assert (found.published_at, found.published_by) == (datetime(2026, 11, 21, 5, 30, tzinfo=UTC), "relative")


def test_a_date_after_the_fetch_is_not_believed() -> None:
    found = parse(article(jsonld(datePublished="2030-01-02"), when="14.06.2020"))
    assert (found.published_at, found.published_by) == (datetime(2020, 6, 13, 18, tzinfo=UTC), "layout")


def test_the_first_of_january_is_no_default() -> None:
    found = parse(article(body=BODY.replace("13 июня", "") + "<p>© 2020</p>"))
    assert (found.published_at, found.published_by) == (None, None)
    listed = datetime(2020, 6, 14, tzinfo=UTC)
    again = parse_page(page(article(body="<p>© 2020</p>"), listed_at=listed), [Layout(body="div.body")], ALMATY)
    assert isinstance(again, Document)
    assert (again.published_at, again.published_by) == (listed, "listed")


def test_lists_tables_and_line_breaks_stay_lines() -> None:
    html = """<div><p>Всего:</p><ul><li>Алматы – 31</li><li>Шымкент –
      10</li></ul><table><tr><th>Регион</th><th>Случаи</th></tr><tr><td>Атырау <b>обл.</b></td><td>24</td></tr></table>
      один<br>два<script>var x = 1;</script><!-- no --><table><tr><td><p>a</p><p>b</p></td></tr></table></div>"""
    assert read_lines(html).split("\n") == [
        "Всего:", "Алматы – 31", "Шымкент – 10", "Регион | Случаи", "Атырау обл. | 24", "один", "два", "a", "b",
    ]  # fmt: skip


def test_layouts_are_tried_in_order_then_trafilatura() -> None:
    old, new = Layout(body="div.old"), Layout(body="div.body")
    assert parse(article(), old, new).parsed_by == "layout:2"
    lines = [f"<p>В стране за сутки зарегистрировано {n} новых случаев, сообщает ведомство.</p>" for n in range(9)]
    lines += ["<ul><li>Алматы – 31</li></ul><table><tr><th>Регион</th><th>Случаи</th></tr>"]
    lines += ["<tr><td>Атырау</td><td>24</td></tr></table>"]
    found = parse(f"<html><body><article><h1>Д</h1>{''.join(lines)}</article></body></html>", old)
    assert found.parsed_by == "trafilatura"
    assert found.text.split("\n")[-3:] == ["Алматы – 31", "Регион | Случаи", "Атырау | 24"]


def test_a_body_in_several_places_is_joined_and_nested_matches_come_once() -> None:
    html = "<html><body><div class=b>один<div class=b>два</div></div><p>нет</p><div class=b>три</div></body></html>"
    assert parse(html, Layout(body="div.b")).text == "один\nдва\nтри"


@pytest.mark.parametrize("declared", ["text/html; charset=windows-1251", "text/html", "text/html; charset=utf-8"])
def test_the_bytes_decide_where_the_charset_is_wrong_or_missing(declared: str) -> None:
    text = BODY * 5
    assert "зарегистрировано" in parse(article(body=text).encode("windows-1251"), content_type=declared).text


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        ("", "text/html", "empty_body"),
        ("  \n", "text/html", "empty_body"),
        ("PK\x03\x04", "application/zip", "not_html"),
        ("just words", "text/html", "broken_html"),
        ("<html><body><div class=body></div></body></html>", "text/html", "no_text"),
        ("<html><head><title>Как изменится раб", "text/html", "broken_html"),
        ("<title>404 – Страница не найдена</title><div class=body>Увы</div>", None, "not_found"),
        ("<h1>Бет табылмады</h1><div class=body>404</div>", None, "not_found"),
        ("<h1>Sahifa topilmadi</h1><div class=body>404</div>", None, "not_found"),
    ],
)
def test_what_cannot_be_read_says_why(body: str, content_type: str | None, reason: str) -> None:
    found = parse_page(page(body, content_type), [Layout(body="div.body", title="h1")], ALMATY)
    assert isinstance(found, Unreadable)
    assert found.reason == reason


def test_an_article_about_a_missing_page_is_an_article() -> None:
    text = BODY * 12
    html = f"<html><h1>Почему страница не найдена: разбор</h1><body><div class=body>{text}</div></body></html>"
    assert parse(html).title.startswith("Почему")


JUNE = """14 июня 2020|14 июня 2020 г., 12:30|14.06.2020|14.06.20|14/06/2020|2020.06.14|14-06-2020 10:00
10:00, 14 Июня 2020
Sun, 14 Jun 2020 10:00:00 +0600|2020-06-14T10:00:00+0600|2020-06-14 10:00:00.5Z|June 14, 2020|14th of June 2020
Jun 14, 2020 3:05 pm|2020 жылғы 14 маусым|14 маусымда 2020|2020 жылдың 14 маусымында|2020 ж. 14 маусым
14 МАУСЫМ 2020|2020 jylǵy 14 maýsym|14 mausym 2020|2020-жылдын 14-июну|2020-ж., 14-июнунда|14-июнь, 2020-жыл
14 кулжа 2020|2020 йил 14 июнь|2020-йил 14-июнь|14 июнь, 2020 йил|2020-yil 14-iyun|14 iyunda 2020|2020 yil 14 iyun
14 июни 2020|14 июни соли 2020|14-уми июни соли 2020|14-nji iýun 2020|2020-nji ýylyň 14-nji iýuny
14-nji iýunynda 2020|2020年6月14日|2020 年 6 月 14 日 10:00|08:32, 14 6月 2020|Июн 14 / 12:21 / 2020
08:49, 14 Июнь 2020, GMT +6|17:04 / 2020-06-14|10:46 / 14.06.2020|14 июня 2020, 09:08, Бишкек - 24.kg"""
OTHERS = {
    "2021-01-14": "14 январи 2021|14 ýanwar 2021|14 қаңтар 2021|14 yanvar 2021",
    "2020-03-14": "14 mart 2020|14 марти 2020|14 наурызда 2020",
    "2020-05-14": "14 майи 2020|14 мая 2020|14 maý 2020|May 14, 2020|14 мамырда 2020",
    "2020-06-05": "05.06.2020|5/6/2020",
    "2020-07-14": "14-теке 2020|14-nji iýul 2020 ý.|14 шілдеде 2020",
    "2020-08-14": "14 баш оона 2020|14 awgust 2020|14 августи 2020|14 тамыз 2020",
    "2020-09-14": "14 сентябри 2020|14-nji sentýabr 2020|14 қыркүйекте 2020",
    "2026-11-14": "14 ноября|14 қараша, 10:00",
    "2025-12-14": "14 декабря, 10:00",
    "2026-11-21": "вчера|кеше 15:00|кечээ|昨天 12:30|дирӯз, 18:00|Düýn 10:15|Кеше 17:45",
    "2026-11-22": "3 часа назад|2 саат мурун|3 soat oldin|bugun, 09:10|бүгүн|бүгін|5 minutes ago|Имрӯз, 10:20"
    "|Şu gün 09:15|Бүгін 12:20",
}
ALL = {"2020-06-14": JUNE.replace("\n", "|"), **OTHERS}
FORMS = [(day, form) for day, forms in ALL.items() for form in forms.split("|")]


@pytest.mark.parametrize(("day", "form"), FORMS)
def test_dates_in_every_language(day: str, form: str) -> None:
    found = read_date(form, ALMATY, FETCHED)
    assert found is not None
    assert found.at.date().isoformat() == day


@pytest.mark.parametrize("text", ["", "Казинформ", "31 февраля 2020", "14 человек в 2020", "майор 14 2020"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text, ALMATY, FETCHED) is None


def test_kazakhstans_zone_changes_with_time() -> None:
    before, after = read_date("29.02.2024 12:00", ALMATY, FETCHED), read_date("02.03.2024 12:00", ALMATY, FETCHED)
    assert before is not None and after is not None
    assert (before.at.astimezone(UTC).hour, after.at.astimezone(UTC).hour) == (6, 7)


def test_a_zone_printed_after_the_clock_counts() -> None:
    for text, hour in (("08:49, 12 Февраль 2026 | GMT +6", 2), ("25 November 2020 10:40 (UTC+04:30)", 6)):
        found = read_date(text, ALMATY, FETCHED)
        assert found is not None
        assert found.at.astimezone(UTC).hour == hour


def test_a_dateline_is_a_date_where_nothing_else_is() -> None:
    lines = "<p>ДУШАНБЕ, 17.07.21 /АМИТ «Ховар»/. В стране выявлено 258 новых случаев.</p>"
    found = parse(f"<html><body><h1>Данные</h1><div class=body>{lines}</div></body></html>", Layout(body="div.body"))
    assert (found.published_at, found.published_by) == (datetime(2021, 7, 16, 18, tzinfo=UTC), "text")


@pytest.mark.parametrize("line", ["20 августа 2025, 15:22", "USD 87,42 EUR 101,10", "3 418", "2020-06-14 20:31 网"])
def test_what_stands_between_headline_and_text_is_cut(line: str) -> None:
    text = "".join(f"<p>В области {n} за сутки зарегистрировано 31 случай кори, сообщили врачи.</p>" for n in range(5))
    html = f"<html><body><article><h1>Корь в области</h1><p>{line}</p>{text}</article></body></html>"
    assert parse(html, Layout(body="div.none")).text.startswith("В области 0 за сутки")


@pytest.mark.parametrize("line", ["На 14 июня:", "14 июня 2020: 31 случай", "Алматы – 31", "31 случай"])
def test_a_line_that_says_something_is_kept(line: str) -> None:
    text = "".join(f"<p>В области {n} за сутки зарегистрировано 31 случай кори, сообщили врачи.</p>" for n in range(5))
    html = f"<html><body><article><h1>Корь в области</h1><p>{line}</p>{text}</article></body></html>"
    assert parse(html, Layout(body="div.none")).text.startswith(line)


def test_a_page_that_only_asks_for_script_has_no_text() -> None:
    html = "<html><body><noscript>Для работы портала включите JavaScript.</noscript><div id=root></div></body></html>"
    found = parse_page(page(html), [], ALMATY)
    assert isinstance(found, Unreadable)
    assert found.reason == "no_text"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("По данным Министерства здравоохранения, выявлено 258 новых случаев", ("ru", "Cyrl")),
        ("Денсаулық сақтау министрлігінің мәліметінше, 258 жаңа жағдай тіркелді", ("kk", "Cyrl")),
        ("Densaulyq saqtaý mınıstrliginiń málimetinshe, elimizde 258 jańa jaǵdaı tirkeldi", ("kk", "Latn")),
        ("Саламаттык сактоо министрлиги 258 жаңы учур катталганын билдирди", ("ky", "Cyrl")),
        ("Sog‘liqni saqlash vazirligi ma’lumotiga ko‘ra, 258 ta yangi holat aniqlandi", ("uz", "Latn")),
        ("Соғлиқни сақлаш вазирлиги маълумотига кўра, 258 та янги ҳолат аниқланди", ("uz", "Cyrl")),
        ("Вазорати тандурустӣ хабар дод, ки 258 ҳолати нави сироят ба қайд гирифта шуд", ("tg", "Cyrl")),
        ("Saglygy goraýyş ministrligi 258 sany täze ýagdaýyň hasaba alnandygyny habar berdi", ("tk", "Latn")),
        ("The Ministry of Health reported 258 new cases", ("en", "Latn")),
        ("哈萨克斯坦新增确诊病例258例", ("zh", "Hans")),
        ("哈薩克斯坦新增確診病例258例", ("zh", "Hant")),
        ("258 / 620", (None, None)),
        ("COVID-19", (None, "Latn")),
    ],
)
def test_language_and_script(text: str, language: tuple[str | None, str | None]) -> None:
    assert detect_language(text) == language


def test_versions_are_ordered_by_what_the_page_says_not_by_the_fetch() -> None:
    published, modified = datetime(2020, 6, 14, tzinfo=UTC), datetime(2020, 6, 16, tzinfo=UTC)
    first = Document("t", "x", None, None, published, "meta", None, "u", "layout:1")
    second = Document("t", "x", None, None, published, "meta", modified, "u", "layout:1")
    assert version_instant(first, None, FETCHED) == published
    assert version_instant(second, None, FETCHED) == modified
    assert version_instant(Document("t", "x", None, None, None, None, None, "u", "p"), None, FETCHED) == FETCHED


@pytest.mark.parametrize(
    ("fetched", "declared", "own"),
    [
        ("https://www.site.kz/news/a-b", "http://site.kz/news/a-b?utm_source=x#top", "https://site.kz/news/a-b"),
        ("https://m.site.kz/news/123456", "//site.kz/news/123456-slug", "https://site.kz/news/123456-slug"),
        ("https://site.kz/news/123456-slug", "/news/123456", "https://site.kz/news/123456"),
        ("https://site.kz/news/a-b", "https://site.kz/news/a-b/", None),
        ("https://site.kz/news/a-b", "https://site.kz/", None),
        ("https://site.kz/", "https://site.kz/news/a-b", None),
        ("https://site.kz/news/a-b", "https://site.kz/news/c-d", None),
        ("https://site.kz/ru/123456", "https://site.kz/kk/123456", None),
        ("https://site.kz/?id=1", "https://www.site.kz/", None),
        ("https://site.kz/news/a-b", "https://other.kz/news/a-b", None),
        ("https://site.kz/news/a-b", "https://[", None),
        ("https://site.kz/news/a-b", None, None),
    ],
)
def test_the_address_that_a_page_declares_counts_where_it_names_the_same_article(
    fetched: str, declared: str | None, own: str | None
) -> None:
    link = f'<link rel="canonical" href="{declared}">' if declared else ""
    document = parse_page(replace(page(article(link)), canonical_url=fetched), [LAYOUT], ALMATY)
    assert isinstance(document, Document)
    assert document.canonical_url == (own or fetched)
