"""The kinds of values that a source file is made of, and how each is checked."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pycountry
from cssselect import SelectorError
from parsel.csstranslator import css2xpath
from pydantic import AfterValidator, BaseModel, ConfigDict


def check_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not a web address; write it whole, https://host/path")
    return url


def check_css(selector: str) -> str:
    try:
        css2xpath(selector)
    except SelectorError as error:
        raise ValueError(f"{selector!r} is not a CSS selector ({error}); correct it") from error
    return selector


def check_regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression ({error}); correct it") from error
    return pattern


def check_dated(pattern: str) -> str:
    if re.compile(check_regex(pattern)).groups != 3:
        raise ValueError(f"{pattern!r} needs three groups: year, month and day")
    return pattern


def check_country(code: str) -> str:
    if pycountry.countries.get(alpha_2=code) is None:
        raise ValueError(f"{code!r} is no country; write its two ISO 3166-1 letters, or null for a foreign site")
    return code


def check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone; write an IANA name such as Asia/Almaty") from error
    return name


Url = Annotated[str, AfterValidator(check_url)]
Css = Annotated[str, AfterValidator(check_css)]
Regex = Annotated[str, AfterValidator(check_regex)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
