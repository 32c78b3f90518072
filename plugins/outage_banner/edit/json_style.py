"""How a JSON text is written -> how to write a new value in it: indentation, line ends, letters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

LINE_CHARACTERS = 100

_BEGINNING = re.compile(r'\s*\{(?P<before>[ \t\n\r]*)"(?:[^"\\]|\\.)*"[ \t\n\r]*:(?P<after>\s?)')
_ESCAPED_LETTER = re.compile(r"\\u(?!00[01])[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Style:
    """`unit` is one step of indentation; `is_single`, that the whole text is one line."""

    newline: str
    unit: str
    colon: str
    comma: str
    is_ascii: bool
    is_single: bool

    @classmethod
    def of(cls, text: str) -> Style:
        """The style of a text, told by its first member; of an empty object, two spaces."""
        first = _BEGINNING.match(text)
        before = first["before"] if first else "\n"
        after = first["after"] if first else " "
        return cls(
            newline="\r\n" if "\r\n" in text else "\n",
            unit=before.rpartition("\n")[2] or "  ",
            colon=":" if first and not after else ": ",
            comma="," if first and not after else ", ",
            is_ascii=text.isascii() and bool(_ESCAPED_LETTER.search(text)),
            is_single="\n" not in text.strip() and first is not None,
        )

    def member(
        self, key: str | None, value: Any, indent: str, is_spread: bool | None = None
    ) -> str:
        """A value behind its key, or alone in a list; `is_spread` as for `written`."""
        named = f"{self._line(key)}{self.colon}" if key is not None else ""
        return named + self.written(value, indent, is_spread)

    def written(self, value: Any, indent: str, is_spread: bool | None = None) -> str:
        """The value as it begins on a line that is indented so far.

        Its members get lines of their own if `is_spread`; with None, where one line would be too
        long or would hold objects in a list.
        """
        line = self._line(value)
        if not isinstance(value, dict | list) or not value:
            return line
        if is_spread is None:
            is_long = len(indent) + len(line) > LINE_CHARACTERS
            is_spread = not self.is_single and (is_long or _holds_objects(value))
        if not is_spread:
            return line
        inner = indent + self.unit
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        lines = [inner + self.member(key, item, inner) for key, item in pairs]
        between = "," + self.newline
        return f"{opening}{self.newline}{between.join(lines)}{self.newline}{indent}{closing}"

    def _line(self, value: Any) -> str:
        separators = (self.comma, self.colon)
        return json.dumps(value, ensure_ascii=self.is_ascii, separators=separators)


def indentation(text: str, at: int) -> str:
    """The white space at the beginning of the line on which `at` lies."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _holds_objects(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value
    return any(
        isinstance(item, dict) or _holds_objects(item)
        for item in inside
        if isinstance(item, dict | list)
    )
