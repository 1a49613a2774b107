"""A small web for crawl tests: answers by host and path, remembers what was asked, and serves on this machine only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "news.example.kz"


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    again_every: float | None = None  # the body is sent over and over, with that many seconds between, without an end


def article(text: str = "text", **rest: object) -> Answer:
    return Answer(f"<html><body><h1>Title</h1><p>{text}</p></body></html>".encode(), **rest)  # type: ignore[arg-type]


def feed(*items: tuple[str, str | None]) -> Answer:
    """An RSS feed of (link, date) pairs."""
    parts = [
        f"<item><title>Title of {link}</title><link>{link}</link>{f'<pubDate>{at}</pubDate>' if at else ''}</item>"
        for link, at in items
    ]
    body = f"<?xml version='1.0'?><rss version='2.0'><channel>{''.join(parts)}</channel></rss>"
    return Answer(body.encode(), content_type="application/rss+xml")


def list_page(*links: str) -> Answer:
    return Answer("".join(f"<div class=card><a href='{link}'>T</a></div>" for link in links).encode())


class StandIn(ThreadingHTTPServer):
    """`answers[host, target]` is the queue of answers to a target; the last one stays. Everything else is a 404."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[tuple[str, str], list[Answer]] = {
            (HOST, "/robots.txt"): [Answer(b"User-agent: *\nAllow: /\n")]
        }
        self.speakers: dict[str, Callable[[str], Answer]] = {}  # hosts that answer by a function of the target
        self.asked: list[tuple[str, str]] = []
        self.asked_at: list[float] = []
        self.headers: list[dict[str, str]] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, target: str, *answers: Answer, host: str = HOST) -> None:
        self.answers[host, target] = list(answers)

    def articles_asked(self) -> list[str]:
        """Targets of articles asked for since the last call, in order."""
        with self.lock:
            asked = [target for _, target in self.asked if target.startswith("/a/")]
            self.asked.clear()
        return asked


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        with self.server.lock:
            self.server.asked.append((host, self.path))
            self.server.asked_at.append(time.monotonic())
            self.server.headers.append(dict(self.headers))
            speaker = self.server.speakers.get(host)
            queue = self.server.answers.get((host, self.path), [Answer(b"not found", 404)])
            answer = speaker(self.path) if speaker else queue.pop(0) if len(queue) > 1 else queue[0]
        time.sleep(answer.seconds)
        if self.headers.get("If-None-Match", "") == answer.headers.get("ETag"):
            answer = replace(answer, body=b"", status=304)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        if answer.again_every is None and answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)
        while answer.again_every is not None and self.send_again(answer.body):
            time.sleep(answer.again_every)

    def send_again(self, body: bytes) -> bool:
        """Whether the client still takes what is sent."""
        self.close_connection = True
        try:
            self.wfile.write(body)
        except OSError:
            return False
        return True

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[StandIn]:
    with StandIn() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
