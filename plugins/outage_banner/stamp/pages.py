"""A built site -> every page and feed outside the section made anew, by as many as can work."""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from ..edition import Edition
from ..inventory import Item, is_html
from ..store import replace
from . import siblings, told
from .memory import NOTHING, Known

WORTH_A_PROCESS = 500
"""Pages below which another process takes longer to start than it saves."""

PROCESSES_A_CORE = 3
"""Replacing a file is mostly waiting for the disk."""


class Due(NamedTuple):
    """A page or feed that may have to be renewed, and what is still known of it."""

    item: Item
    known: Known | None


@dataclass
class Found:
    """What became of the pages."""

    pages: int = 0
    changed: int = 0
    without_slot: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        self.pages += other.pages
        self.changed += other.changed
        self.without_slot += other.without_slot
        self.removed += other.removed
        self.known |= other.known


def renew_pages(
    site: Path, items: Sequence[Item], edition: Edition, memory: Mapping[str, Known]
) -> Found:
    """Renew what is not yet as it should be; a page without its slot is left alone, and told of."""
    teller = Teller(site, edition)
    found, due = _compared(items, teller, memory)
    cores = os.cpu_count() or 1
    workers = min(cores * PROCESSES_A_CORE, 1 + len(due) // WORTH_A_PROCESS)
    # Others than Linux start a process too slowly, or not safely.
    if not sys.platform.startswith("linux"):
        workers = 1
    fork = get_context("fork")
    running = []
    for number in range(1, workers):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(
            target=_work, args=(due[number::workers], teller, there, here), daemon=True
        )
        process.start()
        there.close()
        running.append((process, here))
    found.add(_renew(due[0::workers], teller))
    for process, here in running:
        try:
            found.add(here.recv())
        except EOFError:
            raise OSError("a process that was stamping pages was killed") from None
        process.join()
    return found


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


def _compared(
    items: Sequence[Item], teller: Teller, memory: Mapping[str, Known]
) -> tuple[Found, list[Due]]:
    """What is known to be as it should be, without opening it; and what is left."""
    found = Found()
    due = []
    for item in items:
        found.pages += is_html(item.path)
        known = memory.get(item.path)
        if known and not known.is_still(item):
            known = None
        if known and known.told in (NOTHING, teller.digest(known.language)):
            found.known[item.path] = known
        else:
            due.append(Due(item, known))
    return found, due


def _work(due: Sequence[Due], teller: Teller, result: Connection, other: Connection) -> None:
    # Ctrl-C is for the command, which then ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # With the parent gone nobody reads the result, and nothing is to wait for that.
    other.close()
    # A collection would copy all that is shared with the others.
    gc.disable()
    result.send(_renew(due, teller, parent=os.getppid()))


def _renew(due: Sequence[Due], teller: Teller, parent: int | None = None) -> Found:
    found = Found()
    for item, known in due:
        if parent and os.getppid() != parent:
            os._exit(1)
        path = item.path
        content = _content(item)
        root = teller.root_of(path)
        element, record = partial(teller.element, root), partial(teller.record, root)
        if known and known.told:
            language = known.language
            new = told.page_at(content, known.start, known.end, language, element)
        else:
            read = (
                told.page(content, element, record)
                if is_html(path)
                else told.feed(content, partial(teller.record, None))
            )
            if read is None:
                found.without_slot.append(Path(path))
                continue
            new = read
        if new.content != content:
            # Siblings first: a stamp that is killed in between finds the page still to be done.
            if item.siblings:
                found.removed += siblings.renew(Path(path), new.content, item.siblings)
            replace(path, new.content, mode=item.mode)
            state = os.stat(path)
            item = item._replace(
                size=state.st_size, node=state.st_ino, changed_ns=state.st_ctime_ns
            )
            found.changed += 1
        tells = "" if new.has_records else teller.digest(new.language) if new.end else NOTHING
        found.known[path] = Known(
            item.changed_ns, item.size, item.node, new.start, new.end, new.language, tells
        )
    return found


def _content(item: Item) -> bytes:
    """What the page holds now, also if it has grown since it was found."""
    file = os.open(item.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts = [os.read(file, item.size + 1)]
        while len(parts[-1]) > item.size:
            parts.append(os.read(file, item.size + 1))
    finally:
        os.close(file)
    return b"".join(parts)
