"""Archives articles without a crawl and has the stages read and count them: the sample web's, and bulletins of our own.

`tests/cases/bulletins.yml` holds the bulletins: what the region's ministries did to their figures, in our own words.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from fastwarc.warc import WarcRecord, WarcRecordType
from psycopg2.extensions import connection as Connection

from samples.serve import WEB
from samples.site import Site
from scrapers.catalogue import load_catalogue
from scrapers.recording import record_source
from sql.db import load
from transforms import stages

ROOT = Path(__file__).parents[1]
BULLETINS = ROOT / "tests" / "cases" / "bulletins.yml"
FETCHED = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIRST_DAY = date(2020, 6, 12)
PAGE = ("source_id", "url", "canonical_url", "kind", "status", "content_type", "digest", "listed_at",
        "listed_title", "fetched_at", "warc_file", "warc_offset", "warc_length", "web_archive")  # fmt: skip
Row = tuple[str, str, bytes]


def sample_pages(last: date) -> list[Row]:
    """(source, url, page) of every article that the sample web shows up to `last`, each version once."""
    hosts = {urlsplit(source.url).hostname: name for name, source in load_catalogue().items()}
    sites = {folder.name: Site.load(folder) for folder in WEB.iterdir()}
    with (WEB.parent / "published.csv").open(encoding="utf-8", newline="") as file:
        urls = sorted({row["url"] for row in csv.DictReader(file)})
    found: dict[tuple[str, bytes], Row] = {}
    for day in (FIRST_DAY + timedelta(days=later) for later in range((last - FIRST_DAY).days + 1)):
        for url in urls:
            parts = urlsplit(url)
            answers = [sites[parts.netloc].answer(parts.path, day) for _ in range(3)]
            if answers[-1].status == 200:
                found[url, answers[-1].body] = (hosts[parts.hostname], url, answers[-1].body)
    return list(found.values())


def bulletin_pages() -> list[Row]:
    return [bulletin_page(each) for each in yaml.safe_load(BULLETINS.read_text(encoding="utf-8"))]


def bulletin_page(bulletin: dict[str, Any]) -> Row:
    """A plain page with the bulletin's title, text and date; its URL is the source's front page and the slug."""
    source = load_catalogue()[bulletin["source"]]
    described = {"@type": "NewsArticle", "headline": bulletin["title"], "datePublished": bulletin["published"]}
    if "modified" in bulletin:
        described["dateModified"] = bulletin["modified"]
    lines = "".join(f"<p>{escape(line)}</p>" for line in bulletin["text"].strip().split("\n"))
    head = f"<script type='application/ld+json'>{json.dumps(described, ensure_ascii=False)}</script>"
    body = f"<article><h1>{escape(bulletin['title'])}</h1>{lines}</article>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return bulletin["source"], f"https://{urlsplit(source.url).netloc}/{bulletin['slug']}", page.encode()


def archive_pages(connection: Connection, folder: Path, pages: list[Row]) -> None:
    """Write `pages` into one archive file each and into its index."""
    catalogue = load_catalogue()
    for name in {source for source, _, _ in pages}:
        record_source(connection, catalogue[name])
    for source, url, body in pages:
        digest = hashlib.blake2b(body, digest_size=16).hexdigest()
        file = folder / f"{digest}.warc.gz"
        file.write_bytes(packed := pack(body))
        place = (file.name, 0, len(packed), None)
        row = (source, url, url, "article", 200, "text/html", digest, None, None, FETCHED, *place)
        load(connection, "page", PAGE, [row])
    connection.commit()


def pack(body: bytes) -> bytes:
    """One compressed response record."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.is_http = True
    record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body)
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as member:
        record.write(member)
    return out.getvalue()


def read_and_count(connection: Connection, folder: Path) -> None:
    stages.parse_pages(connection, folder)
    stages.link_reprints(connection)
    stages.extract_documents(connection)
    stages.join_stories(connection)
    stages.resolve_daily_counts(connection)
    stages.check_daily_counts(connection)
