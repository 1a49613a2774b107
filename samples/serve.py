"""Serve the sample web on this machine: `python -m samples.serve [--port N]`.

Every request is answered for the site that its Host header names, so one address stands for the whole web; at `/` of
its own address it lists those sites. The header
`Sample-Day: 2020-06-14` asks for that web as it stood at the end of that day; without it, the web is as it came to be.
"""

from __future__ import annotations

import argparse
from datetime import date
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from samples.site import CONTENT_TYPES, Answer, Site, failure

WEB = Path(__file__).parent / "web"
ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8123


class SampleServer(ThreadingHTTPServer):
    """The sample web on one local port; port 0 takes a free one. Raises OSError when the port is taken."""

    daemon_threads = True

    def __init__(self, port: int = 0, web: Path = WEB) -> None:
        super().__init__((ADDRESS, port), SampleHandler)
        self.sites = {folder.name: Site.load(folder) for folder in sorted(web.iterdir()) if folder.is_dir()}

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}"


class SampleHandler(BaseHTTPRequestHandler):
    """Turns one HTTP request into a question to a site, and its answer into a response."""

    protocol_version = "HTTP/1.1"
    server_version = "SampleWeb"
    server: SampleServer

    def do_GET(self) -> None:
        try:
            day = date.fromisoformat(self.headers.get("Sample-Day", date.max.isoformat()))
        except ValueError:
            return self.respond(failure(HTTPStatus.BAD_REQUEST))
        host = self.headers.get("Host", "").partition(":")[0].lower()
        if host == ADDRESS and self.path == "/":
            names = "".join(f"{name}\n" for name in self.server.sites)
            return self.respond(Answer(HTTPStatus.OK, CONTENT_TYPES[".txt"], names.encode()))
        site = self.server.sites.get(host)
        return self.respond(site.answer(self.path, day) if site else failure(HTTPStatus.NOT_FOUND))

    do_HEAD = do_GET

    def respond(self, answer: Answer) -> None:
        """Send the answer with an entity tag; the tag that the client already holds gets an empty 304."""
        tag = f'"{blake2b(answer.body, digest_size=8).hexdigest()}"'
        unchanged = answer.status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag
        body = b"" if unchanged else answer.body
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else answer.status)
        if answer.status == HTTPStatus.OK:
            self.send_header("ETag", tag)
        if not unchanged:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the crawler's own log tells what was asked."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the sample web on this machine.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes a free port (default: %(default)s)")
    with SampleServer(parser.parse_args().port) as server:
        print(f"Sample web of {len(server.sites)} sites: {server.url}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("Sample web stopped.", flush=True)


if __name__ == "__main__":
    main()
