"""The door: help, documentation, completion; and `outage check`."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest
from click.testing import CliRunner
from outage_banner.cli import COMMANDS, help_text
from outage_banner.cli.group import outage as group
from rig.command import RUN, outage
from rig.pelican import PLUGINS, REPOSITORY

INCIDENT = {
    "name": "The shop is offline",
    "started_at": "2011-11-24T15:00:00-07:00",
    "expected_at": "2011-11-25T03:00:00-07:00",
}
NIGHT = "2011-11-24T21:00:00-07:00"


def test_check_says_ok_and_what_readers_are_told(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('TIMEZONE = "America/Denver"\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "status.json").write_text(json.dumps({"incidents": [INCIDENT]}))
    run = outage("check", "--at", NIGHT, folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        "ok: content/status.json\n"
        "\n"
        "■ Down: The shop is offline\n"
        "  Not reachable since Thu, Nov 24, 3:00 PM MST."
        " Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "  Updated Thu, Nov 24, 3:00 PM MST.\n"
        "\n"
        "This changes by itself on Fri, Nov 25, 3:00 AM MST.\n"
    )


def test_check_names_each_open_incident_and_no_other(tmp_path: Path) -> None:
    incidents = [INCIDENT | {"name": name, "id": name} for name in ("One", "Two", "Three")]
    incidents[2] |= {"status": "resolved", "resolved_at": "2011-11-24T16:00:00-07:00"}
    incidents[2].pop("expected_at")
    (tmp_path / "s.json").write_text(json.dumps({"incidents": incidents}))
    run = outage("check", "s.json", "--at", "2011-12-24T21:00:00Z", folder=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert ("One" in run.stdout, "Two" in run.stdout, "Three" in run.stdout) == (True, True, False)


def test_check_says_so_when_all_is_well(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("{}")
    run = outage("check", "s.json", folder=tmp_path)
    assert run.stdout == "ok: s.json\n\nAll is well: readers are shown no notice.\n"


def test_check_names_every_problem_and_exits_with_1(tmp_path: Path) -> None:
    text = json.dumps({"incidents": [INCIDENT | {"impact": "mayor", "started_at": "2011-11-24"}]})
    (tmp_path / "s.json").write_text(text)
    (tmp_path / "pelicanconf.py").write_text('TIMEZONE = "America/Denver"\n')
    run = outage("check", "s.json", folder=tmp_path)
    assert run.returncode == 1
    assert run.stdout.count(": error: ") == 2
    assert run.stdout.count(": warning: ") == 1
    assert "2011-11-24T00:00:00-07:00" in run.stdout
    assert '"major"' in run.stdout
    assert run.stderr == "2 errors: nothing can be told to readers.\n"


def test_check_without_a_status_file_says_that_there_is_no_notice(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").touch()
    run = outage("check", folder=tmp_path)
    assert (run.returncode, run.stdout) == (
        0,
        "ok: there is no content/status.json, so the site shows no notice.\n",
    )


@pytest.mark.parametrize("target", ["nowhere.json", "status.json"], ids=["to nothing", "to itself"])
@pytest.mark.parametrize("name", ["check", "show"])
def test_a_link_that_leads_nowhere_is_no_all_clear(tmp_path: Path, name: str, target: str) -> None:
    (tmp_path / "pelicanconf.py").touch()
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "status.json").symlink_to(target)
    run = outage(name, folder=tmp_path)
    assert (run.returncode, "All is well" in run.stdout) == (1, False)
    assert "content/status.json: error: " in run.stdout + run.stderr


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may enter every folder; as somebody else the same process may not."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize(
    "words", [["check"], ["show"], ["open", "Down"], ["open", "Down", "--dry-run"]]
)
def test_a_folder_that_may_not_be_entered_is_told(
    monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    # Not in `tmp_path`, whose own folder only its owner may enter.
    with TemporaryDirectory() as folder:
        Path(folder, "pelicanconf.py").touch()
        content = Path(folder, "content")
        content.mkdir()
        Path(folder).chmod(0o755)
        monkeypatch.chdir(folder)
        # Once as who may: Python itself may lie where nobody else is let in.
        assert CliRunner().invoke(group, words).exit_code == 0
        content.chmod(0)
        with without_privileges():
            run = CliRunner().invoke(group, words)
        content.chmod(0o755)
        monkeypatch.undo()
    assert run.exit_code == 1
    assert "content/status.json: error: may not be read by this user" in run.output


@pytest.mark.parametrize("has_content", [True, False])
@pytest.mark.parametrize("words", [["check"], ["show"], ["open", "Down"], ["resolve"]])
def test_away_from_the_site_there_is_no_all_clear_and_no_edit(
    tmp_path: Path, words: list[str], has_content: bool
) -> None:
    if has_content:
        (tmp_path / "content").mkdir()
    run = outage(*words, folder=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "There is no content/status.json here, nor a pelicanconf.py; go to the folder of the "
        "site, or name its settings file with -s.\n"
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["content"] * has_content


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("OUTAGE_PATH = ''", "OUTAGE_PATH is ''; write a path below the site such as \"status\""),
        ("SITENAME = ", "pelicanconf.py cannot be run: SyntaxError: invalid syntax"),
    ],
)
def test_a_wrong_setting_is_one_line_without_a_traceback(
    tmp_path: Path, conf: str, message: str
) -> None:
    (tmp_path / "pelicanconf.py").write_text(conf)
    run = outage("check", folder=tmp_path)
    assert run.returncode == 1
    assert run.stderr.startswith(message)
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("time", ["tonight", "2011-11-24T21:00"])
def test_called_wrongly_it_exits_with_2(tmp_path: Path, time: str) -> None:
    run = outage("check", "--at", time, folder=tmp_path)
    assert run.returncode == 2
    assert "write it as 2011-11-24T21:00:00-07:00" in run.stderr


def test_a_terminal_without_the_shapes_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps({"incidents": [INCIDENT]}))
    run = outage("check", "s.json", "--at", NIGHT, folder=tmp_path, encoding="latin-1")
    assert run.returncode == 0
    assert "? Down: The shop is offline" in run.stdout


def test_the_command_never_loads_pelican(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("{}")
    assert "loaded" not in outage("check", "s.json", folder=tmp_path).stdout


def test_help_loads_nothing_heavy_and_shows_examples(tmp_path: Path) -> None:
    run = outage("check", "--help", folder=tmp_path, lazy="pelican pydantic")
    assert "loaded" not in run.stdout
    assert "outage check --site output" in run.stdout


def test_the_sample_of_this_blog_tells_the_story_of_thanksgiving_night() -> None:
    run = outage("check", "--at", NIGHT, folder=REPOSITORY)
    assert run.returncode == 0
    assert "■ Down: The Community Color sites are offline" in run.stdout
    assert "Expected back by Fri, Nov 25, 3:00 AM MST." in run.stdout


def help_of(name: str) -> str:
    return CliRunner().invoke(group, [name, "--help"], prog_name="outage").output


def examples(name: str) -> list[str]:
    """The command lines that a command's help shows."""
    _, _, shown = help_of(name).partition("Examples:\n")
    return [line.strip() for line in shown.split("\n\n")[0].splitlines()]


every_command = pytest.mark.parametrize("name", COMMANDS)


@every_command
def test_every_command_is_explained_with_an_example_and_in_the_readme(name: str) -> None:
    assert all(f"outage {name}" in line for line in examples(name))
    assert examples(name)
    assert f"outage {name}" in README
    assert f"  {name} " in help_text()


NAMED = {
    "components": [{"id": "community-color", "name": "Community Color"}],
    "incidents": [
        {
            "id": "shop",
            "name": "The shop is offline",
            "started_at": "2011-11-23T15:00:00-07:00",
            "components": ["community-color"],
        }
    ],
    "scheduled_maintenances": [
        {
            "id": "new-disks",
            "name": "New disks",
            "scheduled_for": "2011-11-26T02:00:00-07:00",
            "scheduled_until": "2011-11-26T04:00:00-07:00",
        }
    ],
}


README = (REPOSITORY / "README.md").read_text("utf-8")
IN_HELP = [line for name in COMMANDS for line in examples(name) if line.startswith("outage ")]
IN_README = re.findall(r"^\.venv/bin/(outage .*)$", README, re.MULTILINE)


def test_the_readme_shows_how_to_announce_an_outage() -> None:
    assert IN_README[0].startswith("outage open ")
    assert len(IN_README) >= 6


@pytest.mark.parametrize(
    "line",
    # `outage stamp` and `outage publish` want a built site, `outage import` a network; their own
    # tests run them.
    [
        line
        for line in (*IN_HELP, *IN_README)
        if not line.startswith(("outage stamp", "outage publish", "outage import https:"))
    ],
)
def test_every_example_works(tmp_path: Path, line: str) -> None:
    conf = f'TIMEZONE = "America/Denver"\nOUTAGE_NOW = "{NIGHT}"\n'
    (tmp_path / "pelicanconf.py").write_text(conf)
    (tmp_path / "publishconf.py").write_text(f'{conf}SITEURL = "https://blog.example"\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "status.json").write_text(json.dumps(NAMED))
    (tmp_path / "summary.json").write_text(json.dumps({"page": {}, **NAMED}))
    (tmp_path / "output").mkdir()
    slot = "<outage-banner hidden></outage-banner>"
    (tmp_path / "output" / "index.html").write_text(f"<!DOCTYPE html><body>{slot}<p>x")
    command = re.split(r"[#|>]", line)[0]
    run = outage(*shlex.split(command)[1:], folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout


def test_the_first_help_is_the_same_through_every_door(tmp_path: Path) -> None:
    quick = outage("--help", folder=tmp_path, lazy="pelican pydantic")
    assert (quick.returncode, quick.stdout) == (0, help_text() + "\n")
    assert outage(folder=tmp_path).returncode == 2
    assert CliRunner().invoke(group, ["--help"]).output == help_text() + "\n"
    assert max(map(len, help_text().splitlines())) <= 100


def test_the_first_help_loads_no_click(tmp_path: Path) -> None:
    script = "import sys; from outage_banner.cli import main\n"
    script += "try:\n    main()\nfinally:\n    print('click' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script, "--help"],
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.endswith("False\n")


def test_a_command_that_is_none_is_answered_with_the_nearest(tmp_path: Path) -> None:
    run = outage("opne", folder=tmp_path)
    assert run.returncode == 2
    assert run.stderr.endswith("Error: 'opne' is no command; did you mean open?\n")
    assert "there is open, update" in outage("xyz", folder=tmp_path).stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion(tmp_path: Path, shell: str) -> None:
    run = outage("completion", shell, folder=tmp_path)
    assert run.returncode == 0
    assert f"_OUTAGE_COMPLETE={shell}_complete" in run.stdout


def test_bash_completes_commands_options_and_words(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "status.json").write_text(json.dumps(NAMED))
    door = tmp_path / "outage"
    door.write_text(f"#!{sys.executable}\n{RUN % ''}")
    door.chmod(0o755)
    script = dedent(
        """
        eval "$(outage completion bash)"
        for line in "outage re" "outage open --im" "outage open --impact cri" \
            "outage resolve sh" "outage open --component com" "outage update xyz"; do
            COMP_WORDS=($line) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMPREPLY=()
            _outage_completion outage
            echo "${COMPREPLY[@]}"
        done
        """
    )
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(PLUGINS),
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [
        *("resolve", "--impact", "critical", "shop", "community-color")
    ], run.stderr
    assert not re.search("Traceback", run.stderr)
