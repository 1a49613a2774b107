"""Language files turned into dictionaries that mark the words of a text; the only place that knows the files' form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from transforms.extract.groups import GROUPS
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
    "from_ending": [],
    "to_ending": [],
    "day_after_month": False,
    "verb_last": False,
    "spelling": "",
}
GAP, LONGEST_GAP, PASSED = "..", 5, '-"«»'
End = tuple[str, str, str]


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
    lengths: tuple[int, ...] = ()
    gap: Node | None = None
    ends: list[End] = field(default_factory=list)

    def step(self, word: str, stem: bool) -> Node:
        """The node for a word of a pattern, made where it is new."""
        if stem and len(word) not in self.lengths:
            self.lengths = tuple(sorted((*self.lengths, len(word))))
        return (self.stems if stem else self.exact).setdefault(word, Node())

    def steps(self, word: str) -> list[Node]:
        """The nodes that a text's word leads to."""
        found = [node] if (node := self.exact.get(word)) is not None else []
        for length in self.lengths:
            if length > len(word):
                break
            if (node := self.stems.get(word[:length])) is not None:
                found.append(node)
        return found


class Dictionary:
    """Patterns of one to several words; a trailing `*` stands for any further letters of a word, `..` for up to
    five.
    """

    def __init__(self) -> None:
        self.root = Node()
        self._first: dict[str, tuple[tuple[End, ...], tuple[Node, ...]]] = {}

    def add(self, pattern: str, group: str, value: str) -> None:
        """Enter one pattern. Raises ValueError where it has no word."""
        node, words = self.root, pattern_words(pattern)
        if not words:
            raise ValueError(f"empty pattern for {group} {value}: {pattern!r}")
        for word, stem in words:
            if word == GAP:
                node.gap = node = node.gap or Node()
                continue
            node = node.step(word, stem)
        node.ends.append((group, value, pattern))

    def _known(self, word: str) -> tuple[tuple[End, ...], tuple[Node, ...]]:
        """What a text's word says alone, and the nodes where more may follow; remembered, since texts repeat their
        words.
        """
        known = self._first.get(word)
        if known is None:
            if len(self._first) > CACHED_WORDS:
                self._first.clear()
            nodes = self.root.steps(word)
            further = tuple(n for n in nodes if n.exact or n.stems or n.gap is not None)
            known = self._first[word] = tuple(end for n in nodes for end in n.ends), further
        return known

    def knows(self, word: str) -> bool:
        """Whether a pattern begins with a text's word."""
        return any(self._known(word))

    def names(self, word: str) -> bool:
        """Whether a text's word alone is a pattern."""
        return bool(self._known(word)[0])

    def find(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Mark]:
        """Every match between two tokens, then without those that lie inside a longer one of their group."""
        last = len(tokens) if last is None else last
        marks: list[Mark] = []
        for i in range(first, last):
            ends, nodes = self._known(tokens[i].text)
            for end in ends:
                marks.append(Mark(i, i + 1, *end))
            if nodes:
                self._follow(tokens, i, last, nodes, marks)
        return longest(marks)

    def _follow(self, tokens: Sequence[Token], i: int, last: int, nodes: Sequence[Node], marks: list[Mark]) -> None:
        """Add the matches of several words that begin at token `i`; `nodes` are those that its word leads to."""
        at = i + 1
        waiting = [(n.gap, LONGEST_GAP) for n in nodes if n.gap is not None]
        while (nodes or waiting) and at < last and tokens[at].kind != "line":
            word = tokens[at].text
            nodes = [step for node in nodes for step in node.steps(word)]
            if waiting:
                nodes += [step for node, _ in waiting for step in node.steps(word)]
                through = tokens[at].kind != "mark" or word in PASSED
                waiting = [(w, left - 1) for w, left in waiting if left and through]
            at += 1
            for node in nodes:
                marks += [Mark(i, at, *end) for end in node.ends]
                if node.gap is not None:
                    waiting.append((node.gap, LONGEST_GAP))


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
    from_endings: tuple[str, ...]
    to_endings: tuple[str, ...]
    spelling: str

    @property
    def key(self) -> Callable[[str], str] | None:
        """How the language's words are spelled before they are looked up, where several alphabets share one file."""
        return SPELLINGS[self.spelling] if self.spelling else None

    def knows(self, word: str) -> bool:
        """Whether a text's word, as it stands there, is in the file."""
        return self.dictionary.knows(self.key(word) if self.key else word)


def load_language(path: Path) -> Language:
    """Read one file. Raises ValueError that names the file where a group or pattern is wrong."""
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    dictionary = Dictionary()
    settings = {key: data.pop(key, default) for key, default in SETTINGS.items()}
    for group, content in data.items():
        if group not in GROUPS:
            raise ValueError(f"{path.name}: the engine has no group {group!r} (it knows those of extract/groups.py)")
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
        tuple(settings["from_ending"]),
        tuple(settings["to_ending"]),
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
