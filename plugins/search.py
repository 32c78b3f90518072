"""Written pages -> the search index in `pagefind/`, made by Pagefind when a build ends.

Pages are indexed from their element with `data-pagefind-body`; pages without one are not.
"""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

from pelican import Pelican, signals

log = logging.getLogger(__name__)

DIRECTORY = "pagefind"
UNUSED = ("pagefind-*.js", "pagefind-*.css")
"""Pagefind's own search pages and worker, 400 kB that this blog's theme does not load."""


def write_index(pelican: Pelican) -> None:
    """Index the site in Pelican's output directory, in place of an older index."""
    site = Path(pelican.output_path)
    index = site / DIRECTORY
    shutil.rmtree(index, ignore_errors=True)
    command = [sys.executable, "-m", "pagefind", "--silent"]
    options = ["--site", str(site), "--output-subdir", DIRECTORY]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if run.returncode != 0 or not index.is_dir():
        said = (run.stderr or run.stdout).strip().splitlines() or [f"exit code {run.returncode}"]
        log.error("The search index was not written: %s", said[-1])
        return
    for pattern in UNUSED:
        for file in index.glob(pattern):
            file.unlink()


def register() -> None:
    """Connect to Pelican."""
    signals.finalized.connect(write_index)
