"""What is missing, wrong, full or damaged is told in one line that says what to do, and nothing stored is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from local.__main__ import main
from scrapers.archive import DAMAGED, OPEN
from sql import migrate
from tests.desk import JUNE_14, JUNE_16, ROOT, SITE, Desk
from tests.old_server import serving_old
from tests.stand_in import Answer, article, feed

NOWHERE = "postgresql://someone@127.0.0.1:1/salamat"
UNREACHABLE = (
    "cannot use PostgreSQL at 127.0.0.1:1, database 'salamat': Connection refused; start it or correct DATABASE_URL"
)
TOO_OLD = "PostgreSQL 14 is too old: DATABASE_URL must name version 15 or newer"
LIMITED = """
import resource, runpy, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (12000, 12000))
runpy.run_module("scrapers.crawl", run_name="__main__", alter_sys=True)
"""
PAGES = "select count(*) from page where kind = 'article'"


@pytest.fixture(params=[NOWHERE, "old"], ids=["unreachable", "too old"])
def bad_database(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The URL of a warehouse that cannot be used, and the line that has to say so."""
    if request.param == NOWHERE:
        yield NOWHERE, UNREACHABLE
    else:
        with serving_old() as url:
            yield url, TOO_OLD


def test_a_bad_database_is_one_line_to_whoever_asks_for_it(
    bad_database: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url, line = bad_database
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr("local.home.ROOT", tmp_path)
    assert migrate.main() == 2
    assert main(["up"]) == 2
    assert capsys.readouterr().err.splitlines() == [line, f"up: {line}"]
    assert [file.name for file in (tmp_path / "data" / "live" / "run").iterdir()] == ["lock"]  # nothing was started


def test_a_bad_database_stops_a_crawl_before_it_asks_the_site(bad_database: tuple[str, str], tmp_path: Path) -> None:
    url, line = bad_database
    environment = os.environ | {"DATABASE_URL": url, "SALAMAT_ARCHIVE": str(tmp_path / "archive")}
    command = [sys.executable, "-m", "scrapers.crawl", "kz_kazinform", "--summary", str(tmp_path / "summary.json")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (5 if url == NOWHERE else 2, "", f"{line}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_demanded_port_in_use_is_one_line_and_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("local.home.ROOT", tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setenv("SALAMAT_UI_PORT", str(port))
        assert main(["demo"]) == 2
    expected = f"demo: port {port} is in use: free it, set SALAMAT_UI_PORT to another one, or unset it\n"
    assert capsys.readouterr().err == expected
    assert not (tmp_path / "data" / "demo" / "postgres").exists()


def put_articles(desk: Desk, count: int) -> None:
    """Articles of 3,000 bytes that do not compress."""
    desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(count))))
    for number in range(count):
        desk.web.put(f"/a/{number}", article(os.urandom(1500).hex()))


def end_of_full_crawl(desk: Desk, printed: str) -> None:
    """What has to hold after a crawl that met a full archive: it stopped, said so, and what had come is stored."""
    last = printed.splitlines()[-1]
    assert last.startswith(f"cannot write to the archive at {desk.folder}"), printed
    assert last.endswith("make room or correct SALAMAT_ARCHIVE, then crawl again: what is stored is kept")
    assert "Traceback" not in printed
    assert "stopped early: archive_not_written" in printed
    assert desk.summary["problem"] == last
    assert len(desk.web.articles_asked()) < 18
    assert {file.suffix for file in desk.archive_files()} == {".gz"}


def test_a_file_that_may_not_grow_stops_the_crawl_and_the_next_completes_it(desk: Desk) -> None:
    put_articles(desk, 20)
    end_of_full_crawl(desk, desk.crawl(expect=4, program=("-c", LIMITED)))
    ((stored,),) = desk.rows(PAGES)
    assert 2 <= stored < 8
    desk.crawl()
    assert desk.rows(PAGES) == [(20,)]
    assert len(desk.web.articles_asked()) == 20 - stored


@pytest.fixture
def full_disk(desk: Desk) -> Iterator[Path]:
    """The archive on a file system of its own with 32 KiB of room, 100 more after `remount`."""
    archive = desk.folder / "archive"
    archive.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "salamat-test", str(archive)], check=True)
    yield archive
    subprocess.run(["umount", str(archive)], check=True)


if os.geteuid() == 0:  # only root may mount; the test above asks the same of everybody

    def test_a_full_disk_stops_the_crawl_and_room_completes_it(desk: Desk, full_disk: Path) -> None:
        put_articles(desk, 30)
        printed = desk.crawl(expect=4)
        assert "No space left on device" in printed
        end_of_full_crawl(desk, printed)
        ((stored,),) = desk.rows(PAGES)
        desk.crawl(expect=4)
        assert desk.rows(PAGES) >= [(stored,)]
        subprocess.run(["mount", "-o", "remount,size=1m", str(full_disk)], check=True)
        desk.crawl()
        assert desk.rows(PAGES) == [(30,)]


def test_an_archive_folder_that_cannot_be_made_is_one_line(desk: Desk) -> None:
    (desk.folder / "archive").write_text("a file stands where the archive should be")
    assert desk.crawl(expect=4) == (
        f"cannot write to the archive at {desk.folder}/archive: Not a directory; make room or correct SALAMAT_ARCHIVE, "
        "then crawl again: what is stored is kept\n"
    )
    assert desk.web.asked == []


def test_a_warehouse_that_goes_away_is_told_last_and_the_next_crawl_completes(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14), (f"{SITE}/a/2", JUNE_14)))
    desk.web.put("/a/1", article("1"))
    desk.web.put("/a/2", article("2", seconds=1.5))
    process = desk.start()
    desk.wait_for("/a/2")
    desk.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
              " and pid <> pg_backend_pid()")  # fmt: skip
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 5, printed
    assert printed.splitlines()[-1].startswith("the warehouse failed: ")
    assert printed.splitlines()[-1].endswith("then run this again: what was committed is kept")
    desk.web.articles_asked()
    desk.crawl()
    assert desk.web.articles_asked() == []  # both were archived, and indexed before anything was asked
    assert desk.rows(PAGES) == [(2,)]


def test_an_open_file_damaged_in_its_midst_is_named_kept_and_read_up_to_there(desk: Desk) -> None:
    desk.web.put("/rss", feed(*((f"{SITE}/a/{number}", JUNE_14) for number in range(6))))
    for number in range(6):
        desk.web.put(f"/a/{number}", article(str(number)))
    desk.web.put("/a/5", article("5", seconds=30))
    process = desk.start()
    desk.wait_for("/a/5")
    process.kill()
    process.communicate()
    (file,) = desk.archive_files()
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    file.write_bytes(whole)
    desk.web.put("/a/5", article("5"))
    printed = desk.crawl()
    aside = file.with_name(file.name.removesuffix(OPEN) + DAMAGED)
    (told,) = [line for line in printed.splitlines() if "is damaged at byte" in line]
    assert told.startswith(f"{file} is damaged at byte ") and told.endswith(f"the whole is kept as {aside.name}")
    assert aside.read_bytes() == whole
    assert desk.rows(PAGES) == [(6,)]
    name = file.name.removesuffix(OPEN)
    assert desk.rows(f"select count(*) between 1 and 6 from page where warc_file like '%/{name}'") == [(True,)]


def test_an_article_that_came_at_last_is_unreadable_no_more(desk: Desk) -> None:
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_14), (f"{SITE}/a/gone", JUNE_14)))
    desk.web.put("/a/1", Answer(b"", 500))
    desk.crawl()
    reasons = "select reason from unreadable order by 1"
    assert desk.rows(reasons) == [("http_404",), ("http_500",)]
    desk.web.put("/a/1", article())
    desk.crawl()
    assert desk.rows(reasons) == [("http_404",)]
    desk.web.put("/rss", feed((f"{SITE}/a/1", JUNE_16)))
    desk.web.put("/a/1", Answer(b"", 500))
    desk.crawl()
    assert desk.rows(reasons) == [("http_404",), ("http_500",)]


def test_psycopg_says_what_the_old_server_is() -> None:
    with serving_old() as url:
        connection = psycopg2.connect(url)
        assert connection.server_version == 140009
        connection.close()
