"""A shaped document, before it is known to be right: what is wrong reads as if it were missing."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from .moments import moment
from .problems import Path

Json = dict[str, Any]


def items(record: Json, key: str) -> list[tuple[Path, Json]]:
    """The objects of a list, each with its path below the record."""
    entries = record.get(key, ())
    if not isinstance(entries, tuple):
        return []
    return [((key, index), entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]


def names_in(event: Json) -> list[tuple[int, str]]:
    """The components that an event names by id, each with its index."""
    names = event.get("components", ())
    if not isinstance(names, tuple):
        return []
    return [(index, name) for index, name in enumerate(names) if isinstance(name, str)]


def text_of(record: Json, key: str) -> str:
    """A text, or the empty one."""
    value = record.get(key)
    return value if isinstance(value, str) else ""


def time_of(record: Json, key: str, *, zone: tzinfo) -> datetime | None:
    """A time; None where there is none that can be read."""
    try:
        return moment(record[key], zone) if isinstance(record.get(key), str) else None
    except ValueError:
        return None


def said_at(update: Json, zone: tzinfo) -> datetime | None:
    """When an update was said."""
    return time_of(update, "display_at", zone=zone) or time_of(update, "created_at", zone=zone)


def updates_of(event: Json, zone: tzinfo) -> list[tuple[Path, Json]]:
    """An event's updates, newest first, undated ones last, each with its path below the event."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    return sorted(
        items(event, "incident_updates"),
        key=lambda item: said_at(item[1], zone) or long_ago,
        reverse=True,
    )
