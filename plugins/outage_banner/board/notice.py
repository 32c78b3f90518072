"""The words of the board: windows, sentences and notices, without any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..status import Alternative, Component, Source

Kind = Literal["down", "degraded", "planned", "back"]
KINDS: tuple[Kind, ...] = ("down", "degraded", "planned", "back")
"""What can be the matter, worst first."""

Says = Literal[
    "not_reachable",
    "disrupted",
    "reported_down",
    "reported_degraded",
    "reported_maintenance",
    "expected",
    "no_estimate",
    "estimate_passed",
    "monitoring",
    "monitoring_since",
    "updated",
    "next_update",
    "update_overdue",
    "stale",
    "will_be_unavailable",
    "planned",
    "in_progress",
    "was_planned",
    "back_after",
    "disrupted_for",
    "over",
]


@dataclass(frozen=True)
class Window:
    """When something is true: from `start` on, before `end`; None is without limit."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return (self.start is None or self.start <= now) and (self.end is None or now < self.end)


ALWAYS = Window()


@dataclass(frozen=True)
class Sentence:
    """One thing to say, with the times it speaks of and the window in which it is true."""

    says: Says
    at: datetime | None = None
    until: datetime | None = None
    window: Window = ALWAYS


@dataclass(frozen=True)
class Notice:
    """All that is said of one event, or of components in a state that no event explains.

    `facts` tell what is the matter and `said` how fresh that is. `name` is empty where only the
    `subjects` have one. An event has a page of its own, named by its `id`; `said_at` is when
    anything was last said of it.
    `source` is whose word it is, where it is not the author's.
    """

    id: str
    kind: Kind
    name: str
    facts: tuple[Sentence, ...]
    said: tuple[Sentence, ...] = ()
    said_at: datetime | None = None
    subjects: tuple[Component, ...] = ()
    works: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    contact: str | None = None
    source: Source | None = None
    has_page: bool = True
    window: Window = ALWAYS

    def turns(self) -> Iterator[datetime]:
        """The moments at which something else is to be said."""
        windows = [self.window] + [one.window for one in (*self.facts, *self.said)]
        for window in windows:
            yield from (turn for turn in (window.start, window.end) if turn)


@dataclass(frozen=True)
class Rules:
    """How long things are shown, in hours: `OUTAGE_ALL_CLEAR_HOURS` and its siblings."""

    all_clear_hours: float = 24
    announce_hours: float = 72
    stale_after_hours: float = 24
