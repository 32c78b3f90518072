"""A page in Lighthouse, which needs Node: `npx` fetches it from the npm registry."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from rig.chromium import FLAGS, find_chromium

from . import Measure

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def measure_lighthouse(name: str, url: str, directory: Path) -> list[Measure]:
    """The four scores, the layout shift, and (printed) every audit that a score lost points to."""
    if not shutil.which("npx"):
        print("Lighthouse is left out: npx is not installed.")
        return []
    report = directory / "lighthouse.json"
    subprocess.run(
        [
            "npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json",
            f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ],
        env={**os.environ, "CHROME_PATH": find_chromium()},
        check=True,
    )  # fmt: skip
    found = json.loads(report.read_text("utf-8"))
    for category in CATEGORIES:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(
                    f"  {category}: {audit['title']} ({audit.get('displayValue', audit['score'])})"
                )
    shift = found["audits"]["cumulative-layout-shift"]["numericValue"]
    scores = {
        category: 100 * (found["categories"][category]["score"] or 0) for category in CATEGORIES
    }
    return [
        *(
            Measure(f"Lighthouse, {name}: {category}", score, "", 100, least=True)
            for category, score in scores.items()
        ),
        Measure(f"Lighthouse, {name}: layout shift", shift, "", 0),
    ]
