"""`outage form`: any form -> the edit that is meant, or which field to fill in otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from rig.command import outage

NIGHT = "2011-11-24T21:00:00-07:00"
SHOP = {"id": "shop-down", "name": "The shop is offline", "started_at": "2011-11-24T15:00:00-07:00"}
MAIL = {"id": "mail-down", "name": "The mail is offline", "started_at": "2011-11-24T16:00:00-07:00"}
OVER = SHOP | {"id": "2009-site", "started_at": "2009-05-01T12:00:00-06:00"}
OVER |= {"status": "resolved", "resolved_at": "2009-05-01T18:00:00-06:00"}
DISKS = {
    "id": "new-disks",
    "name": "New disks",
    "scheduled_for": "2011-11-26T02:00:00-07:00",
    "scheduled_until": "2011-11-26T04:00:00-07:00",
}


class Blog:
    """A small site at night, whose status file is filled in by forms."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, monkeypatch
        self.file = folder / "content" / "status.json"
        self.file.parent.mkdir()
        settings = f'TIMEZONE = "America/Denver"\nOUTAGE_NOW = "{NIGHT}"\n'
        (folder / "pelicanconf.py").write_text(settings)
        self.tells()

    def tells(self, *incidents: Mapping[str, Any], work: Mapping[str, Any] | None = None) -> None:
        components = [{"id": "shop", "name": "Shop"}, {"id": "mail", "name": "Mail"}]
        document = {
            "components": components,
            "incidents": incidents,
            "scheduled_maintenances": [work] if work else [],
        }
        self.file.write_text(json.dumps(document, indent=2))

    def send(self, form: object, *options: str) -> CompletedProcess[str]:
        self.patch.setenv("OUTAGE_FORM", form if isinstance(form, str) else json.dumps(form))
        return outage("form", *options, folder=self.folder)

    def sent(self, **fields: Any) -> dict[str, Any]:
        """What the file holds after a form that is done."""
        run = self.send({name.strip("_"): value for name, value in fields.items()})
        assert run.returncode == 0, run.stderr
        found: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
        return found


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    return Blog(tmp_path, monkeypatch)


def test_a_form_tells_what_readers_see_and_how_its_times_were_taken(blog: Blog) -> None:
    run = blog.send({"action": "open", "text": "The shop is offline", "until": "3am"})
    assert run.returncode == 0
    assert run.stdout == (
        "Opened 2011-11-24-the-shop-is-offline in content/status.json. Readers see:\n"
        "\n"
        "■ Down: The shop is offline\n"
        "  Not reachable since Thu, Nov 24, 9:00 PM MST."
        " Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "  Updated Thu, Nov 24, 9:00 PM MST.\n"
        "\n"
        "This changes by itself on Fri, Nov 25, 3:00 AM MST.\n"
    )
    assert run.stderr == (
        "until 3am: Fri, Nov 25, 3:00 AM MST (2011-11-25T03:00:00-07:00), in 6 hours.\n"
        'Taken to be about shop; "which" says otherwise.\n'
    )


def test_every_field_of_a_new_incident_counts(blog: Blog) -> None:
    (incident,) = blog.sent(
        action="open",
        text="All is offline",
        from_="8pm",
        until="3am",
        next="11pm",
        which="shop, mail,",
        instead="Coupons=https://coupons.example/?a=1,2",
        works="The blog",
        impact="critical",
        dry_run="false",
    )["incidents"]
    assert incident["started_at"] == "2011-11-24T20:00:00-07:00"
    assert incident["expected_at"] == "2011-11-25T03:00:00-07:00"
    assert incident["next_update_at"] == "2011-11-24T23:00:00-07:00"
    assert incident["components"] == ["shop", "mail"]
    assert incident["alternatives"] == [
        {"name": "Coupons", "url": "https://coupons.example/?a=1,2"}
    ]
    assert (incident["works"], incident["impact"]) == ("The blog", "critical")


@pytest.mark.parametrize("text", ["shop", "shop-down", "--eta=3am", "-h", "none"])
def test_news_of_one_word_is_no_id_and_no_option(blog: Blog, text: str) -> None:
    blog.tells(SHOP)
    (incident,) = blog.sent(action="update", text=text)["incidents"]
    assert incident["incident_updates"][0]["body"] == text


def test_what_works_again_is_watched_and_then_over(blog: Blog) -> None:
    blog.tells(SHOP, MAIL)
    shop, mail = blog.sent(action="watch", which="shop")["incidents"]
    assert (shop["status"], mail.get("status")) == ("monitoring", None)
    shop, mail = blog.sent(action="resolve", which="shop", until="8:30pm")["incidents"]
    assert shop["resolved_at"] == "2011-11-24T20:30:00-07:00"
    assert "resolved_at" not in mail


def test_planned_work_is_announced_moved_and_called_off(blog: Blog) -> None:
    (work,) = blog.sent(action="schedule", text="Disks", from_="Saturday 2am", until="2 hours")[
        "scheduled_maintenances"
    ]
    assert work["scheduled_until"] == "2011-11-26T04:00:00-07:00"
    (work,) = blog.sent(action="update", from_="Sunday 3am", until="6am")["scheduled_maintenances"]
    assert work["scheduled_for"] == "2011-11-27T03:00:00-07:00"
    assert work["scheduled_until"] == "2011-11-27T06:00:00-07:00"
    blog.tells(SHOP, work=DISKS)
    (work,) = blog.sent(action="update", which="disks", until="Saturday 5am")[
        "scheduled_maintenances"
    ]
    assert work["scheduled_until"] == "2011-11-26T05:00:00-07:00"
    run = blog.send({"action": "resolve", "which": "disks", "text": "The disks are late."})
    assert run.stdout.startswith("Called off new-disks")


def test_a_dry_run_writes_nothing(blog: Blog) -> None:
    before = blog.file.read_bytes()
    for yes in (True, "true", "True "):
        run = blog.send({"action": "open", "text": "The shop is offline", "dry_run": yes})
        assert run.stdout.startswith("Nothing is written. Readers would see:\n")
    assert blog.file.read_bytes() == before


def test_a_site_may_name_its_settings(blog: Blog) -> None:
    (blog.folder / "pelicanconf.py").rename(blog.folder / "other.py")
    (blog.folder / "pelicanconf.py").write_text("1 / 0\n")
    blog.tells(SHOP)
    run = blog.send({"action": "resolve", "until": "8pm"}, "--settings", "other.py")
    assert (run.returncode, run.stderr.count("8:00 PM MST")) == (0, 1), run.stderr


REFUSED: list[tuple[object, str]] = [
    ("", "There is no form here; it is JSON like "),
    ("[" * 100_000, "There is no form here; it is JSON like "),
    ([], "There is no form here; it is JSON like "),
    ({}, "action: choose one of open, update, watch, resolve, schedule."),
    ({"action": "close"}, "action: choose one of open, update, watch, resolve, schedule."),
    ({"action": "open", "eta": "3am"}, "eta: no such field; there is action, text, until, "),
    ({"action": "open", "text": 5}, "text: write text in quotes."),
    ({"action": "open", "text": "\ud83d"}, "text: holds half of a character; write it anew."),
    ({"action": "open", "text": " "}, "text: write what is down, in one short sentence."),
    ({"until": "soon"}, 'until: "soon" is not a time; write one like "3am", "in 2 hours", '),
    ({"until": "3"}, 'until: "3" can be AM or PM; write "2011-11-25T03:00-07:00" (Friday 3:00 AM)'),
    ({"from": "--until"}, 'from: "--until" is not a time; '),
    ({"which": "moon"}, "which: 'moon' is no component of the status file; there is shop, mail."),
    ({"which": " , "}, "which: ',' is no component of the status file; there is shop, mail."),
    ({"instead": "there"}, "instead: "),
    ({"impact": "MAJOR"}, "impact: 'MAJOR' is not one of 'none', 'minor', 'major', 'critical'."),
    ({"dry_run": "yes"}, "dry_run: write true or false."),
    ({"dry_run": 1}, "dry_run: write true or false."),
    ({"dry_run": ["true"]}, "dry_run: write true or false."),
    ({"action": "update"}, "action: nothing is open or planned; open is for what is down."),
    (
        {"action": "schedule", "text": "New disks"},
        "from: write when it begins, as in Saturday 2am.",
    ),
    (
        {"action": "schedule", "text": "X", "from": "Friday", "until": "4am", "next": "3am"},
        "next: nothing that this schedule takes; leave it empty.",
    ),
]


@pytest.mark.parametrize(("form", "told"), REFUSED, ids=[told[:40] for _, told in REFUSED])
def test_what_cannot_be_meant_names_the_field(blog: Blog, form: object, told: str) -> None:
    before = blog.file.read_bytes()
    if isinstance(form, dict) and form and "action" not in form:
        form = {"action": "open", "text": "The shop is offline", **form}
    run = blog.send(form)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(told)
    assert blog.file.read_bytes() == before


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"action": "resolve"}, "which: write shop-down or mail-down, or enough of it.\n"),
        (
            {"action": "update", "text": "News", "which": "moon"},
            "which: 'moon' is no incident; write shop-down or mail-down, or enough of it.\n",
        ),
        (
            {"action": "update", "text": "News", "which": "site"},
            "which: 2009-site is over since 2009-05-01T18:00:00-06:00; write the whole id if that "
            "is meant, or shop-down, mail-down otherwise.\n",
        ),
        ({"action": "update", "which": "shop"}, "text: write what is new.\n"),
        (
            {"action": "watch", "which": "disks"},
            "action: new-disks is planned work; choose update or resolve.\n",
        ),
        (
            {"action": "update", "which": "disks", "impact": "minor"},
            "impact: nothing that this update takes; leave it empty.\n",
        ),
    ],
)
def test_which_one_is_meant_has_to_be_clear(
    blog: Blog, fields: Mapping[str, str], told: str
) -> None:
    blog.tells(SHOP, MAIL, OVER, work=DISKS)
    run = blog.send(fields)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", told)


def test_an_end_before_the_start_is_told_of_its_field(blog: Blog) -> None:
    blog.tells(SHOP)
    run = blog.send({"action": "resolve", "until": "2pm"})
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "until: 2011-11-24T14:00:00-07:00 is before the start, 2011-11-24T15:00:00-07:00; "
        "write one after it\n"
    )


def test_a_status_file_with_faults_is_left_and_they_are_told(blog: Blog) -> None:
    blog.tells({"name": 5})
    for action in ("open", "resolve"):
        run = blog.send({"action": action, "text": "The shop is offline"})
        assert run.returncode == 1
        assert "incidents[0].name: 5 is a number; write text in quotes" in run.stderr
        assert "content/status.json was left as it is." in run.stderr
