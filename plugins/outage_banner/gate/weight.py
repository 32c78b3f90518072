"""A page -> what readers download for it: its HTML, stylesheets and scripts, compressed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .faults import Found, Kind, Place

_LEVEL = 6
"""What servers compress with."""


@dataclass
class Weights:
    """Each stylesheet and script is weighed once."""

    site: Path
    kilobytes: float
    _known: dict[str, float] = field(default_factory=dict)
    _heavy: dict[str, tuple[float, str]] = field(default_factory=dict)

    def weigh(self, file: str, page: bytes, parts: Iterable[str]) -> None:
        """Weigh a page and the files that it loads."""
        weights = {part: self._weight(part) for part in parts}
        loaded = sum(weights.values())
        # Most pages are light enough as they are.
        if loaded + len(page) / 1000 > self.kilobytes:
            total = loaded + _kilobytes(page)
            if total > self.kilobytes:
                self._heavy[file] = total, max(weights, key=weights.__getitem__, default=file)

    def tell(self, found: Found) -> None:
        """The pages that weigh too much, with what the heaviest of them is made of."""
        if self._heavy:
            heaviest, (total, part) = max(self._heavy.items(), key=lambda one: one[1][0])
            share = f", of which {part} {self._known[part]:.0f} kB" if part in self._known else ""
            message = (
                f"more than {self.kilobytes:g} kB to download with its stylesheets and scripts, "
                f"compressed; {heaviest} takes most, {total:.0f} kB{share}; --budget sets the limit"
            )
            for file in self._heavy:
                found.warning(Kind.WEIGHT, message, Place(file))

    def _weight(self, part: str) -> float:
        if part not in self._known:
            self._known[part] = _kilobytes((self.site / part).read_bytes())
        return self._known[part]


def _kilobytes(content: bytes) -> float:
    return len(gzip.compress(content, _LEVEL)) / 1000
