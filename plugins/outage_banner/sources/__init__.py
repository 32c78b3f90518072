"""Another system's status document -> Feed: its events and components in our words.

raw         what one object holds: texts, times, links and words, or a doubt
kept        what else it says
statuspage  Atlassian Statuspage and its copies, with their `statuspage_events`
cstate      cState, whose issues as files are `front_matter`
instatus    Instatus
incident_io incident.io's widget
upptime     Upptime
gatus       Gatus
feed        what all of them are read into
standing    what of it is over or goes on, and whether the page says worse than it lists
choosing    (Feed, what is wanted of it) -> what to merge, as `ours`
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..status.document import parse
from ..status.problems import kind, shown
from . import cstate, front_matter, gatus, incident_io, instatus, statuspage, upptime
from .choosing import Choice, Chosen, chosen
from .feed import Feed, NotUnderstood

__all__ = [
    "ADDRESSES",
    "Choice",
    "Chosen",
    "Feed",
    "NotUnderstood",
    "chosen",
    "is_page",
    "page_of",
    "read",
]

# What copies another's shape comes before it.
_FORMATS: tuple[ModuleType, ...] = (cstate, instatus, incident_io, upptime, gatus, statuspage)
_KEYS_SHOWN = 5

ADDRESSES = ("api/v2/summary.json", "index.json", "summary.json", "history/summary.json")
"""Where below a status page its document may be."""
_BELOW_A_PAGE = re.compile(r"(?<=/)(?:(?:api/)?v\d/.*|history/[^/]*|[^/]*\.json)$")


def read(source: bytes, url: str | None = None) -> Feed:
    """What the document at `url` tells; raises NotUnderstood."""
    doubts: list[str] = []
    value = _value(source)
    for format_ in _FORMATS:
        if format_.recognises(value):
            feed: Feed = format_.read(value, doubts)
            is_upptime = format_ is upptime
            owner = upptime.repository(url) if is_upptime else None
            return replace(
                feed,
                lists_incidents=feed.lists_incidents or (is_upptime and upptime.lists_issues(url)),
                name=feed.name or owner,
                url=feed.url or (f"https://github.com/{owner}" if owner else None),
                doubts=tuple(doubts),
            )
    shapes = "; ".join(format_.SHAPE for format_ in _FORMATS)
    raise NotUnderstood(f"it is {_what(value)}, and so none of what can be read: {shapes}")


def is_page(source: bytes) -> bool:
    """Whether it is what people look at, and no document."""
    return source.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def page_of(url: str) -> str:
    """The address of the status page whose document is at `url`, as far as that tells."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, _BELOW_A_PAGE.sub("", parts.path), "", ""))


def _value(source: bytes) -> Any:
    if is_page(source):
        raise NotUnderstood(
            "it is HTML or XML; give the address of its JSON, often /api/v2/summary.json or "
            "/index.json below the status page"
        )
    if front_matter.is_issue(source):
        issue = front_matter.issue(source.decode("utf-8-sig", "replace"))
        if issue is None:
            raise NotUnderstood("it is Markdown without the head that a cState gives to an issue")
        return issue
    document = parse(source)
    if not document.is_json and document.text:
        document = parse(cstate.mended(document.text).encode())
    if not document.is_json:
        error = document.findings[-1]
        line, column = document.place(error.offset or 0)
        message = error.message if isinstance(error.message, str) else error.message()
        raise NotUnderstood(f"it is not JSON: line {line}, column {column}: {message}")
    return document.value


def _what(value: Any) -> str:
    if isinstance(value, dict):
        keys = [shown(key) for key in list(value)[:_KEYS_SHOWN]]
        return f"an object with {', '.join(keys)}" if keys else "an empty object"
    return kind(value)
