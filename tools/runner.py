"""What a step tells the runner of GitHub Actions: its log, an error, a summary, an output.

The runner takes lines that begin with `::` for commands, whoever wrote them.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_TITLE = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def log(text: str) -> None:
    """Shows a text in which nothing is a command."""
    end = secrets.token_hex(16)
    is_here = os.environ.get("GITHUB_ACTIONS") == "true"
    print(f"::stop-commands::{end}\n{text}\n::{end}::" if is_here else text, flush=True)


def error(title: str, text: str) -> None:
    """Shows an error on the page of the run."""
    told = f"::error title={_escaped(title, _IN_TITLE)}::{_escaped(text, _IN_TEXT)}"
    is_here = os.environ.get("GITHUB_ACTIONS") == "true"
    print(told if is_here else f"{title}: {text}", flush=True)


def summarize(text: str) -> None:
    """Adds Markdown to the page of the run."""
    _add("GITHUB_STEP_SUMMARY", f"{text}\n\n")


def output(name: str, value: str) -> None:
    """What later jobs are told; one line."""
    _add("GITHUB_OUTPUT", f"{name}={value}\n")


def verbatim(text: str) -> str:
    """Markdown that shows a text as it is."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _add(variable: str, text: str) -> None:
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


def _escaped(text: str, special: Mapping[str, str]) -> str:
    return "".join(special.get(one, one) for one in text)
