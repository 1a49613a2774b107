"""`python -m transforms.extract < reports.jsonl > observations.jsonl`: one report a line in, its observations a
line out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from transforms.extract import extract
from transforms.models import Observation, Report


def report_of(record: dict[str, Any]) -> Report:
    """A report from its JSON object. Raises KeyError or ValueError where a field is missing or wrong."""
    published = record.get("published")
    day = date.fromisoformat(published[:10]) if published else None
    return Report(str(record["id"]), record["title"] or "", record["text"] or "", day, record.get("source_country"))


def as_json(observation: Observation) -> dict[str, Any]:
    """An observation as plain JSON values: days and local times in ISO 8601."""
    return {k: v.isoformat() if isinstance(v, (date, datetime)) else v for k, v in asdict(observation).items()}


def answers(lines: Iterable[str]) -> Iterator[str]:
    """One answer line for each report line. Raises ValueError that names the line where it is not a report."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            report = report_of(json.loads(line))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ValueError(
                f"line {number} is not a report (id, title, text, published, source_country): {error!r}"
            ) from error
        yield json.dumps({"id": report.id, "observations": [as_json(o) for o in extract(report)]}, ensure_ascii=False)


def main() -> int:
    """Read standard input, write standard output; 2 where a line is not a report."""
    try:
        for answer in answers(sys.stdin):
            print(answer)
    except ValueError as error:
        print(f"transforms.extract: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
