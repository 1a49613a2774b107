"""From a closed archive file to rows in `page`, `listing`, `unreadable`: by the records alone, any number of times."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

import brotli
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from sql.db import Connection, execute, load, query

PAGE = (
    "source_id", "url", "canonical_url", "kind", "status", "content_type", "digest", "listed_at", "listed_title",
    "fetched_at", "warc_file", "warc_offset", "warc_length", "web_archive",
)  # fmt: skip
LISTING = ("canonical_url", "listed_at", "source_id", "page_id")
VISIT = ("canonical_url", "source_id", "kind", "url", "etag", "last_modified", "visited_at", "read_at")
VISITED = ("article", "feed", "list", "sitemap")
UNREADABLE = ("page_id", "source_id", "canonical_url", "stage", "reason", "detail")
GONE = (404, 410)
KINDS = (WarcRecordType.response, WarcRecordType.revisit)
LARGEST_BODY = 64 << 20


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response. `digest` is of the body without its content coding; None when that cannot be undone.

    `passing` is an error after which the crawl asked again, or died before it could. Of a web archive's capture,
    `web_archive` is where it lies there, `fetched_at` when it was made, and `recalled_at` when we fetched it.
    """

    source_id: str
    url: str
    canonical_url: str
    kind: str
    status: int
    content_type: str | None
    digest: str | None
    listed_at: tuple[datetime, ...]
    listed_title: str | None
    fetched_at: datetime
    warc_file: str
    warc_offset: int
    warc_length: int
    passing: bool
    etag: str | None = None
    last_modified: str | None = None
    web_archive: str | None = None
    recalled_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str | None]:
        return self.canonical_url, self.kind, self.digest

    def page_row(self) -> tuple[object, ...]:
        row = {name: getattr(self, name) for name in PAGE}
        return tuple((row | {"listed_at": max(self.listed_at, default=None)}).values())


def index_archive(connection: Connection, archive: Path, file: Path) -> int:
    """Write the rows of one closed file below `archive` and commit; returns the number of readable articles it adds.

    A redirect is no page. An error is one if nothing came or was to come after it, and for an article unreadable too;
    what is gone (404, 410) is settled like what was read, and any other failure leaves the URL to the next crawl.
    """
    captures = list(read_captures(archive, file))
    last = {(each.canonical_url, each.kind): each for each in captures if not each.passing}
    final = [each for each in captures if each.status < 300 or each is last.get((each.canonical_url, each.kind))]
    pages = [each for each in final if each.digest and not 300 <= each.status < 400]
    with connection:
        load(connection, "page", PAGE, [each.page_row() for each in pages])
        urls = [each.canonical_url for each in pages]
        rows = query(connection, "select_page_of_urls", urls=urls)
        ids = {(row["canonical_url"], row["kind"], row["digest"]): row["page_id"] for row in rows}
        articles = [each for each in final if each.kind == "article"]
        load(connection, "listing", LISTING, [row for each in articles for row in listing_rows(each, ids)])
        load(connection, "unreadable", UNREADABLE, [row for each in articles for row in unreadable_rows(each, ids)])
        forget_healed(connection, articles)
        visits = [each for each in last.values() if each.kind in VISITED and not each.web_archive]
        load(connection, "visit", VISIT, [visit_row(each) for each in visits])
        found = query(connection, "count_page_of_file", warc_file=str(file.relative_to(archive)), kind="article")
    return int(found[0]["pages"])


def forget_healed(connection: Connection, articles: list[Capture]) -> None:
    """An article that came is unreadable no more, whatever earlier tries to fetch it met."""
    came = {
        each.canonical_url: each.recalled_at or each.fetched_at
        for each in articles
        if each.digest and each.status < 300
    }
    execute(connection, "forget_unfetched", urls=list(came), fetched=list(came.values()))


def visit_row(capture: Capture) -> tuple[object, ...]:
    """When a URL was asked for, and where its content came, how to ask next whether it changed."""
    came = capture.digest is not None and capture.status < 300
    row = {name: getattr(capture, name, None) for name in VISIT}
    return tuple((row | {"visited_at": capture.fetched_at, "read_at": capture.fetched_at if came else None}).values())


def listing_rows(capture: Capture, ids: dict[tuple[str, str, str | None], int]) -> Iterator[tuple[object, ...]]:
    if capture.digest and (capture.status < 300 or capture.status in GONE):
        for at in capture.listed_at or (None,):
            yield capture.canonical_url, at, capture.source_id, ids.get(capture.key)


def unreadable_rows(capture: Capture, ids: dict[tuple[str, str, str | None], int]) -> Iterator[tuple[object, ...]]:
    if capture.digest is None:
        detail = f"body of {capture.url} cannot be decompressed, or is larger than {LARGEST_BODY >> 20} MiB"
        yield None, capture.source_id, capture.canonical_url, "fetch", "undecodable", detail
    elif capture.status >= 400:
        reason, detail = f"http_{capture.status}", f"{capture.url} answered {capture.status}"
        yield ids.get(capture.key), capture.source_id, capture.canonical_url, "fetch", reason, detail


def read_captures(archive: Path, file: Path) -> Iterator[Capture]:
    """The responses of a closed archive file that our crawls wrote, in order."""
    name, size = str(file.relative_to(archive)), file.stat().st_size
    previous: Capture | None = None
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            if previous:
                yield sized(previous, record.stream_pos)
            previous = read_capture(record, name)
    if previous:
        yield sized(previous, size)


def read_capture(record: WarcRecord, file: str) -> Capture | None:
    headers = record.headers
    source_id, url = headers.get("Salamat-Source"), headers.get("WARC-Target-URI")
    if record.record_type not in KINDS or source_id is None or url is None:
        return None
    offset = record.stream_pos
    record.parse_http()
    body = decode(record.reader.read(), record.http_headers.get("Content-Encoding"))
    title, recalled = headers.get("Salamat-Listed-Title"), headers.get("Salamat-Recalled-At")
    return Capture(
        source_id=source_id,
        url=url,
        canonical_url=headers.get("Salamat-Canonical-URL") or url,
        kind=headers.get("Salamat-Kind") or "article",
        status=record.http_headers.status_code or 0,
        content_type=record.http_headers.get("Content-Type"),
        digest=None if body is None else blake2b(body, digest_size=16).hexdigest(),
        listed_at=tuple(datetime.fromisoformat(at) for at in headers.get_multiple("Salamat-Listed-At")),
        listed_title=unquote(title) if title else None,
        fetched_at=record.record_date,
        warc_file=file,
        warc_offset=offset,
        warc_length=0,
        passing=headers.get("Salamat-Passing") is not None,
        etag=record.http_headers.get("ETag"),
        last_modified=record.http_headers.get("Last-Modified"),
        web_archive=headers.get("Salamat-Web-Archive"),
        recalled_at=datetime.fromisoformat(recalled) if recalled else None,
    )


def sized(capture: Capture, end: int) -> Capture:
    return replace(capture, warc_length=end - capture.warc_offset)


def decode(body: bytes, coding: str | None) -> bytes | None:
    """`body` without its content coding: gzip, which is all that we ask for, or what some sites send unasked."""
    match (coding or "identity").strip().lower():
        case "br" if body:
            return unbrotli(body)
        case "gzip" | "x-gzip" | "deflate" if body:
            return inflate(body)
        case _:
            return body


def unbrotli(body: bytes) -> bytes | None:
    unpacker, decoded = brotli.Decompressor(), b""
    try:
        decoded = unpacker.process(body, output_buffer_limit=LARGEST_BODY)
    except brotli.error:
        return None
    return decoded if unpacker.is_finished() else None


def inflate(body: bytes) -> bytes | None:
    inflater = zlib.decompressobj(wbits=47)
    try:
        decoded = inflater.decompress(body, LARGEST_BODY)
    except zlib.error:
        return None
    return decoded if inflater.eof else None
