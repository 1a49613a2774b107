"""From anybody's WARC file to archive files of ours: the articles of our sources, as a crawl would have stored them.

Each source's articles of one file go to `<archive>/<source>/imported/<source>-<blake2b-128 of its bytes>.warc.gz`. The
same articles make the same bytes, so that a file that was brought in once is only indexed again, and one that is there
is never replaced by another. Records of other sites, lists and errors are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from scrapers.archive import COMPRESSION, FRAMING, Listing, end_of_last_record
from scrapers.canonical import canonical_url, without_amp
from scrapers.catalogue import Source
from scrapers.index import index_archive
from scrapers.recording import record_source
from sql.db import Connection

ENDINGS = (".warc", ".warc.gz")
GZIP = b"\x1f\x8b"


class ImportFault(ValueError):
    """What was given cannot be brought in; the message is one line that names the file."""


def find_files(path: Path) -> list[Path]:
    """The WARC files of a folder and the folders in it, or the one file that `path` is. Raises ImportFault."""
    if path.is_file():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.name.endswith(ENDINGS))
    if not files:
        problem = "has no file named *.warc or *.warc.gz" if path.is_dir() else "does not exist on Airflow's machine"
        raise ImportFault(f"{path} {problem}")
    return files


def import_file(connection: Connection, archive: Path, file: Path, sources: list[Source]) -> Counter[str]:
    """Bring one WARC file into the archive and index it, any number of times.

    Returns how many records were articles of `sources`, how many were left out, and how many pages are readable.
    Raises ImportFault, before anything is kept, where the file is damaged or no WARC file.
    """
    check_whole(file)
    with file.open("rb") as opened:
        name = file_digest(opened, lambda: blake2b(digest_size=16)).hexdigest()
    counts, made = copy_articles(archive, file, name, sources)
    by_id = {source.source_id: source for source in sources}
    for source_id, copy in made.items():
        record_source(connection, by_id[source_id])
        counts["pages"] += index_archive(connection, archive, copy)
    return counts


def check_whole(file: Path) -> None:
    """Raise ImportFault where the file is compressed and damaged, or ends too soon."""
    with file.open("rb") as opened:
        if opened.read(len(GZIP)) != GZIP:
            return
        opened.seek(0)
        whole, _ = end_of_last_record(opened)
    if whole != file.stat().st_size:
        raise ImportFault(f"{file} is damaged or cut off behind byte {whole}: get a whole copy")


def copy_articles(archive: Path, file: Path, name: str, sources: list[Source]) -> tuple[Counter[str], dict[str, Path]]:
    """Write the articles of `file` to one archive file for each source; returns the counts and these files."""
    counts, new = Counter({"articles": 0, "left_out": 0, "pages": 0}), dict[str, Path]()
    writers: dict[str, IO[bytes]] = {}
    try:
        with ExitStack() as open_files:
            for record in read_responses(file):
                found = place(record, sources)
                counts["articles" if found else "left_out"] += 1
                if found:
                    source_id, address = found
                    if source_id not in writers:
                        new[source_id] = archive / source_id / "imported" / f"{source_id}-{name}.warc.gz.new"
                        new[source_id].parent.mkdir(parents=True, exist_ok=True)
                        writers[source_id] = open_files.enter_context(new[source_id].open("wb"))
                    append(writers[source_id], source_id, address, record)
    except ImportFault:
        for half in new.values():
            half.unlink()
        raise
    return counts, {source_id: name_by_content(half, source_id) for source_id, half in new.items()}


def name_by_content(half: Path, source_id: str) -> Path:
    """Give a file that is written its lasting name, which says what is in it."""
    with half.open("rb") as opened:
        digest = file_digest(opened, lambda: blake2b(digest_size=16)).hexdigest()
    return half.replace(half.with_name(f"{source_id}-{digest}.warc.gz"))


def read_responses(file: Path) -> Iterator[WarcRecord]:
    """The HTTP responses of a WARC file, whole, their transfer coding undone. Raises ImportFault."""
    seen = 0
    with file.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, parse_http=False):
                seen += 1
                if record.record_type == WarcRecordType.response and record.is_http:
                    length = record.content_length
                    record.freeze()
                    if record.content_length != length:
                        raise ImportFault(f"{file} is cut off in its record {seen}: get a whole copy")
                    record.parse_http(auto_decode="transfer")
                    yield record
        except OSError as error:
            raise ImportFault(f"{file} is no WARC file, or is damaged behind its record {seen}: {error}") from None
    if not seen:
        raise ImportFault(f"{file} has no WARC record")


def place(record: WarcRecord, sources: list[Source]) -> tuple[str, str] | None:
    """The id of the source whose article the response is, and the article's canonical URL; else None."""
    status = record.http_headers.status_code or 0
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    if not 200 <= status < 300 or record.record_date is None:
        return None
    with suppress(ValueError):
        for source in sources:
            address = canonical_url(source.on_own_host(without_amp(url)))
            host = (urlsplit(address).hostname or "").removeprefix("www.")
            if any(f".{host}".endswith(f".{own}") for own in source.hosts) and re.search(source.article, address):
                return source.source_id, address
    return None


def append(file: IO[bytes], source_id: str, address: str, record: WarcRecord) -> None:
    """Append a response as our crawls store one: its date and address kept, its length restated."""
    headers, body = record.http_headers, record.reader.read()
    kept = [f"{name}: {value}" for name, value in headers.items() if name.lower().encode() not in FRAMING]
    lines = [headers.status_line or "HTTP/1.1 200 OK", *kept, f"Content-Length: {len(body)}"]
    copy = WarcRecord()
    copy.init_headers(WarcRecordType.response)
    copy.headers["WARC-Target-URI"] = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    copy.headers["WARC-Date"] = record.headers.get("WARC-Date") or ""
    copy.headers["WARC-Record-ID"] = (
        record.headers.get("WARC-Record-ID") or f"<urn:uuid:{uuid5(NAMESPACE_URL, address)}>"
    )
    for name, value in Listing("article", address).headers(source_id):
        copy.headers.append(name, value)
    copy.is_http = True
    copy.set_bytes_content("\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + body)
    stream = GzipWriter(file, compression_level=COMPRESSION)
    copy.write(stream, checksum_data=True)
    stream.finish()
