"""Sentence -> words: every text that a banner shows, its times and durations told for one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.lists import format_list
from markupsafe import Markup, escape

from ..board import Kind, Notice, Says, Sentence
from .times import Times, zone_name

__all__ = ["KINDS", "Wording", "words_for", "zone_name"]

NAMES_SHOWN = 4

KINDS: dict[Kind, tuple[str, str]] = {
    "down": ("■", "Down"),
    "degraded": ("▲", "Degraded"),
    "planned": ("◆", "Planned"),
    "back": ("✓", "Back"),
}
"""A shape and a word for each kind, so that no colour has to tell them apart."""

SENTENCES: dict[Says, str] = {
    "not_reachable": "Not reachable since {at}.",
    "disrupted": "Disrupted since {at}.",
    "reported_down": "Reported as not reachable.",
    "reported_degraded": "Reported as disrupted.",
    "reported_maintenance": "Under maintenance.",
    "expected": "Expected back by {at}.",
    "no_estimate": "No estimate yet.",
    "estimate_passed": (
        "Was expected back by {at}. That time has passed; there is no new estimate yet."
    ),
    "monitoring": "Works again; still being watched.",
    "monitoring_since": "Works again since {at}; still being watched.",
    "updated": "Updated {at}.",
    "next_update": "Next update by {at}.",
    "update_overdue": "An update was promised by {at} and has not come yet.",
    "stale": "Last confirmed {at}. This notice may be out of date.",
    "will_be_unavailable": "{name} will be unavailable {span}.",
    "planned": "Planned: {span}.",
    "in_progress": "In progress since {at}.",
    "was_planned": "Was planned until {until}.",
    "back_after": "It was unavailable for {duration}.",
    "disrupted_for": "It was disrupted for {duration}.",
    "over": "Over since {until}; it lasted {duration}.",
}
WITH_TIME: dict[Says, str] = {
    "reported_down": "Reported as not reachable on {at}.",
    "reported_degraded": "Reported as disrupted on {at}.",
    "reported_maintenance": "Under maintenance, as of {at}.",
}
WITH_END: dict[Says, str] = {"in_progress": "In progress since {at}, until {until}."}
OF_SEVERAL: dict[Says, str] = {
    "back_after": "They were unavailable for {duration}.",
    "disrupted_for": "They were disrupted for {duration}.",
}
IS_BACK = "{name} is back since {until}."
ARE_BACK = "{name} are back since {until}."
AND_MORE = "{names} and {count} more"

STILL_WORKS = "What still works: {works}"
INSTEAD = "Instead: {links}."
ASK = "Contact"
DETAILS = "Details"
WHAT_HAPPENED = "What happened"

DOWN_NOW = " (down now)"
DOWN_NOW_INSTEAD = " (down now; instead: {alternative})"
"""What stands behind a link to a host that is down."""


class Wording(Times):
    """The words for readers in one zone and language."""

    @property
    def language(self) -> str:
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        return self.locale.text_direction

    def heading(self, notice: Notice) -> Markup:
        """What it is about: the event's name, what is back, or what was reported."""
        if notice.kind == "back" and notice.subjects:
            message = ARE_BACK if len(notice.subjects) > 1 else IS_BACK
            return self._said(message, notice, notice.facts[0])
        return _isolated(notice.name) if notice.name else self.names(notice)

    def sentence(self, notice: Notice, sentence: Sentence) -> Markup:
        """The sentence with each of its times as a `<time>`."""
        message = SENTENCES[sentence.says]
        if sentence.at:
            message = WITH_TIME.get(sentence.says, message)
        if sentence.until:
            message = WITH_END.get(sentence.says, message)
        if len(notice.subjects) > 1:
            message = OF_SEVERAL.get(sentence.says, message)
        return self._said(message, notice, sentence)

    def names(self, notice: Notice) -> Markup:
        """The subjects of a notice, at most `NAMES_SHOWN` of them."""
        names = [component.name for component in notice.subjects] or [notice.name]
        if len(names) <= NAMES_SHOWN:
            return self._listed([_isolated(name) for name in names], "standard")
        shown = self._listed([_isolated(name) for name in names[: NAMES_SHOWN - 1]], "unit")
        return Markup(AND_MORE).format(names=shown, count=len(names) - NAMES_SHOWN + 1)

    def works(self, notice: Notice) -> Markup:
        return Markup(STILL_WORKS).format(works=_isolated(notice.works or ""))

    def instead(self, notice: Notice) -> Markup:
        """The links to where a reader can go instead."""
        link = Markup('<a href="{}"><bdi>{}</bdi></a>')
        links = [link.format(one.url, one.name) for one in notice.alternatives]
        return Markup(INSTEAD).format(links=self._listed(links, "standard"))

    def _said(self, message: str, notice: Notice, sentence: Sentence) -> Markup:
        values: dict[str, str] = {}
        at, until = sentence.at, sentence.until
        if at:
            values["at"] = self.time(at)
            values["span"] = self.span(at, until)
        if until:
            values["until"] = self.time(until)
        if at and until:
            values["duration"] = self.duration(until - at)
        return Markup(message).format(name=self.names(notice), **values)

    def _listed(self, items: Sequence[Markup], style: Literal["standard", "unit"]) -> Markup:
        return Markup(format_list(list(items), style=style, locale=self.locale))


def words_for(zone: ZoneInfo, now: datetime) -> Wording:
    """The words at `now`: dates of another year name it."""
    return Wording(zone, Locale("en"), now.astimezone(zone).year)


def _isolated(name: str) -> Markup:
    """A name of unknown direction does not turn the text around it."""
    return Markup("<bdi>{}</bdi>").format(escape(name))
