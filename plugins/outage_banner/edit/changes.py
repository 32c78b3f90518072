"""What an author can change: each change a frozen value, its times aware."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..status import Alternative, Component, Impact, Incident, IncidentStatus, Maintenance


@dataclass(frozen=True)
class Estimate:
    """When it should be back; None takes an estimate back."""

    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Open:
    """Something is down. Components are ids; without an `id` it is made of the day and the name.

    What is `probed` may be updated and resolved by `outage probe`.
    """

    name: str
    started_at: datetime
    impact: Impact = "major"
    components: tuple[str, ...] = ()
    expected_at: datetime | None = None
    next_update_at: datetime | None = None
    works: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    message: str | None = None
    id: str | None = None
    probed: bool = False


@dataclass(frozen=True, kw_only=True)
class Update:
    """News of an incident. What is None stays, but a promise of more news is thereby kept.

    `components` are added to those that it names.
    """

    event_id: str
    message: str | None = None
    status: IncidentStatus | None = None
    impact: Impact | None = None
    components: tuple[str, ...] = ()
    expected: Estimate | None = None
    next_update_at: datetime | None = None
    works: str | None = None


@dataclass(frozen=True, kw_only=True)
class Resolve:
    """An incident is over, or planned work is done; work that had not begun is called off."""

    event_id: str
    at: datetime
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Work is planned. Readers are told from `announce_from` on; None leaves that to the site."""

    name: str
    scheduled_for: datetime
    scheduled_until: datetime
    components: tuple[str, ...] = ()
    announce_from: datetime | None = None
    works: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    message: str | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Move:
    """News of planned work: another start, another end, a message, or all of them."""

    event_id: str
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What another system tells. An event is found again by its source's name and id.

    What the author wrote into one stays, and so does an end or a status that the author told
    later than the source did. Components are found again by their ids.
    """

    components: tuple[Component, ...] = ()
    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()


Change = Open | Update | Resolve | Schedule | Move
