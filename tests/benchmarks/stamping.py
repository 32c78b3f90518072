"""Telling 10,000 built pages something new: a stamp, beside Hugo building the same posts anew.

Where many files were removed in the last six minutes, an ext4 without a journal passes over each of
them whenever it makes one, which makes a stamp slower by half. Nothing else is to be at work.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from threading import Event, Thread

from rig.pelican import REPOSITORY

from . import Measure
from .posts import STORY, build_blog, write_posts

POSTS, BUILT, ROUNDS = 10_000, 1_000, 5
"""How many pages are stamped, of how many posts built by Pelican they are copies, how often."""

OUTAGE = Path(sys.executable).with_name("outage")
HUGO = Path(sys.executable).with_name("hugo")

HUGO_SITE = Path(__file__).with_name("hugo")
"""A theme for Hugo with the parts of this blog's, and the same kinds of pages."""


def write_hugo_site(directory: Path, posts: Path) -> None:
    """The same posts, and a banner from a data file on every page."""
    shutil.copytree(HUGO_SITE, directory)
    for number in range(POSTS):
        source = (posts / f"{number % BUILT}.md").read_text("utf-8")
        head, _, body = source.partition("\n\n")
        found = dict(re.findall(r"(\w+): (.*)", head))
        front = {
            "title": found["Title"],
            "date": found["Date"],
            "slug": f"{found['Slug']}-{number}",
            "tags": found["Tags"].split(", "),
            "categories": ["Notes"],
        }
        post = directory / "content" / "posts" / f"{number}.md"
        post.parent.mkdir(parents=True, exist_ok=True)
        post.write_text(f"{json.dumps(front)}\n\n{body}", "utf-8")


def write_pages(site: Path) -> None:
    """Make 10,000 pages of the built ones, each under an address of its own."""
    for page in list(site.glob("posts/*/index.html")):
        for copy in range(1, POSTS // BUILT):
            other = site / "posts" / f"{page.parent.name}-{copy}" / "index.html"
            other.parent.mkdir()
            other.write_bytes(page.read_bytes())


def timed(command: Sequence[str | Path], directory: Path) -> float:
    """Seconds by the clock on the wall, with nothing of another's left to be written."""
    os.sync()
    began = time.perf_counter()
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    assert done.returncode == 0, done.stdout + done.stderr
    return took


def megabytes(command: Sequence[str | Path], directory: Path) -> float:
    """The most memory that a command and what it starts hold at one time, shared parts once."""
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL)
    most, ended = 0, Event()

    def held(pid: int) -> int:
        task = Path(f"/proc/{pid}")
        try:
            rollup = (task / "smaps_rollup").read_text("ascii")
            children = (task / "task" / str(pid) / "children").read_text("ascii").split()
        except OSError:
            return 0
        own = int(next(iter(re.findall(r"^Pss: +(\d+)", rollup, re.MULTILINE)), 0))
        return own + sum(held(int(child)) for child in children)

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.01):
            most = max(most, held(process.pid))

    watcher = Thread(target=watch)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    return most * 1024 / 1e6


def measure_stamping(directory: Path) -> list[Measure]:
    """Stamp and rebuild by turns, each time telling something else."""
    posts, site, hugo = directory / "content" / "posts", directory / "site", directory / "hugo"
    write_posts(posts, BUILT)
    build_blog(directory / "content", site, address="https://blog.example")
    write_pages(site)
    write_hugo_site(hugo, posts)
    (directory / "pelicanconf.py").write_text(
        'TIMEZONE = "America/Denver"\nOUTAGE_STATUS_FILE = "status.json"\n'
        'OUTAGE_NOW = "2011-11-24T21:00:00-07:00"\n',
        "utf-8",
    )
    sample = json.loads((REPOSITORY / "content" / "status.json").read_text("utf-8"))
    stamp: list[str | Path] = [OUTAGE, "stamp", site]
    stamps: list[float] = []
    again: list[float] = []
    rebuilds: list[float] = []
    for number in range(ROUNDS + 1):
        sample["incidents"][0].update(expected_at=f"2011-11-25T0{number}:00:00-07:00", story=STORY)
        status = json.dumps(sample)
        (directory / "status.json").write_text(status, "utf-8")
        (hugo / "data").mkdir(exist_ok=True)
        (hugo / "data" / "status.json").write_text(status, "utf-8")
        took = timed(stamp, directory), timed(stamp, directory), timed([HUGO, "--quiet"], hugo)
        if number:  # The first round warms the disk's cache.
            for times, seconds in zip((stamps, again, rebuilds), took, strict=True):
                times.append(seconds)
    sample["incidents"][0]["expected_at"] = "2011-11-25T09:00:00-07:00"
    (directory / "status.json").write_text(json.dumps(sample), "utf-8")
    memory = megabytes(stamp, directory)
    shutil.rmtree(directory)
    ratio = median(one / other for one, other in zip(stamps, rebuilds, strict=True))
    unchanged = median(one / other for one, other in zip(again, rebuilds, strict=True))
    return [
        Measure(f"Hugo, {POSTS:,} posts rebuilt", median(rebuilds), "s"),
        Measure(f"A stamp of {POSTS:,} pages", median(stamps), "s"),
        Measure("  beside Hugo, median of pairs", ratio, "", 0.2),
        Measure("A second stamp with nothing changed", median(again), "s"),
        Measure("  beside Hugo, median of pairs", unchanged, "", 0.1),
        Measure("The memory of a stamp", memory, "MB", 150),
    ]
