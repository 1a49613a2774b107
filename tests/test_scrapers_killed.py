"""A crawl that is killed over and over, and started again each time, ends with the pages of an undisturbed one."""

from __future__ import annotations

import os
import random
import threading
import time
from hashlib import blake2b

from tests.desk import JUNE_14, SITE, Desk
from tests.stand_in import Answer, article, feed

KILLS = int(os.environ.get("KILLS_IN_A_ROW", "4"))
ARTICLES = 8 * KILLS


def kill_after(desk: Desk, requests: int) -> None:
    """Start a crawl and kill it with SIGKILL once the site was asked so many times."""
    with desk.web.lock:
        desk.web.asked.clear()
    process = desk.start()
    threading.Thread(target=process.communicate, daemon=True).start()
    while process.poll() is None and len(desk.web.asked) < requests:
        time.sleep(0.001)
    time.sleep(random.random() * 0.05)
    process.kill()
    process.wait(timeout=30)


def test_killed_many_times_in_a_row_it_ends_with_the_same_pages(desk: Desk) -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    pages = {f"{SITE}/a/{number}": article(str(number), seconds=0.02) for number in range(ARTICLES)}
    listed = Answer(feed(*((url, JUNE_14) for url in pages)).body, headers={"ETag": '"feed"'})
    desk.web.put("/rss", listed)
    for url, page in pages.items():
        desk.web.put(url.removeprefix(SITE), page)
    for _ in range(KILLS):
        kill_after(desk, chance.randint(0, 9))
    desk.crawl()
    expected = [(url, "article", 200, blake2b(page.body, digest_size=16).hexdigest()) for url, page in pages.items()]
    assert [row for row in desk.pages() if row[1] == "article"] == sorted(expected), f"seed {seed}"
    assert desk.rows("select count(*) from unreadable") == [(0,)]
    assert desk.rows("select count(*), count(distinct canonical_url) from listing") == [(ARTICLES, ARTICLES)]
    assert {file.suffix for file in desk.archive_files()} == {".gz"}
