"""Status -> the pages of the status section: the board, each incident, the history by year.

A page is what goes into the theme's `page.html` as content, under a heading of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from ..board import (
    Board,
    Kind,
    Notice,
    Rules,
    Window,
    alternatives_of,
    end_of,
    ended_at,
    is_open,
    maintenances,
    open_incidents,
    severity,
    work_span,
)
from ..fragment import environment, variant, window_attributes
from ..status import Component, Incident, Maintenance, Status
from ..wording import KINDS, Wording
from . import bars, bodies, labels
from .annals import history_pages
from .history import Day, Span, days, span_of
from .page import Page
from .place import Place
from .shell import content
from .states import states

BAR_DAYS = 90
REPORTED: dict[str, Kind] = {
    "major_outage": "down",
    "partial_outage": "degraded",
    "degraded_performance": "degraded",
}
PAST_DAYS = 15


@dataclass(frozen=True)
class Section:
    """All that the pages are made of."""

    status: Status
    board: Board
    rules: Rules
    words: Wording
    place: Place
    stories: Mapping[str, str]
    stylesheet: str

    def pages(self) -> Iterator[Page]:
        """Every page of the section, the board first."""
        words = self.words
        about = words.plain("What is down, what was, and what is planned.")
        yield Page("", words.plain("Status"), about, self.render("status.html"))
        for incident in self.status.incidents:
            yield self._event_page(incident)
        for work in self.status.scheduled_maintenances:
            yield self._event_page(work)
        yield from history_pages(self)

    @property
    def now(self) -> datetime:
        return self.board.now

    # --- the board

    @cached_property
    def open_notices(self) -> list[Notice]:
        return [notice for notice in self.board.notices if notice.kind != "back"]

    @cached_property
    def states(self) -> dict[str, str]:
        return dict(states(self.status, self.now))

    @cached_property
    def groups(self) -> list[tuple[Component | None, list[Component]]]:
        """Components as their groups have them; those without a group that exists come first."""
        ordered = sorted(self.status.components, key=lambda one: one.position or 0)
        groups = [one for one in ordered if one.group]
        ids = {group.id for group in groups}
        alone = [one for one in ordered if not one.group and one.group_id not in ids]
        found: list[tuple[Component | None, list[Component]]] = [(None, alone)] if alone else []
        for group in groups:
            found.append((group, [one for one in ordered if one.group_id == group.id]))
        return found

    @cached_property
    def _by_component(self) -> dict[str, list[Incident]]:
        found: dict[str, list[Incident]] = {}
        for incident in self.status.incidents:
            for id_ in incident.components:
                found.setdefault(id_, []).append(incident)
        return found

    def component_days(self, component: Component) -> list[Day]:
        incidents = self._by_component.get(component.id, [])
        found = days(self.status, incidents, self.now, self.words.zone, BAR_DAYS)
        reported = REPORTED.get(self.states[component.id])
        if reported and not found[-1].worst:
            found[-1] = replace(found[-1], reported=reported)
        return found

    def past_days(self) -> list[Day]:
        """The last days on which something happened, newest first."""
        past = days(self.status, self.status.incidents, self.now, self.words.zone, PAST_DAYS)
        return [day for day in reversed(past) if day.incidents]

    def planned(self) -> list[Maintenance]:
        """Work that has not ended, soonest first."""
        coming = [
            work
            for work in self.status.scheduled_maintenances
            if (end := end_of(work)) is None or end > self.now
        ]
        return sorted(coming, key=lambda work: work.scheduled_for)

    # --- one incident or maintenance

    @cached_property
    def _notices(self) -> dict[str, Notice]:
        notices = [notice for _, notice in open_incidents(self.status, self.rules)]
        notices += maintenances(self.status, self.rules)
        return {notice.id: notice for notice in notices}

    def _event_page(self, event: Incident | Maintenance) -> Page:
        notice = self._notices.get(event.id)
        is_running = notice is not None and (
            isinstance(event, Incident) or (end_of(event) or self.now) >= self.now
        )
        components = self.status.components_of(event)
        html = self.render(
            "incident.html",
            event=event,
            notice=notice if is_running else None,
            is_work=isinstance(event, Maintenance),
            components=components,
            span=self.span(event),
            alternatives=alternatives_of((event, *components)),
            story=self.stories.get(event.id),
        )
        about = self.words.plain("{name}: how long it lasted, and what was said.", name=event.name)
        return Page(f"{event.id}/", event.name, about, html)

    def span(self, event: Incident | Maintenance) -> Span:
        """How long it has lasted, or for work how long it is planned to."""
        if isinstance(event, Incident):
            return span_of(event, self.now)
        window = work_span(event)
        start = event.scheduled_for
        return Span(start, max(start, window.end or max(start, self.now)))

    def told_length(self, incident: Incident) -> str:
        """How long it lasted; of an open one since when, which stays true."""
        if is_open(incident):
            return self.words.plain("since {at}", at=self.words.moment(incident.started_at))
        if ended_at(incident) is None:
            return self.words.plain("length unknown")
        return self.words.duration(self.span(incident).length)

    def until(self, work: Maintenance) -> Window:
        """When work is still planned or in progress."""
        return Window(end=end_of(work))

    def kind_of(self, event: Incident | Maintenance) -> str:
        if isinstance(event, Maintenance):
            return "planned"
        if not is_open(event):
            return "back"
        return severity(event, self.status.components_of(event))

    def render(self, template: str, **values: Any) -> str:
        """The template's HTML, in the section's language whatever that of the theme's page."""
        html = environment().get_template(template).render(self._shared | values)
        return content(html, self.words)

    @cached_property
    def _shared(self) -> dict[str, Any]:
        """What every template is given; `parts` are the macros that they share."""
        shared = {
            "section": self,
            "words": self.words,
            "_": self.words.say,
            "place": self.place,
            "board": self.board,
            "kinds": KINDS,
            "bars": bars,
            "labels": labels,
            "bodies": bodies,
            "ended_at": ended_at,
            "variant": lambda notice, one: variant(self.words, notice, one, self.now),
            "window_attributes": lambda window: window_attributes(window, self.now),
        }
        return shared | {"parts": environment().get_template("_section.html").make_module(shared)}
