"""What a stamp knows of the pages -> what the next one need not read again.

Kept outside the site. The time at which a file changed (`ctime`) cannot be set, so whoever touches
a page, however, makes it unknown.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..store import replace

VERSION = 1
TOO_NEW_NS = 50_000_000
"""Within a tick of the file system's clock a second change would look like the first."""

NOTHING = "-"


Values = tuple[int, int, int, int, int, str, str]
_TYPES = (int, int, int, int, int, str, str)


class Known(NamedTuple):
    """A page as it was last seen: its slot, its language, and what it tells.

    `told` is a digest of the banner, NOTHING where there is nothing to tell, and "" where only
    reading the page can say.
    """

    changed_ns: int
    size: int
    node: int
    start: int
    end: int
    language: str
    told: str

    def is_still(self, changed_ns: int, size: int, node: int) -> bool:
        return (changed_ns, size, node) == self[:3]


def recall(file: Path | None) -> dict[str, Known]:
    """The pages by their paths; none, where the file is missing or no such file."""
    try:
        values = json.loads(file.read_bytes()) if file else {}
        if values["version"] != VERSION:
            return {}
        known = {path: Known(*values) for path, values in values["pages"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return known if all(tuple(map(type, one)) == _TYPES for one in known.values()) else {}


def remember(file: Path | None, pages: Mapping[str, Values]) -> None:
    """Keep them, but what changed only just now; that this fails costs time and nothing else."""
    if file is None:
        return
    old = time.time_ns() - TOO_NEW_NS
    kept = {path: known for path, known in pages.items() if known[0] < old}
    text = json.dumps({"version": VERSION, "pages": kept}, separators=(",", ":"))
    with suppress(OSError):
        replace(file, text.encode())
