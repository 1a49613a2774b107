"""WARC files of others become pages like any other: real files written by warcio, a real warehouse, the real DAG."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from samples.serve import WEB
from scrapers.catalogue import load_catalogue
from scrapers.importing import ImportFault, check_whole, copy_articles, find_files, import_file
from sql.db import query
from tests import airflow_environment
from tests.airflow_environment import ROOT
from transforms.stages import parse_pages

NAME = "za-16-iyunya-v-kazahstane-vyyavili-1033-sluchaya-covid-19-f60d13"
ARTICLE = f"https://www.inform.kz/ru/{NAME}"
BODY = (WEB / "www.inform.kz" / "ru" / NAME / "index.html").read_bytes()
CHUNKED = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, BODY[:100], len(BODY) - 100, BODY[100:])
FETCHED = "2020-06-17T04:05:06Z"


def write_warc(file: Path, *, gzipped: bool = True) -> Path:
    """What a web archive hands out: a list, an error, another site, and one article whose transfer was chunked."""
    pages = [
        ("https://www.inform.kz/lenta/", "200 OK", b"<p>list</p>"),
        (ARTICLE.replace("f60d13", "f60d14"), "404 Not Found", b"<p>gone</p>"),
        ("https://example.org/ru/za-16-iyunya-f60d13", "200 OK", BODY),
        (ARTICLE.replace("https", "http") + "?utm_source=x", "200 OK", CHUNKED),
    ]
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=gzipped)
        for url, status, body in pages:
            framing = [("Transfer-Encoding", "chunked")] if body is CHUNKED else []
            head = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8"), *framing], "HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", io.BytesIO(body), http_headers=head, warc_headers_dict={"WARC-Date": FETCHED}
            )
            writer.write_record(record)
    return file


@pytest.mark.parametrize("gzipped", [True, False])
def test_articles_of_our_sites_become_pages_and_documents_once(
    tmp_path: Path, connection: Connection, gzipped: bool
) -> None:
    file = write_warc(tmp_path / ("a.warc.gz" if gzipped else "a.warc"), gzipped=gzipped)
    archive, sources = tmp_path / "archive", list(load_catalogue().values())
    for _ in range(2):
        assert import_file(connection, archive, file, sources) == {"articles": 1, "left_out": 3, "pages": 1}
    assert len(list(archive.rglob("*.warc.gz*"))) == 1
    assert parse_pages(connection, archive)["documents"] == 1
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select p.source_id, p.canonical_url, kind, (fetched_at at time zone 'UTC')::text, parsed_by "
            "from page p join document using (page_id)"
        )
        (row,) = cursor.fetchall()
    assert row[:3] == ("kz_kazinform", ARTICLE, "article")
    assert row[3].startswith("2020-06-17 04:05:06") and row[4] == "layout:1"
    with connection:
        assert query(connection, "select_page_of_urls", urls=[ARTICLE])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>no WARC</html>", "is no WARC file"),
        (gzip.compress(b"no WARC either"), "is no WARC file"),
        (b"", "has no WARC record"),
    ],
)
def test_what_is_no_warc_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "bad.warc"
    file.write_bytes(content)
    with pytest.raises(ImportFault, match=f"bad.warc {said}"):
        check_whole(file)
        copy_articles(tmp_path / "archive", file, "digest", list(load_catalogue().values()))


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_file_that_is_cut_off_leaves_nothing(tmp_path: Path, gzipped: bool) -> None:
    file = write_warc(tmp_path / "cut.warc", gzipped=gzipped)
    file.write_bytes(file.read_bytes()[:-60])
    with pytest.raises(ImportFault, match=r"cut.warc is (damaged or cut off|cut off in its record 4)"):
        check_whole(file)
        copy_articles(tmp_path / "archive", file, "digest", list(load_catalogue().values()))
    assert [each for each in (tmp_path / "archive").rglob("*") if each.is_file()] == []


def test_a_path_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match=r"has no file named \*.warc"):
        find_files(tmp_path)
    with pytest.raises(ImportFault, match="does not exist"):
        find_files(tmp_path / "nowhere")


def test_the_dag_keeps_the_good_files_and_names_the_bad_one(
    tmp_path: Path, connection: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    airflow_environment.set_up()
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db

    bag = DagBag(dag_folder=ROOT / "dags", bundle_path=ROOT, bundle_name="dags-folder")
    DagBundlesManager().sync_bundles_to_db()
    sync_bag_to_db(bag, "dags-folder", None)
    dag = bag.dags["import_warc"]
    for task in dag.tasks:
        task.retries = 0
    folder = tmp_path / "in"
    folder.mkdir()
    write_warc(folder / "a.warc.gz")
    monkeypatch.setenv("SALAMAT_ARCHIVE", str(tmp_path / "archive"))
    assert str(dag.test(run_conf={"path": str(folder)}).state) == "success"
    (folder / "b.warc").write_bytes(b"nothing")
    assert str(dag.test(run_conf={"path": str(folder)}).state) == "failed"
    assert "b.warc is no WARC file" in "".join(capfd.readouterr())
    with connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from document")
        assert cursor.fetchone() == (1,)
