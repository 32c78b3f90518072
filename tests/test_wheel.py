"""The wheel, installed beside another Pelican blog's Pelican: the plugin by its namespace name."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rig.pelican import POST, REPOSITORY, Build

DOWN = '{"incidents": [{"name": "Shop offline", "started_at": "2011-11-24T15:00:00-07:00"}]}'


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A directory of packages with nothing of ours in it but the installed wheel."""
    packages = tmp_path / "packages"
    for command in (
        ["build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY)],
        ["pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(packages)],
    ):
        wheels = [str(path) for path in tmp_path.glob("*.whl")]
        arguments = command + (wheels if command[0] == "pip" else [])
        run = subprocess.run(
            [sys.executable, "-m", *arguments], capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr
    return packages


def test_another_blog_uses_the_installed_plugin_and_command(
    pelican: Callable[..., Build], installed: Path
) -> None:
    for name in ("outage_banner", "pelican.plugins.outage_banner"):
        built = pelican(
            {"post.md": POST, "status.json": DOWN},
            {"PLUGINS": [name], "PLUGIN_PATHS": []},
            fatal="warnings",
            environment={"PYTHONPATH": str(installed)},
        )
        assert built.code == 0, built.log
        assert "Shop offline" in built.page()
        assert list((built.output / "status").glob("outage-banner.*.css"))

    command = subprocess.run(
        [installed / "bin" / "outage", "check", "--site", built.output],
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert command.returncode == 0, command.stderr
    assert "none without the banner's slot" in command.stdout
