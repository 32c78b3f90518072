"""Where Chromium or Google Chrome is on this machine, and how tests start it.

Run as a script it prints the path of a browser that tests can drive, or says in one line on stderr
what to do and exits with 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
MAC_APPLICATIONS = ("Google Chrome", "Chromium")
FLAGS = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
)
"""Works as root in a container, and talks to nobody but the page it is shown."""


def find_chromium() -> str:
    """The path of the browser's program; LookupError says what to do when there is none."""
    if named := os.environ.get("CHROME"):
        if found := shutil.which(named):
            return found
        raise LookupError(f"CHROME is {named}, and there is no program at that path")
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    for root in (Path("/"), Path.home()):
        for name in MAC_APPLICATIONS:
            program = root / "Applications" / f"{name}.app" / "Contents" / "MacOS" / name
            if program.exists():
                return str(program)
    mac = sys.platform == "darwin"
    mend = "brew install --cask chromium" if mac else "sudo apt install chromium"
    raise LookupError(f"There is no Chromium here. This mends it: {mend}")


def find_quickest() -> str:
    """The path of a Chromium without windows, or of any; LookupError when there is none.

    A shell shows a page in a third of the time, but keeps none for a reader who goes back.
    """
    return (not os.environ.get("CHROME") and shutil.which(SHELL)) or find_chromium()


def check_driver() -> None:
    """LookupError when Playwright's own Node.js does not start, as on a bare Debian."""
    command = [sys.executable, "-m", "playwright", "--version"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        mend = "This mends it: sudo apt install libatomic1"
        raise LookupError(f"Playwright does not start ({run.stderr.strip()[-200:]}). {mend}")


if __name__ == "__main__":
    try:
        print(find_chromium())
        check_driver()
    except LookupError as error:
        sys.exit(str(error))
