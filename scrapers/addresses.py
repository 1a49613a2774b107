"""The last gate before the network: a connection goes to a public address only, whatever a name resolves to.

The reactor asks `PublicResolver` for every host of a crawl, those written as a number too, and connects to the very
address that was checked. A server named by SALAMAT_SAMPLE_WEB is the one exception, made by that setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

_refused: set[str] = set()


class PrivateAddressError(IgnoreRequest):
    """A host's address is private, link-local, loopback or reserved: nothing is asked of it."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that the whole Internet can reach."""
    ip = ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver (IPv4), which finds nothing where the address found is not public."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.own: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        resolver = super().from_crawler(crawler, reactor)
        if sample_web := crawler.settings["SALAMAT_SAMPLE_WEB"]:
            resolver.own = urlsplit(f"//{sample_web}").hostname
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if name != self.own and not is_public(address):
            _refused.add(name)
            raise DNSLookupError(f"{name} has the address {address}, which is not public")
        return address


class PublicWebHandler(HTTP11DownloadHandler):
    """Scrapy's handler, which tells a host whose address was refused from one that does not exist."""

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            host: Any = urlsplit(request.url).hostname
            if host in _refused:
                raise PrivateAddressError(f"{host} has no public address") from error
            raise
