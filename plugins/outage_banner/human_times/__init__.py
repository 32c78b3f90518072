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
from datetime import UTC, datetime, tzinfo

from ..status.problems import shown
from .lengths import DAY, length
from .reading import Side, on_its_side, read
from .spoken import NOON, Clock, spoken
from .unclear import Unclear, either, example, unknown
from .zones import Said, settled, without_zone

__all__ = ["Side", "Unclear", "moment"]

LONGEST = 80

_HOURS = re.compile(r"(\d{1,2})\s*h(\d\d)?", re.IGNORECASE)
_NUMBERED_DATE = re.compile(
    r"(?<![\d/.-])\d{1,2}([/.-])\d{1,2}(?:\1\d{2,4})?(?![\d/.:-])(?!\s*[aphmdw])", re.IGNORECASE
)
_ZONE = re.compile(r"(.+) [A-Z]{2,5}")


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
    if words.lower() == "now":
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
    try:
        meant = spoken(said.words)
    except ValueError:
        raise Unclear(
            f"{shown(words)} names a day that no calendar has; write one like "
            f"{shown(example(now, said.zone))}"
        ) from None
    if meant is None:
        raise _not_understood(words, said, now)
    return read(said, meant, now, side)


def _refuse_hours(said: Said, now: datetime, side: Side) -> None:
    """Refuses `1h30` and `22h`, which are lengths to some and times of day to others."""
    hours = _HOURS.fullmatch(said.words)
    if not hours or not (hours[2] or NOON < int(hours[1]) < 24):
        return
    meant = set[datetime]()
    passed = f"{hours[1]}h {hours[2] or 0}m"
    lasted = f"{passed} ago" if side == "before" else f"in {passed}"
    for reading in (lasted, f"{hours[1]}:{hours[2] or '00'}"):
        try:
            meant.add(_moment(reading, now, said.zone, side))
        except Unclear as unclear:
            meant.update(unclear.meant)
    raise either(f"{shown(said.words)} is not clear", sorted(meant))


def _not_understood(words: str, said: Said, now: datetime) -> Unclear:
    named = _ZONE.fullmatch(words)
    if _NUMBERED_DATE.search(said.words):
        return Unclear(
            f"{shown(words)} can be day and month or month and day; write the month's name, as in "
            f'"{said.wall(now):%b %d} 9am", or {shown(example(now, said.zone))}'
        )
    if named and (length(named[1]) or spoken(named[1])):
        return Unclear(
            f"{shown(words)} names a zone that several share or nobody here keeps; "
            f"write its offset, as in {shown(example(now, said.zone))}"
        )
    return unknown(words, now, said.zone)


def _iso(words: str) -> datetime | None:
    """A whole date and a time of day as machines write them."""
    try:
        return datetime.fromisoformat(words) if ":" in words and words[:4].isdigit() else None
    except ValueError:
        return None
