"""Board -> `badge.svg`: the state of everything in a few words, for other sites.

It is a still picture, so it says when it was true. A shape and words tell the state, no colour.
"""

from __future__ import annotations

from datetime import datetime
from unicodedata import combining

from markupsafe import Markup

from ..board import Board, Kind, Notice
from ..board.events import said_times
from ..status import Component, Incident, Status
from ..wording import KINDS as SHAPES
from ..wording import Plural, Wording
from .place import File, Place
from .sayings import Event

PATH = "badge.svg"
WORST: dict[Kind, Plural] = {
    "down": Plural("{count} site down", "{count} sites down"),
    "degraded": Plural("{count} site degraded", "{count} sites degraded"),
    "planned": Plural("Planned work on {count} site", "Planned work on {count} sites"),
}

_LETTER = {"ltr": 6.1, "rtl": 5.2}
_PADDING = 7
_SHAPE = 14
_INK = {"down": "#1b1f23", "degraded": "#3a424a", "planned": "#4b5560", "back": "#5b6670"}

_SVG = Markup("""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" viewBox="0 0 {width} 20" \
role="img" aria-labelledby="title" xml:lang="{language}">
<title id="title">{title}</title>
<rect width="{width}" height="20" rx="3" fill="{ink}"/>
<path d="M3 0h{label_end}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#e6e9ec"{mirrored}/>
<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" aria-hidden="true" \
direction="{direction}">
<text x="{label_x}" y="14" fill="#1b1f23" textLength="{label_length}" \
lengthAdjust="spacingAndGlyphs">{label}</text>
<text x="{shape_x}" y="14" fill="#fff">{shape}</text>
<text x="{text_x}" y="14" fill="#fff" textLength="{text_length}" \
lengthAdjust="spacingAndGlyphs">{message}</text>
</g>
</svg>
""")


def badge(status: Status, board: Board, words: Wording, place: Place) -> File:
    """The picture; its text is as wide as its frame in any font.

    It is laid out from where readers of its language begin, and its letters are stretched and not
    their gaps, for those of some languages join.
    """
    kind, message, told = _message(status, board, words)
    site, at = place.site_name.strip() or place.host, _as_of(status, board, told)
    if at:
        title = words.plain(
            "Status of {site}: {message}, as of {at}",
            site=site,
            message=message,
            at=words.moment(at),
        )
    else:
        title = words.plain("Status of {site}: {message}", site=site, message=message)
    label = words.plain("status")
    label_length, text_length = _length(label, words), _length(message, words)
    label_width = label_length + 2 * _PADDING
    text_x = label_width + _PADDING + _SHAPE
    width = text_x + text_length + _PADDING
    is_mirrored = words.direction == "rtl"

    def from_start(x: int) -> int:
        return width - x if is_mirrored else x

    svg = _SVG.format(
        width=width,
        language=words.language,
        direction=words.direction,
        title=title,
        ink=_INK[kind],
        label=label,
        label_end=label_width - 3,
        mirrored=Markup(' transform="matrix(-1 0 0 1 {} 0)"').format(width) if is_mirrored else "",
        label_x=from_start(_PADDING),
        label_length=label_length,
        shape=SHAPES[kind][0],
        shape_x=from_start(label_width + _PADDING),
        text_x=from_start(text_x),
        text_length=text_length,
        message=message,
    )
    return File(PATH, svg.encode())


def _length(text: str, words: Wording) -> int:
    """About as many pixels as a browser needs for it; what stands on a letter needs none."""
    letters = sum(not combining(letter) for letter in text)
    return round(letters * _LETTER[words.direction])


def _message(status: Status, board: Board, words: Wording) -> tuple[Kind, str, list[Notice]]:
    """The worst that is true now; work that is only planned, and what is back, is all well."""
    for kind, message in WORST.items():
        notices = [notice for notice in board.notices if notice.kind == kind]
        if kind == "planned":
            notices = [notice for notice in notices if _has_begun(notice, board.now)]
        subjects = [component for notice in notices for component in notice.subjects]
        named = {id_ for component in subjects for id_ in _sites(status, component)}
        count = len(named) + sum(not notice.subjects for notice in notices)
        if kind == "planned" and notices and not named:
            return kind, words.plain("Planned work in progress"), notices
        if count:
            return kind, words.plain(message, count=count), notices
    return "back", words.plain("All systems up"), []


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
