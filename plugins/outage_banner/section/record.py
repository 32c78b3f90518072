"""An incident -> the line at the head of the post that tells its story, and that made anew.

It stands in pages nobody rebuilds and in feeds, so it speaks in absolute times and says as of
when.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from markupsafe import Markup

from ..board import Rules, confirmed_at, ended_at, open_incidents
from ..status import Incident, Status
from ..wording import KINDS, WHAT_HAPPENED, Wording
from .history import Span

MARK = b'class="outage-record"'

Record = Callable[[str, str], str | None]
"""The record of an incident in a language; None for an incident that is told no longer."""


def record(status: Status, incident: Incident, words: Wording, rules: Rules, address: str) -> str:
    """The line as HTML; `address` is the incident's page."""
    ended = ended_at(incident)
    notice = {one.id: shown for one, shown in open_incidents(status, rules)}.get(incident.id)
    kind, label = notice.kind if notice else "back", words.say(WHAT_HAPPENED)
    if notice:
        since = words.sentence(notice, notice.facts[0])
        confirmed = words.say("Last confirmed {at}.", at=words.time(confirmed_at(incident)))
        said, label = since + " " + confirmed, words.say("How it stands")
    elif ended:
        length = Span(incident.started_at, ended).length
        said = words.say(
            "This outage ended {end} after {duration}.",
            end=words.time(ended),
            duration=words.duration(length),
        )
    else:
        said = words.say("This outage is over.")
    line = Markup(
        '<p class="outage-record" data-incident="{}" data-pagefind-ignore lang="{}" dir="{}">'
        '<strong><span aria-hidden="true">{}</span> {}</strong> <a href="{}">{}</a></p>\n'
    ).format(incident.id, words.language, words.direction, KINDS[kind][0], said, address, label)
    # Not Markup, which would escape the post that it is put before.
    return str(line)


def renewed_in_page(page: bytes, record: Record) -> bytes:
    return _renewed(_IN_PAGES, page, record)


def renewed_in_feed(feed: bytes, record: Record) -> bytes:
    """A feed holds a post's HTML escaped."""
    return _renewed(
        _IN_FEEDS, feed, lambda *of: (found := record(*of)) and escape(found, quote=False)
    )


def _renewed(records: re.Pattern[bytes], content: bytes, record: Record) -> bytes:
    def renewed(found: re.Match[bytes]) -> bytes:
        told = record(found[1].decode(), found[2].decode())
        return found[0] if told is None else told.encode()

    return records.sub(renewed, content) if MARK in content else content


def _records(less: bytes, greater: bytes) -> re.Pattern[bytes]:
    start = (
        rb'%sp class="outage-record" data-incident="([^"]*)" data-pagefind-ignore lang="([^"]*)"'
    )
    return re.compile(start % less + rb".*?%s/p%s\n" % (less, greater), re.DOTALL)


_IN_PAGES = _records(b"<", b">")
_IN_FEEDS = _records(b"&lt;", b"&gt;")
