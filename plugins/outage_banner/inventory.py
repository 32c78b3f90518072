"""A built site -> its pages and feeds, found by a process of its own while this one prepares."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

PAGE_SUFFIXES = (".html", ".htm")
FEED_SUFFIXES = (".xml", ".atom", ".rss")
SIBLING_SUFFIXES = (".gz", ".br", ".zst")

_LITTER = re.compile(r"\..+\.\d+\.new")


class Item(NamedTuple):
    """A page or feed as it was found, and the names of its compressed siblings."""

    path: str
    siblings: tuple[str, ...]
    mode: int
    size: int
    node: int
    changed_ns: int


class Inventory(NamedTuple):
    """`litter` are files that a killed process left half written."""

    items: list[Item]
    litter: list[str]


def is_html(name: str) -> bool:
    return name.lower().endswith(PAGE_SUFFIXES)


def begin(site: Path) -> Callable[[], Inventory]:
    """Start looking through `site`; what is returned waits for the end and gives what was found.

    That raises OSError where something cannot be looked at.
    """
    # Others than Linux start a process too slowly, or not safely.
    if not sys.platform.startswith("linux"):
        return partial(take, str(site))
    fork = get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(str(site), there, here), daemon=True)
    process.start()
    there.close()

    def found() -> Inventory:
        try:
            answer = here.recv()
        except EOFError:
            raise OSError("a process that looked through the site was killed") from None
        process.join()
        if isinstance(answer, OSError):
            raise answer
        items, litter = answer
        return Inventory([Item(*item) for item in items], litter)

    return found


def take(site: str) -> Inventory:
    """What is there now; a site that is not there holds nothing."""
    found = Inventory([], [])
    folders = [site] if os.path.isdir(site) else []
    while folders:
        folder = folders.pop()
        names = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif _LITTER.fullmatch(entry.name):
                    found.litter.append(entry.path)
                else:
                    names.append(entry.name)
        there = set(names)
        for name in names:
            if is_html(name) or name.lower().endswith(FEED_SUFFIXES):
                beside = (name + suffix for suffix in SIBLING_SUFFIXES)
                siblings = tuple(one for one in beside if one in there)
                path = f"{folder}/{name}"
                try:
                    state = os.stat(path)
                except FileNotFoundError:
                    continue  # A link to nothing.
                found.items.append(
                    Item(
                        path,
                        siblings,
                        state.st_mode,
                        state.st_size,
                        state.st_ino,
                        state.st_ctime_ns,
                    )
                )
    return found


def _send(site: str, result: Connection, other: Connection) -> None:
    # Ctrl-C is for the command, which then ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # With the parent gone nobody reads the result, and nothing is to wait for that.
    other.close()
    answer: object
    try:
        items, litter = take(site)
        # Plain values are quicker to send.
        answer = [tuple(item) for item in items], litter
    except OSError as error:
        answer = error
    with suppress(BrokenPipeError):
        result.send(answer)
