"""docker-compose.yml and what it stands on, as far as it can be held without an engine."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from local import airflow, env_file, healthy
from local.home import ROOT, Home

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DIFFERENT = {  # in containers: addresses of other services, one key for all of them, logs where Airflow's default is
    "AIRFLOW__API__HOST",
    "AIRFLOW__API__PORT",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
    "AIRFLOW__CORE__FERNET_KEY",
    "AIRFLOW__LOGGING__BASE_LOG_FOLDER",
}


def test_every_port_is_published_on_loopback_and_its_number_can_be_chosen() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(ports) == 2
    assert all(re.fullmatch(r"127\.0\.0\.1:\$\{SALAMAT_\w+_PORT:-\d+\}:\d+", port) for port in ports)
    assert all(service.get("network_mode") in (None, "service:scheduler") for service in SERVICES.values())


def test_every_secret_is_asked_for_and_make_env_makes_it() -> None:
    demanded = set(re.findall(r"\$\{(\w+):\?is not set, run make env\}", TEXT))
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT)) - set(re.findall(r"\$\{(\w+):-", TEXT))
    assert demanded == used == set(env_file.fresh_secrets())


def test_every_service_can_be_waited_for() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"migrate"}
    needed = {name: SERVICES[name]["depends_on"] for name in ("migrate", *airflow.SERVICES)}
    assert needed.pop("migrate") == {"postgres": {"condition": "service_healthy"}}
    assert all(each == {"migrate": {"condition": "service_completed_successfully"}} for each in needed.values())


def test_only_tasks_and_migrations_hold_the_owners_password() -> None:
    holders = {name for name, each in SERVICES.items() if "SALAMAT_OWNER_PASSWORD" in str(each.get("environment"))}
    assert holders == {"postgres", "migrate", "scheduler"}
    assert "salamat_reader" in SERVICES["api-server"]["environment"]["DATABASE_URL"]
    admin = {name for name, each in SERVICES.items() if "SALAMAT_ADMIN_PASSWORD" in str(each.get("environment"))}
    assert admin == {"api-server"}


def test_airflow_is_set_up_as_it_is_on_this_machine(tmp_path: Path) -> None:
    home = Home("live", tmp_path)
    home.make()
    here = airflow.environment(home, metadata_url="postgresql://m/a", warehouse_url="postgresql://w/s", ui_port=8080)
    here |= airflow.locked_doors(home)
    there = SERVICES["scheduler"]["environment"]
    names = {name for name in here.keys() | there.keys() if name.startswith("AIRFLOW__")} - DIFFERENT
    assert names <= here.keys() & there.keys()
    plain = {name for name in names if re.fullmatch(r"[\w:]+", here[name]) and "SECRET" not in name}
    assert {name: there[name] for name in plain} == {name: here[name] for name in plain}
    assert "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS" in plain


def test_the_image_is_plain_locked_and_nobodys_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM")] == ["FROM python:3.11-slim-bookworm"]
    assert not any(line.startswith("# syntax") for line in lines)
    assert any("--require-hashes" in line for line in lines)
    assert [line for line in lines if line.startswith("USER")] == ["USER salamat"]
    assert SERVICES["postgres"]["image"] == "postgres:17"


def test_the_image_takes_what_runs_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    code = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/*.py")}
    assert code - {"tests", "bench", "workbench"} <= kept
    assert not kept & {".env", "data", "tests", ".git", ".venv"}


def test_make_env_makes_fresh_secrets_for_their_owner_alone(tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    before = os.umask(0)
    try:
        assert all(env_file.write(file) == list(env_file.fresh_secrets()) for file in files)
    finally:
        os.umask(before)
    first, second = map(env_file.read, files)
    assert first.keys() == second.keys()
    assert not set(first.values()) & set(second.values())
    assert min(map(len, first.values())) >= 32
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]


def test_make_env_keeps_what_is_there_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ".env"
    monkeypatch.setattr(env_file, "FILE", file)
    env_file.main()
    password = env_file.read(file)["SALAMAT_ADMIN_PASSWORD"]
    assert f"password {password}" in capsys.readouterr().out
    written = file.read_text()
    env_file.main()
    assert file.read_text() == written
    assert "was there: left as it is" in capsys.readouterr().out
    file.write_text(f"# mine\nSALAMAT_ADMIN_PASSWORD={password}\nSALAMAT_UI_PORT=9000")
    env_file.main()
    assert "was there: kept, and SALAMAT_POSTGRES_PASSWORD" in capsys.readouterr().out
    assert file.read_text().startswith(f"# mine\nSALAMAT_ADMIN_PASSWORD={password}\nSALAMAT_UI_PORT=9000\nSALAMAT_")


def test_git_never_takes_the_secrets() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_a_part_that_does_not_answer_is_not_healthy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["healthy", "http://127.0.0.1:1", "scheduler"])
    assert healthy.main() == 1
    assert "does not answer" in capsys.readouterr().out


@pytest.mark.parametrize(("program", "said"), [(None, "names no program"), ("/no/such", "cannot be executed")])
def test_a_check_that_cannot_run_says_so_and_fails(program: str | None, said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SALAMAT_COMPOSE_CHECK"}
    environment |= {"SALAMAT_COMPOSE_CHECK": program} if program else {}
    command = [ROOT / ".ci" / "compose-check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "NOTHING WAS CHECKED" in done.stderr
