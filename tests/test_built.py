"""What keeps `make site` from building is told in lines that name the place, not in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rig.pelican import POST, REPOSITORY, write_site

MISSING, WARNED = 1, 2
LINK = "Title: A link\nDate: 2011-11-24\n\n[Away]({filename}nothing.md)\n"


def built(
    directory: Path, content: dict[str, str], more: str = "", fatal: str = "warnings"
) -> tuple[int, str]:
    """The exit code, and all that was said; `more` is added to the settings file."""
    conf = write_site(directory, content, {"OUTAGE_NOW": "2011-11-24T21:00:00-07:00"})
    with conf.open("a", encoding="utf-8") as file:
        file.write(more)
    done = subprocess.run(
        [sys.executable, "-m", "tools.built", "--fatal", fatal, "-s", conf.name, "-o", "output"],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_a_site_without_faults_is_built(tmp_path: Path) -> None:
    assert built(tmp_path, {"post.md": POST}) == (0, "")
    assert (tmp_path / "output" / "index.html").is_file()


@pytest.mark.parametrize(("fatal", "code"), [("warnings", WARNED), ("errors", 0)])
def test_what_pelican_only_warned_of_is_told_of_a_whole_site(
    tmp_path: Path, fatal: str, code: int
) -> None:
    found, said = built(tmp_path, {"post.md": POST, "link.md": LINK}, fatal=fatal)
    assert (found, said.splitlines()) == (
        code,
        ["Unable to find 'nothing.md', skipping url replacement."],
    )
    assert (tmp_path / "output" / "index.html").is_file()


def test_each_post_that_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    content = {
        "post.md": POST,
        "date.md": "Title: A date\nDate: yesterday evening\n\nWords.\n",
        "title.md": "Date: 2011-11-24\n\nWords.\n",
    }
    code, said = built(tmp_path, content, fatal="errors")
    assert code == MISSING
    assert "date.md: 'yesterday evening' is not a valid date\n" in said
    assert "title.md: could not find information about 'title'\n" in said


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("<p>\n{{ nothing.at_all }}", "theme/templates/index.html:2: UndefinedError: 'nothing' is"),
        ("<p>\n\n{% if %}", "theme/templates/index.html:3: TemplateSyntaxError: Expected an exp"),
    ],
)
def test_a_fault_in_a_template_is_told_with_its_line(
    tmp_path: Path, template: str, told: str
) -> None:
    templates = tmp_path / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "index.html").write_text(template, "utf-8")
    code, said = built(tmp_path, {"post.md": POST}, 'THEME = "theme"\n')
    assert code == MISSING
    assert told in said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("SITENAME = (", "SyntaxError: '(' was never closed (pelicanconf.py, line "),
        ("SITENAME = 1 / 0", ": ZeroDivisionError: division by zero"),
        ("OUTAGE_PTH = 'status'", "OUTAGE_PTH is no setting; did you mean OUTAGE_PATH?"),
        ("THEME = 'thme'", "ValueError: Could not find the theme thme"),
    ],
)
def test_a_fault_in_the_settings_is_told_in_a_line(tmp_path: Path, line: str, told: str) -> None:
    code, said = built(tmp_path, {"post.md": POST}, line + "\n")
    assert code == MISSING
    assert told in said
    assert said.count("\n") == 1


def test_a_broken_status_file_is_told_of_as_the_command_tells_it(tmp_path: Path) -> None:
    content = {"post.md": POST, "status.json": '{"incidents": [{"name": 3}]}'}
    code, said = built(tmp_path, content, "SITEURL = 'https://me.example'\n")
    assert code == MISSING
    assert "status.json:1:25: error: incidents[0].name: 3 is a number; write text in qu" in said
