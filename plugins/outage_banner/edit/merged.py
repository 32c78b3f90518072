"""Merge -> the sheet with what another system tells: renewed where it was told before, else new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from ..board.events import is_open, said_times
from ..status import Component, Incident, Maintenance
from .added import new_id
from .changed import component_path
from .changes import Merge
from .json_text import Path
from .sheet import EVENT_KEYS, Place, Sheet, newest_index

Event: TypeAlias = Incident | Maintenance

_LISTS = ("incidents", "scheduled_maintenances")
_APART = frozenset({"id", "source", "components", "incident_updates"})
_AUTHORS = frozenset({"works", "alternatives", "contact", "story", "announce_from"})
"""What an event says for readers of this site: the author's word counts."""
_OFTEN = frozenset({"name", "shortlink", "page_id", "created_at"})
"""What says nothing of how things stand, and is the source's at any time."""


def merged(sheet: Sheet, change: Merge) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet, and the ids of the events in it that are new or say something new."""
    fresh_components = [one for one in change.components if one.id not in sheet.status.by_id]
    for component in change.components:
        if component.id in sheet.status.by_id:
            sheet = _renewed_component(sheet, component)
    for component in fresh_components:
        there = sheet.value(("components",)) or []
        sheet = sheet.insert(("components",), len(there), sheet.plain(_record(component)))
    touched: list[str] = []
    fresh: list[Event] = []
    told: tuple[Event, ...] = (*change.incidents, *change.maintenances)
    for event in told:
        place = _told_before(sheet, event)
        if place is None:
            fresh.append(event)
            continue
        before, sheet = sheet.text, _renewed(sheet, place, event)
        if sheet.text != before:
            touched.append(place.event.id)
    sheet, ids = _with_new(sheet, fresh)
    return sheet, (*touched, *ids)


def _record(record: Component | Event) -> dict[str, Any]:
    told = record.model_dump(exclude_unset=True, exclude_none=True)
    return {key: told[key] for key in sorted(told, key=_rank)}


def _rank(key: str) -> int:
    return EVENT_KEYS.index(key) if key in EVENT_KEYS else len(EVENT_KEYS)


def _renewed_component(sheet: Sheet, told: Component) -> Sheet:
    """What the source tells of it; what else the author wrote there stays."""
    before, path = sheet.text, component_path(sheet, told.id)
    there = sheet.status.by_id[told.id]
    # Some sources give all components the time at which they were asked.
    is_news = told.status and told.status != there.status
    apart = {"source"} if is_news else {"source", "updated_at"}
    for key, value in _record(told).items():
        if key not in apart and not _says_the_same(sheet, getattr(there, key), value):
            sheet = sheet.put((*path, key), sheet.plain(value))
    return sheet if sheet.text == before else _asked_again(sheet, path, told)


def _asked_again(sheet: Sheet, path: Path, told: Component | Event) -> Sheet:
    """With its source as of now; it is written down only where something else is new."""
    source = told.source.model_dump(exclude_none=True) if told.source else {}
    if not isinstance(sheet.value((*path, "source")), dict):
        return sheet.put((*path, "source"), sheet.plain(source))
    for key, value in source.items():
        sheet = sheet.put((*path, "source", key), sheet.plain(value))
    return sheet


def _told_before(sheet: Sheet, event: Event) -> Place | None:
    told: tuple[Event, ...] = sheet.status.scheduled_maintenances
    if isinstance(event, Incident):
        told = sheet.status.incidents
    source = event.source
    for one in told:
        if source and one.source and one.source.id == source.id and source.is_same(one.source):
            return sheet.place(one.id)
    return None


def _renewed(sheet: Sheet, place: Place, told: Event) -> Sheet:
    """The event as the source tells it now, unless the author has said something since."""
    before = sheet.text
    for key, value in _news(sheet, place, told):
        sheet = sheet.put((*place.path, key), sheet.plain(value))
    new = [one for one in told.components if one not in place.event.components]
    for index, component in enumerate(new, start=len(place.written.get("components") or ())):
        sheet = sheet.insert((*place.path, "components"), index, component)
    sheet = _with_updates(sheet, place, told)
    return sheet if sheet.text == before else _asked_again(sheet, place.path, told)


def _news(sheet: Sheet, place: Place, told: Event) -> Iterator[tuple[str, Any]]:
    """The fields that are to be written."""
    there, written = place.event, place.written
    is_newer = _newest(told) >= _newest(there)
    for key, value in _record(told).items():
        is_authors = key in _AUTHORS and key in written
        if key in _APART or is_authors or not (is_newer or key in _OFTEN):
            continue
        known = getattr(there, key, None)
        # Some sources tell of no beginning but only of now.
        is_later_start = key == "started_at" and known and value > known
        if not is_later_start and not _says_the_same(sheet, known, value):
            yield key, value
    if is_newer and isinstance(told, Incident) and is_open(told) and written.get("resolved_at"):
        yield "resolved_at", None
    if is_newer and isinstance(told, Maintenance) and _goes_past(there, told, sheet.now):
        yield "scheduled_until", None


def _goes_past(there: Event, told: Maintenance, now: datetime) -> bool:
    """Whether work goes on after the end that the file has."""
    until = there.scheduled_until if isinstance(there, Maintenance) else None
    goes_on = told.status in ("in_progress", "verifying") and not told.scheduled_until
    return bool(goes_on and until and until <= now)


def _newest(event: Event) -> datetime:
    start = event.started_at if isinstance(event, Incident) else event.scheduled_for
    said = said_times(event)
    return max(said).replace(microsecond=0) if said else start.replace(microsecond=0)


def _says_the_same(sheet: Sheet, known: Any, told: Any) -> bool:
    if isinstance(known, datetime) and isinstance(told, datetime):
        return known.replace(microsecond=0) == told.replace(microsecond=0)
    if hasattr(known, "model_dump"):
        known = known.model_dump(exclude_none=True)
    # In an object, what says nothing is not written.
    return bool(sheet.plain({"": known}) == sheet.plain({"": told}))


def _with_updates(sheet: Sheet, place: Place, told: Event) -> Sheet:
    """With each update once, known by its id; one that now says something else says that."""
    path = (*place.path, "incident_updates")
    there = place.written.get("incident_updates") or []
    indices = {str(one.get("id")): index for index, one in enumerate(there)}
    known = {one.id: one for one in place.event.incident_updates}
    new = []
    for update in reversed(told.incident_updates):
        if update.id not in indices:
            new.append(update)
            continue
        record = update.model_dump(exclude_unset=True, exclude_none=True)
        for key, value in record.items():
            if not _says_the_same(sheet, getattr(known[update.id], key, None), value):
                sheet = sheet.put((*path, indices[update.id], key), sheet.plain(value))
    for update in new:
        record = update.model_dump(exclude_unset=True, exclude_none=True)
        written = sheet.value(place.path)
        sheet = sheet.with_update(replace(place, written=written), sheet.plain(record))
    return sheet


def _with_new(sheet: Sheet, events: list[Event]) -> tuple[Sheet, list[str]]:
    """The events where the file has its newest, the newest of them outermost."""
    ids: list[str] = []
    starts: dict[str, list[datetime | None]] = {
        _LISTS[0]: [one.started_at for one in sheet.status.incidents],
        _LISTS[1]: [one.scheduled_for for one in sheet.status.scheduled_maintenances],
    }
    index = {key: newest_index(known) for key, known in starts.items()}
    for event in sorted(events, key=_start):
        key = _LISTS[not isinstance(event, Incident)]
        id_ = new_id(sheet, None, _start(event), event.name, ids)
        record = sheet.plain({**_record(event), "id": id_})
        sheet = sheet.insert((key,), index[key], record)
        index[key] += bool(index[key])
        ids.append(id_)
    return sheet, ids


def _start(event: Event) -> datetime:
    return event.started_at if isinstance(event, Incident) else event.scheduled_for
