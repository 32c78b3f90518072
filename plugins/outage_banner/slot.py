"""Page <-> slot: where a page holds its `<outage-banner>` or names it, that put in or taken out.

The slot is the first thing in `<body>`, after the skip links of a theme that starts with some.
Where a page leaves the `<body>` tag out, the body begins where the HTML standard says it does:
at the first token that cannot stand in the head. Comments, raw text, templates and quoted
attributes are read as a browser reads them, so a `<body` inside one of them is not a body.

Source of the rules: HTML Living Standard, 13.2.5 (tokenization) and 13.2.6.4 (tree construction).
"""

from __future__ import annotations

import re
from typing import NamedTuple

ELEMENT = "outage-banner"

# Possessive quantifiers stand on single characters only: Python before 3.11.5 loses its place
# behind a possessive group.
_ATTRIBUTES = r"""(?:
            [ \t\n\f\r/]++
          | (?: =[^ \t\n\f\r/>=]*+ | [^ \t\n\f\r/>=]++ )
            (?: [ \t\n\f\r]*+=[ \t\n\f\r]*+
                (?: "[^"]*+" | '[^']*+' | (?!["'])[^ \t\n\f\r>]++ | (?=>) )
              | (?![ \t\n\f\r]*+=) )
        )*"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)(?P<attributes>{_ATTRIBUTES})>", re.VERBOSE
)
# What most heads are made of, passed over at one go.
_METADATA = re.compile(
    rf"(?: [ \t\n\f\r]++ | <(?:meta|link|base)(?=[ \t\n\f\r/>]){_ATTRIBUTES}> )*",
    re.VERBOSE | re.IGNORECASE,
)
_TEXT = re.compile(r"[^<]*+(?:<(?![a-zA-Z/!?])[^<]*+)*")
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
_BOGUS_COMMENT = re.compile(r"<(?:!(?!--)|\?|/(?![a-zA-Z]))[^>]*+>")
_SCRIPT_TURN = re.compile(r"<!--|-->|<(/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)
_SPACE = " \t\n\f\r"
_BYTE_ORDER_MARKS = ("\ufeff", "\xef\xbb\xbf")

_RAW_TEXT = {"iframe", "noembed", "noframes", "noscript", "style", "textarea", "title", "xmp"}
_IN_HEAD = _RAW_TEXT - {"iframe", "noembed", "textarea", "xmp"} | {
    "base", "basefont", "bgsound", "head", "html", "link", "meta", "script", "template"
}  # fmt: skip
_ENDS_THE_HEAD = {"body", "br", "html"}
_WRAPPERS = {"div", "header", "li", "nav", "p", "span", "ul"}
_SKIP_HREF = re.compile(r"""href[ \t\n\f\r]*=[ \t\n\f\r]*["']?#[^ \t\n\f\r"'>]""", re.IGNORECASE)
_SKIP_WORD = re.compile(
    r"skip|jump|main|content|screen-?reader|sr-only|visually-?hidden|assistive", re.IGNORECASE
)
_SLOT_START = re.compile(rf"<{ELEMENT}(?=[ \t\n\f\r/>])", re.IGNORECASE)
_INCLUDE = re.compile(rf'<!--# ?include virtual="[^"]*\?{ELEMENT}" ?-->')
_SLOT_END = re.compile(rf"</{ELEMENT}[ \t\n\f\r]*+>", re.IGNORECASE)


class Place(NamedTuple):
    """Offsets of the slot in a page; `start == end` where it is not there yet."""

    start: int
    end: int

    @property
    def is_filled(self) -> bool:
        return self.end > self.start


def find(page: str) -> Place | None:
    """Where the slot of `page` stands or would stand; None for a blank page or a frameset."""
    body = _body(page)
    if body is None:
        return None
    at = _after_skip_links(page, body)
    start = _skip_blank(page, at)
    if _SLOT_START.match(page, start):
        end = _SLOT_END.search(page, start)
        if end:
            return Place(start, end.end())
    # It may stand before the body, as a comment does in a page without a `<body>`.
    include = _INCLUDE.search(page, 0, start)
    return Place(*include.span()) if include else Place(at, at)


def fill(page: str, element: str) -> str:
    """`page` with an `<outage-banner>` or its include as its slot; all else as it was."""
    place = find(page)
    return page if place is None else page[: place.start] + element + page[place.end :]


def fill_bytes(page: bytes, element: bytes) -> bytes:
    """`fill` for the bytes of a page, in UTF-8 or any encoding that extends ASCII."""
    place = find(page.decode("latin-1"))
    return page if place is None else page[: place.start] + element + page[place.end :]


def remove(page: str) -> str:
    """`page` as it was before `fill`."""
    place = find(page)
    return page[: place.start] + page[place.end :] if place and place.is_filled else page


def _body(page: str) -> int | None:
    """The offset at which the content of the body begins.

    Something that never ends, such as an open comment, would swallow a slot put behind it, so
    the body is taken to begin before it.
    """
    at = next((len(mark) for mark in _BYTE_ORDER_MARKS if page.startswith(mark)), 0)
    open_templates: list[int] = []
    head_is_closed = False
    while True:
        at = _METADATA.match(page, at).end()  # type: ignore[union-attr]  # it matches anything
        text_end = _TEXT.match(page, at).end()  # type: ignore[union-attr]  # it matches anything
        visible = _skip_space(page, at, text_end)
        if visible < text_end and not open_templates:
            return visible
        at = text_end
        if at == len(page):
            if open_templates:
                return open_templates[0]
            return at if page.strip(_SPACE + "".join(_BYTE_ORDER_MARKS)) else None
        tag = _TAG.match(page, at)
        if tag is None:
            comment = _COMMENT.match(page, at) or _BOGUS_COMMENT.match(page, at)
            if comment is None:
                return open_templates[0] if open_templates else at
            at = comment.end()
            continue
        name, closes = tag["name"].lower(), bool(tag["close"])
        if name == "template" and not closes:
            open_templates.append(at)
        elif name == "template":
            del open_templates[-1:]
        elif not open_templates:
            if name == "body" and not closes:
                return tag.end()
            if name == "frameset" and not closes:
                return None
            if name in _ENDS_THE_HEAD if closes else name not in _IN_HEAD:
                return at
            if name == "noscript" and head_is_closed:
                return at
            head_is_closed = head_is_closed or (name == "head" and closes)
        end = tag.end() if closes else _after_raw_text(page, name, tag.end())
        if end is None:
            return open_templates[0] if open_templates else at
        at = end


def _after_raw_text(page: str, name: str, at: int) -> int | None:
    """Past the content of an element whose text is not markup; None where it never ends."""
    if name == "script":
        return _after_script(page, at)
    if name in _RAW_TEXT:
        end = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(page, at)
        return end.start() if end else None
    return None if name == "plaintext" else at


def _after_script(page: str, at: int) -> int | None:
    """A `</script>` inside `<!-- <script>` does not end the script: the double escaped state."""
    escaped = nested = False
    for turn in _SCRIPT_TURN.finditer(page, at):
        if turn[0] == "-->":
            escaped = nested = False
        elif turn[0] == "<!--":
            # `<!-->` opens and closes at once.
            escaped = escaped or not page.startswith((">", "->"), turn.end())
        elif not turn[1]:
            nested = escaped
        elif nested:
            nested = False
        else:
            return turn.start()
    return None


def _after_skip_links(page: str, at: int) -> int:
    """Past links such as `<a href="#content">Skip</a>`, bare or alone in their wrappers."""
    end, at = at, _skip_blank(page, at)
    wrappers: list[str] = []
    has_link = False
    while tag := _TAG.match(page, at):
        name, closes = tag["name"].lower(), bool(tag["close"])
        at = tag.end()
        if name in _WRAPPERS and not closes:
            wrappers.append(name)
        elif closes and wrappers[-1:] == [name]:
            wrappers.pop()
        elif name == "a" and not closes:
            link = page[tag.start() : page.find("</a>", at) + len("</a>")]
            if not (_SKIP_HREF.search(link) and _SKIP_WORD.search(link)):
                break
            has_link = True
            at = tag.start() + len(link)
        else:
            break
        if not wrappers:
            if not has_link:
                break
            end, has_link = at, False
        at = _skip_blank(page, at)
    return end


def _skip_blank(page: str, at: int) -> int:
    """Past white space and comments."""
    while True:
        at = _skip_space(page, at, len(page))
        comment = _COMMENT.match(page, at)
        if comment is None:
            return at
        at = comment.end()


def _skip_space(page: str, at: int, end: int) -> int:
    while at < end and page[at] in _SPACE:
        at += 1
    return at
