"""A page or a feed of a built site -> the same, with what is told now in its slot and records."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.sax.saxutils import escape

from .. import gate, slot

Element = Callable[[str], bytes]
"""The banner of pages in a language."""

Record = Callable[[str, str], str | None]
"""The record of an incident in a language; None for an incident that is told no longer."""

_LANGUAGE = re.compile(rb'\slang="([^"]*)"')
_MARK = b'class="outage-record"'


class Told(NamedTuple):
    """A page as it is to be; its slot goes from `start` to `end`, which is 0 without one."""

    content: bytes
    start: int = 0
    end: int = 0
    language: str = ""
    has_records: bool = False


def _records(less: bytes, greater: bytes) -> re.Pattern[bytes]:
    start = (
        rb'%sp class="outage-record" data-incident="([^"]*)" data-pagefind-ignore lang="([^"]*)"'
    )
    return re.compile(start % less + rb".*?%s/p%s\n" % (less, greater), re.DOTALL)


_IN_PAGES = _records(b"<", b">")
_IN_FEEDS = _records(b"&lt;", b"&gt;")


def page(content: bytes, element: Element, record: Record) -> Told | None:
    """The page with this banner and these records; None where it lacks its slot."""
    place = slot.find(content.decode("latin-1"))
    if place is None or not place.is_filled:
        return None if gate.lacks_its_slot(content) else Told(content)
    found = _LANGUAGE.search(content, place.start, content.index(b">", place.start))
    told = page_at(content, place.start, place.end, found[1].decode() if found else "", element)
    if _MARK not in content:
        return told
    return told._replace(content=_renewed(_IN_PAGES, told.content, record), has_records=True)


def page_at(content: bytes, start: int, end: int, language: str, element: Element) -> Told:
    """The page without records whose slot is known to be there."""
    filled = element(language)
    return Told(content[:start] + filled + content[end:], start, start + len(filled), language)


def feed(content: bytes, record: Record) -> Told:
    """The feed, in which a post's HTML is escaped, with these records."""
    if _MARK not in content:
        return Told(content)
    told = _renewed(_IN_FEEDS, content, lambda *of: (found := record(*of)) and escape(found))
    return Told(told, has_records=True)


def _renewed(records: re.Pattern[bytes], content: bytes, record: Record) -> bytes:
    def renewed(found: re.Match[bytes]) -> bytes:
        told = record(found[1].decode(), found[2].decode())
        return found[0] if told is None else told.encode()

    return records.sub(renewed, content)
