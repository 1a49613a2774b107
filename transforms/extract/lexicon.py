"""Language files turned into dictionaries that mark the words of a text; the only place that knows the files' form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from transforms.extract.text import Token, fold, tokenise
from transforms.reference import SPELLINGS, load_diseases

LANGUAGES = Path(__file__).parent.parent / "languages"
CACHED_WORDS = 200_000
SETTINGS: dict[str, Any] = {
    "number": {},
    "multiplier": {},
    "suffix": [],
    "part_suffix": [],
    "part_word": [],
    "abbreviation": [],
    "day_after_month": False,
    "verb_last": False,
    "spelling": "",
}
GAP, LONGEST_GAP, LONGEST_STEM = "..", 5, 60


class Mark(NamedTuple):
    """Tokens `first` to `last` (exclusive) say `value` of `group`, as the pattern `by` has it."""

    first: int
    last: int
    group: str
    value: str
    by: str = ""


@dataclass(slots=True)
class Node:
    """One step of a dictionary: the words that may follow, whole or by their beginning, and what ends here."""

    exact: dict[str, Node] = field(default_factory=dict)
    stems: dict[str, Node] = field(default_factory=dict)
    gap: Node | None = None
    ends: list[tuple[str, str, str]] = field(default_factory=list)

    def steps(self, word: str) -> Iterator[Node]:
        """The nodes that `word` leads to."""
        if (node := self.exact.get(word)) is not None:
            yield node
        if self.stems:
            for length in range(1, min(len(word), LONGEST_STEM) + 1):
                if (node := self.stems.get(word[:length])) is not None:
                    yield node


class Dictionary:
    """Patterns of one to several words; a trailing `*` stands for any further letters of a word, `..` for up to
    five.
    """

    def __init__(self) -> None:
        self.root = Node()
        self._first: dict[str, tuple[Node, ...]] = {}

    def add(self, pattern: str, group: str, value: str) -> None:
        """Enter one pattern. Raises ValueError where it has no word."""
        node, words = self.root, pattern_words(pattern)
        if not words:
            raise ValueError(f"empty pattern for {group} {value}: {pattern!r}")
        for word, stem in words:
            if word == GAP:
                node.gap = node = node.gap or Node()
                continue
            node = (node.stems if stem else node.exact).setdefault(word, Node())
        node.ends.append((group, value, pattern))

    def knows(self, word: str) -> tuple[Node, ...]:
        """The nodes that a text's word can begin with; remembered, since texts repeat their words."""
        nodes = self._first.get(word)
        if nodes is None:
            if len(self._first) > CACHED_WORDS:
                self._first.clear()
            nodes = self._first[word] = tuple(self.root.steps(word))
        return nodes

    def find(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Mark]:
        """Every match between two tokens, then without those that lie inside a longer one of their group."""
        last = len(tokens) if last is None else last
        marks: list[Mark] = []
        for i in range(first, last):
            nodes, at = self.knows(tokens[i].text), i + 1
            if not nodes:
                continue
            waiting: list[tuple[Node, int]] = []
            while nodes or waiting:
                marks += [Mark(i, at, *end) for node in nodes for end in node.ends]
                if at >= last or tokens[at].kind == "line":
                    break
                waiting += [(node.gap, LONGEST_GAP) for node in nodes if node.gap is not None]
                word = tokens[at].text
                nodes = tuple(step for node in (*nodes, *(w for w, _ in waiting)) for step in node.steps(word))
                waiting = [
                    (w, left - 1) for w, left in waiting if left and (tokens[at].kind != "mark" or word in '-"«»')
                ]
                at += 1
        return longest(marks)


def pattern_words(pattern: str) -> list[tuple[str, bool]]:
    """The folded words of a pattern, each with whether it is only the beginning of a word."""
    words: list[tuple[str, bool]] = []
    for token in tokenise(pattern.replace(GAP, " … ")):
        if token.text == "…":
            words.append((GAP, False))
        elif token.text == "*" and words:
            words[-1] = (words[-1][0], True)
        else:
            words.append((token.text, False))
    return words


def longest(marks: list[Mark]) -> list[Mark]:
    """Marks without those covered by a longer mark of the same group; over the same words the more particular
    pattern wins.
    """
    kept: list[Mark] = []
    ends: dict[str, int] = {}
    same: dict[tuple[str, int, int], int] = {}
    for mark in sorted(marks, key=lambda m: (m.first, -m.last, -len(m.by))):
        place = (mark.group, mark.first, mark.last)
        if mark.last > ends.get(mark.group, -1):
            if GAP not in mark.by:
                ends[mark.group] = mark.last
            same[place] = len(mark.by)
            kept.append(mark)
        elif same.get(place) == len(mark.by) and all(k.value != mark.value or k.group != mark.group for k in kept[-4:]):
            kept.append(mark)
    return kept


@dataclass(frozen=True)
class Language:
    """One language file: its dictionary and the settings that are not words."""

    code: str
    dictionary: Dictionary
    numbers: dict[str, int]
    multipliers: dict[str, int]
    suffixes: frozenset[str]
    part_suffixes: frozenset[str]
    part_words: frozenset[str]
    part_numbers: frozenset[str]
    day_after_month: bool
    verb_last: bool
    abbreviations: frozenset[str]
    spelling: str

    @property
    def key(self) -> Callable[[str], str] | None:
        """How the language's words are spelled before they are looked up, where several alphabets share one file."""
        return SPELLINGS[self.spelling] if self.spelling else None

    def knows(self, word: str) -> bool:
        """Whether a text's word, as it stands there, is in the file."""
        return bool(self.dictionary.knows(self.key(word) if self.key else word))


def load_language(path: Path) -> Language:
    """Read one file. Raises ValueError that names the file where a group or pattern is wrong."""
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    dictionary = Dictionary()
    settings = {key: data.pop(key, default) for key, default in SETTINGS.items()}
    for group, content in data.items():
        for value, patterns in content.items() if isinstance(content, dict) else [(group, content)]:
            for pattern in patterns:
                if isinstance(pattern, bool):
                    raise ValueError(f"{path.name}: put quotes around yes, no, on and off in {group} {value}")
                dictionary.add(str(pattern), group, str(value))
    for group in ("number", "multiplier"):
        for word in settings[group]:
            dictionary.add(str(word), group, str(settings[group][word]))
    for disease in load_diseases():
        for name in disease.names.get(path.stem, ()):
            dictionary.add(name, "disease", disease.slug)
    return Language(
        path.stem,
        dictionary,
        settings["number"],
        settings["multiplier"],
        frozenset(settings["suffix"]) | frozenset(settings["part_suffix"]),
        frozenset(settings["part_suffix"]),
        frozenset(settings["part_word"]),
        _part_numbers(settings["number"], tuple(settings["part_suffix"])),
        bool(settings["day_after_month"]),
        bool(settings["verb_last"]),
        frozenset(settings["abbreviation"]),
        settings["spelling"],
    )


def _part_numbers(numbers: dict[str, int], endings: tuple[str, ...]) -> frozenset[str]:
    """The number words that carry a part's ending, as in "three of them" from "three"."""
    return frozenset(
        fold(word)
        for word, value in numbers.items()
        if any(word.endswith(e) and numbers.get(word[: -len(e)]) == value for e in endings)
    )


@cache
def load_languages() -> tuple[Language, ...]:
    """All language files, by code."""
    return tuple(load_language(path) for path in sorted(LANGUAGES.glob("*.yml")))


@lru_cache(CACHED_WORDS)
def knowing(word: str) -> tuple[int, ...]:
    """Which of `load_languages()` know a word in any way, by their numbers."""
    return tuple(i for i, language in enumerate(load_languages()) if language.knows(word))
