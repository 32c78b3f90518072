"""The built wheel in the environment of another blog."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from rig.pelican import POST, REPOSITORY, write_site

OURS = ("pelican_outage_banner", "_pelican_outage_banner", "__editable__")
STATUS = '{"incidents": [{"name": "Shop", "started_at": "2011-11-24T15:00:00-07:00"}]}'


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """What a program says on stdout; its failure fails the test with what it says on stderr."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with a Pelican of its own and this wheel, made offline."""
    root = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", root, REPOSITORY)
    venv.create(root, symlinks=True)
    programs = root / "bin"
    packages = Path(
        run(programs / "python", "-c", "import site; print(site.getsitepackages()[0])").strip()
    )
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.name == "pelican":
            plugin = shutil.ignore_patterns("outage_banner")
            shutil.copytree(entry, packages / entry.name, ignore=plugin)
        elif not entry.name.startswith(OURS):
            (packages / entry.name).symlink_to(entry)
    (wheel,) = root.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "--quiet")
    run(*pip, "install", "--no-deps", "--no-index", wheel)
    return programs


@pytest.mark.parametrize("name", ["pelican.plugins.outage_banner", "outage_banner"])
def test_it_gives_the_plugin_by_its_name(elsewhere: Path, tmp_path: Path, name: str) -> None:
    content = {"post.md": POST, "status.json": STATUS}
    conf = write_site(tmp_path, content, {"PLUGINS": [name], "PLUGIN_PATHS": []})
    run(
        elsewhere / "python", "-m", "pelican", "--settings", conf, "--fatal", "errors", cwd=tmp_path
    )
    page = (tmp_path / "output" / "a-post.html").read_text("utf-8")
    assert page.count("<outage-banner") == 1
    assert "Shop" in page
    assert list((tmp_path / "output").rglob("outage-banner.*.css"))


def test_it_gives_the_command(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text(STATUS, "utf-8")
    assert "Shop" in run(elsewhere / "outage", "check", tmp_path / "status.json")


def test_it_speaks_other_languages(elsewhere: Path, tmp_path: Path) -> None:
    settings = {"DEFAULT_LANG": "de", "PLUGINS": ["outage_banner"], "PLUGIN_PATHS": []}
    conf = write_site(tmp_path, {"post.md": POST, "status.json": STATUS}, settings)
    run(elsewhere / "python", "-m", "pelican", "--settings", conf, cwd=tmp_path)
    page = (tmp_path / "output" / "a-post.html").read_text("utf-8")
    assert "Nicht erreichbar seit" in page


def test_it_carries_no_module_of_the_tests_or_the_blog(elsewhere: Path) -> None:
    (wheel,) = elsewhere.parent.glob("*.whl")
    listed = run(sys.executable, "-m", "zipfile", "--list", wheel).splitlines()[1:]
    tops = {line.split("/")[0] for line in listed}
    assert tops == {"outage_banner", "pelican", f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}
