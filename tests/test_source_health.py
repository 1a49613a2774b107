"""How each source does, judged by its own history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from sql.db import query
from tests.desk import JUNE_14, SITE, Desk
from tests.stand_in import Answer, article, feed

NOW = datetime.now(UTC)


class History:
    """The past of one source, written row by row; articles come one an hour, the last one just now."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.number = 0
        config = '{"layouts": [{"body": "p"}]}'
        self.run(
            "insert into source values ('kz_a', 'A', 'https://a.kz/', 'KZ', 'media', 40, 'UTC', '{ru}', %s)", config
        )

    def run(self, statement: str, *values: Any) -> None:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def articles(self, count: int, *, days: float = 0.0, listed: timedelta = timedelta(), **document: Any) -> None:
        """So many articles, an hour apart, the last one `days` ago; `body=False`: nothing could be read."""
        for back in reversed(range(count)):
            self.number += 1
            at = NOW - timedelta(days=days, hours=back)
            page = (self.number, f"https://a.kz/{self.number}", str(self.number), at - listed, at)
            self.run(
                "insert into page overriding system value"
                " values (%s, 'kz_a', %s, '', 'article', 200, null, %s, %s, null, %s, '', 0, 0)",
                *page,
            )
            self.read(at, **document)

    def read(self, at: datetime, *, body: bool = True, date: bool = True, layout: str = "layout:1") -> None:
        url = f"https://a.kz/{self.number}"
        if not body:
            self.run("insert into unreadable values (%s, 'kz_a', %s, 'parse', 'empty', '')", self.number, url)
            return
        self.run(
            "insert into document (page_id, source_id, canonical_url, title, text, published_at, versioned_at,"
            " parsed_by, parsed_with, text_digest) values (%s, 'kz_a', %s, '', '', %s, %s, %s, '1', '')",
            *(self.number, url, at if date else None, at, layout),
        )

    def crawl(
        self, *, hours: float = 0.0, status: int = 0, listed: int = 20, day: str | None = None, **rest: int
    ) -> None:
        at = NOW - timedelta(hours=hours)
        values = {"fetched": 0, "unreadable": 0, "unchanged_lists": 0} | rest
        self.run(
            "insert into crawl (source_id, day, began_at, ended_at, status, listed, known, fetched, new_pages,"
            " changed_pages, unchanged_lists, left_out, put_off, unreadable, failed_lists, problem)"
            " values ('kz_a', %s, %s, %s, %s, %s, 0, %s, 0, 0, %s, 0, 0, %s, 0, null)",
            *(day, at, at, status, listed, values["fetched"], values["unchanged_lists"], values["unreadable"]),
        )

    @property
    def health(self) -> tuple[str | None, str | None]:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("select health, reason from source_health")
            (row,) = cursor.fetchall()
        return row


@pytest.fixture
def history(connection: Connection) -> History:
    return History(connection)


def test_a_source_that_goes_on_as_ever_is_healthy(history: History) -> None:
    assert history.health == (None, None)
    history.articles(60)
    history.crawl()
    assert history.health == ("healthy", None)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"body": False}, "60 % of its last 20 articles have no body, before 0 %"),
        ({"layout": "trafilatura"}, "60 % of its last 20 articles match no layout, before 0 %"),
        ({"date": False}, "60 % of its last 20 articles have no date, before 0 %"),
    ],
)
def test_a_site_in_a_new_dress_is_drifting(history: History, broken: dict[str, Any], reason: str) -> None:
    history.articles(30, days=2)
    history.crawl()
    history.articles(12, days=1, **broken)
    assert history.health == ("drifting", reason)
    with history.connection:
        assert len(query(history.connection, "select_source_health", sources=["kz_a"])) == 1
    history.articles(20)
    assert history.health == ("healthy", None)


def test_what_was_always_so_is_no_drift_and_old_articles_are_no_witnesses(history: History) -> None:
    history.articles(40, days=1, date=False)
    history.articles(15, date=False)
    history.articles(30, listed=timedelta(days=2000), body=False)
    history.crawl()
    assert history.health == ("healthy", None)


def test_lists_that_show_nothing_any_more_are_drifting(history: History) -> None:
    for hours in range(1, 8):
        history.crawl(hours=hours)
    history.crawl(listed=0, unchanged_lists=1)
    assert history.health == ("healthy", None)
    history.crawl(hours=-0.1, listed=0)
    assert history.health == ("drifting", "its lists show no article, where they usually show 20")


def test_a_source_is_silent_when_it_is_so_for_longer_than_its_habit(history: History) -> None:
    history.articles(30, days=1.9)
    history.crawl()
    assert history.health == ("healthy", None)
    history.run("update page set fetched_at = fetched_at - interval '1 day', listed_at = listed_at - interval '1 day'")
    health, reason = history.health
    assert health == "silent" and str(reason).startswith("nothing new since ")


def test_a_slow_source_may_be_slow(history: History) -> None:
    for days in range(60, 3, -4):
        history.articles(1, days=days)
    history.crawl()
    assert history.health == ("healthy", None)


def test_a_failed_crawl_or_one_that_is_turned_away_is_failing(history: History) -> None:
    history.crawl(hours=1, status=3)
    assert history.health == ("failing", "its crawl ended with status 3")
    history.crawl(fetched=9, unreadable=7)
    assert history.health == ("failing", "7 of 9 articles could not be had")
    history.crawl(hours=-1, status=143)
    history.crawl(hours=-1, status=3, day="2020-06-14")
    assert history.health == ("failing", "7 of 9 articles could not be had")
    history.crawl(hours=-2)
    assert history.health == ("healthy", None)


def test_each_crawl_leaves_what_it_found(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14), (f"{SITE}/a/gone", JUNE_14)))
    desk.web.put("/a/1", article("1"))
    desk.crawl()
    desk.web.put("/rss", feed((f"{SITE}/a/1", "Tue, 16 Jun 2020 09:05:00 +0600")))
    desk.web.put("/a/1", article("2"))
    desk.crawl()
    desk.web.put("/rss", Answer(b"", 404))
    desk.crawl(expect=3)
    columns = "status, listed, known, fetched, new_pages, changed_pages, unreadable, failed_lists, problem"
    assert desk.rows(f"select {columns} from crawl order by crawl_id") == [
        (0, 2, 0, 2, 1, 0, 1, 0, None),
        (0, 1, 0, 1, 0, 1, 0, 0, None),
        (3, 0, 0, 0, 0, 0, 0, 1, f"{SITE}/rss: http_404"),
    ]
    assert desk.rows("select health, reason from source_health") == [("failing", f"{SITE}/rss: http_404")]
