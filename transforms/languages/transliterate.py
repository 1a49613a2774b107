"""`python -m transforms.languages.transliterate`: makes kk-Latn.yml from kk.yml.

Kazakh was printed in several Latin alphabets between 2017 and 2021, and papers used older ones beside them. Every
pattern of the Cyrillic file is spelled in each of them; patterns that come out alike are kept once. The result is
committed.
"""

from __future__ import annotations

import json
import re
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
SOURCE, RESULT = HERE / "kk.yml", HERE / "kk-Latn.yml"
HEAD = "# Kazakh in Latin letters; made from kk.yml by `python -m transforms.languages.transliterate`, do not edit\n"
WIDTH = 220
_LETTERS = re.compile("ия|[а-яёәғқңөұүһі]")

_SHARED = "а:a б:b в:v г:g д:d е:e ё:io з:z к:k қ:q л:l м:m н:n о:o п:p р:r с:s т:t ф:f х:h һ:h щ:sh ъ: ь: э:e"
_ACUTE = "ә:á ғ:ǵ ж:j и:ı й:ı ң:ń ө:ó у:ý ұ:u ү:ú ц:s ч:ch ш:sh ы:y і:i ю:ıý я:ıa"
_APOSTROPHE = "ә:a' ғ:g' ж:j и:i' й:i' ң:n' ө:o' у:y' ұ:u ү:u' ц:s ч:c' ш:s' щ:s' ы:y і:i ю:i'y' я:i'a"
_DIAERESIS = "ә:ä ғ:ğ ж:j и:i й:i ң:ñ ө:ö у:u ұ:ū ү:ü ц:s ч:ch ш:ş щ:ş ы:y і:ı ю:iu я:ia"
_TURKIC = "ә:ä ғ:ğ ж:j и:i й:y ң:ñ ө:ö у:u ұ:w ү:ü ц:c ч:ç ш:ş щ:ş ы:ı і:i ю:yu я:ya"
_WIKIPEDIA = "ә:ä ғ:ğ ж:j и:ï й:y ң:ñ ө:ö у:w ұ:u ү:ü ц:c ч:ç ш:ş щ:ş ы:ı і:i ю:yu я:ya"
_OLD = "ә:ә ғ:gh ж:j и:i й:y ң:ng ө:ó у:u ұ:ú ү:ý ц:s ч:ch ш:sh ы:y і:i ю:yu я:ya"
_PLAIN = "ә:a ғ:g ж:j и:i й:i ң:n ө:o у:u ұ:u ү:u ц:s ч:ch ш:sh ы:y і:i ю:iu я:ia"
_PASSPORT = "ә:a ғ:g ж:zh и:i й:y ң:n ө:o у:u ұ:u ү:u х:kh ц:ts ч:ch ш:sh щ:shch ы:y і:i ю:yu я:ya"


def _alphabet(row: str, *changes: str) -> dict[str, str]:
    return dict(pair.split(":") for part in (_SHARED, row, *changes) for pair in part.split())


ALPHABETS = (
    _alphabet(_ACUTE),
    _alphabet(_ACUTE, "ия:ıa ц:ts"),
    _alphabet(_ACUTE, "і:і ц:ts"),
    _alphabet(_ACUTE, "ө:о́"),
    _alphabet(_APOSTROPHE),
    _alphabet(_DIAERESIS),
    _alphabet(_DIAERESIS, "ия:ia"),
    _alphabet(_DIAERESIS, "ғ:ǧ ң:ŋ"),
    _alphabet(_TURKIC),
    _alphabet(_TURKIC, "ұ:u"),
    _alphabet(_WIKIPEDIA),
    _alphabet(_OLD),
    _alphabet(_PLAIN),
    _alphabet(_PLAIN, "й:y", "и:i", "ю:yu", "я:ya"),
    _alphabet(_PASSPORT),
)


@cache
def spellings(pattern: str) -> tuple[str, ...]:
    """The spellings of one pattern, the alphabets' order kept, each once; `*` and `..` stay."""
    return tuple(dict.fromkeys(_spelled(pattern, alphabet) for alphabet in ALPHABETS))


def _spelled(pattern: str, alphabet: dict[str, str]) -> str:
    """One spelling; a stem never ends in an apostrophe, which belongs to the word only with the next letter."""

    def spell(letters: re.Match[str]) -> str:
        return alphabet[letters[0]] if letters[0] in alphabet else "".join(alphabet[c] for c in letters[0])

    return _LETTERS.sub(spell, pattern.lower()).replace("'*", "*")


def transliterate(content: Any) -> Any:
    """A language file's content with every pattern in all its spellings; the keys of groups stay."""
    if isinstance(content, bool):
        return content
    if isinstance(content, list):
        return list(dict.fromkeys(s for pattern in content for s in spellings(str(pattern))))
    return {key: transliterate(value) for key, value in content.items()}


def _words(content: dict[Any, int]) -> dict[str, int]:
    """A group whose keys are the words: number, multiplier. A spelling that two words share keeps the first value."""
    spelled: dict[str, int] = {}
    for word, value in content.items():
        for spelling in spellings(str(word)):
            spelled.setdefault(spelling, value)
    return spelled


def render(data: dict[str, Any]) -> str:
    """The file's text: one group a paragraph, all words quoted, since YAML would take "on" (ten) for a truth value."""
    lines = [HEAD.rstrip()]
    for group, content in data.items():
        if isinstance(content, dict) and content and all(isinstance(v, list) for v in content.values()):
            lines += [f"{group}:", *(_paragraph(f"  {key}: ", value, "    ") for key, value in content.items())]
        elif isinstance(content, bool):
            lines.append(f"{group}: {str(content).lower()}")
        else:
            lines.append(_paragraph(f"{group}: ", content, "  "))
    return "\n".join(lines) + "\n"


def _paragraph(label: str, content: Any, indent: str) -> str:
    pairs = content.items() if isinstance(content, dict) else ((word, None) for word in content)
    items = [_quoted(word) + ("" if value is None else f": {value}") for word, value in pairs]
    brackets = "{}" if isinstance(content, dict) else "[]"
    text = ", ".join(item.replace(" ", "\u241f") for item in items)
    wrapped = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return (label + brackets[0] + ("\n" + indent).join(wrapped) + brackets[1]).replace("\u241f", " ")


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def main() -> None:
    """Write kk-Latn.yml."""
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    words = {group: _words(data.pop(group)) for group in ("number", "multiplier")}
    RESULT.write_text(render(words | transliterate(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
