"""Surface forms of a name: endings by language. The rules are in inflections.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_CASES = 6
_SHORTEST_ADJECTIVE = 4
_INDECLINABLE = ("оа", "уа", "ао")

Cases = tuple[tuple[str, ...], ...]


def read_yaml(name: str) -> Any:
    """Read one YAML file of this folder, with the C loader where PyYAML has it."""
    with (_HERE / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = read_yaml("inflections.yml")
    return rules


@cache
def _set_by_letter(language: str) -> dict[str, dict[str, list[str]]]:
    rule = _rules()[language]
    return {letter: rule["endings"][name] for name, letters in rule["harmony"].items() for letter in letters}


def _endings(name: str, language: str, owned: bool) -> list[str]:
    rule = _rules()[language]
    by_letter = _set_by_letter(language)
    fallback = next(iter(by_letter.values()))
    lists = next((by_letter[letter] for letter in reversed(name) if letter in by_letter), fallback)
    if owned:
        return lists["owned"]
    for kind, letters in rule.get("classes", {}).items():
        if name[-1] in letters:
            return lists[kind]
    return lists["plain"]


def _with_endings(name: str, language: str, owned: bool) -> list[str]:
    endings = _endings(name, language, owned)
    forms = [name, *(name + ending for ending in endings)]
    voiced = _rules()[language].get("voicing", {}).get(name[-1])
    if voiced:
        forms += [name[:-1] + voiced + ending for ending in endings if ending[0] not in "dn"]
    return forms


def _alternatives(stem: str, case: str, name: str) -> tuple[str, ...]:
    return tuple(part.replace("*", name) if "*" in part else stem + part for part in case.split("/"))


def _decline_noun(noun: str) -> list[Cases]:
    tables: dict[str, list[list[str]]] = _rules()["ru"]["cases"]
    last = "consonant" if noun[-1] in _CONSONANTS else noun[-1]
    rows = [["*"] * _CASES] if noun.endswith(_INDECLINABLE) else tables.get(last, [["*"] * _CASES])
    return [tuple(_alternatives(noun[:-1], case, noun) for case in row) for row in rows]


@cache
def adjective_endings(gender: str) -> Cases:
    """The endings of a Russian adjective by case: ("ая",), ("ой",) …"""
    return tuple(tuple(case.split("/")) for case in _rules()["ru"]["adjective"][gender])


def decline(name: str) -> list[Cases]:
    """Decline a folded Russian name by its last word and the adjective before it: Восточный Казахстан."""
    first, _, last = name.partition(" ")
    for gender in ("masculine", "feminine"):
        if last and " " not in last and first[-2:] in adjective_endings(gender)[0]:
            return [
                tuple(
                    tuple(f"{first[:-2]}{ending} {form}" for ending in endings for form in forms)
                    for endings, forms in zip(adjective_endings(gender), cases, strict=True)
                )
                for cases in _decline_noun(last)
            ]
    masculine = adjective_endings("masculine")
    if not last and len(name) > _SHORTEST_ADJECTIVE and name[-2:] in masculine[0]:  # Рудный, в Рудном
        return [tuple(tuple(name[:-2] + ending for ending in case) for case in masculine)]
    return _decline_noun(name)


def inflect(name: str, language: str, owned: bool = False) -> list[str]:
    """Return the forms of a folded `name`, itself first. `owned`: it ends in a possessive, like облысы or viloyati."""
    if not name[-1].isalpha() or language not in _rules():
        return [name]
    if language == "ru":
        return [name, *(form for cases in decline(name) for case in cases for form in case)]
    return _with_endings(name, language, owned)


def locative(name: str, language: str, owned: bool = False) -> list[str]:
    """The form of a folded name that says where something is, in the languages that put an ending there; else none."""
    places = _rules().get(language, {}).get("locative", ())
    return [name + ending for ending in _endings(name, language, owned) if ending in places] if places else []


def inflect_abbreviation(name: str, language: str) -> list[str]:
    """Return an abbreviation bare and with every ending of the language after a hyphen: шқо, шқо-да, шқо-ның."""
    rule = _rules().get(language, {})
    endings = {ending for group in rule.get("endings", {}).values() for kind in group.values() for ending in kind}
    return [name, *(f"{name}-{ending}" for ending in sorted(endings))]
