"""`make env`: the file `.env` with the secrets of docker-compose.yml, fresh and random; needs no installed package."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / ".env"
HEAD = "# Secrets of docker-compose.yml, made by `make env`. The databases keep those that they were made with.\n"
PASSWORDS = (
    "SALAMAT_ADMIN_PASSWORD",
    "SALAMAT_POSTGRES_PASSWORD",
    "SALAMAT_AIRFLOW_DB_PASSWORD",
    "SALAMAT_OWNER_PASSWORD",
    "SALAMAT_READER_PASSWORD",
)
KEYS = ("SALAMAT_API_SECRET", "SALAMAT_JWT_SECRET")


def fresh_secrets() -> dict[str, str]:
    """Return every secret that the containers need, by its name."""
    made = {name: secrets.token_hex(16) for name in PASSWORDS}
    made |= {name: secrets.token_urlsafe(48) for name in KEYS}
    return made | {"SALAMAT_FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}


def read(file: Path) -> dict[str, str]:
    """Return the settings of an environment file; empty where there is none."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def write(file: Path) -> list[str]:
    """Add to the file what it lacks, for its owner's eyes only; return the names of what was added."""
    known = read(file)
    missing = {name: secret for name, secret in fresh_secrets().items() if not known.get(name)}
    file.touch(mode=0o600)
    file.chmod(0o600)
    before = file.read_text(encoding="utf-8")
    with file.open("a", encoding="utf-8") as out:
        out.write("" if before.endswith("\n") else "\n" if before else HEAD)
        out.writelines(f"{name}={secret}\n" for name, secret in missing.items())
    return list(missing)


def main() -> None:
    was_there = FILE.exists()
    added = write(FILE)
    if not was_there:
        print(f"{FILE} written: fresh secrets, readable by you only")
    elif added:
        print(f"{FILE} was there: kept, and {', '.join(added)} added")
    else:
        print(f"{FILE} was there: left as it is. Fresh secrets: remove it and the old data, `docker compose down -v`")
    print(f"Airflow UI: user admin, password {read(FILE)['SALAMAT_ADMIN_PASSWORD']}")
    print("Start: docker compose up -d --wait")


if __name__ == "__main__":
    main()
