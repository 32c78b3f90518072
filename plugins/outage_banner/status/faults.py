"""What the model refused -> findings in an author's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .defaults import Completed
from .moments import EXAMPLE
from .problems import Finding, Path, kind, listed, nearest, shown

_NEEDED = {
    "name": "a short text for readers",
    "url": 'a link like "https://www.example.org/"',
    "started_at": f"when it began, like {EXAMPLE}",
    "scheduled_for": f"when the work begins, like {EXAMPLE}",
}
_WRONG_TYPE: Mapping[str, str] = {
    "string_type": "write text in quotes",
    "tuple_type": "write a list in brackets: []",
    "model_type": "write an object in braces: {}",
    "bool_type": "write true or false",
    "int_type": "write a whole number without quotes",
    "time_type": f"write a time in quotes, like {EXAMPLE}",
}


def findings(errors: list[Any], document: Completed) -> list[Finding]:
    """One finding for each fault that the author wrote; those derived from others are left out."""
    written = [error for error in errors if error["loc"] not in document.filled]
    return [_finding(error, document) for error in written or errors]


def _finding(error: Any, document: Completed) -> Finding:
    path: Path = document.source(error["loc"])
    if error["type"] == "missing":
        key = str(path[-1])
        return Finding("error", path[:-1], f"needs {key}: {_NEEDED.get(key, 'it is not there')}")
    return Finding("error", path, _message(error))


def _message(error: Any) -> str | Callable[[], str]:
    value, sort = error["input"], error["type"]
    if sort == "value_error":
        return str(error["ctx"]["error"])
    if sort == "literal_error":
        words = re.findall(r"'(\w+)'", error["ctx"]["expected"])
        return lambda: _unknown_word(value, words)
    if sort == "int_type" and isinstance(value, float):
        return f"{shown(value)} is not a whole number; write it without a fraction"
    if sort in _WRONG_TYPE:
        what = f"{shown(value)} is {kind(value)}" if isinstance(value, str | float) else _is(value)
        return f"{what}; {_WRONG_TYPE[sort]}"
    return f"{shown(value)}: {error['msg']}"


def _is(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{shown(value)} is a number"
    return f"is {kind(value)}"


def _unknown_word(value: Any, words: list[str]) -> str:
    choice = f"write {listed(words, 'or')}"
    if not isinstance(value, str):
        return f"{_is(value)}; {choice}"
    meant = nearest(value, words)
    hint = f"did you mean {shown(meant)}? Else " if meant else ""
    return f"{shown(value)} is not one of its words; {hint}{choice}"
