"""A built site and an edition -> the same site, telling what the edition tells, without a rebuild.

told      a page or a feed, with what is told now
siblings  compressed siblings, made anew
section   the files of the section
memory    what is known of the pages from the last time
pages     all pages and feeds, by several processes

Each file is replaced whole, in an order in which nothing refers to what is not there yet: the
section, its assets first; the pages; what is told no longer goes last. Whenever a stamp is killed,
the next one finishes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..blueprint import Blueprint
from ..edition import Edition, addresses
from ..inventory import Inventory, is_html
from ..processes import begin
from .memory import recall, remember
from .pages import Teller, compared, renew_pages
from .section import remove_gone, renew_section

__all__ = ["Stamped", "Unstampable", "stamp"]


class Unstampable(Exception):
    """Only a build can tell this; the message says why, a line for each reason."""


@dataclass(frozen=True)
class Stamped:
    """What became of the site.

    `failed` are the reasons why pages, or all in a folder, could not be renewed, by their paths;
    `unseen` are links to folders, which were not followed; `removed` are compressed siblings that
    could not be made anew.
    """

    pages: int
    changed: int
    without_slot: tuple[Path, ...]
    failed: Mapping[str, str]
    unseen: tuple[str, ...]
    removed: tuple[Path, ...]


def stamp(
    site: Path,
    plan: Blueprint,
    edition: Edition,
    inventory: Callable[[], Inventory],
    cache: Path | None = None,
) -> Stamped:
    """Bring the `site` that a build left with this `plan` up to date; it is to be `store.locked`.

    `inventory` gives its pages; `cache` is a file outside the site for what the next stamp need
    not read again.
    Raises Unstampable.
    """
    stories, faults = addresses(edition.status, plan.by_slug, plan.by_incident)
    incidents = {incident.id for incident in edition.status.incidents}
    faults += [
        f'{address} begins with the incident "{id_}", which is not in the status file'
        for id_, address in plan.by_incident.items()
        if id_ not in incidents
    ]
    if faults:
        raise Unstampable("\n".join(faults))
    section = site / plan.path
    renewed = begin(partial(renew_section, section, plan, edition, stories))
    there = inventory()
    memory = recall(cache)
    teller = Teller(site, edition)
    known, due = compared(there.items, teller, memory)
    files = renewed()
    # Only now, as the section's files in the making look alike.
    for litter in there.litter:
        Path(litter).unlink(missing_ok=True)
    # As the inventory writes them, also for the folder ".".
    new, gone = (
        {f"{site}/{plan.path}/{name}".replace("/", os.sep) for name in names} for names in files[:2]
    )
    found = renew_pages([one for one in due if one.item.path not in new | gone], teller)
    known |= found.known
    if known != memory:
        remember(cache, known)
    remove_gone(section, plan, files)
    pages = {item.path for item in there.items} - gone | new
    return Stamped(
        pages=sum(map(is_html, pages)),
        changed=found.changed + files.changed,
        without_slot=tuple(sorted(found.without_slot)),
        failed=there.closed | files.failed | found.failed,
        unseen=tuple(there.links),
        removed=(*files.removed, *found.removed),
    )
