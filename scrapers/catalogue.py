"""The catalogue of sites: `sources/*.yml`, one file a site, read and checked before anything is fetched."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import yaml
from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from scrapers.fields import Css, Regex, Strict, Url, check_country, check_dated, check_url, check_zone
from scrapers.health import Health

SOURCES = Path(__file__).parent / "sources"
SOURCE_ID = re.compile(r"([a-z]{2})_[a-z0-9_]+")
NO_COUNTRY = "xx"


class CatalogueError(ValueError):
    """A source file is wrong or absent; the message is one line that names the file, the key and what to do."""


def fields_of(template: str) -> set[str]:
    """The names in braces of a template. Raises ValueError where a brace is open or a place has no name."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    if "" in names:
        raise ValueError(f"{template!r} has {{}}; name the field between the braces")
    return names


class Layout(Strict):
    """Where one form of the site's article keeps its parts."""

    body: Css
    title: Css | None = None
    date: Css | None = None


class Pages(Strict):
    """Pages that list articles. In `url`, {page} counts from 1 and {day:%d.%m.%Y} is a calendar day."""

    url: Url

    @property
    def fields(self) -> set[str]:
        return fields_of(self.url)

    def address(self, page: int, day: datetime.date | None) -> str:
        """The URL of one page of the list."""
        return self.url.format(page=page, day=day)

    @model_validator(mode="after")
    def check_fields(self) -> Self:
        if unknown := self.fields - {"page", "day"}:
            raise ValueError(f"url has {{{min(unknown)}}}, which means nothing; use {{page}} and {{day:%Y-%m-%d}}")
        return self


class ListPage(Pages):
    """A web page that lists articles.

    `next` leads to the page of older ones where pages have no number. `fetch` is the address to read an article at,
    made from its {link}, where that is not the link itself.
    """

    entry: Css
    link: Css
    title: Css | None = None
    date: Css | None = None
    next: Css | None = None
    fetch: str | None = None

    @model_validator(mode="after")
    def check_fetch(self) -> Self:
        if self.fetch is not None and fields_of(self.fetch) != {"link"}:
            raise ValueError("fetch needs {link}, as in '{link}?embed=1'")
        return self


class JsonPage(Pages):
    """A JSON answer that lists articles under the keys `items` ("data.posts"; "" for the whole answer).

    `link` is an article's address with the item's fields in braces; `title` and `date` name fields.
    """

    items: str = ""
    link: str
    title: str | None = None
    date: str | None = None

    @model_validator(mode="after")
    def check_link(self) -> Self:
        check_url(self.link)
        if not fields_of(self.link):
            raise ValueError("link needs a field of the item in braces, as in https://host/posts/{slug}")
        return self


class Source(Strict, BaseModel):
    """One site. Where sources disagree, the lower `rank` wins; `dated` finds year, month, day in an article's URL.

    `mirrors` are other hosts that show the same articles under the same paths. No article is older than `since`.
    `web_archive`: the site's own archive is gone; past days are what the Wayback Machine has below these addresses.
    """

    source_id: str
    name: str
    url: Url
    country: Annotated[str, AfterValidator(check_country)] | None
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z][a-z]{3})?$")]] = Field(min_length=1)
    kind: Literal["ministry", "state_agency", "agency", "media", "foreign"]
    rank: int = Field(ge=1, le=100)
    time_zone: Annotated[str, AfterValidator(check_zone)]
    mirrors: list[Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]] = []
    feeds: list[Url] = []
    sitemaps: list[Url] = []
    lists: list[ListPage] = []
    apis: list[JsonPage] = []
    days: list[ListPage] = []
    web_archive: list[Url] = []
    article: Regex
    dated: Annotated[str, AfterValidator(check_dated)] | None = None
    layouts: list[Layout] = []
    since: datetime.date | None = None
    health: Health | None = None
    marks: dict[str, str] = {}
    enabled: bool = True
    reason: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def shows_latest(self) -> bool:
        """Whether the site itself says anywhere what is new."""
        return bool(self.feeds or self.sitemaps or self.lists or self.apis)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def on_own_host(self, url: str) -> str:
        """`url` on the site's own host where it is on a mirror of it: with or without www, or one of `mirrors`."""
        parts = urlsplit(url)
        host, own = (parts.hostname or "").rstrip("."), self.host
        if host == own or (host not in self.mirrors and host.removeprefix("www.") != own.removeprefix("www.")):
            return url
        return urlunsplit(parts._replace(netloc=own + (f":{parts.port}" if parts.port else "")))

    @property
    def hosts(self) -> set[str]:
        """Hosts that belong to the site, without their www; their subdomains belong to it as well."""
        urls = [self.url, *self.feeds, *self.sitemaps, *(page.url for page in (*self.lists, *self.days, *self.apis))]
        urls += [page.link for page in self.apis]
        return {(urlsplit(url).hostname or "").removeprefix("www.") for url in urls}

    @model_validator(mode="after")
    def check_whole(self) -> Source:
        if not self.enabled and not self.reason:
            raise ValueError("enabled is false: say why in reason")
        if self.enabled and not (self.shows_latest or self.days or self.web_archive):
            raise ValueError("nothing says where articles are: give feeds, sitemaps, lists, apis, days or web_archive")
        if self.days and self.web_archive:
            raise ValueError("web_archive is for a site whose own archive is gone, and days is its own: remove one")
        if any("day" in page.fields for page in (*self.lists, *self.apis)):
            raise ValueError("lists has {day}: an archive by date belongs under days")
        if any("day" not in page.fields for page in self.days):
            raise ValueError("days needs {day:%Y-%m-%d}, in the site's own form, in each url")
        prefix = (self.country or NO_COUNTRY).lower() + "_"
        if not self.source_id.startswith(prefix):
            raise ValueError(f"country is {self.country}: let the file name begin with {prefix}")
        return self


def load_catalogue(folder: Path = SOURCES) -> dict[str, Source]:
    """Every source of `folder` by its id, the disabled ones too. Raises CatalogueError."""
    return {source_id: read_source(folder / f"{source_id}.yml") for source_id in require_ids(folder)}


def load_source(folder: Path, source_id: str) -> Source:
    """The source with that id. Raises CatalogueError."""
    file = folder / f"{source_id}.yml"
    if not file.is_file():
        raise CatalogueError(f"{file}: no such source; known: {', '.join(known_ids(folder)) or 'none'}")
    return read_source(file)


def known_ids(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.yml"))


def require_ids(folder: Path) -> list[str]:
    """The ids of all source files of `folder`. Raises CatalogueError where there is none."""
    if ids := known_ids(folder):
        return ids
    raise CatalogueError(f"{folder}: no source files; add one <country>_<site>.yml for each site")


def read_source(file: Path) -> Source:
    """The source that `file` describes. Raises CatalogueError."""
    if not SOURCE_ID.fullmatch(file.stem):
        raise CatalogueError(f"{file}: call it <two-letter country>_<site>.yml, in a-z, 0-9 and _")
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file}: not readable as YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise CatalogueError(f"{file}: write one key a line: name, url, country …")
    if "source_id" in content:
        raise CatalogueError(f"{file}: source_id: unknown key; the file's name is the id, remove it")
    try:
        return Source.model_validate({**content, "source_id": file.stem})
    except ValidationError as error:
        raise CatalogueError(f"{file}: {describe(error.errors())}") from error


def describe(errors: list[ErrorDetails]) -> str:
    """The first of the errors as one line that says what to do, and how many follow."""
    first = errors[0]
    key = ".".join(map(str, first["loc"]))
    match first["type"]:
        case "extra_forbidden":
            said = f"unknown key; remove it or use one of: {', '.join(known_keys(first['loc']))}"
        case "missing":
            said = "is missing; add it"
        case "value_error":
            said = str(first["ctx"]["error"])
        case _:
            said = f"{first['msg']} (it is {shorten(first['input'])}); correct it"
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return (f"{key}: " if key else "") + said + more


def known_keys(location: tuple[int | str, ...]) -> Iterable[str]:
    parts: dict[str, type[Strict]] = {
        "lists": ListPage,
        "days": ListPage,
        "apis": JsonPage,
        "layouts": Layout,
        "health": Health,
    }
    model = Source if len(location) == 1 else parts[str(location[0])]
    return (name for name in model.model_fields if name != "source_id")


def shorten(value: Any) -> str:
    return repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "…"
