"""A JSON value -> the model's shape: lists as tuples, nulls left out, strange keys noted.

Nothing is judged here: what has the wrong type is passed on as it is, for the model to refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin

from .model import Event
from .parts import Component, Record
from .problems import Path, did_you_mean, shown

LONGEST_LIST = 50_000
"""More items than a status file of any sane size has; each item can be a problem of its own."""

_NULL_SAYS_SOMETHING = frozenset({"expected_at"})
_SILENT_PREFIXES = ("$", "_", "x-")
_MEANT = {
    "back_at": "expected_at",
    "date": "started_at",
    "end": "resolved_at",
    "ended_at": "resolved_at",
    "eta": "expected_at",
    "from": "scheduled_for",
    "href": "url",
    "link": "url",
    "message": "body",
    "severity": "impact",
    "start": "started_at",
    "state": "status",
    "text": "body",
    "timezone": "time_zone",
    "title": "name",
    "until": "scheduled_until",
    "updates": "incident_updates",
}


@dataclass(frozen=True, slots=True)
class _Field:
    record: type[Record] | None
    is_list: bool


@dataclass(slots=True)
class UnknownKey:
    """A key that the model does not know, where it first stands, and how often it does."""

    key: str
    path: Path
    known: Collection[str]
    count: int = 1

    def message(self) -> str:
        meant = _MEANT.get(self.key.lower(), "")
        hint = f"; did you mean {shown(meant)}?" if meant in self.known else ""
        hint = hint or did_you_mean(self.key, self.known) or "; it is kept, and nothing reads it"
        more = f" ({self.count:,} of them in the file)" if self.count > 1 else ""
        return f"unknown key {shown(self.key)}{hint}{more}"


@dataclass(slots=True)
class Shaped:
    """What the shaping found on its way."""

    unknown: dict[tuple[type[Record], str], UnknownKey] = field(default_factory=dict)
    too_long: list[tuple[Path, int]] = field(default_factory=list)

    def shape(self, value: Any, record: type[Record], path: Path = ()) -> Any:
        """The value as this record is made from it; a value that is no object is left alone."""
        if not isinstance(value, dict):
            return value
        fields = _fields(record)
        shaped: dict[str, Any] = {}
        for key, item in value.items():
            if key not in fields:
                self._note(key, record, path)
                shaped[key] = item
            elif item is not None or key in _NULL_SAYS_SOMETHING:
                shaped[key] = self._member(item, fields[key], (*path, key))
        return shaped

    def _member(self, item: Any, member: _Field, path: Path) -> Any:
        if not member.is_list or not isinstance(item, list):
            return self.shape(item, member.record, path) if member.record else item
        if len(item) > LONGEST_LIST:
            self.too_long.append((path, len(item)))
            return ()
        if not member.record:
            return tuple(item)
        return tuple(
            self.shape(entry, member.record, (*path, index)) for index, entry in enumerate(item)
        )

    def _note(self, key: str, record: type[Record], path: Path) -> None:
        if key in record.statuspage_keys or key.startswith(_SILENT_PREFIXES):
            return
        if seen := self.unknown.get((record, key)):
            seen.count += 1
        else:
            self.unknown[record, key] = UnknownKey(key, (*path, key), _fields(record))


@cache
def _fields(record: type[Record]) -> Mapping[str, _Field]:
    """Each key as the file spells it, with the record it holds, if it holds one."""
    fields = {
        (info.alias or name): _Field(_record_in(info.annotation), _is_list(info.annotation))
        for name, info in record.model_fields.items()
    }
    if issubclass(record, Event):
        fields["components"] = _Field(Component, is_list=True)  # whole objects may stand for ids
    return fields


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    inside = (_record_in(part) for part in get_args(annotation))
    return next((record for record in inside if record), None)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple
