"""What was sent to a host, as kept there: a JSON file of the status section, `published.json`.

It is public, so it names files by digests of their paths, and no page is found through it. What a
publish is about to change is unknown in it before anything is sent, so that one which was
interrupted is never believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

NAME = "published.json"
"""Without a dot before it, as FTP servers hide what begins with one; so is the folder for files on
their way."""
VERSION = 1
UNKNOWN = ""
CONTESTED = "?"


class Unpublishable(Exception):
    """What keeps a site from being published; the message says what to do."""


class Sent(NamedTuple):
    """A file that some publish sent. `digest` is UNKNOWN while it is changed, and CONTESTED when
    two publishes may have sent it at once.

    `gone_at`: when the site had it no longer, in seconds since 1970; it outlives that for a while.
    """

    digest: str
    size: int = 0
    gone_at: int = 0


@dataclass(frozen=True)
class Ledger:
    """`files` are by `key(path)`; `pages` is their number, `run` who wrote this, `address` the
    SITEURL that the site was built for."""

    files: Mapping[str, Sent] = field(default_factory=dict)
    pages: int | None = None
    run: str = ""
    address: str = ""

    def sent(self, path: str) -> Sent | None:
        return self.files.get(key(path))

    def to_json(self) -> bytes:
        document = {
            "version": VERSION,
            "run": self.run,
            "address": self.address,
            "pages": self.pages,
            "files": dict(sorted(self.files.items())),
        }
        return json.dumps(document, separators=(",", ":")).encode()


def from_json(text: bytes) -> Ledger | None:
    """The ledger; None for what is none, which is then as if nothing had been sent."""
    try:
        values = json.loads(text)
        if values["version"] != VERSION:
            return None
        files = {name: Sent(*sent) for name, sent in values["files"].items()}
        return Ledger(files, values["pages"], values["run"], values["address"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(100_000)
def key(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:20]
