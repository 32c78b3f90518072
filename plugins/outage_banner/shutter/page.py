"""(Status, component, now) -> the page for the dead site, in the words of the banner."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup

from .. import wording
from ..board import Board, Notice, Sentence, as_of, board, end_of, expected_at, is_open, work_span
from ..fragment import environment
from ..section.place import Place
from ..settings import Settings
from ..status import Component, Incident, Indicator, Maintenance, Status
from ..wording import Wording, words_for

AnyEvent = TypeVar("AnyEvent", Incident, Maintenance)

RETRY_AFTER_SECONDS = 3600
"""When nobody knows when it will be back."""
LEAST_SECONDS = 300

_STYLE = Path(__file__).parents[1] / "static" / "outage-shutter.css"
_SPACE = re.compile(r"\s*([{};:,])\s*")


@dataclass(frozen=True)
class Shutter:
    """The page; whether the component is down at all; in how many seconds to ask again."""

    html: str
    is_down: bool
    retry_after_seconds: int


def shutter(settings: Settings, status: Status, component_id: str, now: datetime) -> Shutter:
    """The page of one component, an id of `status`, as told at `now`."""
    component = status.component(component_id)
    own = _about(as_of(status, now), component)
    told = board(own, now, settings.rules)
    works = [one for one in own.scheduled_maintenances if work_span(one).holds(now)]
    is_down = bool(works) or any(one.kind in ("down", "degraded") for one in told.notices)
    ends = [expected_at(one) for one in own.incidents if is_open(one)]
    ends += [end_of(one) for one in works]
    words = words_for(settings.zone_of(status), now, settings.language)
    return Shutter(_page(settings, component, told, words), is_down, _seconds(ends, now))


def _about(status: Status, component: Component) -> Status:
    """The file as if it were about this component alone, or about those of a group."""
    members = tuple(
        one
        for one in status.components
        if component.id in (one.id, one.group_id) or one.id in component.components
    )
    ids = {one.id for one in members}

    def affecting(events: Iterable[AnyEvent]) -> tuple[AnyEvent, ...]:
        return tuple(
            one.model_copy(update={"components": named})
            for one in events
            if (named := tuple(part for part in one.components if part in ids))
        )

    return status.model_copy(
        update={
            "status": Indicator(),
            "components": members,
            "incidents": affecting(status.incidents),
            "scheduled_maintenances": affecting(status.scheduled_maintenances),
        }
    )


def _page(settings: Settings, component: Component, shown: Board, words: Wording) -> str:
    def told(sentences: Iterable[Sentence], notice: Notice) -> Markup:
        holding = (one for one in sentences if one.window.holds(shown.now))
        return Markup(" ").join(words.sentence(notice, one) for one in holding)

    style = _SPACE.sub(r"\1", _STYLE.read_text("utf-8")).strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment().get_template("shutter.html")
    page = template.render(
        component=component,
        board=shown,
        words=words,
        _=words.say,
        messages=wording,
        place=Place(settings.site_name, settings.site_url, settings.base),
        style=Markup(style),
        digest=digest,
        told=told,
    )
    return f"{page}\n"


def _seconds(ends: list[datetime | None], now: datetime) -> int:
    """Until all of it should be over; an hour where nobody knows, or the estimate has passed."""
    known = [end for end in ends if end and end > now]
    if not known or len(known) < len(ends):
        return RETRY_AFTER_SECONDS
    return max(LEAST_SECONDS, int((max(known) - now).total_seconds()))
