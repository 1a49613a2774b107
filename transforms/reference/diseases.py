"""Diseases with their codes and the patterns that name them in each language form. Read from diseases.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.reference.inflection import read_yaml
from transforms.reference.latin_kazakh import latin_keys


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease. `names`: language form (BCP 47) → folded patterns, a space between words, `*` = any more letters.

    `icd10` and `icd11` are codes without text, empty where no named source gives one. A pattern means this disease in
    its own language only: the same word can be another disease next door (kk қызамық is rubella, ky кызамык measles).
    """

    slug: str
    name: str
    icd10: tuple[str, ...]
    icd11: tuple[str, ...]
    names: dict[str, tuple[str, ...]]


@cache
def load_diseases() -> tuple[Disease, ...]:
    """Read the diseases in the file's order. Raises KeyError when an entry lacks a name or its patterns."""
    return tuple(
        Disease(
            slug=slug,
            name=entry["name"],
            icd10=tuple(entry.get("icd10", ())),
            icd11=tuple(entry.get("icd11", ())),
            names=_names(entry["names"]),
        )
        for slug, entry in read_yaml("diseases.yml").items()
    )


def _names(own: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    names = {language: tuple(patterns) for language, patterns in own.items()}
    if "kk" in names:
        keys = (key for name in names["kk"] for key in latin_keys(name))
        names["kk-Latn"] = tuple(dict.fromkeys([*names.get("kk-Latn", ()), *keys]))
    return names
