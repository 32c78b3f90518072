"""Days and spans -> SVG bars, drawn in the text's own colour; a shape tells them apart, no colour.

Each picture says the same in its label; the page says it in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from .history import Day, Span

STEP, WIDTH, HEIGHT = 8, 6, 32
LOW, HALF = 26, 14
"""Where a bar begins: a good day is low, a degraded one reaches half way, a bad one the top."""

LENGTH, THICKNESS = 320, 12


def days(shown: Sequence[Day], label: str) -> Markup:
    """A bar a day, oldest first: low, half or full."""
    tops = [{"down": 0, "degraded": HALF}.get(day.worst or "", LOW) for day in shown]
    bad = "".join(_bar(at, top) for at, top in enumerate(tops) if top != LOW)
    width = len(shown) * STEP - (STEP - WIDTH)
    paths = Markup(
        '<path d="M0 {}h{}" stroke="currentColor" stroke-width="{}" stroke-opacity=".35" '
        'stroke-dasharray="{} {}"/>'
    ).format((LOW + HEIGHT) // 2, width, HEIGHT - LOW, WIDTH, STEP - WIDTH)
    paths += Markup('<path d="{}"/>').format(bad) if bad else Markup()
    return _svg(label, width, HEIGHT, paths)


def span(length: Span, said: Sequence[datetime], label: str) -> Markup:
    """One incident from its start to its end, with a tick at each time something was said."""
    paths = Markup('<path d="M0 4h{0}v4H0z" fill-opacity=".35"/>').format(LENGTH)
    whole = length.length or timedelta(seconds=1)
    ticks = {min(max(round((at - length.start) / whole * LENGTH), 0), LENGTH) for at in said}
    drawn = "".join(f"M{max(at - 1, 0)} 0h2v12h-2z" for at in sorted(ticks))
    return _svg(label, LENGTH, THICKNESS, paths + Markup('<path d="{}"/>').format(drawn))


def share(length: timedelta, longest: timedelta) -> Markup:
    """The length of one incident beside the longest; the words stand next to it."""
    part = max(1, round(LENGTH * length / longest)) if longest else 1
    bar = Markup('<path d="M0 0h{}v6H0z"/>').format(min(part, LENGTH))
    return Markup(
        '<svg viewBox="0 0 {} 6" aria-hidden="true" fill="currentColor" fill-opacity=".35" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(LENGTH, bar)


def _bar(index: int, top: int) -> str:
    return f"M{index * STEP} {top}h{WIDTH}v{HEIGHT - top}h-{WIDTH}z"


def _svg(label: str, width: int, height: int, paths: Markup) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}" fill="currentColor" '
        'preserveAspectRatio="none">{}</svg>'
    ).format(width, height, label, paths)
