"""JSON text -> what JSON readers let pass in it: keys twice, NaN, halves of characters, depth."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from .problems import Finding, Path, shown
from .tokens import NotJson, line_and_column, tokens

LARGEST_INTEGER = 2**63 - 1

_MANY_DIGITS = 30
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\.",
    re.DOTALL,
)


def findings(text: str) -> tuple[list[Finding], bool]:
    """All faults up to where the text stops being JSON, and whether it is JSON to its end."""
    found: list[Finding] = []
    keys: dict[Path, int] = {}
    try:
        for token in tokens(text):
            if not token.is_key:
                if message := _wrong_number(token.text):
                    found.append(Finding("error", token.path, message, offset=token.offset))
            elif (first := keys.setdefault(token.path, token.offset)) != token.offset:
                told = partial(_twice, text, first)
                found.append(Finding("error", token.path, told, True, token.offset))
    except NotJson as fault:
        found.append(Finding("error", (), str(fault), offset=fault.offset))
        return found, False
    return found, True


def has_half_characters(text: str) -> bool:
    """Whether it is worth looking for them."""
    return _HALF_CHARACTER.search(text) is not None


def without_halves(text: str) -> tuple[str, list[Finding]]:
    r"""The text with each half of a character (`\ud83d` alone) replaced, at the same length."""
    found: list[Finding] = []

    def whole(match: re.Match[str]) -> str:
        if not match["half"]:
            return match[0]
        message = f"{match[0]} is half of a character; write the whole one, or leave it out"
        found.append(Finding("error", (), message, offset=match.start()))
        return "\\ufffd"

    return _ESCAPE.sub(whole, text), found


def is_deeper(value: Any, levels: int) -> bool:
    """Whether objects and lists stand more than so many levels in one another."""
    containers = [value] if isinstance(value, dict | list) else []
    for _ in range(levels):
        containers = [
            child
            for container in containers
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, dict | list)
        ]
    return bool(containers)


def _twice(text: str, first: int) -> str:
    line, column = line_and_column(text, first)
    return f"this key stands a second time, first in line {line}, column {column}; keep one of them"


def _wrong_number(word: str) -> str:
    """What is wrong with a number, or the empty text; other values are fine here."""
    if word in ("NaN", "Infinity", "-Infinity"):
        return f"{word} is not a number in JSON; write a number, or null"
    if word[0] not in "-0123456789":
        return ""
    if set(word) & set(".eE"):
        too_large = float(word) in (float("inf"), float("-inf"))
    else:
        too_large = len(word) >= _MANY_DIGITS or abs(int(word)) > LARGEST_INTEGER
    return f"{shown(word)[1:-1]} is too large a number; write it as text in quotes" * too_large
