"""Two hundred stamps killed at any moment: no page is torn, and the next stamp finishes."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from random import Random

from . import Measure
from .turns import Turns

POSTS, PAGES, KILLS = 200, 2_000, 200


def measure_killing(directory: Path) -> list[Measure]:
    """Kill a stamp of 2,000 pages again and again, and look at every page each time."""
    turns, random = Turns.built(directory, POSTS), Random(2011)
    for page in list(turns.site.glob("posts/*/index.html")):
        for copy in range(1, PAGES // POSTS):
            other = turns.site / "posts" / f"{page.parent.name}-{copy}" / "index.html"
            other.parent.mkdir()
            other.write_bytes(page.read_bytes())
    old, new = turns.told
    began = time.perf_counter()
    turns.stamp(0)
    whole_seconds = time.perf_counter() - began
    torn = begun = 0
    for turn in range(1, KILLS + 1):
        turns.tell(turn)
        stamp = subprocess.Popen(
            turns.command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0.2, 1.0) * whole_seconds)
        stamp.send_signal(signal.SIGKILL)
        stamp.wait()
        found = turns.pages()
        torn += sum(found.get(path) not in (old[path], new[path]) for path in old)
        begun += 0 < sum(found.get(path) == new[path] for path in old) < len(old)
    turns.stamp(0)
    found = turns.pages()
    untold = sum(found.get(path) != content for path, content in old.items())
    litter = sum(1 for path in turns.site.rglob(".*.new"))
    return [
        Measure(f"A stamp of {len(old):,} pages that nobody kills", whole_seconds, "s"),
        Measure(f"Of {KILLS} killed stamps, ended in the middle of the pages", begun, ""),
        Measure("  pages torn", torn, "", 0),
        Measure("  pages the next stamp left untold", untold, "", 0),
        Measure("  other files it left behind", litter, "", 0),
    ]
