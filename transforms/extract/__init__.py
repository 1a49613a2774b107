"""Reading reports: every health count of a text with the words that state it, and nothing else. Pure; knows no site
and no database.
"""

from __future__ import annotations

from transforms.extract.reading import read
from transforms.extract.scope import Scope
from transforms.extract.settle import settle
from transforms.extract.version import version_of, versions_in_force
from transforms.models import Observation, Report

__all__ = ["extract", "version_of", "versions_in_force"]


def extract(report: Report) -> list[Observation]:
    """The health counts of one report in the order of its text; an empty list where nothing is understood."""
    reading = read(report)
    return [] if reading is None else settle(reading, Scope(reading).figures())
