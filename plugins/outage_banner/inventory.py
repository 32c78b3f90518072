"""A built site -> its pages and feeds, found by a process of its own while this one prepares."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from . import processes

PAGE_SUFFIXES = (".html", ".htm")
FEED_SUFFIXES = (".xml", ".atom", ".rss")
FILE_SYSTEMS_OWN = "lost+found"
SIBLING_SUFFIXES = (".gz", ".br", ".zst")

_LITTER = re.compile(r"\.\d+\.new")


class Item(NamedTuple):
    """A page or feed as it was found, and the names of its compressed siblings."""

    path: str
    siblings: tuple[str, ...]
    size: int
    node: int
    changed_ns: int


class Inventory(NamedTuple):
    """`litter` are files that a killed process left half written; `links` lead to folders, which
    may lie anywhere; `closed` are the reasons why folders cannot be looked into."""

    items: list[Item]
    litter: list[str]
    links: list[str]
    closed: dict[str, str]


def is_html(name: str) -> bool:
    return name.lower().endswith(PAGE_SUFFIXES)


def begin(site: Path) -> Callable[[], Inventory]:
    """Start looking through `site`; what is returned waits for the end and gives what was found."""
    found = processes.begin(partial(_take, str(site)))

    def inventory() -> Inventory:
        items, litter, links, closed = found()
        return Inventory([Item(*item) for item in items], litter, links, closed)

    return inventory


def _take(site: str) -> tuple[list[Any], list[str], list[str], dict[str, str]]:
    """What is there now, in plain values, which are sent quicker."""
    items, litter, links, closed = list[Any](), list[str](), list[str](), dict[str, str]()
    folders = [site]
    while folders:
        folder = folders.pop()
        names = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != FILE_SYSTEMS_OWN:
                            folders.append(entry.path)
                    elif entry.is_symlink() and os.path.isdir(entry.path):
                        links.append(entry.path)
                    elif _LITTER.fullmatch(entry.name):
                        litter.append(entry.path)
                    else:
                        names.append(entry.name)
        except FileNotFoundError:
            continue  # It has gone meanwhile.
        except OSError as error:
            closed[folder] = error.strerror or str(error)
            continue
        there = set(names)
        for name in names:
            if is_html(name) or name.lower().endswith(FEED_SUFFIXES):
                path = os.path.join(folder, name)
                try:
                    state = os.stat(path)
                except OSError:
                    continue  # A link to nothing, or to itself.
                if stat.S_ISREG(state.st_mode):
                    beside = (name + suffix for suffix in SIBLING_SUFFIXES)
                    items.append(
                        (
                            path,
                            tuple(one for one in beside if one in there),
                            state.st_size,
                            state.st_ino,
                            state.st_ctime_ns,
                        )
                    )
    return items, litter, links, closed
