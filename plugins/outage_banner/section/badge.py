"""Board -> `badge.svg`: the state of everything in a few words, for other sites.

It is a still picture, so it says when it was true. A shape and words tell the state, no colour.
"""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from ..board import Board, Kind, Notice
from ..board.events import said_times
from ..status import Component, Incident, Status
from ..wording import KINDS as SHAPES
from ..wording import Wording
from .place import File, Place
from .sayings import Event

PATH = "badge.svg"
LABEL = "status"
ALL_UP = "All systems up"
AT_WORK = "Planned work in progress"
WORST: dict[Kind, tuple[str, str]] = {
    "down": ("{count} site down", "{count} sites down"),
    "degraded": ("{count} site degraded", "{count} sites degraded"),
    "planned": ("Planned work on {count} site", "Planned work on {count} sites"),
}
TITLE = "Status of {site}: {message}"
AS_OF = "{title}, as of {at}"

_LETTER = 6.1
_PADDING = 7
_INK = {"down": "#1b1f23", "degraded": "#3a424a", "planned": "#4b5560", "back": "#5b6670"}

_SVG = Markup("""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" viewBox="0 0 {width} 20" \
role="img" aria-labelledby="title">
<title id="title">{title}</title>
<rect width="{width}" height="20" rx="3" fill="{ink}"/>
<path d="M3 0h{label_end}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#e6e9ec"/>
<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true">
<text x="{label_x}" y="14" fill="#1b1f23" textLength="{label_length}">{label}</text>
<text x="{shape_x}" y="14" fill="#fff">{shape}</text>
<text x="{text_x}" y="14" fill="#fff" textLength="{text_length}">{message}</text>
</g>
</svg>
""")


def badge(status: Status, board: Board, words: Wording, place: Place) -> File:
    """The picture; its text is as wide as its frame in any font."""
    kind, message, told = _message(status, board)
    title = TITLE.format(site=place.site_name.strip() or place.host, message=message)
    at = _as_of(status, board, told)
    label_length, text_length = round(len(LABEL) * _LETTER), round(len(message) * _LETTER)
    value_x = label_length + 2 * _PADDING
    text_x = value_x + _PADDING + 14
    svg = _SVG.format(
        width=text_x + text_length + _PADDING,
        title=AS_OF.format(title=title, at=words.moment(at)) if at else title,
        ink=_INK[kind],
        label=LABEL,
        label_x=_PADDING,
        label_length=label_length,
        label_end=value_x - 3,
        shape=SHAPES[kind][0],
        shape_x=value_x + _PADDING,
        text_x=text_x,
        text_length=text_length,
        message=message,
    )
    return File(PATH, svg.encode())


def _message(status: Status, board: Board) -> tuple[Kind, str, list[Notice]]:
    """The worst that is true now; work that is only planned, and what is back, is all well."""
    for kind, (one, several) in WORST.items():
        notices = [notice for notice in board.notices if notice.kind == kind]
        if kind == "planned":
            notices = [notice for notice in notices if _has_begun(notice, board.now)]
        subjects = [component for notice in notices for component in notice.subjects]
        named = {id_ for component in subjects for id_ in _sites(status, component)}
        count = len(named) + sum(not notice.subjects for notice in notices)
        if kind == "planned" and notices and not named:
            return kind, AT_WORK, notices
        if count:
            return kind, (one if count == 1 else several).format(count=count), notices
    return "back", ALL_UP, []


def _sites(status: Status, component: Component) -> set[str]:
    """The ids of what a group holds; of any other component its own."""
    held = {one.id for one in status.components if one.group_id == component.id}
    held.update(id_ for id_ in component.components if id_ in status.by_id)
    return held or {component.id}


def _has_begun(notice: Notice, now: datetime) -> bool:
    return any(
        one.says in ("in_progress", "reported_maintenance") and one.window.holds(now)
        for one in notice.facts
    )


def _as_of(status: Status, board: Board, told: list[Notice]) -> datetime | None:
    """When what is told was last confirmed, or began by the clock; not when the badge was drawn."""
    known = [status.page.updated_at if told else board.updated_at]
    known += [notice.facts[0].at for notice in told if not notice.has_page]
    ids = {notice.id for notice in told if notice.has_page}
    events: tuple[Event, ...] = (*status.incidents, *status.scheduled_maintenances)
    for event in events:
        if event.id in ids:
            began = event.started_at if isinstance(event, Incident) else event.scheduled_for
            known += [began, *said_times(event)]
    return max((at for at in known if at and at <= board.now), default=None)
