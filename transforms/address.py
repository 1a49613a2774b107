"""Which address is an article's own: what the page declares, where that can only be the same article of its site."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from scrapers.canonical import canonical_url

_COPY = re.compile(r"^(?:www|m|mobile|amp)\.")
_NUMBER = re.compile(r"\d{4,}")


def own_address(fetched: str, declared: str | None) -> str:
    """`declared` (`rel=canonical`) made uniform, or `fetched`, a canonical URL, unless both name one article.

    Sites declare their front page, another article or another language's for all their pages: two articles under one
    address would pass for versions of each other. So the host must be the same but for its prefix, the path the same
    but for a slug behind the same number; of addresses with a query the fetched one stays.
    """
    try:
        address = canonical_url(urljoin(fetched, declared.strip())) if declared else fetched
    except ValueError:
        return fetched
    here, there = urlsplit(fetched), urlsplit(address)
    same_site = _COPY.sub("", here.netloc) == _COPY.sub("", there.netloc)
    return address if same_site and _names_one_article(here, there) else fetched


def _names_one_article(one: SplitResult, other: SplitResult) -> bool:
    (folder, _, last), (others_folder, _, others_last) = (
        each.path.rstrip("/").rpartition("/") for each in (one, other)
    )
    if one.query or other.query or folder != others_folder or not others_last:
        return False
    if last == others_last:
        return one.netloc != other.netloc  # a slash at the end makes no other address
    numbers = _NUMBER.findall(last)
    return bool(numbers) and numbers == _NUMBER.findall(others_last)
