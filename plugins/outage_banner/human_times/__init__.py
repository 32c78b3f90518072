"""What a person says of a time -> that moment; or why it could be two, or none, and what to write.

zones    the zone that is said with it
lengths  a length of time from now
days     the day that is meant
spoken   a day and a time of day, in words
reading  the moment that they stand for
unclear  what to write instead
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import NoReturn

from ..status.problems import shown
from .lengths import DAY, length
from .reading import NIGHT_ENDS, Side, on_its_side, read
from .spoken import NOON, Clock, Spoken, spoken
from .unclear import Unclear, either, example, unknown
from .zones import Said, settled, without_zone

__all__ = ["Side", "Unclear", "is_length", "moment"]

LONGEST = 80

_HOURS = re.compile(
    r"(?:(?P<h>\d{1,2})\s*h(?P<m>\d\d)?|(?P<hour>[012]?\d):?(?P<minute>[0-5]\d)\s*h(?:(?:ou)?rs?)?)",
    re.IGNORECASE,
)
_NUMBERED_DATE = re.compile(
    r"(?<![\d/.-])\d{1,2}([/.-])\d{1,2}(?:\1\d{2,4})?(?![\d/.:-])(?!\s*[aphmdw])", re.IGNORECASE
)
_ZONE = re.compile(r"(.+) (?![AP]M\b)[A-Z]{2,5}")
_NOW = ("now", "just now", "right now")


def moment(text: str, *, now: datetime, zone: tzinfo, side: Side = "any") -> datetime:
    """The moment that is meant, as seen from `now`, in `zone`; raises Unclear.

    A time of day without a day is the next one, or with `before` the last.
    """
    words, now = " ".join(text.split()), now.replace(microsecond=0)
    try:
        return _moment(words, now, zone, side).astimezone(zone)
    except OverflowError:
        raise unknown(words, now, zone) from None


def _moment(words: str, now: datetime, zone: tzinfo, side: Side) -> datetime:
    said = without_zone(words, now, zone)
    if words.lower() in _NOW:
        return on_its_side(words, now, now, side, None)
    if found := _iso(words) or _iso(said.words):
        at = (found if found.tzinfo else settled(said, found)).astimezone(zone)
        return on_its_side(words, at, now, side, Clock(at.hour, at.minute))
    if len(words) > LONGEST:
        raise unknown(words, now, zone)
    _refuse_hours(said, now, side)
    if ahead := length(said.words):
        way = ahead.way or (-1 if side == "before" else 1)
        day = said.wall(now) + way * ahead.days * DAY
        at = (settled(said, day) if ahead.days else now).astimezone(UTC) + way * ahead.rest
        return on_its_side(words, at.astimezone(zone), now, side, None)
    named = _ZONE.fullmatch(said.words)
    try:
        meant = spoken(said.words)
        is_far = meant is None and named and (length(named[1]) or spoken(named[1]))
    except ValueError:
        raise Unclear(
            f"{shown(words)} names a day that no calendar has; write one like "
            f"{shown(example(now, said.zone))}"
        ) from None
    if is_far:
        raise Unclear(
            f"{shown(words)} names a zone that several share or nobody here keeps; "
            f"write its offset, as in {shown(example(now, said.zone))}"
        )
    if meant is None:
        raise _not_understood(words, said, now)
    _refuse_two_days(said, meant, now, zone, side)
    return read(said, meant, now, side)


def is_length(text: str) -> bool:
    """Whether it says how long, as `2 hours` and `in 90 min` do, and not when."""
    return length(text) is not None


def _refuse_hours(said: Said, now: datetime, side: Side) -> None:
    """Refuses `1h30`, `22h` and `0900 hours`: lengths to some and times of day to others."""
    hours = _HOURS.fullmatch(said.words)
    if not hours or (hours["h"] and not hours["m"] and not NOON < int(hours["h"]) < 24):
        return
    hour, minute = int(hours["h"] or hours["hour"]), hours["m"] or hours["minute"] or "00"
    way = "{} ago" if side == "before" else "in {}"
    clock = [f"{hour:02}:{minute}" if hours["hour"] else f"{hour}:{minute}"]
    lasted = [way.format(f"{hour}h {minute}m")] if hours["h"] or ":" in said.words else []
    _refuse(said, [said._replace(words=words) for words in (*lasted, *clock)], now, side)


def _refuse_two_days(said: Said, meant: Spoken, now: datetime, zone: tzinfo, side: Side) -> None:
    """Refuses "tomorrow" where it is another day in the zone that was said, or after midnight."""
    here, there = now.astimezone(zone).date(), said.wall(now).date()
    if meant.is_from_today and here != there:
        apart = here - there
    elif meant.is_tomorrow and said.wall(now).hour < NIGHT_ENDS and side != "before":
        apart = -DAY
    else:
        return
    days = meant.days
    other = meant._replace(days=lambda today: [day + apart for day in days(today)])
    found = set[datetime]()
    for one in (meant, other):
        with suppress(Unclear):
            found.add(read(said, one, now, side))
    if len(found) > 1:
        raise either(f"{shown(said.words)} can be either day", sorted(found))


def _refuse(said: Said, readings: list[Said], now: datetime, side: Side) -> NoReturn:
    meant = set[datetime]()
    for reading in readings:
        try:
            meant.add(_moment(reading.words, now, said.zone, side))
        except Unclear as unclear:
            meant.update(unclear.meant)
    if not meant:
        raise unknown(said.words, now, said.zone)
    raise either(f"{shown(said.words)} is not clear", sorted(meant))


def _not_understood(words: str, said: Said, now: datetime) -> Unclear:
    if _NUMBERED_DATE.search(said.words):
        return Unclear(
            f"{shown(words)} can be day and month or month and day; write the month's name, as in "
            f'"{said.wall(now):%b %d} 9am", or {shown(example(now, said.zone))}'
        )
    return unknown(words, now, said.zone)


def _iso(words: str) -> datetime | None:
    """A whole date and a time of day as machines write them."""
    try:
        return datetime.fromisoformat(words) if ":" in words and words[:4].isdigit() else None
    except ValueError:
        return None
