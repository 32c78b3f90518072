"""Atlassian Statuspage's public API v2 -> Feed: each of its answers, and those who copy its shape.

incident.io's and Rootly's pages answer so too, and so does another blog with this plugin, whose
estimates come along.
"""

from __future__ import annotations

from typing import Any

from ..status import Component, ComponentStatus
from .feed import Feed
from .raw import NAME_CHARACTERS, Raw, each, zone_named
from .statuspage_events import WORK, incident, maintenance

SHAPE = 'Statuspage (an object with "components", "incidents" or "scheduled_maintenances")'

COMPONENT: dict[str, ComponentStatus] = {
    "operational": "operational",
    "degraded_performance": "degraded_performance",
    "partial_outage": "partial_outage",
    "major_outage": "major_outage",
    "full_outage": "major_outage",
    "under_maintenance": "under_maintenance",
}
_INDICATOR: dict[str, ComponentStatus] = {
    "none": "operational",
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
    "maintenance": "under_maintenance",
}
_LISTS = ("components", "incidents", "scheduled_maintenances")


def recognises(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    is_status_only = isinstance(value.get("status"), dict) and isinstance(value.get("page"), dict)
    return is_status_only or any(isinstance(value.get(key), list) for key in _LISTS)


def read(value: dict[str, Any], doubts: list[str]) -> Feed:
    """The answer, whichever of them it is; Statuspage says null for all it does not know."""
    page = Raw(value, doubts).inner("page")
    root = Raw(value, doubts, zone_named(page.text("time_zone")))
    events, works = root.items("incidents"), root.items("scheduled_maintenances")
    works += [one for one in events if one.text("status") in WORK]
    return Feed(
        "Statuspage",
        page.name("name"),
        page.link("url"),
        _components(root),
        each(incident, [one for one in events if one.text("status") not in WORK]),
        each(maintenance, works),
        lists_incidents="incidents" in value,
        lists_maintenances="scheduled_maintenances" in value,
        whole=_whole(root, page),
    )


def _components(root: Raw) -> tuple[Component, ...]:
    """Those of the list, then those that only events hold; groups only give their names."""
    listed = root.items("components")
    held = [
        component
        for key in ("incidents", "scheduled_maintenances")
        for event in root.items(key)
        for component in event.items("components")
    ]
    groups = {one.id("id"): one.name("name") for one in listed if one.value.get("group") is True}
    found: dict[str, Component] = {}
    for one in (*listed, *held):
        id_, name = one.id("id", "name"), one.name("name", "id")
        if not id_ or not name or id_ in groups or id_ in found:
            continue
        group = groups.get(one.id("group_id"))
        found[id_] = Component(
            id=id_,
            name=f"{group} - {name}"[:NAME_CHARACTERS] if group else name,
            status=one.word("status", COMPONENT, "major_outage"),
            description=one.text("description"),
            updated_at=one.time("updated_at"),
        )
    return tuple(found.values())


def _whole(root: Raw, page: Raw) -> Component | None:
    """The page as a component, as its indicator says."""
    status = root.inner("status").word("indicator", _INDICATOR, "major_outage")
    if not status:
        return None
    name, said_at = page.name("name") or "All of it", page.time("updated_at")
    return Component(id=page.id("id") or "page", name=name, status=status, updated_at=said_at)
