"""The scene: at night, on the phone to the host, one hand free."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rig.command import RUN, outage
from rig.pelican import PLUGINS, REPOSITORY, run_pelican, write_site
from statuses import at

NIGHT = "2011-11-24T21:00:00-07:00"
SHOP_ID = "2011-11-24-the-shop-is-offline"
Run = Callable[..., subprocess.CompletedProcess[str]]


def prepare(folder: Path, now: str = NIGHT, **document: Any) -> Path:
    """A site in Denver whose clock stands still; its status file."""
    (folder / "pelicanconf.py").write_text(
        f'TIMEZONE = "America/Denver"\nARTICLE_PATHS = ["posts"]\nOUTAGE_NOW = "{now}"\n'
    )
    (folder / "content").mkdir(exist_ok=True)
    file = folder / "content" / "status.json"
    if document:
        file.write_text(json.dumps(document, indent=2, default=datetime.isoformat) + "\n")
    return file


@pytest.fixture
def here(tmp_path: Path) -> Run:
    """`here(*words)`: the command, run in the folder of a site."""
    return lambda *words: outage(*words, folder=tmp_path)


def incident(**fields: Any) -> dict[str, Any]:
    return {"id": "shop", "name": "The shop is offline", "started_at": at("24T15:00")} | fields


COLOR = {"id": "community-color", "name": "Community Color"}


def test_one_line_is_enough(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path, components=[COLOR])
    run = here("open", "Community Color is offline", "--eta", "3am")
    assert run.returncode == 0
    assert run.stdout == (
        "Opened 2011-11-24-community-color-is-offline in content/status.json. Readers see:\n"
        "\n"
        "■ Down: Community Color is offline\n"
        "  Not reachable since Thu, Nov 24, 9:00 PM MST."
        " Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "  Updated Thu, Nov 24, 9:00 PM MST.\n"
        "\n"
        "This changes by itself on Fri, Nov 25, 3:00 AM MST.\n"
    )
    assert run.stderr == (
        "--eta 3am: Fri, Nov 25, 3:00 AM MST (2011-11-25T03:00:00-07:00), in 6 hours.\n"
        "Taken to be about community-color; --component says otherwise.\n"
        "\n"
        "Next: build the site and publish it\n"
    )
    (opened,) = json.loads(file.read_text())["incidents"]
    assert opened["components"] == ["community-color"]


def test_the_next_command_is_one_that_is_there(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path)
    (tmp_path / "Makefile").write_text("site:\n")
    assert here("open", "Down").stderr == "\nNext: make site\n"


def test_a_night_from_start_to_end(tmp_path: Path) -> None:
    def later(now: str, *words: str) -> subprocess.CompletedProcess[str]:
        prepare(tmp_path, f"2011-11-{now}:00-07:00")
        run = outage(*words, folder=tmp_path)
        assert run.returncode == 0, run.stderr
        return run

    later("24T15:10", "open", "The shop is offline", "--started", "3pm", "--next", "in 2 hours")
    later("24T17:00", "update", "The host is on it.", "--eta", "3am", "--status", "identified")
    told = later("25T03:05", "show").stdout
    assert "Was expected back by Fri, Nov 25, 3:00 AM MST." in told
    assert "promised" not in told
    later("25T03:10", "update", "shop", "--eta", "none")
    assert "No estimate yet." in later("25T03:11", "show").stdout
    later("25T04:00", "update", "Works again.", "--status", "monitoring")
    done = later("25T09:00", "resolve", "A *disk*\nwas replaced.", "--at", "4:10am", "--story")
    assert "✓ Back: The shop is offline" in done.stdout
    assert "it lasted 13 hours, 10 minutes" in done.stdout
    assert "The story begins in content/posts/2011-11-24-the-shop-is-offline.md, a draft." in (
        done.stderr
    )
    assert (tmp_path / "content" / "posts" / f"{SHOP_ID}.md").read_text() == (
        "Title: The shop is offline\n"
        "Date: 2011-11-25 09:00\n"
        "Status: draft\n"
        f"Incident: {SHOP_ID}\n"
        "\n"
        "- **Thu, Nov 24, 3:00 PM MST**: It began.\n"
        "- **Thu, Nov 24, 5:00 PM MST**: Identified. The host is on it.\n"
        "- **Fri, Nov 25, 3:10 AM MST**: Identified.\n"
        "- **Fri, Nov 25, 4:00 AM MST**: Monitoring. Works again.\n"
        "- **Fri, Nov 25, 4:10 AM MST**: It was over.\n"
        "- **Fri, Nov 25, 9:00 AM MST**: Resolved. A *disk*\n"
        "    was replaced.\n"
    )


def test_a_story_is_never_overwritten_and_pelican_takes_it(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path, incidents=[incident()])
    posts = tmp_path / "content" / "posts"
    posts.mkdir()
    (posts / "shop.md").write_text("Mine")
    run = here("resolve", "--story")
    assert run.returncode == 0
    assert "There is a content/posts/shop.md already; it was left as it is." in run.stderr
    assert (posts / "shop.md").read_text() == "Mine"
    (posts / "shop.md").unlink()
    file.write_text(json.dumps({"incidents": [incident()]}, default=datetime.isoformat))
    assert here("resolve", "It's back: at *last*", "--story").returncode == 0
    post = (posts / "shop.md").read_text()
    conf = write_site(
        tmp_path / "site", {"shop.md": post, "status.json": file.read_text()}, {"OUTAGE_NOW": NIGHT}
    )
    built = run_pelican(conf, tmp_path / "output", fatal="warnings")
    assert built.code == 0, built.log
    (draft,) = (tmp_path / "output" / "drafts").glob("*.html")
    assert "This outage" in draft.read_text()


def test_a_story_that_cannot_be_written_is_told_and_can_be_written_later(
    tmp_path: Path, here: Run
) -> None:
    file = prepare(tmp_path, incidents=[incident()])
    posts = tmp_path / "content" / "posts"
    posts.write_text("in the way")
    run = here("resolve", "A disk was replaced.", "--story")
    assert (run.returncode, run.stdout.startswith("Resolved shop in ")) == (1, True)
    assert "The story could not be written: content/posts/shop.md is as it was: " in run.stderr
    assert run.stderr.endswith(". `outage resolve shop --story` writes it alone.\n")
    posts.unlink()
    resolved = file.read_bytes()
    run = here("resolve", "shop", "--story")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == (
        "shop is over already; there is only its story to write.\n"
        "The story begins in content/posts/shop.md, a draft.\n"
    )
    assert "A disk was replaced." in (posts / "shop.md").read_text()
    assert file.read_bytes() == resolved
    assert here("resolve", "shop").returncode == 1


def test_on_a_full_disk_no_half_of_a_story_is_left(tmp_path: Path) -> None:
    # Each line is 6 bytes in the post and 3 in the status file, for which there is room.
    prepare(tmp_path, incidents=[incident(incident_updates=[{"body": "a\n" * 2000}])])
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
    run = subprocess.run(
        [sys.executable, "-c", full + RUN % "", "resolve", "--story"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout.startswith("Resolved shop in ")
    assert "The story could not be written: content/posts/shop.md is as it was: there is no" in (
        run.stderr
    )
    assert list((tmp_path / "content" / "posts").iterdir()) == []


def test_a_dry_run_writes_nothing(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path, incidents=[])
    before = file.read_bytes()
    run = here("open", "The shop is offline", "--dry-run")
    assert run.returncode == 0
    assert run.stdout.startswith("Nothing is written. Readers would see:\n\n■ Down: The shop is")
    assert "Next" not in run.stderr
    assert file.read_bytes() == before


def test_a_script_gets_json_and_nothing_else(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path, components=[COLOR])
    run = here("open", "Community Color is offline", "--eta", "3am", "--json")
    assert json.loads(run.stdout) == {
        "did": "opened",
        "id": "2011-11-24-community-color-is-offline",
        "dry_run": False,
        "file": "content/status.json",
        "now": NIGHT,
        "text": "■ Down: Community Color is offline\n"
        "  Not reachable since Thu, Nov 24, 9:00 PM MST."
        " Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "  Updated Thu, Nov 24, 9:00 PM MST.",
        "notices": [
            {
                "id": "2011-11-24-community-color-is-offline",
                "kind": "down",
                "name": "Community Color is offline",
                "components": ["community-color"],
                "told": [
                    "Not reachable since Thu, Nov 24, 9:00 PM MST.",
                    "Expected back by Fri, Nov 25, 3:00 AM MST.",
                    "Updated Thu, Nov 24, 9:00 PM MST.",
                ],
                "works": None,
                "alternatives": [],
                "contact": None,
            }
        ],
        "next_change": "2011-11-25T03:00:00-07:00",
    }
    shown = here("show", "--json")
    assert (shown.stderr, shown.returncode) == ("", 0)
    assert json.loads(shown.stdout).items() < json.loads(run.stdout).items()


def test_show_without_a_file_says_that_all_is_well(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path)
    assert here("show").stdout == "All is well: readers are shown no notice.\n"


def test_planned_work_is_scheduled_moved_and_called_off(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path, components=[COLOR])

    def work() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(file.read_text())["scheduled_maintenances"][0]
        return found

    run = here("schedule", "New disks for Color", "--from", "Saturday 2am", "--until", "4am")
    assert "Community Color will be unavailable Sat, Nov 26 from 2:00 AM to 4:00 AM MST." in (
        run.stdout
    )
    assert here("update", "--until", "3 hours").returncode == 0
    assert work()["scheduled_until"] == "2011-11-26T05:00:00-07:00"
    assert here("update", "disks", "Later.", "--from", "Sunday 2am").returncode == 1
    moved = here("update", "disks", "Later.", "--from", "Sunday 2am", "--until", "4am")
    assert (work()["scheduled_for"], work()["scheduled_until"]) == (
        "2011-11-27T02:00:00-07:00",
        "2011-11-27T04:00:00-07:00",
    ), moved.stderr
    off = here("resolve", "disks", "No disks.")
    assert off.stdout.startswith(
        "Called off 2011-11-26-new-disks-for-color in content/status.json. Readers see:\n\n"
        "All is well: readers are shown no notice.\n"
    )


def test_a_length_is_one_from_the_start_however_near_that_is(tmp_path: Path, here: Run) -> None:
    for now in (NIGHT, "2011-11-26T01:30:00-07:00"):
        file = prepare(tmp_path, now, incidents=[])
        run = here("schedule", "Disks", "--from", "Saturday 2am", "--until", "2 hours")
        (work,) = json.loads(file.read_text())["scheduled_maintenances"]
        assert work["scheduled_until"] == "2011-11-26T04:00:00-07:00", run.stderr
        assert here("update", "disks", "--until", "in 90 minutes").returncode == 0
        (work,) = json.loads(file.read_text())["scheduled_maintenances"]
        assert work["scheduled_until"] == "2011-11-26T03:30:00-07:00"


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("4am", "2011-11-26T04:00:00-07:00"),
        ("Sunday 1am", "2011-11-27T01:00:00-07:00"),
        ("tomorrow 4am", "2011-11-26T04:00:00-07:00"),
    ],
)
def test_a_planned_end_by_the_clock_lies_behind_the_start(
    tmp_path: Path, here: Run, until: str, expected: str
) -> None:
    file = prepare(tmp_path, "2011-11-25T07:00:00-07:00", incidents=[])
    run = here("schedule", "Disks", "--from", "Saturday 2am", "--until", until)
    (work,) = json.loads(file.read_text())["scheduled_maintenances"]
    assert work["scheduled_until"] == expected, run.stderr


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2011-11-26T01:00", "2011-11-26T01:00:00-07:00 is not after the start, 2011-11-26T02:00"),
        ("2011-11-26T02:00:00-07:00", "-07:00 is not after the start, 2011-11-26T02:00:00-07:00;"),
        ("Saturday 1am", "--until: 2011-11-26T01:00:00-07:00 is not after the start, 2011-11-26"),
        ("tomorrow 4am", "--until: 2011-11-25T04:00:00-07:00 is not after the start, 2011-11-26"),
        ("now", "2011-11-24T21:00:00-07:00 is not after the start, 2011-11-26T02:00:00-07:00;"),
        ("2 hours ago", '--until: seen from the start, 2011-11-26T02:00:00-07:00: "2 hours ago" '),
    ],
)
def test_a_planned_end_before_the_start_is_refused_with_both(
    tmp_path: Path, here: Run, until: str, told: str
) -> None:
    file = prepare(tmp_path, incidents=[])
    before = file.read_bytes()
    run = here("schedule", "Disks", "--from", "Saturday 2am", "--until", until)
    assert run.returncode == 2
    assert told in run.stderr
    assert file.read_bytes() == before


def test_the_named_day_of_an_end_is_not_the_one_a_week_later(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path, "2011-11-25T20:00:00-07:00")
    run = here("schedule", "A", "--from", "Thursday 2am", "--until", "Wednesday 4am")
    assert run.returncode == 2
    assert run.stderr.endswith(
        "--until: 2011-11-30T04:00:00-07:00 is not after the start, 2011-12-01T02:00:00-07:00; "
        "write one after it\n"
    )


@pytest.mark.parametrize("until", ["4am", "4am MST", "noon", "2 hours"])
def test_a_time_of_day_alone_is_one_after_the_start(tmp_path: Path, here: Run, until: str) -> None:
    file = prepare(tmp_path, "2011-11-25T20:00:00-07:00", incidents=[])
    run = here("schedule", "A", "--from", "Thursday 2am", "--until", until)
    assert run.returncode == 0, run.stderr
    (work,) = json.loads(file.read_text())["scheduled_maintenances"]
    assert "2011-12-01T02:00" < work["scheduled_until"] <= "2011-12-02T00:00:00-07:00"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-07 01:59", "2026-03-08T01:59:00-07:00"),
        ("2026-03-07 03:00", "2026-03-08T03:00:00-06:00"),
    ],
)
def test_a_length_next_to_a_clock_change_counts_from_the_start(
    tmp_path: Path, here: Run, start: str, expected: str
) -> None:
    file = prepare(tmp_path, "2026-03-06T20:00:00-07:00", incidents=[])
    run = here("schedule", "A", "--from", start, "--until", "1 day")
    (work,) = json.loads(file.read_text())["scheduled_maintenances"]
    assert work["scheduled_until"] == expected, run.stderr


RUNNING = {"id": "new-disks", "name": "New disks", "scheduled_for": at("26T02:00")}
RUNNING |= {"scheduled_until": at("26T04:00")}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--until", "2 hours"], "2011-11-26T05:50:00-07:00"),
        (["--until", "30 min"], "2011-11-26T04:20:00-07:00"),
        (["--until", "6am"], "2011-11-26T06:00:00-07:00"),
        (["--until", "Sunday 6am"], "2011-11-27T06:00:00-07:00"),
        (["--from", "3am today", "--until", "2 hours"], "2011-11-26T05:00:00-07:00"),
    ],
)
def test_the_new_end_of_work_that_runs_counts_from_now(
    tmp_path: Path, here: Run, words: list[str], expected: str
) -> None:
    file = prepare(tmp_path, "2011-11-26T03:50:00-07:00", scheduled_maintenances=[RUNNING])
    run = here("update", "new", "It takes longer", *words)
    assert run.returncode == 0, run.stderr
    (work,) = json.loads(file.read_text())["scheduled_maintenances"]
    assert work["scheduled_until"] == expected


@pytest.mark.parametrize("until", ["3am", "now", "2011-11-26 03:30", "5 minutes ago", "today 3am"])
def test_work_that_runs_is_not_moved_to_an_end_that_has_passed(
    tmp_path: Path, here: Run, until: str
) -> None:
    file = prepare(tmp_path, "2011-11-26T03:50:00-07:00", scheduled_maintenances=[RUNNING])
    before = file.read_bytes()
    run = here("update", "new", "It is done", "--until", until)
    assert run.returncode == 2
    assert run.stderr.endswith("; `outage resolve` ends it\n")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("announce", "expected"),
    [
        ("3 days", "2011-12-05T02:00:00-07:00"),
        ("3 days before", "2011-12-05T02:00:00-07:00"),
        ("36 hours before the start", "2011-12-06T14:00:00-07:00"),
        ("in 3 days", "2011-11-28T20:00:00-07:00"),
        ("Monday 9am", "2011-11-28T09:00:00-07:00"),
        ("now", "2011-11-25T20:00:00-07:00"),
    ],
)
def test_work_is_announced_a_length_before_it_begins(
    tmp_path: Path, here: Run, announce: str, expected: str
) -> None:
    file = prepare(tmp_path, "2011-11-25T20:00:00-07:00", incidents=[])
    words = ["--from", "2011-12-08 2am", "--until", "4am", "--announce", announce]
    run = here("schedule", "A", *words)
    assert run.returncode == 0, run.stderr
    (work,) = json.loads(file.read_text())["scheduled_maintenances"]
    assert work["announce_from"] == expected


@pytest.mark.parametrize("announce", ["Sunday 9am", "in 3 days"])
def test_work_is_not_announced_after_its_start(tmp_path: Path, here: Run, announce: str) -> None:
    prepare(tmp_path, "2011-11-25T20:00:00-07:00")
    words = ["--from", "Saturday 2am", "--until", "4am", "--announce", announce]
    run = here("schedule", "A", *words)
    assert run.returncode == 2
    assert "--announce: 2011-11-2" in run.stderr
    assert " is after the start, 2011-11-26T02:00:00-07:00; write a time before it\n" in run.stderr


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("30 minutes", "2026-11-01T01:00:00-07:00"),
        ("2026-11-01T01:15-07:00", "2026-11-01T01:15:00-07:00"),
    ],
)
def test_work_may_end_in_the_hour_that_clocks_show_twice(
    tmp_path: Path, here: Run, until: str, expected: str
) -> None:
    file = prepare(tmp_path, "2026-10-31T12:00:00-06:00", incidents=[])
    run = here("schedule", "D", "--from", "2026-11-01T01:30-06:00", "--until", until)
    assert run.returncode == 0, run.stderr
    (work,) = json.loads(file.read_text())["scheduled_maintenances"]
    assert work["scheduled_until"] == expected


def test_a_time_that_is_now_is_told_again_too(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path)
    assert here("open", "Down", "--started", "now").stderr.startswith(
        f"--started now: Thu, Nov 24, 9:00 PM MST ({NIGHT}), now.\n"
    )


def test_work_that_runs_is_ended(tmp_path: Path, here: Run) -> None:
    work = {"id": "disks", "name": "Disks", "scheduled_for": at("24T20:00")}
    prepare(tmp_path, scheduled_maintenances=[work | {"scheduled_until": at("24T23:00")}])
    assert here("resolve").stdout.startswith("Ended disks in content/status.json.")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["open", "Down", "--eta", "banana"], '--eta: "banana" is not a time; write one like'),
        (["update", "--eta", "tbd"], '"tbd" is not a time; write one like'),
        (["update", "--eta", "unknown"], '; "none" takes the estimate away\n'),
        (["open", "Down", "--eta", "8pm"], '--eta: "8pm" has passed; write "2011-11-25T20:00'),
        (["open", "Down", "--started", "tomorrow 3am"], "which lies in the future"),
        (
            ["open", "Down", "--component", "blog"],
            "--component: 'blog' is no component of the status file; there is community-color.",
        ),
        (
            ["open", "Down", "--instead", "Coupons=coupons.example"],
            '"Our other shop=https://example.com/"',
        ),
        (["open", "Down", "--impact", "huge"], "is not one of 'none', 'minor', 'major'"),
        (["update"], "Say what is new: a message in quotes, --eta, --status, or more."),
        (["update", "shop", "is", "back"], 'Put the message into quotes: "is back".'),
        (["update", "shop", "--until", "3am"], "shop is an incident: it takes --eta, not"),
        (["update", "disks", ""], "Say what is new: a message in quotes, --from, --until."),
        (["update", "disks", "--eta", "3am"], "disks is planned work: it takes a message, --from"),
        (["update", "mail", "News"], "'mail' is no event of content/status.json; there is shop."),
        (["schedule", "Disks", "--from", "3am"], "Missing option '--until'."),
        (
            ["open", "Community", "Color", "is", "offline", "--eta", "3am"],
            'Put NAME into quotes: "Community Color is offline".',
        ),
        (
            ["schedule", "New", "disks", "--from", "Friday 3am", "--until", "4am"],
            'Put NAME into quotes: "New disks".',
        ),
        (["open"], "Missing argument 'NAME'."),
        (["open", "Down", "--component", ""], "'' is no component of the status file; there is"),
        (["update", "shop", "--component", ""], "'' is no component of the status file; there is"),
        (["open", "Down", "--eta", ""], '--eta: "" is not a time; write one like'),
        (["open", "Down", "--started", ""], '--started: "" is not a time; write one like'),
        (["open", "Down", "--next", " "], '--next: "" is not a time; write one like'),
        (["update", "shop", "News of it", "--eta", ""], '--eta: "" is not a time; write one like'),
        (["update", "--next", ""], '--next: "" is not a time; write one like'),
        (["update", "disks", "--from", ""], '--from: "" is not a time; write one like'),
        (["update", "disks", "Late", "--until", ""], '"" is not a time; write one like'),
        (["resolve", "--at", ""], '--at: "" is not a time; write one like'),
        (
            ["schedule", "D", "--from", "Friday 3am", "--until", "4am", "--announce", ""],
            '--announce: "" is not a time; write one like',
        ),
    ],
)
def test_called_wrongly_it_says_what_to_write(
    tmp_path: Path, here: Run, words: list[str], message: str
) -> None:
    work = {"id": "disks", "name": "Disks", "scheduled_for": at("26T20:00")}
    file = prepare(
        tmp_path, components=[COLOR], incidents=[incident()], scheduled_maintenances=[work]
    )
    before = file.read_bytes()
    run = here(*words)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["update", "News"], "Nothing is open in content/status.json: `outage open"),
        (["resolve"], "Nothing is open in content/status.json: `outage open"),
        (
            ["resolve", "shop"],
            'Nothing was changed: "shop" is over already since 2011-11-24T16:00:00-07:00.\n',
        ),
        (["open", " "], 'incidents[0].name: " " says nothing; write what readers should see'),
        (["open", "Down", "--id", "shop"], '"shop" is the id of another event; choose a new one'),
        (["open", "Down", "--id", "a/b"], "cannot be an id"),
    ],
)
def test_what_cannot_be_done_says_why_and_touches_nothing(
    tmp_path: Path, here: Run, words: list[str], message: str
) -> None:
    over = incident(status="resolved", resolved_at=at("24T16:00"))
    file = prepare(tmp_path, incidents=[over])
    before = file.read_bytes()
    run = here(*words)
    assert (run.returncode, run.stdout) == (1, "")
    assert message in run.stderr
    assert file.read_bytes() == before


def test_of_several_open_incidents_one_is_named(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path, incidents=[incident(), incident(id="shop-2"), incident(id="mail")])
    run = here("update", "News of it")
    assert run.returncode == 2
    assert "Which one? Write shop or shop-2 or mail first." in run.stderr
    assert here("update", "ma", "News of it").stdout.startswith("Updated mail in")
    assert here("resolve", "shop").stdout.startswith("Resolved shop in")
    assert "can be" not in here("update", "sho", "News").stderr


@pytest.mark.parametrize(
    "words",
    [
        ["resolve", "shpo"],
        ["resolve", ""],
        ["resolve", " "],
        ["resolve", "", "All is good"],
        ["update", "blog"],
        ["update", "shpo", "News of it"],
    ],
)
def test_a_mistyped_id_is_neither_a_message_nor_the_one_that_is_open(
    tmp_path: Path, here: Run, words: list[str]
) -> None:
    file = prepare(tmp_path, incidents=[incident()])
    before = file.read_bytes()
    run = here(*words)
    assert (run.returncode, run.stdout) == (2, "")
    assert (
        f"{words[1]!r} is no event of content/status.json; there is shop. "
        "A message of one word stands behind the id, one of several in quotes.\n"
    ) in run.stderr
    assert file.read_bytes() == before
    assert here("update", "shop", "Fixed").returncode == 0
    assert json.loads(file.read_text())["incidents"][0]["incident_updates"][0]["body"] == "Fixed"


OVER = incident(
    id="2009-05-01-shop-down",
    started_at="2009-05-01T12:00:00-06:00",
    status="resolved",
    resolved_at="2009-05-01T18:00:00-06:00",
)


@pytest.mark.parametrize("opened", [[], [incident(id="mail")]], ids=["nothing", "another"])
def test_what_is_over_is_opened_again_by_its_whole_id_alone(
    tmp_path: Path, here: Run, opened: list[dict[str, Any]]
) -> None:
    file = prepare(tmp_path, incidents=[*opened, OVER])
    before = file.read_bytes()
    for words in (["update", "shop", "Works again"], ["update", "shop"], ["resolve", "2009"]):
        run = here(*words, *["--status", "monitoring"] * (words[0] == "update"))
        assert run.returncode == 2
        assert (
            "2009-05-01-shop-down is over since 2009-05-01T18:00:00-06:00; "
            f"write the whole id if that is meant{', or mail otherwise' * len(opened)}.\n"
        ) in run.stderr
    assert file.read_bytes() == before
    assert here("update", OVER["id"], "Down again", "--status", "identified").returncode == 0
    assert json.loads(file.read_text())["incidents"][-1]["status"] == "identified"


def test_where_nothing_is_open_what_was_over_last_is_named(tmp_path: Path, here: Run) -> None:
    resolved = incident(status="resolved", resolved_at=at("24T16:00"))
    prepare(
        tmp_path,
        "2011-11-26T05:00:00-07:00",
        incidents=[resolved, OVER],
        scheduled_maintenances=[
            RUNNING | {"id": "old", "scheduled_until": at("26T03:00")},
            RUNNING,
        ],
    )
    for words in (["update", "still on it", "--until", "6am"], ["resolve", "--story"]):
        run = here(*words)
        assert (run.returncode, run.stdout) == (1, "")
        assert run.stderr == (
            'Nothing is open in content/status.json: `outage open "…"` opens an incident; '
            "any other is named by its id: shop is over since 2011-11-24T16:00:00-07:00, "
            "new-disks is over since 2011-11-26T04:00:00-07:00.\n"
        )
    run = here("update", "new-disks", "still on it", "--until", "6am")
    assert run.returncode == 0, run.stderr
    assert "new-disks is planned" in here("update", "still on it").stderr


def test_a_story_of_what_is_over_takes_no_message_and_no_time(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path, incidents=[incident(status="resolved", resolved_at=at("24T16:00"))])
    before = file.read_bytes()
    for words in (["A disk was replaced."], ["--at", "5pm"]):
        run = here("resolve", "shop", *words, "--story")
        assert (run.returncode, run.stdout) == (2, "")
        assert "shop is over already: --story writes its post alone, without a mess" in run.stderr
        assert "`outage update shop` takes a message.\n" in run.stderr
    assert not (tmp_path / "content" / "posts").exists()
    told = json.loads(here("resolve", "shop", "--story", "--json").stdout)
    assert (told["did"], told["id"], told["dry_run"]) == ("told", "shop", False)
    assert (tmp_path / "content" / "posts" / "shop.md").exists()
    assert file.read_bytes() == before


def test_planned_work_is_meant_by_a_piece_of_its_id_while_something_is_down(
    tmp_path: Path, here: Run
) -> None:
    work = {"id": "new-disks", "name": "Disks", "scheduled_for": at("26T20:00")}
    old = work | {"id": "2009-disks", "scheduled_for": at("01T02:00")}
    old["scheduled_until"] = at("01T04:00")
    prepare(tmp_path, incidents=[incident()], scheduled_maintenances=[work, old])
    assert here("update", "disks", "They came.").stdout.startswith("Updated new-disks in ")
    assert here("resolve", "disks").stdout.startswith("Called off new-disks in ")
    told = here("update", "disks", "They broke.").stderr
    assert f"new-disks is over since {NIGHT}, 2009-disks is over since 2011-11-01T04:" in told


def test_a_broken_file_is_explained_and_left_alone(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path)
    file.write_text('{"incidents": [{"name": "x", "impact": "mayor"}]}')
    for words in (["open", "Down"], ["update", "News"], ["resolve"], ["show"], ["open", "--help"]):
        run = here(*words)
        if "--help" in words:
            assert run.returncode == 0
            continue
        assert run.returncode == 1
        assert 'did you mean "major"' in run.stderr
        assert run.stderr.endswith(
            "content/status.json was left as it is. "
            "Mend it first: `outage check` shows what is left to do.\n"
        )
    assert file.read_text() == '{"incidents": [{"name": "x", "impact": "mayor"}]}'


def test_without_the_folder_of_the_status_file_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").touch()
    run = outage("open", "Down", folder=tmp_path)
    assert run.returncode == 1
    assert run.stderr.endswith(
        "There is no content here to put status.json into; go to the folder of the site, "
        "or name its settings file with -s.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["pelicanconf.py"]


def test_the_settings_file_may_be_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "elsewhere").mkdir()
    file = prepare(tmp_path / "site")
    run = outage("open", "Down", "-s", "../site/pelicanconf.py", folder=tmp_path / "elsewhere")
    assert run.returncode == 0, run.stderr
    assert json.loads(file.read_text())["incidents"][0]["name"] == "Down"


def test_all_that_readers_can_be_told_is_taken(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path, components=[COLOR, {"id": "b", "name": "Blog"}])
    words = ["open", "Trouble", "--component", "Blog", "--component", "color", "--works", "Tea"]
    words += ["--instead", "A=https://a.example/?q=1", "--instead", "https://b.example/"]
    words += ["--message", "We know.", "--next", "11pm", "--impact", "minor", "--id", "trouble"]
    run = here(*words)
    assert run.returncode == 0, run.stderr
    (opened,) = json.loads(file.read_text())["incidents"]
    assert opened["components"] == ["b", "community-color"]
    assert opened["alternatives"] == [
        {"name": "A", "url": "https://a.example/?q=1"},
        {"name": "b.example", "url": "https://b.example/"},
    ]
    assert (opened["works"], opened["impact"], opened["id"]) == ("Tea", "minor", "trouble")
    assert opened["incident_updates"][0]["body"] == "We know."
    assert opened["next_update_at"] == "2011-11-24T23:00:00-07:00"


def test_nothing_is_asked_away_from_a_terminal(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path, components=[COLOR])
    run = here("open", "Everything is offline")
    assert run.returncode == 0
    assert "About no component in particular; --component names one of community-color." in (
        run.stderr
    )


@pytest.mark.parametrize(("answer", "expected"), [("color", ["community-color"]), ("", None)])
def test_at_a_terminal_the_component_is_asked_for(
    tmp_path: Path, answer: str, expected: list[str] | None
) -> None:
    file = prepare(tmp_path, components=[COLOR, {"id": "b", "name": "Blog"}])
    here, there = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN % "", "open", "Everything is offline"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PLUGINS)},
            stdin=there,
            stdout=subprocess.PIPE,
            stderr=there,
            text=True,
        )
        os.write(here, f"{answer}\n".encode())
        told, _ = process.communicate(timeout=60)
    finally:
        os.close(here)
        os.close(there)
    assert told.startswith("Opened ")
    (opened,) = json.loads(file.read_text())["incidents"]
    assert opened.get("components") == expected


@pytest.mark.parametrize("words", [["open", "Down"], ["open", "Down", "--json"], ["form"]])
def test_an_edit_that_cannot_be_told_is_made_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    file = prepare(tmp_path)
    monkeypatch.setenv("OUTAGE_FORM", '{"action": "open", "text": "Down"}')
    run = into_a_full_disk(tmp_path, *words)
    assert (run.returncode, run.stderr) == (
        1,
        "Opened 2011-11-24-down in content/status.json.\n"
        "The output could not be written: No space left on device.\n",
    )
    assert json.loads(file.read_text())["incidents"]


@pytest.mark.parametrize("words", [["show"], ["show", "--json"], ["check"], ["--help"], []])
def test_output_that_cannot_be_written_is_one_line(tmp_path: Path, words: list[str]) -> None:
    prepare(tmp_path, incidents=[incident()])
    run = into_a_full_disk(tmp_path, *words)
    assert (run.returncode, run.stderr) == (
        1,
        "The output could not be written: No space left on device.\n",
    )


def test_a_reader_who_stops_early_is_no_fault(tmp_path: Path) -> None:
    prepare(tmp_path, incidents=[incident()])
    read, written = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-c", RUN % "", "show"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdout=written,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(written)
    assert (run.returncode, run.stderr) == (1, "")


def into_a_full_disk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    with Path("/dev/full").open("w") as full:
        return subprocess.run(
            [sys.executable, "-c", RUN % "", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(PLUGINS)},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )


def test_many_at_once_all_land(tmp_path: Path) -> None:
    file = prepare(tmp_path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", RUN % "", "open", f"Number {number}"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PLUGINS)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(4)
    ]
    assert [process.wait() for process in processes] == [0] * 4
    names = {one["name"] for one in json.loads(file.read_text())["incidents"]}
    assert names == {f"Number {number}" for number in range(4)}


def test_a_link_to_the_status_file_stays_one(tmp_path: Path, here: Run) -> None:
    link = prepare(tmp_path)
    (tmp_path / "shared.json").write_text("{}")
    link.symlink_to("../shared.json")
    assert here("open", "Down").returncode == 0
    assert link.is_symlink()
    assert json.loads((tmp_path / "shared.json").read_text())["incidents"]


def test_readers_of_another_language_are_shown_as_they_read_it(tmp_path: Path, here: Run) -> None:
    prepare(tmp_path)
    with (tmp_path / "pelicanconf.py").open("a") as conf:
        conf.write('DEFAULT_LANG = "de"\n')
    run = here("open", "Der Laden ist zu", "--eta", "3am")
    assert "Fr., 25. Nov." in run.stdout, run.stdout


def test_the_sample_of_this_blog_can_be_updated(tmp_path: Path, here: Run) -> None:
    file = prepare(tmp_path)
    sample = (REPOSITORY / "content" / "status.json").read_text("utf-8")
    file.write_text(sample, "utf-8")
    assert here("update", "Still nothing.").returncode == 0
    lines = file.read_text("utf-8").splitlines()
    assert len([line for line in sample.splitlines() if line not in lines]) == 0
