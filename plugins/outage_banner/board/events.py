"""What incidents and maintenances have in common: their end, their freshness, their help."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from ..status import (
    Alternative,
    Component,
    Incident,
    IncidentUpdate,
    Maintenance,
    MaintenanceUpdate,
    Status,
)


class Help(NamedTuple):
    """What a reader can do: what works, where else to go, whom to ask."""

    works: str | None
    alternatives: tuple[Alternative, ...]
    contact: str | None


def help_with(event: Incident | Maintenance, components: tuple[Component, ...]) -> Help:
    contacts = (event.contact, *(component.contact for component in components))
    return Help(
        works=event.works,
        alternatives=alternatives_of((event, *components)),
        contact=next((contact for contact in contacts if contact), None),
    )


def alternatives_of(
    sources: Iterable[Incident | Maintenance | Component],
) -> tuple[Alternative, ...]:
    """Each alternative once, in the order in which they are offered."""
    by_url: dict[str, Alternative] = {}
    for source in sources:
        for alternative in source.alternatives:
            by_url.setdefault(alternative.url, alternative)
    return tuple(by_url.values())


def is_open(incident: Incident) -> bool:
    """Open until somebody says that it is resolved."""
    return incident.status not in ("resolved", "postmortem")


def ended_at(event: Incident | Maintenance) -> datetime | None:
    """When a resolved incident or a completed maintenance ended, as well as the file tells."""
    if isinstance(event, Maintenance):
        if event.completed_at or event.status != "completed":
            return event.completed_at
    elif is_open(event):
        return None
    if event.resolved_at:
        return event.resolved_at
    last_word = "completed" if isinstance(event, Maintenance) else "resolved"
    said = first_of_last_run(event.incident_updates, last_word)
    return said or event.updated_at


def first_of_last_run(
    updates: Sequence[IncidentUpdate | MaintenanceUpdate], word: str
) -> datetime | None:
    """When `word` was first said after anything else was; updates are newest first.

    A postmortem comes after the end and says nothing of it.
    """
    told = [update for update in updates if update.status and update.status != "postmortem"]
    run = list(takewhile(lambda update: update.status == word, told))
    run = run or [update for update in told if update.status == word][:1]
    return min((update.said_at for update in run if update.said_at), default=None)


def said_times(event: Incident | Maintenance) -> list[datetime]:
    """When something was said of an event."""
    said = (update.said_at for update in event.incident_updates)
    return [at for at in (event.created_at, event.updated_at, event.resolved_at, *said) if at]


def as_of(status: Status, now: datetime) -> Status:
    """The file as it is true at `now`: an incident whose end is still to come has not ended."""
    incidents = tuple(
        one.model_copy(update={"status": "identified", "resolved_at": None})
        if (ended := ended_at(one)) and ended > now
        else one
        for one in status.incidents
    )
    unchanged = all(map(operator.is_, incidents, status.incidents))
    return status if unchanged else status.model_copy(update={"incidents": incidents})
