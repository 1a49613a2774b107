"""`python -m transforms.extract.accuracy FILE…`: how well annotated reports are read, by language and by disease.

A record has the report's fields and `expected`: observations with `evidence`, lists of accepted `disease` slugs,
`date_slack` in days
(null = the date is open) and `optional` (neither rewarded nor punished). A predicted figure that names a subgroup
never stands for one
without and costs nothing where it matches none. `dated` asks for the day as well, within its slack.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from transforms.extract import extract
from transforms.extract.__main__ import report_of
from transforms.models import Observation

Expected = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Figures found, missed and wrongly claimed."""

    found: int = 0
    missed: int = 0
    extra: int = 0
    records: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.found, self.missed, self.extra, self.records = (
            self.found + other.found,
            self.missed + other.missed,
            self.extra + other.extra,
            self.records + other.records,
        )

    def scores(self) -> tuple[float, float, float]:
        """Precision, recall and their harmonic mean."""
        precision = self.found / ((self.found + self.extra) or 1)
        recall = self.found / ((self.found + self.missed) or 1)
        return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


@dataclass(slots=True)
class Outcome:
    """One record read: its tally, what was missed and what was claimed beyond."""

    record: dict[str, Any]
    tally: Tally
    missed: list[Expected] = field(default_factory=list)
    extra: list[Observation] = field(default_factory=list)


def same_figure(want: Expected, got: Observation) -> bool:
    """Whether everything but the day agrees; only probable, suspected and asymptomatic are held apart from the rest."""
    group = got.case_class if got.case_class in ("probable", "suspected") else None
    wanted = want["case_class"] if want["case_class"] in ("probable", "suspected") else None
    return (
        got.value == want["value"]
        and got.disease in want["disease"]
        and got.measure == want["measure"]
        and want["aggregation"] in (None, got.aggregation)
        and group == wanted
        and (got.symptom_status == "asymptomatic") == (want["symptom_status"] == "asymptomatic")
        and want["place"] in (None, got.place)
        and not (got.subgroup and not want["subgroup"])
    )


def same_day(want: Expected, got: Observation) -> bool:
    """Whether the days agree within the slack that the annotation allows."""
    if want["date"] is None or want["date_slack"] is None:
        return True
    return got.date is not None and abs((got.date - date.fromisoformat(want["date"])).days) <= want["date_slack"]


def compare(record: dict[str, Any], match: Callable[[Expected, Observation], bool]) -> Outcome:
    """Pair a record's expected observations with the extracted ones, required before optional, exact days before
    near ones.
    """
    left = unique(extract(report_of(record)))
    missed: list[Expected] = []
    found = 0
    for want in sorted(record["expected"], key=lambda w: bool(w["optional"])):
        fitting = [got for got in left if match(want, got)]
        if fitting:
            left.remove(min(fitting, key=lambda got: str(got.date) != want["date"]))
            found += not want["optional"]
        elif not want["optional"]:
            missed.append(want)
    extra = [got for got in left if not got.subgroup]
    return Outcome(record, Tally(found, len(missed), len(extra), 1), missed, extra)


def unique(observations: Iterable[Observation]) -> list[Observation]:
    """Observations without those that differ only in where they stand."""
    seen: dict[tuple[object, ...], Observation] = {}
    for o in observations:
        key = (
            o.disease,
            o.measure,
            o.aggregation,
            o.case_class,
            o.symptom_status,
            o.value,
            o.place,
            o.date,
            o.subgroup,
            o.locality,
        )
        seen.setdefault(key, o)
    return list(seen.values())


def dated(want: Expected, got: Observation) -> bool:
    """The headline criterion: the same figure on the same day."""
    return same_figure(want, got) and same_day(want, got)


def records(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The records of JSONL files, or of all such files in folders."""
    for path in paths:
        for file in sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]:
            for line in file.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)


def table(outcomes: Iterable[Outcome]) -> str:
    """The scores by language and by disease, and of all."""
    groups: dict[str, Tally] = defaultdict(Tally)
    whole = Tally()
    for outcome in outcomes:
        whole.add(outcome.tally)
        diseases = sorted({want["disease"][0] for want in outcome.record["expected"]})
        for name in [f"  {outcome.record['lang']}", *diseases]:
            groups[name].add(outcome.tally)
    rows: list[tuple[str, ...]] = [("language or disease", "reports", "figures", "precision", "recall", "F1")]
    for name, tally in [
        *sorted(groups.items(), key=lambda kv: (not kv[0].startswith(" "), -kv[1].records)),
        ("all", whole),
    ]:
        rows.append(
            (name.strip(), str(tally.records), str(tally.found + tally.missed), *(f"{s:.3f}" for s in tally.scores()))
        )
    return "\n".join(f"{a:<24}{b:>9}{c:>9}{d:>11}{e:>9}{f:>9}" for a, b, c, d, e, f in rows)


def main() -> None:
    """Print the table, and with --errors every figure missed or wrongly claimed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--lang")
    arguments = parser.parse_args()
    outcomes = [compare(r, dated) for r in records(arguments.paths) if arguments.lang in (None, r["lang"])]
    for outcome in outcomes if arguments.errors else []:
        if outcome.missed or outcome.extra:
            print(f"## {outcome.record['id']} ({outcome.record['lang']})")
        for want in outcome.missed:
            print(
                "  missed",
                *(want[k] for k in ("measure", "aggregation", "case_class", "value", "place", "date")),
                want["disease"][0],
                "|",
                want["evidence"][:80],
            )
        for got in outcome.extra:
            print(
                "  extra ",
                got.measure,
                got.aggregation,
                got.case_class,
                got.value,
                got.place,
                got.date,
                got.disease,
                "|",
                got.evidence[:80],
            )
    print(table(outcomes))


if __name__ == "__main__":
    main()
