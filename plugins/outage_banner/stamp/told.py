"""A page or a feed of a built site -> the same, with what is told now in its slot and records."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from .. import gate, slot

Element = Callable[[str], bytes]
"""The banner of pages in a language."""

Record = Callable[[str, str], str | None]
"""The record of an incident in a language; None for an incident that is told no longer."""

_LANGUAGE = re.compile(rb'\slang="([^"]*)"')
_MARK = b'class="outage-record"'


def _records(less: bytes, greater: bytes) -> re.Pattern[bytes]:
    start = (
        rb'%sp class="outage-record" data-incident="([^"]*)" data-pagefind-ignore lang="([^"]*)"'
    )
    return re.compile(start % less + rb".*?%s/p%s\n" % (less, greater), re.DOTALL)


_IN_PAGES = _records(b"<", b">")
_IN_FEEDS = _records(b"&lt;", b"&gt;")


def page(content: bytes, element: Element, record: Record) -> bytes | None:
    """The page with this banner and these records; None where it lacks its slot."""
    place = slot.find(content.decode("latin-1"))
    if place is not None and place.is_filled:
        language = _LANGUAGE.search(content, place.start, content.index(b">", place.start))
        filled = element(language[1].decode() if language else "")
        content = content[: place.start] + filled + content[place.end :]
    elif gate.lacks_its_slot(content):
        return None
    return _renewed(_IN_PAGES, content, record)


def feed(content: bytes, record: Record) -> bytes:
    """The feed, in which a post's HTML is escaped, with these records."""
    return _renewed(_IN_FEEDS, content, lambda *of: (told := record(*of)) and escape(told))


def _renewed(records: re.Pattern[bytes], content: bytes, record: Record) -> bytes:
    def renewed(found: re.Match[bytes]) -> bytes:
        told = record(found[1].decode(), found[2].decode())
        return found[0] if told is None else told.encode()

    return records.sub(renewed, content) if _MARK in content else content
