"""A built site -> every page and feed outside the section made anew, by as many as can work."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from ..edition import Edition
from ..inventory import Item, is_html
from ..processes import Shares, begin
from ..store import NO_MORE, old_of, replace
from . import siblings, told
from .memory import NOTHING, Known, Values

WORTH_A_PROCESS = 500
"""Pages below which another process takes longer to start than it saves."""

PROCESSES_A_CORE = 3
"""Replacing a file is mostly waiting for the disk."""

MOST_PROCESSES = 16
"""So many keep any disk at work."""

ATTEMPTS = 5

A_SHARE = 10
"""Pages that a process takes at a time."""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_NO_VISIT = getattr(os, "O_NOATIME", 0)
"""The disk need not be told that a page was read that is about to be replaced."""


class Due(NamedTuple):
    """A page or feed that may have to be renewed, and what is still known of it."""

    item: Item
    known: Known | None


@dataclass
class Found:
    """What became of the pages; `failed` are the reasons of those that could not be renewed."""

    changed: int = 0
    without_slot: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    known: dict[str, Values] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        self.changed += other.changed
        self.without_slot += other.without_slot
        self.removed += other.removed
        self.failed |= other.failed
        self.known |= other.known


class Teller:
    """What is told in each language, made once for pages that write addresses alike."""

    def __init__(self, site: Path, edition: Edition) -> None:
        incidents = {incident.id: incident for incident in edition.status.incidents}

        @cache
        def element(root: str, language: str) -> bytes:
            return edition.slot_for(language, root).encode()

        @cache
        def digest(language: str) -> str:
            return hashlib.sha256(edition.banner(language).slot.encode()).hexdigest()[:16]

        @cache
        def record(root: str | None, id_: str, language: str) -> str | None:
            return edition.record(incidents[id_], language, root) if id_ in incidents else None

        self._start = len(str(site)) + 1
        self._place = edition.place
        self.element = element
        self.digest = digest
        self.record = record

    def root_of(self, path: str) -> str:
        """How the page at this path writes the address of the site's root."""
        return self._place.root_of(path[self._start :].replace(os.sep, "/"))


def compared(
    items: Sequence[Item], teller: Teller, memory: Mapping[str, Known]
) -> tuple[dict[str, Values], list[Due]]:
    """What is known to be as it should be, without opening it; and what is left."""
    still: dict[str, Values] = {}
    due = []
    for item in items:
        known = memory.get(item.path)
        if known and not known.is_still(item.changed_ns, item.size, item.node):
            known = None
        if known and known.told in (NOTHING, teller.digest(known.language)):
            still[item.path] = known
        else:
            due.append(Due(item, known))
    return still, due


def renew_pages(due: Sequence[Due], teller: Teller) -> Found:
    """Renew what is not yet as it should be; what cannot be is left alone, and told of.

    Raises OSError where nothing more can be written.
    """
    found = Found()
    others = min(_cores() * PROCESSES_A_CORE - 1, MOST_PROCESSES, len(due) // WORTH_A_PROCESS)
    shares = Shares(len(due), A_SHARE)
    try:
        work = partial(_renew, due, shares, teller)
        running = [begin(work) for _ in range(others)]
        found.add(work())
        for result in running:
            found.add(result())
    finally:
        shares.close()
    return found


def _renew(due: Sequence[Due], shares: Shares, teller: Teller) -> Found:
    found = Found()
    for item, known in (one for share in shares for one in due[share]):
        try:
            if not any(_is_renewed(item, known, teller, found) for _ in range(ATTEMPTS)):
                found.failed[item.path] = "it is being rewritten again and again"
        except FileNotFoundError:
            continue  # It has gone meanwhile.
        except OSError as error:
            if error.errno in NO_MORE:
                raise
            found.failed[item.path] = error.strerror or str(error)
    return found


def _is_renewed(item: Item, known: Known | None, teller: Teller, found: Found) -> bool:
    """Renew one page or feed, unless another has taken its place since it was read."""
    path = item.path
    content, state = _content(path)
    seen = _seen(state)
    root = teller.root_of(path)
    element, record = partial(teller.element, root), partial(teller.record, root)
    new = None
    if known and known.told and known.is_still(*seen):
        new = told.page_at(content, known.start, known.end, known.language, element)
    if new is None:
        new = (
            told.page(content, element, record)
            if is_html(path)
            else told.feed(content, partial(teller.record, None))
        )
    if new is None:
        found.without_slot.append(Path(path))
        return True
    if new.content != content:
        # Siblings first: a stamp that is killed in between finds the page still to be done.
        if item.siblings:
            found.removed += siblings.renew(Path(path), new.content, item.siblings)
        if _seen(os.stat(path)) != seen:
            return False
        replace(path, new.content, old=old_of(state))
        seen = _seen(os.stat(path))
        found.changed += 1
    tells = "" if new.has_records else teller.digest(new.language) if new.end else NOTHING
    # Plain values are sent quicker.
    found.known[path] = (*seen, new.start, new.end, new.language, tells)
    return True


def _content(path: str) -> tuple[bytes, os.stat_result]:
    try:
        file = os.open(path, _READ | _NO_VISIT)
    except PermissionError:  # The file is another user's.
        file = os.open(path, _READ)
    try:
        state = os.fstat(file)
        parts = [os.read(file, state.st_size + 1)]
        while len(parts[-1]) > state.st_size:
            parts.append(os.read(file, state.st_size + 1))
    finally:
        os.close(file)
    return b"".join(parts), state


def _seen(state: os.stat_result) -> tuple[int, int, int]:
    return state.st_ctime_ns, state.st_size, state.st_ino


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    if sys.platform.startswith("linux"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
