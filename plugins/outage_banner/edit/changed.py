"""Update, Move or Resolve -> the event that it is about, changed in the sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..board import ended_at, is_open, work_span
from ..status import Event, Incident, Maintenance
from ..status.slugs import slug
from .changes import Move, Resolve, Update
from .sheet import Place, Refused, Sheet


def updated(sheet: Sheet, change: Update) -> Sheet:
    """With news of an incident; one that was over is open again if its new status says so."""
    place = sheet.place(change.event_id)
    incident = place.event
    if not isinstance(incident, Incident):
        raise Refused(f'"{incident.id}" is planned work, which has a start and an end to change')
    status = change.status or incident.status
    values: dict[str, Any] = {}
    if change.status and ("status" in place.written or status == "monitoring"):
        values["status"] = status
    if not is_open(incident) and status not in ("resolved", "postmortem"):
        values["status"] = status
        if place.written.get("resolved_at"):
            values["resolved_at"] = None
    if status == "monitoring" != incident.status and "monitoring_at" in place.written:
        values["monitoring_at"] = sheet.now
    if change.impact:
        values["impact"] = change.impact
    if change.works:
        values["works"] = change.works
    if change.expected:
        values["expected_at"] = change.expected.at
    if change.next_update_at or place.written.get("next_update_at"):
        values["next_update_at"] = change.next_update_at
    new = [one for one in change.components if one not in incident.components]
    for index, component in enumerate(new, start=len(place.written.get("components") or ())):
        sheet = sheet.insert((*place.path, "components"), index, component)
    said: dict[str, Any] = {"expected_at": change.expected.at} if change.expected else {}
    return _told(sheet, place, values, status, change.message, said)


def moved(sheet: Sheet, change: Move) -> Sheet:
    """With planned work at another time."""
    place = sheet.place(change.event_id)
    work = place.event
    if not isinstance(work, Maintenance):
        raise Refused(f'"{work.id}" is an incident, which has no planned start or end')
    times = {"scheduled_for": change.scheduled_for, "scheduled_until": change.scheduled_until}
    values = {key: time for key, time in times.items() if time}
    return _told(sheet, place, values, work.status, change.message)


def resolved(sheet: Sheet, change: Resolve) -> Sheet:
    """With an event that is over; an event that was over already is refused."""
    place = sheet.place(change.event_id)
    event, status = place.event, "resolved"
    ended = ended_at(event)
    is_over = event.status == "completed" or (isinstance(event, Incident) and not is_open(event))
    if is_over and not (ended and ended > sheet.now):
        since = f" since {sheet.time(ended)}" if ended else ""
        raise Refused(f'"{event.id}" is over already{since}')
    values: dict[str, Any] = {"resolved_at": change.at}
    if isinstance(event, Maintenance):
        status = "completed"
        # Work that never began has no end, and one before its start would be refused.
        values = {"completed_at": change.at} if change.at >= event.scheduled_for else {}
    sheet = _told(sheet, place, {"status": status, **values}, status, change.message)
    return _well_again(sheet, place)


def _told(
    sheet: Sheet,
    place: Place,
    values: dict[str, Any],
    status: str,
    message: str | None,
    said: dict[str, Any] | None = None,
) -> Sheet:
    """With new values of an event, and the update that says them."""
    if "updated_at" in place.written:
        values["updated_at"] = sheet.now
    for key, value in values.items():
        sheet = sheet.put((*place.path, key), _written(sheet, value))
    update = {"status": status, "body": message, "display_at": sheet.time(sheet.now)}
    told = {key: value for key, value in update.items() if value}
    later = {key: _written(sheet, value) for key, value in (said or {}).items()}
    return sheet.with_update(place, told | later)


def _written(sheet: Sheet, value: Any) -> Any:
    return sheet.time(value) if isinstance(value, datetime) else value


def _well_again(sheet: Sheet, place: Place) -> Sheet:
    """Where the file itself calls a component or the page troubled, and nothing else does: well."""
    event, status = place.event, sheet.status
    trouble: tuple[str, ...] = ("under_maintenance",)
    still: list[Event] = [
        one for one in status.scheduled_maintenances if work_span(one).holds(sheet.now)
    ]
    if isinstance(event, Incident):
        trouble = ("degraded_performance", "partial_outage", "major_outage")
        still = [one for one in status.incidents if is_open(one)]
    named = {name for one in still if one.id != event.id for name in one.components}
    for component_id in event.components:
        if component_id not in named and status.by_id[component_id].status in trouble:
            sheet = sheet.put((*component_path(sheet, component_id), "status"), "operational")
    is_last = isinstance(event, Incident) and all(one.id == event.id for one in still)
    if is_last and status.status.indicator in ("minor", "major", "critical"):
        sheet = sheet.put(("status", "indicator"), "none")
        if status.status.description:
            sheet = sheet.put(("status", "description"), "All Systems Operational")
    return sheet


def component_path(sheet: Sheet, component_id: str) -> tuple[str | int, ...]:
    """Where the component that counts stands: in the list, else in the first event with it."""
    listed = sheet.value(("components",)) or []
    if (index := list(sheet.status.by_id).index(component_id)) < len(listed):
        return ("components", index)
    for key in ("incidents", "scheduled_maintenances"):
        for number, event in enumerate(sheet.value((key,)) or []):
            for place, held in enumerate(event.get("components") or []):
                if isinstance(held, dict) and component_id == _id_of(held):
                    return (key, number, "components", place)
    raise LookupError(component_id)


def _id_of(component: dict[str, Any]) -> str:
    return component.get("id") or slug(component["name"], "component")
