"""What `make compose-check` asks of the containers while they run: doors, a collecting run, the reader, kept data.

`python -m tests.compose_check` in the folder of docker-compose.yml; one line a thing, status 1 where one is not so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import psycopg2

from local.airflow import AirflowError, Client
from local.answer import differences
from local.demo import COLLECTED_DAYS, DAGS
from local.env_file import FILE, read
from local.runs import Airflow, Run
from sql.db import DatabaseError, connect, query
from sql.migrate import READER

LONGEST_SECONDS = 15 * 60
UI = f"http://127.0.0.1:{os.environ.get('SALAMAT_UI_PORT', '8080')}"
POSTGRES = f"127.0.0.1:{os.environ.get('SALAMAT_POSTGRES_PORT', '5432')}"
CHANGES = ("delete from daily_count", "update source set rank = 0", "create table own (x int)", "drop table page")
Finding = tuple[bool, str]


def compose(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", "compose", *arguments], capture_output=True, text=True, check=False)


def services() -> Iterator[Finding]:
    """Each service is healthy and published on loopback only; the migration ended well; nothing runs as root."""
    for line in compose("ps", "--all", "--format", "json").stdout.splitlines():
        each = json.loads(line)
        name, health = each["Service"], each["Health"] or f"{each['State']} {each['ExitCode']}"
        yield health == ("exited 0" if name == "migrate" else "healthy"), f"{name} is {health}"
        published = {port["URL"] for port in each["Publishers"] or () if port["PublishedPort"]}
        yield published <= {"127.0.0.1"}, f"{name} is published on {', '.join(published) or 'no address'}"
    user = compose("exec", "-T", "scheduler", "id", "-un").stdout.strip()
    yield user == "salamat", f"tasks run as {user}"
    told = compose("--env-file", os.devnull, "config")
    yield told.returncode != 0 and "make env" in told.stderr, f"without .env: {told.stderr.strip()}"


def status(path: str, body: object = None) -> int:
    """Return the HTTP status that a stranger gets."""
    request = Request(UI + path, None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def doors() -> Iterator[Finding]:
    for path, expected in (("/api/v2/dags", 401), ("/daily-counts/", 401), ("/auth/token", 403)):
        got = status(path)
        yield got == expected, f"{path} without login answers {got}"
    got = status("/auth/token", {"username": "admin", "password": "wrong"})
    yield got == 401, f"login with a wrong password answers {got}"
    got = status("/auth/token", {"username": "admin", "password": read(FILE)["SALAMAT_ADMIN_PASSWORD"]})
    yield got == 201, f"login with the generated password answers {got}"


def collected(client: Client) -> Iterator[Finding]:
    """Six days and the latest of the sample web, through the scheduler, give the written truth."""
    began = time.monotonic()

    def watch(_: Sequence[Run]) -> None:
        if time.monotonic() - began > LONGEST_SECONDS:
            raise AirflowError(f"no end after {LONGEST_SECONDS} s")

    runs = Airflow(client, Path("/opt/airflow/logs"), watch)
    runs.wait_for_dags(DAGS)
    ended = runs.finish([runs.trigger("collect_day", day) for day in COLLECTED_DAYS])
    ended += runs.finish([runs.trigger("collect_latest")])
    runs.finish_downstream("build_daily_counts")
    ended += runs.finish([runs.trigger("build_daily_counts")])
    failed = [line for run in ended if run.state == "failed" for line in runs.failures(run)]
    took = time.monotonic() - began
    yield not failed, f"{len(ended)} runs ended in {took:.0f} s, {len(failed)} failures {failed or ''}"
    notes = [client.get(f"dags/{run.dag}/dagRuns/{run.run_id}")["note"] for run in ended]
    yield all(notes), f"{len([n for n in notes if n])} of these runs have a note, such as {notes[0]!r}"


def reader_url(password: str, database: str = "salamat") -> str:
    return f"postgresql://{READER}:{password}@{POSTGRES}/{database}"


def counts() -> Iterator[Finding]:
    """The daily counts, as the reader sees them, equal the sample web's truth."""
    url = reader_url(read(FILE)["SALAMAT_READER_PASSWORD"])
    wrong = differences(url)
    with closing(connect(url)) as connection:
        rows = query(connection, "count_rows")[0]
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in rows.items())
    yield not wrong, f"{words}: {len(wrong)} differences from samples/truth.csv {wrong or ''}"


def page() -> Iterator[Finding]:
    client = Client(UI).login("admin", read(FILE)["SALAMAT_ADMIN_PASSWORD"])
    request = Request(f"{UI}/daily-counts/?until=2020-06-16", headers={"Authorization": f"Bearer {client.token}"})
    with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
        text = answer.read().decode()
    yield "16 June 2020" in text, "the Daily counts page shows 16 June 2020 to who is logged in"


def commands() -> Iterator[Finding]:
    """The README's commands inside the containers."""
    psql = ("postgres", "psql", "-U", READER, "salamat", "-tAc")
    asked = compose("exec", "-T", *psql, "select count(*) from daily_count")
    yield asked.stdout.strip() not in ("", "0"), f"psql in its container counts {asked.stdout.strip()}{asked.stderr}"
    days = ("--dag-id", "collect_day", "--from-date", "2020-06-12", "--to-date", "2020-06-13", "--dry-run")
    planned = compose("exec", "-T", "scheduler", "airflow", "backfill", "create", *days)
    yield planned.returncode == 0, f"airflow backfill in its container ends with {planned.returncode}"


def rights() -> Iterator[Finding]:
    password = read(FILE)["SALAMAT_READER_PASSWORD"]
    yield refused(reader_url("wrong")), "a reader with a wrong password is refused"
    yield refused(reader_url(password, "airflow")), "the reader is refused at Airflow's own database"
    with closing(psycopg2.connect(reader_url(password))) as connection:
        connection.autocommit = True
        for change in CHANGES:
            yield denied(connection, change), f"the reader may not: {change}"


def refused(url: str) -> bool:
    try:
        connect(url).close()
    except DatabaseError:
        return True
    return False


def denied(connection: psycopg2.extensions.connection, change: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(change)
    except psycopg2.errors.InsufficientPrivilege:
        return True
    return False


def kept() -> Iterator[Finding]:
    """What was collected outlives the containers."""
    down, up = compose("down", "--timeout", "30"), compose("up", "-d", "--wait")
    yield down.returncode == 0 and up.returncode == 0, f"down and up again {up.stderr[-500:] if up.returncode else ''}"
    yield from counts()


def findings() -> Iterator[Finding]:
    yield from services()
    yield from doors()
    yield from collected(Client(UI).login("admin", read(FILE)["SALAMAT_ADMIN_PASSWORD"]))
    yield from counts()
    yield from page()
    yield from commands()
    yield from rights()
    yield from kept()


def main() -> int:
    bad = 0
    for good, words in findings():
        bad += not good
        print(f"{'ok  ' if good else 'BAD '} {words}", flush=True)
    print(f"compose-check: {f'{bad} things are not so' if bad else 'all is so'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
