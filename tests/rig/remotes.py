"""A folder on this machine -> a host of its own: SFTP, WebDAV or S3, and how rclone reaches it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

from .pelican import PLUGINS

PASSWORD = "correct horse"
BUCKET = "the-blog"


def find_rclone() -> str:
    """The path of rclone; LookupError says what to do when there is none."""
    if found := shutil.which("rclone"):
        return found
    raise LookupError("There is no rclone here. This mends it: sudo apt install rclone")


@dataclass
class Remote:
    """A running host. `target` is where to publish to, `environment` what rclone needs for it."""

    kind: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def target(self) -> str:
        return f"site:{BUCKET}/blog" if self.kind == "s3" else "site:blog"

    def content(self, path: str) -> bytes | None:
        """What a file of the published site holds."""
        if self.kind == "s3":
            answer = self.answer(path)
            return None if answer is None else answer[0]
        file = self.folder / "blog" / path
        return file.read_bytes() if file.is_file() else None

    def answer(self, path: str) -> tuple[bytes, Message] | None:
        """A file of an object store and its headers."""
        url = f"http://127.0.0.1:{self.port}/{BUCKET}/blog/{quote(path)}"
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.read(), response.headers
        except HTTPError:
            return None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def remote(kind: str, folder: Path, options: Sequence[str] = (), port: int = 0) -> Iterator[Remote]:
    """Serve `folder` until the context ends; `options` are of `rclone serve`."""
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    rclone = find_rclone()
    address = f"127.0.0.1:{port}"
    if kind == "s3":
        command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1"]
        command += ["-p", str(port)]
    else:
        command = [rclone, "serve", kind, str(folder), "--addr", address]
        command += ["--user", "author", "--pass", PASSWORD, "--dir-cache-time", "0s", *options]
    process = subprocess.Popen(
        command,
        env={**os.environ, "RCLONE_CONFIG": str(folder.parent / "none.conf")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        if kind == "s3":
            _request("PUT", f"http://{address}/{BUCKET}")
        yield Remote(kind, folder, port, process, environment(kind, port))
    finally:
        with suppress(ProcessLookupError):
            # It may have been stopped for a while.
            process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()


def environment(kind: str, port: int, password: str = PASSWORD) -> dict[str, str]:
    """The remote `site` of rclone, as its variables have it."""
    shown = subprocess.run(
        [find_rclone(), "obscure", password], capture_output=True, text=True, check=True
    ).stdout.strip()
    options = {
        "sftp": {"HOST": "127.0.0.1", "PORT": str(port), "USER": "author", "PASS": shown},
        "webdav": {"URL": f"http://127.0.0.1:{port}", "USER": "author", "PASS": shown},
        "s3": {
            "PROVIDER": "Other",
            "ENDPOINT": f"http://127.0.0.1:{port}",
            "ACCESS_KEY_ID": "author",
            "SECRET_ACCESS_KEY": password,
            "REGION": "us-east-1",
            "ACL": "public-read",
        },
    }[kind]
    named = {f"RCLONE_CONFIG_SITE_{name}": value for name, value in options.items()}
    # Nothing of whoever runs the tests is used, or written.
    return {"RCLONE_CONFIG_SITE_TYPE": kind, "RCLONE_CONFIG": "/nowhere/none.conf", **named}


@contextmanager
def publishing(
    site: Path, *words: str, environment: Mapping[str, str], stderr: int = subprocess.PIPE
) -> Iterator[subprocess.Popen[str]]:
    """`outage publish` under way, in the folder of the site's settings."""
    process = subprocess.Popen(
        [Path(sys.executable).with_name("outage"), "publish", *words],
        cwd=site.parent,
        env={
            **os.environ,
            "PYTHONPATH": str(PLUGINS),
            "XDG_CACHE_HOME": str(site.parent / "cache"),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def publish(
    site: Path, *words: str, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    with publishing(site, *words, environment=environment) as process:
        out, err = process.communicate(timeout=100)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not serve")


def _request(method: str, url: str) -> None:
    request = urllib.request.Request(url, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        response.read()
