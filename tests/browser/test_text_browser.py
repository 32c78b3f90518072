"""The notice in a browser that shows text alone, and runs nothing."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

POST = "posts/open-technical-support/index.html"


@pytest.fixture(scope="session")
def w3m() -> str:
    """The path of w3m's program; without it the test fails, and says what to do."""
    mend = "brew install w3m" if sys.platform == "darwin" else "sudo apt install w3m"
    return shutil.which("w3m") or pytest.fail(
        f"There is no w3m here. This mends it: {mend}", pytrace=False
    )


def lines(w3m: str, page: Path) -> list[str]:
    command = [w3m, "-dump", "-cols", "200", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8"]
    run = subprocess.run([*command, str(page)], capture_output=True, text=True, check=True)
    return [line.strip(" •") for line in run.stdout.splitlines() if line.strip()]


def test_the_notice_is_read_first_and_every_sentence_of_it_is_true(
    site: Callable[..., Path], w3m: str
) -> None:
    assert lines(w3m, site() / POST)[:6] == [
        "Skip to content",
        "■ Down The Community Color sites are offline",
        "Not reachable since Thu, Nov 24, 3:00 PM MST. Expected back by Fri, Nov 25, 3:00 AM MST.",
        "What still works: This blog and the coupons, which live with other companies. "
        "Instead: The coupons, on another host.",
        "Updated Thu, Nov 24, 9:00 PM MST. Details",
        "Outside the Lines",
    ]


def test_when_all_is_well_nothing_is_read(site: Callable[..., Path], w3m: str) -> None:
    assert lines(w3m, site({}) / POST)[:2] == ["Skip to content Outside the Lines", "Archives"]
