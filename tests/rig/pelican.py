"""Content and settings -> what a real Pelican, in a process of its own, made of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
PLUGINS = REPOSITORY / "plugins"
POST = "Title: A post\nDate: 2011-11-24\n\nWords.\n"
DEFAULTS: Mapping[str, Any] = {
    "SITENAME": "A site",
    "SITEURL": "",
    "TIMEZONE": "America/Denver",
    "DEFAULT_LANG": "en",
    "PLUGIN_PATHS": [str(PLUGINS)],
    "PLUGINS": ["outage_banner"],
    "THEME": "simple",
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
}


@dataclass(frozen=True)
class Build:
    """How a run ended: its exit code, all it said, and where it wrote."""

    code: int
    log: str
    output: Path

    def page(self, path: str = "index.html") -> str:
        """The text of one file it wrote."""
        return (self.output / path).read_text("utf-8")

    def pages(self) -> list[Path]:
        """Every HTML file it wrote, in order."""
        return sorted(self.output.rglob("*.html"))


def run_pelican(
    settings: Path,
    output: Path,
    *,
    fatal: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
) -> Build:
    """Run Pelican in the directory of its settings file.

    `overrides` are settings given on the command line, `fatal` is `"errors"` or `"warnings"`.
    """
    command = [sys.executable, "-m", "pelican", "--log-handler", "plain", *options]
    command += ["--settings", str(settings), "--output", str(output)]
    if fatal:
        command += ["--fatal", fatal]
    if overrides:
        command += ["-e", *(f"{name}={json.dumps(value)}" for name, value in overrides.items())]
    run = subprocess.run(
        command,
        cwd=settings.parent,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    return Build(run.returncode, run.stdout + run.stderr, output)


def write_site(
    directory: Path,
    content: Mapping[str, str | bytes] | Path | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Lay out a small site; the path of its settings file.

    `content` is a directory used as it is, or texts by their path below `content/`; without any
    there is one post. `settings` are added to those of a quiet site with this plugin.
    """
    directory.mkdir(parents=True, exist_ok=True)
    source = content if isinstance(content, Path) else directory / "content"
    if not isinstance(content, Path):
        for path, text in (content or {"post.md": POST}).items():
            file = source / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
    values = {**DEFAULTS, "PATH": str(source), **(settings or {})}
    conf = directory / "pelicanconf.py"
    conf.write_text("".join(f"{name} = {value!r}\n" for name, value in values.items()), "utf-8")
    return conf
