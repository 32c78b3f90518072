"""A hundred stamps into the folder that nginx serves: how fast, and that no answer is torn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from urllib.parse import quote

from rig.nginx import nginx
from rig.pelican import REPOSITORY
from rig.program import find

from . import Measure
from .turns import OUTAGE, Turns

POSTS, STAMPS = 180, 100
SLICE_SECONDS, MOST_SLICES = 3, 20
"""Pages and the fragment are asked for by turns, at most a minute in all."""
THREADS, CONNECTIONS = 2, 8
FRAGMENT = "status/banner.html"
PACE_SECONDS = 0.3
"""The most often that stamps begin, so that there are slices of either kind among them."""

IMPORTED = (REPOSITORY / "plugins", REPOSITORY / "tests")
STAMPING = f"""
import sys, time
from pathlib import Path
from benchmarks.turns import Turns
from outage_banner.cli.stamp import command
turns = Turns(Path.cwd())
for turn in range({STAMPS}):
    began = time.monotonic()
    turns.tell(turn)
    command.main(turns.command[2:], standalone_mode=False)
    time.sleep(max(0, {PACE_SECONDS} - (time.monotonic() - began)))
"""


def lines(file: Path, of: Iterable[str | Path]) -> Path:
    file.write_text("".join(f"{one}\n" for one in of), "utf-8")
    return file


def bodies(folder: Path, pages: Mapping[str, bytes]) -> list[Path]:
    """The pages as files of their own, which nobody changes."""
    folder.mkdir()
    found = []
    for number, content in enumerate(pages.values()):
        found.append(folder / f"{number}")
        found[-1].write_bytes(content)
    return found


def asked(address: str, names: list[Path]) -> dict[str, float]:
    """What wrk saw in one slice; `names` are the files that serving.lua reads."""
    options = [f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SLICE_SECONDS}s", "--latency"]
    script = Path(__file__).with_suffix(".lua")
    command: list[str | Path] = [find("wrk", "wrk"), *options, "-s", script, address, "--", *names]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    (found,) = (line for line in run.stdout.splitlines() if line.startswith("found "))
    return dict(json.loads(found.removeprefix("found ")))


def measure_serving(directory: Path) -> list[Measure]:
    """Ask for pages and the fragment while stamps alternate; where a program lacks, say so."""
    try:
        find("wrk", "wrk")
        find("nginx", "nginx-light")
    except LookupError as error:
        print(f"Serving was not measured: {error}")
        return []
    turns = Turns.built(directory, POSTS)
    told = turns.told
    names = [
        lines(directory / f"told-{one}", bodies(directory / f"told{one}", told[one]))
        for one in (0, 1)
    ]
    addresses = ["/" + quote(path.removesuffix("index.html")) for path in told[0]]
    pages = lines(directory / "pages", [one for one in addresses if one != f"/{FRAGMENT}"])
    fragment = lines(directory / "fragment", [f"/{FRAGMENT}"])
    command: list[str | Path] = [OUTAGE, "hosting", "nginx", "-s", "conf.py", "--root", turns.site]
    conf = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=True)
    seen: dict[Path, list[dict[str, float]]] = {pages: [], fragment: []}
    with nginx(conf.stdout, directory / "nginx") as address:
        stamping = subprocess.Popen(
            [sys.executable, "-c", STAMPING],
            cwd=directory,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, IMPORTED))},
        )
        began = time.monotonic()
        for number in range(MOST_SLICES):
            if stamping.poll() is not None:
                break
            kind = (pages, fragment)[number % 2]
            seen[kind].append(asked(address, [kind, *names]))
        under_load = time.monotonic() - began
        talk, _ = stamping.communicate(timeout=120)
    every = [one for found in seen.values() for one in found]
    stamps = talk.count("told anew")
    return [
        Measure(
            f"Stamps into a served folder of {len(addresses)} pages", stamps, "", STAMPS, least=True
        ),
        *measures("pages", seen[pages]),
        *measures("the fragment", seen[fragment]),
        Measure("  seconds under load", under_load, "s"),
        Measure("  answers that were old", sum(one["old"] for one in every), "", 1, least=True),
        Measure("  answers that were new", sum(one["new"] for one in every), "", 1, least=True),
        Measure("  answers that were neither", sum(one["torn"] for one in every), "", 0),
        Measure("  requests without an answer", sum(one["failed"] for one in every), "", 0),
    ]


def measures(what: str, found: list[dict[str, float]]) -> list[Measure]:
    answers = sum(one["old"] + one["new"] + one["torn"] for one in found)
    seconds = sum(one["seconds"] for one in found)
    return [
        Measure(f"  {what}, {CONNECTIONS} connections", answers / seconds, "1/s"),
        Measure(f"  {what}, half of the answers within", median(one["p50"] for one in found), "ms"),
        Measure(f"  {what}, 99 of 100 within", median(one["p99"] for one in found), "ms"),
    ]
