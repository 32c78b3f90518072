"""What another system's status document tells, in this project's words."""

from __future__ import annotations

from dataclasses import dataclass

from ..status import Component, Incident, Maintenance


class NotUnderstood(Exception):
    """A document that cannot be taken over; the message says why, and what would do."""


@dataclass(frozen=True)
class Feed:
    """A document of a known format. Ids are those of the source, for events and components alike.

    `name` and `url` say whose it is, as far as it does. `lists_incidents`: it would tell an open
    incident if there were one, and `lists_maintenances` one that is not over. `whole` is the page
    as one component, where it says how it is. `doubts` are what had to be guessed.
    """

    format: str
    name: str | None = None
    url: str | None = None
    components: tuple[Component, ...] = ()
    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    lists_incidents: bool = False
    lists_maintenances: bool = False
    whole: Component | None = None
    doubts: tuple[str, ...] = ()
