"""A built site -> its files that are sent: what each holds, and the headers that go with it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .. import caching
from .ledger import Unpublishable

_SENT_DOT_FILES = (".well-known", ".htaccess")


class File(NamedTuple):
    """`digest` is of the content, and of the headers on hosts that keep them."""

    size: int
    digest: str


def files(site: Path, section: str, *, has_headers: bool) -> dict[str, File]:
    """Every file that is sent, by its path in the site.

    An object store has use for headers, and none for compressed siblings. Raises
    Unpublishable and OSError.
    """
    found = {}
    paths = set(_paths(site))
    for path in paths:
        if has_headers and is_sibling(path, paths):
            continue
        with (site / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            size = file.tell()
        if has_headers:
            digest.update(repr(headers(path, section)).encode())
        found[path] = File(size, digest.hexdigest()[:24])
    return found


def headers(path: str, section: str) -> Mapping[str, str]:
    """The headers that a file is sent with, and that a host should answer with."""
    return {
        "Cache-Control": caching.rule(path, section).cache_control,
        "Content-Type": caching.content_type(path),
    }


def is_sibling(path: str, paths: set[str]) -> bool:
    """Whether it is another file, compressed."""
    original = caching.SIBLING.sub("", path)
    return original != path and original in paths


def _paths(site: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(site):
        folders[:] = [name for name in folders if _is_sent(name)]
        for name in folders:
            if Path(folder, name).is_symlink():
                raise Unpublishable(
                    f"{Path(folder, name)} is a link to a folder, which is neither stamped nor "
                    "checked; put the folder itself there"
                )
        below = Path(folder).relative_to(site).as_posix()
        for name in filter(_is_sent, names):
            path = name if below == "." else f"{below}/{name}"
            if not path.isprintable():
                raise Unpublishable(
                    f"{site}/{path!a} cannot be sent: its name is not text; give it another"
                )
            yield path


def _is_sent(name: str) -> bool:
    return not name.startswith(".") or name in _SENT_DOT_FILES
