"""One address for the many spellings of an article's URL: what `page`, `listing` and `document` know it by."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|yclid|ysclid|gbraid|wbraid|msclkid|igshid|mc_cid|mc_eid|_openstat|__twitter_impression",
    re.IGNORECASE,
)
AMP_QUERY = re.compile(r"(?:^|&)(?:amp(?:=1?)?|outputType=amp)(?=&|$)")
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """`url` as https, without fragment, tracking parameters, default port and trailing dot of the host.

    A copy for mobile phones (AMP) has the address of its original. The query is sorted and percent-encoding made
    uniform; the path is left as it is. Raises ValueError when `url` is not an absolute http or https address.
    """
    parts = urlsplit(without_amp(url.strip()))
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an absolute http address: {url!r}")
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(key, value) for key, value in pairs if not TRACKING.fullmatch(key)]
    host = parts.hostname.rstrip(".") + port
    return str(canonicalize_url(urlunsplit(("https", host, parts.path or "/", urlencode(query), ""))))


def without_amp(url: str) -> str:
    """The address of the article that an AMP copy is made from; any other address as it is."""
    parts = urlsplit(url)
    path = re.sub(r"^/amp(?=/.)|(?<=.)/amp$", "", parts.path)
    path = re.sub(r"(?<=.)/amp/$", "/", path)
    host = parts.netloc.removeprefix("amp.") if parts.netloc.count(".") > 1 else parts.netloc
    query = AMP_QUERY.sub("", parts.query).lstrip("&")
    found = SplitResult(parts.scheme, host, path, query, parts.fragment)
    return url if found == parts else urlunsplit(found)


def with_other_ending(url: str) -> str:
    """A canonical URL with a slash behind its path where it has none, and without one where it has."""
    parts = urlsplit(url)
    path = parts.path.removesuffix("/") if parts.path.endswith("/") else f"{parts.path}/"
    return urlunsplit(parts._replace(path=path or "/"))
