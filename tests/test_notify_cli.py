"""`outage notify` and a receiver that hears what is sent."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess, Popen
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from rig.command import RUN, outage
from rig.pelican import PLUGINS

NIGHT = "2011-11-24T21:00:00-07:00"
DOWN = {
    "id": "shop",
    "name": "The shop is offline",
    "started_at": "2011-11-24T15:00:00-07:00",
    "expected_at": "2011-11-25T03:00:00-07:00",
}


class Receiver:
    """What was heard: the JSON of each request. `code` is the answer to the next ones.

    Topics called "bad" are answered with 500, and none before `may_answer` is set.
    """

    def __init__(self, port: int) -> None:
        self.url = f"json://127.0.0.1:{port}/sEcReT-path"
        self.heard: list[dict[str, Any]] = []
        self.code = 200
        self.may_answer = Event()
        self.may_answer.set()


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append(json.loads(body))
            found.may_answer.wait(30)
            is_bad = found.heard[-1].get("topic") == "bad"
            self.send_response(500 if is_bad else found.code)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(server.server_port)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield found
        finally:
            found.may_answer.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose shop is offline, and a place of its own for what is remembered."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("OUTAGE_NOTIFY", raising=False)
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    (site / "pelicanconf.py").write_text(
        'TIMEZONE = "America/Denver"\n'
        'SITEURL = "https://blog.example/notes"\n'
        f'OUTAGE_NOW = "{NIGHT}"\n'
    )
    (site / "content" / "status.json").write_text(json.dumps({"incidents": [DOWN]}))
    return site


def notify(home: Path, *options: str | Path) -> CompletedProcess[str]:
    return outage("notify", *options, folder=home)


def test_a_target_hears_what_readers_are_told_once(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    run = notify(home)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "JSON (target 1) was told: ■ Down: The shop is offline\n"
    (heard,) = receiver.heard
    assert heard["title"] == "■ Down: The shop is offline"
    assert heard["message"] == (
        "Not reachable since Thu, Nov 24, 3:00 PM MST. Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "Updated Thu, Nov 24, 3:00 PM MST.\n"
        "https://blog.example/notes/status/shop/"
    )
    run = notify(home)
    assert (run.returncode, run.stdout) == (0, "Nothing new to tell: all have been told.\n")
    assert len(receiver.heard) == 1


def test_a_night_is_told_update_by_update_to_the_all_clear(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    notify(home)
    for words in (
        ("update", "The host is on it.", "--eta", "4am"),
        ("schedule", "New disks", "--from", "Saturday 2am", "--until", "4am"),
        ("resolve", "shop", "A disk was replaced."),
    ):
        assert outage(*words, folder=home).returncode == 0
        assert notify(home).returncode == 0
    assert [(heard["title"], heard["message"].split("\n")[1]) for heard in receiver.heard] == [
        ("■ Down: The shop is offline", "Updated Thu, Nov 24, 3:00 PM MST."),
        ("■ Down: The shop is offline", "The host is on it."),
        ("◆ Planned: New disks", "https://blog.example/notes/status/2011-11-26-new-disks/"),
        ("✓ Back: The shop is offline", "A disk was replaced."),
    ]


def test_who_could_not_be_told_is_told_by_the_next_call_and_nobody_else(
    home: Path, receiver: Receiver, tmp_path: Path
) -> None:
    with receiving() as other:
        targets = tmp_path / "targets"
        targets.write_text(f"# mine\n{receiver.url}\n{other.url}\n")
        receiver.code = 503
        run = notify(home, "--targets", targets)
        assert run.returncode == 1
        assert run.stdout == "JSON (target 2) was told: ■ Down: The shop is offline\n"
        assert run.stderr.startswith("JSON (target 1) was not told: ")
        assert run.stderr.endswith(" The next call tries it again.\n")
        assert "sEcReT" not in run.stdout + run.stderr
        receiver.code = 200
        assert notify(home, "--targets", targets).returncode == 0
        assert (len(receiver.heard), len(other.heard)) == (2, 1)
    remembered = "".join(path.read_text() for path in (tmp_path / "state").rglob("*.json"))
    assert "shop" in remembered
    assert "sEcReT" not in remembered


def test_who_answers_too_late_may_have_been_told_and_is_not_told_again(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", f"{receiver.url}?rto=0.2&retry=2")
    receiver.may_answer.clear()
    run = notify(home)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("JSON (target 1) may have been told: ")
    assert run.stderr.endswith(" It is not told this again.\n")
    run = notify(home)
    assert (run.returncode, run.stdout) == (0, "Nothing new to tell: all have been told.\n")
    assert len(receiver.heard) == 1


@pytest.mark.parametrize("code", [502, 504])
def test_of_what_a_gateway_took_nobody_can_tell_whether_it_arrived(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    receiver.code = code
    run = notify(home)
    assert run.returncode == 1
    assert run.stderr.startswith("JSON (target 1) may have been told: ")
    assert notify(home).returncode == 0
    assert len(receiver.heard) == 1


def test_where_nobody_has_a_home_a_dry_run_says_how_to_name_a_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    settings = home / "pelicanconf.py"
    settings.write_text(f"import pwd\npwd.getpwuid = {{}}.__getitem__\n{settings.read_text()}")
    run = notify(home, "--dry-run")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "; write --state FILE" in run.stderr
    assert notify(home, "--dry-run", "--state", "told.json").returncode == 0


def test_of_several_recipients_none_is_told_twice(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = receiver.url.replace("json:", "ntfy:").replace("sEcReT-path", "good/bad")
    monkeypatch.setenv("OUTAGE_NOTIFY", topics)
    run = notify(home)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("ntfy (target 1) was told in part: ")
    assert "write a target for each recipient" in run.stderr
    notify(home)
    assert sorted(heard["topic"] for heard in receiver.heard) == ["bad", "good"]


def test_a_call_that_is_killed_while_it_sends_is_followed_by_a_word_and_no_second_letter(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", f"{receiver.url}?rto=30")
    receiver.may_answer.clear()
    words = [sys.executable, "-c", RUN % "pelican", "notify"]
    with Popen(words, cwd=home, env={**os.environ, "PYTHONPATH": str(PLUGINS)}) as call:
        while not receiver.heard and call.poll() is None:
            sleep(0.02)
        call.kill()
    receiver.may_answer.set()
    run = notify(home)
    assert (run.returncode, run.stderr) == (
        1,
        "JSON (target 1) may have been told: another call is sending it, or ended as it did. "
        "It is not told this again.\n",
    )
    run = notify(home)
    assert (run.returncode, run.stderr) == (0, "")
    assert len(receiver.heard) == 1


def test_an_update_that_comes_back_is_not_told_again(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    file = home / "content" / "status.json"
    before = file.read_bytes()
    notify(home)
    outage("update", "The host is on it.", "--eta", "4am", folder=home)
    notify(home)
    file.write_bytes(before)
    assert notify(home).stdout == "Nothing new to tell: all have been told.\n"
    assert len(receiver.heard) == 2


def test_a_state_of_ones_own_is_kept_where_it_is_wanted(
    home: Path, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    notify(home, "--state", tmp_path / "kept" / "told.json")
    notify(home, "--state", tmp_path / "kept" / "told.json")
    assert (len(receiver.heard), (tmp_path / "kept" / "told.json").is_file()) == (1, True)
    assert not (tmp_path / "state").exists()


def test_what_cannot_be_remembered_is_not_sent(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    run = notify(home, "--state", "content/status.json")
    assert run.returncode == 1
    assert run.stderr == (
        "Stopped, as it could not be kept who was told what: content/status.json holds something "
        "else than what was told; name another file.\n"
    )
    assert not receiver.heard
    for state, options in (("pelicanconf.py/told.json", ()), (".", ("--dry-run",))):
        run = notify(home, "--state", state, *options)
        assert run.returncode in (1, 2)
        assert "Traceback" not in run.stderr
    assert not receiver.heard


def test_a_dry_run_shows_what_each_would_get_and_sends_nothing(
    home: Path, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "■ Down: The shop is offline\nNot reachable since Thu, Nov 24, 3:00 PM MST."
    assert notify(home, "--dry-run").stdout.startswith(f"To anybody:\n{told}")
    monkeypatch.setenv("OUTAGE_NOTIFY", f"{receiver.url} mastodons://tokenTOKEN@mastodon.social")
    run = notify(home, "--dry-run")
    assert run.returncode == 0
    assert run.stdout.startswith(f"To JSON (target 1):\n{told}")
    assert f"\n\nTo Mastodon (target 2):\n{told}" in run.stdout
    assert not receiver.heard
    assert not (tmp_path / "state").exists()


def test_two_calls_at_the_same_time_tell_it_once(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    runs: list[CompletedProcess[str]] = []
    threads = [Thread(target=lambda: runs.append(notify(home))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("was told: " in run.stdout for run in runs) == 1
    assert all(run.returncode == ("another call is sending it" in run.stderr) for run in runs)
    assert len(receiver.heard) == 1


def test_nothing_to_tell_is_said(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    (home / "content" / "status.json").write_text("{}")
    run = notify(home)
    assert (run.returncode, run.stdout) == (0, "Nothing to tell: readers are shown no notice.\n")


def test_without_a_target_it_says_what_one_looks_like(home: Path, tmp_path: Path) -> None:
    run = notify(home)
    assert run.returncode == 2
    assert "There is no target in the variable OUTAGE_NOTIFY; write one like" in run.stderr
    (tmp_path / "empty").write_text("# none yet\n")
    assert "There is no target in /" in notify(home, "--targets", tmp_path / "empty").stderr


def test_a_target_that_is_none_is_told_by_its_number(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", f"{receiver.url} slack://sEcReT")
    run = notify(home)
    assert run.returncode == 1
    assert run.stderr == (
        "Target 2 is no address that Apprise knows, though it begins with slack://; "
        "https://appriseit.com/services/ shows how each is written.\n"
    )
    assert not receiver.heard


def test_without_a_siteurl_it_says_that_nothing_links_to_the_page(
    home: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", receiver.url)
    (home / "pelicanconf.py").write_text(f'OUTAGE_NOW = "{NIGHT}"\n')
    run = notify(home)
    assert run.stderr == (
        "There is no SITEURL in these settings, so that no message links to the status page.\n"
    )
    assert "http" not in receiver.heard[0]["message"]


def test_without_apprise_it_says_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTAGE_NOTIFY", "json://127.0.0.1/")
    (home / "apprise.py").write_text("raise ModuleNotFoundError(name='apprise')\n")
    run = notify(home)
    assert (run.returncode, run.stderr) == (
        1,
        'Apprise, which sends, is not installed: pip install "pelican-outage-banner[notify]"\n',
    )
