"""Board -> fragment: the `<outage-banner>` element that every page holds, and the same as text.

The markup holds every variant of what a notice says, each with the window in which it is true
(`data-from`, `data-until`). Those that are not true now stand in an attribute (`data-said`), as
text browsers and search engines read what is only hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from markupsafe import Markup

from . import wording
from .assets import Assets
from .board import Board, Notice, Sentence, Window
from .slot import ELEMENT
from .wording import Wording


def render(board: Board, words: Wording, *, link: Callable[[str], str], assets: Assets) -> str:
    """The fragment; `link` gives the address of a path in the status section.

    With nothing to say it is a hidden element that only asks for news.
    """
    template = environment().get_template("banner.html")
    return template.render(
        board=board,
        words=words,
        _=words.say,
        messages=wording,
        assets=assets,
        link=link,
        variant=lambda notice, one: variant(words, notice, one, board.now),
        window_attributes=lambda window: window_attributes(window, board.now),
    ).strip()


def include(address: str) -> str:
    """What a web server puts the fragment at `address`, a path of its own, in place of (SSI).

    The query tells it from an include of the theme's.
    """
    return f'<!--#include virtual="{quote(address, safe="/%")}?{ELEMENT}" -->'


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
    helps += [words.told_by(notice.source).striptags()] if notice.source else []
    lines[2:2] = [f"  {line}" for line in helps]
    return "\n".join(lines)


def variant(words: Wording, notice: Notice, sentence: Sentence, now: datetime) -> Markup:
    """The sentence where its window is open, else an empty element that holds it ready."""
    attributes = window_attributes(sentence.window, now)
    told = words.sentence(notice, sentence)
    if sentence.window.holds(now):
        return Markup("<span{}>{}</span>").format(attributes, told)
    # In single quotes, what is HTML already stays legible.
    ready = Markup(str(told).replace("&", "&amp;").replace("'", "&#39;"))
    return Markup("<span{} data-said='{}'></span>").format(attributes, ready)


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
        bytecode_cache=_compiled(),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _compiled() -> FileSystemBytecodeCache | None:
    """Templates as they were compiled before, in this user's own folder; None without one."""
    try:
        return FileSystemBytecodeCache()
    except (RuntimeError, OSError):
        return None
