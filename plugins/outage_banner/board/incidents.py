"""Incident -> Notice: open ones, and the all clear of those that were resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ..status import Component, Incident, Status
from .events import ended_at, help_with, is_open, said_times
from .notice import Kind, Notice, Rules, Says, Sentence, Window


def open_incidents(status: Status, rules: Rules) -> Iterator[tuple[Incident, Notice]]:
    """Each open incident with its notice."""
    for incident in filter(is_open, status.incidents):
        components = status.components_of(incident)
        kind = severity(incident, components)
        since = Sentence("not_reachable" if kind == "down" else "disrupted", incident.started_at)
        yield (
            incident,
            Notice(
                id=incident.id,
                kind=kind,
                name=incident.name,
                subjects=components,
                facts=(since, *_outlook(incident)),
                said=tuple(_freshness(incident, rules)),
                **help_with(incident, components)._asdict(),
            ),
        )


def all_clears(status: Status, rules: Rules) -> Iterator[Notice]:
    """Resolved incidents; a component that something else still affects is not called back."""
    troubles = ("major_outage", "partial_outage", "degraded_performance")
    still = {component.id for component in status.components if component.status in troubles}
    still.update(id_ for one in filter(is_open, status.incidents) for id_ in one.components)
    for incident in status.incidents:
        ended = ended_at(incident)
        if ended is None:
            continue
        components = status.components_of(incident)
        back = tuple(component for component in components if component.id not in still)
        if components and not back:
            continue
        says: Says = "over"
        if back:
            says = "back_after" if severity(incident, ()) == "down" else "disrupted_for"
        yield Notice(
            id=incident.id,
            kind="back",
            name=incident.name,
            subjects=back,
            facts=(Sentence(says, incident.started_at, ended),),
            window=Window(end=ended + timedelta(hours=rules.all_clear_hours)),
        )


def severity(incident: Incident, components: Iterable[Component]) -> Kind:
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


def _outlook(incident: Incident) -> Iterator[Sentence]:
    """When it should be back, as last said."""
    if incident.status == "monitoring":
        said = [one.said_at for one in incident.incident_updates if one.status == "monitoring"]
        since = incident.monitoring_at or min(filter(None, said), default=None)
        yield Sentence("monitoring_since", since) if since else Sentence("monitoring")
        return
    expected = incident.expected_at
    if "expected_at" not in incident.model_fields_set:
        estimates = (update.expected_at for update in incident.incident_updates)
        expected = next(filter(None, estimates), None)
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
