"""A status file's text and the Status in it -> where its events stand, and how to write in them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from ..status import Incident, Maintenance, Status
from ..status.loose import said_at
from .json_text import Path, find, insert, put

ROOT_KEYS = ("$schema", "page", "status", "components", "incidents", "scheduled_maintenances")
EVENT_KEYS = (
    *("id", "name", "status", "impact", "components", "created_at", "updated_at", "monitoring_at"),
    *("started_at", "scheduled_for", "scheduled_until", "announce_from", "resolved_at"),
    *("completed_at", "expected_at", "next_update_at", "works", "alternatives", "contact", "story"),
    *("probed", "incident_updates"),
)
_ORDERS: dict[Path, tuple[str, ...]] = {
    (): ROOT_KEYS,
    ("page",): ("id", "name", "url", "time_zone", "updated_at"),
}


class Refused(Exception):
    """A change that cannot be made; the message says why, and what to do instead."""


@dataclass(frozen=True)
class Place:
    """An event of the file: its path, the object as it is written, and what is known of it."""

    path: Path
    written: dict[str, Any]
    event: Incident | Maintenance


@dataclass(frozen=True)
class Sheet:
    """The text in one state of an edit. `status` is what it said before; times go into `zone`."""

    text: str
    status: Status
    zone: tzinfo
    now: datetime

    def put(self, path: Path, value: Any) -> Sheet:
        order = _ORDERS.get(path[:-1], EVENT_KEYS)
        return replace(self, text=put(self.text, path, value, order))

    def insert(self, path: Path, index: int, value: Any) -> Sheet:
        order = _ORDERS.get(path[:-1], EVENT_KEYS)
        return replace(self, text=insert(self.text, path, index, value, order))

    def value(self, path: Path) -> Any:
        """What is written at `path`; None where nothing is."""
        member = find(self.text, path)
        return json.loads(self.text[member.value : member.end]) if member else None

    def time(self, at: datetime) -> str:
        """A time as it is written into the file: whole seconds, in the file's zone."""
        return at.astimezone(self.zone).replace(microsecond=0).isoformat()

    def plain(self, value: Any) -> Any:
        """A value as it is written into the file: without what says nothing in its objects."""
        match value:
            case datetime():
                return self.time(value)
            case dict():
                told = {key: one for key, one in value.items() if one not in (None, [], ())}
                return {key: self.plain(one) for key, one in told.items()}
            case list() | tuple():
                return [self.plain(one) for one in value]
            case _:
                return value

    def place(self, event_id: str) -> Place:
        """The event with this id; raises Refused."""
        events: dict[Path, Incident | Maintenance] = {
            **{("incidents", at): one for at, one in enumerate(self.status.incidents)},
            **{
                ("scheduled_maintenances", at): one
                for at, one in enumerate(self.status.scheduled_maintenances)
            },
        }
        for path, event in events.items():
            if event.id == event_id:
                return Place(path, self.value(path), event)
        raise Refused(f'there is no "{event_id}" in the file any more')

    def stamped(self) -> Sheet:
        """With the time of this edit as the file's own; never an earlier one than it had."""
        told = self.status.page.updated_at
        newest = max(told, self.now) if told else self.now
        if not isinstance(self.value(("page",)), dict):
            return self.put(("page",), {"updated_at": self.time(newest)})
        return self.put(("page", "updated_at"), self.time(newest))

    def with_update(self, place: Place, update: dict[str, Any]) -> Sheet:
        """With an update more, where the event has its newest: first, unless its times say else."""
        path = (*place.path, "incident_updates")
        there = place.written.get("incident_updates") or []
        times = [said_at(one, self.zone) for one in there]
        return self.insert(path, newest_index(times), update)


def newest_index(times: list[datetime | None]) -> int:
    """Where in a list with these times the newest goes: at its beginning or at its end."""
    known = [time for time in times if time]
    return len(times) if known and known[0] < known[-1] else 0
