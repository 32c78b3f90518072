"""What the other tests stand on: that it runs the real thing, and that it can fail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from rig import chromium
from rig.axe import faults
from rig.pelican import Build

GOOD = (
    '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>'
    '<p style="color: #000; background: #fff">Words</p></main></html>'
)


def test_axe_is_silent_on_a_good_page_and_names_each_fault_of_a_bad_one(
    visit: Callable[..., Page], tmp_path: Path, serve: Callable[..., str]
) -> None:
    bad = GOOD.replace("color: #000", "color: #999").replace("<h1>", '<img src="x.png"><h1>')
    (tmp_path / "good.html").write_text(GOOD, "utf-8")
    (tmp_path / "bad.html").write_text(bad, "utf-8")
    root = serve(tmp_path)
    assert faults(visit(f"{root}/good.html")) == []
    found = sorted(line.split()[0] for line in faults(visit(f"{root}/bad.html")))
    assert found == ["color-contrast", "image-alt"]


def test_axe_works_under_a_strict_policy(
    visit: Callable[..., Page], tmp_path: Path, serve: Callable[..., str]
) -> None:
    (tmp_path / "index.html").write_text(GOOD.replace("<h1>", '<img src="x.png"><h1>'), "utf-8")
    root = serve(tmp_path, {"Content-Security-Policy": "default-src 'self'"})
    assert [line.split()[0] for line in faults(visit(root))] == ["image-alt"]


def test_pelican_is_a_real_one(pelican: Callable[..., Build]) -> None:
    built = pelican({"a.md": "Title: Real\nDate: 2011-11-24\n\n*Words*\n"}, {"PLUGINS": []})
    assert built.code == 0
    assert "<em>Words</em>" in built.page("real.html")


def test_a_pelican_that_fails_says_so(pelican: Callable[..., Build]) -> None:
    built = pelican({"a.md": "No title and no date\n"}, {"PLUGINS": []}, fatal="errors")
    assert built.code == 1
    assert "a.md" in built.log


def test_a_machine_without_chromium_is_told_what_to_do(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, chromium.__file__],
        env={**os.environ, "PATH": str(tmp_path), "CHROME": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    mend = "brew install --cask" if sys.platform == "darwin" else "sudo apt install"
    if run.returncode:
        assert run.stderr == f"There is no Chromium here. This mends it: {mend} chromium\n"
    else:
        assert "/Applications/" in run.stdout


def test_a_wrong_path_in_chrome_is_named() -> None:
    run = subprocess.run(
        [sys.executable, chromium.__file__],
        env={**os.environ, "CHROME": "/no/such/browser"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == "CHROME is /no/such/browser, and there is no program at that path\n"


def test_a_browser_named_in_chrome_is_taken_before_a_quicker_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROME", sys.executable)
    assert chromium.find_quickest() == sys.executable
