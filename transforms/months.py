"""The names of the months, in all their forms, in the languages that are read; `dates` looks them up."""

from __future__ import annotations

import re

# Stems of January to December; an ending from _ENDINGS may follow. One row a language form.
_STEMS = (
    "янв|январ фев|февр|феврал мар|март апр|апрел май|ма июн июл авг|август сен|сент|сентябр окт|октябр ноя|нояб|ноябр "
    "дек|декабр",  # Russian, Kyrgyz, Uzbek in Cyrillic letters, Tajik
    "қаңтар|қаң ақпан|ақп наурыз|нау сәуір|сәу мамыр|мам маусым|мау шілде|шіл тамыз|там "
    "қыркүйек|қыркүйег|қыр қазан|қаз қараша|қар желтоқсан|жел",  # Kazakh
    "qańtar|qañtar|qantar aqpan naýryz|nauryz|nawryz sáýir|säuir|sauir mamyr maýsym|mausym shilde|şilde|şılde tamyz "
    "qyrkúıek|qyrkúıeg|qyrküiek|qyrküieg|qyrkuiek qazan qarasha|qaraşa jeltoqsan",  # Kazakh in Latin letters
    "yanvar fevral mart aprel may iyun iyul avgust sentabr|sentyabr oktabr|oktyabr noyabr dekabr",  # Uzbek
    "ýanwar fewral mart aprel maý iýun iýul awgust sentýabr oktýabr noýabr dekabr",  # Turkmen
    "türkmenbaşy baýdak nowruz gurbansoltan magtymguly oguz gorkut alparslan ruhnama garaşsyzlyk sanjar "
    "bitaraplyk",  # Turkmen, 2002 to 2008
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct "
    "november|nov december|dec",  # English
)
# Kyrgyz names from before the Russian ones, still printed by some papers.
_KYRGYZ = (
    "үчтүн-айы бирдин-айы жалган-куран чын-куран бугу кулжа теке баш-оона аяк-оона тогуздун-айы жетинин-айы бештин-айы"
)

_ENDINGS = (
    "а|я|ь|й|е|ю|у|ы|и|ем|ём|ом|ье|ья|ью"  # Russian cases, Tajik izofat
    "|(?:ь|й|у|ы|и|ы́|ү|і|ын|ін)?(?:нда|нде|да|де|до|дө|та|те|то|тө)(?:гы|ги|ғы|гі)?"  # in: Turkic, Cyrillic letters
    "|(?:ь|й|у|ы|и|ү)?(?:дын|дин|дун|дүн|нын|нин|нун|нүн|тын|тин|дың|дің|ның|нің|тың|тің|нинг)"  # of
    "|(?:ь|й|у|ы|и)?(?:дан|ден|тан|тен|нан|нен|дон|ға|ге|қа|ке|га|ка|го|даги)"  # from, to
    "|с?[ыі](?:н(?:ың|ің|да|де|ан|ен|а|е))?"  # of its (month), Kazakh
    "|da|dagi|dan|ga|ning|gi|i"  # Uzbek, Kazakh in Latin letters
    "|de|den|te|ta|ten|tan|dyń|diń|nyń|niń|tyń|tiń|dyñ|diñ|nyñ|niñ|ǵa|ge|ğa|qa|ke|daǵy|degi|dağy"
    "|y|yn|ynda|inde|yň|iň|nyň|niň|ynyň|iniň|ynda|yndaky|däki|daky|indäki"  # Turkmen
)
_ENDING = re.compile(rf"(?:{_ENDINGS})?")
_NUMBERS = {
    stem: number
    for row in (*_STEMS, _KYRGYZ)
    for number, stems in enumerate(row.split(), start=1)
    for stem in stems.replace("-", " ").split("|")
}
_LONGEST_FIRST = sorted(_NUMBERS, key=len, reverse=True)

NAME = "|".join(re.escape(stem).replace(r"\ ", "[ -]") for stem in _LONGEST_FIRST)
PATTERN = rf"(?:{NAME})(?:{_ENDINGS})?"


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name in any case form, lower case; None for any other word."""
    name = name.replace("-", " ")
    for stem in _LONGEST_FIRST:
        if name.startswith(stem) and _ENDING.fullmatch(name, len(stem)):
            return _NUMBERS[stem]
    return None
