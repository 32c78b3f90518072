"""The banner's files: small, current, and named by what they hold."""

from __future__ import annotations

import gzip
import subprocess
import sys
from typing import Any

import pytest
from outage_banner.assets import Assets, banner_assets
from outage_banner.wording import words_for
from rig.pelican import REPOSITORY
from statuses import DENVER, NIGHT


def assets(language: str = "en", *, poll_seconds: float = 60, **options: Any) -> Assets:
    words = words_for(DENVER, NIGHT, language).script_words()
    fragment = f"banner.{language}.html"
    return banner_assets(words, fragment=fragment, poll_seconds=poll_seconds, **options)


def test_the_minified_files_are_those_of_their_sources() -> None:
    command = [sys.executable, str(REPOSITORY / "tools" / "minified.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "ar"])
def test_the_script_of_every_page_weighs_less_than_two_kilobytes(language: str) -> None:
    assert len(gzip.compress(assets(language).script.content, 9)) < 2000


def test_a_file_has_another_name_when_it_holds_something_else() -> None:
    plain = assets()
    assert assets() == plain
    assert assets(rules="a{color:red}").stylesheet.name != plain.stylesheet.name
    assert assets("de").script.name != plain.script.name
    assert assets(poll_seconds=0).script.name != plain.script.name


def test_a_theme_that_pins_nothing_is_spared_what_makes_room() -> None:
    whole, spared = assets().notices, assets(makes_room=False).notices
    assert spared.content in whole.content
    assert len(gzip.compress(whole.content)) > 2 * len(gzip.compress(spared.content))
