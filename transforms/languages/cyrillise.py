"""`python -m transforms.languages.cyrillise`: makes uz-Cyrl.yml from uz.yml.

Uzbek is printed in two alphabets. The Latin file is kept by hand; its patterns are spelled here in Cyrillic letters,
with the few words that only the Cyrillic press writes. The result is committed.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from transforms.languages.transliterate import HEAD as KAZAKH_HEAD
from transforms.languages.transliterate import render

HERE = Path(__file__).parent
SOURCE, RESULT = HERE / "uz.yml", HERE / "uz-Cyrl.yml"
HEAD = "# Uzbek in Cyrillic letters; made from uz.yml by `python -m transforms.languages.cyrillise`, do not edit\n"


def _pairs(rows: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in rows.split())


LOANS = _pairs(
    "vaksin:вакцин vaksinatsi:вакцинаци infeksi:инфекци infitsir:инфицир dezinfeksi:дезинфекци obyekt:объект "
    "yanvar:январ fevral:феврал aprel:апрел iyun:июн iyul:июл sentyabr:сентябр sentabr:сентябр oktyabr:октябр "
    "oktabr:октябр noyabr:ноябр dekabr:декабр gektar:гектар sikl:цикл protsent:процент muassasa:муассаса litsey:лицей"
)
LETTERS = _pairs(
    "sh:ш ch:ч ts:ц ya:я yu:ю yo:ё ye:е yo':йў o':ў g':ғ ':ъ a:а b:б c:ц d:д e:е f:ф g:г h:ҳ i:и j:ж k:к l:л m:м n:н "
    "o:о p:п q:қ r:р s:с t:т u:у v:в w:в x:х y:й z:з"
)
MONTHS = frozenset({"январ", "феврал", "апрел", "июн", "июл", "сентябр", "октябр", "ноябр", "декабр"})
ALSO: dict[str, Any] = {
    "part_suffix": ["и"],
    "measure": {"tests": ["пцр-тест*", "пцр тест*", "пцр таҳлил*"]},
    "class": {"confirmed": ["пцр мусбат", "пцр тести мусбат"], "probable": ["пцр манфий", "пцр тести манфий"]},
    "abbreviation": ["ш", "й", "йй"],
    "locality_after": ["ш"],
    "month": {6: ["июн", "июня"], 7: ["июл", "июля"], 9: ["сентябр", "сентября"], 10: ["октябр"], 12: ["декабр"]},
    "implied": {"covid-19": ["спутник v", "пфайзер", "астразенека", "синовак"]},
}

_WORD = re.compile(r"[a-z]+(?:'[a-z]+|')*(?![a-z\d])")
_PART = re.compile("|".join(sorted(map(re.escape, (*LOANS, *LETTERS)), key=len, reverse=True)))
_SOUNDED_E = re.compile("(?:^|(?<=[aeiou]))e")
_KEPT = re.compile("i{1,3}|.*(?:w|c(?!h)).*")


@cache
def cyrillic(pattern: str) -> str:
    """One pattern in Cyrillic letters; Roman numerals, codes and names with a Latin "c" or "w" stay as they are."""
    return _WORD.sub(lambda word: _spelled(word[0]), pattern.lower())


def _spelled(word: str) -> str:
    """A word: "e" at its beginning or after a vowel is "э"; Russian names of months end in "ь"."""
    if _KEPT.fullmatch(word):
        return word
    spelled = _PART.sub(lambda part: LOANS.get(part[0]) or LETTERS[part[0]], _SOUNDED_E.sub("э", word))
    return spelled + "ь" if spelled in MONTHS else spelled


def cyrillise(content: Any) -> Any:
    """A language file's content with every pattern in Cyrillic letters; the keys of groups stay."""
    if isinstance(content, bool):
        return content
    if isinstance(content, list):
        return list(dict.fromkeys(cyrillic(str(pattern)) for pattern in content))
    return {key: cyrillise(value) for key, value in content.items()}


def joined(content: Any, also: Any) -> Any:
    """The content with what only the Cyrillic press writes."""
    if isinstance(also, dict):
        return {key: joined(value, also[key]) if key in also else value for key, value in content.items()}
    return list(dict.fromkeys([*content, *also]))


def main() -> None:
    """Write uz-Cyrl.yml."""
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    settings = ("number", "multiplier")
    words = {group: {cyrillic(str(word)): value for word, value in data.pop(group).items()} for group in settings}
    text = render(words | joined(cyrillise(data), ALSO))
    RESULT.write_text(HEAD + text.removeprefix(KAZAKH_HEAD), encoding="utf-8")


if __name__ == "__main__":
    main()
