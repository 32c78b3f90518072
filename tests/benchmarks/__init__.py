"""What the project promises in numbers, measured; `make bench` runs it and prints a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One number, and the most (or, with `least`, the least) that it may be."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    least: bool = False

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"{'≥' if self.least else '≤'} {self.limit:g}"
        verdict = "" if self.limit is None else "ok" if self.holds else "MISSED"
        return f"{self.name:<58} {self.value:>9.3f} {self.unit:<5} {limit:>8} {verdict}".rstrip()
