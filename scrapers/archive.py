"""The raw archive: every response as received, with its request, in one WARC file a crawl. The index is made from it.

A file is `<archive>/<source>/<year>/<source>-<utc>-<pid>.warc.gz`, with `.open` behind that name until it is whole and
indexed: while a crawl writes it, holding a lock on it, and after a crawl that died, until the next one mends it. Of a
file that is damaged in its midst, the whole is kept under a name that ends in `.damaged`.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from scrapy import Request
from scrapy.http import Headers, Response

if TYPE_CHECKING:
    from scrapers.wayback_machine import Memento

OPEN = ".open"
DAMAGED = ".damaged"
LONGEST_TITLE = 500
CHUNK = 1 << 16
COMPRESSION = 4  # half the time of gzip's usual 6, for 2 % more bytes
FRAMING = {b"transfer-encoding", b"content-length", b"connection", b"keep-alive"}
ROBOTS = "/robots.txt"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

log = logging.getLogger(__name__)


class ArchiveError(Exception):
    """The archive cannot be written; the message is one line that says what to do."""

    def __init__(self, path: Path, error: OSError) -> None:
        said = f"cannot write to the archive at {path}: {error.strerror or error}"
        super().__init__(f"{said}; make room or correct SALAMAT_ARCHIVE, then crawl again: what is stored is kept")


@dataclass(slots=True)
class Listing:
    """What is kept beside a response: its kind, its canonical URL, and what lists said of it until it was archived."""

    kind: str
    canonical_url: str
    listed_at: set[datetime] = field(default_factory=set)
    title: str | None = None
    archived: bool = False

    def headers(self, source_id: str) -> Iterator[tuple[str, str]]:
        yield "Salamat-Source", source_id
        yield "Salamat-Kind", self.kind
        yield "Salamat-Canonical-URL", self.canonical_url
        for at in sorted(self.listed_at):
            yield "Salamat-Listed-At", at.isoformat()
        if self.title:
            yield "Salamat-Listed-Title", quote(self.title[:LONGEST_TITLE])


class ArchiveWriter:
    """Appends records to one open WARC file, each a gzip member of its own, handed to the system at once.

    Where that fails once, as on a full disk, nothing more is written: `failure` holds the ArchiveError that was raised,
    and the half record at the file's end goes when the file is mended.
    """

    def __init__(self, archive: Path, source_id: str) -> None:
        now = datetime.now(UTC)
        name = f"{source_id}-{now:%Y%m%dT%H%M%S%fZ}-{os.getpid()}.warc.gz{OPEN}"
        self.source_id = source_id
        self.path = archive / source_id / f"{now:%Y}" / name
        self.failure: ArchiveError | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("xb")
        except OSError as error:
            raise ArchiveError(archive, error) from error
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._stream = GzipWriter(self._file, compression_level=COMPRESSION)

    def write(self, request: Request, response: Response, listing: Listing, *, passing: bool = False) -> None:
        """Append the request and the response, in that order, so that a whole response has its request before it.

        A 304, which has no content, is a revisit record.

        `passing` marks an error after which the crawl asks once more: it is not what the site said in the end.
        Raises ArchiveError.
        """
        asked = self._record(WarcRecordType.request, response.url, request_bytes(request))
        unchanged = response.status == HTTPStatus.NOT_MODIFIED
        kind = WarcRecordType.revisit if unchanged else WarcRecordType.response
        answered = self._record(kind, response.url, response_bytes(response))
        if unchanged:
            answered.headers["WARC-Profile"] = NOT_MODIFIED
        answered.headers["WARC-Concurrent-To"] = asked.headers["WARC-Record-ID"]
        if response.ip_address:
            answered.headers["WARC-IP-Address"] = str(response.ip_address)
        for name, value in listing.headers(self.source_id):
            answered.headers.append(name, value)
        if passing:
            answered.headers.append("Salamat-Passing", "yes")
        self._append(asked, answered)

    def write_memento(self, url: str, memento: Memento, listing: Listing) -> None:
        """Append what a web archive captured of `url`, dated when it did so. Raises ArchiveError."""
        headers = Headers(
            {name: value for name, value in memento.headers.items() if name.lower() != "content-encoding"}
        )
        response = Response(url, memento.status, headers=headers, body=memento.body)
        captured = self._record(WarcRecordType.response, url, response_bytes(response))
        captured.headers["WARC-Date"] = f"{memento.captured_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        for name, value in listing.headers(self.source_id):
            captured.headers.append(name, value)
        captured.headers["Salamat-Web-Archive"] = memento.address
        captured.headers["Salamat-Recalled-At"] = datetime.now(UTC).isoformat()
        self._append(captured)

    def _append(self, *records: WarcRecord) -> None:
        if self.failure:
            raise self.failure
        try:
            for record in records:
                record.write(self._stream, checksum_data=True)
                self._stream.finish()
                self._file.flush()
        except OSError as error:
            self.failure = ArchiveError(self.path, error)
            raise self.failure from error

    def close(self) -> None:
        """Bring the file to disk and let go of it; it keeps its open name until it is indexed. May set `failure`."""
        try:
            with self._file:
                os.fsync(self._file.fileno())
        except OSError as error:
            self.failure = self.failure or ArchiveError(self.path, error)

    @staticmethod
    def _record(kind: WarcRecordType, url: str, content: bytes) -> WarcRecord:
        record = WarcRecord()
        record.init_headers(kind)
        record.headers["WARC-Target-URI"] = url
        record.is_http = True
        record.set_bytes_content(content)
        return record


def request_bytes(request: Request) -> bytes:
    """The request as it goes over the wire."""
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = Headers({"Host": parts.netloc}).to_string()
    return f"{request.method} {target} HTTP/1.1\r\n".encode() + host + b"\r\n" + head(request.headers) + b"\r\n"


def response_bytes(response: Response) -> bytes:
    """The response with its headers and its body as sent; only the transfer coding, already undone, is restated."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "Unknown"
    length = f"Content-Length: {len(response.body)}\r\n"
    status = f"HTTP/1.1 {response.status} {phrase}\r\n"
    return status.encode() + head(response.headers) + length.encode() + b"\r\n" + response.body


def head(headers: Headers) -> bytes:
    lines = [(name, value) for name, values in headers.items() if name.lower() not in FRAMING for value in values]
    return b"".join(name + b": " + value + b"\r\n" for name, value in lines)


def find_left_open(archive: Path, source_id: str) -> list[Path]:
    """The source's files that no living crawl writes any more and that are not indexed yet."""
    return [file for file in sorted((archive / source_id).glob(f"*/*.warc.gz{OPEN}")) if not is_written(file)]


def is_written(file: Path) -> bool:
    with file.open("rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def publish(file: Path) -> Path | None:
    """Cut an open file after its last whole record and give it its closed name beside the open one.

    Returns the closed file, or None when not one record was whole; then nothing is left of it. The open name goes by
    `settle`, once the file is indexed: a crash in between leads here again. Raises ArchiveError.
    """
    try:
        return _publish(file)
    except OSError as error:
        raise ArchiveError(file, error) from error


def _publish(file: Path) -> Path | None:
    closed = file.with_name(file.name.removesuffix(OPEN))
    with file.open("r+b") as opened:
        whole, damaged = end_of_last_record(opened)
        if damaged:
            keep_damaged(file, whole)
        opened.truncate(whole)
        os.fsync(opened.fileno())
    if whole == 0:
        file.unlink()
        return None
    if not closed.exists():
        os.link(file, closed)
    return closed


def keep_damaged(file: Path, offset: int) -> None:
    """Lay a copy of an open file beside it before it is cut at `offset`, where it is not merely unfinished."""
    aside = file.with_name(file.name.removesuffix(OPEN) + DAMAGED)
    half_copied = aside.with_name(f"{aside.name}.new")
    shutil.copyfile(file, half_copied)
    half_copied.replace(aside)
    said = "%s is damaged at byte %d: the records before it are read, the whole is kept as %s"
    log.error(said, file, offset, aside.name)


def settle(file: Path) -> None:
    """Take the open name away from a file that is closed and indexed."""
    file.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def end_of_last_record(file: IO[bytes]) -> tuple[int, bool]:
    """Offset behind the last gzip member that is whole and passes its own checksum, and whether damage follows it.

    A member that merely ends too soon, as a crash leaves it, is no damage.
    """
    end, member, rest = 0, zlib.decompressobj(wbits=31), b""
    while data := rest or file.read(CHUNK):
        try:
            member.decompress(data)
        except zlib.error:
            return end, True
        rest = member.unused_data
        if member.eof:
            end = file.tell() - len(rest)
            member = zlib.decompressobj(wbits=31)
    return end, False
