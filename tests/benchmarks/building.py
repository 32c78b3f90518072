"""What the plugin adds to the time a build takes, and to each page."""

from __future__ import annotations

import os
import time
from pathlib import Path
from shutil import rmtree
from statistics import median

from outage_banner.slot import fill

from . import Measure
from .posts import build_blog, write_posts

POSTS = 1_000
ROUNDS = 5


def timed_build(content: Path, output: Path, *, banner: bool) -> float:
    """Seconds of processor time that one build took, which a busy machine changes least.

    Of the two settings files this is the one that does not import the plugin itself.
    """
    before = os.times()
    build_blog(content, output, banner=banner, conf="pelicanconf.py")
    after = os.times()
    return (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )


def measure_building(directory: Path) -> list[Measure]:
    """Build with and without the plugin by turns, the first to go changing with each round."""
    write_posts(directory / "content" / "posts", POSTS)
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for number in range(ROUNDS + 1):
        for banner in (number % 2 == 0, number % 2 == 1):
            output = directory / ("with" if banner else "without")
            rmtree(output, ignore_errors=True)
            took = timed_build(directory / "content", output, banner=banner)
            if number:  # The first round warms the disk's cache.
                seconds[banner].append(took)
    ratios = [one / other for one, other in zip(seconds[True], seconds[False], strict=True)]
    return [
        Measure(f"Build of {POSTS:,} posts without the plugin", median(seconds[False]), "s"),
        Measure(f"Build of {POSTS:,} posts with it", median(seconds[True]), "s"),
        Measure("Ratio of the two, median of pairs", median(ratios), "", 1.05),
    ]


def measure_slot(site: Path) -> list[Measure]:
    """Find and fill the slot of every page of a built site, each page five times."""
    pages = [path.read_text("utf-8") for path in sorted(site.rglob("*.html"))]
    fragment = next(page for page in pages)
    start = fragment.index("<outage-banner")
    fragment = fragment[start : fragment.index("</outage-banner>", start) + 16]
    bare = [fill(page, "") for page in pages]
    costs = []
    for page in bare:
        runs = []
        for _ in range(5):
            began = time.perf_counter()
            fill(page, fragment)
            runs.append((time.perf_counter() - began) * 1000)
        costs.append(min(runs))
    return [
        Measure(f"Finding and filling a slot, median of {len(pages):,}", median(costs), "ms", 0.2)
    ]
