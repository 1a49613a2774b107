"""`python -m transforms.languages.transliterate`: makes kk-Latn.yml from kk.yml.

Kazakh is read in Latin letters by one key for all its alphabets (`transforms.reference.latin_kazakh`): every pattern of
the Cyrillic file is spelled so, and a text's words are before they are looked up. The result is committed.
"""

from __future__ import annotations

import json
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from transforms.reference import fold
from transforms.reference.latin_kazakh import latin_keys

HERE = Path(__file__).parent
SOURCE, RESULT = HERE / "kk.yml", HERE / "kk-Latn.yml"
HEAD = "# Kazakh in Latin letters; made from kk.yml by `python -m transforms.languages.transliterate`, do not edit\n"
WIDTH, SPELLING = 220, "latin_kazakh"


@cache
def spellings(pattern: str) -> tuple[str, ...]:
    """The keys of one pattern; `*` and `..` stay."""
    return latin_keys(fold(pattern))


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
        elif isinstance(content, bool | str):
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
    RESULT.write_text(render(words | {"spelling": SPELLING} | transliterate(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
