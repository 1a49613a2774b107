"""A server that speaks just enough of PostgreSQL's protocol to let a client in and call itself version 14."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SAID = {"server_version": "14.9", "client_encoding": "UTF8", "DateStyle": "ISO, MDY", "TimeZone": "UTC",
        "integer_datetimes": "on", "standard_conforming_strings": "on", "server_encoding": "UTF8"}  # fmt: skip


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


class OldServer(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while True:
            (length,) = struct.unpack("!i", self.request.recv(4, 8))
            (code,) = struct.unpack("!i", self.request.recv(length - 4)[:4])
            if code == 3 << 16:  # the start-up itself; before it a client may ask for encryption
                break
            self.request.sendall(b"N")
        settings = b"".join(message(b"S", f"{name}\0{value}\0".encode()) for name, value in SAID.items())
        self.request.sendall(message(b"R", struct.pack("!i", 0)) + settings + message(b"Z", b"I"))
        self.request.recv(1024)


@contextmanager
def serving_old() -> Iterator[str]:
    """The URL of a warehouse on such a server."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), OldServer) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"postgresql://someone@127.0.0.1:{server.server_address[1]}/salamat"
        server.shutdown()
