"""JSON text -> its keys and values, each with its place; or where and why it is not JSON.

`json.loads` says neither where a value stands nor, in an author's words, what is wrong. This
reads as strictly and much slower, so it is used only for a file that has problems.
Nothing recurses: a deep document costs memory, never the stack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .problems import Path, shown

DEEPEST = 64

_SPACE = re.compile(r"[ \t\n\r]*")
# A possessive quantifier on a group loses its place in Python before 3.11.5.
_STRING_BEGINNING = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*'
_STRING = re.compile(_STRING_BEGINNING + '"')
_STRING_START = re.compile(_STRING_BEGINNING)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])")
_WORD = re.compile(r"[+-]?[\w.+-]+")
_SEEN = re.compile(r"\w+|.", re.DOTALL)
_CONSTANTS = frozenset({"true", "false", "null", "NaN", "Infinity", "-Infinity"})
_LITERALS = {"True": "true", "False": "false", "None": "null", "TRUE": "true", "FALSE": "false"}
_OTHER_QUOTES = "'`“”„‘’«»"


class Token(NamedTuple):
    """A key or a value as it is written; of an object or list, its first character."""

    path: Path
    offset: int
    is_key: bool
    text: str


class NotJson(ValueError):
    """The text stops being JSON at `offset`."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(slots=True)
class _Container:
    closer: str
    path: Path
    step: str | int

    @property
    def name(self) -> str:
        return "object" if self.closer == "}" else "list"


def tokens(text: str) -> Iterator[Token]:
    """Every key and value in order; raises NotJson where the text is not JSON or too deep."""
    stack: list[_Container] = []
    path: Path = ()
    at = _after_space(text, 0)
    while True:
        if stack:
            at = _after_space(text, at)
            top = stack[-1]
            if isinstance(top.step, int):
                top.step += 1
            else:
                end = _string(text, at, stack)
                top.step = str(json.loads(text[at:end]))
                yield Token((*top.path, top.step), at, True, text[at:end])
                at = _after_space(text, _past_colon(text, _after_space(text, end), stack))
            path = (*top.path, top.step)
        end = at + 1 if text[at : at + 1] in ("{", "[") else _scalar(text, at, stack)
        yield Token(path, at, False, text[at:end])
        if text[at] in "{[":
            if len(stack) == DEEPEST:
                raise NotJson(
                    at, f"the file is nested deeper than {DEEPEST} levels; write it flatter"
                )
            stack.append(
                _Container("}", path, "") if text[at] == "{" else _Container("]", path, -1)
            )
            end = _after_space(text, end)
            if text[end : end + 1] != stack[-1].closer:
                at = end
                continue
        at = _past_ends(text, _after_space(text, end), stack)
        if not stack:
            return


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1, the column in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _past_ends(text: str, at: int, stack: list[_Container]) -> int:
    """Past what follows a value: closing brackets, then a comma or the end of the text."""
    while stack:
        if text.startswith(stack[-1].closer, at):
            stack.pop()
            at = _after_space(text, at + 1)
        elif text.startswith(",", at):
            end = _after_space(text, at + 1)
            if text[end : end + 1] in ("}", "]"):
                raise NotJson(at, f"a comma before {shown(text[end])}; leave the comma out")
            return end
        else:
            if text[at : at + 1] in set('"{[-0123456789'):
                raise NotJson(at, f"no comma before {_seen(text, at)}; write one")
            raise _expected(text, at, stack, f'"," or {shown(stack[-1].closer)}')
    if at < len(text):
        raise NotJson(at, f"{_seen(text, at)} after the end of the document; leave it out")
    return at


def _past_colon(text: str, at: int, stack: list[_Container]) -> int:
    if not text.startswith(":", at):
        raise _expected(text, at, stack, '":" between the key and its value')
    return at + 1


def _scalar(text: str, at: int, stack: list[_Container]) -> int:
    """The end of the text, number or word that starts here."""
    if text.startswith('"', at):
        return _string(text, at, stack)
    if number := _NUMBER.match(text, at):
        return number.end()
    word = _WORD.match(text, at)
    if word and word[0] in _CONSTANTS:
        return word.end()
    if word and word[0] in _LITERALS:
        raise NotJson(at, f"{word[0]} is not JSON; write {_LITERALS[word[0]]}")
    if word and word[0][0] in "+-.0123456789":
        raise NotJson(at, f"{shown(word[0])[1:-1]} is not a number in JSON; write text in quotes")
    if word:
        raise NotJson(at, f"{shown(word[0])[1:-1]} without quotes; write text in double quotes")
    raise _expected(text, at, stack, "a value")


def _string(text: str, at: int, stack: list[_Container]) -> int:
    """The end of the text in double quotes that starts here."""
    if string := _STRING.match(text, at):
        return string.end()
    start = _STRING_START.match(text, at)
    if not start:
        word = _WORD.match(text, at)
        if word and not text.startswith(tuple(_OTHER_QUOTES), at):
            raise NotJson(
                at, f"the key {shown(word[0])[1:-1]} has no quotes; write {shown(word[0])}"
            )
        raise _expected(text, at, stack, "a key in double quotes")
    stop = start.end()
    match text[stop : stop + 2]:
        case "" | "\\":
            raise NotJson(at, "a text that never ends: the file stops inside it; close the quotes")
        case escape if escape[0] == "\\":
            raise NotJson(stop, f"{escape} means nothing in JSON; write a backslash as \\\\")
        case control if control[0] in "\n\r":
            raise NotJson(
                at, "a text that is not closed on its line; close the quotes, or write \\n"
            )
        case control:
            code = f"\\u{ord(control[0]):04x}"
            raise NotJson(stop, f"a bare control character in a text; leave it out or write {code}")


def _expected(text: str, at: int, stack: list[_Container], what: str) -> NotJson:
    if at >= len(text):
        if not stack:
            return NotJson(at, "the file is empty; write an object like {}")
        inside = "".join(container.closer for container in reversed(stack))
        return NotJson(
            at,
            f"the file ends inside {'an' if stack[-1].name == 'object' else 'a'} {stack[-1].name}; "
            f"restore the rest, or close it with {shown(inside, 80)[1:-1]}",
        )
    seen = text[at]
    if text.startswith(("//", "/*", "#"), at):
        return NotJson(
            at, 'a comment, which JSON has not; leave it out, or write a key like "_note"'
        )
    if seen in _OTHER_QUOTES:
        return NotJson(
            at, f"{seen} quotes no text in JSON; write double quotes, as in {shown('name')}"
        )
    return NotJson(at, f"{_seen(text, at)} stands where {what} belongs")


def _seen(text: str, at: int) -> str:
    """What stands here, in quotes: a whole text or word, or one character."""
    if string := _STRING.match(text, at):
        return shown(string[0][1:-1])
    word = _SEEN.match(text, at)
    return shown(word[0] if word else "")


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
