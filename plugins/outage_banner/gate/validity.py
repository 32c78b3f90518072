"""A parsed page -> what is invalid in it.

What a tokenizer finds (WHATWG HTML, 13.2.2) and what documents must have or not have, the parser
tells. What it mended in silence is seen by where its tree came from: every tag of the source is
that of an element, every element was closed where that is not optional (13.1.2.4), and none was
moved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import turbohtml
from turbohtml import Doctype, Element, Namespace, TokenType, conformance

from .markup import Page, value_of

_ELEMENTS = frozenset(
    """
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption
    cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
    ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup
    option output p picture pre progress q rp rt ruby s samp script search section select
    selectedcontent slot small source span strong style sub summary sup table tbody td template
    textarea tfoot th thead time title tr track u ul var video wbr
    """.split()  # noqa: SIM905
)
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
_MAY_STAY_OPEN = _VOID | frozenset(
    """
    html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th
    """.split()  # noqa: SIM905
)
_START_IS_OPTIONAL = ("html", "head", "body", "colgroup", "tbody")
_INTERACTIVE = ":is(a[href], button, iframe, label, select, textarea, input:not([type=hidden i]))"
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_BLOCKS = (
    "address, article, aside, blockquote, div, dl, fieldset, figure, footer, form, header, hr, "
    "main, nav, ol, p, pre, section, table, ul"
)
_PHRASING = (
    "abbr, b, bdi, bdo, button, cite, code, dfn, em, i, kbd, label, mark, p, pre, q, s, samp, "
    "small, span, strong, sub, sup, time, u, var"
)
_ONLY_TEXT = "stands in <{parent}>, where only text and its markup may"
_NEVER = {
    "[id='']": "has an id of no letters",
    ":is(ul, ol, menu) > :not(li, script, template)": "stands in a list, where only <li> may",
    f"a[href] {_INTERACTIVE}": "can be pressed, and so may not stand within a link",
    f"button {_INTERACTIVE}": "can be pressed, and so may not stand within a button",
    f":is({_HEADINGS}, {_PHRASING}) > :is({_HEADINGS}, {_BLOCKS})": _ONLY_TEXT,
    f":is(legend, summary) > :is({_BLOCKS})": _ONLY_TEXT,
}
"""What no page may hold (4, the content models), by CSS selectors."""
_REFERENCES = ("for", "aria-controls", "aria-describedby", "aria-labelledby", "aria-owns")
_DATE, _CLOCK = r"(\d{4,}-)?\d\d-\d\d", r"\d\d:\d\d(:\d\d(\.\d{1,3})?)?"
_TIME = re.compile(
    rf"\s*(({_DATE}|{_DATE}[T ]{_CLOCK}|{_CLOCK})(Z|[+-]\d\d:?\d\d)?|\d{{4,}}|\d{{4,}}-(W?\d\d)|"
    r"P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d{1,3})?S)?)?|(\s*\d+(\.\d+)?[wdhms])+)\s*",
    re.IGNORECASE,
)
"""What a `<time>` may say to machines (4.5.14)."""
_AROUND = 25

Spot = tuple[int, int]


class Invalid(NamedTuple):
    line: int
    message: str


def invalid(page: Page) -> Iterator[Invalid]:
    """Everything that is invalid in a page, in no order."""
    yield from _beginning(page)
    yield from _tokens(page)
    yield from misplaced_tags(page)
    yield from _elements(page)
    yield from _content(page)
    yield from _references(page)
    yield from _times(page)
    for script in page.document.select("script[type='application/ld+json' i]"):
        try:
            json.loads(script.text)
        except (ValueError, RecursionError) as error:
            yield Invalid(script.source_line or 0, f"the JSON-LD cannot be read: {error}")


def _beginning(page: Page) -> Iterator[Invalid]:
    if not any(isinstance(one, Doctype) for one in page.document.children):
        yield Invalid(1, "the page does not begin with <!DOCTYPE html>")
    if not page.is_utf8:
        yield Invalid(0, "the page is not in UTF-8; save its source as UTF-8")
    elif not page.document.select_one("meta[charset], meta[http-equiv='content-type' i]"):
        yield Invalid(0, 'the head lacks <meta charset="utf-8">')


def _tokens(page: Page) -> Iterator[Invalid]:
    for error in page.document.errors:
        line = page.lines[error.line - 1]
        around = line[max(0, error.col - _AROUND) : error.col + _AROUND].strip()
        yield Invalid(error.line, f"{error.code.replace('-', ' ')}, at: {around}")


def _elements(page: Page) -> Iterator[Invalid]:
    obsolete: set[Spot] = set()
    for said in conformance.check(page.document).messages:
        if said.severity == "error" or said.code == "missing-lang":
            yield Invalid(said.line, said.message)
        if said.code == "obsolete-element":
            obsolete.add((said.line, said.column))
    for element in page.document.iter_elements():
        name, line = element.tag, element.source_line or 0
        is_own = "-" in name or element.namespace is not Namespace.HTML
        if name not in _ELEMENTS and not is_own and (line, element.source_col) not in obsolete:
            yield Invalid(line, f"<{name}> is no element of HTML")


def misplaced_tags(page: Page) -> Iterator[Invalid]:
    """Tags that browsers ignore, move, or have to do without."""
    used: set[Spot] = set()
    unseen: list[str] = []
    furthest, last = -1, ""
    end_of_body = len(page.text)
    for element in page.document.iter_elements():
        name, location = element.tag, element.source_location
        if location is None:
            if name in _START_IS_OPTIONAL:
                unseen.append(name)
            continue
        start, end = location.start_tag, location.end_tag
        used.add((start.start_line, start.start_col))
        if end:
            used.add((end.start_line, end.start_col))
        if name == "body" and end:
            end_of_body = end.start_offset
        line = start.start_line
        if start.start_offset < furthest:
            yield Invalid(line, f"<{last}> stands within <{name}>, where it may not")
            furthest = start.start_offset
        elif start.start_offset > end_of_body:
            yield Invalid(line, f"<{name}> stands behind the end of the body")
        if start.start_offset > furthest:
            furthest, last = start.start_offset, name
        if element.namespace is Namespace.HTML:
            may_stay_open = name in _MAY_STAY_OPEN
        else:
            may_stay_open = page.lines[start.end_line - 1][start.end_col - 2] == "/"
        if not end and not may_stay_open:
            yield Invalid(line, f"<{name}> is not closed where it should be, with </{name}>")
    for token in turbohtml.tokenize(page.text):
        if (token.line, token.col) not in used:
            if token.type is TokenType.START_TAG:
                yield Invalid(token.line, f"<{token.tag}> may not stand here; browsers ignore it")
            elif token.type is TokenType.END_TAG and token.tag in unseen:
                unseen.remove(token.tag)
            elif token.type is TokenType.END_TAG:
                yield Invalid(token.line, f"</{token.tag}> closes nothing that is open here")


def _content(page: Page) -> Iterator[Invalid]:
    for selector, why in _NEVER.items():
        for element in page.document.select(selector):
            parent = element.parent.tag if isinstance(element.parent, Element) else ""
            told = why.format(parent=parent)
            yield Invalid(element.source_line or 0, f"<{element.tag}> {told}")


def _times(page: Page) -> Iterator[Invalid]:
    for element in page.document.select("time[datetime]"):
        value = value_of(element, "datetime")
        if not _TIME.fullmatch(value):
            yield Invalid(element.source_line or 0, f'datetime="{value}" is no time in HTML')


def _references(page: Page) -> Iterator[Invalid]:
    for name in _REFERENCES:
        for element in page.document.select(f"[{name}]"):
            for wanted in value_of(element, name).split():
                if wanted not in page.anchors:
                    yield Invalid(
                        element.source_line or 0, f'{name}="{wanted}" names an id that is not there'
                    )
