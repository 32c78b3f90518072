"""(Status, now) -> Board: what readers must be told now, worst first, and until when it is true."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain

from ..status import Incident, Maintenance, Status
from .components import indicated, unexplained
from .events import alternatives_of, as_of, ended_at, first_of_last_run, is_open, said_times
from .incidents import (
    all_clears,
    confirmed_at,
    expected_at,
    impact,
    open_incidents,
    severity,
    watched_since,
)
from .maintenance import end_of, maintenances, work_span
from .notice import KINDS, Kind, Notice, Rules, Says, Sentence, Window

__all__ = [
    "Board",
    "Kind",
    "Notice",
    "Rules",
    "Says",
    "Sentence",
    "Window",
    "alternatives_of",
    "as_of",
    "board",
    "confirmed_at",
    "end_of",
    "ended_at",
    "expected_at",
    "first_of_last_run",
    "impact",
    "is_open",
    "maintenances",
    "open_incidents",
    "severity",
    "watched_since",
    "work_span",
]

DEFAULT_RULES = Rules()
_IMPACTS = ("critical", "major", None, "minor", "maintenance", "none")


@dataclass(frozen=True)
class Board:
    """What to tell at `now`; `next_change` is when the same file must be told differently.

    `updated_at` is the version of the file: it orders two boards, whenever they were built.
    """

    now: datetime
    notices: tuple[Notice, ...]
    updated_at: datetime | None
    next_change: datetime | None

    @cached_property
    def version(self) -> str:
        """What changes when something else is told, and not as time passes; "" for nothing."""
        if not self.notices:
            return ""
        return hashlib.sha256(repr(self.notices).encode()).hexdigest()[:8]


def board(status: Status, now: datetime, rules: Rules = DEFAULT_RULES) -> Board:
    """The board of `status` at `now`, an aware time."""
    ends = filter(None, map(ended_at, status.incidents))
    status = as_of(status, now)
    opened = list(open_incidents(status, rules))
    impacts = {incident.id: incident.impact for incident, _ in opened}
    timed = [notice for _, notice in opened]
    timed += [*maintenances(status, rules), *all_clears(status, rules, now)]
    shown = [notice for notice in timed if notice.window.holds(now)]
    shown += unexplained(status, [incident for incident, _ in opened], now)
    if not opened and all(notice.kind in ("planned", "back") for notice in shown):
        shown += indicated(status)
    shown.sort(key=lambda one: (KINDS.index(one.kind), _IMPACTS.index(impacts.get(one.id))))
    turns = chain(ends, (turn for notice in timed for turn in notice.turns()))
    next_change = min((turn for turn in turns if turn > now), default=None)
    return Board(now, tuple(shown), _updated_at(status), next_change)


def _updated_at(status: Status) -> datetime | None:
    """The file's own time, else the newest at which something in it was said."""
    if status.page.updated_at:
        return status.page.updated_at
    events: tuple[Incident | Maintenance, ...] = (*status.incidents, *status.scheduled_maintenances)
    said = [at for event in events for at in (*said_times(event), event.started_at) if at]
    return max(said, default=None)
