"""GitHub's interface for issues, as far as a workflow uses it, on a free port of this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

ISSUES = "/repos/me/blog/issues"
TOKEN = "a-token"


@dataclass
class GitHub:
    """The repository `me/blog`: its issues, the comments on them, and who may write."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    is_closed: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    def add(self, title: str, body: str, by: str = "Bot", association: str = "NONE") -> None:
        self.issues.append(
            {
                "number": len(self.issues) + 1,
                "title": title,
                "body": body,
                "state": "open",
                "user": {"type": by},
                "author_association": association,
            }
        )

    @property
    def opened(self) -> list[dict[str, Any]]:
        return [one for one in self.issues if one["state"] == "open"]


class _Handler(BaseHTTPRequestHandler):
    github: GitHub

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        assert url.path == ISSUES
        asked = parse_qs(url.query)
        size, page = int(asked["per_page"][0]), int(asked["page"][0])
        newest = self.github.opened[::-1]
        self._answer(200, newest[(page - 1) * size : page * size])

    def do_POST(self) -> None:
        values = self._values()
        if comment := re.fullmatch(rf"{ISSUES}/(\d+)/comments", self.path):
            self.github.comments.append((int(comment[1]), values["body"]))
        else:
            assert self.path == ISSUES
            self.github.add(values["title"], values["body"])
        self._answer(201, {})

    def do_PATCH(self) -> None:
        number = int(self.path.removeprefix(f"{ISSUES}/"))
        self.github.issues[number - 1].update(self._values())
        self._answer(200, {})

    def _values(self) -> Any:
        self.github.writes.append(f"{self.command} {self.path}")
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, code: int, document: Any) -> None:
        if self.github.is_closed or self.headers["Authorization"] != f"Bearer {TOKEN}":
            code, document = 403, {"message": "Resource not accessible by integration"}
        body = json.dumps(document).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test says itself what was asked."""


@contextmanager
def github() -> Iterator[GitHub]:
    """The repository, while the context is open; its `environment` leads a workflow there."""
    found = GitHub()
    handler = type("Handler", (_Handler,), {"github": found})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        found.environment = {
            "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
            "GITHUB_REPOSITORY": "me/blog",
            "GITHUB_SERVER_URL": "https://github.example",
        }
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
