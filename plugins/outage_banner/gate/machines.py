"""What programs read, feeds, sitemaps, JSON, calendars and robots.txt -> faults and links.

Atom: RFC 4287. RSS 2.0: rssboard.org/rss-specification. Sitemaps: sitemaps.org/protocol.html.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from .markup import Link, links_of_fragment

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True)
class Said:
    """An error where programs cannot read the file, else a warning."""

    message: str
    line: int = 0
    is_error: bool = False


Finding = Said | Link


def is_known(file: str) -> bool:
    return _kind(file) in _READERS


def findings(file: str, content: bytes) -> Iterator[Finding]:
    """What is wrong with a file of a known kind, and where it links to."""
    partial = []
    for one in _READERS[_kind(file)](content):
        if isinstance(one, Link) and not _SCHEME.match(one.url):
            partial.append(one)
        else:
            yield one
    if partial:
        others = f", as are {len(partial) - 1:,} others" if len(partial) > 1 else ""
        message = f'"{partial[0].url}" is no whole address{others}; is SITEURL set?'
        yield Said(message, partial[0].line)


def _kind(file: str) -> str:
    name = file.rpartition("/")[2].lower()
    return name if name == "robots.txt" else name.rpartition(".")[2]


def _robots(content: bytes) -> Iterator[Finding]:
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        field, _, value = line.partition("#")[0].partition(":")
        if field.strip().lower() == "sitemap":
            yield Link(value.strip(), number, True)


def _json(content: bytes) -> Iterator[Finding]:
    try:
        json.loads(content, parse_constant=_no_constant)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        yield Said(f"this is no JSON: {error}", line, is_error=True)
    except RecursionError:
        yield Said("this is no JSON: it is nested too deep", is_error=True)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no value of JSON")


def _calendar(content: bytes) -> Iterator[Finding]:
    from ..section.calendar import why_unreadable

    if why := why_unreadable(content):
        yield Said(f"this is no calendar: {why}", is_error=True)


def _xml(content: bytes) -> Iterator[Finding]:
    if b"<!ENTITY" in content:
        yield Said("feed readers refuse XML with entities of its own; take them out", is_error=True)
        return
    try:
        root = ET.fromstring(content)
    except ET.ParseError as error:
        yield Said(f"this is no XML: {error}", error.position[0], is_error=True)
        return
    for kind, read in _FORMATS.items():
        if root.tag == kind:
            yield from read(root)


def _sitemap(root: ET.Element) -> Iterator[Finding]:
    for place in root:
        yield Link((place.findtext(f"{_SITEMAP}loc") or "").strip(), 0, True)
        yield from _dated(place.findtext(f"{_SITEMAP}lastmod"), "lastmod", datetime.fromisoformat)


def _atom(root: ET.Element) -> Iterator[Finding]:
    entries = root.findall(f"{_ATOM}entry")
    has_author = root.find(f"{_ATOM}author") is not None
    for one in (root, *entries):
        yield from _required(one, ("id", "title", "updated"), _ATOM)
        if one is not root and not has_author and one.find(f"{_ATOM}author") is None:
            yield Said("neither the feed nor its entry has an <author>; set AUTHOR")
        for name in ("updated", "published"):
            yield from _dated(one.findtext(_ATOM + name), name, _instant)
        for link in one.findall(f"{_ATOM}link"):
            yield from _address(root, link.get("href", ""))
        for name in ("content", "summary"):
            body = one.find(_ATOM + name)
            if body is not None and body.get("type") == "html":
                yield from _body(root, body.text)
    yield from _unique([entry.findtext(f"{_ATOM}id") for entry in entries], "id")


def _rss(root: ET.Element) -> Iterator[Finding]:
    channel = root.find("channel")
    if channel is None:
        yield Said("the feed has no <channel>", is_error=True)
        return
    items = channel.findall("item")
    yield from _required(channel, ("title", "link", "description"))
    for one in (channel, *items):
        if one is not channel and not (one.findtext("title") or one.findtext("description")):
            yield Said("an <item> has neither a <title> nor a <description>")
        yield from _dated(one.findtext("pubDate"), "pubDate", parsedate_to_datetime)
        if link := one.findtext("link"):
            yield from _address(root, link)
        for enclosure in one.findall("enclosure"):
            yield from _address(root, enclosure.get("url", ""))
        yield from _body(root, one.findtext("description") if one is not channel else None)
        yield from _body(root, one.findtext(_ENCODED))
    yield from _unique([item.findtext("guid") for item in items], "guid")


def _required(one: ET.Element, names: Sequence[str], space: str = "") -> Iterator[Finding]:
    for name in names:
        if one.find(space + name) is None:
            yield Said(f"a <{one.tag.removeprefix(space)}> has no <{name}>")


def _unique(values: Sequence[str | None], name: str) -> Iterator[Finding]:
    known = [value for value in values if value]
    for value in dict.fromkeys(known):
        if known.count(value) > 1:
            yield Said(f"more than one entry has the {name} {value}; feed readers show one of them")


def _dated(text: str | None, name: str, read: Callable[[str], object]) -> Iterator[Finding]:
    if text is not None:
        try:
            read(text.strip())
        except (ValueError, TypeError):
            yield Said(f"{text!r} is no time for <{name}>")


def _instant(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError


def _address(root: ET.Element, url: str) -> Iterator[Finding]:
    if root.get(_BASE) is None:
        yield Link(url.strip(), 0, True)


def _body(root: ET.Element, html: str | None) -> Iterator[Finding]:
    for url in links_of_fragment(html or ""):
        if not url.startswith("#"):
            yield from _address(root, url)


_FORMATS: Mapping[str, Callable[[ET.Element], Iterator[Finding]]] = {
    f"{_ATOM}feed": _atom,
    "rss": _rss,
    f"{_SITEMAP}urlset": _sitemap,
    f"{_SITEMAP}sitemapindex": _sitemap,
}
_READERS: Mapping[str, Callable[[bytes], Iterator[Finding]]] = {
    "robots.txt": _robots,
    "xml": _xml,
    "atom": _xml,
    "rss": _xml,
    "json": _json,
    "webmanifest": _json,
    "ics": _calendar,
}
