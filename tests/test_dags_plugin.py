"""The Daily counts page: closed to strangers, and for whoever is logged in each figure with its words and sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from psycopg2.errors import ReadOnlySqlTransaction
from psycopg2.extensions import connection as Connection

from tests import airflow_environment

PAGE = "/daily-counts/"
ROWS = """
insert into source (source_id, name, url, country, kind, rank, time_zone, config)
    values ('kz_a', 'Agency <A>', 'https://a.kz', 'KZ', 'state_agency', 20, 'Asia/Almaty', '{}'),
           ('kz_b', 'Paper B', 'https://b.kz', 'KZ', 'media', 40, 'Asia/Almaty', '{}');
insert into page (source_id, url, canonical_url, kind, status, digest, fetched_at, warc_file, warc_offset, warc_length)
    values ('kz_a', 'https://a.kz/1', 'https://a.kz/1', 'article', 200, 'a', now(), 'a', 0, 1),
           ('kz_b', 'https://b.kz/1', 'javascript:alert(1)', 'article', 200, 'b', now(), 'a', 1, 1);
insert into document (page_id, source_id, canonical_url, title, text, language, versioned_at, parsed_by, parsed_with,
                      text_digest)
    select page_id, source_id, canonical_url, 'Title',
           'Before.' || e'\\n' || 'Reported: <b>878</b> new cases & more.' || e'\\n' || 'After.',
           'en', now(), 'x', 'x', digest from page;
insert into observation (document_id, disease, measure, aggregation, value, at_least, at_most, approximate, place, date,
                         evidence, start_char, end_char, extractor_version)
    select document_id, 'covid-19', 'cases', 'new', 878, false, false, false, 'KZ', '2020-06-13', '878', 27, 30, 'x'
    from document;
insert into candidate (observation_id, document_id, place, disease, measure, aggregation, day)
    select observation_id, document_id, place, disease, measure, aggregation, date from observation;
insert into daily_count (place, disease, measure, aggregation, symptom_status, day, value, value_min, value_max,
                         witnesses, independent_witnesses, basis, confidence, flags, observation_id)
    select 'KZ', 'covid-19', 'cases', 'new', null, '2020-06-13'::date - n, 12878 - n, 878, 12878, 2, 2, 'stated',
           'high', '{disputed}', min(observation_id) from observation, generate_series(0, 40) n group by n;
update daily_count set value = 878 where day = '2020-06-13';
"""


@pytest.fixture(scope="module")
def api() -> Iterator[Any]:
    airflow_environment.set_up()
    from airflow.api_fastapi.app import create_app
    from fastapi.testclient import TestClient

    with TestClient(create_app(), base_url="http://127.0.0.1") as client:
        yield client


def login(role: str) -> dict[str, str]:
    """The header that a user of this role sends."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username=role, role=role))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def reader(api: Any) -> dict[str, str]:
    return login("viewer")


@pytest.fixture
def filled(connection: Connection) -> None:
    with connection, connection.cursor() as cursor:
        cursor.execute(ROWS)


def test_strangers_see_nothing(api: Any, database_url: str) -> None:
    from plugins.daily_counts import app

    assert api.get(PAGE).status_code == 401
    assert api.get(PAGE, headers={"Authorization": "Bearer nonsense"}).status_code == 403
    for path in ("docs", "redoc", "openapi.json"):
        assert api.get(PAGE + path).status_code in (401, 404)
    assert [(route.path, route.methods) for route in app.routes] == [("/", {"GET"})]


def test_the_page_stands_in_airflows_menu(api: Any) -> None:
    found = api.get("/api/v2/plugins", headers=login("admin"))
    views = [view for plugin in found.json()["plugins"] for view in plugin["external_views"]]
    assert [(view["name"], view["href"]) for view in views] == [("Daily counts", PAGE.lstrip("/"))]


@pytest.mark.usefixtures("filled")
def test_a_figure_stands_with_its_words_and_sources(api: Any, reader: dict[str, str]) -> None:
    answer = api.get(PAGE, headers=reader, params={"until": "2020-06-13"})
    assert answer.status_code == 200
    page = answer.text
    assert "Saturday, 13 June 2020" in page
    assert "Reported: &lt;b&gt;<mark>878</mark>&lt;/b&gt; new cases &amp; more.</td>" in page
    assert '<a href="https://a.kz/1" target="_blank" rel="noopener noreferrer">Agency &lt;A&gt;</a>' in page
    assert "javascript:" not in page
    assert "sources say 878 to 12\N{NARROW NO-BREAK SPACE}878" in page
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert page.count('scope="rowgroup"') == 31
    assert "until=2020-05-13" in page


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"place": "XX"}, "No counts for this choice."),
        ({"place": "KZ", "disease": "covid-19", "until": ""}, "13 June 2020"),
        ({"until": "2020-05-13"}, "Wednesday, 13 May 2020"),
        ({"place": "'; drop table daily_count; --"}, "No counts for this choice."),
    ],
)
def test_what_is_asked_for_is_shown(api: Any, reader: dict[str, str], asked: dict[str, str], said: str) -> None:
    assert said in api.get(PAGE, headers=reader, params=asked).text


def test_the_page_reads_as_the_reader(api: Any, database_url: str) -> None:
    from plugins.daily_counts import connect_to_read

    with closing(connect_to_read()) as connection, connection.cursor() as cursor:
        cursor.execute("select current_user::text")
        assert cursor.fetchone() == ("salamat_reader",)
        with pytest.raises(ReadOnlySqlTransaction):
            cursor.execute("delete from daily_count")


def test_an_empty_warehouse_says_so(api: Any, reader: dict[str, str], database_url: str) -> None:
    assert "holds no counts yet" in api.get(PAGE, headers=reader).text


def test_a_warehouse_out_of_reach_is_named(api: Any, reader: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    answer = api.get(PAGE, headers=reader)
    assert answer.status_code == 503
    assert "DATABASE_URL is not set" in answer.text
