"""How fast the crawl framework is beside Scrapy alone: `python -m bench.crawl [--pages N] [--rounds N] [--memory N]`.

A server in a process of its own answers on the loopback with pages of 96 KB. Scrapy alone asks for them, 16 at a time
and without a pause, and throws them away; `scrapers.crawl` finds them in a feed, compares them with what is known,
archives and indexes them. Both take turns, each in a fresh process; the time is from the first request to the last row.
With --memory, a site of N addresses in sitemaps is crawled until all are archived, as the half-hourly crawls do: each
takes what its bounds admit and puts the rest off. The memory of the first, of the largest and of the last is shown.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import Any

import psycopg2
import yaml
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from sql.migrate import migrate
from sql.server import Server

SITE = "https://news.example.kz"
SIZE, A_MAP = 96 << 10, 10_000
FAST: dict[str, Any] = {"DOWNLOAD_DELAY": 0.0, "AUTOTHROTTLE_ENABLED": False, "CONCURRENT_REQUESTS": 16,
                        "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "ROBOTSTXT_OBEY": False}  # fmt: skip
spawn = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of one crawl by the wall and of its processor."""

    wall: float
    processor: float


def page(number: int, size: int) -> bytes:
    """An article of its own: words as frequent as in a language, so that it packs as a real page does."""
    words = [f"слово{(number * 7919 + n * n) % 4001}" for n in range(size // 14)]
    text = " ".join(words).encode()
    return b"<html><head><title>%d</title></head><body><p>" % number + text.ljust(size)[:size] + b"</p></body></html>"


def feed(count: int) -> bytes:
    items = "".join(f"<item><link>{SITE}/a/{number}</link></item>" for number in range(count))
    return f"<rss><channel>{items}</channel></rss>".encode()


def sitemap(count: int, number: int | None) -> bytes:
    """The index of a site's maps, or one of them."""
    if number is None:
        each = (f"<sitemap><loc>{SITE}/map/{n}</loc></sitemap>" for n in range(0, count, A_MAP))
        return f"<sitemapindex>{''.join(each)}</sitemapindex>".encode()
    places = (f"<url><loc>{SITE}/a/{n}</loc></url>" for n in range(number, min(number + A_MAP, count)))
    return f"<urlset>{''.join(places)}</urlset>".encode()


def answer_to(target: str, count: int, bodies: list[bytes]) -> bytes:
    _, kind, name = f"{target}/".split("/", 2)
    if kind == "rss":
        return feed(count)
    if kind in ("index", "map"):
        return sitemap(count, int(name.strip("/")) if name else None)
    number = name.strip("/")
    return number.encode() + bodies[int(number) % 64]


def serve(port: Any, count: int, size: int) -> None:
    """Answer for ever; 64 pages take turns, each with its number written into it."""
    bodies = [page(number, size) for number in range(64)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            target = line.split()[1].decode()
            while (await reader.readline()).strip():
                pass
            body = answer_to(target, count, bodies)
            kind = b"text/html; charset=utf-8" if target.startswith("/a/") else b"text/xml"
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body)) + body
            )
            await writer.drain()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class Download(Spider):
    """Scrapy alone."""

    name = "download"

    async def start(self) -> AsyncIterator[Request]:
        for number in range(self.count):
            yield Request(f"{self.address}/a/{number}", self.drop, dont_filter=True)

    def drop(self, response: Any) -> None:
        """Throw the page away."""


def download(address: str, count: int, result: Any) -> None:
    process = AsyncCrawlerProcess({**FAST, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(Download, address=address, count=count)
    began, worked = monotonic(), process_time()
    process.start()
    result.put(Measured(monotonic() - began, process_time() - worked))


def framework(address: str, folder: str, database_url: str, result: Any) -> None:
    import scrapers.settings
    from scrapers import crawl

    os.environ |= {"SALAMAT_SAMPLE_WEB": address, "SALAMAT_ARCHIVE": folder, "DATABASE_URL": database_url}
    vars(scrapers.settings).update(FAST)
    summary = Path(folder) / "summary.json"
    arguments = ["kz_bench", "--summary", str(summary), "--sources", folder]
    began, worked = monotonic(), process_time()
    with open(os.devnull, "w") as sys.stdout:  # noqa: PTH123
        status = crawl.main(arguments)
    taken = Measured(monotonic() - began, process_time() - worked)
    result.put((status, json.loads(summary.read_text()), taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def in_process(work: Callable[..., None], *arguments: Any) -> Any:
    result = spawn.Queue()
    child = spawn.Process(target=work, args=(*arguments, result))
    child.start()
    found = result.get()
    child.join()
    return found


def prepare(folder: Path, server: Server, number: int, found_by: dict[str, list[str]]) -> tuple[Path, str]:
    """A fresh archive with a source file that finds articles in this way, and the URL of a fresh warehouse."""
    archive = folder / f"archive{number}"
    archive.mkdir()
    source = {"name": "Bench", "url": f"{SITE}/", "country": "KZ", "languages": ["ru"], "kind": "media", "rank": 40,
              "time_zone": "Asia/Almaty", **found_by, "article": f"^{SITE}/a/"}  # fmt: skip
    (archive / "kz_bench.yml").write_text(yaml.safe_dump(source))
    name = f"bench{number}"
    server.create_database(name)
    connection = psycopg2.connect(server.url(name))
    migrate(connection)
    connection.close()
    return archive, server.url(name)


def start_server(count: int, size: int) -> tuple[Any, str]:
    port = spawn.Queue()
    child = spawn.Process(target=serve, args=(port, count, size), daemon=True)
    child.start()
    return child, f"http://127.0.0.1:{port.get()}"


def compare(folder: Path, server: Server, pages: int, rounds: int) -> float:
    """Print both rates, round by round; returns the ratio of the medians by the wall."""
    web, address = start_server(pages, SIZE)
    alone, ours = [], []
    for number in range(rounds):
        alone.append(in_process(download, address, pages))
        archive, url = prepare(folder, server, number, {"feeds": [f"{SITE}/rss"]})
        status, summary, taken, _ = in_process(framework, address, str(archive), url)
        assert (status, summary["new_pages"]) == (0, pages), summary
        ours.append(taken)
        rates = [f"{pages / each.wall:.0f} ({pages / each.processor:.0f})" for each in (alone[-1], ours[-1])]
        print(
            f"pages a second by the wall (by the processor): Scrapy alone {rates[0]}, framework {rates[1]}", flush=True
        )
    web.terminate()
    wall = median(each.wall for each in alone) / median(each.wall for each in ours)
    processor = median(each.processor for each in alone) / median(each.processor for each in ours)
    print(f"the framework has {wall:.2f} of Scrapy's rate by the wall, {processor:.2f} by the processor")
    return wall


def measure_memory(folder: Path, server: Server, urls: int) -> None:
    """Crawl until nothing is put off; print the largest memory of the crawls, each in a process of its own."""
    web, address = start_server(urls, 1 << 10)
    archive, url = prepare(folder, server, 0, {"sitemaps": [f"{SITE}/index"]})
    found, memories, began = 0, [], monotonic()
    while found < urls:
        status, summary, _, memory = in_process(framework, address, str(archive), url)
        assert status == 0 and summary["new_pages"], summary
        found += summary["new_pages"]
        memories.append(memory >> 10)
    web.terminate()
    print(f"{urls} URLs in {len(memories)} crawls, {monotonic() - began:.0f} s: at most {memories[0]} MiB in the first,"
          f" {max(memories)} in the largest, {memories[-1]} in the last")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the crawl framework with Scrapy alone.")
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, metavar="URLS", help="show the memory that so many take instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salamat-bench-") as name:
        server = Server(Path(name) / "postgres", durable=True)
        server.start()
        try:
            if options.memory:
                measure_memory(Path(name), server, options.memory)
                return 0
            return 0 if compare(Path(name), server, options.pages, options.rounds) >= 0.6 else 1
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
