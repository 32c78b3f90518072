"""An event -> what readers are told beside its updates, as plain text.

Statuspage's format and feeds have no field for when it should be back, when more will be said,
what still works and where to go instead. Sentences have.
"""

from __future__ import annotations

from datetime import datetime

from ..board import Board, end_of, ended_at, is_open
from ..board.events import help_with
from ..status import (
    Incident,
    IncidentUpdate,
    Maintenance,
    MaintenanceStatus,
    MaintenanceUpdate,
    Status,
)
from ..wording import INSTEAD, SENTENCES, STILL_WORKS, Wording

Event = Incident | Maintenance
AnyUpdate = IncidentUpdate | MaintenanceUpdate

EXPECTED, PLANNED, OVER = (SENTENCES[says] for says in ("expected", "planned", "over"))

_PROMISES = {"expected", "next_update"}
_OUTLOOK = _PROMISES | {"estimate_passed", "update_overdue"}
_STATE = {"not_reachable", "disrupted", "no_estimate", "monitoring", "monitoring_since"}


def phase(work: Maintenance, now: datetime) -> MaintenanceStatus:
    """Where planned work stands by the clock, whatever word the file still holds."""
    end = end_of(work)
    if (end and end <= now) or (work.status == "completed" and not end):
        return "completed"
    if now < work.scheduled_for:
        return "scheduled"
    return "verifying" if work.status == "verifying" else "in_progress"


def is_over(event: Event, now: datetime) -> bool:
    """Nothing more is to be expected of it."""
    if isinstance(event, Maintenance):
        return phase(event, now) == "completed"
    return not is_open(event)


def said_then(update: AnyUpdate, words: Wording) -> list[str]:
    """What was told with one update, and stays true of that moment."""
    if isinstance(update, IncidentUpdate) and update.expected_at:
        return [words.plain(EXPECTED, at=words.moment(update.expected_at))]
    return []


def promises(board: Board, event: Event, words: Wording) -> list[str]:
    """When an open incident was last said to be back and told of again, whatever the clock says."""
    return _from_banner(board, event, words, _PROMISES, is_dated=True)


def outlook_now(board: Board, event: Event, words: Wording) -> list[str]:
    """The same at the board's time: a promise, or that it was not kept."""
    return _from_banner(board, event, words, _OUTLOOK)


def state_then(board: Board, event: Event, words: Wording) -> list[str]:
    """What is known of an event of which no update tells, whatever the clock says."""
    return _ending(event, words) or _from_banner(
        board, event, words, _STATE | _PROMISES, is_dated=True
    )


def state_now(board: Board, event: Event, words: Wording) -> list[str]:
    """The same at the board's time."""
    return _ending(event, words) or _from_banner(board, event, words, _STATE | _OUTLOOK)


def help_for(status: Status, event: Event, words: Wording) -> list[str]:
    """What still works, where to go instead and whom to ask."""
    found = help_with(event, status.components_of(event))
    links = words.listed([f"{one.name} ({one.url})" for one in found.alternatives])
    return [
        *([words.plain(STILL_WORKS, works=found.works)] if found.works else []),
        *([words.plain(INSTEAD, links=links)] if links else []),
        *([words.plain("Contact: {contact}", contact=found.contact)] if found.contact else []),
    ]


def _ending(event: Event, words: Wording) -> list[str]:
    """When planned work is or was, and how long an incident lasted that is over."""
    ended = ended_at(event)
    if isinstance(event, Maintenance):
        span = words.span(event.scheduled_for, ended or event.scheduled_until).striptags()
        return [words.plain(PLANNED, span=span)]
    if ended is None:
        return []
    length = words.duration(ended - event.started_at)
    return [words.plain(OVER, until=words.moment(ended), duration=length)]


def _from_banner(
    board: Board, event: Event, words: Wording, which: set[str], *, is_dated: bool = False
) -> list[str]:
    """The banner's sentences on an open incident; `is_dated` where a date stands beside them."""
    if not isinstance(event, Incident) or not is_open(event):
        return []
    return [
        words.sentence(notice, one).striptags()
        for notice in board.notices
        if notice.id == event.id
        for one in (*notice.facts, *notice.said)
        if one.says in which and (is_dated or one.window.holds(board.now))
    ]
