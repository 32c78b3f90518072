"""Status -> `calendar.ics` (RFC 5545): planned work, to subscribe to.

Every time comes from the file, so the same file makes the same calendar. An event keeps its UID
whatever is changed in it, ends when the work did, and was never changed in the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vText

from ..board import Board, Rules, end_of, ended_at
from ..board.events import said_times
from ..board.maintenance import announced_from
from ..status import Maintenance, Status
from ..wording import Wording
from . import bodies, sayings
from .place import File, Place

PATH = "calendar.ics"
DAYS_KEPT = 90

_PRODUCT = "-//pelican-outage-banner//Planned work//EN"


def calendar(status: Status, board: Board, words: Wording, place: Place, rules: Rules) -> File:
    """The planned work of the past 90 days and all that is to come, in order.

    `rules` say when work is announced of which nothing else was said.
    """
    found = Calendar()
    name = words.plain("Planned work: {site}", site=place.site_name.strip() or place.host)
    for key, value in (
        ("PRODID", _PRODUCT),
        ("VERSION", "2.0"),
        ("X-WR-CALNAME", vText(_line(name))),
    ):
        found.add(key, value)
    found.add("NAME", vText(_line(name)), {"LANGUAGE": words.language})
    if place.site_url:
        found.add("URL", place.url())
    for work in _shown(status, board.now):
        found.add_component(_event(status, work, _changed_at(work, board, rules), words, place))
    return File(PATH, found.to_ical())


def _shown(status: Status, now: datetime) -> Iterator[Maintenance]:
    since = now - timedelta(days=DAYS_KEPT)
    for work in sorted(status.scheduled_maintenances, key=lambda one: (one.scheduled_for, one.id)):
        if (end_of(work) or work.scheduled_for) >= since:
            yield work


def _changed_at(work: Maintenance, board: Board, rules: Rules) -> datetime:
    """When it was last spoken of; else the earliest at which the file can have been written."""
    said = [at for at in said_times(work) if at <= board.now]
    known = (board.updated_at, announced_from(work, rules), board.now)
    return max(said, default=min(filter(None, known))).astimezone(UTC)


def _event(
    status: Status, work: Maintenance, changed: datetime, words: Wording, place: Place
) -> Event:
    ended = ended_at(work)
    is_cancelled = ended is not None and ended <= work.scheduled_for
    end = work.scheduled_until if is_cancelled else end_of(work)
    event = Event()
    event.add("UID", f"{work.id}@{place.host}")
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("DTSTART", work.scheduled_for.astimezone(UTC))
    if end and end > work.scheduled_for:
        event.add("DTEND", end.astimezone(UTC))
    event.add("SUMMARY", _line(work.name))
    event.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    if description := _description(status, work, words):
        event.add("DESCRIPTION", description, {"LANGUAGE": words.language})
    if place.site_url:
        event.add("URL", place.incident_url(work.id))
    return event


def _description(status: Status, work: Maintenance, words: Wording) -> str:
    """The newest word on it, and where to go meanwhile."""
    newest = next((update.body for update in work.incident_updates if update.body), "")
    return "\n\n".join(filter(None, (bodies.plain(newest), *sayings.help_for(status, work, words))))


def _line(text: str) -> str:
    return " ".join(text.split())


def why_unreadable(content: bytes) -> str | None:
    """What keeps programs from reading a calendar; None of one that they can read."""
    try:
        Calendar.from_ical(content)
    except ValueError as error:
        return str(error)
    return None
