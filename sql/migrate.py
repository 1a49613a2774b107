"""Brings the warehouse to this checkout's shape: migrations once, then functions, views and the reader's rights anew.

`python -m sql.migrate`.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from sql.db import DatabaseError, connect, execute, query

FOLDER = Path(__file__).parent
READER = "salamat_reader"


class EditedMigrationError(DatabaseError):
    """A migration differs from what was applied: history is not rewritten, a new file is added."""


def migrate(connection: Connection) -> list[str]:
    """Apply what is missing, in one transaction; returns a line for each thing done. Many may run it at once."""
    with connection:
        execute(connection, "lock_migrations")
        execute(connection, "create_schema_migration")
        applied = {row["name"]: row["checksum"] for row in query(connection, "select_migrations")}
        done = [_apply(connection, file, applied) for file in sorted((FOLDER / "migrations").glob("*.sql"))]
        made = _recreate(connection)
        execute(connection, "grant_reader")
        reader = describe_reader(connection)
    anew = f"{made['view']} views and {made['function']} functions made anew"
    return [*(line for line in done if line), anew, reader]


def describe_reader(connection: Connection) -> str:
    """Return one line on the role of readers: that it is there, or what makes it."""
    found = query(connection, "find_reader")[0]
    if found["found"]:
        return f"{READER} may read every table and view"
    wanted = f'create role {READER} login; grant {READER} to "{found["owner"]}"'
    return f"no role {READER}: this user may not create it; have an administrator run `{wanted}`, then migrate again"


def _apply(connection: Connection, file: Path, applied: dict[str, str]) -> str | None:
    text = file.read_text(encoding="utf-8")
    checksum = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    if file.stem in applied:
        if applied[file.stem] != checksum:
            raise EditedMigrationError(f"{file.name} was edited after it was applied: restore it and add a new file")
        return None
    with connection.cursor() as cursor:
        cursor.execute(text)
    execute(connection, "insert_migration", name=file.stem, checksum=checksum)
    return f"applied {file.name}"


def _recreate(connection: Connection) -> dict[str, int]:
    """Functions before views, which may call them; returns how many of each were made."""
    files = {noun: sorted((FOLDER / f"{noun}s").glob("*.sql")) for noun in ("function", "view")}
    with connection.cursor() as cursor:
        cursor.execute("set local check_function_bodies = off")  # for functions that call each other
        for noun in reversed(files):
            for file in files[noun]:
                drop = sql.SQL("drop {} if exists {} cascade")
                cursor.execute(drop.format(sql.SQL(noun), sql.Identifier(file.stem)))
        for file in (*files["function"], *files["view"]):
            cursor.execute(file.read_text(encoding="utf-8"))
    return {noun: len(found) for noun, found in files.items()}


def main() -> int:
    try:
        connection = connect()
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        print("\n".join(migrate(connection)))
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
