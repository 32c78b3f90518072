"""Board -> CSS rules that mark every link to a host that is down, and offer its alternative.

They stand behind the banner's own stylesheet, so no page is rewritten and no script is needed. A
stylesheet knows no clock, so only what is down until somebody says otherwise is marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from urllib.parse import urlsplit

from .board import Board, Notice
from .status import Alternative, Component
from .wording import Wording

SHOWN_CHARACTERS = 60

_SCHEMES = ("https:", "http:", "")
_ASCII = frozenset(map(chr, range(0x20, 0x7F))) - set('"<\\')
# The theme's own ::after goes, and the mark stays readable in headings, menus and narrow columns.
_RULE = """\
:root:has(#outage-banner[data-version="{version}"]) a:not(#outage-banner a):is(
{links}
)::after {{
  all: revert;
  content: {mark};
  unicode-bidi: plaintext;
  font-size: 0.85em;
  font-weight: normal;
  overflow-wrap: anywhere;
  white-space: normal;
}}
"""


def rules(board: Board, words: Wording, own_host: str | None = None) -> str:
    """A rule for each mark, with the links that bear it; empty with nothing down.

    A component is down with an open incident, or as the file reports it. One that works again, is
    only degraded, or is planned to be away is not. Links to the site's own host are never marked:
    whoever reads them is there. The rules hold while the banner of this board is shown.
    """
    down = list(_down(board))
    hosts = {host for component, _ in down for host in hosts_of(component)}
    marks: dict[str, str] = {}
    for component, notice in down:
        mark = _mark(_way_out(component, notice, hosts), words)
        for host in hosts_of(component):
            if host != own_host:
                marks.setdefault(host, mark)
    return "".join(
        _rule([host for host in marks if marks[host] == mark], mark, board.version)
        for mark in dict.fromkeys(marks.values())
    )


def hosts_of(component: Component) -> tuple[str, ...]:
    """The host names whose links are down with it, as links write them: in Unicode and in ASCII."""
    own = urlsplit(component.url or "").hostname
    named = component.hosts or ((own.removesuffix("."),) if own else ())
    return tuple(dict.fromkeys(form for host in named for form in _spellings(host)))


def _down(board: Board) -> Iterator[tuple[Component, Notice]]:
    for notice in board.notices:
        works_again = any(one.says in ("monitoring", "monitoring_since") for one in notice.facts)
        if notice.kind == "down" and not works_again:
            for component in notice.subjects:
                if component.status not in ("degraded_performance", "partial_outage"):
                    yield component, notice


def _way_out(component: Component, notice: Notice, down: set[str]) -> Alternative | None:
    """The component's first alternative that is up, else the incident's; no other component's."""
    others = {one.url for other in notice.subjects for one in other.alternatives}
    of_incident = (one for one in notice.alternatives if one.url not in others)
    for alternative in (*component.alternatives, *of_incident):
        if urlsplit(alternative.url).hostname not in down:
            return alternative
    return None


def _mark(alternative: Alternative | None, words: Wording) -> str:
    """The words behind a link; the alternative by name and address, for no link fits in a link."""
    if alternative is None:
        return " " + words.plain("(down now)")
    address = alternative.url.partition(":")[2].removeprefix("//").removesuffix("/")
    name, address = (_few(" ".join(text.split())) for text in (alternative.name, address))
    if name == address:
        return " " + words.plain("(down now; instead: {address})", address=address)
    return " " + words.plain("(down now; instead: {name}, {address})", name=name, address=address)


def _few(text: str) -> str:
    """At most so many characters; text of another direction does not turn the words around it."""
    few = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    return few if text.isascii() else f"\u2068{few}\u2069"


def _spellings(host: str) -> Iterator[str]:
    """A host as it was written and, where the two mean the same host, in Unicode and Punycode."""
    if ":" in host:
        yield f"[{host}]"
        return
    yield host
    try:
        ascii_form = host.encode("idna")
        unicode_form = ascii_form.decode("idna")
    except UnicodeError:
        return
    # This codec reads straße as strasse, which browsers hold for another host.
    if host in (unicode_form, ascii_form.decode()):
        yield from (form for form in (unicode_form, ascii_form.decode()) if form != host)


def _rule(hosts: list[str], mark: str, version: str) -> str:
    links = ",\n".join(_links(f"{scheme}//{host}") for host, scheme in product(hosts, _SCHEMES))
    return _RULE.format(version=version, links=links, mark=_string(mark))


def _links(origin: str) -> str:
    """The address itself, or anything below it.

    What follows a colon is a port, unless an @ makes it the password for another host; a link with
    both a port and an @ further on stays unmarked, for no selector can tell the two apart.
    """
    below = [f"[href^={_string(origin + end)} i]" for end in "/?#:"]
    return f'[href={_string(origin)} i], {", ".join(below)}:not([href*="@"])'


def _string(text: str) -> str:
    """A CSS string in ASCII that no text can end early, and that cannot close a `<style>`."""
    return '"' + "".join(one if one in _ASCII else f"\\{ord(one):x} " for one in text) + '"'
