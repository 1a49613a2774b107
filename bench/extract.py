"""`python -m bench.extract`: how many reports a second one core reads, and how the time grows with a text's length.

The reports are those of `tests/cases/reports`, padded to 1,500 characters with their language's sentences without
figures. Growth is the time of a text over that of half of it: 2 is linear.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

from transforms.extract import extract
from transforms.extract.__main__ import report_of
from transforms.extract.accuracy import records
from transforms.models import Report

CASES = Path(__file__).parent.parent / "tests" / "cases" / "reports"
CHARACTERS, ROUNDS, LARGE = 1_500, 5, 1_000_000
HARD = {
    "prose": "В Казахстане за сутки выявлено 25 новых случаев кори, всего 12 345 случаев, умерли 3 человека. ",
    "digits": "7",
    "nested brackets": "(",
    "one word": "случаев ",
    "table rows": "Алматы | 12 | 13\n",
    "Han": "新增3例。",
}


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def typical(language: str) -> list[Report]:
    """The reports of one language, each followed by its prose without figures up to the usual length."""
    reports = [report_of(record) for record in records([CASES / f"{language}.jsonl"])]
    lines = cycle(dict.fromkeys(line for r in reports for line in prose(r.text)))
    return [Report(r.id, r.title, r.text + filler(r, lines), r.published, r.source_country) for r in reports]


def prose(text: str) -> list[str]:
    """The lines of a text that are sentences and hold no digits."""
    return [line for line in text.splitlines() if line.endswith((".", "。")) and not any(c.isdigit() for c in line)]


def filler(report: Report, lines: Iterator[str]) -> str:
    """The next lines, as many as the report lacks of its usual length."""
    text, missing = "", CHARACTERS - len(report.title) - len(report.text)
    while len(text) < missing:
        text += "\n" + next(lines)
    return text[: max(0, missing)]


def rate(reports: Iterable[Report]) -> float:
    """Reports of the usual length read in a second."""
    reports = list(reports)
    characters = sum(len(r.title) + len(r.text) + 1 for r in reports)
    return characters / CHARACTERS / seconds(lambda: [extract(r) for r in reports])


def large(text: str, size: int) -> Report:
    """A report whose text is one string over and over."""
    return Report("x", "Корь в Казахстане", (text * (size // len(text) + 1))[:size], date(2024, 3, 1), "KZ")


def main() -> None:
    """Print both tables."""
    extract(large("корь ", 100))
    print(f"{'language':<18}{'reports/s per core':>20}")
    rates = {path.stem: rate(typical(path.stem)) for path in sorted(CASES.glob("*.jsonl"))}
    for language, figure in rates.items():
        print(f"{language:<18}{figure:>20.0f}")
    print(f"{'all':<18}{len(rates) / sum(1 / r for r in rates.values()):>20.0f}\n")
    print(f"{'1 MB of':<18}{'seconds':>10}{'growth':>10}{'MB of memory':>14}")
    for name, text in HARD.items():
        half, whole = (large(text, size) for size in (LARGE // 2, LARGE))
        first, second = (seconds(lambda r=r: extract(r), 1) for r in (half, whole))  # type: ignore[misc]
        tracemalloc.start()
        extract(large(text, LARGE // 10))
        memory = tracemalloc.get_traced_memory()[1] * 10 / 1e6
        tracemalloc.stop()
        print(f"{name:<18}{second:>10.1f}{second / first:>10.2f}{memory:>14.0f}")


if __name__ == "__main__":
    main()
