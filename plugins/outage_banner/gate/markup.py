"""A page or a stylesheet, parsed once: where it links to, and where links to it can lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import turbohtml
from turbohtml import Document, Element

_ADDRESSES_IN_META = {"og:url", "og:image", "og:audio", "og:video", "twitter:image"}
_HOSTS_ONLY = {"dns-prefetch", "preconnect"}


class Link(NamedTuple):
    """`is_needed` where a reader who follows it, or a browser that shows the page, needs it.

    What a stylesheet asks for is not: browsers make do without.
    """

    url: str
    line: int
    is_needed: bool


@dataclass(frozen=True)
class Page:
    """An HTML document or fragment, parsed as browsers do."""

    text: str
    document: Document
    is_utf8: bool = True

    @cached_property
    def lines(self) -> list[str]:
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def base(self) -> str:
        """What its links are relative to, itself relative to the page's address."""
        element = self.document.select_one("base[href]")
        return value_of(element, "href") if element else ""

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What can stand behind the `#` of a link to this page."""
        ids = (value_of(one, "id") for one in self.document.select("[id]"))
        names = (value_of(one, "name") for one in self.document.select("a[name]"))
        return frozenset((*ids, *names))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return (*self._links(), *self._links_in_meta())

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The stylesheets and scripts that a browser loads with the page."""
        sheets = (
            value_of(one, "href")
            for one in self.document.select("link[rel~=stylesheet i][href]")
            if "alternate" not in value_of(one, "rel").lower().split()
        )
        scripts = (value_of(one, "src") for one in self.document.select("script[src]"))
        return (*sheets, *scripts)

    def _links(self) -> Iterator[Link]:
        for element, attribute, url in self.document.links():
            if element.tag == "base":
                continue
            if element.tag == "link" and _HOSTS_ONLY & set(value_of(element, "rel").split()):
                continue
            is_style = attribute in (None, "style")
            yield Link(url, element.source_line or 0, not is_style)

    def _links_in_meta(self) -> Iterator[Link]:
        for element in self.document.select("meta[property][content], meta[name][content]"):
            if {value_of(element, "property"), value_of(element, "name")} & _ADDRESSES_IN_META:
                yield Link(value_of(element, "content"), element.source_line or 0, True)


def read(content: bytes) -> Page:
    """The page of a file; one that is not in UTF-8 is read as what it says it is."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        document = turbohtml.parse(content, source_locations=True)
        return Page(
            content.decode(document.encoding or "utf-8", "replace"), document, is_utf8=False
        )
    return Page(text, turbohtml.parse(text, source_locations=True))


def links_of_stylesheet(text: str) -> Iterator[Link]:
    """What a stylesheet loads, by `url()` or `@import`."""
    for link in turbohtml.parse(f"<style>{text}</style>").links():
        yield Link(link.url, text.count("\n", 0, max(0, text.find(link.url))) + 1, False)


def links_of_fragment(html: str) -> Iterator[str]:
    """Where the content of a feed's entry links to."""
    yield from (link.url for link in turbohtml.parse_fragment(html).links())


def value_of(element: Element, name: str) -> str:
    """An attribute as it was written; "" without one."""
    value = element.attrs.get(name)
    return value if isinstance(value, str) else " ".join(value or ())
