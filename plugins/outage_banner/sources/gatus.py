"""Gatus' `api/v1/endpoints/statuses` -> Feed: each endpoint by its newest result."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..status import Component, ComponentStatus
from .feed import Feed
from .raw import NAME_CHARACTERS, Raw, each, raw_items

SHAPE = 'Gatus (a list of objects with "results")'

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def recognises(value: Any) -> bool:
    return any(isinstance(one.value.get("results"), list) for one in raw_items(value, []))


def read(value: list[Any], doubts: list[str]) -> Feed:
    """The endpoints; Gatus keeps no incidents."""
    return Feed("Gatus", components=each(_component, raw_items(value, doubts)))


def _component(raw: Raw) -> Component | None:
    id_, name, group = raw.id("key", "name"), raw.name("name", "key"), raw.name("group")
    results = [(one.time("timestamp"), one) for one in raw.items("results")]
    if not id_ or not name:
        return None
    name = f"{group} - {name}"[:NAME_CHARACTERS] if group else name
    if not results:
        return Component(id=id_, name=name)
    newest_last = sorted(results, key=lambda pair: pair[0] or _LONG_AGO)
    at, newest = newest_last[-1]
    is_up = newest.value.get("success") is True
    status: ComponentStatus = "operational" if is_up else "major_outage"
    return Component(id=id_, name=name, status=status, updated_at=at)
