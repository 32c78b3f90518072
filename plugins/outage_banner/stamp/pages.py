"""A built site -> every page and feed outside the section made anew, by as many as can work."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from .. import gate
from ..edition import Edition
from ..store import replace
from . import siblings, told

FEED_SUFFIXES = (".xml", ".atom", ".rss")
WORTH_A_PROCESS = 500
"""Pages below which another process takes longer to start than it saves."""

_LITTER = re.compile(r"\..+\.\d+\.new")


@dataclass(frozen=True)
class Item:
    """A page or feed, and the names of its compressed siblings."""

    folder: str
    name: str
    siblings: tuple[str, ...]


@dataclass
class Found:
    """What became of the pages."""

    pages: int = 0
    changed: int = 0
    without_slot: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)

    def add(self, other: Found) -> None:
        self.pages += other.pages
        self.changed += other.changed
        self.without_slot += other.without_slot
        self.removed += other.removed


def renew_pages(site: Path, done: Container[Path], edition: Edition) -> Found:
    """Renew all but what is `done`; a page without its slot is left alone, and told of."""
    items = list(_items(site, done))
    workers = min(os.cpu_count() or 1, 1 + len(items) // WORTH_A_PROCESS)
    # Others than Linux start a process too slowly, or not safely.
    if workers == 1 or not sys.platform.startswith("linux"):
        return _renew(items, edition)
    fork = get_context("fork")
    running = []
    for number in range(1, workers):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_work, args=(items[number::workers], edition, there, here))
        process.start()
        there.close()
        running.append((process, here))
    found = _renew(items[0::workers], edition)
    for process, here in running:
        try:
            found.add(here.recv())
        except EOFError:
            raise OSError("a process that was stamping pages was killed") from None
        process.join()
    return found


def _work(items: Sequence[Item], edition: Edition, result: Connection, other: Connection) -> None:
    # What nobody will read is not waited for.
    other.close()
    result.send(_renew(items, edition, parent=os.getppid()))


def _renew(items: Sequence[Item], edition: Edition, parent: int | None = None) -> Found:
    incidents = {incident.id: incident for incident in edition.status.incidents}

    @cache
    def element(language: str) -> bytes:
        return edition.banner(language).element.encode()

    @cache
    def record(id_: str, language: str) -> str | None:
        return edition.record(incidents[id_], language) if id_ in incidents else None

    found = Found()
    for item in items:
        if parent and os.getppid() != parent:
            os._exit(1)
        path = Path(item.folder, item.name)
        content = path.read_bytes()
        if gate.is_html(item.name):
            found.pages += 1
            new = told.page(content, element, record)
        else:
            new = told.feed(content, record)
        if new is None:
            found.without_slot.append(path)
        elif new != content:
            # Siblings first: a stamp that is killed in between finds the page still to be done.
            found.removed += siblings.renew(path, new, item.siblings)
            replace(path, new)
            found.changed += 1
    return found


def _items(site: Path, done: Container[Path]) -> Iterator[Item]:
    for folder, folders, names in os.walk(site):
        folders.sort()
        there = set(names)
        for name in sorted(names):
            if _LITTER.fullmatch(name):
                Path(folder, name).unlink(missing_ok=True)
            elif _tells(name) and Path(folder, name) not in done:
                beside = (name + suffix for suffix in siblings.SUFFIXES)
                yield Item(folder, name, tuple(one for one in beside if one in there))


def _tells(name: str) -> bool:
    return gate.is_html(name) or name.lower().endswith(FEED_SUFFIXES)
