"""One running rclone that keeps its connections: a command and its arguments -> what it answers.

It listens on this machine's loopback, with a password of its own, and ends with whoever started it,
however that ends.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import IO, Any

from .reasons import INSTALL, RemoteError

CONNECT_SECONDS, IDLE_SECONDS = 8, 20
"""How long to wait for a connection, and for anything to move on one."""

_USER = "outage"
# Waits for the end of its input, which comes when the process that holds the other end is gone.
_GUARD = '"$0" "$@" & exec >&- 2>&-; read -r _; kill $!; wait $!'
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:(\d+)")
_NOT_HERE = (
    *("VERBOSE", "QUIET", "LOG_FILE", "LOG_LEVEL", "USE_JSON_LOG", "SYSLOG", "PROGRESS"),
    *("DRY_RUN", "INTERACTIVE"),
)
"""Settings of rclone's that would change what is read from it here, or make it do nothing."""


class Rclone:
    """A running rclone, which several threads may ask at the same time."""

    def __init__(self, port: int, password: str, stop: Callable[[], None]) -> None:
        self._port, self._stop = port, stop
        credentials = base64.b64encode(f"{_USER}:{password}".encode()).decode()
        self._headers = {
            "Authorization": f"Basic {credentials}",
            "Content-Type": "application/json",
        }
        self._local = threading.local()
        self._connections: list[HTTPConnection] = []

    def call(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Runs a command; raises CommandFailed with rclone's words."""
        body = json.dumps(arguments)
        try:
            connection = self._connection()
            connection.request("POST", f"/{command}", body, self._headers)
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read())
        except (OSError, HTTPException, ValueError):
            self._local.connection = None
            raise CommandFailed("rclone itself has stopped: connection lost") from None
        if response.status != 200:
            raise CommandFailed(str(answer.get("error", f"status {response.status}")))
        return answer

    def stop(self) -> None:
        """Ends rclone, and with it whatever it is waiting for."""
        with suppress(OSError):
            self._stop()

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if getattr(self._local, "connection", None) is None:
            self._local.connection = HTTPConnection("127.0.0.1", self._port)
            self._connections.append(self._local.connection)
        connection: HTTPConnection = self._local.connection
        return connection


class CommandFailed(Exception):
    """What rclone said of a command that failed; it may hold passwords."""


@contextmanager
def running(idle_seconds: int = IDLE_SECONDS) -> Iterator[Rclone]:
    """Starts rclone, and ends it. Raises RemoteError where there is none, or it does not start."""
    program = shutil.which("rclone")
    if program is None:
        raise RemoteError(INSTALL)
    password = secrets.token_urlsafe()
    process = subprocess.Popen(
        _command(program, idle_seconds),
        env=_environment(password),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C is for the command, which then ends rclone when nothing is half done.
        start_new_session=True,
    )
    assert process.stdin
    assert process.stderr
    try:
        said = []
        for line in process.stderr:
            if found := _LOOPBACK.search(line):
                break
            said.append(line.strip())
        else:
            raise RemoteError(f"rclone does not start: {' '.join(said) or 'it says nothing'}")
        threading.Thread(target=_read_on, args=(process.stderr,), daemon=True).start()
        with closing(Rclone(int(found[1]), password, process.stdin.close)) as rclone:
            yield rclone
    finally:
        with suppress(OSError):
            process.stdin.close()
        if os.name == "nt":
            process.terminate()
        process.wait()


def _read_on(talk: IO[str]) -> None:
    """Reads what nobody needs, as rclone would wait for a reader."""
    with talk:
        for _ in talk:
            pass


def _command(program: str, idle_seconds: int) -> list[str]:
    options = ["rcd", "--rc-addr", "127.0.0.1:0", "--copy-links", "--ask-password=false"]
    options += ["--contimeout", f"{CONNECT_SECONDS}s", "--timeout", f"{idle_seconds}s"]
    options += ["--retries", "1", "--low-level-retries", "2"]
    guard = [] if os.name == "nt" else ["sh", "-c", _GUARD]
    return [*guard, program, *options]


def _environment(password: str) -> Mapping[str, str]:
    own = {f"RCLONE_{name}" for name in _NOT_HERE}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    # rclone's S3 fails wherever this is set, but takes the same file by another name.
    bundle = environment.pop("AWS_CA_BUNDLE", None)
    if bundle:
        environment.setdefault("RCLONE_CA_CERT", bundle)
    # A bucket with a mistyped name is not to be made.
    environment.setdefault("RCLONE_S3_NO_CHECK_BUCKET", "true")
    return {**environment, "RCLONE_RC_USER": _USER, "RCLONE_RC_PASS": password}
