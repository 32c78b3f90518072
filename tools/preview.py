"""Changes to the sources -> the blog as it would be, at http://127.0.0.1:PORT/, within seconds.

Every build is a Pelican of its own: it sees changed plugins and settings, and one that fails ends
nothing. It builds beside what is being served and takes its place only when it is whole.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from watchfiles import Change, DefaultFilter, watch

SOURCES = {"content", "theme", "plugins", "pelicanconf.py"}
BUILDING = Path(".preview/next")
SERVED = Path(".preview/site")
REPLACED = Path(".preview/last")
SETTING = 'OUTAGE_MODE="inline"'
"""Whatever the author's: nothing here would include the banner into pages."""


class SourceFilter(DefaultFilter):
    """What a build depends on, less what editors and Python leave beside it."""

    def __call__(self, change: Change, path: str) -> bool:
        return Path(path).relative_to(Path.cwd()).parts[0] in SOURCES and super().__call__(
            change, path
        )


class Pages(SimpleHTTPRequestHandler):
    """Files never kept by a browser, and the site's own page for one that is not there."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
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
        """Nothing: the terminal is for what the builds say."""


class Server(ThreadingHTTPServer):
    """Says nothing of a browser that has turned away."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def build(reason: str) -> None:
    """Build the site and serve it from now on; Pelican itself says what is wrong with it."""
    began = time.monotonic()
    shutil.rmtree(BUILDING, ignore_errors=True)
    pelican = [sys.executable, "-m", "pelican", "--log-handler", "plain", "--output", str(BUILDING)]
    pelican += ["--extra-settings", SETTING]
    # Its own session, so that Ctrl-C reaches it once, from here.
    done = subprocess.run(pelican, stdout=subprocess.DEVNULL, start_new_session=True, check=False)
    seconds = f"{time.monotonic() - began:.1f} s"
    if done.returncode:
        print(f"{reason}: could not be built ({seconds}); what was there is still shown.")
        return
    if SERVED.exists():
        SERVED.rename(REPLACED)
    BUILDING.rename(SERVED)
    shutil.rmtree(REPLACED, ignore_errors=True)
    print(f"{reason}: built ({seconds})")


def described(changes: Iterable[tuple[Change, str]]) -> str:
    """One name for a set of changes: `content/status.json`, or `… and 2 more`."""
    paths = sorted({str(Path(path).relative_to(Path.cwd())) for _, path in changes})
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the blog and rebuild it on every change.")
    parser.add_argument("port", type=int)
    port = parser.parse_args().port
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        server = Server(("127.0.0.1", port), partial(Pages, directory=str(SERVED)))
    except (OSError, OverflowError):
        sys.exit(f"Port {port} cannot be used. Take another: make serve PORT={port + 1}")
    for ending in (signal.SIGINT, signal.SIGTERM):  # Also where a script's `&` ignores the first.
        signal.signal(ending, lambda *_: sys.exit(0))
    logging.getLogger("watchfiles").setLevel(logging.ERROR)
    shutil.rmtree(SERVED.parent, ignore_errors=True)
    found = watch(
        ".",
        watch_filter=SourceFilter(),
        debounce=200,
        rust_timeout=200,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    try:
        next(found)  # From here on no change is missed, not even one during the first build.
        build("First build")
        Thread(target=server.serve_forever, daemon=True).start()
        print(f"Your blog is at http://127.0.0.1:{port}/ (Ctrl-C ends this)")
        for changes in filter(None, found):
            build(described(changes))
    finally:
        server.server_close()


if __name__ == "__main__":
    main()
