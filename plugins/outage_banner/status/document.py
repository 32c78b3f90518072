"""Bytes -> the JSON value they hold and all that is wrong with them as JSON, found with its place."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .problems import Path, Severity, shown
from .tokens import DEEPEST, NotJson, tokens

LARGEST_BYTES = 20_000_000
LARGEST_INTEGER = 2**63 - 1

_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its line is known. `offset` is given by those who know the place already.

    The message may be a function, called only when the problem is among those that are listed.
    """

    severity: Severity
    path: Path
    message: str | Callable[[], str]
    at_key: bool = False
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the value it holds if it is JSON, and what is wrong with it as JSON."""

    text: str
    value: Any = None
    is_json: bool = False
    findings: tuple[Finding, ...] = ()
    line_starts: list[int] = field(default_factory=list)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column in characters."""
        if not self.line_starts:
            self.line_starts.extend((0, *(end.end() for end in re.finditer("\r\n?|\n", self.text))))
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def offsets(self, wanted: Iterable[tuple[Path, bool]]) -> dict[tuple[Path, bool], int]:
        """Where each (path, whether its key is meant) stands; what is not there, at its parent."""
        asked = set(wanted)
        known = {(path[:end], False) for path, _ in asked for end in range(len(path) + 1)} | asked
        found: dict[tuple[Path, bool], int] = {((), False): 0}
        try:
            for token in tokens(self.text):
                if (token.path, token.is_key) in known:
                    found[token.path, token.is_key] = token.offset
        except NotJson:
            pass
        return {place: _nearest(found, *place) for place in asked}


def parse(source: bytes) -> Document:
    """Reads the bytes of a file; never raises."""
    if len(source) > LARGEST_BYTES:
        return _unread("", too_large(len(source)))
    if not source.strip(b" \t\r\n\xef\xbb\xbf"):
        return _unread("", "the file is empty; write an object like {}")
    encoding = json.detect_encoding(source)
    if not encoding.startswith("utf-8"):
        return _unread("", f"the file is in {encoding[:6].upper()}; save it as UTF-8")
    bom = (
        [
            Finding(
                "warning",
                (),
                "the file starts with a byte order mark; save it as UTF-8 without",
                offset=0,
            )
        ]
        if encoding == "utf-8-sig"
        else []
    )
    try:
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        return _not_utf8(source, error)
    return _loaded(text, bom)


def too_large(size: int) -> str:
    return (
        f"the file has {size:,} bytes; a status file has at most {LARGEST_BYTES:,}: "
        "take old incidents out"
    )


def _loaded(text: str, findings: list[Finding]) -> Document:
    suspect = False

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal suspect
        members = dict(pairs)
        suspect |= len(members) != len(pairs)
        return members

    def integer(digits: str) -> int:
        nonlocal suspect
        number = int(digits) if len(digits) < 30 else LARGEST_INTEGER + 1
        suspect |= abs(number) > LARGEST_INTEGER
        return number

    def fraction(digits: str) -> float:
        nonlocal suspect
        number = float(digits)
        suspect |= number in (float("inf"), float("-inf"))
        return number

    def constant(word: str) -> float:
        nonlocal suspect
        suspect = True
        return float(word)

    readable, lone = _without_lone_surrogates(text)
    try:
        value = json.loads(
            readable,
            object_pairs_hook=unique,
            parse_int=integer,
            parse_float=fraction,
            parse_constant=constant,
        )
    except (ValueError, RecursionError) as error:
        found, faults = _faults(readable)
        if not found:
            at = getattr(error, "pos", 0)
            faults.append(Finding("error", (), f"the file is not JSON: {error}", offset=at))
        return Document(text, findings=(*findings, *lone, *faults))
    if _depth_over(value, DEEPEST):
        return Document(text, findings=(*findings, *lone, *_faults(readable)[1]))
    if suspect:
        findings = [*findings, *_faults(readable)[1]]
    return Document(readable, value, True, (*findings, *lone))


def _faults(text: str) -> tuple[bool, list[Finding]]:
    """What JSON readers let pass or stumble over; the flag says whether the text is broken."""
    findings: list[Finding] = []
    keys: dict[Path, int] = {}
    document = Document(text)

    def error(path: Path, message: str, offset: int, at_key: bool = False) -> None:
        findings.append(Finding("error", path, message, at_key, offset))

    try:
        for token in tokens(text):
            if token.is_key:
                if token.path in keys:
                    line, column = document.place(keys[token.path])
                    error(
                        token.path,
                        f"the key stands here a second time, first in line {line}, column {column}; "
                        "keep one of them",
                        token.offset,
                        at_key=True,
                    )
                keys.setdefault(token.path, token.offset)
            elif message := _wrong_number(token.text):
                error(token.path, message, token.offset)
    except NotJson as fault:
        error((), str(fault), fault.offset)
        return True, findings
    return False, findings


def _wrong_number(word: str) -> str:
    if word in ("NaN", "Infinity", "-Infinity"):
        return f"{word} is not a number in JSON; write a number, or null"
    if word[0] not in "-0123456789":
        return ""
    if any(letter in word for letter in ".eE"):
        return (
            f"{shown(word)[1:-1]} is too large a number; write a smaller one, or text in quotes"
            if float(word) in (float("inf"), float("-inf"))
            else ""
        )
    if len(word) >= 30 or abs(int(word)) > LARGEST_INTEGER:
        return (
            f"a number of {len(word.lstrip('-')):,} digits is too large; write it as text in quotes"
        )
    return ""


def _without_lone_surrogates(text: str) -> tuple[str, list[Finding]]:
    r"""The text with each half of a character (`\ud83d` alone) replaced, at the same length."""
    findings: list[Finding] = []

    def replaced(match: re.Match[str]) -> str:
        if not match["lone"]:
            return match[0]
        message = f"{match[0]} is half of a character; write the whole character, or leave it out"
        findings.append(Finding("error", (), message, offset=match.start()))
        return "\\ufffd"

    if "\\ud" not in text and "\\uD" not in text:
        return text, findings
    return _LONE_SURROGATE.sub(replaced, text), findings


def _depth_over(value: Any, deepest: int) -> bool:
    level = [value]
    for _ in range(deepest):
        level = [
            child
            for holder in level
            if isinstance(holder, dict | list)
            for child in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _not_utf8(source: bytes, error: UnicodeDecodeError) -> Document:
    before = source[: error.start].decode("utf-8")
    message = f"the byte 0x{source[error.start]:02x} is not UTF-8; save the file as UTF-8"
    finding = Finding("error", (), message, offset=len(before))
    return Document(before, findings=(finding,))


def _unread(text: str, message: str) -> Document:
    return Document(text, findings=(Finding("error", (), message, offset=0),))


def _nearest(found: dict[tuple[Path, bool], int], path: Path, at_key: bool) -> int:
    if (path, at_key) in found:
        return found[path, at_key]
    while (path, False) not in found:
        path = path[:-1]
    return found[path, False]
