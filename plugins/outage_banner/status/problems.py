"""What was found wrong -> Problem: file, line, column, JSON path, and what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any, Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Where a value stands in its document: `("incidents", 0, "name")`."""

SHOWN_CHARACTERS = 60
COMPARED_CHARACTERS = 60
COMPARED_NAMES = 1_000

_PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
# C0, DEL, C1, bidirectional overrides and isolates, line separators, surrogates: all that could
# make a terminal or a log show something else than what is there.
_TREACHEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its line is known, unless whoever found it knows the offset already.

    The message may be a function, called only when the problem is among those that are listed.
    """

    severity: Severity
    path: Path
    message: str | Callable[[], str]
    at_key: bool = False
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a file. `line` and `column` count from 1, in characters; None: the whole file."""

    severity: Severity
    file: str
    line: int | None
    column: int | None
    json_path: str
    message: str

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line is not None else ""
        path = f"{self.json_path}: " if self.json_path else ""
        return f"{escaped(self.file)}{place}: {self.severity}: {path}{self.message}"


def escaped(text: str) -> str:
    """The text with every character written out that a terminal would act upon."""
    return _TREACHEROUS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def shown(value: Any, limit: int = SHOWN_CHARACTERS) -> str:
    """A value as a message quotes it: on one line, harmless and short."""
    if isinstance(value, str):
        kept = value if len(value) <= limit else value[:limit] + "…"
        return escaped(json.dumps(kept, ensure_ascii=False))
    if isinstance(value, list | tuple | dict):
        return kind(value)
    digits = json.dumps(value)
    return digits if len(digits) <= limit else digits[:limit] + "…"


def kind(value: Any) -> str:
    """What sort of JSON value it is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case dict():
            return "an object"
        case _:
            return "a list"


def nearest(text: str, names: Collection[str]) -> str | None:
    """The name that was probably meant."""
    candidates = islice(names, COMPARED_NAMES)
    folded = {name.lower().replace("-", "_"): name for name in candidates}
    asked = text[:COMPARED_CHARACTERS].strip().lower().replace(" ", "_").replace("-", "_")
    found = get_close_matches(asked, folded, n=1)
    return folded[found[0]] if found else None


def did_you_mean(text: str, names: Collection[str]) -> str:
    """`; did you mean "expected_at"?`, or nothing."""
    name = nearest(text, names)
    return f"; did you mean {shown(name)}?" if name else ""


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names for a message: `"a", "b" and "c"`."""
    quoted = [shown(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def json_path(path: Path) -> str:
    """`incidents[0].started_at`; the empty text for the document itself."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step) and len(step) <= SHOWN_CHARACTERS:
            written += f".{step}" if written else step
        else:
            written += f"[{shown(step)}]"
    return written
