"""A built site -> its pages and feeds, found by a process of its own while this one prepares."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import processes

PAGE_SUFFIXES = (".html", ".htm")
FEED_SUFFIXES = (".xml", ".atom", ".rss")
SIBLING_SUFFIXES = (".gz", ".br", ".zst")

_LITTER = re.compile(r"\..+\.\d+\.new")


_Values = tuple[str, tuple[str, ...], int, int, int, int, int]


class Item(NamedTuple):
    """A page or feed as it was found, and the names of its compressed siblings."""

    path: str
    siblings: tuple[str, ...]
    mode: int
    size: int
    node: int
    written_ns: int
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
    found = processes.begin(lambda: _take(str(site)))

    def inventory() -> Inventory:
        items, litter = found()
        return Inventory([Item(*item) for item in items], litter)

    return inventory


def _take(site: str) -> tuple[list[_Values], list[str]]:
    """What is there now; a site that is not there holds nothing. Plain values are sent quicker."""
    items: list[_Values] = []
    litter: list[str] = []
    folders = [site] if os.path.isdir(site) else []
    while folders:
        folder = folders.pop()
        names = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif _LITTER.fullmatch(entry.name):
                    litter.append(entry.path)
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
                items.append(
                    (
                        path,
                        siblings,
                        state.st_mode,
                        state.st_size,
                        state.st_ino,
                        state.st_mtime_ns,
                        state.st_ctime_ns,
                    )
                )
    return items, litter
