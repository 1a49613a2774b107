"""Fetches single pages for the workbench as politely as a crawl: robots.txt, a named agent, a pause, one site."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from scrapers.sample_web import sample_netloc
from scrapers.settings import DOWNLOAD_DELAY, DOWNLOAD_MAXSIZE, DOWNLOAD_TIMEOUT, ROBOTSTXT_USER_AGENT, USER_AGENT

MOST_REDIRECTS = 5


class FetchError(RuntimeError):
    """A page could not be had; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it came: `url` is where the last redirect led."""

    url: str
    content_type: str
    body: bytes


class StayPut(HTTPRedirectHandler):
    """Leaves redirects to the fetcher, which looks where they lead."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        return None


@dataclass(slots=True)
class Fetcher:
    """Gets pages one after the other; with `sample_web` (host:port) all of them from there, nothing from elsewhere."""

    sample_web: str | None = None
    delay: float = DOWNLOAD_DELAY
    opener: OpenerDirector = field(default_factory=lambda: build_opener(StayPut))
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    asked_at: dict[str, float] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Fetcher:
        """The fetcher that SALAMAT_SAMPLE_WEB asks for. Raises SampleWebError."""
        if address := environment.get("SALAMAT_SAMPLE_WEB"):
            opener = build_opener(StayPut, ProxyHandler({}))
            return cls(sample_web=sample_netloc(address), delay=0.0, opener=opener)
        return cls()

    def get(self, url: str) -> Answer:
        """The page at `url`. Raises FetchError where robots.txt forbids it or no page comes."""
        for _ in range(MOST_REDIRECTS):
            if not self.allowed(url):
                raise FetchError(f"{url}: robots.txt forbids it")
            status, headers, body = self.ask(url)
            target = headers.get("Location")
            if status not in (301, 302, 303, 307, 308) or not target:
                break
            target = urljoin(url, target)
            if site_of(target) != site_of(url):
                raise FetchError(f"{url}: leads to another site, {target}")
            url = target
        if status != 200:
            raise FetchError(f"{url}: answered {status}")
        return Answer(url, headers.get("Content-Type", ""), body)

    def allowed(self, url: str) -> bool:
        root = urlunsplit((*urlsplit(url)[:2], "/robots.txt", "", ""))
        if root not in self.robots:
            status, _, body = self.ask(root)
            rules = RobotFileParser(root)
            rules.parse(body.decode("utf-8", "replace").splitlines() if status == 200 else [])
            self.robots[root] = rules
        return self.robots[root].can_fetch(ROBOTSTXT_USER_AGENT, url)

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the site's robots.txt names. Raises FetchError."""
        self.allowed(url)
        return self.robots[urlunsplit((*urlsplit(url)[:2], "/robots.txt", "", ""))].site_maps() or []

    def ask(self, url: str) -> tuple[int, Message, bytes]:
        """Status, headers and body of one request, after the pause that the host is owed. Raises FetchError."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{url}: not a web address; write it whole, https://host/path")
        self.pause(parts.netloc)
        headers = {"User-Agent": USER_AGENT, "Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
        if self.sample_web:
            headers |= {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme}
            url = urlunsplit(("http", self.sample_web, parts.path or "/", parts.query, ""))
        try:
            with self.opener.open(Request(url, headers=headers), timeout=DOWNLOAD_TIMEOUT) as response:
                body = response.read(DOWNLOAD_MAXSIZE + 1)
                status, answered = response.status, response.headers
        except HTTPError as error:
            with error:
                return error.code, error.headers, b""
        except (URLError, OSError) as error:
            raise FetchError(f"{url}: {getattr(error, 'reason', error)}") from error
        if len(body) > DOWNLOAD_MAXSIZE:
            raise FetchError(f"{url}: larger than {DOWNLOAD_MAXSIZE >> 20} MB")
        return status, answered, body

    def pause(self, host: str) -> None:
        due = self.asked_at.get(host, 0.0) + self.delay
        if (wait := due - time.monotonic()) > 0 and host in self.asked_at:
            time.sleep(wait)
        self.asked_at[host] = time.monotonic()


def site_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
