"""What ten years of incidents add to a build, and the largest page they make."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from rig.pelican import POST, run_pelican, write_site

from . import Measure

INCIDENTS, YEARS, COMPONENTS, ROUNDS = 2_000, 10, 10, 3
BODIES = (
    "We know of **number {number}** <br/> and will tell more: {word}.",
    "We know of number {number}, and will tell more as soon as there is more to tell: {word}.",
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def ten_years() -> dict[str, Any]:
    """A status file: incidents of up to 15 hours, four updates each, all through the years."""
    random = Random(2011)
    step = timedelta(days=365 * YEARS) / INCIDENTS
    incidents = []
    for number in range(INCIDENTS):
        start = NOW - step * (number + 1)
        length = min(timedelta(minutes=random.randint(5, 900)), step * (number + 1))
        said = ("investigating", "identified", "monitoring", "resolved")
        incidents.append(
            {
                "name": f"Number {number}: the pages and the API answer slowly or not at all",
                "impact": random.choice(["minor", "major", "critical"]),
                "components": [f"c{number % COMPONENTS}"],
                "started_at": start.isoformat(),
                "resolved_at": (start + length).isoformat(),
                "incident_updates": [
                    {
                        "status": word,
                        "body": BODIES[place % 2].format(number=number, word=word),
                        "display_at": (start + length * place / 3).isoformat(),
                    }
                    for place, word in enumerate(said)
                ],
            }
        )
    components = [{"id": f"c{each}", "name": f"Part {each}"} for each in range(COMPONENTS)]
    return {"components": components, "incidents": incidents}


def measure_section(directory: Path) -> list[Measure]:
    """Processor seconds of a small site's build with those incidents, less those without.

    The kernel's share, which makes a folder and a file for each incident, depends on the disk
    and is told apart.
    """
    outputs: dict[bool, Path] = {}
    seconds: dict[bool, list[float]] = {True: [], False: []}
    kernel: dict[bool, list[float]] = {True: [], False: []}
    for number in range(ROUNDS):
        for full in (False, True):
            site = directory / f"{'full' if full else 'empty'}-{number}"
            status = json.dumps(ten_years() if full else {})
            settings = {"OUTAGE_NOW": NOW.isoformat()}
            conf = write_site(site, {"post.md": POST, "status.json": status}, settings)
            before = os.times()
            built = run_pelican(conf, site / "output")
            after = os.times()
            assert built.code == 0, built.log
            outputs[full] = built.output
            seconds[full].append(after.children_user - before.children_user)
            kernel[full].append(after.children_system - before.children_system)
    largest = max(path.stat().st_size for path in outputs[True].rglob("*.html"))
    added = median(seconds[True]) - median(seconds[False])
    return [
        Measure(f"Section of {INCIDENTS:,} incidents, added to a build", added, "s", 3),
        Measure("The kernel's share", median(kernel[True]) - median(kernel[False]), "s"),
        Measure("Its largest page", largest / 1000, "kB", 100),
    ]
