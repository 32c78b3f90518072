"""Open or Schedule -> a new event in the sheet, with an id of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from ..status import Alternative
from ..status.slugs import slug
from .changes import Open, Schedule
from .sheet import Refused, Sheet, newest_index


def opened(sheet: Sheet, change: Open) -> tuple[Sheet, str]:
    """With a new incident, and its id."""
    event_id = new_id(sheet, change.id, change.started_at, change.name)
    said = {"status": "investigating", "body": change.message} if change.message else {}
    return _with_event(
        sheet,
        "incidents",
        {
            "id": event_id,
            "name": change.name,
            "status": "investigating",
            "impact": change.impact,
            "components": list(change.components),
            "created_at": None if change.started_at == sheet.now else sheet.now,
            "started_at": change.started_at,
            "expected_at": change.expected_at,
            "next_update_at": change.next_update_at,
            "works": change.works,
            "alternatives": _links(change.alternatives),
            "probed": change.probed or None,
            "incident_updates": _first(said, sheet.now, change.expected_at),
        },
    ), event_id


def scheduled(sheet: Sheet, change: Schedule) -> tuple[Sheet, str]:
    """With new planned work, and its id. Its status is left to the clock."""
    event_id = new_id(sheet, change.id, change.scheduled_for, change.name)
    said = {"status": "scheduled", "body": change.message} if change.message else {}
    return _with_event(
        sheet,
        "scheduled_maintenances",
        {
            "id": event_id,
            "name": change.name,
            "components": list(change.components),
            "created_at": sheet.now,
            "scheduled_for": change.scheduled_for,
            "scheduled_until": change.scheduled_until,
            "announce_from": change.announce_from,
            "works": change.works,
            "alternatives": _links(change.alternatives),
            "incident_updates": _first(said, sheet.now),
        },
    ), event_id


def _with_event(sheet: Sheet, key: str, record: dict[str, Any]) -> Sheet:
    """With the record where the file has its newest event, and without what says nothing."""
    starts: list[datetime | None] = [one.started_at for one in sheet.status.incidents]
    if key != "incidents":
        starts = [one.scheduled_for for one in sheet.status.scheduled_maintenances]
    return sheet.insert((key,), newest_index(starts), sheet.plain(record))


def _first(
    said: dict[str, str], now: datetime, expected_at: datetime | None = None
) -> list[dict[str, Any]]:
    return [{**said, "display_at": now, "expected_at": expected_at}] if said else []


def _links(alternatives: tuple[Alternative, ...]) -> list[dict[str, str]]:
    return [{"name": one.name, "url": one.url} for one in alternatives]


def new_id(
    sheet: Sheet, wanted: str | None, start: datetime, name: str, given: Collection[str] = ()
) -> str:
    """`wanted`, else `<date>-<slug of the name>`, numbered where that is taken or was just given.

    It is always written down: an id that is only derived would change with the name.
    """
    events = (*sheet.status.incidents, *sheet.status.scheduled_maintenances)
    taken = {event.id.lower() for event in events} | {one.lower() for one in given}
    if wanted and wanted.lower() in taken:
        raise Refused(f'"{wanted}" is the id of another event; choose a new one')
    base = wanted or f"{start.astimezone(sheet.zone):%Y-%m-%d}-{slug(name, 'incident')}"
    found, number = base, 2
    while found.lower() in taken:
        found, number = f"{base}-{number}", number + 1
    return found
