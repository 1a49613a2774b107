"""Airflow on this machine: the settings that its four services run under, and a client of its REST interface."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from local.home import ROOT, Home

SERVICES: Mapping[str, tuple[str, ...]] = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
PROGRAM = Path(sys.executable).parent / "airflow"
USER, NOTIFIER = "admin", "SALAMAT_NOTIFIER"
PREPARE = """
import sys
from airflow.__main__ import main

def run(*arguments):
    sys.argv[1:] = arguments
    main()

run("db", "migrate")
try:
    run("pools", "get", "crawl")  # whose size is its owner's to change
except SystemExit:
    run("pools", "set", "crawl", "4", "Crawls at a time, whatever DAG they are of")
"""
_opener = build_opener(ProxyHandler({}))


class AirflowError(RuntimeError):
    """Airflow did not answer, or answered no."""


def environment(home: Home, *, metadata_url: str, warehouse_url: str, ui_port: int) -> dict[str, str]:
    """Return the environment of Airflow's services and, through them, of every task and crawl.

    Settings of the caller's own that would lead elsewhere (AIRFLOW*, SALAMAT_*) are left out, but for SALAMAT_NOTIFIER.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "SALAMAT_"))}
    kept |= {name: value for name, value in os.environ.items() if name == NOTIFIER}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # Airflow's start takes seconds longer uncompiled
    bundle = {
        "name": "salamat",
        "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle",
        "kwargs": {"path": str(ROOT)},
    }
    return kept | {
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(ui_port),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{ui_port}",
        "AIRFLOW__API__SECRET_KEY": home.secret("api_secret"),
        "AIRFLOW__API_AUTH__JWT_SECRET": home.secret("jwt_secret"),
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        # after a kill, what ran is noticed and run again within a minute instead of five
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
        # half the time between two tasks of a run, for a twentieth of a core while nothing runs
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.25",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps([bundle]),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_url.replace("postgresql:", "postgresql+psycopg2:", 1),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(task_log_folder(home)),
        "DATABASE_URL": warehouse_url,
        "SALAMAT_ARCHIVE": str(home.archive),
        "PATH": f"{PROGRAM.parent}:{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }


def open_doors() -> dict[str, str]:
    """Return the settings under which whoever reaches this machine's loopback is an administrator."""
    return {"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True"}


def locked_doors(home: Home) -> dict[str, str]:
    """Return the settings that ask for a login, whose generated password `password(home)` tells."""
    file = home.airflow / "passwords.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps({USER: password(home)}))
    return {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(file),
    }


def password(home: Home) -> str:
    return home.secret("admin_password")[:20]


def task_log_folder(home: Home) -> Path:
    return home.log / "tasks"


@dataclass(frozen=True, slots=True)
class Client:
    """Asks one api-server; raises AirflowError where it does not answer or refuses. `token` stands for a login."""

    url: str
    token: str = ""

    def login(self, user: str, password: str) -> Client:
        """Return a client that asks as this user."""
        request = Request(f"{self.url}/auth/token", json.dumps({"username": user, "password": password}).encode())
        request.add_header("Content-Type", "application/json")
        return Client(self.url, self._ask(request)["access_token"])

    def get(self, path: str, **params: str | int) -> Any:
        return self._ask(Request(f"{self.url}/api/v2/{path}?{urlencode(params)}"))

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        return self.send("POST", path, body)

    def send(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        request = Request(f"{self.url}/api/v2/{path}", json.dumps(body or {}).encode(), method=method)
        request.add_header("Content-Type", "application/json")
        return self._ask(request)

    def unhealthy(self) -> list[str]:
        """Return the services that do not report themselves healthy; all of them where nothing answers."""
        parts = ("metadatabase", "scheduler", "dag_processor", "triggerer")
        try:
            health = self.get("monitor/health")
        except AirflowError:
            return ["api-server"]
        return [part for part in parts if health[part]["status"] != "healthy"]

    def _ask(self, request: Request) -> Any:
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with _opener.open(request, timeout=30) as response:
                return json.load(response)
        except HTTPError as error:
            detail = f"{error.code} {error.read(500).decode(errors='replace')}"
            raise AirflowError(f"Airflow refused {request.get_method()} {request.full_url}: {detail}") from error
        except (URLError, OSError, ValueError) as error:
            raise AirflowError(f"Airflow does not answer at {self.url}: {error}") from error
