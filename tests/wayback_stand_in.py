"""A stand-in for web.archive.org: its index of captures and its mementos, in the shapes and with the errors it has."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tests.stand_in import Answer

HOST = "web.archive.org"
EXCLUDED = "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
MEMENTO = re.compile(r"/web/(\d{14})id_/(.+)")


@dataclass(frozen=True)
class Capture:
    url: str
    timestamp: str
    body: bytes = b""
    status: str = "200"
    mimetype: str = "text/html"
    shown: bool = True

    @property
    def urlkey(self) -> str:
        """SURT: kg,med)/ru/101."""
        parts = urlsplit(self.url.lower())
        host = (parts.hostname or "").removeprefix("www.")
        return f"{','.join(reversed(host.split('.')))}){parts.path}" + (f"?{parts.query}" if parts.query else "")

    @property
    def row(self) -> str:
        digest = "SBXWP2DZ6DYGHXGAHXZQZ5QGIC4WTPBV"
        return (
            f"{self.urlkey} {self.timestamp} {self.url} {self.mimetype} {self.status} {digest} {len(self.body) + 400}"
        )


@dataclass
class WaybackStandIn:
    """Answers by what it keeps; `faults` are given first, one a request, to the targets that begin so."""

    captures: list[Capture] = field(default_factory=list)
    faults: dict[str, list[Answer]] = field(default_factory=dict)
    most_rows: int = 1000

    def keep(self, url: str, timestamp: str, body: bytes = b"<p>text</p>", **rest: object) -> None:
        self.captures.append(Capture(url, timestamp, body, **rest))  # type: ignore[arg-type]

    def answer(self, target: str) -> Answer:
        for begin, queue in self.faults.items():
            if target.startswith(begin) and queue:
                return queue.pop(0)
        if target.startswith("/cdx/search/cdx?"):
            return self.search(parse_qs(urlsplit(target).query))
        found = MEMENTO.fullmatch(target)
        return self.play(found[1], unquote(found[2])) if found else Answer(b"not found", 404)

    def search(self, asked: dict[str, list[str]]) -> Answer:
        """Rows of seven fields parted by a space; where there are more, a blank row and the key to go on with."""
        rows = list(self.select(asked))
        start = next((n for n, each in enumerate(rows) if resume_key(each) == asked.get("resumeKey", [""])[0]), 0)
        rows, rest = rows[start : start + self.most_rows], rows[start + self.most_rows :]
        lines = [each.row for each in rows]
        if rest:
            lines += [lines[-1], "", resume_key(rest[0])]  # the last row may come twice
        return Answer("".join(f"{line}\n" for line in lines).encode(), content_type="text/plain")

    def select(self, asked: dict[str, list[str]]) -> Iterator[Capture]:
        assert asked["matchType"] == ["prefix"] and asked["showResumeKey"] == ["true"]
        begin = Capture(asked["url"][0], "").urlkey
        seen = set()
        for each in sorted(self.captures, key=lambda capture: (capture.urlkey, capture.timestamp)):
            fields = {"statuscode": each.status, "mimetype": each.mimetype}
            fits = all(re.fullmatch(value, fields[name]) for name, _, value in split(asked.get("filter", [])))
            within = asked["from"][0] <= each.timestamp <= asked["to"][0]
            if each.urlkey.startswith(begin) and fits and within and each.urlkey not in seen:
                yield each
                if asked.get("collapse") == ["urlkey"]:
                    seen.add(each.urlkey)

    def play(self, timestamp: str, url: str) -> Answer:
        """The capture as it was, gzipped with the web archive's own broken header, or what stands for it."""
        kept = [each for each in self.captures if each.urlkey == Capture(url, "").urlkey]
        exact = next((each for each in kept if each.timestamp == timestamp and each.shown), None)
        if exact:
            return self.show(exact)
        nearest = min((each for each in kept if each.shown), key=lambda each: distance(each, timestamp), default=None)
        if nearest:
            to = f"https://{HOST}/web/{nearest.timestamp}id_/{nearest.url}"
            return Answer(b"", 302, headers={"Location": to})
        return Answer(b"<p>The Wayback Machine has not archived that URL.</p>", 404)

    def show(self, capture: Capture) -> Answer:
        headers = {
            "Memento-Datetime": "Sun, 14 Jun 2020 09:05:00 GMT",
            "Link": f'<{capture.url}>; rel="original"',
            "x-archive-orig-server": "nginx",
            "x-archive-orig-content-encoding": "gzip",
            "x-archive-orig-transfer-encoding": "chunked",
            "x-archive-src": "kg-crawl-2020/kg-20200614.warc.gz",
            "Content-Encoding": "gzip",
            "content-encoding": "",
        }
        return Answer(gzip.compress(capture.body), int(capture.status), headers=headers)


def resume_key(capture: Capture) -> str:
    return f"{capture.urlkey} {capture.timestamp}!".replace(" ", "+")


def split(filters: list[str]) -> list[tuple[str, str, str]]:
    return [each.partition(":") for each in filters]


def distance(capture: Capture, timestamp: str) -> int:
    return abs(int(capture.timestamp) - int(timestamp))
