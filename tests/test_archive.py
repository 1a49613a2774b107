"""The archive keeps what came, survives a crash at any byte, and its index follows from it alone."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import pytest
from psycopg2.extensions import connection as Connection
from scrapy import Request
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import DAMAGED, OPEN, ArchiveWriter, Listing, find_left_open, publish, settle
from scrapers.index import index_archive, read_captures

SOURCE = "kz_news"
URL = "https://news.kz/a/1"
AT, LATER = datetime(2020, 6, 14, 3, 5, tzinfo=UTC), datetime(2020, 6, 15, tzinfo=UTC)


def put(writer: ArchiveWriter, body: bytes = b"<p>text</p>", url: str = URL, **rest: Any) -> None:
    """Archive one response; its canonical URL is `canonical` or `url`."""
    kind, at = rest.get("kind", "article"), rest.get("at", {AT})
    listing = Listing(kind, rest.get("canonical", url), at, rest.get("title", "Заголовок"))
    headers = {"Content-Type": "text/html; charset=utf-8", **rest.get("headers", {})}
    response = Response(url, status=rest.get("status", 200), headers=headers, body=body)
    writer.write(Request(url, headers={"User-Agent": "Salamat"}), response, listing)


def closed(writer: ArchiveWriter) -> Path:
    writer.close()
    file = publish(writer.path)
    assert file is not None
    settle(writer.path)
    return file


@pytest.fixture
def writer(tmp_path: Path) -> ArchiveWriter:
    return ArchiveWriter(tmp_path, SOURCE)


@pytest.fixture
def source(connection: Connection) -> Connection:
    """The connection, with the source's row in place."""
    statement = (
        "insert into source values (%s, 'News', 'https://news.kz/', 'KZ', 'media', 40, 'Asia/Almaty', '{ru}', '{}')"
    )
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, (SOURCE,))
    return connection


def rows(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_an_independent_reader_reads_back_what_came(writer: ArchiveWriter) -> None:
    body = gzip.compress("Қазақстан".encode())
    put(writer, body, headers={"Content-Encoding": "gzip", "X-Served-By": ["a", "b"]})
    with closed(writer).open("rb") as stream:
        seen = [
            (each.rec_type, each.rec_headers, each.http_headers, each.raw_stream.read())
            for each in ArchiveIterator(stream, check_digests="raise")
        ]
    (asked, asked_headers, request, _), (answered, headers, response, stored) = seen
    assert (asked, answered, stored) == ("request", "response", body)
    assert request.protocol == "GET" and request.get_header("User-Agent") == "Salamat"
    assert response.get_statuscode() == "200"
    assert [value for name, value in response.headers if name == "X-Served-By"] == ["a", "b"]
    assert headers.get_header("WARC-Concurrent-To") == asked_headers.get_header("WARC-Record-ID")
    assert headers.get_header("Salamat-Canonical-URL") == URL
    assert headers.get_header("Salamat-Listed-At") == AT.isoformat()


def test_a_capture_is_found_by_its_offset_and_length(tmp_path: Path, writer: ArchiveWriter) -> None:
    for number in range(3):
        put(writer, f"body {number}".encode(), f"https://news.kz/a/{number}")
    file = closed(writer)
    captures = list(read_captures(tmp_path, file))
    assert [each.listed_title for each in captures] == ["Заголовок"] * 3
    data = file.read_bytes()
    for number, each in enumerate(captures):
        record = gzip.decompress(data[each.warc_offset : each.warc_offset + each.warc_length])
        assert record.rstrip().endswith(f"body {number}".encode())
        assert each.warc_file == str(file.relative_to(tmp_path))


def member_ends(data: bytes) -> list[int]:
    """Where the gzip members of whole data end, found by inflating one after the other."""
    ends = [0]
    while ends[-1] < len(data):
        member = zlib.decompressobj(wbits=31)
        member.decompress(data[ends[-1] :])
        assert member.eof
        ends.append(len(data) - len(member.unused_data))
    return ends


def test_a_file_cut_anywhere_is_mended_to_exactly_its_whole_records(tmp_path: Path, writer: ArchiveWriter) -> None:
    for number in range(3):
        put(writer, b"x" * 40 * number, f"https://news.kz/a/{number}")
    writer.close()
    data = writer.path.read_bytes()
    ends = member_ends(data)
    assert len(ends) == 7  # a request and a response each
    for cut in range(len(data) + 1):
        writer.path.write_bytes(data[:cut])
        whole = [end for end in ends if end <= cut]
        file = publish(writer.path)
        if len(whole) == 1:
            assert file is None and not writer.path.exists()
            continue
        assert file is not None and file.read_bytes() == data[: whole[-1]]
        urls = [f"https://news.kz/a/{number}" for number in range((len(whole) - 1) // 2)]
        assert [each.url for each in read_captures(tmp_path, file)] == urls
        file.unlink()
    assert list(writer.path.parent.glob(f"*{DAMAGED}")) == []


def test_every_flipped_byte_of_an_open_file_is_kept_aside_with_what_follows(
    tmp_path: Path, writer: ArchiveWriter
) -> None:
    for number in range(2):
        put(writer, b"x" * 40, f"https://news.kz/a/{number}")
    writer.close()
    data = writer.path.read_bytes()
    ends, aside = member_ends(data), writer.path.with_name(writer.path.name.removesuffix(OPEN) + DAMAGED)
    harmless = 0
    for position in range(ends[2], ends[3]):
        flipped = data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :]
        writer.path.write_bytes(flipped)
        file = publish(writer.path)
        assert file is not None
        if file.read_bytes() == flipped:
            harmless += 1  # a byte of the header that means nothing
        elif len(flipped) > file.stat().st_size:
            assert file.read_bytes() == data[: ends[2]]
            assert aside.read_bytes() == flipped
            aside.unlink()
        file.unlink()
    assert harmless < 10


def test_mending_keeps_every_response_that_was_whole(tmp_path: Path, writer: ArchiveWriter) -> None:
    put(writer, b"first", "https://news.kz/a/1")
    size = writer.path.stat().st_size
    put(writer, b"second", "https://news.kz/a/2")
    writer.close()
    data = writer.path.read_bytes()
    for cut in range(size, len(data) + 1):
        writer.path.write_bytes(data[:cut])
        file = publish(writer.path)
        assert file is not None
        urls = [each.url for each in read_captures(tmp_path, file)]
        assert urls == ["https://news.kz/a/1", "https://news.kz/a/2"][: 2 if cut == len(data) else 1]
        file.unlink()


def test_a_file_without_one_whole_record_leaves_nothing(writer: ArchiveWriter) -> None:
    put(writer)
    writer.close()
    writer.path.write_bytes(writer.path.read_bytes()[:50])
    assert publish(writer.path) is None
    assert list(writer.path.parent.iterdir()) == []


def test_a_file_being_written_is_left_alone(tmp_path: Path, writer: ArchiveWriter) -> None:
    put(writer)
    assert find_left_open(tmp_path, SOURCE) == []
    writer.close()
    assert find_left_open(tmp_path, SOURCE) == [writer.path]


def test_a_crash_between_closing_and_indexing_is_made_good(tmp_path: Path, writer: ArchiveWriter) -> None:
    put(writer)
    writer.close()
    first = publish(writer.path)
    assert find_left_open(tmp_path, SOURCE) == [writer.path]
    assert publish(writer.path) == first
    settle(writer.path)
    assert first is not None and first.exists() and not first.name.endswith(OPEN)
    assert find_left_open(tmp_path, SOURCE) == []


def test_indexing_twice_gives_the_same_rows(tmp_path: Path, writer: ArchiveWriter, source: Connection) -> None:
    put(writer)
    put(writer, b"gone", "https://news.kz/a/2", status=404, at=set())
    put(writer, b"<rss/>", "https://news.kz/rss", kind="feed", at=set(), title=None)
    file = closed(writer)
    assert index_archive(source, tmp_path, file) == 1
    tables = ["page", "listing", "unreadable"]
    before = [rows(source, f"select t.*, xmin from {table} t order by canonical_url") for table in tables]
    assert index_archive(source, tmp_path, file) == 1
    assert [rows(source, f"select t.*, xmin from {table} t order by canonical_url") for table in tables] == before
    assert [len(each) for each in before] == [3, 2, 1]


def test_the_same_content_again_is_no_new_page(tmp_path: Path, writer: ArchiveWriter, source: Connection) -> None:
    put(writer, b"same")
    index_archive(source, tmp_path, closed(writer))
    again = ArchiveWriter(tmp_path, SOURCE)
    later = AT.replace(day=16)
    put(again, gzip.compress(b"same"), headers={"Content-Encoding": "gzip"}, at={later})
    assert index_archive(source, tmp_path, closed(again)) == 0
    assert rows(source, "select listed_at from listing order by 1") == [(AT,), (later,)]
    changed = ArchiveWriter(tmp_path, SOURCE)
    put(changed, b"corrected", at={later})
    assert index_archive(source, tmp_path, closed(changed)) == 1


@pytest.mark.parametrize("dates", [(None, AT), (AT, None), (AT, LATER), (LATER, AT)])
def test_in_whatever_order_lists_date_a_page_it_bears_the_newest_date(
    tmp_path: Path, source: Connection, dates: tuple[datetime | None, ...]
) -> None:
    for at in dates:
        writer = ArchiveWriter(tmp_path, SOURCE)
        put(writer, at={at} - {None})
        index_archive(source, tmp_path, closed(writer))
    assert rows(source, "select listed_at from page") == [(max(filter(None, dates)),)]
    dated = sorted(filter(None, dates))
    assert rows(source, "select listed_at from listing order by listed_at") == [(at,) for at in dated]


def test_errors_and_redirects_on_the_way_to_a_page_leave_no_trace(
    tmp_path: Path, writer: ArchiveWriter, source: Connection
) -> None:
    put(writer, b"oops", status=500)
    put(writer, b"", status=301, headers={"Location": URL + "/"})
    put(writer, b"text", URL + "/", canonical=URL)
    index_archive(source, tmp_path, closed(writer))
    assert rows(source, "select url, canonical_url, status from page") == [(URL + "/", URL, 200)]
    assert rows(source, "select count(*) from unreadable") == [(0,)]


@pytest.mark.parametrize(("status", "settled"), [(404, 1), (410, 1), (500, 0), (403, 0), (429, 0)])
def test_a_final_error_is_written_down(
    tmp_path: Path, writer: ArchiveWriter, source: Connection, status: int, settled: int
) -> None:
    put(writer, b"error", status=status)
    index_archive(source, tmp_path, closed(writer))
    assert rows(source, "select stage, reason, page_id is not null from unreadable") == [
        ("fetch", f"http_{status}", True)
    ]
    assert rows(source, "select count(*) from listing") == [(settled,)]


def test_a_body_that_cannot_be_decompressed_is_unreadable(
    tmp_path: Path, writer: ArchiveWriter, source: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scrapers.index.LARGEST_BODY", 1000)
    packed = {"Content-Encoding": "gzip"}
    put(writer, b"no gzip at all", "https://news.kz/a/1", headers=packed)
    put(writer, gzip.compress(b"cut short" * 50)[:30], "https://news.kz/a/2", headers=packed)
    put(writer, gzip.compress(b"0" * 100_000), "https://news.kz/a/3", headers=packed)
    put(writer, gzip.compress(b"fine"), "https://news.kz/a/4", headers=packed)
    put(writer, brotli.compress(b"0" * 100_000), "https://news.kz/a/5", headers={"Content-Encoding": "br"})
    assert index_archive(source, tmp_path, closed(writer)) == 1
    assert rows(source, "select distinct reason, page_id from unreadable") == [("undecodable", None)]
    assert rows(source, "select canonical_url from listing") == [("https://news.kz/a/4",)]
