"""The workflows of GitHub -> their steps, run as the runner runs them, in a clone of this blog."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .pelican import REPOSITORY

FOLDER = REPOSITORY / ".github" / "workflows"
LEFT_OUT = (".git", ".venv", "output*", ".*_cache", ".hypothesis", "__pycache__", "tests")
COMMAND = "from outage_banner.cli import main; main()"


def workflow(name: str) -> dict[str, Any]:
    """A workflow's document. YAML takes its key `on` for "yes"."""
    document: dict[Any, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return {"on": document.pop(True), **document}


@dataclass(frozen=True)
class Ran:
    """What came of the steps of a job: the last one's exit code, all they said and left."""

    code: int
    log: str
    summary: str
    outputs: Mapping[str, str]

    @property
    def commands(self) -> list[str]:
        """The lines of the log that the runner takes for commands."""
        return list(_commands(self.log))

    @property
    def errors(self) -> list[str]:
        """What the page of the run shows as errors."""
        found = [re.fullmatch(r"::error[^:]*::(.*)", line) for line in self.commands]
        texts = [one[1] for one in found if one]
        return [
            text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") for text in texts
        ]


def _commands(log: str) -> Iterator[str]:
    stopped_by = ""
    for line in log.splitlines():
        told = line.strip()
        if stopped_by:
            stopped_by = "" if told == f"::{stopped_by}::" else stopped_by
        elif told.startswith("::stop-commands::"):
            stopped_by = told.removeprefix("::stop-commands::")
        elif told.startswith("::") or "##[" in told:
            yield told


@dataclass
class Clone:
    """A checkout of this blog, and where it is pushed to."""

    folder: Path
    origin: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, name: str, job: str, **values: str) -> Ran:
        """Runs the steps of a job that a shell runs.

        `values` are those of the expressions, named by their words: `${{ toJSON(inputs) }}` is
        `toJSON_inputs`.
        """
        files = {
            one: self.folder.parent / f"{self.folder.name}.{one}" for one in ("summary", "output")
        }
        for file in files.values():
            file.write_text("")
        code, log = 0, ""
        for step in workflow(name)["jobs"][job]["steps"]:
            if "run" not in step or code:
                continue
            own = {key: filled(text, values) for key, text in step.get("env", {}).items()}
            github = {
                "GITHUB_ACTIONS": "true",
                "GITHUB_STEP_SUMMARY": str(files["summary"]),
                "GITHUB_OUTPUT": str(files["output"]),
            }
            run = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]],
                cwd=self.folder,
                env={**clean(), **github, **self.environment, **own},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            code, log = run.returncode, log + run.stdout
        told = files["output"].read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in told)
        return Ran(code, log, files["summary"].read_text("utf-8"), outputs)

    def git(self, *words: str) -> str:
        return git(*words, folder=self.folder)

    def pushed(self, path: str) -> str:
        """A file as it was pushed."""
        return git("show", f"main:{path}", folder=self.origin)

    def write(self, path: str, text: str) -> None:
        """Commits and pushes a file."""
        (self.folder / path).write_text(text, "utf-8")
        self.git("add", path)
        self.git("commit", "--quiet", "--message", f"Write {path}")
        self.git("push", "--quiet")

    def another(self) -> Clone:
        """One more checkout of what is pushed now."""
        number = sum(1 for _ in self.origin.parent.glob("clone*[0-9]"))
        return cloned(self.origin, self.origin.parent / f"clone{number}", self.environment)


def origin(folder: Path) -> Path:
    """This blog as a bare repository, without its tests."""
    seed, bare = folder / "seed", folder / "origin.git"
    shutil.copytree(REPOSITORY, seed, ignore=shutil.ignore_patterns(*LEFT_OUT))
    git("init", "--quiet", "--initial-branch=main", folder=seed)
    git("add", "--all", folder=seed)
    git("commit", "--quiet", "--message", "Begin", folder=seed)
    git("clone", "--quiet", "--bare", str(seed), str(bare), folder=folder)
    return bare


def cloned(bare: Path, folder: Path, environment: Mapping[str, str]) -> Clone:
    """A checkout as the action makes it, with this Python for its environment.

    What the environment names MORE is added to the words of `outage`.
    """
    folder.mkdir()
    git("init", "--quiet", "--initial-branch=main", folder=folder)
    git("remote", "add", "origin", f"file://{bare}", folder=folder)
    branch = "+refs/heads/main*:refs/remotes/origin/main*"
    git("fetch", "--quiet", "--depth=1", "origin", branch, folder=folder)
    git("checkout", "--quiet", "--force", "-B", "main", "refs/remotes/origin/main", folder=folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, words, more in (("python", "", ""), ("outage", f"-c '{COMMAND}'", "$MORE")):
        program = programs / name
        python = f'PYTHONPATH="{folder}/plugins" exec "{sys.executable}"'
        program.write_text(f'#!/bin/sh\n{python} {words} "$@" {more}\n')
        program.chmod(0o755)
    for name in (".locked", ".ready"):
        (folder / ".venv" / name).touch()
    return Clone(folder, bare, environment)


def git(*words: str, folder: Path) -> str:
    run = subprocess.run(
        ["git", "-c", "user.name=A. Author", "-c", "user.email=a@blog.example", *words],
        cwd=folder,
        env=clean(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def clean() -> dict[str, str]:
    """The environment of a runner: nothing of a person's git, nothing of another run."""
    left = {
        key: text for key, text in os.environ.items() if not key.startswith(("GITHUB_", "GIT_"))
    }
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return {**left, **nobody, "GIT_TERMINAL_PROMPT": "0"}


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its expressions' values."""

    def value(found: re.Match[str]) -> str:
        return values["_".join(re.findall(r"\w+", found[1]))]

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)
