"""How long the command takes to start, measured against a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from rig.pelican import PLUGINS

from . import Measure

ROUNDS = 31
HELP = "import sys; from outage_banner.cli import main; sys.argv[1:] = {}; main()"
RUNS = {
    "nothing": "pass",
    "help": HELP.format(["--help"]),
    "open --help": HELP.format(["open", "--help"]),
}


def milliseconds(script: str, directory: Path) -> float:
    """How long Python runs a script, the command's code being where an installation puts it."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", script],
        cwd=directory,
        env={"PYTHONPATH": str(PLUGINS)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return (time.perf_counter() - began) * 1000


def measure_starting(directory: Path) -> list[Measure]:
    """Each by turns, so that whatever else the machine does slows all of them alike."""
    took: dict[str, list[float]] = {name: [] for name in RUNS}
    for number in range(ROUNDS):
        for name, script in RUNS.items():
            found = milliseconds(script, directory)
            if number:  # The first round compiles and warms the disk's cache.
                took[name].append(found)
    usual = {name: median(found) for name, found in took.items()}
    return [
        Measure("Python that does nothing", usual["nothing"], "ms"),
        Measure("outage open --help", usual["open --help"], "ms"),
        Measure("outage --help", usual["help"], "ms"),
        Measure("Ratio of it to nothing", usual["help"] / usual["nothing"], "", 4),
    ]
