"""A file -> its compressed siblings (`page.html.gz`), made anew where a build left some."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Container
from importlib import import_module
from pathlib import Path

from ..inventory import SIBLING_SUFFIXES
from ..store import replace


def renew(path: Path, content: bytes, names: Container[str]) -> list[Path]:
    """Renew those siblings of `path` that are among the `names` in its folder.

    One that cannot be made here, for want of its library, is removed, as it would tell what was;
    those are returned.
    """
    removed = []
    for suffix in SIBLING_SUFFIXES:
        if path.name + suffix in names:
            sibling = path.with_name(path.name + suffix)
            squeeze = _squeeze(suffix)
            if squeeze:
                replace(sibling, squeeze(content))
            else:
                sibling.unlink(missing_ok=True)
                removed.append(sibling)
    return removed


def remove(path: Path) -> None:
    for suffix in SIBLING_SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _squeeze(suffix: str) -> Callable[[bytes], bytes] | None:
    """How to compress, as tightly as hosts do beforehand; None without the library."""
    if suffix == ".gz":
        # Without a time, so that the same page is the same file.
        return lambda content: gzip.compress(content, 9, mtime=0)
    for module in {".br": ["brotli"], ".zst": ["compression.zstd", "zstandard"]}[suffix]:
        try:
            compress = import_module(module).compress
        except ImportError:
            continue
        return lambda content: bytes(compress(content))
    return None
