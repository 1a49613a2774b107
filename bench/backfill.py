"""`python -m bench.backfill [--days N] [--sources N]`: an archive read and read again, and what Airflow costs of it.

Generated pages, one a day of each source: the markup of a saved page of that source, filled up to 96 KB, around a
report whose numbers are drawn anew. They are archived as a crawl does, in a throw-away product with all of Airflow's
services. Then `reprocess_archive` reads them for the first time, up to the daily counts and their checks, and once more
as after a new parser; each beside the same stages called without Airflow, on a warehouse of their own. Wall time from
asking for the run to the end of all that follows; Airflow's share is what its run takes longer. A machine that does
other work makes that difference of two long times worthless, so at last the run of a single day is timed, which is the
same tasks with next to nothing to do. 1,000 days of 20 sources take 1 GB and a quarter of an hour.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from statistics import median
from time import monotonic

import lxml.html
from psycopg2.extensions import connection as Connection
from scrapy import Request
from scrapy.http import Response

from bench.dedupe import FIRST, renumber, templates
from bench.parse import fill, load_jobs
from bench.repeat_backfill import Desk
from local import stack
from local.home import Home
from scrapers.archive import ArchiveWriter, Listing
from scrapers.catalogue import Source, load_catalogue
from scrapers.crawl import index_left_open
from scrapers.index import index_archive
from scrapers.recording import record_source, refresh_sources
from sql.db import connect
from sql.migrate import migrate
from sql.server import Server
from transforms import stages
from transforms.workers import Job

DAG, NEXT_DAG = "reprocess_archive", "build_daily_counts"
A_FILE = 1000  # pages
ROUNDS = 3
HEAD, TITLE, BODY = "@@head@@", "@@title@@", "@@body@@"
HEADERS = {"Content-Type": "text/html; charset=utf-8"}
COUNTS = """
    select (select count(*) from document), (select count(*) from document where parsed_by like 'layout%'),
           (select count(*) from observation), (select count(*) from daily_count)
"""


@dataclass(frozen=True)
class Site:
    """A source, one of its pages with places for what a day's page says, and the wording of its reports."""

    source: Source
    page: str
    wording: str

    def pages(self, days: int) -> Iterator[tuple[str, bytes]]:
        """A URL and a page for each day."""
        for day in range(days):
            at, chance = FIRST + timedelta(days=day), random.Random(f"{self.source.source_id} {day}")
            report = re.sub(r"\d+", lambda match, c=chance: renumber(match[0], c), self.wording)  # type: ignore[misc]
            title, _, text = report.partition("\n")
            lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
            page = self.page.replace(HEAD, describe(title, at)).replace(TITLE, escape(title)).replace(BODY, lines)
            yield f"https://{self.source.host}/news/{at:%Y-%m-%d}-report", page.encode()


def describe(title: str, at: datetime) -> str:
    said = {"@type": "NewsArticle", "headline": title, "datePublished": at.isoformat()}
    return f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'


def make_sites(number: int) -> list[Site]:
    """Sites of as many sources, each with the wording of a report of its own."""
    catalogue, wordings = load_catalogue(), templates()
    pages = {job.page.source_id: page for job in load_jobs() if (page := empty_page(job))}
    if len(pages) < number:
        raise SystemExit(f"only {len(pages)} sources have a saved page that a layout reads")
    chosen = sorted(pages.items())[:number]
    return [Site(catalogue[name], page, wordings[each % len(wordings)]) for each, (name, page) in enumerate(chosen)]


def empty_page(job: Job) -> str | None:
    """The job's page with places where title, text and description stood; None where no layout finds title and body."""
    root = lxml.html.document_fromstring(job.page.body.decode())
    for layout in job.layouts:
        bodies, titles = root.cssselect(layout.body), root.cssselect(layout.title or "h1")
        if not bodies or not titles:
            continue
        for script in root.xpath("//script[@type='application/ld+json']"):
            script.drop_tree()
        for element, place in ((titles[0], TITLE), (bodies[0], BODY)):
            element[:] = []
            element.text = place
        page = fill(lxml.html.tostring(root, encoding="utf-8")).decode()
        return page.replace("<head>", f"<head>{HEAD}", 1)
    return None


def archive_sites(archive: Path, sites: Sequence[Site], days: int) -> int:
    """Write every page as a crawl does; returns the bytes of the pages."""
    size = 0
    for site in sites:
        pages = list(enumerate(site.pages(days)))
        for first in range(0, days, A_FILE):
            with closing(ArchiveWriter(archive, site.source.source_id)) as writer:
                for _, (url, page) in pages[first : first + A_FILE]:
                    response = Response(url, 200, headers=HEADERS, body=page)
                    writer.write(Request(url), response, Listing("article", url))
                    size += len(page)
    return size


def index_sites(connection: Connection, archive: Path, sites: Sequence[Site]) -> int:
    for site in sites:
        record_source(connection, site.source)
    return sum(index_left_open(connection, archive, site.source.source_id) for site in sites)


def index_copy(connection: Connection, archive: Path, sites: Sequence[Site]) -> None:
    """The same index in another warehouse."""
    for site in sites:
        record_source(connection, site.source)
    for file in sorted(archive.rglob("*.warc.gz")):
        index_archive(connection, archive, file)


def timed(name: str, work: Callable[[], object]) -> float:
    began = monotonic()
    work()
    print(f"    {name:<10}{monotonic() - began:8.1f} s", flush=True)
    return monotonic() - began


def run_stages(connection: Connection, archive: Path, redo: str | None) -> float:
    """Seconds of what reprocess_archive and build_daily_counts do, called one by one here."""
    steps: dict[str, Callable[[], object]] = {
        "sources": lambda: refresh_sources(connection),
        "choose": lambda: stages.choose_again(connection, redo) if redo else None,
        "parse": lambda: stages.parse_pages(connection, archive),
        "link": lambda: stages.link_reprints(connection),
        "extract": lambda: stages.extract_documents(connection),
        "join": lambda: stages.join_stories(connection),
        "resolve": lambda: stages.resolve_daily_counts(connection),
        "check": lambda: stages.check_daily_counts(connection),
    }
    return sum(timed(name, step) for name, step in steps.items())


def run_airflow(desk: Desk, redo: str, last_day: str | None = None) -> float:
    """Seconds from asking Airflow for the run to the end of the counting that follows it."""
    began = monotonic()
    desk.airflow.pause = 0.2
    before = len(desk.airflow.runs(NEXT_DAG))
    made = desk.client.post(f"dags/{DAG}/dagRuns", {"logical_date": None, "conf": {"redo": redo, "last_day": last_day}})
    (run,) = desk.airflow.finish([run for run in desk.airflow.runs(DAG) if run.run_id == made["dag_run_id"]])
    while len(desk.airflow.finish_downstream(NEXT_DAG)) == before:
        assert monotonic() - began < 7200, "no counting followed"
    if bad := [each for each in (run, *desk.airflow.runs(NEXT_DAG)) if each.state != "success"]:
        raise SystemExit("\n".join(line for each in bad for line in desk.airflow.failures(each)))
    return monotonic() - began


def count(connection: Connection) -> tuple[int, ...]:
    """Documents, those read by a layout, observations and daily counts."""
    with connection, connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return tuple(cursor.fetchone() or ())


def compare(name: str, pages: int, through: float, directly: float) -> None:
    rates = f"{pages / through:.0f} pages/s through Airflow ({through:.1f} s), {pages / directly:.0f} without it"
    share = 100 * (through - directly) / through
    print(f"{name}: {rates} ({directly:.1f} s): Airflow's share {share:.1f} %", flush=True)


def measure(running: stack.Stack, sites: Sequence[Site], days: int) -> None:
    """Fill an archive and two warehouses with its index, and compare."""
    archive, desk = running.home.archive, Desk(running)
    size = archive_sites(archive, sites, days)
    server = Server(running.home.postgres)
    server.create_database("direct")
    with closing(connect(running.warehouse_url)) as ours, closing(connect(server.url("direct"))) as other:
        migrate(other)
        pages = index_sites(ours, archive, sites)
        index_copy(other, archive, sites)
        print(f"{pages} pages, {size / pages / 1024:.0f} KB each, of {len(sites)} sources", flush=True)
        first = run_airflow(desk, "what changed")
        compare("read first", pages, first, run_stages(other, archive, None))
        again = run_airflow(desk, "pages")
        compare("read again", pages, again, run_stages(other, archive, "pages"))
        one = median(run_airflow(desk, "pages", FIRST.date().isoformat()) for _ in range(ROUNDS))
        shares = f"{100 * one / first:.1f} and {100 * one / again:.1f} %"
        print(f"one day of it again: {one:.1f} s, {shares} of the two above")
        found = count(ours)
        assert found == count(other), f"{found} through Airflow, {count(other)} without"
        print("{} documents, {} by a layout; {} observations, {} daily counts".format(*found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--sources", type=int, default=20)
    options = parser.parse_args()
    sites = make_sites(options.sources)
    with tempfile.TemporaryDirectory(prefix="salamat-bench-", ignore_cleanup_errors=True) as folder:
        home = Home("demo", Path(folder) / "demo")
        try:
            measure(stack.bring_up(home, sample_web=True), sites, options.days)
        finally:
            stack.take_down(home)


if __name__ == "__main__":
    main()
