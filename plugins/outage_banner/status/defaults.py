"""A shaped document -> the same with every default filled in: ids, starts, statuses, components.

A value derived from a faulty one is faulty too. It stands in `filled`, so that the fault is told
once, where the author wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from .loose import Json, items, said_at, text_of, time_of, updates_of
from .problems import Path
from .slugs import slug

EVENT_LISTS = ("incidents", "scheduled_maintenances")


@dataclass(slots=True)
class Completed:
    """The document with its defaults; `moved` says where a component stands that an event holds."""

    root: Json
    zone: tzinfo
    filled: set[Path] = field(default_factory=set)
    moved: dict[Path, Path] = field(default_factory=dict)

    def source(self, path: Path) -> Path:
        """Where in the file a value of the completed document stands."""
        origin = self.moved.get(path[:2])
        return (*origin, *path[2:]) if origin else path

    def events(self) -> list[tuple[Path, Json]]:
        """Incidents and maintenances with their paths."""
        return [event for key in EVENT_LISTS for event in items(self.root, key)]

    def start(self, path: Path, event: Json) -> datetime | None:
        """When an event began or is planned to."""
        key = "started_at" if path[0] == "incidents" else "scheduled_for"
        return time_of(event, key, zone=self.zone)


def completed(root: Json, zone: tzinfo) -> Completed:
    """Fills in what a file may leave out. Changes `root`, whose objects must be fresh."""
    result = Completed(root, zone)
    _complete_components(result)
    for path, event in result.events():
        if path[0] == "incidents" and "started_at" not in event:
            _complete_start(result, path, event)
        if "status" not in event:
            event["status"] = _status(path, event, zone)
            result.filled.add((*path, "status"))
    _complete_event_ids(result)
    for path, event in result.events():
        _complete_update_ids(result, path, event)
    return result


class _Ids:
    """Ids given so far; where a default would be one of them it gets -2, -3 and so on."""

    def __init__(self, records: list[tuple[Path, Json]]) -> None:
        self.taken = {text_of(record, "id").lower() for _, record in records}
        self.next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        found = wanted
        while found.lower() in self.taken:
            number = self.next.get(wanted, 2)
            self.next[wanted] = number + 1
            found = f"{wanted}-{number}"
        self.taken.add(found.lower())
        return found


def _complete_components(result: Completed) -> None:
    """Ids for components; and those that events hold whole join the list, unless they are in it."""
    listed = items(result.root, "components")
    ids = _Ids(listed)
    for path, component in listed:
        if "id" not in component:
            component["id"] = ids.take(slug(text_of(component, "name"), "component"))
            result.filled.add((*path, "id"))
    known = {text_of(component, "id") for _, component in listed}
    top = result.root.get("components", ())
    for event_path, event in result.events():
        named = event.get("components")
        for index, component in enumerate(named if isinstance(named, tuple) else ()):
            if not isinstance(component, dict):
                continue
            path = (*event_path, "components", index)
            if "id" not in component:
                component["id"] = slug(text_of(component, "name"), "component")
                result.filled.add((*path, "id"))
            if text_of(component, "id") not in known and isinstance(top, tuple):
                result.moved["components", len(top)] = path
                top = (*top, component)
                known.add(text_of(component, "id"))
            result.filled.add(path)
        if isinstance(named, tuple):
            event["components"] = tuple(_id_of(entry) for entry in named)
    if top:
        result.root["components"] = top


def _id_of(entry: Any) -> Any:
    return entry["id"] if isinstance(entry, dict) else entry


def _complete_start(result: Completed, path: Path, incident: Json) -> None:
    """`created_at`, else the oldest update's time, but no later than the end that is given.

    Statuspage writes `created_at` when an incident is recorded, which may be after it was over.
    """
    zone, updates = result.zone, items(incident, "incident_updates")
    created = time_of(incident, "created_at", zone=zone)
    said = min((time for _, update in updates if (time := said_at(update, zone))), default=None)
    ended = time_of(incident, "resolved_at", zone=zone)
    known = [time for time in (created, said) if time]
    if known:
        in_time = [time for time in known if not ended or time <= ended]
        incident["started_at"] = (in_time[0] if in_time else ended or known[0]).isoformat()
    if known or any(key in record for _, record in [(path, incident), *updates] for key in _TIMES):
        result.filled.add((*path, "started_at"))


_TIMES = ("created_at", "display_at")


_LAST_WORDS = {"incidents": "resolved", "scheduled_maintenances": "completed"}
_FIRST_WORDS = {"incidents": "investigating", "scheduled_maintenances": "scheduled"}
_OVER = ("resolved", "postmortem", "completed")


def _status(path: Path, event: Json, zone: tzinfo) -> Any:
    """The newest update's; an end that is given outweighs what was said until then."""
    kind = str(path[0])
    ended = time_of(event, "completed_at", zone=zone) or time_of(event, "resolved_at", zone=zone)
    for _, update in updates_of(event, zone):
        if "status" in update:
            said = said_at(update, zone)
            if not ended or update["status"] in _OVER or (said and said > ended):
                return update["status"]
            break
    return (_LAST_WORDS if ended else _FIRST_WORDS)[kind]


def _complete_event_ids(result: Completed) -> None:
    """`<date>-<slug of the name>`, the oldest first, so that a new incident renames no old one."""
    events = result.events()
    ids = _Ids(events)
    never = datetime.max.replace(tzinfo=UTC)
    nameless = [(path, event) for path, event in events if "id" not in event]
    for path, event in sorted(nameless, key=lambda item: result.start(*item) or never):
        began = result.start(path, event)
        day = f"{began.astimezone(result.zone):%Y-%m-%d}-" if began else ""
        kind = "incident" if path[0] == "incidents" else "maintenance"
        event["id"] = ids.take(day + slug(text_of(event, "name"), kind))
        result.filled.add((*path, "id"))


def _complete_update_ids(result: Completed, path: Path, event: Json) -> None:
    """`<incident id>-<time in UTC>`: what is added later, even an older update, renames none.

    Only an update that does not say when is counted, from the oldest.
    """
    updates = updates_of(event, result.zone)
    ids = _Ids([((), update) for _, update in updates])
    for number, (place, update) in enumerate(reversed(updates), start=1):
        if "id" not in update:
            said = said_at(update, result.zone)
            which = f"{said.astimezone(UTC):%Y%m%dT%H%M%SZ}" if said else f"{number}"
            update["id"] = ids.take(f"{text_of(event, 'id')}-{which}")
            result.filled.add((*path, *place, "id"))
