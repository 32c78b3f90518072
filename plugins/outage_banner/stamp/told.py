"""A page or a feed of a built site -> the same, with what is told now in its slot and records."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from .. import gate, slot
from ..section.record import MARK, Record, renewed_in_feed, renewed_in_page

Element = Callable[[str], bytes]
"""The banner of pages in a language."""

_COMMENT = b"<!--"
"""How an include begins, which a web server puts the banner in place of."""

_SLOT, _SLOT_END = f"<{slot.ELEMENT}".encode(), f"</{slot.ELEMENT}>".encode()

_LANGUAGE = re.compile(rb'\slang="([^"]*)"')


class Told(NamedTuple):
    """A page as it is to be; its slot goes from `start` to `end`, which is 0 without one."""

    content: bytes
    start: int = 0
    end: int = 0
    language: str = ""
    has_records: bool = False


def page(content: bytes, element: Element, record: Record) -> Told | None:
    """The page with this banner and these records; None where it lacks its slot."""
    place = slot.find(content.decode("latin-1"))
    if place is None or not place.is_filled:
        return None if gate.lacks_its_slot(content) else Told(content)
    told = Told(content)
    if not content.startswith(_COMMENT, place.start):
        found = _LANGUAGE.search(content, place.start, content.index(b">", place.start))
        told = _filled(
            content,
            place.start,
            place.end,
            found[1].decode(errors="replace") if found else "",
            element,
        )
    if MARK not in content:
        return told
    return told._replace(content=renewed_in_page(told.content, record), has_records=True)


def page_at(content: bytes, start: int, end: int, language: str, element: Element) -> Told | None:
    """The page without records whose slot was there; None if it is not."""
    if not content.startswith(_SLOT, start) or not content.startswith(
        _SLOT_END, end - len(_SLOT_END)
    ):
        return None
    return _filled(content, start, end, language, element)


def _filled(content: bytes, start: int, end: int, language: str, element: Element) -> Told:
    filled = element(language)
    return Told(content[:start] + filled + content[end:], start, start + len(filled), language)


def feed(content: bytes, record: Record) -> Told:
    """The feed with these records."""
    return Told(renewed_in_feed(content, record), has_records=MARK in content)
