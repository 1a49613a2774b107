"""What a site's robots.txt allows, read as RFC 9309 has it, and the pause between requests that it asks for."""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from twisted.internet.defer import Deferred

LARGEST_ROBOTS = 500 << 10  # what RFC 9309 has a crawler read at least
LONGEST_DELAY = 60.0


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had for now, so nothing of that host may be asked for."""


class UnreachableRobots(RobotParser):
    """Stands for a robots.txt that a server's error or the network kept from us."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> UnreachableRobots:
        return cls()

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's obedience to robots.txt, and RFC 9309's: none there allows all, one that cannot be had forbids all.

    `Crawl-delay` is obeyed up to LONGEST_DELAY seconds, on every host of the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns = asyncio.Lock()  # first come, first served

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the host. Requests that wait for them go on in the order they were made: feeds before lists."""
        async with self._turns:
            return await super().robot_parser(request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, UnreachableRobots):
            raise RobotsUnreachableError(f"robots.txt of {request.url} cannot be had")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            raise OSError(f"robots.txt answered {response.status}")
        there = response.status < 300
        body = response.body[:LARGEST_ROBOTS] if there else b""
        await super()._parse_robots(response.replace(body=body), netloc, request)
        parser = self._parsers[netloc]
        if isinstance(parser, ProtegoRobotParser) and (delay := parser.crawl_delay(self._robotstxt_useragent or "*")):
            slow_down(self.crawler, min(delay, LONGEST_DELAY))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):  # it leads to another site, which is as if there were none
            super()._robots_error(exc, netloc)
            return
        waiting, unreachable = self._parsers[netloc], UnreachableRobots()
        self._parsers[netloc] = unreachable
        assert isinstance(waiting, Deferred)
        waiting.callback(unreachable)


def slow_down(crawler: Crawler, delay: float) -> None:
    """Let `delay` seconds or more pass between two requests from now on, whatever AutoThrottle finds."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    downloader._delay = max(downloader._delay, delay)
    for slot in downloader.slots.values():
        slot.delay = max(slot.delay, delay)
    if throttle := crawler.get_extension(AutoThrottle):
        throttle.mindelay = max(throttle.mindelay, delay)
