"""The doors of the Airflow UI: `make up` asks for its generated password, `make demo` for nothing; both on loopback."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local import airflow
from local.home import Home
from tests import airflow_environment


@pytest.fixture(scope="module")
def api() -> Iterator[Any]:
    airflow_environment.set_up()
    from airflow.api_fastapi.app import create_app
    from fastapi.testclient import TestClient

    with TestClient(create_app(), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A run whose doors are locked, as Airflow in this process sees them."""
    home = Home("live", tmp_path / "live")
    home.make()
    for name, value in airflow.locked_doors(home).items():
        monkeypatch.setenv(name, value)
    return home


def login(api: Any, password: str, user: str = airflow.USER) -> Any:
    return api.post("/auth/token", json={"username": user, "password": password})


def test_the_generated_password_opens_the_door(api: Any, home: Home) -> None:
    answer = login(api, airflow.password(home))
    assert answer.status_code == 201
    token = answer.json()["access_token"]
    assert api.get("/api/v2/dags", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    in_a_browser = {"Cookie": f"_token={token}"}
    assert api.get("/daily-counts/", headers=in_a_browser).status_code in (200, 503)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("user", "password"), [("admin", "wrong"), ("admin", "admin"), ("reader", "wrong")])
def test_any_other_password_does_not(api: Any, user: str, password: str) -> None:
    assert login(api, password, user).status_code == 401


@pytest.mark.usefixtures("home")
def test_there_is_no_way_around_the_login(api: Any) -> None:
    assert api.get("/auth/token").status_code == 403
    for path in ("/api/v2/dags", "/api/v2/connections", "/daily-counts/"):
        assert api.get(path).status_code == 401
    assert login(api, "").status_code == 400


def test_the_password_is_long_of_this_run_alone_and_private(tmp_path: Path) -> None:
    homes = [Home("live", tmp_path / name) for name in "ab"]
    for home in homes:
        home.make()
        old = os.umask(0)
        try:
            file = Path(airflow.locked_doors(home)["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
        finally:
            os.umask(old)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first, second = map(airflow.password, homes)
    assert first != second and min(len(first), len(second)) >= 20


@pytest.mark.parametrize("doors", ["open", "locked"])
def test_it_listens_on_this_machine_only(tmp_path: Path, doors: str) -> None:
    home = Home("live", tmp_path / "live")
    home.make()
    settings = airflow.environment(home, metadata_url="postgresql://m/a", warehouse_url="postgresql://w/s", ui_port=1)
    settings |= airflow.open_doors() if doors == "open" else airflow.locked_doors(home)
    assert settings["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert ("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS" in settings) is (doors == "open")
