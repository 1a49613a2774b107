"""`python -m bench.parse`: how many pages a second are parsed by a site's layout, beside trafilatura on the same pages.

The pages are the saved articles of `tests/cases` that a layout reads, each filled up to 96 KB with what surrounds an
article on a real site: menus, teasers, scripts. Both sides give text, title, date and metadata; ours the language and
script as well, trafilatura without them. Processor time of one core, medians of rounds that take turns. Then
the same pages as a batch of the pipeline: wall time, in one process beside one worker for each core (which tells
nothing on a busy machine).
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from scrapers.catalogue import load_catalogue
from transforms.document import parse_page
from transforms.models import Document, Layout, Page
from transforms.workers import LEAST_JOBS, Job, Workers, count_cores

CASES = Path(__file__).parent.parent / "tests" / "cases"
SIZE, ROUNDS, BATCH = 96 * 1024, 3, 400
TEASER = (
    '<div class="card"><a href="/news/{n}-sluchai-kori-v-oblasti/" class="card__link"><img src="/i/{n}.jpg" alt="">'
    '<span class="card__name">Новость номер {n}: в области открыли парк и отремонтировали дорогу</span></a>'
    '<span class="card__views">{n}</span></div>'
)
SCRIPT = '<script>window.dataLayer = window.dataLayer || []; dataLayer.push({{"id": {n}, "type": "view"}});</script>'


def load_jobs() -> list[Job]:
    """The saved articles that a layout reads, filled up, with the layouts and zone of their sources."""
    jobs = []
    catalogue = load_catalogue()
    for file in sorted(CASES.glob("??_*/*.json")):
        case = json.loads(file.read_text(encoding="utf-8"))
        html = file.with_suffix(".html")
        if not case.get("expect", {}).get("parsed_by", "").startswith("layout") or not html.exists():
            continue
        source = catalogue[file.parent.name]
        layouts = tuple(Layout(each.body, each.title, each.date) for each in source.layouts)
        at = datetime.fromisoformat(case["fetched_at"]).astimezone(UTC)
        body = fill(html.read_bytes())
        page = Page(0, source.source_id, case["url"], case["url"], 200, "text/html; charset=utf-8", body, at)
        jobs.append(Job(page, layouts, source.time_zone))
    return jobs


def fill(body: bytes) -> bytes:
    """The page with teasers and scripts, as much of one as of the other, before its end."""
    furniture, number = bytearray(), 0
    while len(body) + len(furniture) < SIZE:
        number += 1
        furniture += (TEASER.format(n=number) + SCRIPT.format(n=number) * 2).encode()
    whole = f'<aside class="more">{furniture.decode()}</aside>'.encode()
    end = body.lower().rfind(b"</body")
    return body[:end] + whole + body[end:] if end >= 0 else body + whole


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(jobs: Sequence[Job]) -> tuple[float, float]:
    """Pages a second by layout and by trafilatura with metadata."""
    ours, theirs = [], []
    pages = [job.page.body.decode() for job in jobs]
    for _ in range(ROUNDS):
        ours.append(seconds(lambda: [parse_page(job.page, job.layouts, job.time_zone) for job in jobs]))
        theirs.append(seconds(lambda: [trafilatura.bare_extraction(html, with_metadata=True) for html in pages]))
    return len(jobs) / statistics.median(ours), len(jobs) / statistics.median(theirs)


def batch_rate(jobs: Sequence[Job], workers: int) -> float:
    """Pages a second of wall time that some worker processes read, their start not counted."""
    many = [replace(jobs[number % len(jobs)]) for number in range(BATCH)]
    with Workers(workers) as pool:
        pool.parse(many[:LEAST_JOBS])
        start = time.monotonic()
        pool.parse(many)
        return len(many) / (time.monotonic() - start)


def main() -> None:
    """Print both comparisons."""
    jobs = load_jobs()
    read = [parse_page(job.page, job.layouts, job.time_zone) for job in jobs]
    by_layout = sum(isinstance(each, Document) and each.parsed_by.startswith("layout") for each in read)
    sizes = [len(job.page.body) for job in jobs]
    print(
        f"{len(jobs)} pages of {min(sizes) // 1024}-{max(sizes) // 1024} KB, {by_layout} of them read by their layout"
    )
    ours, theirs = compare(jobs)
    print(f"by layout          {ours:8.0f} pages/s of one core\ntrafilatura        {theirs:8.0f}")
    print(f"ratio              {ours / theirs:8.1f}")
    for workers in sorted({1, count_cores()}):
        print(f"batch, {workers} process{'es' if workers > 1 else '  '} {batch_rate(jobs, workers):8.0f} pages/s")


if __name__ == "__main__":
    main()
