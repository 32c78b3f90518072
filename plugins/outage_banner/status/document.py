"""Bytes -> the JSON value in them, and all that is wrong with them as JSON, with its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .problems import Finding, Path
from .strictness import LARGEST_INTEGER, has_half_characters, is_deeper, without_halves
from .strictness import findings as findings_in
from .tokens import DEEPEST, line_and_column, tokens

LARGEST_BYTES = 20_000_000

_BYTE_ORDER_MARK = "the file starts with a byte order mark; save it as UTF-8 without one"
_INFINITE = (float("inf"), float("-inf"))
_MANY_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the value it holds if it is JSON, and what is wrong with it as JSON."""

    text: str
    value: Any = None
    is_json: bool = False
    findings: tuple[Finding, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column in characters."""
        return line_and_column(self.text, offset)

    def offsets(self, wanted: Iterable[tuple[Path, bool]]) -> dict[tuple[Path, bool], int]:
        """Where each (path, whether its key is meant) stands; what is not there, at its parent."""
        asked = set(wanted)
        parents = {(path[:end], False) for path, _ in asked for end in range(len(path) + 1)}
        found: dict[tuple[Path, bool], int] = {((), False): 0}
        missing = asked - found.keys()
        for token in tokens(self.text) if missing else ():
            place = token.path, token.is_key
            if place in asked or place in parents:
                found[place] = token.offset
                missing.discard(place)
                if not missing:
                    break
        return {place: _nearest(found, *place) for place in asked}


def parse(source: bytes) -> Document:
    """Reads the bytes of a file; never raises."""
    if len(source) > LARGEST_BYTES:
        return _unread(too_large(len(source)))
    if not source.removeprefix(b"\xef\xbb\xbf").strip():
        return _unread("the file is empty; write an object like {}")
    encoding = json.detect_encoding(source)
    if not encoding.startswith("utf-8"):
        return _unread(f"the file is in {encoding[:6].upper()}; save it as UTF-8")
    try:
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        byte = error.object[error.start]
        message = f"the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"
        return Document(before, findings=(_error(message, len(before)),))
    mark = Finding("warning", (), _BYTE_ORDER_MARK, offset=0)
    return _loaded(text, (mark,) if encoding == "utf-8-sig" else ())


def too_large(size: int) -> str:
    """What to tell of a file of so many bytes."""
    return (
        f"the file has {size:,} bytes, a status file at most {LARGEST_BYTES:,}; "
        "take old incidents out"
    )


def _loaded(text: str, findings: tuple[Finding, ...]) -> Document:
    """The value, by the standard library; only what it lets pass or refuses is looked at again."""
    suspicions: list[object] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        by_key = dict(pairs)
        if len(by_key) != len(pairs):
            suspicions.append(pairs)
        return by_key

    def number(digits: str) -> int | float:
        value = int(digits) if len(digits) < _MANY_DIGITS else LARGEST_INTEGER + 1
        if abs(value) > LARGEST_INTEGER:
            suspicions.append(digits)
        return value

    def fraction(digits: str) -> float:
        value = float(digits)
        if value in _INFINITE:
            suspicions.append(digits)
        return value

    def constant(word: str) -> float:
        suspicions.append(word)
        return float(word)

    whole, halves = without_halves(text) if has_half_characters(text) else (text, [])
    found = (*findings, *halves)
    try:
        value = json.loads(
            whole,
            object_pairs_hook=members,
            parse_int=number,
            parse_float=fraction,
            parse_constant=constant,
        )
    except (ValueError, RecursionError) as error:
        strict, is_json = findings_in(whole)
        if is_json:
            strict.append(_error(f"the file is not JSON: {error}", getattr(error, "pos", 0)))
        return Document(text, findings=(*found, *strict))
    is_too_deep = is_deeper(value, DEEPEST)
    if suspicions or is_too_deep:
        found = (*found, *findings_in(whole)[0])
    return Document(whole, None if is_too_deep else value, not is_too_deep, found)


def _error(message: str, offset: int) -> Finding:
    return Finding("error", (), message, offset=offset)


def _unread(message: str) -> Document:
    return Document("", findings=(_error(message, 0),))


def _nearest(found: dict[tuple[Path, bool], int], path: Path, at_key: bool) -> int:
    while (path, at_key) not in found:
        path, at_key = path if at_key else path[:-1], False
    return found[path, at_key]
