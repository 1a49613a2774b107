"""One address for the many spellings of an article's URL: what `page`, `listing` and `document` know it by."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|yclid|ysclid|gbraid|wbraid|msclkid|igshid|mc_cid|mc_eid|_openstat|__twitter_impression",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """`url` as https, without fragment, tracking parameters, default port and trailing dot of the host.

    The query is sorted and percent-encoding made uniform; the path is left as it is, since sites tell /a and /a/ apart.
    Raises ValueError when `url` is not an absolute http or https address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an absolute http address: {url!r}")
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(key, value) for key, value in pairs if not TRACKING.fullmatch(key)]
    host = parts.hostname.rstrip(".") + port
    return str(canonicalize_url(urlunsplit(("https", host, parts.path or "/", urlencode(query), ""))))
