"""Sentence -> words: every text that a banner shows, its times and durations told for one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.lists import format_list
from babel.units import format_unit
from markupsafe import Markup, escape

from .board import Kind, Notice, Says, Sentence

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
    "planned": "Planned for {span}.",
    "in_progress": "In progress since {at}.",
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
SPAN_FROM = "from {at}"
SPAN_IN_A_DAY = "{day} from {start} to {end} {zone}"
SPAN_OVER_DAYS = "from {at} to {until}"

STILL_WORKS = "What still works: {works}"
INSTEAD = "Instead: {links}."
ASK = "Contact"
DETAILS = "Details"
WHAT_HAPPENED = "What happened"

DOWN_NOW = " (down now)"
DOWN_NOW_INSTEAD = " (down now; instead: {alternative})"
"""What stands behind a link to a host that is down."""


@dataclass(frozen=True)
class Wording:
    """The words for readers in one zone and language; `year` is left out of its own dates."""

    zone: ZoneInfo
    locale: Locale
    year: int

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

    def moment(self, at: datetime) -> str:
        """`Thu, Nov 24, 3:00 PM MST`, with the year where it is not this one."""
        local = at.astimezone(self.zone)
        return f"{self._day(local)}, {self._clock(local)} {zone_name(local)}"

    def span(self, start: datetime, end: datetime | None) -> Markup:
        """A planned span: one day and two times where both ends are on the same day."""
        if end is None:
            return Markup(SPAN_FROM).format(at=self._time(start))
        local, local_end = start.astimezone(self.zone), end.astimezone(self.zone)
        if local.date() != local_end.date():
            return Markup(SPAN_OVER_DAYS).format(at=self._time(start), until=self._time(end))
        return Markup(SPAN_IN_A_DAY).format(
            day=self._day(local),
            start=_time_element(start, self._clock(local)),
            end=_time_element(end, self._clock(local_end)),
            zone=zone_name(local_end),
        )

    def duration(self, length: timedelta) -> str:
        """The two largest units, rounded down: `13 hours, 20 minutes`; at least a minute."""
        minutes = max(1, length // timedelta(minutes=1))
        days, hours = minutes // 1440, minutes // 60 % 24
        parts = [
            (days, "duration-day"),
            (hours, "duration-hour"),
            (minutes % 60, "duration-minute"),
        ]
        first = next(index for index, (number, _) in enumerate(parts) if number)
        shown = [part for part in parts[first : first + 2] if part[0]]
        words = [format_unit(number, unit, "long", locale=self.locale) for number, unit in shown]
        return format_list(words, style="unit", locale=self.locale)

    def _said(self, message: str, notice: Notice, sentence: Sentence) -> Markup:
        values: dict[str, str] = {}
        at, until = sentence.at, sentence.until
        if at:
            values["at"] = self._time(at)
            values["span"] = self.span(at, until)
        if until:
            values["until"] = self._time(until)
        if at and until:
            values["duration"] = self.duration(until - at)
        return Markup(message).format(name=self.names(notice), **values)

    def _listed(self, items: Sequence[Markup], style: Literal["standard", "unit"]) -> Markup:
        return Markup(format_list(list(items), style=style, locale=self.locale))

    def _time(self, at: datetime) -> Markup:
        return _time_element(at, self.moment(at))

    def _day(self, local: datetime) -> str:
        skeleton = "MMMEd" if local.year == self.year else "yMMMEd"
        return format_skeleton(skeleton, local, locale=self.locale)

    def _clock(self, local: datetime) -> str:
        # CLDR's narrow space before AM is missing from many fonts.
        return format_time(local, "short", locale=self.locale).replace("\u202f", " ")


def words_for(zone: ZoneInfo, now: datetime) -> Wording:
    return Wording(zone, Locale("en"), now.astimezone(zone).year)


def zone_name(local: datetime) -> str:
    """`MST`; where a zone has only a number for a name, `UTC-03`."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name


def _time_element(at: datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words)


def _isolated(name: str) -> Markup:
    """A name of unknown direction does not turn the text around it."""
    return Markup("<bdi>{}</bdi>").format(escape(name))
