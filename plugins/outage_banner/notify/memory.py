"""Which target was told which updates of which event -> kept in a file, outside of the site.

`{"<key of a target>": {"<id of an event>": {"<update>": "sending" or "told"}}}`: no address stands
in it. An update is written down before it is sent: whatever ends a call, it is not sent twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from .. import store
from .letters import Letter

if TYPE_CHECKING:
    from .sending import Target

State: TypeAlias = Literal["sending", "told"]
Told: TypeAlias = dict[str, dict[str, dict[str, State]]]


@dataclass(frozen=True)
class Outcome:
    """What came of sending a letter, and why it did not go well.

    `refused`: nobody got it. `in_part`: some of the recipients did. `perhaps`: nobody can tell.
    """

    kind: Literal["told", "refused", "in_part", "perhaps"]
    fault: str = ""


_ENDED = Outcome("perhaps", "another call is sending it, or ended as it did.")


def default_file(status_file: Path) -> Path:
    """Where the memory of a site is kept, unless its author says where; raises store.Unsaved."""
    site = hashlib.sha256(str(status_file.resolve()).encode()).hexdigest()[:16]
    try:
        home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    except RuntimeError:
        raise store.Unsaved("there is no home folder here; write --state FILE") from None
    return Path(home) / "pelican-outage-banner" / f"told-{site}.json"


@dataclass(frozen=True)
class Memory:
    """The file of what was told."""

    file: Path

    def knows(self, target: Target, letter: Letter) -> bool:
        """Whether a target was or may have been told this update; raises store.Unsaved."""
        try:
            content = self.file.read_bytes()
        except FileNotFoundError:
            content = None
        except OSError as error:
            raise store.Unsaved(f"{self.file} cannot be read: {error.strerror}") from None
        known = _read(content, self.file).get(target.key, {})
        return letter.update in known.get(letter.event_id, {})

    def tell(self, target: Target, letter: Letter, send: Callable[[], Outcome]) -> Outcome | None:
        """Sends a letter unless it was or may have been told; None where that is known.

        Only what nobody got is ever sent again. Raises store.Unsaved, before anything is sent
        if it can be known by then.
        """
        before = self._write(target, letter, lambda state: "told" if state else "sending")
        if before:
            return _ENDED if before == "sending" else None
        outcome = send()
        self._write(target, letter, lambda _: None if outcome.kind == "refused" else "told")
        return outcome

    def _write(
        self, target: Target, letter: Letter, change: Callable[[State | None], State | None]
    ) -> State | None:
        """Changes what is known of a letter; what was known before."""
        before: State | None = None

        def changed(content: bytes | None) -> bytes:
            nonlocal before
            known = _read(content, self.file)
            told = known.setdefault(target.key, {}).setdefault(letter.event_id, {})
            before = told.pop(letter.update, None)
            if state := change(before):
                told[letter.update] = state
            return (json.dumps(known, indent=1, sort_keys=True) + "\n").encode()

        store.rewrite(self.file, changed)
        return before


def _read(content: bytes | None, file: Path) -> Told:
    """What was told; a file that holds something else is nobody's to overwrite."""
    try:
        known = json.loads(content or b"{}")
        states = [
            state
            for events in known.values()
            for told in events.values()
            for state in told.values()
        ]
        if all(state in ("sending", "told") for state in states):
            return dict(known)
    except (ValueError, AttributeError):
        pass
    raise store.Unsaved(f"{file} holds something else than what was told; name another file")
