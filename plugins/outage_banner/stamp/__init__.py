"""A built site and an edition -> the same site, telling what the edition tells, without a rebuild.

told      a page or a feed, with what is told now
siblings  compressed siblings, made anew
memory    what is known of the pages from the last time
pages     all pages and feeds, by several processes

Each file is replaced whole, in an order in which nothing refers to what is not there yet: the
section, its assets first; the pages; what is told no longer goes last. Whenever a stamp is killed,
the next one finishes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .. import blueprint
from ..blueprint import Blueprint
from ..edition import Edition, addresses
from ..inventory import Inventory
from ..section.shell import Shell
from ..store import renew
from . import siblings
from .memory import recall, remember
from .pages import renew_pages

__all__ = ["Stamped", "Unstampable", "stamp"]


class Unstampable(Exception):
    """Only a build can tell this; the message says why, a line for each reason."""


@dataclass(frozen=True)
class Stamped:
    """`removed` are compressed siblings that could not be made anew."""

    pages: int
    changed: int
    without_slot: tuple[Path, ...]
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
    known = {incident.id for incident in edition.status.incidents}
    faults += [
        f'{address} begins with the incident "{id_}", which is not in the status file'
        for id_, address in plan.by_incident.items()
        if id_ not in known
    ]
    if faults:
        raise Unstampable("\n".join(faults))
    section = site / plan.path
    files = list(edition.files(Shell(plan.shell), stories, plan.languages))
    new = tuple(file.path for file in files)
    gone = [path for path in plan.files if path not in set(new)]
    _remember(section, plan, (*new, *gone))
    removed: list[Path] = []
    for file in files:
        path = section / file.path
        if not path.is_file() or path.read_bytes() != file.content:
            removed += siblings.renew(path, file.content, _names(path.parent))
            renew(path, file.content)
    done = {str(section / path) for path in new}
    there = inventory()
    for litter in there.litter:
        Path(litter).unlink(missing_ok=True)
    items = [item for item in there.items if item.path not in done]
    memory = recall(cache)
    found = renew_pages(site, items, edition, memory)
    if found.known != memory:
        remember(cache, found.known)
    for name in gone:
        _remove(section, section / name)
    _remember(section, plan, new)
    return Stamped(
        pages=found.pages + sum(path.endswith(".html") for path in new),
        changed=found.changed,
        without_slot=tuple(sorted(found.without_slot)),
        removed=(*removed, *found.removed),
    )


def _remember(section: Path, plan: Blueprint, files: tuple[str, ...]) -> None:
    """Which files are the section's, so that the next stamp knows what to remove."""
    renew(section / blueprint.NAME, dataclasses.replace(plan, files=files).to_json())


def _remove(section: Path, path: Path) -> None:
    """Remove a file, its compressed siblings, and folders that are empty then."""
    path.unlink(missing_ok=True)
    siblings.remove(path)
    with suppress(OSError):
        for folder in path.parents:
            if folder == section:
                break
            folder.rmdir()


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
