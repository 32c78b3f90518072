"""Which target was told which update of which event -> kept in a file, outside of the site.

`{"<key of a target>": {"<id of an event>": "<update>"}}`: no address stands in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import store
from .letters import Letter

if TYPE_CHECKING:
    from .sending import Target


def default_file(status_file: Path) -> Path:
    """Where the memory of a site is kept, unless its author says where."""
    site = hashlib.sha256(str(status_file.resolve()).encode()).hexdigest()[:16]
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "pelican-outage-banner" / f"told-{site}.json"


@dataclass(frozen=True)
class Memory:
    """The file of what was told."""

    file: Path

    def knows(self, target: Target, letter: Letter) -> bool:
        """Whether a target was told this update; raises store.Unsaved."""
        try:
            content = self.file.read_bytes()
        except FileNotFoundError:
            content = None
        except OSError as error:
            raise store.Unsaved(f"{self.file} cannot be read: {error.strerror}") from None
        return _is_told(_read(content, self.file), target, letter)

    def tell(self, target: Target, letter: Letter, send: Callable[[], str | None]) -> str | None:
        """Sends a letter unless it was told; why it could not be sent, or None.

        The file is locked meanwhile, so that two commands at the same time do not send it twice.
        Raises store.Unsaved, before anything is sent if it can be known by then.
        """
        results: list[str | None] = []

        def told(content: bytes | None) -> bytes:
            known = _read(content, self.file)
            if not results:
                results.append(None if _is_told(known, target, letter) else send())
            if results[0] is None:
                known.setdefault(target.key, {})[letter.event_id] = letter.update
            return (json.dumps(known, indent=1, sort_keys=True) + "\n").encode()

        # A file that cannot be written would let the same letter go out again and again.
        store.rewrite(self.file, lambda content: content or b"{}\n")
        if not os.access(self.file.parent, os.W_OK):
            raise store.Unsaved(f"nothing can be written in {self.file.parent}")
        store.rewrite(self.file, told)
        return results[0]


def _is_told(known: dict[str, dict[str, str]], target: Target, letter: Letter) -> bool:
    return known.get(target.key, {}).get(letter.event_id) == letter.update


def _read(content: bytes | None, file: Path) -> dict[str, dict[str, str]]:
    """What was told; a file that holds something else is nobody's to overwrite."""
    try:
        known = json.loads(content or b"{}")
        if all(isinstance(one, str) for told in known.values() for one in told.values()):
            return dict(known)
    except (ValueError, AttributeError):
        pass
    raise store.Unsaved(f"{file} holds something else than what was told; name another file")
