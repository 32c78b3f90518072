"""The body of an update -> safe HTML, and plain text.

A body is Markdown that may hold HTML, and neither its author nor the feed that it was imported
from is trusted. It keeps its line breaks, as on Statuspage; it holds no headings, pictures or
styles, and links only to whole addresses.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html.parser import HTMLParser

import markdown
import nh3
from markupsafe import Markup, escape

LONGEST_MARKDOWN = 20_000
MOST_OF_EACH = {"[": 150, "<": 500, ">": 500, "&": 2_000}
"""What Markdown's patterns take more than a moment for: such a body is shown as it was written."""

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "ins", "kbd", "li"),
    *("ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup", "u", "ul"),
}
_UNTOLD = {"script", "style", "template", "title", "textarea", "noscript", "iframe", "svg", "math"}
_HEADINGS_AND_NOTES = ("hashheader", "setextheader", "reference")
"""A line like "#1 is back" or "[Update]: we are back" is meant as it stands."""
_PICTURES_AND_REFERENCES = (
    *("image_link", "image_reference", "short_image_ref", "reference", "short_reference"),
)

_PROSE_LINE = r"[^\W\d_][^\n\t\\`*_\[\]<>&\x00-\x1f\x7f-\xa0]*(?<!\s)"
_PROSE = re.compile(rf"{_PROSE_LINE}(?:\n{{1,2}}{_PROSE_LINE})*")
"""Lines that Markdown and HTML have nothing to do with, as most are: ten times as fast."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""What no feed may hold; a body can write them as `&#1;`."""

_ANCHOR_TO_NOWHERE = re.compile(r'<a rel="[a-z ]+">(.*?)</a>', re.DOTALL)
_BLOCKS = {"p", "blockquote", "pre", "ul", "ol", "hr"}
_LINE_ENDS = re.compile(r"\r\n?")
_MANY_LINES = re.compile(r"\n{3,}")


@lru_cache(maxsize=20_000)
def html(body: str) -> Markup:
    """The body as HTML that may stand in any page; empty for an empty body."""
    text = _LINE_ENDS.sub("\n", body).strip("\n")
    if _PROSE.fullmatch(text):
        paragraphs = (lines.replace("\n", "<br>\n") for lines in text.split("\n\n"))
        return Markup("\n".join(f"<p>{lines}</p>" for lines in paragraphs))
    return _safe(_from_markdown(text)) if text.strip() else Markup()


@lru_cache(maxsize=20_000)
def plain(body: str) -> str:
    """The body as text with line breaks; a link is followed by its address."""
    parser = _Text()
    parser.feed(html(body))
    parser.close()
    return parser.text()


def _safe(markup: str) -> Markup:
    """Cleaned twice: what is left when a tag is taken away may nest in ways that no page may."""
    clean = _cleaner().clean(_cleaner().clean(markup))
    linked = _ANCHOR_TO_NOWHERE.sub(r"\1", clean)
    return Markup(_CONTROLS.sub("", linked).strip())


def _from_markdown(text: str) -> str:
    excess = any(text.count(letter) > most for letter, most in MOST_OF_EACH.items())
    if excess or len(text) > LONGEST_MARKDOWN:
        return _as_written(text)
    try:
        return _markdown().reset().convert(text)
    except RecursionError:
        return _as_written(text)


def _as_written(text: str) -> str:
    return Markup("<p>{}</p>").format(escape(text)).replace("\n", Markup("<br>\n"))


@cache
def _markdown() -> markdown.Markdown:
    parser = markdown.Markdown(extensions=["nl2br", "sane_lists"], output_format="html")
    for name in _HEADINGS_AND_NOTES:
        parser.parser.blockprocessors.deregister(name)
    for name in _PICTURES_AND_REFERENCES:
        parser.inlinePatterns.deregister(name)
    return parser


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_UNTOLD,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )


class _Text(HTMLParser):
    """Safe HTML -> text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[tuple[str, int]] = []
        self.is_preformatted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
            self.is_preformatted = tag == "pre"
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
            self.is_preformatted = False
        elif tag == "a" and self.links:
            address, start = self.links.pop()
            shown = "".join(self.parts[start:]).strip()
            if address.removeprefix("mailto:").removeprefix("tel:") not in (shown, ""):
                self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.is_preformatted else data.replace("\n", " "))

    def text(self) -> str:
        lines = (line.strip() for line in "".join(self.parts).split("\n"))
        return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()
