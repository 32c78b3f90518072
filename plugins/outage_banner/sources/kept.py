"""What a foreign object says beside what is read of it -> what of it a status file can hold."""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from typing import Any

from ..status.words import check_plain_text
from .raw import Raw

_DEEPEST = 4
_DIGITS = 18


def told(record: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing, so that it never takes the place of what somebody wrote."""
    return {key: value for key, value in record.items() if value is not None}


def others(one: Raw, read: Collection[str]) -> dict[str, Any]:
    """What else the source says, as far as a status file can hold it."""
    kept = {}
    for key, value in one.value.items():
        if key not in read and value is not None and _is_plain(key) and _can_stay(value):
            kept[key] = value
    return kept


def _can_stay(value: Any, depth: int = 0) -> bool:
    match value:
        case None | bool():
            return True
        case str():
            return not value or _is_plain(value)
        case int() | float():
            return math.isfinite(value) and len(json.dumps(value)) <= _DIGITS
        case dict():
            return depth < _DEEPEST and all(
                _is_plain(key) and _can_stay(one, depth + 1) for key, one in value.items()
            )
        case _:
            return depth < _DEEPEST and all(_can_stay(one, depth + 1) for one in value)


def _is_plain(text: str) -> bool:
    try:
        return bool(check_plain_text(text))
    except ValueError:
        return False
