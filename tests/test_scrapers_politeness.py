"""A site's wishes: what its robots.txt allows and how slowly, and when it asks to be left in peace."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.desk import JUNE_14, SITE, Desk
from tests.stand_in import Answer, StandIn, article, feed

PORT_NAMES = {"news.example": "127.0.0.1"}
QUICK: dict[str, Any] = {"DOWNLOAD_DELAY": 0.2, "AUTOTHROTTLE_START_DELAY": 0.2, "RETRY_BACKOFF": 0.2}


def put_live(desk: Desk, articles: int) -> str:
    """A live site with a feed of so many articles; returns its host."""
    host = f"news.example:{desk.web.server_port}"
    site = f"http://{host}"
    desk.declare(url=f"{site}/", feeds=[f"{site}/rss"], article="/a/")
    desk.web.put("/rss", feed(*((f"{site}/a/{number}", JUNE_14) for number in range(articles))), host=host)
    desk.web.put("/robots.txt", Answer(b"User-agent: *\nAllow: /\n"), host=host)
    for number in range(articles):
        desk.web.put(f"/a/{number}", article(str(number)), host=host)
    return host


def gaps(web: StandIn) -> list[float]:
    return [later - earlier for earlier, later in pairwise(web.asked_at)]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_asked_of_a_site_whose_robots_cannot_be_had(desk: Desk, status: int) -> None:
    desk.web.put("/robots.txt", Answer(b"", status))
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.crawl(expect=3)
    assert desk.summary["discovery_failed"] == [{"url": f"{SITE}/rss", "reason": "robots_unreachable"}]
    assert {target for _, target in desk.web.asked} == {"/robots.txt"}
    desk.web.put("/robots.txt", Answer(b"", 404))
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.rows("select count(*) from page where kind = 'article'") == [(1,)]


def test_robots_that_stumble_once_are_read_then(desk: Desk) -> None:
    desk.web.put("/robots.txt", Answer(b"", 503), Answer(b"User-agent: *\nDisallow: /a/secret\n"))
    desk.web.put("/rss", feed((f"{SITE}/a/secret", JUNE_14)))
    desk.crawl()
    assert desk.summary["unreadable"] == [{"url": f"{SITE}/a/secret", "reason": "forbidden_by_robots"}]


def test_a_page_in_place_of_robots_forbids_nothing(desk: Desk) -> None:
    desk.web.put("/robots.txt", Answer(b"User-agent: *\nDisallow: /\n", 404))
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.summary["fetched"] == 1


def test_the_pause_that_robots_ask_for_is_kept(desk: Desk) -> None:
    host = put_live(desk, 3)
    desk.web.put("/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 1.5\n"), host=host)
    desk.crawl_with(names=PORT_NAMES, **QUICK)
    assert desk.summary["fetched"] == 3
    assert all(gap >= 1.0 for gap in gaps(desk.web)[1:])


def test_the_whole_site_is_left_in_peace_for_as_long_as_it_asks(desk: Desk) -> None:
    host = put_live(desk, 3)
    desk.web.put("/a/0", Answer(b"", 429, headers={"Retry-After": "3"}), article("0"), host=host)
    desk.crawl_with(names=PORT_NAMES, **QUICK)
    refused = [target for _, target in desk.web.asked].index("/a/0")
    assert gaps(desk.web)[refused] >= 2.0
    assert desk.rows("select count(*), min(status) from page where kind = 'article'") == [(3, 200)]


def test_a_long_wait_is_left_to_a_later_crawl(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14)))
    desk.web.put("/a/1", Answer(b"", 503, headers={"Retry-After": "3600"}), article())
    desk.crawl()
    assert desk.summary["unreadable"] == [{"url": f"{SITE}/a/1", "reason": "http_503"}]
    assert desk.web.articles_asked() == ["/a/1"]
    desk.crawl()
    assert desk.rows("select status from page where kind = 'article' order by 1") == [(200,), (503,)]
    assert desk.rows("select count(*) from unreadable") == [(0,)]
