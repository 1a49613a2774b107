"""The DAGs run from end to end: real crawls of the sample web, a real warehouse, Airflow's own in-process runner."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from bench.natural_rows import differences, read_rows
from samples.serve import WEB, SampleServer
from sql.db import query
from tests import airflow_environment
from tests.airflow_environment import ROOT
from tests.stand_in import Answer, serving
from tests.wayback_stand_in import HOST, WaybackStandIn

KAZINFORM, TENGRINEWS = "kz_kazinform", "kz_tengrinews"


@pytest.fixture(scope="module")
def dags() -> Any:
    airflow_environment.set_up()
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db

    bag = DagBag(dag_folder=ROOT, bundle_path=ROOT, bundle_name="dags-folder")
    DagBundlesManager().sync_bundles_to_db()
    sync_bag_to_db(bag, "dags-folder", None)
    for dag in bag.dags.values():
        for task in dag.tasks:
            task.retries = 0  # a failure shows at once
    return bag.dags


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Path]:
    """The folder of a served sample web: Kazinform, and Tengrinews where every page answers 404."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "www.inform.kz").symlink_to(WEB / "www.inform.kz")
    (folder / "tengrinews.kz").mkdir()
    yield folder


@pytest.fixture
def served(web: Path, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Crawls go to the sample web and to a warehouse and archive of their own."""
    with SampleServer(web=web) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("SALAMAT_SAMPLE_WEB", server.url)
        monkeypatch.setenv("SALAMAT_ARCHIVE", str(tmp_path / "archive"))
        yield
        server.shutdown()


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that the runs of a test see; crawls read their files where they are."""
    from scrapers import catalogue

    names = [KAZINFORM]
    monkeypatch.setattr(catalogue, "known_ids", lambda folder: names)
    return names


def run(dag: Any, **conf: Any) -> Any:
    return dag.test(run_conf=conf or None)


def note(run: Any) -> list[str]:
    """The lines of the note that the run bears in the grid."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    with create_session() as session:
        written = session.query(DagRun).filter(DagRun.id == run.id).one().note
    return str(written).splitlines()


def states(run: Any) -> dict[str, str]:
    return {
        each.task_id if each.map_index < 0 else f"{each.task_id} {each.rendered_map_index}": str(each.state)
        for each in run.get_task_instances()
    }


def announced() -> list[tuple[str, str | None]]:
    """Every asset event so far: the task that made it and its key."""
    from airflow.models.asset import AssetEvent
    from airflow.utils.session import create_session

    with create_session() as session:
        events = session.query(AssetEvent).order_by(AssetEvent.id).all()
        return [(event.source_task_id, event.partition_key) for event in events]


def brought() -> dict[str, Any]:
    """What the youngest crawl announced with its pages."""
    from airflow.models.asset import AssetEvent
    from airflow.utils.session import create_session

    with create_session() as session:
        event = session.query(AssetEvent).filter(AssetEvent.source_task_id == "crawl").order_by(AssetEvent.id.desc())
        return dict(event.first().extra)


def counts(connection: Connection) -> dict[str, int]:
    with connection:
        return {name: int(number) for name, number in query(connection, "count_rows")[0].items()}


def sources_read(connection: Connection) -> set[str]:
    with connection, connection.cursor() as cursor:
        cursor.execute("select distinct source_id from document")
        return {source for (source,) in cursor}


@pytest.mark.usefixtures("served")
def test_a_day_is_collected_counted_and_not_collected_twice(
    dags: Any, sources: list[str], connection: Connection
) -> None:
    before = len(announced())
    first = run(dags["collect_day"], day="2020-06-14")
    assert states(first) == {
        "list_sources": "success",
        f"crawl {KAZINFORM}": "success",
        "parse": "success",
        "link_reprints": "success",
        "report": "success",
    }
    assert announced()[before:] == [("crawl", None), ("link_reprints", "2020-06-14")]
    assert brought().items() >= {"source": KAZINFORM, "listed": 2, "known": 0, "fetched": 2, "new_pages": 2}.items()
    collecting = note(first)
    assert collecting[0].startswith("- report: sources: 1, failed: 0; articles fetched: 2, new pages: 2")
    assert collecting[-1] == "- parse: pages 2, documents 2, unreadable 0"
    counted = run(dags["build_daily_counts"])
    assert str(counted.state) == "success"
    assert [line.partition(":")[0] for line in note(counted)] == ["- check", "- resolve", "- join", "- extract"]
    collected = counts(connection)
    assert collected["documents"] > 0 and collected["daily_counts"] > 0

    again = run(dags["collect_day"], day="2020-06-14")
    assert str(again.state) == "success"
    assert states(again)["link_reprints"] == "skipped"
    assert announced()[before + 2 :] == [("extract", None), ("resolve", None), ("crawl", None)]
    run(dags["build_daily_counts"])
    assert counts(connection) == collected


@pytest.mark.parametrize(("status", "tries"), [(503, 2), (404, 1)])
def test_a_days_crawl_is_tried_again_where_its_site_may_yet_answer(
    dags: Any,
    sources: list[str],
    connection: Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    tries: int,
) -> None:
    sources[:] = ["kz_zakon"]
    host, task = "www.zakon.kz", dags["collect_day"].get_task("crawl")
    quickly = task.partial_kwargs | {"retries": 1, "retry_delay": timedelta(seconds=1)}
    monkeypatch.setattr(task, "partial_kwargs", quickly)
    with serving() as web:
        web.speakers[host] = lambda target: Answer(status=404 if target == "/robots.txt" else status)
        web.put("/", Answer(host.encode()), host=web.url.removeprefix("http://"))
        monkeypatch.setenv("SALAMAT_SAMPLE_WEB", web.url)
        monkeypatch.setenv("SALAMAT_ARCHIVE", str(tmp_path / "archive"))
        done = run(dags["collect_day"], day="2020-06-14")
    (crawl,) = [each for each in done.get_task_instances() if each.task_id == "crawl"]
    assert (str(crawl.state), crawl.try_number) == ("failed", tries)
    assert crawl.rendered_map_index.endswith(f": http_{status}")
    assert not sources_read(connection)


@pytest.mark.usefixtures("dags")
@pytest.mark.parametrize("collecting", ["collect_day", "collect_latest"])
def test_the_assets_page_leads_from_the_sites_to_the_daily_counts(collecting: str) -> None:
    from airflow.api_fastapi.core_api.services.ui.dependencies import get_data_dependencies
    from airflow.models.asset import AssetModel
    from airflow.utils.session import create_session

    with create_session() as session:
        asset = session.query(AssetModel).filter(AssetModel.name == "daily_count").one()
        drawn = get_data_dependencies(asset.id, session)
    label = {node["id"]: node["label"] for node in drawn["nodes"]}
    edges = {(label[edge["source_id"]], label[edge["target_id"]]) for edge in drawn["edges"]}
    way = f"site {collecting}.crawl page {collecting}.link_reprints document build_daily_counts.extract".split()
    way += ["observation", "build_daily_counts.resolve", "daily_count"]
    assert set(pairwise(way)) <= edges


@pytest.mark.usefixtures("served")
def test_a_source_whose_list_fails_reddens_the_run_and_stops_no_other(
    dags: Any, sources: list[str], connection: Connection
) -> None:
    sources.append(TENGRINEWS)
    done = run(dags["collect_latest"])
    assert str(done.state) == "failed"
    seen = states(done)
    failed = [name for name, state in seen.items() if state == "failed"]
    assert len(failed) == 2 and failed[0].startswith(f"crawl {TENGRINEWS}: https://tengrinews.kz/")
    assert note(done)[0].startswith(f"- failed: crawl {TENGRINEWS}: https://tengrinews.kz/")
    assert any(line.startswith("- report: sources: 2, failed: 1; ") for line in note(done))
    assert failed[1] == "report"
    assert seen["link_reprints"] == "success"
    assert sources_read(connection) == {KAZINFORM}


@pytest.mark.usefixtures("served")
def test_a_run_asks_only_the_sources_that_its_configuration_names(
    dags: Any, sources: list[str], connection: Connection, capfd: pytest.CaptureFixture[str]
) -> None:
    sources.append(TENGRINEWS)
    named = run(dags["collect_day"], day="2020-06-14", sources=[KAZINFORM])
    assert [name for name in states(named) if name.startswith("crawl")] == [f"crawl {KAZINFORM}"]
    assert str(named.state) == "success"
    assert str(run(dags["collect_day"], day="2020-06-14", sources=["kz_nowhere"]).state) == "failed"
    assert "no such source: kz_nowhere" in "".join(capfd.readouterr())


@pytest.mark.usefixtures("served")
def test_a_faulty_source_file_fails_its_own_crawl_only(dags: Any, sources: list[str], connection: Connection) -> None:
    sources.append("kz_nowhere")
    seen = states(run(dags["collect_day"], day="2020-06-14"))
    assert seen[f"crawl {KAZINFORM}"] == "success"
    assert [state for name, state in seen.items() if name.startswith("crawl kz_nowhere: ")] == ["failed"]
    assert seen["report"] == "failed"
    assert sources_read(connection) == {KAZINFORM}


@pytest.mark.usefixtures("served")
def test_a_run_without_a_day_fetches_nothing(dags: Any, sources: list[str], connection: Connection) -> None:
    done = run(dags["collect_day"])
    assert str(done.state) == "failed"
    assert states(done)["list_sources"] == states(done)["report"] == "failed"
    assert note(done)[0].startswith("- failed: list_sources: this run names no calendar day: ")
    assert not any(counts(connection).values())


@pytest.mark.usefixtures("served")
def test_a_folder_without_sources_reddens_the_run_and_says_what_to_do(
    dags: Any, sources: list[str], connection: Connection, capfd: pytest.CaptureFixture[str]
) -> None:
    sources.clear()
    done = run(dags["collect_latest"])
    assert states(done) | {"list_sources": "failed", "report": "failed"} == states(done)
    assert "no source files; add one <country>_<site>.yml for each site" in "".join(capfd.readouterr())
    assert not any(counts(connection).values())


@pytest.mark.usefixtures("served")
def test_a_missing_archive_file_reddens_the_run_and_is_named(
    dags: Any, sources: list[str], connection: Connection, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(dags["collect_day"], day="2020-06-14")
    collected = counts(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute("update document set parsed_with = 'older'")
    (file,) = (tmp_path / "archive").glob("*/*/*.warc.gz")
    aside = file.rename(tmp_path / "aside")
    assert states(run(dags["collect_day"], day="2020-06-14"))["parse"] == "failed"
    assert f"the archive file {file} is missing: restore it or correct SALAMAT_ARCHIVE" in "".join(capfd.readouterr())
    assert counts(connection) == collected
    aside.rename(file)
    assert str(run(dags["collect_day"], day="2020-06-14").state) == "success"
    assert counts(connection) == collected


@pytest.mark.usefixtures("served")
def test_cleaning_mends_the_archive_and_forgets_old_visits(
    dags: Any, sources: list[str], connection: Connection, tmp_path: Path
) -> None:
    run(dags["collect_day"], day="2020-06-14")
    collected = counts(connection)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into visit (canonical_url, source_id, kind, url, visited_at, read_at) select 'https://old/',"
            " source_id, 'list', 'https://old/', now() - interval '40 days', now() from source"
        )
    (file,) = (tmp_path / "archive").glob("*/*/*.warc.gz")
    file.rename(f"{file}.open")
    done = run(dags["clean_warehouse"], keep_days=30)
    assert states(done) == dict.fromkeys(("mend_archive", "forget_crawls", "forget_visits"), "success")
    assert file.exists() and counts(connection) == collected
    with connection, connection.cursor() as cursor:
        cursor.execute("select canonical_url from visit")
        left = {url for (url,) in cursor}
    assert left and "https://old/" not in left


FIRST_DAY, LAST_DAY = {"first_day": "2020-06-14"}, {"last_day": "2020-06-14"}


def undone(connection: Connection) -> dict[str, int]:
    """How many documents are parsed by a version that is not, not extracted, not counted."""
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where parsed_with = ''), count(*) filter (where extracted_with is null), "
            "count(*) filter (where counted_at is null) from document"
        )
        return dict(zip(("pages", "documents", "counts"), cursor.fetchone() or (), strict=True))


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("redo", ["pages", "documents", "counts"])
def test_reprocessing_gives_the_same_rows_without_the_web(
    dags: Any,
    sources: list[str],
    connection: Connection,
    database_url: str,
    redo: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(dags["collect_day"], day="2020-06-14")
    run(dags["build_daily_counts"])
    collected, before = read_rows(database_url), len(announced())
    monkeypatch.setenv("SALAMAT_SAMPLE_WEB", "http://127.0.0.1:1")

    asked = {"redo": redo, "sources": [KAZINFORM], **FIRST_DAY, **LAST_DAY}
    assert str(run(dags["reprocess_archive"], **asked).state) == "success"
    assert announced()[before:] == [("link_reprints", "latest")]
    assert bool(undone(connection)[redo]) == (redo != "pages")  # pages are read at once, the rest when counts are built
    run(dags["build_daily_counts"])
    assert not any(undone(connection).values())
    assert differences(collected, read_rows(database_url)) == []


@pytest.mark.usefixtures("served")
def test_a_corrected_layout_is_applied_to_the_archive(
    dags: Any, sources: list[str], connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrapers import recording

    run(dags["collect_day"], day="2020-06-14")
    assert states(run(dags["reprocess_archive"], sources=[], redo="what changed"))["link_reprints"] == "skipped"
    folder = tmp_path / "sources"
    folder.mkdir()
    file = folder / f"{KAZINFORM}.yml"
    monkeypatch.setattr(recording.refresh_sources, "__defaults__", ((), folder))
    declared = (ROOT / "scrapers" / "sources" / file.name).read_text(encoding="utf-8")
    for text, method in ((declared.replace("div.article__content", "div.gone"), "trafilatura"), (declared, "layout:1")):
        file.write_text(text, encoding="utf-8")
        assert (
            states(run(dags["reprocess_archive"], sources=[KAZINFORM], redo="what changed"))["link_reprints"]
            == "success"
        )
        with connection, connection.cursor() as cursor:
            cursor.execute("select distinct parsed_by from document")
            assert cursor.fetchall() == [(method,)]


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"sources": ["kz_nowhere"]}, "no such source: kz_nowhere; collected so far: kz_kazinform"),
        ({"sources": [], "redo": "counts", "first_day": "2020-06-15", **LAST_DAY}, "2020-06-14 is before 2020-06-15"),
    ],
)
def test_a_form_that_cannot_be_right_is_refused(
    dags: Any, sources: list[str], connection: Connection, asked: dict[str, Any], said: str, capfd: Any
) -> None:
    run(dags["collect_day"], day="2020-06-14")
    assert str(run(dags["reprocess_archive"], **asked).state) == "failed"
    assert said in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://127.0.0.1:1/x", "cannot use PostgreSQL at 127.0.0.1:1, database 'x': Connection refused"),
        ("nonsense", "DATABASE_URL is not a libpq URL"),
        ("", "DATABASE_URL is not set: give it the libpq URL of the warehouse"),
    ],
)
def test_a_stage_without_a_warehouse_fails_in_one_line(monkeypatch: pytest.MonkeyPatch, url: str, said: str) -> None:
    airflow_environment.set_up()
    from dags.stage import run_stage

    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(Exception, match=said) as caught:
        run_stage(lambda connection: {})
    assert type(caught.value).__name__ == ("StageBroke" if "127.0.0.1" in url else "AirflowFailException")
    assert caught.value.__suppress_context__ and "\n" not in str(caught.value)


def test_a_warehouse_that_goes_away_under_a_stage_is_told_in_one_line(database_url: str) -> None:
    airflow_environment.set_up()
    from dags.stage import StageBroke, run_stage

    def lose(connection: Connection) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")
        return {}

    with pytest.raises(StageBroke, match=r"the warehouse failed: .*then run this again: what was committed is kept"):
        run_stage(lose)


@pytest.mark.usefixtures("served")
def test_a_day_of_a_site_whose_archive_is_gone_comes_from_the_web_archive(
    dags: Any, sources: list[str], connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources[:] = ["kg_med"]
    page = "<h1>Сводка</h1><p>За сутки в республике выявлено 162 новых случая коронавирусной инфекции.</p>"
    kept = WaybackStandIn()
    kept.keep("http://med.kg/ru/novosti/101-covid", "20200614100000", f"<html><body>{page}</body></html>".encode())
    with serving() as web:
        web.speakers[HOST] = kept.answer
        web.put("/", Answer(b"med.kg"), host=web.url.removeprefix("http://"))
        monkeypatch.setenv("SALAMAT_SAMPLE_WEB", web.url)
        monkeypatch.setenv("SALAMAT_ARCHIVE", str(tmp_path / "archive"))
        assert str(run(dags["collect_day"], day="2020-06-14").state) == "success"
    with connection, connection.cursor() as cursor:
        cursor.execute("select p.source_id, p.canonical_url, web_archive from document join page p using (page_id)")
        address = f"https://{HOST}/web/20200614100000id_/http://med.kg/ru/novosti/101-covid"
        assert cursor.fetchall() == [("kg_med", "https://med.kg/ru/novosti/101-covid", address)]
