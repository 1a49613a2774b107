"""Running the product on one machine: processes, ports, secrets, the runs of a DAG, and the demo's answer."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from local import airflow, answer, console, demo, services, stack
from local.__main__ import main
from local.home import ROOT, Home, LocalError
from local.runs import Airflow, Run
from sql.server import Server

SLEEPER = [sys.executable, "-c", "import subprocess, sys; subprocess.run(['sleep', '60'])"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home("demo", tmp_path / "demo")
    home.make()
    yield home
    services.stop_all(home)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_what_is_stopped_is_all_that_was_started_and_nothing_else(home: Home) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    services.start(home, "sleeper", SLEEPER, os.environ)
    while len(services.belonging(home)) < 2:
        time.sleep(0.05)
    assert services.find(home, "sleeper") is not None
    services.stop_all(home)
    assert services.belonging(home) == []
    assert services.find(home, "sleeper") is None
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_child_whose_parent_was_killed_is_stopped_too(home: Home) -> None:
    services.start(home, "sleeper", SLEEPER, os.environ)
    while len(services.belonging(home)) < 2:
        time.sleep(0.05)
    parent = services.find(home, "sleeper")
    assert parent is not None
    os.kill(parent.pid, signal.SIGKILL)
    while parent.lives():
        time.sleep(0.05)
    assert services.stop_all(home) == 1


def test_a_process_that_wrote_over_its_environment_is_stopped_too(home: Home) -> None:
    titled = "import setproctitle, time; setproctitle.setproctitle('t' * 4000); open('{}', 'w'); time.sleep(60)"
    sign = home.run / "titled"
    services.start(home, "titled", [sys.executable, "-c", titled.format(sign)], os.environ)
    while not sign.exists():
        time.sleep(0.05)
    assert services.stop_all(home) == 1
    assert services.belonging(home) == []


def test_a_pid_that_another_process_bears_by_now_is_not_ours(home: Home) -> None:
    (home.run / "scheduler.pid").write_text(f"{os.getpid()} {services.this_boot()}:1\n")
    assert services.find(home, "scheduler") is None
    assert services.belonging(home) == []
    (home.run / "scheduler.pid").write_text("")
    assert services.find(home, "scheduler") is None


def test_ports_are_remembered_and_a_taken_one_is_passed_over(home: Home, taken_port: int) -> None:
    first = home.remembered_port("ui", taken_port)
    assert first != taken_port
    assert home.remembered_port("ui", taken_port) == first


@pytest.mark.parametrize("wanted", ["0", "web", "70000"])
def test_a_demanded_port_must_be_one(home: Home, monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    monkeypatch.setenv(stack.UI_PORT_SETTING, wanted)
    with pytest.raises(LocalError, match="is no port"):
        stack.choose_ui_port(home)


def test_a_demanded_port_in_use_is_one_clear_line(home: Home, monkeypatch: pytest.MonkeyPatch, taken_port: int) -> None:
    monkeypatch.setenv(stack.UI_PORT_SETTING, str(taken_port))
    with pytest.raises(LocalError, match=f"port {taken_port} is in use: .*{stack.UI_PORT_SETTING}"):
        stack.choose_ui_port(home)


def test_secrets_stay_the_same_and_private(home: Home) -> None:
    assert home.secret("jwt_secret") == home.secret("jwt_secret") != home.secret("api_secret")
    assert len(home.secret("jwt_secret")) >= 64
    assert stat.S_IMODE((home.airflow / "jwt_secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700


def test_two_commands_do_not_work_on_one_folder_at_once(home: Home) -> None:
    with home.locked(), pytest.raises(LocalError, match="busy"), home.locked():
        pass


def test_the_callers_own_settings_do_not_leak_into_a_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/live")
    monkeypatch.setenv("SALAMAT_SAMPLE_WEB", "http://elsewhere")
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    settings = airflow.environment(
        home, metadata_url="postgresql://m/airflow", warehouse_url="postgresql://w/s", ui_port=1
    )
    assert settings["DATABASE_URL"] == "postgresql://w/s"
    assert settings["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert "SALAMAT_SAMPLE_WEB" not in settings


def test_only_the_live_pipeline_asks_for_a_login(home: Home) -> None:
    assert "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS" in airflow.open_doors()
    doors = airflow.locked_doors(home)
    passwords = Path(doors["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    assert airflow.password(home) in passwords.read_text()
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    assert "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS" not in doors


def test_airflow_finds_dags_in_no_other_folder() -> None:
    ignored = {line.rstrip("/") for line in (ROOT / ".airflowignore").read_text().splitlines()}
    folders = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/*.py")}
    assert folders - {"dags"} <= ignored


class Answers(airflow.Client):
    """A client with answers of our own: for each path a list, given one after the other, the last one for ever."""

    def __init__(self, answers: Mapping[str, list[Any]]) -> None:
        super().__init__("http://127.0.0.1:1")
        object.__setattr__(self, "answers", answers)
        object.__setattr__(self, "posted", [])

    answers: Mapping[str, list[Any]]
    posted: list[tuple[str, Mapping[str, object]]]
    __slots__ = ("answers", "posted")

    def get(self, path: str, **params: str | int) -> Any:
        left = self.answers[path]
        return left.pop(0) if len(left) > 1 else left[0]

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        self.posted.append((path, body))
        return shown("queued", str(body["partition_key"]))


def shown(state: str, key: str | None = None, dag: str = "collect_day") -> dict[str, Any]:
    return {"dag_id": dag, "dag_run_id": f"run-{key}", "state": state, "partition_key": key}


def runs_of(answers: Mapping[str, list[Any]], watched: list[Sequence[Run]] | None = None) -> tuple[Airflow, Answers]:
    client = Answers(answers)
    return Airflow(client, Path("log"), (watched if watched is not None else []).append, pause=0), client


def test_runs_are_waited_for_until_all_have_ended() -> None:
    watched: list[Sequence[Run]] = []
    path = "dags/collect_day/dagRuns/run-2020-06-12"
    runs, client = runs_of({path: [shown("running", "2020-06-12"), shown("success", "2020-06-12")]}, watched)
    ended = runs.finish([runs.trigger("collect_day", "2020-06-12")])
    assert [run.state for run in ended] == ["success"]
    assert len(watched) == 2
    assert client.posted == [("dags/collect_day/dagRuns", {"logical_date": None, "partition_key": "2020-06-12"})]


def test_a_day_that_succeeded_is_not_collected_again_and_one_that_failed_is() -> None:
    runs, client = runs_of({})
    known = [
        Run("collect_day", "c", "failed", "2020-06-13"),
        Run("collect_day", "b", "running", "2020-06-14"),
        Run("collect_day", "a", "success", "2020-06-12"),
    ]
    taken = [demo.day_run(runs, known, day) for day in ("2020-06-12", "2020-06-13", "2020-06-14")]
    assert [run.run_id for run in taken] == ["a", "run-2020-06-13", "b"]
    assert len(client.posted) == 1


def test_a_run_found_under_way_that_fails_is_begun_once_more_and_a_new_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(demo, "COLLECTED_DAYS", ("2020-06-12", "2020-06-13"))
    path = "dags/collect_day/dagRuns/"
    runs, client = runs_of(
        {
            f"{path}old": [shown("failed", "2020-06-12") | {"dag_run_id": "old"}],
            f"{path}run-2020-06-12": [shown("success", "2020-06-12")],
            f"{path}run-2020-06-13": [shown("failed", "2020-06-13")],
        }
    )
    ended = demo.collect_days(runs, [Run("collect_day", "old", "running", "2020-06-12")])
    assert {run.run_id: run.state for run in ended} == {"run-2020-06-12": "success", "run-2020-06-13": "failed"}
    assert [body["partition_key"] for _, body in client.posted] == ["2020-06-13", "2020-06-12"]


def test_what_follows_is_waited_for_while_an_event_is_queued_or_a_run_is_under_way() -> None:
    done = {"dag_runs": [shown("success", dag="build")]}
    runs, _ = runs_of(
        {
            "dags/build/assets/queuedEvents": [{"queued_events": [{}]}, {"queued_events": []}],
            "dags/build/dagRuns": [{"dag_runs": []}, {"dag_runs": [shown("running", dag="build")]}, done],
        }
    )
    assert [run.state for run in runs.finish_downstream("build")] == ["success"]


def test_a_failed_task_is_named_with_its_source_and_its_log() -> None:
    task = {
        "dag_id": "collect_day",
        "dag_run_id": "run-1",
        "task_id": "crawl",
        "map_index": 3,
        "try_number": 2,
        "end_date": None,
        "rendered_map_index": "kz_kazinform",
    }
    runs, _ = runs_of({"dags/collect_day/dagRuns/run-1/taskInstances": [{"task_instances": [task]}]})
    assert runs.failures(Run("collect_day", "run-1", "failed", "2020-06-12")) == [
        "collect_day 2020-06-12 failed in crawl kz_kazinform\n"
        "    log: log/dag_id=collect_day/run_id=run-1/task_id=crawl/map_index=3/attempt=2.log"
    ]


def test_a_dag_that_cannot_be_imported_is_told_with_its_error() -> None:
    error = {"filename": "dags/collect_day.py", "stack_trace": "Traceback …\nNameError: name 'x' is not defined\n"}
    runs, _ = runs_of({"dags": [{"dags": []}], "importErrors": [{"import_errors": [error]}]})
    with pytest.raises(LocalError, match=r"cannot import dags/collect_day.py: NameError"):
        runs.wait_for_dags(["collect_day"])


def test_an_airflow_that_is_not_there_is_unhealthy_and_refuses_in_one_line(taken_port: int) -> None:
    client = airflow.Client("http://127.0.0.1:1")
    assert client.unhealthy() == ["api-server"]
    with pytest.raises(airflow.AirflowError, match="does not answer"):
        client.get("dags")


def test_a_table_shows_an_absent_count_as_a_dash_and_a_zero_as_zero() -> None:
    text = answer.table(
        ["day", "new", "sources"], [[answer.show(cell) for cell in row] for row in [("1", 1234, "a"), ("2", None, "")]]
    )
    assert text.splitlines() == ["day    new  sources", "---  -----  -------", "1    1,234  a", "2        –  "]
    assert answer.show(0) == "0"


def test_an_empty_warehouse_differs_from_the_truth_by_every_row(connection: Connection, database_url: str) -> None:
    truth = answer.TRUTH.read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(answer.differences(database_url)) == sorted(f"missing  {line}" for line in truth)
    assert re.search(r"^day .*sources$", answer.overview(database_url), re.MULTILINE)


def test_psql_is_the_reader_unless_the_owner_is_asked_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "port", 5)
    monkeypatch.setattr(Server, "_password_file", home.airflow / "superuser_password")
    (home.airflow / "superuser_password").write_text("all")
    (home.run / "warehouse").write_text("embedded")
    secret = home.secret("reader_password")[:20]
    assert console.embedded_url(home, as_owner=False) == f"postgresql://salamat_reader:{secret}@127.0.0.1:5/salamat"
    assert console.embedded_url(home, as_owner=True) == "postgresql://postgres:all@127.0.0.1:5/salamat"
    (home.run / "warehouse").write_text("postgresql://db.example/health")
    with pytest.raises(LocalError, match=r"the warehouse of demo is postgresql://db.example/health: give its URL as"):
        console.embedded_url(home, as_owner=False)


def test_psql_without_a_warehouse_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("local.home.ROOT", tmp_path)
    assert main(["psql"]) == 2
    assert capsys.readouterr().err == "psql: nothing is running: start it with `make demo` or `make up`\n"
    assert main(["down"]) == 0
