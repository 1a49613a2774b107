"""The Wayback Machine, asked as it asks to be: 24 requests a minute in all, and Retry-After obeyed.

EDGI's `wayback` speaks its protocol (the CDX index of captures, and mementos: the captures themselves). Connections go
to web.archive.org only and there to a public address, or to the server that SALAMAT_SAMPLE_WEB names.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, RequestException, Timeout
from scrapy.settings import BaseSettings
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from wayback import CdxRecord, RateLimit, WaybackClient, WaybackSession
from wayback import exceptions as wayback

from scrapers.addresses import PrivateAddressError, is_public
from scrapers.politeness import pause_asked

HOST = "web.archive.org"
CHUNK = 1 << 16
LONGEST_ANSWER = 300.0  # seconds
MOST_PAUSES = 5  # of those that one request may be asked for
LONGEST_PAUSE = 1800.0
FILTER = ["statuscode:200", "mimetype:text/html"]
ONE_DAY = 86400.0
KINDS: list[tuple[type[Exception], str]] = [
    (wayback.RateLimitError, "http_429"),
    (wayback.BlockedSiteError, "blocked_site"),
    (wayback.BlockedByRobotsError, "blocked_by_robots"),
    (wayback.NoMementoError, "no_memento"),
    (wayback.UnexpectedResponseFormat, "not_cdx"),
    (UnicodeDecodeError, "not_cdx"),
    (PrivateAddressError, "private_address"),
    (InvalidSchema, "other_site"),
]
FAULTS = (wayback.WaybackException, RequestException, PrivateAddressError, ValueError)

log = logging.getLogger(__name__)


class RecallError(Exception):
    """The Wayback Machine did not give what was asked of it; `reason` is a stable word, the message is for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class TooLargeError(RequestException):
    """An answer has more bytes, or takes longer, than any page may."""


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture: the site's answer as it was, its body without content coding, and where the web archive keeps it."""

    address: str
    captured_at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


class WaybackMachine:
    """A client for one crawl. `close` waits until another crawl may ask."""

    def __init__(self, settings: BaseSettings) -> None:
        self.limit = RateLimit(settings.getfloat("WEB_ARCHIVE_A_MINUTE") / 60)
        self.session = Session(settings, self.limit)
        self.client = WaybackClient(self.session)

    def find_captures(self, url: str, since: datetime, before: datetime) -> list[CdxRecord]:
        """The web pages below `url` that were captured then, each once as it was first. Raises RecallError."""
        try:
            found: Iterator[CdxRecord] = self.client.search(
                url, match_type="prefix", from_date=since, to_date=before, filter_field=FILTER, collapse="urlkey"
            )
            return [each for each in found if since <= each.timestamp < before]
        except FAULTS as error:
            raise self.explain(error) from error
        except RuntimeError as error:  # a blank row with no key behind it ends the client's generator
            raise RecallError("not_cdx", "the index of captures breaks off") from error

    def fetch(self, record: CdxRecord) -> Memento:
        """The capture, or the one nearest to it within a day where that cannot be shown. Raises RecallError."""
        try:
            found = self.client.get_memento(record, exact=False, target_window=ONE_DAY, follow_redirects=False)
        except FAULTS as error:
            raise self.explain(error) from error
        return Memento(found.memento_url, found.timestamp, found.status_code, found.headers, found.content)

    def explain(self, error: Exception) -> RecallError:
        """The error with the word for its kind."""
        known = next((reason for kind, reason in KINDS if isinstance(error, kind)), None)
        return RecallError(known or self.judge(error), f"{type(error).__name__}: {error}")

    def judge(self, error: Exception) -> str:
        """The word for an error that the answer's status or its cause tells."""
        cause = getattr(error, "cause", error)
        match cause:
            case TooLargeError():
                return "too_large"
            case Timeout():
                return "timeout"
            case RequestException():
                return "connection_lost"
            case wayback.WaybackException():
                return f"http_{self.session.status}" if self.session.status >= 400 else "not_playable"
            case _:
                return "other_site"

    def close(self) -> None:
        self.limit.wait()
        self.session.close()


class Session(WaybackSession):  # type: ignore[misc]
    """The client's session: no proxy, no other host, one rate for all requests, and pauses as long as asked."""

    def __init__(self, settings: BaseSettings, limit: RateLimit) -> None:
        super().__init__(
            retries=settings.getint("RETRY_TIMES"),
            backoff=settings.getfloat("RETRY_BACKOFF"),
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
            user_agent=settings["USER_AGENT"],
            search_calls_per_second=limit,
            memento_calls_per_second=limit,
        )
        self.status = 0
        self.trust_env = False
        self.adapters.clear()
        largest, sample_web = settings.getint("DOWNLOAD_MAXSIZE"), settings["SALAMAT_SAMPLE_WEB"]
        self.mount(f"https://{HOST}/", SampleAdapter(largest, sample_web) if sample_web else PublicAdapter(largest))

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        for pauses in range(MOST_PAUSES + 1):
            try:
                response: Response = super().send(request, **options)
                self.status = response.status_code
                return response
            except wayback.RateLimitError as error:
                self.status = HTTPStatus.TOO_MANY_REQUESTS
                if pauses == MOST_PAUSES or error.retry_after > LONGEST_PAUSE:
                    raise
                log.info("the Wayback Machine asks for a pause of %.0f s", error.retry_after)
                sleep(error.retry_after)
        raise AssertionError("unreachable")

    def should_retry(self, response: Response) -> bool:
        patient = pause_asked(response.headers.get("Retry-After", "")) <= LONGEST_PAUSE
        return patient and bool(super().should_retry(response))


class BoundedAdapter(HTTPAdapter):
    """Reads no more of an answer than `largest` bytes, content coding undone."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self.largest = largest

    def send(self, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        response = super().send(request, *arguments, **options)
        body, began = bytearray(), monotonic()
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > self.largest or monotonic() - began > LONGEST_ANSWER:
                response.close()
                raise TooLargeError(f"{request.url} has more than {self.largest} bytes or takes too long")
        response._content = bytes(body)
        return response


class PublicAdapter(BoundedAdapter):
    """Connects to public addresses only."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"https": PublicPool}


class PublicConnection(HTTPSConnection):
    """A connection whose other end was looked at before anything is said."""

    def _new_conn(self) -> Any:
        connected = super()._new_conn()
        if not is_public(connected.getpeername()[0]):
            connected.close()
            raise PrivateAddressError(f"{self.host} has no public address")
        return connected


class PublicPool(HTTPSConnectionPool):
    ConnectionCls = PublicConnection


class SampleAdapter(BoundedAdapter):
    """Asks the sample web in the web archive's stead; the response keeps the address that was asked for."""

    def __init__(self, largest: int, netloc: str) -> None:
        super().__init__(largest)
        self.netloc = netloc

    def send(self, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        url = str(request.url)
        asked = request.copy()
        asked.url = urlsplit(url)._replace(scheme="http", netloc=self.netloc).geturl()
        asked.headers["Host"] = HOST
        response = super().send(asked, *arguments, **options)
        response.url, response.request = url, request
        return response
