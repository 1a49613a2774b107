"""Between Scrapy and the archive: every response is written the moment it is downloaded, redirects and errors too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from scrapers.archive import ROBOTS, ArchiveError, Listing
from scrapers.canonical import canonical_url
from scrapers.politeness import is_asked_again

if TYPE_CHECKING:
    from scrapers.spiders.site import SiteSpider

FULL = "archive_not_written"


class ArchiveExtension:
    """Hands each response, its body still as sent, to the spider's archive; stops the crawl where that fails."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveExtension:
        extension = cls(crawler)
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def response_downloaded(self, response: Response, request: Request, spider: SiteSpider) -> None:
        listing = request.meta.get("listing")
        if listing is None and urlsplit(request.url).path == ROBOTS:
            listing = Listing("robots", canonical_url(request.url))
        if listing is None:
            return
        try:
            passing = is_asked_again(request, response, self.crawler)
            spider.archive.write(request, response, listing, passing=passing)
            listing.archived = not passing
        except ArchiveError:
            self.stop()

    def stop(self) -> None:
        """Close the spider, once: what comes after cannot be kept, so nothing more is asked for."""
        if self.closing is None and self.crawler.engine is not None:
            self.closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=FULL))
