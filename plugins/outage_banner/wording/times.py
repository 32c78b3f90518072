"""Times, spans and durations -> words, for readers in one zone and language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time, format_timedelta, get_datetime_format
from markupsafe import Markup, escape

from .language import Language


@dataclass(frozen=True)
class Times(Language):
    """`year` is left out of its own dates."""

    zone: ZoneInfo
    year: int

    def moment(self, at: dt.datetime) -> str:
        """`Thu, Nov 24, 3:00 PM MST`, with the year where it is not this one."""
        local = at.astimezone(self.zone)
        clock = f"{self._clock(local)} {zone_name(local)}"
        return self._joined.format(clock, self._day(local))

    def span(self, start: dt.datetime, end: dt.datetime | None) -> Markup:
        """A planned span: one day and two times where both ends are on the same day."""
        if end is None:
            return self.say("from {at}", at=self.time(start))
        local, local_end = start.astimezone(self.zone), end.astimezone(self.zone)
        if local.date() != local_end.date():
            return self.say("from {at} to {until}", at=self.time(start), until=self.time(end))
        return self.say(
            "{day} from {start} to {end} {zone}",
            day=self._day(local),
            start=self._element(start, self._clock(local)),
            end=self._element(end, self._clock(local_end)),
            zone=zone_name(local_end),
        )

    def duration(self, length: dt.timedelta) -> str:
        """The two largest units, rounded down: `13 hours, 20 minutes`; at least a minute."""
        minutes = max(1, length // dt.timedelta(minutes=1))
        parts = [
            (minutes // 1440, "day"),
            (minutes // 60 % 24, "hour"),
            (minutes % 60, "minute"),
        ]
        first = next(index for index, (number, _) in enumerate(parts) if number)
        shown = [part for part in parts[first : first + 2] if part[0]]
        words = [_unit_words(self.locale, number, unit) for number, unit in shown]
        return self.listed(words, "unit")

    def time(self, at: dt.datetime) -> Markup:
        return self._element(at, self.moment(at))

    def date(self, at: dt.date) -> str:
        """`Thu, Nov 24`, of a day or of a moment."""
        return self._day(at.astimezone(self.zone) if isinstance(at, dt.datetime) else at)

    def month(self, day: dt.date) -> str:
        return format_skeleton("yMMMM", day, locale=self.locale)

    @cached_property
    def _joined(self) -> str:
        """`{1}, {0}`: how a day, 1, and a time of it, 0, stand together."""
        return str(get_datetime_format("medium", locale=self.locale)).replace("'", "")

    def _day(self, local: dt.date) -> str:
        skeleton = "MMMEd" if local.year == self.year else "yMMMEd"
        return _day_words(self.locale, skeleton, dt.date(local.year, local.month, local.day))

    def _clock(self, local: dt.datetime) -> str:
        return _clock_words(self.locale, local.hour, local.minute)

    def _element(self, at: dt.datetime, words: str) -> Markup:
        # The Latin name of a zone would turn the words around it; with `dir` it stands by itself.
        way = ' dir="rtl"' if self.direction == "rtl" else ""
        return Markup(f'<time datetime="{at.isoformat()}"{way}>{escape(words)}</time>')


# There are few days, minutes and numbers, and Babel takes its time for each.


@lru_cache(maxsize=10_000)
def _day_words(locale: Locale, skeleton: str, day: dt.date) -> str:
    return format_skeleton(skeleton, day, locale=locale)


@lru_cache(maxsize=1440)
def _clock_words(locale: Locale, hour: int, minute: int) -> str:
    # CLDR's narrow space before AM is missing from many fonts.
    return format_time(dt.time(hour, minute), "short", locale=locale).replace("\u202f", " ")


@lru_cache(maxsize=10_000)
def _unit_words(locale: Locale, number: int, unit: Literal["day", "hour", "minute"]) -> str:
    # Babel's `format_unit` knows no days in Arabic and Portuguese.
    length = dt.timedelta(**{f"{unit}s": number})
    return format_timedelta(length, unit, threshold=inf, locale=locale)


def zone_name(local: dt.datetime) -> str:
    """`MST`; where a zone has only a number for a name, `UTC-03`."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name
