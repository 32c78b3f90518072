"""The workflows of GitHub: what they may do, and what comes of their steps."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from outage_banner.cli.fields import DRY_RUN, FIELDS, OPTIONS, USUAL
from outage_banner.cli.open import IMPACTS
from rig.github import TOKEN, GitHub, github
from rig.pelican import REPOSITORY
from rig.server import Files, serving
from rig.workflow import FOLDER, Clone, Ran, cloned, git, origin, workflow

NAMES = ("outage", "probe", "publish", "test")
STATUS = "content/status.json"
NIGHT = "2011-11-24T21:00:00-07:00"
WRITES = {
    ("outage", "edit"): {"contents"},
    ("outage", "publish"): {"pages", "id-token"},
    ("probe", "apply"): {"contents"},
    ("probe", "suggest"): {"issues"},
    ("probe", "publish"): {"pages", "id-token"},
    ("publish", "deploy"): {"pages", "id-token"},
}
"""All that any job may change."""
HOSTILE = [
    "$(touch pwned) `touch pwned` ; touch pwned # && touch pwned",
    "--help",
    "-s /etc/passwd",
    "'\"\\ ${{ github.token }} ${HOME} $((1/0)) %0A::error::no",
    "::set-output name=commit::evil",
    "##[error]no ::stop-commands::x",
    "```\n::error::no\n````\n# No <b>no</b>",
    "🙈 é ‮ ا",
    "long " * 2_000,
]

every_workflow = pytest.mark.parametrize("name", NAMES)
jobs = [(name, job, text) for name in NAMES for job, text in workflow(name)["jobs"].items()]
every_job = pytest.mark.parametrize(
    ("name", "job", "text"), jobs, ids=[f"{name}-{job}" for name, job, _ in jobs]
)


def test_these_are_all_there_are() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.yml" for name in NAMES}


def test_every_action_is_pinned_by_its_commit_and_each_to_one() -> None:
    lines = [
        line.strip().removeprefix("- ")
        for name in NAMES
        for line in (FOLDER / f"{name}.yml").read_text("utf-8").splitlines()
        if "uses: " in line and "uses: ./" not in line
    ]
    pinned = [
        re.fullmatch(r"uses: ([\w/-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", one) for one in lines
    ]
    assert all(pinned)
    pins = {(one[1], one[2]) for one in pinned if one}
    assert len(pins) == len({action for action, _ in pins}) == 5


@every_workflow
def test_a_workflow_may_do_nothing_of_itself(name: str) -> None:
    assert workflow(name)["permissions"] == {}


@every_job
def test_a_job_may_write_only_what_it_is_for(name: str, job: str, text: dict[str, Any]) -> None:
    granted = {what for what, how in text["permissions"].items() if how == "write"}
    assert granted == WRITES.get((name, job), set())


@every_job
def test_a_job_keeps_the_right_to_push_only_where_it_pushes(
    name: str, job: str, text: dict[str, Any]
) -> None:
    for step in text.get("steps", []):
        if "actions/checkout" in step.get("uses", ""):
            is_pushing = text["permissions"]["contents"] == "write"
            assert step["with"]["persist-credentials"] is is_pushing


@every_job
def test_no_text_of_anybody_gets_into_a_shell(name: str, job: str, text: dict[str, Any]) -> None:
    for step in text.get("steps", []):
        assert "${{" not in step.get("run", "")
        assert "\n" not in step.get("run", "")


@every_job
def test_a_job_that_hangs_is_ended(name: str, job: str, text: dict[str, Any]) -> None:
    assert "uses" in text or text["timeout-minutes"] <= 90


@every_workflow
def test_nothing_is_scheduled_for_the_full_hour_when_everybody_is(name: str) -> None:
    for one in workflow(name)["on"].get("schedule", []):
        assert all(int(minute) % 5 for minute in one["cron"].split()[0].split(","))


def test_one_site_is_published_at_a_time_and_none_half() -> None:
    assert workflow("publish")["concurrency"] == {"group": "publish", "cancel-in-progress": False}


def test_no_edit_waits_where_a_newer_one_would_drop_it() -> None:
    assert "github.run_id" in workflow("outage")["concurrency"]["group"]


def test_the_form_has_the_fields_that_are_read_and_few_enough_for_any_github() -> None:
    inputs = workflow("outage")["on"]["workflow_dispatch"]["inputs"]
    assert set(inputs) == {*FIELDS, DRY_RUN}
    assert len(inputs) <= 10
    assert inputs["action"]["options"] == list(OPTIONS)
    assert inputs["impact"]["options"] == [USUAL, *IMPACTS]
    assert inputs[DRY_RUN]["type"] == "boolean"


# --- the steps, run


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This blog as others would clone it."""
    return origin(tmp_path_factory.mktemp("published"))


@pytest.fixture
def clone(tmp_path: Path, published: Path) -> Clone:
    """A fresh checkout, of which nothing is down, pushed to where nobody else pushes."""
    bare = tmp_path / "origin.git"
    git("clone", "--quiet", "--bare", str(published), str(bare), folder=tmp_path)
    found = cloned(bare, tmp_path / "clone0", {})
    found.write(STATUS, json.dumps({"components": [{"id": "shop", "name": "Shop"}]}, indent=2))
    return found


def send(clone: Clone, action: str, text: str = "", **fields: Any) -> Ran:
    """Fills in the form, all of whose fields GitHub sends, and runs it."""
    inputs = dict.fromkeys(FIELDS, "") | {"impact": USUAL, DRY_RUN: False}
    inputs |= {"action": action, "text": text} | {
        one.strip("_"): what for one, what in fields.items()
    }
    return clone.run("outage", "edit", toJSON_inputs=json.dumps(inputs, indent=2))


def incidents(clone: Clone) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(clone.pushed(STATUS)).get("incidents", [])
    return found


def test_the_form_opens_an_incident_pushes_it_and_shows_what_readers_see(clone: Clone) -> None:
    ran = send(
        clone, "open", "The shop is offline", until="in 2 hours", instead="A=https://a.example/"
    )
    assert ran.code == 0, ran.log
    (incident,) = incidents(clone)
    assert incident["name"] == "The shop is offline"
    assert incident["components"] == ["shop"]
    assert ran.outputs == {"commit": clone.git("rev-parse", "origin/main")}
    assert "■ Down: The shop is offline" in ran.summary
    assert "until in 2 hours: " in ran.summary
    assert ran.commands == []
    assert clone.git("show", "--name-only", "--format=%an%n%s") == (
        f"github-actions[bot]\nTell readers what the form says\n\n{STATUS}"
    )


def test_the_form_leads_from_the_first_word_to_the_all_clear(clone: Clone) -> None:
    told = [
        send(clone, "open", "The shop is offline"),
        send(clone, "update", "Shop", until="tomorrow 9:00", impact="critical"),
        send(clone, "watch", "A disk was replaced."),
        send(clone, "resolve", "Over"),
        send(clone, "schedule", "New disks", from_="in 2 days", until="3 hours", which="shop"),
    ]
    assert [ran.code for ran in told] == [0] * 5, [ran.log for ran in told]
    assert "✓ Back: " in told[-1].summary
    assert "◆ Planned: New disks" in told[-1].summary
    (incident,) = incidents(clone)
    assert incident["impact"] == "critical"
    said = [one["body"] for one in incident["incident_updates"]]
    assert said == ["Over", "A disk was replaced.", "Shop"]
    moved = send(clone, "update", "The disks are late.", which="new-disks", until="in 3 days")
    assert moved.code == 0, moved.log


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
def test_any_text_is_only_a_text(clone: Clone, tmp_path: Path, text: str) -> None:
    ran = send(clone, "open", text)
    assert ran.code == 0, ran.log
    assert incidents(clone)[0]["name"] == text.strip()
    assert ran.commands == []
    refused = send(clone, "update", text, until=text)
    assert refused.code
    assert len(refused.errors) == len(refused.commands) == 1
    assert not list(tmp_path.rglob("pwned"))


def test_what_cannot_be_meant_is_refused_on_the_page_of_the_run(clone: Clone) -> None:
    before = clone.git("rev-parse", "HEAD")
    ran = send(clone, "open", "The shop is offline", until="soon")
    assert ran.code
    (error,) = ran.errors
    assert error.startswith('until: "soon" is not a time; write one like "3am", "in 2 hours"')
    assert error in ran.summary
    assert ran.outputs == {}
    assert clone.git("ls-remote", "origin", "main").startswith(before)


def test_a_dry_run_shows_and_pushes_nothing(clone: Clone) -> None:
    ran = send(clone, "open", "The shop is offline", dry_run=True)
    assert (ran.code, ran.outputs, incidents(clone)) == (0, {}, [])
    assert "Nothing is written. Readers would see:" in ran.summary
    assert clone.git("status", "--porcelain") == ""


def test_what_was_pushed_meanwhile_is_kept(clone: Clone) -> None:
    late = clone.another()
    assert send(clone, "open", "The shop is offline").code == 0
    ran = send(late, "open", "The mail is offline")
    assert ran.code == 0, ran.log
    assert {one["name"] for one in incidents(late)} == {
        "The shop is offline",
        "The mail is offline",
    }
    assert ran.summary.count("■ Down: The mail is offline") == 1
    assert "■ Down: The shop is offline" in ran.summary


def test_forms_that_are_sent_at_the_same_time_are_all_done(clone: Clone) -> None:
    clones = [clone, clone.another(), clone.another().another()]
    with ThreadPoolExecutor() as pool:
        ran = list(pool.map(lambda one: send(one, "open", f"{one.folder.name} is down"), clones))
    assert [one.code for one in ran] == [0, 0, 0], [one.log for one in ran]
    assert {one["name"] for one in incidents(clone)} == {
        f"{one.folder.name} is down" for one in clones
    }


def test_a_branch_that_is_protected_is_told_and_nothing_is_half_done(clone: Clone) -> None:
    hook = clone.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho '::error::protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    ran = send(clone, "open", "The shop is offline")
    assert ran.code
    assert ran.errors[0].startswith("origin refused the edit: ")
    assert "protected" in ran.errors[0]
    assert len(ran.commands) == 1
    assert "Readers see" not in ran.summary
    assert ran.outputs == {}
    assert clone.git("status", "--porcelain", "--branch") == "## main...origin/main"


def test_what_somebody_has_not_committed_is_left(clone: Clone) -> None:
    (clone.folder / "content" / "new.md").write_text("Title: New\n")
    ran = send(clone, "open", "The shop is offline")
    assert ran.errors == [
        "There are changes that are not committed; commit them, or take them back."
    ]
    assert (clone.folder / "content" / "new.md").exists()


def build(clone: Clone, address: str = "https://blog.example", urgent: str = "") -> Ran:
    """Builds the site as for GitHub Pages; a push says nothing of urgency."""
    values = {"vars_SITEURL_steps_pages_outputs_base_url": address, "inputs_urgent": urgent}
    return clone.run("publish", "build", inputs_fewer="", **values)


def test_a_site_is_built_for_the_address_that_pages_gives_it(clone: Clone) -> None:
    send(clone, "open", "The shop is offline")
    address = "https://me.github.example/blog/"
    ran = build(clone, address)
    assert ran.code == 0, ran.log
    home = (clone.folder / "output" / "index.html").read_text("utf-8")
    assert "The shop is offline" in home
    assert f'<link rel="canonical" href="{address}"' in home


def test_a_notice_goes_out_although_a_post_has_a_fault_of_its_own(clone: Clone) -> None:
    post = "Title: New\nDate: 2011-11-24\nSummary: New.\n\nSee [it](/nowhere/) and {name}.\n"
    clone.write("content/posts/new.md", post.replace("{name}", "[that]({filename}gone.md)"))
    send(clone, "open", "The shop is offline")
    refused = build(clone)
    assert refused.code
    page = "output.new/posts/new/index.html"
    for link in ("/nowhere/", "{filename}gone.md"):
        assert re.search(rf'{page}:\d+: error: "{link}" leads nowhere', refused.log), refused.log
    assert (clone.folder / page).exists()
    for job in ("outage", "probe"):
        assert workflow(job)["jobs"]["publish"]["with"] == {"urgent": True}
    ran = build(clone, urgent="true")
    assert ran.code == 0, ran.log
    assert "The shop is offline" in (clone.folder / "output" / "index.html").read_text("utf-8")


def test_a_site_elsewhere_is_sent_there_with_a_secret_that_is_not_kept(
    clone: Clone, tmp_path: Path
) -> None:
    send(clone, "open", "The shop is offline")
    public = tmp_path / "public"
    public.mkdir()
    with serving(public) as url:
        ran = clone.run(
            "publish",
            "send",
            vars_SITEURL=url,
            inputs_urgent="true",
            inputs_fewer="true",
            vars_OUTAGE_PUBLISH_TO="myhost:",
            secrets_RCLONE_CONF=f"[myhost]\ntype = alias\nremote = {public}",
        )
    assert ran.code == 0, ran.log
    assert "The shop is offline" in (public / "index.html").read_text("utf-8")
    assert not list(clone.folder.rglob("rclone.conf*"))
    assert "alias" not in ran.log


def test_a_site_elsewhere_has_to_know_its_address(clone: Clone) -> None:
    ran = clone.run(
        "publish",
        "send",
        vars_SITEURL="",
        inputs_urgent="",
        inputs_fewer="",
        vars_OUTAGE_PUBLISH_TO="x:",
        secrets_RCLONE_CONF="",
    )
    assert ran.code
    assert "Set the variable SITEURL, as in https://your.example" in ran.log


def test_a_hole_in_a_workflow_is_found(clone: Clone) -> None:
    path = clone.folder / ".github" / "workflows" / "outage.yml"
    path.write_text(
        path.read_text("utf-8").replace("ci-form", "ci-form X=${{ inputs.txt }}"), "utf-8"
    )
    run = subprocess.run(
        [sys.executable, "-m", "tools.linted"],
        cwd=clone.folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert "template-injection" in run.stderr
    assert 'property "txt" is not defined' in run.stderr


# --- the probe


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with github() as found:
        yield found


@pytest.fixture
def probed(clone: Clone, hub: GitHub) -> Callable[..., Ran]:
    """`probed(edits, verdict)`: what becomes of a probe that found just that."""

    def run(edits: list[str], verdict: str = "down", token: str = TOKEN) -> Ran:
        found = {
            "components": [
                {"id": "shop", "verdict": verdict, "reason": "::error::no", "seconds": 1.0}
            ],
            "edits": [{"command": one, "made": False} for one in edits],
        }
        clone.environment = {**hub.environment, "GITHUB_TOKEN": token}
        (clone.folder / ".venv" / "bin" / "outage").write_text(
            f"#!/bin/sh\ncat <<'END'\n{json.dumps(found)}\nEND\nexit 1\n"
        )
        return clone.run("probe", "suggest", github_token=token)

    return run


def test_a_suggestion_is_one_issue_until_it_is_done(
    hub: GitHub, probed: Callable[..., Ran]
) -> None:
    first, second = "outage open 'The shop is not reachable'", "outage update shop --impact major"
    assert probed([first]).code == 0
    (issue,) = hub.opened
    assert first in issue["body"]
    assert "https://github.example/me/blog/actions/workflows/outage.yml" in issue["body"]
    probed([first])
    assert len(hub.writes) == 1
    probed([second])
    assert second in hub.opened[0]["body"]
    assert [number for number, _ in hub.comments] == [1]
    probed([], verdict="unknown")
    assert len(hub.opened) == 1
    probed([], verdict="up")
    assert hub.opened == []
    probed([first])
    assert [one["number"] for one in hub.opened] == [2]


def test_an_issue_of_a_stranger_is_left_alone(hub: GitHub, probed: Callable[..., Ran]) -> None:
    probed(["outage open X"])
    title, body = hub.issues[0]["title"], hub.issues[0]["body"]
    hub.issues.clear()
    hub.add(title, body, by="User")
    for number in range(150):
        hub.add(f"Another, {number}", "", by="User")
    probed(["outage open X"])
    probed([], verdict="up")
    assert hub.issues[0]["state"] == "open"
    assert hub.issues[-1]["state"] == "closed"
    assert len(hub.issues) == 152


def test_an_issue_of_many_is_found(hub: GitHub, probed: Callable[..., Ran]) -> None:
    probed(["outage open X"])
    for number in range(250):
        hub.add(f"Another, {number}", "", by="User")
    probed([], verdict="up")
    assert hub.issues[0]["state"] == "closed"


def test_an_issue_that_may_not_be_written_is_told(hub: GitHub, probed: Callable[..., Ran]) -> None:
    ran = probed(["outage open X"], token="wrong")
    assert ran.code
    assert ran.errors == [
        'GitHub answered 403 to GET issues: {"message": "Resource not accessible by integration"}'
    ]
    assert "outage open X" in ran.summary


def test_a_status_file_with_faults_is_told(clone: Clone, hub: GitHub) -> None:
    clone.environment = hub.environment
    clone.write(STATUS, "{")
    ran = clone.run("probe", "suggest", github_token=TOKEN)
    assert ran.code
    assert "content/status.json" in ran.errors[0]
    assert hub.issues == []


def test_without_an_address_nothing_is_asked(clone: Clone, hub: GitHub) -> None:
    clone.environment = hub.environment
    ran = clone.run("probe", "suggest", github_token=TOKEN)
    assert ran.code == 0, ran.log
    assert "Nothing was asked: no component has a url." in ran.summary
    assert hub.issues == []


def test_a_site_that_is_down_is_suggested_or_applied_and_its_return_as_well(
    clone: Clone, hub: GitHub, tmp_path: Path
) -> None:
    codes = [503]

    def give(request: Files) -> None:
        request.answer(b"", codes[0])

    clone.environment = {**hub.environment, "MORE": "--pause 0.02"}
    with serving(tmp_path, answers={"/shop": give}) as url:
        component = {"id": "shop", "name": "Shop", "url": f"{url}/shop"}
        clone.write(STATUS, json.dumps({"components": [component]}, indent=2))
        assert clone.run("probe", "suggest", github_token=TOKEN).code == 0
        assert "outage open 'Shop is not reachable' --component shop" in hub.opened[0]["body"]
        ran = clone.run("probe", "apply")
        assert ran.outputs == {"commit": clone.git("rev-parse", "origin/main")}, ran.log
        assert [one["name"] for one in incidents(clone)] == ["Shop is not reachable"]
        codes[0] = 200
        assert clone.run("probe", "apply").code == 0
        assert incidents(clone)[0]["status"] == "resolved"
        assert clone.run("probe", "apply").outputs == {}
        assert clone.run("probe", "suggest", github_token=TOKEN).code == 0
    assert hub.opened == []


def test_the_tests_are_those_of_any_machine() -> None:
    (run,) = [step["run"] for step in workflow("test")["jobs"]["test"]["steps"] if "run" in step]
    assert (REPOSITORY / run).is_file()
