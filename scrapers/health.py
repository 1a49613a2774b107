"""Whether a listed article is worth reading: what a source file's `health` key asks of its address or its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from scrapers.fields import Regex, Strict

WORDS = Path(__file__).with_name("health_words.yml")
UNSPACED = "zh"


class Health(Strict):
    """Articles to read: those whose address matches `sections`; with `words`, those too whose title speaks of health.

    With `words` an article that its list gives no title is read, for nobody knows.
    """

    sections: Regex | None = None
    words: bool = False

    def admits(self, url: str, title: str | None, languages: Sequence[str]) -> bool:
        if self.sections and re.search(self.sections, url):
            return True
        if not self.words:
            return False
        return title is None or speaks_of_health(title, tuple(languages))


def speaks_of_health(title: str, languages: tuple[str, ...]) -> bool:
    """Whether a word of the title begins like one of `health_words.yml` in these languages."""
    return bool(words_of(languages).search(title.lower()))


@cache
def words_of(languages: tuple[str, ...]) -> re.Pattern[str]:
    listed: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    spaced = [
        re.sub(r"\\\.$", r"\\b", re.escape(word))
        for language in languages
        if language != UNSPACED
        for word in listed.get(language, ())
    ]
    unspaced = [re.escape(word) for word in listed[UNSPACED]] if UNSPACED in languages else []
    begun = [rf"\b(?:{'|'.join(spaced)})"] if spaced else []
    return re.compile("|".join(begun + unspaced))
