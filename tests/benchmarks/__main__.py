"""Measure everything, print a table, and exit with 1 when a limit is missed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rig.server import CSP, serving

from . import Measure
from .building import measure_building, measure_slot
from .killing import measure_killing
from .lighthouse import measure_lighthouse
from .polling import measure_polling
from .posts import build_blog
from .section import measure_section
from .serving import measure_serving
from .stamping import measure_stamping
from .starting import measure_starting
from .weight import measure_weight

POST = "posts/post-7/index.html"


def measures(directory: Path) -> Iterator[Measure]:
    """Every measure, printed as soon as it is known."""

    def told(found: list[Measure]) -> list[Measure]:
        print(*found, sep="\n", flush=True)
        return found

    # First, on a disk from which nothing has just been removed.
    yield from told(measure_stamping(directory / "stamping"))
    yield from told(measure_starting(directory))
    yield from told(measure_building(directory))
    yield from told(measure_slot(directory / "with"))
    yield from told(measure_section(directory / "section"))
    yield from told(measure_killing(directory / "killing"))
    yield from told(measure_serving(directory / "serving"))
    yield from told(measure_polling())
    site = directory / "site"
    site.mkdir()
    with serving(site, CSP) as address:
        url = f"{address}/{POST.removesuffix('index.html')}"
        build_blog(directory / "content", site, address=address)
        yield from told(measure_weight(site, POST))
        yield from told(measure_lighthouse("built now", url, directory))
        build_blog(directory / "content", site, address=address, age_hours=30)
        yield from told(measure_lighthouse("30 hours old", url, directory))


def main() -> int:
    with TemporaryDirectory() as temporary:
        missed = [measure for measure in measures(Path(temporary)) if not measure.holds]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
