"""What is wrong with a site, told once for all the places where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

SHOWN = 20
"""How many faults of a kind are told to a person."""


class Kind(StrEnum):
    """What is looked at; also the order in which faults are told."""

    PAGES = "pages"
    SLOT = "slot"
    LINK = "link"
    FILE = "file"
    ANCHOR = "anchor"
    MARKUP = "markup"
    WEIGHT = "weight"


class Place(NamedTuple):
    """`file` is a path below the site, "" for the site itself; `line` is 0 for a whole file."""

    file: str
    line: int = 0

    def within(self, site: Path) -> str:
        return f"{site / self.file}:{self.line}" if self.line else f"{site / self.file}"


@dataclass(frozen=True)
class Fault:
    """`message` says what is wrong and what to do about it.

    It is an error where readers or programs meet something missing or unreadable, and a warning
    where all is there, but breaks a standard or a limit.
    """

    kind: Kind
    message: str
    places: tuple[Place, ...]
    is_error: bool

    @property
    def severity(self) -> str:
        return "error" if self.is_error else "warning"

    def told(self, site: Path) -> str:
        """A line, which begins with the first place as editors and terminals know it."""
        others = len(self.places) - 1
        more = f" [and in {others:,} other {'place' if others == 1 else 'places'}]" * bool(others)
        return f"{self.places[0].within(site)}: {self.severity}: {self.message}{more}"


def lines(faults: Iterable[Fault], site: Path) -> Iterator[str]:
    """What a person is told of faults in their order: the first of each kind, and how many more."""
    for (severity, kind), alike in groupby(faults, key=lambda fault: (fault.severity, fault.kind)):
        found = list(alike)
        yield from (fault.told(site) for fault in found[:SHOWN])
        if more := len(found[SHOWN:]):
            plural = "s" * (more != 1)
            yield (
                f"… and {more:,} more {severity}{plural} of this kind ({kind}); "
                f"`outage check --site {site} --json` tells all"
            )


@dataclass
class Found:
    """Faults as they are found, in any order."""

    places: dict[tuple[Kind, str, bool], list[Place]] = field(default_factory=dict)

    def add(self, kind: Kind, message: str, place: Place, *, is_error: bool) -> None:
        self.places.setdefault((kind, message, is_error), []).append(place)

    def error(self, kind: Kind, message: str, place: Place) -> None:
        self.add(kind, message, place, is_error=True)

    def warning(self, kind: Kind, message: str, place: Place) -> None:
        self.add(kind, message, place, is_error=False)

    def faults(self) -> tuple[Fault, ...]:
        """Errors first; what is met in most places first among its kind."""
        return tuple(sorted(self._faults(), key=_rank))

    def _faults(self) -> Iterator[Fault]:
        for (kind, message, is_error), places in self.places.items():
            yield Fault(kind, message, tuple(_sorted(places)), is_error)


def _sorted(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places))


def _rank(fault: Fault) -> tuple[bool, int, int, tuple[Place, ...], str]:
    kinds = list(Kind)
    return (
        not fault.is_error,
        kinds.index(fault.kind),
        -len(fault.places),
        fault.places,
        fault.message,
    )
