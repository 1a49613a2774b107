"""Between the spider and the network: requests stay on the site, and a site that stumbles is given time."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings


class OtherSiteError(IgnoreRequest):
    """A link or a redirect leads to a host that is not the source's."""


class SameSiteMiddleware:
    """Lets requests through to the source's own hosts only, redirects included."""

    def __init__(self, hosts: set[str]) -> None:
        self.hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SameSiteMiddleware:
        return cls(set(crawler.settings.getlist("SALAMAT_HOSTS")))

    def process_request(self, request: Request) -> None:
        host = (urlsplit(request.url).hostname or "").rstrip(".")
        if not any(host == own or host.endswith(f".{own}") for own in self.hosts):
            raise OtherSiteError(host)


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, before each of which the whole site is left in peace.

    The pause is twice the one before, or what `Retry-After` asks. Where it asks for more than RETRY_BACKOFF_MAX, the
    answer is taken for final, and a later crawl tries again.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.backoff = settings.getfloat("RETRY_BACKOFF")
        self.longest = settings.getfloat("RETRY_BACKOFF_MAX")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        crawler.signals.connect(middleware.response_downloaded, signal=signals.response_downloaded)
        return middleware

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Called before the next request leaves."""
        if response.status in self.retry_http_codes:
            self.hold(request, self.pause(request.meta.get("retry_times", 0) + 1, retry_after(response)))

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        return response if retry_after(response) > self.longest else super().process_response(request, response)

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            self.hold(request, self.pause(result.meta["retry_times"], 0.0))
        return result

    def pause(self, tries: int, asked: float) -> float:
        """Seconds to wait before this retry."""
        doubled = self.backoff * 2 ** (tries - 1)
        return float(min(max(doubled, asked), self.longest)) if self.backoff else 0.0

    def hold(self, request: Request, seconds: float) -> None:
        """Let no request go to this host for so long."""
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot:
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def is_asked_again(request: Request, response: Response, crawler: Crawler) -> bool:
    """Whether the retries above ask once more after this response."""
    tries = request.meta.get("max_retry_times", crawler.settings.getint("RETRY_TIMES"))
    codes = map(int, crawler.settings.getlist("RETRY_HTTP_CODES"))
    patient = retry_after(response) <= crawler.settings.getfloat("RETRY_BACKOFF_MAX")
    return response.status in codes and patient and bool(request.meta.get("retry_times", 0) < tries)


def retry_after(response: Response) -> float:
    """Seconds that the Retry-After header asks for; 0 without one that can be read."""
    return pause_asked((response.headers.get("Retry-After") or b"").decode("latin-1"))


def pause_asked(header: str) -> float:
    """Seconds that the value of a Retry-After header, a number or a date, asks for; 0 where it cannot be read."""
    value = header.strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
