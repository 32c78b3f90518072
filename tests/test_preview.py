"""The blog while it is being written: `make serve` on a small site of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from rig.pelican import REPOSITORY

COMMAND = [sys.executable, str(REPOSITORY / "tools" / "preview.py")]
PATIENCE_SECONDS = 20
SETTINGS = """
SITENAME = "First name"
PATH = "content"
STATIC_PATHS = ["status.json"]
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["signature"]
THEME = "theme"
"""
PLUGIN = """
from pathlib import Path
from pelican import signals
def sign(path, context):
    with Path(path).open("a") as page:
        page.write("<!-- signed once -->")
def register():
    signals.content_written.connect(sign)
"""
FILES = {
    "pelicanconf.py": SETTINGS,
    "content/post.md": "Title: A post\nDate: 2011-11-24\n\nFirst words.\n",
    "content/status.json": '{"components": []}',
    "plugins/signature.py": PLUGIN,
    "theme/templates/base.html": "<title>{{ SITENAME }}</title>{% block content %}{% endblock %}",
    "theme/templates/index.html": '{% extends "base.html" %}',
    "theme/templates/article.html": (
        '{% extends "base.html" %}{% block content %}{{ article.content }}{% endblock %}'
    ),
    "theme/static/site.css": "p { color: black }",
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Preview:
    """A running preview, its sources and its address."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        for path, text in FILES.items():
            self.write(path, text)
        self.port = free_port()
        self.process = subprocess.Popen(
            [*COMMAND, str(self.port)],
            cwd=directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def write(self, path: str, text: str) -> None:
        """As editors do: a new file in the old one's place."""
        file = self.directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}~")
        new.write_text(text, "utf-8")
        new.replace(file)

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.directory / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def page(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())

    def wait_for(self, text: str, path: str = "a-post.html") -> None:
        """Fail unless the page holds the text within seconds."""
        until = time.monotonic() + PATIENCE_SECONDS
        said = ""
        while time.monotonic() < until:
            try:
                said = self.page(path)
            except OSError as error:
                said = str(error)
            if text in said:
                return
            time.sleep(0.05)
        pytest.fail(f"{path} never held {text!r}; last: {said}")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(tmp_path)
    try:
        running.wait_for("First words")
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def test_every_kind_of_change_is_seen_and_more_than_once(preview: Preview) -> None:
    changes = [
        ("content/post.md", "First words", "Second words", "a-post.html"),
        ("content/status.json", "[]", '[{"name": "Shop"}]', "status.json"),
        ("plugins/signature.py", "signed once", "signed twice", "a-post.html"),
        ("pelicanconf.py", "First name", "Second name", "index.html"),
        ("pelicanconf.py", "Second name", "Third name", "index.html"),
        ("theme/templates/base.html", "<title>", "<title>Of: ", "index.html"),
        ("theme/static/site.css", "black", "navy", "theme/site.css"),
    ]
    for path, old, new, page in changes:
        preview.change(path, old, new)
        preview.wait_for(new, page)
    preview.write("content/new.md", "Title: New\nDate: 2011-11-25\n\nMore.\n")
    preview.wait_for("More.", "new.html")


def test_pages_hold_their_banner_though_a_web_server_is_to_include_it(preview: Preview) -> None:
    preview.change("pelicanconf.py", "SITENAME", 'OUTAGE_MODE = "include"\nSITENAME')
    preview.change("theme/templates/base.html", "<title>", "<title>{{ OUTAGE_MODE }}: ")
    preview.wait_for("<title>inline: First name")


def test_a_page_whose_post_is_gone_is_gone(preview: Preview) -> None:
    preview.write("content/new.md", "Title: New\nDate: 2011-11-25\n\nMore.\n")
    preview.wait_for("More.", "new.html")
    (preview.directory / "content/new.md").unlink()
    preview.wait_for("404", "new.html")


@pytest.mark.parametrize(
    ("path", "good", "broken"),
    [
        ("pelicanconf.py", 'PATH = "content"', "PATH = "),
        ("theme/templates/base.html", "{% block content %}", "{% block %}"),
    ],
)
def test_a_broken_source_ends_nothing_and_hides_nothing(
    preview: Preview, path: str, good: str, broken: str
) -> None:
    preview.change(path, good, broken)
    said = iter(preview.process.stdout or [])
    assert any(f"{path}: could not be built" in line for line in said)
    assert "First words" in preview.page("a-post.html")
    preview.change(path, broken, good)
    preview.change("content/post.md", "First words", "Second words")
    preview.wait_for("Second words")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_without_a_traceback_and_frees_its_port(
    preview: Preview, sent: signal.Signals
) -> None:
    preview.process.send_signal(sent)
    _, said = preview.process.communicate(timeout=5)
    assert "Traceback" not in said
    assert preview.process.returncode == 0
    with socket.create_server(("127.0.0.1", preview.port)):
        pass


def test_a_port_in_use_is_said_in_one_line_with_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = subprocess.run(
            [*COMMAND, str(port)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == f"Port {port} cannot be used. Take another: make serve PORT={port + 1}\n"
