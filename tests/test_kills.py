"""Killed anywhere between the first request and the last check and run again, the pipeline ends with the same rows."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys

import pytest

from tests.desk import JUNE_14, JUNE_16, LIST, ROOT, SITE, Desk
from tests.stand_in import Answer, article, feed, list_page
from tests.test_stages import bulletin

EVERY = int(os.environ.get("KILL_EVERY", "320"))
MOMENTS = 1
PARTS = 3


def put_site(desk: Desk) -> None:
    """A feed, a list of two pages, reprints, a stumble, a page that is gone and one that is cut off."""
    layouts = [{"title": "h1", "body": "body", "date": "time"}]
    desk.declare(lists=[{**LIST, "url": f"{SITE}/list?page={{page}}"}], layouts=layouts)
    desk.web.put("/rss", feed((f"{SITE}/a/13", JUNE_14), (f"{SITE}/a/15", JUNE_16), (f"{SITE}/a/gone", JUNE_16)))
    desk.web.put("/list?page=1", list_page("/a/13", "/a/15", "/a/14"))
    desk.web.put("/list?page=2", list_page("/a/13copy", "/a/cut"))
    for day in (13, 15):
        desk.web.put(f"/a/{day}", article(bulletin(day)))
    desk.web.put("/a/14", Answer(b"", 500), article(bulletin(14)))
    desk.web.put("/a/13copy", article(bulletin(13)))
    desk.web.put("/a/cut", Answer(b"<html><head><title>Cut"))


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_point_and_run_again_it_ends_with_the_same_rows(desk: Desk, part: int) -> None:
    put_site(desk)
    seed = random.randrange(1_000_000)
    offset = 1 + part * EVERY // PARTS + seed % (EVERY // PARTS)
    environment = os.environ | {
        "DATABASE_URL": desk.database_url,
        "SALAMAT_ARCHIVE": str(desk.folder / "archive"),
        "SALAMAT_SAMPLE_WEB": desk.web.url,
    }
    command = [sys.executable, "-m", "tests.kill_points", str(desk.summary_file), str(desk.folder / "sources")]
    numbers = map(str, (EVERY, offset, MOMENTS, seed))
    done = subprocess.run([*command, *numbers], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counted = re.search(r"(\d+) kills over (\d+) points, (\d+) rows, 0 wrong", done.stdout)
    assert counted, done.stdout
    kills, points, rows = map(int, counted.groups())
    assert kills > MOMENTS and points > 100 and rows > 1000
