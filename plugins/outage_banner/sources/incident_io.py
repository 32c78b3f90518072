"""incident.io's widget, `api/v1/summary` -> Feed."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..status import (
    Component,
    Impact,
    Incident,
    IncidentUpdate,
    Maintenance,
    MaintenanceStatus,
    MaintenanceUpdate,
)
from .feed import Feed
from .kept import told
from .raw import Raw, each
from .statuspage import COMPONENT
from .statuspage_events import INCIDENT

SHAPE = 'incident.io (an object with "ongoing_incidents")'

_LISTS = ("ongoing_incidents", "in_progress_maintenances", "scheduled_maintenances")
_IMPACT: dict[str, Impact] = {
    "operational": "none",
    "degraded_performance": "minor",
    "partial_outage": "major",
    "full_outage": "critical",
    "under_maintenance": "maintenance",
}


def recognises(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(value.get(key), list) for key in _LISTS[:2])


def read(value: dict[str, Any], doubts: list[str]) -> Feed:
    """What is going on and what is planned; each tells only its newest update."""
    root = Raw(value, doubts)
    events = [one for key in _LISTS for one in root.items(key)]
    affected = [part for one in events for part in one.items("affected_components")]
    return Feed(
        "incident.io",
        root.name("page_title"),
        root.link("page_url"),
        each(_component, affected),
        each(_incident, root.items(_LISTS[0])),
        (
            *each(partial(_work, status="in_progress"), root.items(_LISTS[1])),
            *each(partial(_work, status="scheduled"), root.items(_LISTS[2])),
        ),
        lists_incidents=True,
        lists_maintenances=True,
    )


def _component(raw: Raw) -> Component | None:
    id_, name, group = raw.id("id", "name"), raw.name("name", "id"), raw.name("group_name")
    if not id_ or not name:
        return None
    return Component(
        id=id_,
        name=f"{group} - {name}"[:255] if group else name,
        status=raw.word("current_status", COMPONENT, "major_outage"),
    )


def _incident(raw: Raw) -> Incident | None:
    began = raw.time("started_at", "created_at", "last_update_at")
    id_ = raw.id("id", "url", "name")
    if not began or not id_:
        raw.doubt("", "does not say when it began; it is left out")
        return None
    status = raw.word("status", INCIDENT, "investigating") or "investigating"
    return Incident(
        id=id_,
        name=raw.name("name") or "Incident",
        status=status,
        impact=raw.word("current_worst_impact", _IMPACT, "critical"),
        started_at=began,
        **_more(raw),
        incident_updates=tuple(IncidentUpdate(**one, status=status) for one in _said(raw)),
    )


def _work(raw: Raw, status: MaintenanceStatus) -> Maintenance | None:
    began, until = raw.time("started_at", "starts_at"), raw.time("scheduled_end_at", "ends_at")
    id_ = raw.id("id", "url", "name")
    if not began or not id_:
        raw.doubt("", "does not say when it begins; it is left out")
        return None
    return Maintenance(
        id=id_,
        name=raw.name("name") or "Maintenance",
        status=status,
        scheduled_for=began,
        **told({"scheduled_until": until if until and until > began else None}),
        **_more(raw),
        incident_updates=tuple(MaintenanceUpdate(**one) for one in _said(raw)),
    )


def _said(raw: Raw) -> list[dict[str, Any]]:
    at, body = raw.time("last_update_at"), raw.text("last_update_message")
    return [{"id": f"{at.timestamp():.0f}", "display_at": at, "body": body}] if at and body else []


def _more(raw: Raw) -> dict[str, Any]:
    ids = (part.id("id", "name") for part in raw.items("affected_components"))
    return told(
        {
            "updated_at": raw.time("last_update_at"),
            "shortlink": raw.link("url"),
            "components": tuple(filter(None, ids)),
        }
    )
