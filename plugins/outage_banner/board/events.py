"""What incidents and maintenances have in common: their end, their freshness, their help."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ..status import Alternative, Component, Incident, Maintenance


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
    last_word = "completed" if isinstance(event, Maintenance) else "resolved"
    said = [update.said_at for update in event.incident_updates if update.status == last_word]
    return event.resolved_at or min(filter(None, said), default=None) or event.updated_at


def said_times(event: Incident | Maintenance) -> list[datetime]:
    """When something was said of an event."""
    said = (update.said_at for update in event.incident_updates)
    return [at for at in (event.created_at, event.updated_at, event.resolved_at, *said) if at]
