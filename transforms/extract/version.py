"""Which version of the reader read a document: digests of the engine and of the language files that it hangs on.

A change of the engine or of places and diseases makes every document stale. A change of one language's file makes
those stale that were read by that file, that the parser took to be in that language, or whose language nobody knew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from transforms.extract.reading import choose_language
from transforms.extract.rows import restore_tables
from transforms.extract.text import tokenise
from transforms.models import Report

_HERE = Path(__file__).parent.parent


def digest_files(paths: Iterable[Path]) -> str:
    """A short digest of the names and contents of some files, whatever their order."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def digest_engine(folder: Path = _HERE) -> str:
    """The code that reads and the data that belong to no single language."""
    files = [path for name in ("extract", "languages", "reference") for path in (folder / name).rglob("*")]
    own = (path for path in files if path.is_file() and "__pycache__" not in path.parts)
    return digest_files([folder / "models.py", *(path for path in own if not is_language(path))])


def digest_languages(folder: Path = _HERE) -> dict[str, str]:
    """The digest of each language's file, by the file's name without its ending."""
    return {path.stem: digest_files([path]) for path in (folder / "languages").glob("*.yml")}


def is_language(path: Path) -> bool:
    return path.parent.name == "languages" and path.suffix == ".yml"


ENGINE = digest_engine()
LANGUAGES = digest_languages()


def version_of(report: Report, language: str | None, script: str | None) -> str:
    """The version that reads a report; `language` and `script` are what its document is taken to be in."""
    chosen = choose_language(tokenise(f"{report.title}\n{restore_tables(report.text)}"))
    named = next((name for name in (f"{language}-{script}", language) if name in LANGUAGES), None)
    return _name({name for name in (chosen and chosen.code, named) if name})


def versions_in_force() -> list[str]:
    """Every version that a document may bear without being stale."""
    pairs = [set(pair) for number in (1, 2) for pair in combinations(sorted(LANGUAGES), number)]
    return [_name(files) for files in (*pairs, set[str]())]


def _name(files: set[str]) -> str:
    """The engine and the files; all files where none is named, since any of them may come to explain the text."""
    if not files:
        digest = hashlib.blake2b("".join(LANGUAGES[name] for name in sorted(LANGUAGES)).encode(), digest_size=6)
        return f"{ENGINE}-any:{digest.hexdigest()}"
    return "-".join([ENGINE, *(f"{name}:{LANGUAGES[name]}" for name in sorted(files))])
