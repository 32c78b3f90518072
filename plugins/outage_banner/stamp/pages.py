"""A built site -> every page and feed outside the section made anew, by as many as can work."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from .. import gate
from ..edition import Edition
from ..store import replace
from . import siblings, told
from .memory import NOTHING, Known

FEED_SUFFIXES = (".xml", ".atom", ".rss")
WORTH_A_PROCESS = 500
"""Pages below which another process takes longer to start than it saves."""

_LITTER = re.compile(r"\..+\.\d+\.new")


Item = tuple[str, tuple[str, ...]]
"""The path of a page or feed, and the names of its compressed siblings."""


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
    site: Path, done: Container[str], edition: Edition, memory: Mapping[str, Known]
) -> Found:
    """Renew all but what is `done`; a page without its slot is left alone, and told of."""
    items = list(_items(site, done))
    workers = min(os.cpu_count() or 1, 1 + len(items) // WORTH_A_PROCESS)
    # Others than Linux start a process too slowly, or not safely.
    if not sys.platform.startswith("linux"):
        workers = 1
    given = edition, memory
    fork = get_context("fork")
    running = []
    for number in range(1, workers):
        here, there = fork.Pipe(duplex=False)
        process = fork.Process(target=_work, args=(items[number::workers], *given, there, here))
        process.start()
        there.close()
        running.append((process, here))
    found = _renew(items[0::workers], *given)
    for process, here in running:
        try:
            found.add(here.recv())
        except EOFError:
            raise OSError("a process that was stamping pages was killed") from None
        process.join()
    return found


def _work(
    items: Sequence[Item],
    edition: Edition,
    memory: Mapping[str, Known],
    result: Connection,
    other: Connection,
) -> None:
    # With the parent gone nobody reads the result, and nothing is to wait for that.
    other.close()
    result.send(_renew(items, edition, memory, parent=os.getppid()))


def _renew(
    items: Sequence[Item],
    edition: Edition,
    memory: Mapping[str, Known],
    parent: int | None = None,
) -> Found:
    incidents = {incident.id: incident for incident in edition.status.incidents}

    @cache
    def element(language: str) -> bytes:
        return edition.banner(language).element.encode()

    @cache
    def digest(language: str) -> str:
        return hashlib.sha256(element(language)).hexdigest()[:16]

    @cache
    def record(id_: str, language: str) -> str | None:
        return edition.record(incidents[id_], language) if id_ in incidents else None

    found = Found()
    for path, beside in items:
        if parent and os.getppid() != parent:
            os._exit(1)
        is_page = gate.is_html(path)
        found.pages += is_page
        state = os.stat(path)
        known = memory.get(path)
        if known and not known.is_still(state):
            known = None
        if known and known.told in (NOTHING, digest(known.language)):
            found.known[path] = known
            continue
        content = _content(path)
        if known and known.told:
            new = told.page_at(content, known.start, known.end, known.language, element)
        else:
            read = told.page(content, element, record) if is_page else told.feed(content, record)
            if read is None:
                found.without_slot.append(Path(path))
                continue
            new = read
        if new.content != content:
            # Siblings first: a stamp that is killed in between finds the page still to be done.
            if beside:
                found.removed += siblings.renew(Path(path), new.content, beside)
            replace(path, new.content, mode=state.st_mode)
            state = os.stat(path)
            found.changed += 1
        tells = "" if new.has_records else digest(new.language) if new.end else NOTHING
        found.known[path] = Known(
            state.st_ctime_ns,
            state.st_size,
            state.st_ino,
            new.start,
            new.end,
            new.language,
            tells,
        )
    return found


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _items(site: Path, done: Container[str]) -> Iterator[Item]:
    folders = [str(site)]
    while folders:
        folder = folders.pop()
        names = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif _LITTER.fullmatch(entry.name):
                    Path(entry.path).unlink(missing_ok=True)
                else:
                    names.append(entry.name)
        there = set(names)
        for name in names:
            path = f"{folder}/{name}"
            if (gate.is_html(name) or name.lower().endswith(FEED_SUFFIXES)) and path not in done:
                beside = (name + suffix for suffix in siblings.SUFFIXES)
                yield path, tuple(one for one in beside if one in there)
