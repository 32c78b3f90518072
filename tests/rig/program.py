"""A web server's program -> its address while it runs, and its answers as they came."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """The body is as it was sent: compressed, where the headers say so."""

    status: int
    headers: HTTPMessage
    body: bytes


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request over a connection of its own; `If_None_Match="…"` is a header."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def find(program: str, package: str) -> str:
    """The path of a program; LookupError says what to install when there is none."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise LookupError(f"There is no {program} here. This mends it: sudo apt install {package}")
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: Sequence[str | Path], port: int, log: Path) -> Iterator[str]:
    """The address of a server that writes its troubles to `log`, until the context closes."""
    with log.open("ab") as talk:
        process = subprocess.Popen(command, stdout=talk, stderr=talk)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
