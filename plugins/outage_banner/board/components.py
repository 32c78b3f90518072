"""Components and the page's own indicator -> Notice, where no event explains their state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..status import Component, Incident, Status
from .events import alternatives_of
from .incidents import severity
from .maintenance import work_span
from .notice import KINDS, Kind, Notice, Says, Sentence

_REPORTS: dict[str, tuple[Kind, Says]] = {
    "major_outage": ("down", "reported_down"),
    "partial_outage": ("degraded", "reported_degraded"),
    "degraded_performance": ("degraded", "reported_degraded"),
    "under_maintenance": ("planned", "reported_maintenance"),
}


def unexplained(status: Status, incidents: list[Incident], now: datetime) -> Iterator[Notice]:
    """One notice for all components in the same trouble that no open incident names, by source.

    Incidents that name no component may well be about these, so the same is not said twice.
    A maintenance explains a component that is under maintenance, never an outage.
    """
    named = {id_ for incident in incidents for id_ in incident.components}
    worked_on = {
        id_
        for work in status.scheduled_maintenances
        if work_span(work).holds(now)
        for id_ in work.components
    }
    unnamed = [KINDS.index(severity(one, ())) for one in incidents if not one.components]
    reported: dict[tuple[Kind, Says, str], list[Component]] = {}
    for component in status.components:
        report = _REPORTS.get(component.status or "operational")
        if report is None or component.group or component.id in named:
            continue
        kind, says = report
        if kind == "planned" and component.id in worked_on:
            continue
        if KINDS.index(kind) < min(unnamed, default=len(KINDS)):
            whose = component.source.name if component.source else ""
            reported.setdefault((kind, says, whose), []).append(component)
    for (kind, says, whose), components in reported.items():
        said_at = max(filter(None, map(_reported_at, components)), default=None)
        yield Notice(
            id=f"{says} {whose}".strip(),
            kind=kind,
            name="",
            subjects=tuple(components),
            facts=(Sentence(says, said_at),),
            said_at=said_at,
            alternatives=alternatives_of(components),
            source=components[0].source,
            has_page=False,
        )


def _reported_at(component: Component) -> datetime | None:
    """When it was last said how a component is; of one that does not tell, when it was asked."""
    source = component.source
    return component.updated_at or (source.fetched_at if source else None)


def indicated(status: Status) -> Iterator[Notice]:
    """What the page's indicator says, for a document that holds nothing else."""
    page, indicator = status.page, status.status
    if indicator.indicator in ("minor", "major", "critical"):
        is_down = indicator.indicator == "critical"
        yield Notice(
            id="indicator",
            kind="down" if is_down else "degraded",
            name=indicator.description or page.name or "",
            facts=(Sentence("reported_down" if is_down else "reported_degraded", page.updated_at),),
            said_at=page.updated_at,
            has_page=False,
        )
