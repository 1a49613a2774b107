"""Reading reports: every health count of a text with the words that state it, and nothing else. Pure; knows no site
and no database.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from transforms.extract.reading import read
from transforms.extract.scope import Scope
from transforms.extract.settle import settle
from transforms.models import Observation, Report

__all__ = ["EXTRACTOR_VERSION", "extract"]


def extract(report: Report) -> list[Observation]:
    """The health counts of one report in the order of its text; an empty list where nothing is understood."""
    reading = read(report)
    return [] if reading is None else settle(reading, Scope(reading).figures())


@cache
def _version() -> str:
    """A digest of the code and data that decide what is read, so that a change of either makes documents stale."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=6)
    for folder in (here, here.parent / "languages", here.parent / "reference"):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(path.relative_to(here.parent).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


EXTRACTOR_VERSION = _version()
