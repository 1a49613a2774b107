"""The warehouse's door: settings that fail clearly, loading that writes nothing twice, migrations that run once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from psycopg2.extensions import connection as Connection

from sql import db, migrate
from sql.db import DatabaseError, connect, execute, load, query

SOURCE = ("source_id", "name", "url", "country", "kind", "rank", "time_zone", "languages", "config")
ODD = 'tab\t, line\nbreak, back\\slash, "quotes", {brace}, \\N'


def source(name: str = "Kazinform", rank: int = 20) -> tuple[object, ...]:
    config = {"name": name, "layouts": [{"body": ODD}]}
    return ("kz_x", name, "https://x.kz/", "KZ", "agency", rank, "Asia/Almaty", ["ru", 'k"k', "a,b"], config)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://someone@127.0.0.1:1/salamat", "127.0.0.1:1, database 'salamat'"),
        ("nonsense", "not a libpq URL"),
        (None, "DATABASE_URL is not set"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_clear_line(
    url: str | None, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(DatabaseError, match=message) as caught:
        connect(url)
    assert "\n" not in str(caught.value)


def test_a_missing_database_is_named(database_url: str) -> None:
    with pytest.raises(DatabaseError, match="no_such_database"):
        connect(database_url.replace("test_", "no_such_database_"))


def test_an_old_server_is_refused(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "OLDEST_SERVER", 99)
    with pytest.raises(DatabaseError, match="version 99 or newer"):
        connect(database_url)


def test_every_kind_of_value_survives_loading(connection: Connection) -> None:
    assert load(connection, "source", SOURCE, [source(name=ODD)]) == 1
    row = connection.cursor()
    row.execute("select name, languages, config->'layouts'->0->>'body', country from source")
    assert row.fetchone() == (ODD, ["ru", 'k"k', "a,b"], ODD, "KZ")


def test_a_sign_that_the_database_cannot_hold_is_left_out(connection: Connection) -> None:
    assert load(connection, "source", SOURCE, [("kz_x", "Kaz\0in\ud800form", *source()[2:])]) == 1
    row = connection.cursor()
    row.execute("select name from source")
    assert row.fetchone() == ("Kazin?form",)


def test_a_second_load_writes_nothing(connection: Connection) -> None:
    assert load(connection, "source", SOURCE, [source()]) == 1
    assert load(connection, "source", SOURCE, [source()]) == 0
    assert load(connection, "source", SOURCE, [source(rank=30)]) == 1
    assert load(connection, "source", SOURCE, []) == 0


def test_the_same_pages_and_listings_again_change_nothing(connection: Connection) -> None:
    load(connection, "source", SOURCE, [source()])
    at = datetime(2020, 6, 14, 9, 48, tzinfo=UTC)
    page = {
        "source_id": "kz_x", "url": "https://x.kz/a", "canonical_url": "https://x.kz/a", "kind": "article",
        "status": 200, "content_type": "text/html", "digest": "d1", "listed_at": None, "listed_title": None,
        "fetched_at": at, "warc_file": "f.warc.gz", "warc_offset": 0, "warc_length": 9, "web_archive": None,
    }  # fmt: skip
    rows = [tuple(page.values()), tuple({**page, "fetched_at": datetime.now(UTC)}.values())]
    assert load(connection, "page", list(page), rows) == 1
    assert load(connection, "page", list(page), rows) == 0
    listing = ("canonical_url", "listed_at", "source_id", "page_id")
    undated, dated, other = ("https://x.kz/a", None, "kz_x", None), ("https://x.kz/a", at, "kz_x", 1), "https://x.kz/b"
    assert load(connection, "listing", listing, [undated]) == 1
    assert load(connection, "listing", listing, [undated, dated, (other, None, "kz_x", None)]) == 2
    assert load(connection, "listing", listing, [undated, dated, (other, None, "kz_x", None)]) == 0
    with connection.cursor() as cursor:
        cursor.execute("select canonical_url, listed_at from listing order by 1")
        assert cursor.fetchall() == [("https://x.kz/a", at), (other, None)]


def test_migrations_run_once_and_are_not_edited(connection: Connection) -> None:
    views, functions = (len(list((migrate.FOLDER / noun).glob("*.sql"))) for noun in ("views", "functions"))
    assert migrate.migrate(connection)[:-1] == [f"{views} views and {functions} functions made anew"]
    with connection.cursor() as cursor:
        cursor.execute("update schema_migration set checksum = 'other' where name like '001%'")
    connection.commit()
    with pytest.raises(DatabaseError, match="001_source"):
        migrate.migrate(connection)


def test_the_command_says_what_it_did(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert migrate.main() == 0
    assert "functions made anew" in capsys.readouterr().out
    monkeypatch.delenv("DATABASE_URL")
    assert migrate.main() == 2
    assert "DATABASE_URL" in capsys.readouterr().err


def test_every_query_that_only_needs_a_connection_is_valid(connection: Connection) -> None:
    for name in ("select_place_zone", "select_migrations", "check_daily_count"):
        query(connection, name)
    assert execute(connection, "lock_migrations") == 1


def test_a_query_may_take_any_parameter_name(connection: Connection) -> None:
    assert execute(connection, "insert_migration", name="x", checksum="y") == 1
