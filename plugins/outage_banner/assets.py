"""The stylesheet and the script of the banner -> files named by their content."""

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


@cache
def stylesheet() -> Asset:
    return _hashed("outage-banner", ".css")


@cache
def script() -> Asset:
    return _hashed("outage-banner", ".js")


def _hashed(stem: str, suffix: str) -> Asset:
    content = (_STATIC / (stem + suffix)).read_bytes()
    return Asset(f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{suffix}", content)
