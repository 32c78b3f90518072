"""A built site -> every fault of it, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..blueprint import NAME as BLUEPRINT
from ..blueprint import UnknownBlueprint, from_json
from ..settings import Settings
from .addresses import files_of
from .faults import Fault, Found, Kind, Place
from .slots import is_html, lacks_its_slot

PAGE_KILOBYTES = 100.0
"""What a page may weigh with its stylesheets and scripts, compressed."""


@dataclass(frozen=True)
class Inspection:
    """How many pages there are, and what is wrong, errors first."""

    pages: int
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.is_error)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.is_error)


def inspect(
    site: Path,
    address: str,
    *,
    pages_before: int | None = None,
    elsewhere: Sequence[str] = (),
    kilobytes: float = PAGE_KILOBYTES,
) -> Inspection:
    """Look at the whole of a `site` that readers find at `address`, its SITEURL.

    `pages_before` is how many pages readers have now; the new ones must not be fewer than nine
    tenths of them. `elsewhere` are beginnings of paths on the site's host that others answer.
    """
    files = list(files_of(site))
    found = Found()
    pages = [file for file in files if is_html(file)]
    for file in pages:
        if lacks_its_slot((site / file).read_bytes()):
            found.error(Kind.SLOT, "no slot for the outage banner", Place(file))
    return Inspection(len(pages), found.faults())


def address_of(site: Path, settings: Settings) -> str:
    """The address for which a site was built; that of the settings, if it does not tell."""
    try:
        return from_json((site / settings.path / BLUEPRINT).read_bytes()).site_url
    except (OSError, UnknownBlueprint):
        return settings.site_url
