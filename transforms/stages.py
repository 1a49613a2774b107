"""The stages that Airflow runs: each does what the tables show to be undone, in batches, and may run at any time.

With `linking.py` the only module of `transforms` that reads and writes: rows through `sql`, pages from the archive.
Every stage takes a lock, so that two runs of it never work on the same rows, and returns small counts for people.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastwarc.warc import ArchiveIterator

from sql.db import Connection, execute, load, query
from transforms import dedupe, linking
from transforms.document import PARSER_VERSION, version_instant
from transforms.extract import versions_in_force
from transforms.models import Document, Layout, Observation, Page, Report, Unreadable
from transforms.reference import load_diseases, load_places
from transforms.reference.tables import read_table
from transforms.workers import Job, ReadJob, Workers, count_cores

Row = dict[str, Any]

PARSE_BATCH, EXTRACT_BATCH, COUNT_BATCH = 200, 200, 2000
DOCUMENT = (
    "page_id", "source_id", "title", "text", "language", "script", "published_at", "published_by", "modified_at",
    "canonical_url", "parsed_by", "authors", "section", "heads", "versioned_at", "parsed_with", "text_digest",
)  # fmt: skip
_UNREADABLE = ("page_id", "source_id", "canonical_url", "stage", "reason", "detail")
_OBSERVED = tuple({"start": "start_char", "end": "end_char"}.get(f.name, f.name) for f in fields(Observation))
_OBSERVATION = ("document_id", "extractor_version", *_OBSERVED)


def parse_pages(connection: Connection, archive: Path) -> dict[str, int]:
    """Read every archived article that this parser, with its source's layouts, has not read.

    `archive` is the folder of the WARC files. Returns how many pages were read, gave a document, were unreadable.
    """
    with Workers(count_cores()) as workers:
        return _repeat(connection, "parse", lambda: _parse_batch(connection, archive, workers))


def choose_again(
    connection: Connection, redo: str, sources: Sequence[str] = (), first: date | None = None, last: date | None = None
) -> dict[str, int]:
    """Mark archived articles as undone, of these sources (none: all) and days, both included.

    `redo` is what the stages will do anew: "pages" (parse), "documents" (extract) or "counts" (resolve), and what comes
    after it. Returns how many pages were chosen.
    """
    with connection:
        execute(connection, "lock_stage", stage={"pages": "parse", "documents": "extract", "counts": "resolve"}[redo])
        return query(connection, "choose_again", redo=redo, sources=list(sources), first=first, last=last)[0]


def link_reprints(connection: Connection) -> dict[str, int]:
    """Compare every new document with those before it; link what tells one bulletin into one story.

    Returns how many documents were compared, how many pairs proved to be reprints, how many stories were begun.
    """
    with connection:
        execute(connection, "lock_stage", stage="link")
        execute(connection, "reset_links", method=linking.method())
    return _repeat(connection, "link", lambda: linking.link_batch(connection))


def extract_documents(connection: Connection) -> dict[str, int]:
    """Read every document that this extractor has not read; what an older one said of it is retracted.

    Before it reads, it brings places and diseases up to date. Returns how many documents were read and how many
    observations were written or came back into force.
    """
    with connection:
        execute(connection, "lock_stage", stage="extract")
        if query(connection, "select_unread_document", versions=versions_in_force(), limit=1):
            _load_reference(connection)
    with Workers(count_cores()) as workers:
        return _repeat(connection, "extract", lambda: _extract_batch(connection, workers))


def join_stories(connection: Connection) -> dict[str, int]:
    """Join what tells the same figures in other words or another language; part what was joined and no longer does.

    Returns how many documents were compared and how many pairs proved to make one statement.
    """
    with connection:
        execute(connection, "analyze_unjoined")
    return _repeat(connection, "link", lambda: linking.join_batch(connection))


def resolve_daily_counts(connection: Connection) -> dict[str, int]:
    """Resolve the keys that new or changed observations touch; the rules stand in sql/functions/ranked_candidate.sql.

    Before it resolves, it brings series definitions and populations up to date. Returns how many documents entered the
    counts and how many rows changed in each table.
    """
    with connection:
        execute(connection, "lock_stage", stage="resolve")
        load(connection, "series_definition", *read_table("series_definition"))
        load(connection, "population", *read_table("population"))
    return _repeat(connection, "resolve", lambda: _resolve_batch(connection))


def check_daily_counts(connection: Connection) -> dict[str, int]:
    """Do the sums over the days that changed and flag the counts that fail; no figure changes.

    Before that, it brings the written exceptions up to date. Returns how many results there are, how many fail, how
    many failures an exception excuses, how many results changed, and for each check that fails how often it does.
    """
    with connection:
        execute(connection, "lock_stage", stage="check")
        load(connection, "check_exception", *read_table("check_exception"))
        changed = query(connection, "check_daily_count")[0]
        execute(connection, "flag_daily_count")
        counts = query(connection, "count_check_result")[0]
    failures: dict[str, int] = counts.pop("failures")
    return {name: int(value) for name, value in (counts | changed).items()} | failures


def read_body(archive: Path, file: str, offset: int, length: int) -> bytes:
    """The body of the response record at `offset`, free of its content coding.

    Raises FileNotFoundError, and OSError with file and offset on a damaged record.
    """
    with (archive / file).open("rb") as warc:
        warc.seek(offset)
        member = warc.read(length)
    try:
        whole = gzip.decompress(member)  # which checks the checksum
        record = next(iter(ArchiveIterator(io.BytesIO(whole), parse_http=True, auto_decode="content")), None)
        if record is None:
            raise OSError("no record")
        return bytes(record.reader.read())
    except (OSError, EOFError, zlib.error) as error:
        raise OSError(f"damaged record at byte {offset} of {file}: {error}") from error


def _repeat(connection: Connection, stage: str, batch: Callable[[], Mapping[str, int]]) -> dict[str, int]:
    """Run `batch`, a transaction each, until its first count (of what it found undone) is zero. Adds up the counts."""
    totals: dict[str, int] = {}
    while True:
        with connection:
            execute(connection, "lock_stage", stage=stage)
            done = batch()
        totals = {name: totals.get(name, 0) + count for name, count in done.items()}
        if not next(iter(done.values())):
            return totals


def _parse_batch(connection: Connection, archive: Path, workers: Workers) -> dict[str, int]:
    rows = query(connection, "select_unparsed_page", parser=PARSER_VERSION, limit=PARSE_BATCH)
    read = _parse_rows(rows, archive, workers)
    failed = [(row, found) for row, found in read if isinstance(found, Unreadable)]
    parsed = [(row, found) for row, found in read if isinstance(found, Document)]
    failed_ids = [row["page_id"] for row, _ in failed]
    execute(connection, "forget_unreadable", page_ids=[row["page_id"] for row in rows])
    load(connection, "unreadable", _UNREADABLE, (_unreadable_values(row, found) for row, found in failed))
    execute(connection, "mark_unreadable", page_ids=failed_ids, versions=[row["parsed_with"] for row, _ in failed])
    execute(connection, "withdraw_document", page_ids=failed_ids)
    load(connection, "document", DOCUMENT, (_document_values(row, found) for row, found in parsed))
    return {"pages": len(rows), "documents": len(parsed), "unreadable": len(failed)}


def _load_reference(connection: Connection) -> None:
    gazetteer = load_places()
    units = {place.id: place for place in gazetteer.places.values() if place.kind != "other" and place.id == place.code}
    rows = (
        (each.code, each.name, each.kind, each.code[:2], each.code[:2] if len(each.code) > 2 else None,
         each.geonames_id, each.valid_from)
        for each in units.values()
    )  # fmt: skip
    load(connection, "place", ("place", "name", "kind", "country", "parent", "geonames_id", "valid_from"), rows)
    names = {(name.place, name.name, name.language) for name in gazetteer.names if name.place in units}
    codes = {(each.code, each.former_code, None) for each in units.values() if each.former_code}
    load(connection, "place_name", ("place", "name", "language"), sorted(names | codes, key=str))
    diseases = ((each.slug, each.name, each.icd10, each.icd11) for each in load_diseases())
    load(connection, "disease", ("disease", "name", "icd10", "icd11"), diseases)


def _extract_batch(connection: Connection, workers: Workers) -> dict[str, int]:
    rows = query(connection, "select_unread_document", versions=versions_in_force(), limit=EXTRACT_BATCH)
    zones = {row["country"]: row["time_zone"] for row in query(connection, "select_place_zone")}
    ids = [row["document_id"] for row in rows]
    execute(connection, "retract_observation", document_ids=ids)
    read = workers.read([_make_read_job(row) for row in rows])
    written = load(connection, "observation", _OBSERVATION, _observation_values(rows, read, zones))
    execute(connection, "mark_extracted", document_ids=ids, versions=[version for version, _ in read])
    return {"documents": len(rows), "observations": written}


def _resolve_batch(connection: Connection) -> dict[str, int]:
    for step in ("create_touched_key", "insert_candidate", "create_resolved"):
        execute(connection, step, limit=COUNT_BATCH)
    done = {"documents": query(connection, "count_uncounted")[0]["documents"]}
    execute(connection, "revise_daily_count")
    for noun in ("daily_count", "period_count", "conflict"):
        done[f"{noun}s"] = query(connection, f"resolve_{noun}")[0]["changed"]
    for step in ("analyze_daily_count", "mark_check_due", "mark_counted"):
        execute(connection, step)
    return done


def _parse_rows(rows: Sequence[Row], archive: Path, workers: Workers) -> list[tuple[Row, Document | Unreadable]]:
    """Each row with what its page gives, on all cores."""
    jobs = [_make_job(row, archive) for row in rows]
    parsed = iter(workers.parse([job for job in jobs if isinstance(job, Job)]))
    return [(row, next(parsed) if isinstance(job, Job) else job) for row, job in zip(rows, jobs, strict=True)]


def _make_job(row: Row, archive: Path) -> Job | Unreadable:
    try:
        body = read_body(archive, row["warc_file"], row["warc_offset"], row["warc_length"])
    except FileNotFoundError:
        raise
    except OSError as error:
        return Unreadable("damaged_record", str(error))
    layouts = tuple(Layout(each["body"], each.get("title"), each.get("date")) for each in row["layouts"])
    page = Page(body=body, **{f.name: row[f.name] for f in fields(Page) if f.name != "body"})
    return Job(page, layouts, row["time_zone"])


def _make_read_job(row: Row) -> ReadJob:
    report = Report(str(row["document_id"]), row["title"], row["text"], row["published"], row["country"])
    return ReadJob(report, row["language"], row["script"])


def _document_values(row: Row, document: Document) -> tuple[Any, ...]:
    versioned_at = version_instant(document, row["listed_at"], row["fetched_at"])
    digest = dedupe.digest_text(document.text)
    return (row["page_id"], row["source_id"], *astuple(document), versioned_at, row["parsed_with"], digest)


def _unreadable_values(row: Row, found: Unreadable) -> tuple[Any, ...]:
    return (row["page_id"], row["source_id"], row["canonical_url"], "parse", found.reason, found.detail)


def _observation_values(
    rows: Iterable[Row], read: Iterable[tuple[str, list[Observation]]], zones: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    for row, (version, observations) in zip(rows, read, strict=True):
        for observation in observations:
            values = dict(zip(_OBSERVED, astuple(observation), strict=True))
            values["cut_off_at"] = _to_instant(observation, row, zones)
            yield (row["document_id"], version, *values.values())


def _to_instant(observation: Observation, row: Row, zones: Mapping[str, str]) -> datetime | None:
    """A cut-off's local time lies in the zone of the source's country; a foreign site means that of the place."""
    if observation.cut_off_at is None:
        return None
    place_zone = zones.get((observation.place or "")[:2], row["time_zone"])
    return observation.cut_off_at.replace(tzinfo=ZoneInfo(row["time_zone"] if row["country"] else place_zone))
