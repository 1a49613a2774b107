"""Reads the dates that pages show: ISO, RFC 822, numbers, month names in every language read, relative words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import dateparser

from transforms import months

_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?:\s*([ap])\.?m\b)?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[./-](\d\d?)[./-](\d\d?)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d?)[./-](\d\d?)[./-]((?:19|20)\d\d|\d\d)(?!\d)")
_CHINESE = re.compile(r"(?:(\d{4})\s*年)?\s*(\d\d?)\s*月\s*(\d\d?)\s*[日号]")
_HALF_CHINESE = re.compile(r"(?<!\d)(\d\d?)\s+(\d\d?)月\s+((?:19|20)\d\d)(?!\d)")  # 18 8月 2026
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_NUMBER = re.compile(
    r"[〇零一二三四五六七八九]{4}(?=\s*年)|(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=\s*[月日号])"
)
_NUMERIC = ((_CHINESE, (1, 2, 3)), (_HALF_CHINESE, (3, 2, 1)), (_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)))
_DAY_NAME = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)(?:[\s-]?(?:е|го|уми|юми|ум|юм|нчи|чи|ші|шы|nji|njy|nchi|shi|shy|st|nd|rd|th)\b)?"
    rf"[\s,.\-–]*(?:of\s+)?(?P<month>{months.PATTERN})(?![^\W\d_])"
)
_NAME_DAY = re.compile(rf"(?<![^\W\d_])(?P<month>{months.PATTERN})\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])")
_YEAR_AFTER = re.compile(r"^[\s,.\-–/|]*(?:\d\d?:\d\d[\s,.\-–/|]+)?(?:[^\W\d]+\s+)?((?:19|20)\d\d)(?!\d)")
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)[^\d]{0,16}$")
_OFFSET = re.compile(r"\b(?:GMT|UTC)\s?([+-]\d\d?)(?::?([0-5]\d))?(?!\d)")
_DAYS_AGO = re.compile(r"\b(?:(имрӯз|şu gün)|(дирӯз|düýn))\b", re.IGNORECASE)  # Tajik, Turkmen: dateparser has neither
_FARTHEST = timedelta(days=366)  # "2020 жыл" is a year, and not two thousand years ago
_RELATIVE_LANGUAGES = ["ru", "kk", "ky", "uz", "en", "zh"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """An instant read from text; `relative` where it was worked out from words such as yesterday."""

    at: datetime
    relative: bool = False


def read_date(text: str, time_zone: str, now: datetime) -> FoundDate | None:
    """The first date that `text` shows; without a clock it is midnight, without a zone it is in `time_zone`.

    `now` is when the page was fetched: a date without a year is the last such day before it, and relative words
    count from it. None where no date is understood.
    """
    zone = ZoneInfo(time_zone)
    text = " ".join(text.split()).strip()
    exact = _read_iso(text, zone) or _read_rfc822(text)
    if exact:
        return FoundDate(exact)
    day, rest = find_day(text, now.astimezone(zone).date())
    if day:
        return FoundDate(datetime.combine(day, _read_clock(rest), _stated_zone(rest) or zone))
    return _read_relative(text, zone, now)


def find_day(text: str, today: date) -> tuple[date | None, str]:
    """The first calendar day that `text` names, and the text without it; one without a year is the last by `today`."""
    text = _HAN_NUMBER.sub(_arabic, text.lower().replace("\u0307", ""))
    for pattern, order in _NUMERIC:
        if found := pattern.search(text):
            year, month, day = (int(found[group]) if found[group] else None for group in order)
            return _make_day(year, month, day, today), text[: found.start()] + " " + text[found.end() :]
    found = _DAY_NAME.search(text) or _NAME_DAY.search(text)
    if not found:
        return None, text
    before, after = text[: found.start()], text[found.end() :]
    near = _YEAR_AFTER.search(after) or _YEAR_BEFORE.search(before)
    month = months.month_number(found["month"])
    return _make_day(int(near[1]) if near else None, month, int(found["day"]), today), before + " " + after


def _arabic(found: re.Match[str]) -> str:
    """A Chinese number before year, month or day, in digits: 二〇二〇, 十四, 二十, 三十一."""
    tens, ten, ones = found[0].rpartition("十")
    digits = "".join(str(_HAN_DIGITS.index(sign)) for sign in ones.replace("零", "〇"))
    if not ten:
        return digits
    return str((_HAN_DIGITS.index(tens) if tens in _HAN_DIGITS and tens else 1) * 10 + int(digits or 0))


def _make_day(year: int | None, month: int | None, day: int | None, today: date) -> date | None:
    if month is None or day is None:
        return None
    if year is not None and year < 100:
        year += 2000
    try:
        if year is not None:
            return date(year, month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def _read_iso(text: str, zone: ZoneInfo) -> datetime | None:
    found = _ISO.match(text)
    if not found:
        return None
    try:
        at = datetime.fromisoformat(found[0].replace(",", ".").replace(" +", "+").replace(" Z", "Z"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _read_rfc822(text: str) -> datetime | None:
    if not re.search(r"\d\d:\d\d", text) or not re.search(r"[+-]\d{4}$|[A-Z]{3}$", text):
        return None
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _read_clock(text: str) -> time:
    found = _CLOCK.search(text)
    if not found:
        return time()
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    return time(hour, int(found[2]), int(found[3] or 0))


def _stated_zone(text: str) -> tzinfo | None:
    """The zone that a page prints after the clock, as "GMT +5"."""
    found = _OFFSET.search(text.upper())
    if not found:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return timezone(timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)) if abs(hours) < 15 else None


def _read_relative(text: str, zone: ZoneInfo, now: datetime) -> FoundDate | None:
    base = now.astimezone(zone).replace(tzinfo=None)
    if word := _DAYS_AGO.search(text[:60]):
        day = base.date() - timedelta(days=1 if word[2] else 0)
        return FoundDate(datetime.combine(day, _read_clock(text), zone), relative=True)
    at = dateparser.parse(
        text[:60],
        languages=_RELATIVE_LANGUAGES,
        settings={"DATE_ORDER": "DMY", "RELATIVE_BASE": base, "PARSERS": ["relative-time"]},
    )
    if at is None:
        return None
    says_when = _CLOCK.search(text) or at.time() != base.time() or at.date() == base.date()
    at = at.replace(tzinfo=None) if says_when else datetime.combine(at.date(), time())
    if base - at > _FARTHEST:
        return None
    return FoundDate(at.replace(tzinfo=zone), relative=True)
