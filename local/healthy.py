"""`python -m local.healthy URL PART`: whether a part of the Airflow at URL is healthy. Containers ask it."""

from __future__ import annotations

import sys

from local.airflow import AirflowError, Client


def main() -> int:
    url, part = sys.argv[1:]
    try:
        state = Client(url).get("monitor/health")[part]["status"]
    except AirflowError as error:
        print(error)
        return 1
    print(f"{part}: {state}")
    return 0 if state == "healthy" else 1


if __name__ == "__main__":
    sys.exit(main())
