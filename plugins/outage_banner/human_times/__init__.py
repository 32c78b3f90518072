"""What a person says of a time -> that moment; or why it could be two, or none, and what to write.

zones    the zone that is said with it
reading  the words themselves
unclear  what to write instead
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, tzinfo

from ..status.problems import shown
from .reading import DAY, HALF_CLOCK, WEEK, WEEKDAYS, Side, read
from .unclear import Unclear, either, example, unknown
from .zones import Said, settled, without_zone

__all__ = ["Side", "Unclear", "moment"]

LONGEST = 80

_DAY_NAME = rf"(?:today|tonight|tomorrow|yesterday|(?:{'|'.join(WEEKDAYS)})[a-z]*)"
_NEXT = re.compile(rf"\bnext\s+(?=(?:{'|'.join(WEEKDAYS)}))", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d\d|\d\s*[ap]\.?\s?m|noon|midnight", re.IGNORECASE)
_BARE_HOUR = re.compile(
    rf"(?P<before>(?:{_DAY_NAME}\s+)?(?:at\s+|by\s+)?)(?P<hour>\d{{1,2}})(?:\s*o.?clock)?"
    rf"(?P<after>(?:\s+{_DAY_NAME})?)",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_NUMBERED_DATE = re.compile(
    r"(?<![\d-])\d{1,2}([/.-])\d{1,2}(?:\1\d{2,4})?\b(?!\s*[ap]\.?\s?m|:)", re.IGNORECASE
)
_HOURS_AND = re.compile(r"(\d{1,2})h(\d{1,2})", re.IGNORECASE)


def moment(text: str, *, now: datetime, zone: tzinfo, side: Side = "any") -> datetime:
    """The moment that is meant, as seen from `now`, in `zone`; raises Unclear.

    A time of day without a day is the next one, or with `before` the last.
    """
    words, now = " ".join(text.split()), now.replace(microsecond=0)
    said = without_zone(words, now, zone)
    if words.lower() == "now":
        at = now
    elif found := _iso(words) or _iso(said.words):
        at = found if found.tzinfo else settled(said, found)
    elif len(words) > LONGEST:
        raise unknown(words, now, zone)
    else:
        _refuse_two_readings(said, now, side)
        at = settled(said, read(said, now, side))
    return _on_its_side(words, at.astimezone(zone), now, side)


def _refuse_two_readings(said: Said, now: datetime, side: Side) -> None:
    """Refuses what could be read in two ways, with both written out."""
    words = said.words
    bare, four = _BARE_HOUR.fullmatch(words), _FOUR_DIGITS.fullmatch(words)
    readings: list[str] = []
    if _NUMBERED_DATE.search(words):
        raise Unclear(
            f"{shown(words)} can be day and month or month and day; write the month's name, as in "
            f'"{said.wall(now):%b %d} 9am", or {shown(example(now, said.zone))}'
        )
    if _NEXT.search(words):
        first = moment(_NEXT.sub("", words), now=now, zone=said.zone, side="after")
        raise either(
            f"{shown(words)} can be the first to come or the one after it", [first, first + WEEK]
        )
    if hours := _HOURS_AND.fullmatch(words):
        readings = [f"in {hours[1]}h{hours[2]}m", f"{hours[1]}:{hours[2]}"]
    elif four:
        readings = [f"{four[1]}:{four[2]}"]
    elif bare and 1 <= int(bare["hour"]) <= 12:
        readings = [f"{bare['before']}{bare['hour']}{half}{bare['after']}" for half in ("am", "pm")]
    elif bare and int(bare["hour"]) <= 24:
        readings = [f"{bare['before']}{int(bare['hour']) % 24:02}:00{bare['after']}"]
    if meant := sorted(_told(readings, said, now, side)):
        why = "can be AM or PM" if bare and len(meant) > 1 else "is not clear"
        raise either(f"{shown(words)} {why}", meant)


def _told(readings: list[str], said: Said, now: datetime, side: Side) -> Iterator[datetime]:
    for reading in readings:
        with suppress(Unclear):
            yield moment(reading, now=now, zone=said.zone, side=side)


def _on_its_side(words: str, at: datetime, now: datetime, side: Side) -> datetime:
    """The moment, unless it lies on the wrong side of now; then the nearest that do not."""
    if side == "any" or (at > now if side == "after" else at <= now):
        return at
    step = DAY if side == "after" else -DAY
    near = [at + step / 2] * bool(HALF_CLOCK.search(words)) + [at + step] * bool(
        _CLOCK.search(words)
    )
    meant = [one for one in near if (one > now) == (side == "after")]
    lies, wanted = ("past", "to come") if side == "after" else ("future", "gone by")
    told = f"{shown(words)} is {at.isoformat()}, which lies in the {lies}"
    raise either(told, meant) if meant else Unclear(f"{told}; write a time {wanted}")


def _iso(words: str) -> datetime | None:
    """A whole date and a time of day as machines write them."""
    try:
        return datetime.fromisoformat(words) if ":" in words and words[:4].isdigit() else None
    except ValueError:
        return None
