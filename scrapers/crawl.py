"""One crawl of one site: `python -m scrapers.crawl SOURCE [--day YYYY-MM-DD] --summary FILE.json`.

Takes the locks of the source's hosts, mends and indexes what a crawl that died left behind, runs Scrapy once (for a day
of a site whose own archive is gone: asks the Wayback Machine), indexes its archive. Exit status: 0 fine, single missing
articles included; 3 a feed or list failed, the rest was fetched; 2 a setting or a source file is wrong; 4 the archive
cannot be written; 5 the warehouse does not answer; 143 told to stop, what had come is archived; 1 the crawl itself
broke. The last line that is printed says why.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from scrapers.archive import ArchiveError, ArchiveWriter, find_left_open, publish, settle
from scrapers.catalogue import SOURCES, CatalogueError, Source, load_source
from scrapers.index import UNREADABLE, index_archive
from scrapers.recording import record_source
from scrapers.sample_web import SampleWebError, sample_settings
from scrapers.spiders.site import SiteSpider
from scrapers.summary import Failure, Summary
from sql.db import Connection, DatabaseError, UnavailableError, clear_failures, connect, execute, load, query

FINE, BROKEN, WRONG_SETTING, LIST_FAILED, NO_ARCHIVE, NO_WAREHOUSE, TOLD_TO_STOP = 0, 1, 2, 3, 4, 5, 143
LONGEST_WAIT = 1800.0
WEB_ARCHIVE = "web.archive.org"
log = logging.getLogger("scrapers.crawl")


class SettingError(ValueError):
    """A setting is missing or wrong; the message says what to set."""


def main(arguments: list[str] | None = None) -> int:
    options = read_options(arguments)
    set_up_log()
    try:
        source = load_source(options.sources, options.source)
        if not source.enabled:
            raise SettingError(f"{source.source_id} is disabled: {source.reason}")
        settings = read_settings(source, options.day, os.environ)
        with clear_failures(), closing(connect()) as connection:
            return run(source, options.day, settings, connection, options.summary)
    except (CatalogueError, DatabaseError, SampleWebError, SettingError, ArchiveError) as error:
        print(error, file=sys.stderr)
        return status_of(error)


def status_of(error: Exception) -> int:
    match error:
        case ArchiveError():
            return NO_ARCHIVE
        case UnavailableError():
            return NO_WAREHOUSE
        case _:
            return WRONG_SETTING


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scrapers.crawl", description="Fetch and archive what a site has.")
    parser.add_argument("source", help="a file name of scrapers/sources, without .yml")
    parser.add_argument("--day", type=date.fromisoformat, help="that calendar day's articles instead of the latest")
    parser.add_argument("--summary", type=Path, required=True, help="JSON file to write the summary to")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="folder of source files (default: %(default)s)")
    return parser.parse_args(arguments)


def set_up_log() -> None:
    """Our own lines, and the libraries' warnings but one: a site without answer is told by its failed lists."""
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(lambda record: record.name.startswith("scrapers") or record.levelno >= logging.WARNING)
    handler.addFilter(lambda record: record.name != "scrapy.downloadermiddlewares.robotstxt")
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler])
    logging.getLogger("scrapers").setLevel(logging.INFO)


def read_settings(source: Source, day: date | None, environment: Mapping[str, str]) -> Settings:
    """Scrapy's settings for this crawl. Raises SettingError or SampleWebError."""
    archive = environment.get("SALAMAT_ARCHIVE", "")
    if not Path(archive).is_absolute():
        raise SettingError(f"SALAMAT_ARCHIVE is {archive!r}: set it to the absolute folder of the archive")
    settings = Settings()
    settings.setmodule("scrapers.settings", priority="project")
    added: dict[str, Any] = {
        "SALAMAT_ARCHIVE": archive,
        "SALAMAT_SOURCE": source.source_id,
        "SALAMAT_HOSTS": sorted(source.hosts),
    }
    if sample_web := environment.get("SALAMAT_SAMPLE_WEB"):
        added |= sample_settings(sample_web, day)
    settings.setdict(added, priority="cmdline")
    return settings


def run(source: Source, day: date | None, settings: Settings, connection: Connection, summary_file: Path) -> int:
    """Crawl under the locks of the source's hosts, index, write the summary; returns the exit status."""
    summary = Summary(source.source_id, day)
    if lock(connection, source.hosts | web_archive_hosts(source, day)):
        record_source(connection, source)
        began_at = datetime.now(UTC)
        status = crawl_and_index(source, settings, connection, summary)
        record_crawl(connection, summary, status, began_at)
    else:
        reason = f"another crawl of {source.host} still runs after {LONGEST_WAIT:.0f} s"
        summary.list_failed(Failure(source.url, source.url, reason, reason))
        status = LIST_FAILED
    summary.write(summary_file)
    log.info("%s", summary.closing_line())
    if summary.problem:
        log.error("%s", summary.problem)
    return status


def crawl_and_index(source: Source, settings: Settings, connection: Connection, summary: Summary) -> int:
    """Index what a dead crawl left, crawl, index what came; remember whether nothing is left to fetch."""
    archive, source_id = Path(settings["SALAMAT_ARCHIVE"]), source.source_id
    index_left_open(connection, archive, source_id)
    deep = summary.day is None and not take_read_through(connection, source_id)
    status = crawl(source, settings, connection, summary, deep)
    summary.new_pages = index_left_open(connection, archive, source_id)
    record_failures(connection, source_id, summary.unreadable)
    if summary.day is None and status == FINE and not summary.left_over:
        with connection:
            execute(connection, "set_read_through", source_id=source_id)
    return status


def web_archive_hosts(source: Source, day: date | None) -> set[str]:
    """The host that the day is asked of in the site's stead, where the source's file says so."""
    return {WEB_ARCHIVE} if day and source.web_archive else set()


def take_read_through(connection: Connection, source_id: str) -> bool:
    """Whether the last crawl of what is latest left nothing to fetch. A crawl that dies after this leaves a no."""
    with connection:
        return bool(query(connection, "take_read_through", source_id=source_id)[0]["read_through"])


def lock(connection: Connection, hosts: Iterable[str]) -> bool:
    """Wait for the locks of a source's hosts, which the session holds until it ends: two sources may share a host.

    False when another crawl keeps one of them too long.
    """
    began, said = monotonic(), False
    while monotonic() - began < LONGEST_WAIT:
        taken = first_taken(connection, hosts)
        if taken is None:
            return True
        if not said:
            log.info("waiting: another crawl of %s is running", taken)
            said = True
        sleep(1)
    return False


def first_taken(connection: Connection, hosts: Iterable[str]) -> str | None:
    """Lock the hosts, in one order for all crawls; where one is taken, let go of all and return that one."""
    with connection:
        for host in sorted(hosts):
            if not query(connection, "lock_host", host=host)[0]["locked"]:
                execute(connection, "unlock_hosts")
                return host
    return None


def record_crawl(connection: Connection, summary: Summary, status: int, began_at: datetime) -> None:
    """Write down what the crawl found, for the source's history."""
    times = {"began_at": began_at, "ended_at": datetime.now(UTC)}
    with connection:
        execute(connection, "insert_crawl", status=status, **times, **summary.as_row())


def index_left_open(connection: Connection, archive: Path, source_id: str) -> int:
    """Close and index every file of the source that nobody writes any more; returns how many article pages are new."""
    pages = 0
    for file in find_left_open(archive, source_id):
        if closed := publish(file):
            pages += index_archive(connection, archive, closed)
            settle(file)
    return pages


def crawl(source: Source, settings: Settings, connection: Connection, summary: Summary, deep: bool) -> int:
    """Ask the site, or the web archive, to the end; returns the exit status.

    `deep`: lists are read on past what is known.
    """
    writer = ArchiveWriter(Path(settings["SALAMAT_ARCHIVE"]), source.source_id)
    if summary.day and source.web_archive:
        status = recall(source, settings, writer, connection, summary)
    else:
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(SiteSpider)
        process.crawl(crawler, source=source, archive=writer, connection=connection, summary=summary, deep=deep)
        process.start()
        status = judge(crawler, summary)
    writer.close()
    if writer.failure:
        summary.problem = str(writer.failure)
        return NO_ARCHIVE
    return status


def recall(source: Source, settings: Settings, writer: ArchiveWriter, connection: Connection, summary: Summary) -> int:
    """Ask the web archive for the summary's day; told to stop, it stops at once. Returns the exit status."""
    from scrapers.web_archive import recall_day  # what it imports costs every other crawl a quarter of a second

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        recall_day(source, settings, writer, connection, summary)
    except KeyboardInterrupt:
        summary.stopped = "shutdown"
        return TOLD_TO_STOP
    finally:
        signal.signal(signal.SIGTERM, before)
    return LIST_FAILED if summary.discovery_failed else FINE


def judge(crawler: Crawler, summary: Summary) -> int:
    """The exit status that the crawl's end deserves; says in the summary why it stopped early, if it did."""
    reason = crawler.stats.get_value("finish_reason")
    summary.stopped = None if reason == "finished" else str(reason)
    if reason is None or any(key.startswith("spider_exceptions") for key in crawler.stats.get_stats()):
        return BROKEN
    if reason == "shutdown":
        return TOLD_TO_STOP
    return LIST_FAILED if summary.discovery_failed else FINE


def record_failures(connection: Connection, source_id: str, failures: list[Failure]) -> None:
    """Write down the articles that no response came for; those with one are told by the archive's index."""
    lost = [each for each in failures if not each.archived]
    rows = [(None, source_id, each.canonical_url, "fetch", each.reason, each.detail) for each in lost]
    with connection:
        load(connection, "unreadable", UNREADABLE, rows)


if __name__ == "__main__":
    sys.exit(main())
