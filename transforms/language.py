"""Which language and script a text is in, among those that are read; None when unsure, never a neighbour language."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

_LANGUAGES = {
    "Cyrl": ("ru", "kk", "ky", "uz", "tg"),
    "Latn": ("en", "uz", "tk"),
    "Hans": ("zh",),
    "Hant": ("zh",),
}
_SCRIPTS = {
    "Cyrl": re.compile(r"[\u0400-\u052f]"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "Hani": re.compile(r"[\u3400-\u9fff]"),
    "Arab": re.compile(r"[\u0600-\u06ff]"),
}
# Languages that are not read but look like one that is: where the text is one of them, its language is unknown.
_NEIGHBOURS = {
    "Cyrl": ("uk", "be", "bg", "mk", "sr", "mn", "ba", "tt"),
    "Latn": ("tr", "az", "de", "fr", "es", "it", "pt", "pl", "ro", "id", "nl"),
}
# Kazakh in Latin letters is unknown to the identifier, which calls it Uzbek or Turkmen: letters and words tell it. It
# has q beside ğ, ñ, ı or s', which Uzbek has not; so has Azerbaijani, but with ə.
_KAZAKH_LETTERS = re.compile(r"[ǵńğñ]|q\w*ı|ı\w*q|[is]'\w")
_KAZAKH_WORDS = re.compile(
    r"\b(?:jáne|jäne|jane|úshin|üşin|ushin|boıynsha|boiynsha|boiynşa|boldy|týraly|turaly|jylǵy|jylğy|jańa|jaña"
    r"|qazaqstanda|qazaqstan|naýqas|nauqas|jaǵdaı|jağdai|anyqtaldy|tirkeldi|adam|bar|emes|kún|kün)\b"
)
_READ = 4000
_LEAST_LETTERS = 12


def detect_language(text: str) -> tuple[str | None, str | None]:
    """(language as ISO 639-1, script as ISO 15924) of a text of any length; either None where it cannot be told."""
    text = text[:_READ]
    script = detect_script(text)
    languages = _LANGUAGES.get(script or "", ())
    if len(languages) < 2:
        return (languages[0] if languages else None), script
    if len(_SCRIPTS[script or ""].findall(text)) < _LEAST_LETTERS:
        return None, script
    if script == "Latn" and _is_kazakh(text.lower()):
        return "kk", script
    ranked = _identifier().rank(_without_numbers(text))
    nearest = next(language for language, _ in ranked if language in languages + _NEIGHBOURS[script or ""])
    return (nearest if nearest in languages else None), script


def detect_script(text: str) -> str | None:
    """The script of most letters; one Chinese sign weighs as much as three letters."""
    weights = {name: len(letters.findall(text)) * (3 if name == "Hani" else 1) for name, letters in _SCRIPTS.items()}
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return None
    return _variant(text) if script == "Hani" else script


def _variant(text: str) -> str:
    """Hant where more signs stand in the old character set of Taiwan alone than in that of the mainland alone."""
    signs = set(_SCRIPTS["Hani"].findall(text))
    traditional, simplified = ({each for each in signs if each.encode(code, "ignore")} for code in ("big5", "gb2312"))
    return "Hant" if len(traditional - simplified) > len(simplified - traditional) else "Hans"


def _is_kazakh(text: str) -> bool:
    """By its letters where they are many enough, or by three of its commonest words in plain letters."""
    if "ə" in text:
        return False
    words = len(text.split())
    special = len(_KAZAKH_LETTERS.findall(text))
    return (special * 12 > words and re.search("[qǵ]", text) is not None) or len(set(_KAZAKH_WORDS.findall(text))) >= 3


def _without_numbers(text: str) -> str:
    return re.sub(r"[\d%+–—|]+", " ", text)


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = (*_LANGUAGES.values(), *_NEIGHBOURS.values())
    identifier.set_languages(sorted({language for languages in known for language in languages}))
    return identifier
