"""Words -> the time that a clock on the wall shows then; the only place that knows dateparser.

What it answers is checked here: it skips today where today's weekday is named, takes "3" for a
month, invents a time of day, and on the last day of a month puts tomorrow into its beginning.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Literal

from dateparser.date import DateDataParser

from ..status.problems import shown
from .unclear import Unclear, either, example, unknown
from .zones import Said

Side = Literal["after", "before", "any"]
"""Where a moment must lie, seen from now; "before" may be now."""

JUST_PAST = timedelta(hours=3)
"""A time of day that passed so lately is not taken for tomorrow's without asking."""
HALF_YEAR = timedelta(days=183)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALF_CLOCK = re.compile(
    r"(?<![\d:.])(?:[1-9]|1[0-2]):[0-5]\d(?!\s*[ap]\.?\s?m|[\d:])", re.IGNORECASE
)
"""A time of day that may be one before noon or after."""
DAY, WEEK, HALF_DAY = timedelta(days=1), timedelta(days=7), timedelta(hours=12)

_SHIFT = timedelta(hours=5, minutes=17)
_MOMENT = timedelta(microseconds=1)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})[a-z]*\b", re.IGNORECASE)
_CALENDAR = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|month|year)|\d{4}", re.IGNORECASE
)


def read(said: Said, now: datetime, side: Side) -> datetime:
    """The time on the wall of the zone that was said, or an aware one if it is hours from now."""
    wall, prefer = said.wall(now), "past" if side == "before" else "future"
    tells_time, found = _parsed(said.words, wall, prefer)
    if found is None:
        raise unknown(said.words, now, said.zone)
    if found.tzinfo:
        raise Unclear(
            f"{shown(said.words)} names a zone that several share or nobody here keeps; "
            f"write its offset, as in {shown(example(now, said.zone))}"
        )
    distance = found - wall
    _, moved = _parsed(said.words, wall + _SHIFT, prefer)
    is_relative = moved is not None and moved - found == _SHIFT
    if is_relative and distance % DAY:
        return now.astimezone(UTC) + distance  # Hours pass alike, whatever clocks do meanwhile.
    if not tells_time and not (is_relative and re.search(r"\d", said.words)):
        raise Unclear(
            f'{shown(said.words)} says no time of day; write it too, as in "tomorrow 9am" or '
            f"{shown(example(now, said.zone))}"
        )
    found = found if is_relative else _occurrence(said, found, now, side)
    day = _WEEKDAY.search(said.words)
    if day and day[1].lower() != WEEKDAYS[found.weekday()]:
        raise Unclear(
            f"{shown(said.words)}: {found:%Y-%m-%d} is a {found:%A}; write the day without its "
            "name, or the name alone"
        )
    return found


def _occurrence(said: Said, found: datetime, now: datetime, side: Side) -> datetime:
    """Which of the days a time of day, a weekday or a date without its year stands for."""
    wall = said.wall(now)
    past, future = (_parsed(said.words, wall, prefer)[1] for prefer in ("past", "future"))
    if not past or not future or past == future:
        return found
    if future - past == 2 * WEEK:  # Today's weekday, which dateparser never takes for today.
        today = past + WEEK
        past, future = (past, today) if today > wall else (today, future)
    chosen, other = (past, future) if side == "before" else (future, past)

    def unclear(why: str, *meant: datetime) -> Unclear:
        return either(
            f"{shown(said.words)} {why}", [one.replace(tzinfo=said.zone) for one in meant]
        )

    if HALF_CLOCK.search(said.words) and future - past == DAY:
        for half in (chosen - HALF_DAY, chosen + HALF_DAY):
            if min(wall, chosen) < half < max(wall, chosen):
                raise unclear("can be AM or PM", half, chosen)
    if abs(wall - other) <= JUST_PAST or abs(chosen - wall) > HALF_YEAR:
        raise unclear("is still to come" if side == "before" else "has passed", chosen)
    return chosen


def _parsed(words: str, wall: datetime, prefer: str) -> tuple[bool, datetime | None]:
    """What dateparser makes of it, and whether a time of day was told.

    It is asked as if it were the middle of the month, whose ends it stumbles over, unless the
    words are about the calendar; and a moment later, as it takes the present time for none.
    """
    weeks = timedelta() if _CALENDAR.search(words) else (15 - wall.day) // 7 * WEEK
    parser = DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": wall + weeks + _MOMENT,
            "PREFER_DATES_FROM": prefer,
            "RETURN_TIME_AS_PERIOD": True,
            "PARSERS": ["relative-time", "absolute-time"],
            "TIMEZONE": "UTC",
        },
    )
    data = parser.get_date_data(words)
    found = data.date_obj and (data.date_obj - weeks).replace(microsecond=0)
    return data.period == "time", found
