"""With SALAMAT_SAMPLE_WEB set, the one way out: every request goes to that local server and to no other address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

HANDLER = "scrapers.sample_web.SampleWebHandler"
SECONDS = 10


class SampleWebError(ValueError):
    """SALAMAT_SAMPLE_WEB is no address of a server."""


def sample_settings(address: str, day: date | None) -> dict[str, Any]:
    """What a crawl of the sample web changes in the settings: where requests go, and no waiting, for it is our own.

    Raises SampleWebError.
    """
    return {
        "SALAMAT_SAMPLE_WEB": sample_netloc(address),
        "SALAMAT_SAMPLE_DAY": day.isoformat() if day else None,
        "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER, "data": None, "file": None, "ftp": None, "s3": None},
        "DOWNLOAD_DELAY": 0.0,
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_BACKOFF": 0.0,
        "WEB_ARCHIVE_A_MINUTE": 0,
    }


def sample_netloc(address: str) -> str:
    """Host and port of the sample web's address. Raises SampleWebError."""
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SampleWebError(f"SALAMAT_SAMPLE_WEB is {address!r}: give it as http://127.0.0.1:PORT")
    return parts.netloc


def sampled_hosts(environment: Mapping[str, str]) -> set[str] | None:
    """The hosts that the sample web has pages of, as it says at its own address; None where crawls go to the real web.

    Raises SampleWebError, OSError where nothing answers.
    """
    if not (address := environment.get("SALAMAT_SAMPLE_WEB")):
        return None
    with urlopen(f"http://{sample_netloc(address)}/", timeout=SECONDS) as answer:
        return set(answer.read().decode().split())


class SampleWebHandler(HTTP11DownloadHandler):
    """Asks the sample web for the page of the site that the request names; the response keeps the site's own URL."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.address: str = crawler.settings["SALAMAT_SAMPLE_WEB"]
        self.day: str | None = crawler.settings["SALAMAT_SAMPLE_DAY"]

    async def download_request(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        headers["X-Forwarded-Proto"] = parts.scheme
        if self.day:
            headers["Sample-Day"] = self.day
        meta = {name: value for name, value in request.meta.items() if name not in ("proxy", "bindaddress")}
        url = urlunsplit(("http", self.address, parts.path, parts.query, ""))
        response = await super().download_request(request.replace(url=url, headers=headers, meta=meta))
        return response.replace(url=request.url)
