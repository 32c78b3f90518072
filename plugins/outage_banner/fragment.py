"""Board -> fragment: the `<outage-banner>` element that every page holds, and the same as text.

The markup is one line for each notice and holds every variant of what it says, each with the
window in which it is true (`data-from`, `data-until`); only those that are true now are shown.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from . import assets, wording
from .assets import Asset
from .board import Board, Notice, Window
from .wording import Wording


def render(board: Board, words: Wording, *, base: str, stylesheet: Asset) -> str:
    """The fragment; `base` is the address of the status section, ending in a slash.

    With nothing to say it is an empty, hidden element that weighs nothing.
    """
    template = environment().get_template("banner.html")
    return template.render(
        board=board,
        words=words,
        messages=wording,
        stylesheet=base + stylesheet.name,
        script=base + assets.script().name,
        base=base,
        window_attributes=lambda window: window_attributes(window, board.now),
    ).strip()


def text(board: Board, words: Wording) -> str:
    """What readers are told, a paragraph for each notice, for a terminal."""
    return "\n\n".join(_paragraph(board.now, notice, words) for notice in board.notices)


def _paragraph(now: datetime, notice: Notice, words: Wording) -> str:
    shape, kind = wording.KINDS[notice.kind]
    lines = [f"{shape} {kind}: {words.heading(notice).striptags()}"]
    for sentences in (notice.facts, notice.said):
        true = [
            words.sentence(notice, one).striptags() for one in sentences if one.window.holds(now)
        ]
        if true:
            lines.append("  " + " ".join(true))
    helps = [wording.STILL_WORKS.format(works=notice.works)] if notice.works else []
    helps += [f"{one.name}: {one.url}" for one in notice.alternatives]
    helps += [notice.contact] if notice.contact else []
    lines[2:2] = [f"  {line}" for line in helps]
    return "\n".join(lines)


def window_attributes(window: Window, now: datetime) -> Markup:
    """` data-from="…" data-until="…"`, and ` hidden` where the window is not open."""
    markup = Markup()
    if window.start:
        markup += Markup(' data-from="{}"').format(window.start.isoformat())
    if window.end:
        markup += Markup(' data-until="{}"').format(window.end.isoformat())
    return markup if window.holds(now) else markup + Markup(" hidden")


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
