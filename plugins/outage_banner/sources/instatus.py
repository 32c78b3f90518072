"""Instatus' `summary.json` and `components.json` -> Feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..status import (
    Component,
    ComponentStatus,
    Impact,
    Incident,
    IncidentStatus,
    Maintenance,
    MaintenanceStatus,
)
from .feed import Feed
from .kept import told
from .raw import Raw, each, raw_items

SHAPE = 'Instatus (an object with "page" and "activeIncidents" or "activeMaintenances")'

_PAGE: dict[str, ComponentStatus] = {
    "up": "operational",
    "has_issues": "partial_outage",
    "under_maintenance": "under_maintenance",
}
_PAGE_WORDS = ("UP", "HASISSUES", "UNDERMAINTENANCE")
_COMPONENT: dict[str, ComponentStatus] = {
    "operational": "operational",
    "degraded_performance": "degraded_performance",
    "partial_outage": "partial_outage",
    "major_outage": "major_outage",
    "under_maintenance": "under_maintenance",
}
_IMPACT: dict[str, Impact] = {
    "operational": "none",
    "degraded_performance": "minor",
    "partial_outage": "major",
    "major_outage": "critical",
    "under_maintenance": "maintenance",
}
_INCIDENT: dict[str, IncidentStatus] = {
    "investigating": "investigating",
    "identified": "identified",
    "monitoring": "monitoring",
    "resolved": "resolved",
}
_WORK: dict[str, MaintenanceStatus] = {
    "not_started_yet": "scheduled",
    "in_progress": "in_progress",
    "verifying": "verifying",
    "completed": "completed",
}
_MOST_MINUTES = 525_600


def recognises(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    page = value.get("page")
    has_word = isinstance(page, dict) and page.get("status") in _PAGE_WORDS
    words = [one.value.get("status") for one in raw_items(value.get("components"), [])]
    is_shouted = bool(words) and all(isinstance(word, str) and word.isupper() for word in words)
    return has_word or is_shouted or "activeIncidents" in value or "activeMaintenances" in value


def read(value: dict[str, Any], doubts: list[str]) -> Feed:
    """What is going on; incidents name no components."""
    root = Raw(value, doubts)
    page = root.inner("page")
    incidents = each(_incident, root.items("activeIncidents"))
    works = each(_work, root.items("activeMaintenances"))
    components = each(_component, root.items("components"))
    name, status = page.name("name"), page.word("status", _PAGE, "major_outage")
    return Feed(
        "Instatus",
        name,
        page.link("url"),
        components,
        incidents,
        works,
        lists_incidents=bool(page.value),
        lists_maintenances=bool(page.value),
        whole=Component(id="page", name=name or "All of it", status=status) if status else None,
    )


def _component(raw: Raw) -> Component | None:
    id_, name = raw.id("id", "name"), raw.name("name", "id")
    if not id_ or not name:
        return None
    group = raw.inner("group").name("name")
    return Component(
        id=id_,
        name=f"{group} - {name}"[:255] if group else name,
        status=raw.word("status", _COMPONENT, "major_outage"),
    )


def _incident(raw: Raw) -> Incident | None:
    began, id_ = raw.time("started", "updatedAt"), raw.id("id", "url", "name")
    if not began or not id_:
        raw.doubt("", "does not say when it began; it is left out")
        return None
    return Incident(
        id=id_,
        name=raw.name("name") or "Incident",
        status=raw.word("status", _INCIDENT, "investigating") or "investigating",
        impact=raw.word("impact", _IMPACT, "critical"),
        started_at=began,
        **_more(raw),
    )


def _work(raw: Raw) -> Maintenance | None:
    began, id_ = raw.time("start"), raw.id("id", "url", "name")
    if not began or not id_:
        raw.doubt("", "does not say when it begins; it is left out")
        return None
    minutes = raw.text("duration") or ""
    length = int(minutes) if minutes.isdecimal() and len(minutes) < 9 else 0
    until = began + timedelta(minutes=length) if 0 < length <= _MOST_MINUTES else None
    if not until:
        raw.doubt("duration", "tells no number of minutes; the end is left out")
    return Maintenance(
        id=id_,
        name=raw.name("name") or "Maintenance",
        status=raw.word("status", _WORK, "scheduled") or "scheduled",
        scheduled_for=began,
        **told({"scheduled_until": until}),
        **_more(raw),
    )


def _more(raw: Raw) -> dict[str, Any]:
    return told({"updated_at": raw.time("updatedAt"), "shortlink": raw.link("url")})
