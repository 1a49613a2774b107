"""The stages over a real archive file and a real database: each does what is undone, once, and can be run again."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from psycopg2.extensions import connection as Connection

from sql.db import load
from tests.print_pdf import print_pdf
from transforms import dedupe, extract, stages
from transforms.extract import version
from transforms.models import Observation, Report
from transforms.workers import LEAST_JOBS

SOURCE = ("source_id", "name", "url", "country", "kind", "rank", "time_zone", "languages", "config")
PAGE = (
    "source_id", "url", "canonical_url", "kind", "status", "content_type", "digest", "listed_at", "listed_title",
    "fetched_at", "warc_file", "warc_offset", "warc_length", "web_archive",
)  # fmt: skip
FETCHED = datetime(2026, 11, 22, 9, tzinfo=UTC)
TEXT = (
    "Министерство здравоохранения опубликовало сведения о больных коронавирусной инфекцией в стране.\n"
    "За {day} июня выявлено {new} новых случаев во всех регионах республики и городах.\n"
    "На утро зарегистрировано {total} случаев с начала пандемии, лечение получают больные в стационарах и дома.\n"
    "Ведомство просит носить маски и соблюдать дистанцию в общественных местах."
)


class Archive:
    """One archive file and its index, filled page by page."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection, self.folder, self.file = connection, folder, folder / "kz_x" / "a.warc.gz"
        self.file.parent.mkdir(parents=True)
        self.file.touch()
        layouts = {"layouts": [{"title": "h1", "body": "div.body", "date": "time"}]}
        sources = [("kz_x", "X", "KZ", 20, "Asia/Almaty"), ("xx_y", "Y", None, 50, "UTC")]
        rows = [(i, n, "https://x/", c, "agency", r, z, ["ru"], layouts) for i, n, c, r, z in sources]
        load(connection, "source", SOURCE, rows)
        connection.commit()

    def add(self, url: str, text: str, published: str = "2020-06-14T09:00", source: str = "kz_x",
            coding: str = "identity", fetched: datetime = FETCHED, html: str | None = None) -> None:  # fmt: skip
        """Archive an article of `text`, its lines as paragraphs."""
        lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        shown = html or f"<h1>Данные</h1><time datetime='{published}'></time><div class=body>{lines}</div>"
        body = gzip.compress(shown.encode()) if coding == "gzip" else shown.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}\r\n\r\n"
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.is_http = True
        record.set_bytes_content(head.encode() + body)
        with self.file.open("ab") as file:
            offset = file.tell()
            with gzip.GzipFile(fileobj=file, mode="wb") as member:
                record.write(member)
            length = file.tell() - offset
        name = str(self.file.relative_to(self.folder))
        digest = dedupe.digest_text(shown)
        row = (source, url, url, "article", 200, "text/html", digest, None, None, fetched, name, offset, length, None)
        load(self.connection, "page", PAGE, [row])
        self.connection.commit()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def change(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
        self.connection.commit()

    def run(self) -> dict[str, dict[str, int]]:
        return {
            "parse": stages.parse_pages(self.connection, self.folder),
            "link": stages.link_reprints(self.connection),
            "extract": stages.extract_documents(self.connection),
            "join": stages.join_stories(self.connection),
            "resolve": stages.resolve_daily_counts(self.connection),
            "check": stages.check_daily_counts(self.connection),
        }


def fake_extract(report: Report) -> list[Observation]:
    """Reads the two figures of TEXT, and the morning as the extractor keeps it: midnight, local."""
    assert report.published is not None
    whole = f"{report.title}\n{report.text}"
    found = []
    for pattern, aggregation in ((r"(\d+) новых", "new"), (r"(\d+) случаев", "cumulative")):
        for match in re.finditer(pattern, whole, re.IGNORECASE):
            new = aggregation == "new"
            day = report.published - timedelta(days=new)
            cut_off = None if new else datetime(day.year, day.month, day.day)
            what = ("covid-19", "cases", aggregation, None, None, int(match[1]), False, False, False)
            where = (match[0], match.start(), match.end())
            found.append(Observation(*what, "KZ", None, day, cut_off, None, None, None, *where))
    return found


@pytest.fixture
def archive(connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(extract, "extract", fake_extract)
    monkeypatch.setattr(version, "ENGINE", "first")
    return Archive(connection, tmp_path)


def bulletin(day: int) -> str:
    return TEXT.format(day=day, new=800 + day * 6, total=18000 + day * 69)


def test_from_archive_to_count_and_a_second_run_does_nothing(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13), coding="gzip")
    archive.add("https://x/14", bulletin(14), "2020-06-15T09:00")
    first = archive.run()
    assert first["parse"] == {"pages": 2, "documents": 2, "unreadable": 0}
    assert first["link"] == {"documents": 2, "reprints": 0, "stories": 2}
    assert first["extract"] == {"documents": 2, "observations": 4}
    assert first["resolve"] == {"documents": 2, "daily_counts": 4, "period_counts": 0, "conflicts": 0}
    counts = "select aggregation, day, value from daily_count order by 1, 2"
    assert archive.rows(counts) == [
        ("cumulative", date(2020, 6, 13), 18897),
        ("cumulative", date(2020, 6, 14), 18966),
        ("new", date(2020, 6, 13), 878),
        ("new", date(2020, 6, 14), 884),
    ]
    tables = ("document", "observation", "candidate", "daily_count", "conflict", "check_result", "story", "reprint")
    before = [archive.rows(f"select xmin, * from {table}") for table in tables]
    again = archive.run()
    assert {name: next(iter(count.values())) for name, count in again.items() if name != "check"} == dict.fromkeys(
        ("parse", "link", "extract", "join", "resolve"), 0
    )
    assert again["check"]["changed"] == 0
    assert [archive.rows(f"select xmin, * from {table}") for table in tables] == before


def test_a_figure_leads_back_to_its_sentence_page_and_url(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.run()
    columns = "evidence, url, source, warc_file, stated_date, published_by, cut_off_at"
    rows = archive.rows(f"select {columns} from daily_count_source where aggregation = 'cumulative'")
    midnight = datetime(2020, 6, 13, 18, tzinfo=UTC)
    assert rows == [("18897 случаев", "https://x/13", "X", "kz_x/a.warc.gz", date(2020, 6, 14), "time", midnight)]


def test_a_foreign_sites_cut_off_is_local_to_the_place(archive: Archive) -> None:
    archive.add("https://y/13", bulletin(13), source="xx_y")
    archive.run()
    assert archive.rows("select distinct cut_off_at from observation where cut_off_at is not null") == [
        (datetime(2020, 6, 13, 18, tzinfo=UTC),)
    ]


def test_unreadable_pages_are_recorded_once_and_read_again_by_a_newer_parser(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add("https://x/empty", "", html="<html><body></body></html>")
    archive.add("https://x/404", "", html="<title>404 Not Found</title><div class=body>404</div>")
    assert archive.run()["parse"] == {"pages": 2, "documents": 0, "unreadable": 2}
    reasons = "select stage, reason from unreadable order by reason"
    assert archive.rows(reasons) == [("parse", "no_text"), ("parse", "not_found")]
    counted = "select source_id, stage, reason, pages from unreadable_count order by reason"
    assert archive.rows(counted) == [("kz_x", "parse", "no_text", 1), ("kz_x", "parse", "not_found", 1)]
    assert archive.run()["parse"]["pages"] == 0
    monkeypatch.setattr(stages, "PARSER_VERSION", "newer")
    assert archive.run()["parse"]["unreadable"] == 2
    assert archive.rows(reasons) == [("parse", "no_text"), ("parse", "not_found")]


def test_a_damaged_record_does_not_stop_the_others(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.add("https://x/14", bulletin(14), "2020-06-15T09:00")
    archive.change("update page set warc_offset = warc_offset + 7 where url = 'https://x/13'")
    assert archive.run()["parse"] == {"pages": 2, "documents": 1, "unreadable": 1}
    assert archive.rows("select reason from unreadable") == [("damaged_record",)]


def test_a_changed_layout_makes_its_sources_documents_stale(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.add("https://y/13", bulletin(12), source="xx_y")
    archive.run()
    archive.change("""update source set config = '{"layouts": [{"title": "h1", "body": "div.body p:nth-child(2)"}]}'
                      where source_id = 'kz_x'""")
    again = archive.run()
    assert again["parse"]["documents"] == 1
    assert archive.rows("select text from document where source_id = 'kz_x'") == [(bulletin(13).split("\n")[1],)]
    standing = "select value from observation join document using (document_id) where retracted_at is null"
    assert archive.rows(standing + " and source_id = 'kz_x'") == [(878,)]
    assert archive.rows("select count(*) from daily_count where aggregation = 'cumulative'") == [(1,)]
    assert archive.run()["parse"]["pages"] == 0


def test_a_document_that_gets_its_own_address_back_leaves_its_former_versions_to_be_counted(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.add("https://x/14", bulletin(14).split("\n")[1])
    archive.add("https://y/13", bulletin(12), source="xx_y")
    archive.run()
    counts = "select place, measure, aggregation, day, value, value_min, value_max from daily_count order by 1, 2, 3, 4"
    before = archive.rows(counts)
    archive.change("update document set canonical_url = 'https://x/13', parsed_with = 'old', counted_at = null"
                   " where canonical_url = 'https://x/14'")  # fmt: skip
    stages.resolve_daily_counts(archive.connection)
    assert archive.rows(counts) != before
    assert archive.run()["parse"]["documents"] == 1
    assert archive.rows(counts) == before


def test_authors_section_heads_and_the_sites_first_day_reach_the_table(archive: Archive) -> None:
    table = "<table><tr><th>Регион</th><th>Случаи</th></tr><tr><td>Алматы</td><td>31</td></tr></table>"
    head = "<meta name=author content='А. Б.'><meta property='article:section' content='Общество'>"
    head += "<meta property='article:published_time' content='2003-05-01'>"
    shown = f"<h1>Данные</h1><time datetime='2020-06-14T09:00'></time><div class=body><p>Итак:</p>{table}</div>"
    archive.add("https://x/13", "", html=f"<html><head>{head}</head><body>{shown}</body></html>")
    archive.run()
    parts = "select authors, section, heads, published_by from document"
    assert archive.rows(parts) == [(["А. Б."], "Общество", [1], "meta")]
    archive.change("update source set config = config || '{\"since\": \"2010-01-01\"}' where source_id = 'kz_x'")
    assert archive.run()["parse"]["documents"] == 1
    assert archive.rows(parts) == [(["А. Б."], "Общество", [1], "time")]
    assert archive.run()["parse"]["pages"] == 0


def test_a_large_batch_gives_each_page_its_own_document(archive: Archive) -> None:
    for number in range(LEAST_JOBS + 5):
        archive.add(f"https://x/{number}", f"За сутки выявлено {number} новых случаев.")
    archive.change("update page set warc_offset = warc_offset + 7 where url = 'https://x/7'")
    parsed = stages.parse_pages(archive.connection, archive.folder)
    assert parsed == {"pages": LEAST_JOBS + 5, "documents": LEAST_JOBS + 4, "unreadable": 1}
    own = "'За сутки выявлено ' || split_part(canonical_url, '/', 4) || ' новых случаев.'"
    assert archive.rows(f"select count(*) from document where text = {own}") == [(LEAST_JOBS + 4,)]


def test_a_pdf_is_counted_like_any_other_document(archive: Archive) -> None:
    lines = ["Сводка министерства", "За 13 июня выявлено 878 новых случаев."]
    archive.add("https://x/13.pdf", "", html=print_pdf(lines, made="D:20200614090000+06'00'").decode("ascii"))
    archive.run()
    assert archive.rows("select parsed_by, published_by, language from document") == [("pdf", "pdf", "ru")]
    assert archive.rows("select value, day from daily_count") == [(878, date(2020, 6, 13))]


def test_a_page_that_can_no_longer_be_read_falls_silent(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.run()
    archive.change("update page set content_type = 'application/zip'")
    archive.change("update source set time_zone = 'Asia/Aqtau'")
    archive.run()
    assert archive.rows("select count(*) from daily_count") == [(0,)]
    assert archive.rows("select count(*) from observation where retracted_at is null") == [(0,)]


def test_a_new_extractor_retracts_and_replaces(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.run()
    monkeypatch.setattr(version, "ENGINE", "second")
    monkeypatch.setattr(extract, "extract", lambda report: fake_extract(report)[:1])
    assert archive.run()["extract"] == {"documents": 1, "observations": 1}
    engine = "split_part(extractor_version, '-', 1)"
    rows = archive.rows(f"select {engine}, value, retracted_at is null from observation order by 1, 2")
    assert rows == [("first", 878, False), ("first", 18897, False), ("second", 878, True)]
    assert archive.rows("select value from daily_count") == [(878,)]
    monkeypatch.setattr(version, "ENGINE", "first")
    monkeypatch.setattr(extract, "extract", fake_extract)
    archive.run()
    assert archive.rows("select count(*), count(*) filter (where retracted_at is null) from observation") == [(3, 2)]
    assert len(archive.rows("select 1 from daily_count")) == 2


def framed(text: str) -> str:
    return f"АЛМАТЫ. Другое агентство передает.\n{text}\nФото из архива редакции, телефон 727 200."


def cut(text: str) -> str:
    return "\n".join(text.split("\n")[:3])


ARTICLES: list[tuple[str, str, str, str]] = [
    ("https://x/13", bulletin(13), "2020-06-14T09:00", "kz_x"),
    ("https://y/13", framed(bulletin(13)), "2020-06-14T12:00", "xx_y"),
    ("https://y/13-cut", cut(bulletin(13)), "2020-06-14T15:00", "xx_y"),
    ("https://x/14", bulletin(14), "2020-06-15T09:00", "kz_x"),
    ("https://y/14", bulletin(14).upper(), "2020-06-15T10:00", "xx_y"),
    ("https://x/15", bulletin(15), "2020-06-16T09:00", "kz_x"),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 2, 5, 1, 0, 4)])
def test_reprints_are_linked_whatever_the_order_they_came_in(archive: Archive, order: tuple[int, ...]) -> None:
    for url, text, published, source in (ARTICLES[number] for number in order):
        archive.add(url, text, published, source)
        archive.run()
    originals = "left join document o on o.document_id = d.duplicate_of"
    assert dict(archive.rows(f"select d.canonical_url, o.canonical_url from document d {originals}")) == {
        "https://x/13": None,
        "https://y/13": "https://x/13",
        "https://y/13-cut": "https://x/13",
        "https://x/14": None,
        "https://y/14": "https://x/14",
        "https://x/15": None,
    }
    first = "select canonical_url from story join document on document_id = first_document_id order by 1"
    assert archive.rows(first) == [("https://x/13",), ("https://x/14",), ("https://x/15",)]
    witnesses = "select extract(day from day)::int, witnesses, independent_witnesses from daily_count"
    assert sorted(archive.rows(f"{witnesses} where aggregation = 'new'")) == [(13, 3, 1), (14, 2, 1), (15, 1, 1)]


def test_another_reprint_finder_links_everything_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for article in ARTICLES:
        archive.add(*article)
    archive.run()
    links = "select document_id, duplicate_of, duplicate_score from document order by 1"
    before = archive.rows(links)
    monkeypatch.setattr(dedupe, "METHOD", "another")
    assert archive.run()["link"]["documents"] == len(ARTICLES)
    assert archive.rows(links) == before
    assert archive.rows("select count(*) from story") == [(3,)]


def test_an_edit_of_one_url_is_a_version_of_its_story(archive: Archive) -> None:
    stamp = '<meta property="article:{}_time" content="{}">'
    for total, modified in (("18345", "2020-06-14T09:00"), ("18897", "2020-06-16T10:00")):
        lines = "".join(f"<p>{line}</p>" for line in bulletin(13).replace("18897", total).split("\n"))
        head = stamp.format("published", "2020-06-14T09:00") + stamp.format("modified", modified)
        archive.add("https://x/13", "", html=f"<head>{head}</head><h1>Данные</h1><div class=body>{lines}</div>")
    archive.run()
    assert archive.rows("select count(*), count(distinct story_id), count(duplicate_of) from document") == [(2, 1, 1)]
    assert archive.rows("select value from daily_count where aggregation = 'cumulative'") == [(18897,)]
    assert archive.rows("select count(*) from conflict") == [(0,)]


def test_a_source_that_changes_rank_is_counted_anew(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.add("https://y/13", bulletin(13).replace("878", "879"), source="xx_y")
    archive.run()
    value = "select value from daily_count where aggregation = 'new'"
    assert archive.rows(value) == [(878,)]
    layouts = {"layouts": [{"title": "h1", "body": "div.body", "date": "time"}]}
    row = ("xx_y", "Y", "https://x/", None, "agency", 10, "UTC", ["ru"], layouts)
    load(archive.connection, "source", SOURCE, [row])
    archive.connection.commit()
    archive.run()
    assert archive.rows(value) == [(879,)]


def test_places_and_diseases_are_loaded_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.run()
    shown = "select p.name, p.kind, c.time_zone from place p join place c on c.place = p.country"
    assert archive.rows(f"{shown} where p.place = 'KZ-75'") == [("Almaty", "city", "Asia/Almaty")]
    assert archive.rows("select place from place_name where name = 'KZ-ALA'") == [("KZ-75",)]
    assert archive.rows("select name, icd10[1] from disease where disease = 'covid-19'") == [("COVID-19", "U07.1")]
    tables = ("place", "place_name", "disease")
    before = [archive.rows(f"select xmin, * from {table} order by 2, 3") for table in tables]
    monkeypatch.setattr(version, "ENGINE", "second")
    archive.run()
    assert [archive.rows(f"select xmin, * from {table} order by 2, 3") for table in tables] == before


def test_the_planner_knows_the_tables_before_much_that_is_new_is_compared(archive: Archive) -> None:
    archive.add("https://x/13", bulletin(13))
    archive.run()
    assert archive.rows("select reltuples from pg_class where relname in ('observation', 'page')") == [(2,), (1,)]
