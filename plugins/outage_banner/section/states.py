"""(Status, now) -> the state of each component: never green while something is open on it."""

from __future__ import annotations

from datetime import datetime

from ..board import is_open, severity, work_span
from ..status import ComponentStatus, Incident, Status

WORST_FIRST: tuple[ComponentStatus, ...] = (
    "major_outage",
    "partial_outage",
    "degraded_performance",
    "under_maintenance",
    "operational",
)


def states(status: Status, now: datetime) -> dict[str, ComponentStatus]:
    """The state of every component by its id.

    A group is as bad as the worst in it, and its members as bad as what is open on the group.
    """
    found = {one.id: one.status or "operational" for one in status.components}
    for work in status.scheduled_maintenances:
        if work_span(work).holds(now):
            for id_ in work.components:
                found[id_] = worse(found[id_], "under_maintenance")
    for incident in filter(is_open, status.incidents):
        for id_ in incident.components:
            found[id_] = worse(found[id_], state_in(status, incident))
    members = [one for one in status.components if one.group_id in found]
    named = {id_ for incident in filter(is_open, status.incidents) for id_ in incident.components}
    for component in members:
        if component.group_id in named and component.group_id:
            found[component.id] = worse(found[component.id], found[component.group_id])
    for component in members:
        if component.group_id:
            found[component.group_id] = worse(found[component.group_id], found[component.id])
    return found


def state_in(status: Status, incident: Incident) -> ComponentStatus:
    """What an open incident makes of the components it names; one that is watched works again."""
    if incident.status == "monitoring":
        return "degraded_performance"
    if severity(incident, status.components_of(incident)) == "down":
        return "major_outage"
    return "partial_outage" if incident.impact in ("major", "critical") else "degraded_performance"


def worse(one: ComponentStatus, other: ComponentStatus) -> ComponentStatus:
    return min(one, other, key=WORST_FIRST.index)
