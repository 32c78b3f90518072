"""Statuspage's object for an incident or a maintenance -> the event, with its updates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..status import (
    Impact,
    Incident,
    IncidentStatus,
    IncidentUpdate,
    Maintenance,
    MaintenanceStatus,
    MaintenanceUpdate,
)
from .kept import others, told
from .raw import Raw

INCIDENT: dict[str, IncidentStatus] = {
    "investigating": "investigating",
    "identified": "identified",
    "monitoring": "monitoring",
    "resolved": "resolved",
    "postmortem": "postmortem",
}
WORK: dict[str, MaintenanceStatus] = {
    "scheduled": "scheduled",
    "in_progress": "in_progress",
    "verifying": "verifying",
    "completed": "completed",
}
IMPACT: dict[str, Impact] = {
    "none": "none",
    "minor": "minor",
    "major": "major",
    "critical": "critical",
    "maintenance": "maintenance",
}
_TIMES = ("created_at", "updated_at", "monitoring_at", "resolved_at", "next_update_at")
_READ = frozenset(
    {
        *("id", "name", "status", "impact", "started_at", "components", "incident_updates"),
        *("page_id", "shortlink", "expected_at", "works", "alternatives", "contact", "story"),
        *("source", "scheduled_for", "scheduled_until", "completed_at", "announce_from", *_TIMES),
    }
)
_READ_OF_UPDATES = frozenset(
    {*("id", "status", "body", "display_at", "created_at", "affected_components"), "expected_at"}
)


def _event(one: Raw, began: datetime | None) -> dict[str, Any] | None:
    """What incidents and maintenances have in common; None where nobody can tell which it is."""
    name = one.name("name")
    id_ = one.id("id", "shortlink", "name")
    if not id_ or not began:
        one.doubt("", "does not say when it began; it is left out")
        return None
    held = one.value.get("components")
    named = [part for part in held if isinstance(part, str)] if isinstance(held, list) else []
    ids = [part.id("id", "name") for part in one.items("components")]
    ids += [Raw({"id": part}).id("id") for part in named]
    times: dict[str, Any] = {key: one.time(key) for key in _TIMES}
    return others(one, _READ) | told(
        times
        | {
            "id": id_,
            "name": name or "Incident",
            "impact": one.word("impact", IMPACT, "critical"),
            "shortlink": one.link("shortlink"),
            "components": tuple(filter(None, ids)),
            "works": one.text("works"),
            "contact": one.link("contact"),
        }
    )


def incident(one: Raw) -> Incident | None:
    """None where nobody can tell when it began."""
    updates = _updates(one, INCIDENT, "investigating")
    said = (update["display_at"] for update in updates)
    ended = one.time("resolved_at")
    began = one.time("started_at", "created_at") or min(said, default=None)
    began = began or one.time("updated_at") or ended
    event = _event(one, began)
    if not event or not began:
        return None
    status = one.word("status", INCIDENT, "investigating") or _newest_word(updates)
    status = status or ("resolved" if ended else "investigating")
    if status not in ("resolved", "postmortem"):
        event.pop("resolved_at", None)
        ended = None
    return Incident(
        **event,
        status=status,
        # Statuspage lets people record an incident after it was over.
        started_at=min(began, ended) if ended else began,
        **told({"expected_at": _later(one, "expected_at", began)}),
        incident_updates=tuple(IncidentUpdate(**update) for update in updates),
    )


def maintenance(one: Raw) -> Maintenance | None:
    """None where nobody can tell when it is to begin."""
    # The clock tells how far planned work is, whatever its word.
    updates = _updates(one, WORK, "scheduled")
    began = one.time("scheduled_for", "started_at", "created_at")
    event = _event(one, began)
    if not event or not began:
        return None
    until = _later(one, "scheduled_until", began)
    return Maintenance(
        **event,
        status=one.word("status", WORK, "scheduled") or _newest_word(updates) or "scheduled",
        scheduled_for=began,
        **told(
            {
                "scheduled_until": until if until != began else None,
                "completed_at": _later(one, "completed_at", began),
                "announce_from": one.time("announce_from"),
            }
        ),
        incident_updates=tuple(MaintenanceUpdate(**update) for update in updates),
    )


def _updates(event: Raw, words: Mapping[str, str], worst: str) -> list[dict[str, Any]]:
    """The updates that say when, each id once."""
    found: dict[str, dict[str, Any]] = {}
    for one in event.items("incident_updates"):
        said_at = one.time("display_at", "created_at", "updated_at")
        if not said_at:
            one.doubt("", "does not say when; it is left out")
            continue
        id_ = one.id("id") or f"{said_at.timestamp():.0f}"
        update = {
            "id": id_,
            "status": one.word("status", words, worst),
            "body": one.text("body"),
            "display_at": said_at,
            "expected_at": one.time("expected_at") if words is INCIDENT else None,
        }
        found.setdefault(id_.lower(), others(one, _READ_OF_UPDATES) | told(update))
    return list(found.values())


def _newest_word(updates: list[dict[str, Any]]) -> Any:
    newest = max(updates, key=lambda update: update["display_at"], default={})
    return newest.get("status")


def _later(one: Raw, key: str, began: datetime) -> datetime | None:
    """An end, unless it lies before the beginning."""
    end = one.time(key)
    if end and end < began:
        one.doubt(key, "lies before the beginning; it is left out")
        return None
    return end
