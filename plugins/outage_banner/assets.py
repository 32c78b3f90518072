"""The banner's stylesheet and script, and the rules of one board -> files named by content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Asset:
    """A file whose name changes with its bytes, so that it may be cached for ever."""

    name: str
    content: bytes


def stylesheet(rules: str = "") -> Asset:
    """The banner's own stylesheet, and behind it the `rules` that hold for one board."""
    return _hashed("outage-banner", ".css", rules.encode())


def section_stylesheet() -> Asset:
    """The stylesheet of the status section's pages."""
    return _hashed("outage-section", ".css")


def script() -> Asset:
    return _hashed("outage-banner", ".js")


def _hashed(stem: str, suffix: str, more: bytes = b"") -> Asset:
    content = _read(stem + suffix) + more
    return Asset(f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{suffix}", content)


@cache
def _read(name: str) -> bytes:
    return (_STATIC / name).read_bytes()
