"""A directory of files -> a web server on a free port of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from outage_banner.hosting import Policy

CSP = {"Content-Security-Policy": Policy().text}
"""What every page of the blog has to work under."""

SEARCH_CSP = {"Content-Security-Policy": Policy().with_wasm.text}
"""What the search page has to work under: Pagefind is WebAssembly."""


TRUSTED_CSP = {
    "Content-Security-Policy": f"{Policy().text}; require-trusted-types-for 'script'",
}
"""The strictest that the banner has to work under."""

Answer = Callable[["Files"], None]


class Files(SimpleHTTPRequestHandler):
    """The files of a directory, its 404.html where there is none, and extra headers on each.

    `answers` says instead what becomes of a GET request for a path.
    """

    protocol_version = "HTTP/1.1"

    def __init__(
        self, *args: Any, headers: Mapping[str, str], answers: Mapping[str, Answer], **kwargs: Any
    ) -> None:
        self.extra = headers
        self.answers = answers
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if answer := self.answers.get(self.path):
            answer(self)
        else:
            super().do_GET()

    def answer(self, body: bytes, code: int = 200, **headers: str) -> None:
        """Send `body` as HTML."""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Without a `Date`, as from a server without a clock: the tests' time stands in 2011."""
        self.send_response_only(code, message)

    def end_headers(self) -> None:
        for name, value in self.extra.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test says itself what it asked for."""


@contextmanager
def serving(
    directory: Path,
    headers: Mapping[str, str] | None = None,
    port: int = 0,
    answers: Mapping[str, Answer] | None = None,
) -> Iterator[str]:
    """Serve `directory` while the context is open; its address, without a slash at the end."""
    handler = partial(
        Files,
        directory=str(directory),
        headers=headers or {},
        answers=answers if answers is not None else {},
    )
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
