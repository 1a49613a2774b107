"""Every DAG imports clean and quiet, says what to do when it fails, and bounds and retries its tasks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests import airflow_environment
from tests.airflow_environment import ROOT

DOCUMENT = "postgres://warehouse:5432/salamat/public/document"
DAGS = ["build_daily_counts", "clean_warehouse", "collect_day", "collect_latest", "import_warc", "reprocess_archive"]
OUR_LIBRARIES = {"scrapers", "sql", "transforms"}
IMPORT_QUIETLY = """
import sys
import airflow.sdk, airflow.sdk.exceptions
for name in "Asset CronPartitionTimetable CronTriggerTimetable Param PartitionedAssetTimetable TriggerRule".split():
    getattr(airflow.sdk, name)
from airflow.sdk import dag, task
dag(dag_id="warm")(lambda: task(lambda: None, task_id="up")())()
ROOT, *names = sys.argv[1:]
def forbid(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        print(event, arguments)
    if event in ("open", "os.listdir", "os.scandir"):
        path = str(arguments[0])
        if path.startswith(ROOT + "/") and "/.venv/" not in path and path not in (ROOT + "/dags",):
            if not path.endswith(".py") and ".pyc" not in path:
                print(event, path)
sys.addaudithook(forbid)
for name in names:
    __import__(name)
print("imported", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def bag() -> Any:
    """What Airflow finds in the repository, the bundle."""
    airflow_environment.set_up()
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=ROOT, bundle_path=ROOT, bundle_name="salamat")


def tasks(bag: Any) -> Iterator[Any]:
    for dag in bag.dags.values():
        yield from dag.tasks


def test_the_bundle_imports_clean_and_holds_these_dags(bag: Any) -> None:
    assert bag.import_errors == {}
    assert sorted(bag.dags) == DAGS
    assert [dag.dag_id for dag in bag.dags.values()] == [
        dag.fileloc.rpartition("/")[2].removesuffix(".py") for dag in bag.dags.values()
    ]


def test_importing_a_dag_reads_writes_and_asks_nothing() -> None:
    airflow_environment.set_up()
    command = [sys.executable, "-c", IMPORT_QUIETLY, str(ROOT), *(f"dags.{name}" for name in DAGS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *forbidden, last_line = done.stdout.splitlines()
    assert forbidden == []
    assert OUR_LIBRARIES.isdisjoint(last_line.split())


@pytest.mark.parametrize("name", DAGS)
def test_a_dag_is_documented_owned_tagged_and_bounded(bag: Any, name: str) -> None:
    dag = bag.dags[name]
    first_line, _, rest = dag.doc_md.partition("\n")
    assert first_line.endswith(".")
    assert "**When it fails.**" in rest
    assert "\n1. " in rest and "\n2. " in rest
    assert dag.description and dag.tags
    assert dag.dagrun_timeout and not dag.catchup
    assert dag.max_active_runs <= 2


def test_a_run_by_the_clock_or_by_an_event_has_a_deadline_where_alerts_are_sent(
    bag: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.dag_processing.dagbag import DagBag

    monkeypatch.setenv("SALAMAT_NOTIFIER", "{}")
    told = DagBag(dag_folder=ROOT, bundle_path=ROOT, bundle_name="salamat").dags
    for name, dag in told.items():
        assert not bag.dags[name].deadline
        by_itself = type(dag.timetable).__name__ != "NullTimetable"
        assert [alert.interval < dag.dagrun_timeout for alert in dag.deadline or []] == [True] * by_itself, name


def test_every_task_is_owned_retried_with_backoff_and_timed_out(bag: Any) -> None:
    for task in tasks(bag):
        assert task.owner == "salamat", task
        assert task.retries >= 1, task
        assert task.retry_exponential_backoff > 1, task
        assert timedelta(0) < task.retry_delay <= task.max_retry_delay <= timedelta(minutes=10), task
        assert task.on_failure_callback, task
        assert task.execution_timeout and task.execution_timeout < task.get_dag().dagrun_timeout, task
        assert task.doc_md or task.python_callable.__doc__, task


def test_crawls_are_named_by_source_and_share_a_pool(bag: Any) -> None:
    for name in ("collect_day", "collect_latest"):
        crawl = bag.dags[name].get_task("crawl")
        assert "op_kwargs['source']" in crawl.partial_kwargs["map_index_template"]
        assert crawl.partial_kwargs["pool"] == "crawl"


@pytest.mark.parametrize("name", ["collect_day", "collect_latest"])
def test_what_is_loaded_is_announced_before_the_task_that_may_redden_the_run(bag: Any, name: str) -> None:
    dag = bag.dags[name]
    announcing = [task for task in dag.tasks if DOCUMENT in [asset.uri for asset in task.outlets]]
    assert [task.task_id for task in announcing] == ["link_reprints"]
    assert announcing[0].downstream_task_ids == {"report"}
    assert dag.get_task("parse").trigger_rule == "all_done"
    assert dag.get_task("report").trigger_rule == "all_done"
    assert dag.get_task("report").upstream_task_ids == {"crawl", "link_reprints"}


def test_counts_are_built_when_documents_change(bag: Any) -> None:
    dag = bag.dags["build_daily_counts"]
    assert dag.timetable.asset_condition.uri == DOCUMENT
    assert dag.max_active_runs == 1
    assert [task.task_id for task in dag.topological_sort()] == ["extract", "join", "resolve", "check"]


def test_a_fresh_airflow_collects_at_the_next_half_hour_not_at_the_last_one(
    bag: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.serialization.encoders import coerce_to_core_timetable
    from airflow.timetables import trigger

    written = coerce_to_core_timetable(bag.dags["collect_latest"].timetable)
    timetable = type(written).deserialize(written.serialize())  # as the scheduler has it
    monkeypatch.setattr(trigger, "utcnow", lambda: datetime(2020, 6, 14, 9, 1, tzinfo=UTC))
    assert timetable._calc_first_run() == datetime(2020, 6, 14, 9, 30, tzinfo=UTC)


def day_timetable(bag: Any) -> Any:
    from airflow.serialization.encoders import coerce_to_core_timetable

    return coerce_to_core_timetable(bag.dags["collect_day"].timetable)


def test_a_nights_run_of_collect_day_bears_the_day_before(bag: Any) -> None:
    timetable = day_timetable(bag)
    tick = timetable._align_to_prev(datetime(2020, 6, 15, 12, tzinfo=UTC))
    assert timetable._format_key(timetable._get_partition_date(run_date=tick)) == "2020-06-14"


def test_a_backfill_makes_one_run_for_each_day_the_last_one_too(bag: Any) -> None:
    first, last = datetime(2020, 6, 12, tzinfo=UTC), datetime(2020, 6, 14, tzinfo=UTC)
    runs = day_timetable(bag).iter_partition_dagrun_infos(earliest=first, latest=last)
    assert [run.partition_key for run in runs] == ["2020-06-12", "2020-06-13", "2020-06-14"]


def a_run(partition_key: str | None, conf: dict[str, Any] | None) -> dict[str, Any]:
    return {"dag_run": SimpleNamespace(partition_key=partition_key, conf=conf)}


@pytest.mark.parametrize(
    ("partition_key", "conf"),
    [("2020-06-14", None), ("2020-06-14", {"day": "2020-06-15"}), (None, {"day": "2020-06-14"})],
)
def test_a_runs_day_is_its_key_else_its_configurations(partition_key: str | None, conf: dict[str, Any] | None) -> None:
    airflow_environment.set_up()
    from dags.collecting import find_day

    assert find_day(a_run(partition_key, conf)) == "2020-06-14"


@pytest.mark.parametrize(
    ("partition_key", "conf", "said"),
    [
        (None, None, "names no calendar day"),
        (None, {"day": None}, "names no calendar day"),
        ("latest", {}, "'latest' is no calendar day"),
        (None, {"day": "2020-06-31"}, "'2020-06-31' is no calendar day"),
        (None, {"day": 14}, "14 is no calendar day"),
    ],
)
def test_a_run_without_a_day_fails_and_says_how_to_name_one(
    partition_key: str | None, conf: dict[str, Any] | None, said: str
) -> None:
    airflow_environment.set_up()
    from airflow.sdk.exceptions import AirflowFailException

    from dags.collecting import find_day

    with pytest.raises(AirflowFailException, match=said) as failure:
        find_day(a_run(partition_key, conf))
    assert "backfill the day" in str(failure.value)
