"""`python -m transforms.languages.cyrillise`: makes uz-Cyrl.yml from uz.yml.

Uzbek is printed in two alphabets. The Latin file is kept by hand; this spells its patterns in Cyrillic letters and adds
the few words that the Cyrillic press spells in another way. The result is committed.
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

_LOANS = """
vaksin:вакцин revaksinatsi:ревакцинаци vaksinatsi:вакцинаци infeksi:инфекци infitsir:инфицир
gospitalizatsi:госпитализаци yanvar:январ fevral:феврал aprel:апрел iyun:июн iyul:июл sentyabr:сентябр
sentabr:сентябр oktyabr:октябр oktabr:октябр noyabr:ноябр dekabr:декабр konsert:концерт gektar:гектар
tsikl:цикл sikl:цикл protsent:процент dezinfeksi:дезинфекци deratizatsi:дератизаци
immunizatsi:иммунизаци reaktsi:реакци poyezd:поезд obyekt:объект alkogol:алкогол muassasa:муассаса
avtomobil:автомобил fevrali:феврали litsey:лицей pensioner:пенсионер xostel:хостел sanatoriy:санаторий
"""
_LOAN = dict(pair.split(":") for pair in _LOANS.split())
_SOFT = {"январ", "феврал", "апрел", "июн", "июл", "сентябр", "октябр", "ноябр", "декабр"}
_LETTERS = dict(
    pair.split(":")
    for pair in [
        "sh:ш",
        "ch:ч",
        "ts:ц",
        "ya:я",
        "yu:ю",
        "yo:ё",
        "ye:е",
        "o':ў",
        "g':ғ",
        "yo':йў",
        "a:а",
        "b:б",
        "c:ц",
        "d:д",
        "e:е",
        "f:ф",
        "g:г",
        "h:ҳ",
        "i:и",
        "j:ж",
        "k:к",
        "l:л",
        "m:м",
        "n:н",
        "o:о",
        "p:п",
        "q:қ",
        "r:р",
        "s:с",
        "t:т",
        "u:у",
        "v:в",
        "x:х",
        "y:й",
        "z:з",
        "w:в",
        "':ъ",
    ]
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+|')*(?![a-z\d])")
_PART = re.compile("|".join(sorted(map(re.escape, (*_LOAN, *_LETTERS)), key=len, reverse=True)))
_FIRST_E = re.compile(r"(?:^|(?<=[aeiou]))e")
_KEPT = re.compile("i{1,3}|.*(?:w|c(?!h)).*")
_ALSO: dict[str, Any] = {
    "part_suffix": ["и"],
    "measure": {"tests": ["пцр-тест*", "пцр тест*", "пцр таҳлил*"]},
    "class": {"confirmed": ["пцр мусбат", "пцр тести мусбат"], "probable": ["пцр манфий", "пцр тести манфий"]},
    "abbreviation": ["ш", "й", "йй"],
    "locality_after": ["ш"],
    "month": {
        6: ["июн", "июнь", "июня"],
        7: ["июл", "июля"],
        9: ["сентябр", "сентября"],
        10: ["октябр"],
        12: ["декабр"],
    },
    "implied": {"covid-19": ["спутник v", "pfizer", "пфайзер"]},
}


@cache
def cyrillic(pattern: str) -> str:
    """One pattern in Cyrillic letters; Roman numerals, codes and vaccines' names with a Latin "w" stay as they are."""
    return _WORD.sub(lambda word: _spelled(word[0]), pattern.lower())


def _spelled(word: str) -> str:
    """A word: long vowel signs first, "e" at its beginning or after a vowel as "э", Russian months with "ь"."""
    if _KEPT.fullmatch(word):
        return word
    parts = _PART.sub(lambda part: _LOAN.get(part[0]) or _LETTERS[part[0]], _FIRST_E.sub("э", word))
    return parts + "ь" if parts in _SOFT else parts


def cyrillise(content: Any) -> Any:
    """A language file's content with every pattern in Cyrillic letters; the keys of groups stay."""
    if isinstance(content, list):
        return list(dict.fromkeys(cyrillic(str(pattern)) for pattern in content))
    return {key: cyrillise(value) for key, value in content.items()}


def _joined(content: Any, also: Any) -> Any:
    """The content with what only the Cyrillic press writes."""
    if isinstance(also, dict):
        return {key: _joined(value, also[key]) if key in also else value for key, value in content.items()}
    return list(dict.fromkeys([*content, *also]))


def main() -> None:
    """Write uz-Cyrl.yml."""
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    words = {
        group: {cyrillic(str(word)): n for word, n in data.pop(group).items()} for group in ("number", "multiplier")
    }
    text = render(words | _joined(cyrillise(data), _ALSO))
    RESULT.write_text(HEAD + text.removeprefix(KAZAKH_HEAD), encoding="utf-8")


if __name__ == "__main__":
    main()
