"""JSON text, a place in it, a value -> the text with that value there, all else as it was written.

What is written anew looks like its neighbours: their indentation, their line ends, one line or
several. The text must be JSON without a key twice in one object, as `status` has checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from .json_style import Style, indentation

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_decode = json.JSONDecoder().raw_decode


class Member(NamedTuple):
    """One member of an object or list: where its key starts (in a list, its value), and its value.

    `end` is behind the value.
    """

    key: str | int
    start: int
    value: int
    end: int


def put(text: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """`value` at `path`, in the place of what stands there, else as a new member of its object.

    A new key goes behind the nearest of those before it in `order`; first, if none is there.
    The object must be there.
    """
    style, old = Style.of(text), find(text, path)
    if old:
        if _decode(text, old.value)[0] == value:
            return text
        written = style.written(value, indentation(text, old.start))
        return text[: old.value] + written + text[old.end :]
    keys = [member.key for member in members(text, _offset(text, path[:-1]))]
    key = str(path[-1])
    before = order[: order.index(key)] if key in order else ()
    index = max((keys.index(one) + 1 for one in before if one in keys), default=0)
    return _with_member(text, path[:-1], index if order else len(keys), value, key)


def insert(text: str, path: Path, index: int, value: Any, order: Sequence[str] = ()) -> str:
    """`value` as a new item of the list at `path`, which is made as by `put` if it is missing."""
    listed = find(text, path)
    if not listed or text[listed.value] != "[":
        return put(text, path, [value], order)
    return _with_member(text, path, index, value)


def find(text: str, path: Path) -> Member | None:
    """The member at `path`, whose steps are keys and indices from the root."""
    member = Member("", 0, _past_space(text, 0), len(text))
    for step in path:
        found = [one for one in members(text, member.value) if one.key == step]
        if not found:
            return None
        member = found[0]
    return member


def members(text: str, at: int) -> list[Member]:
    """The members of the object or list that starts at `at`; of anything else, none."""
    found: list[Member] = []
    if text[at] not in "{[":
        return found
    is_object = text[at] == "{"
    at = _past_space(text, at + 1)
    while text[at] not in "}]":
        start, key = at, len(found)
        if is_object:
            key, end = _decode(text, at)
            at = _past_space(text, _past_space(text, end) + 1)
        _, end = _decode(text, at)
        found.append(Member(key, start, at, end))
        at = _past_space(text, end)
        if text[at] == ",":
            at = _past_space(text, at + 1)
    return found


def _with_member(text: str, path: Path, index: int, value: Any, key: str | None = None) -> str:
    """The text with one member more in the object (with `key`) or list at `path`."""
    style, holder = Style.of(text), _offset(text, path)
    there = members(text, holder)
    if not there:
        outer = indentation(text, holder)
        end = _past_space(text, holder + 1)
        if style.is_single or (path and not _is_spread(text, _offset(text, path[:-1]))):
            return text[: holder + 1] + style.member(key, value, outer, False) + text[end:]
        inner = outer + style.unit
        line = style.newline + inner + style.member(key, value, inner)
        return text[: holder + 1] + line + style.newline + outer + text[end:]
    gap = _gap(text, holder, there, style)
    neighbour = there[max(index - 1, 0)]
    spread = None if "\n" in gap else False
    if key is None and text[neighbour.value] in "{[":
        spread = _is_spread(text, neighbour.value)
    new = style.member(key, value, indentation(text, neighbour.start), spread)
    if index == 0:
        return text[: neighbour.start] + new + "," + gap + text[neighbour.start :]
    return text[: neighbour.end] + "," + gap + new + text[neighbour.end :]


def _gap(text: str, holder: int, there: list[Member], style: Style) -> str:
    """The white space between a comma and the next member."""
    if len(there) > 1:
        comma = text.index(",", there[0].end)
        return text[comma + 1 : there[1].start]
    before = text[holder + 1 : there[0].start]
    return before if "\n" in before else style.comma[1:]


def _is_spread(text: str, at: int) -> bool:
    """Whether the members of an object or list stand on lines of their own."""
    return "\n" in text[at : _past_space(text, at + 1)]


def _offset(text: str, path: Path) -> int:
    member = find(text, path)
    if member is None:
        raise LookupError(path)
    return member.value


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
