"""Incident -> Notice: open ones, and the all clear of those that were resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ..status import Component, Incident, Status
from .events import ended_at, first_of_last_run, help_with, is_open, said_times
from .maintenance import work_span
from .notice import Kind, Notice, Rules, Says, Sentence, Window


def open_incidents(status: Status, rules: Rules) -> Iterator[tuple[Incident, Notice]]:
    """Each open incident with its notice."""
    for incident in filter(is_open, status.incidents):
        components = status.components_of(incident)
        kind = severity(incident, components)
        yield (
            incident,
            Notice(
                id=incident.id,
                kind=kind,
                name=incident.name,
                subjects=components,
                facts=tuple(_facts(incident, kind)),
                said=tuple(_freshness(incident, rules)),
                said_at=confirmed_at(incident),
                source=incident.source,
                **help_with(incident, components)._asdict(),
            ),
        )


def all_clears(status: Status, rules: Rules, now: datetime) -> Iterator[Notice]:
    """Resolved incidents, newest first.

    A component that something else affects, or running work, is not called back, and none is
    called back twice.
    """
    troubles = ("major_outage", "partial_outage", "degraded_performance")
    still = {component.id for component in status.components if component.status in troubles}
    still.update(id_ for one in filter(is_open, status.incidents) for id_ in one.components)
    for work in status.scheduled_maintenances:
        if work_span(work).holds(now):
            still.update(work.components)
    ends = [(ended, one) for one in status.incidents if (ended := ended_at(one))]
    for ended, incident in sorted(ends, key=lambda pair: pair[0], reverse=True):
        components = status.components_of(incident)
        back = tuple(component for component in components if component.id not in still)
        if components and not back:
            continue
        still.update(component.id for component in back)
        says: Says = "over"
        if back:
            says = "back_after" if impact(incident, ()) == "down" else "disrupted_for"
        yield Notice(
            id=incident.id,
            kind="back",
            name=incident.name,
            subjects=back,
            facts=(Sentence(says, incident.started_at, ended),),
            said_at=max([ended, *said_times(incident)]),
            source=incident.source,
            window=Window(end=ended + timedelta(hours=rules.all_clear_hours)),
        )


def severity(incident: Incident, components: Iterable[Component]) -> Kind:
    """What an open incident is now: one that is only being watched is no longer down."""
    return "degraded" if incident.status == "monitoring" else impact(incident, components)


def impact(incident: Incident, components: Iterable[Component]) -> Kind:
    """Down only where the file says so much, else degraded.

    In Statuspage's own documents, known by their `page_id`, a `major` impact is a partial outage.
    """
    states = {component.status for component in components}
    if incident.impact == "critical" or "major_outage" in states:
        return "down"
    is_partial = incident.page_id or states & {"partial_outage", "degraded_performance"}
    return "down" if incident.impact in (None, "major") and not is_partial else "degraded"


def confirmed_at(incident: Incident) -> datetime:
    """When anything was last said of it."""
    return max([incident.started_at, *said_times(incident)])


def watched_since(incident: Incident) -> datetime | None:
    """Since when an incident that is being watched works again; None if nobody said."""
    if incident.status != "monitoring":
        return None
    return incident.monitoring_at or first_of_last_run(incident.incident_updates, "monitoring")


def expected_at(incident: Incident) -> datetime | None:
    """When it should be back, as last said; an estimate that was taken back is None."""
    if "expected_at" in incident.model_fields_set:
        return incident.expected_at
    said = (one for one in incident.incident_updates if "expected_at" in one.model_fields_set)
    newest = next(said, None)
    return newest.expected_at if newest else None


def _facts(incident: Incident, kind: Kind) -> Iterator[Sentence]:
    if incident.status == "monitoring":
        since = watched_since(incident)
        yield Sentence("monitoring_since", since) if since else Sentence("monitoring")
        return
    yield Sentence("not_reachable" if kind == "down" else "disrupted", incident.started_at)
    expected = expected_at(incident)
    if expected is None:
        yield Sentence("no_estimate")
    else:
        yield Sentence("expected", expected, window=Window(end=expected))
        yield Sentence("estimate_passed", expected, window=Window(start=expected))


def _freshness(incident: Incident, rules: Rules) -> Iterator[Sentence]:
    """When this was said, and when more will be."""
    confirmed = confirmed_at(incident)
    stale_from = confirmed + timedelta(hours=rules.stale_after_hours)
    yield Sentence("updated", confirmed, window=Window(end=stale_from))
    yield Sentence("stale", confirmed, window=Window(start=stale_from))
    if due := incident.next_update_at:
        yield Sentence("next_update", due, window=Window(end=due))
        yield Sentence("update_overdue", due, window=Window(start=due))
