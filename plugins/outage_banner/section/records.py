"""Status -> the page and its components as Statuspage's API has them, and what all objects share.

Statuspage gives each object a time of writing, and its clients count on one. Where the file knows
none it is the nearest that the file does know; where it knows no time at all, 1970, which a
client can read and which never looks fresh.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from ..board import Board
from ..status import Alternative, Component, Source, Status
from ..wording import Wording
from .indicator import indicator
from .place import Place
from .states import states

Json = dict[str, Any]

_UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_COMMENTS = ("_", "$")
"""How the keys begin that are notes to other authors, and are not published."""


class Records:
    """The objects of one status file at one time; each component is made once."""

    def __init__(self, status: Status, board: Board, words: Wording, place: Place) -> None:
        self.status, self.board, self.words, self.place = status, board, words, place
        self.written_at = board.updated_at or _UNKNOWN_TIME
        self.page_id = status.page.id or place.host
        self.states = states(status, board.now)
        self.components: dict[str, Json] = {
            one.id: self._component(one, position)
            for position, one in enumerate(status.components, start=1)
        }

    def page(self) -> Json:
        page = self.status.page
        record = {
            "id": self.page_id,
            "name": page.name or self.place.site_name or self.place.host,
            "url": page.url or self.place.url(),
            "time_zone": page.time_zone or str(self.words.zone),
            "updated_at": utc(self.written_at),
        }
        return with_others(record, page.model_extra)

    def overall(self) -> Json:
        found, description = indicator(self.status, self.board, self.states.values())
        record = {"indicator": found, "description": description}
        return with_others(record, self.status.status.model_extra)

    def _component(self, component: Component, position: int) -> Json:
        others = component.model_extra or {}
        updated_at = utc(component.updated_at or self.written_at)
        record = {
            "id": component.id,
            "name": component.name,
            "status": self.states[component.id],
            "created_at": kept_time(others, "created_at") or updated_at,
            "updated_at": updated_at,
            "position": position if component.position is None else component.position,
            "description": component.description or None,
            "showcase": others.get("showcase", True),
            "start_date": others.get("start_date"),
            "group_id": component.group_id,
            "page_id": others.get("page_id", self.page_id),
            "group": bool(component.group),
            "only_show_if_degraded": others.get("only_show_if_degraded", False),
            "url": component.url,
            "hosts": list(component.hosts),
            "alternatives": offered(component.alternatives),
            "contact": component.contact,
            "provider": component.provider.model_dump(mode="json") if component.provider else None,
            "source": sourced(component.source),
        }
        if component.group:
            listed = (one.id for one in self.status.components if one.group_id == component.id)
            record["components"] = list(dict.fromkeys((*component.components, *listed)))
        return with_others(record, others)


def utc(at: datetime | None) -> str | None:
    """`2011-11-25T04:00:00.000Z`, as Statuspage writes it."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def kept_time(others: Json, key: str) -> str | None:
    """A time that the model does not know, where it is one."""
    try:
        at = datetime.fromisoformat(others[key])
    except (KeyError, TypeError, ValueError):
        return None
    return utc(at) if at.tzinfo and 1970 <= at.year < 3000 else None


def offered(alternatives: Iterable[Alternative]) -> list[Json]:
    return [one.model_dump(mode="json") for one in alternatives]


def sourced(source: Source | None) -> Json | None:
    if source is None:
        return None
    return source.model_dump(mode="json") | {"fetched_at": utc(source.fetched_at)}


def with_others(record: Json, others: Json | None) -> Json:
    """The record and what else the file says of it."""
    return record | {
        key: value
        for key, value in (others or {}).items()
        if key not in record and not key.startswith(_COMMENTS)
    }
