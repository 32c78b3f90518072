"""Words with a zone at their end -> the words, and the clock that they are read from."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..status.moments import in_zone
from ..status.problems import shown
from .unclear import Unclear

_OFFSET = re.compile(r"\s*(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)


class Said(NamedTuple):
    """The words without their zone, that zone, and its abbreviation where it was the site's own."""

    words: str
    zone: tzinfo
    abbreviation: str

    def wall(self, now: datetime) -> datetime:
        """What a clock in the zone shows."""
        return now.astimezone(self.zone).replace(tzinfo=None)


def without_zone(words: str, now: datetime, zone: tzinfo) -> Said:
    """Takes a zone off their end: the site's own `MST`, `UTC`, `+01:00`, `Europe/Berlin`."""
    rest, _, last = words.rpartition(" ")
    name = last.upper()
    own = {(now + timedelta(days=days)).astimezone(zone).tzname() for days in (0, 91, 182, 273)}
    if rest and name in own:
        return Said(rest, zone, name)
    if rest and name in ("UTC", "GMT", "Z"):
        return Said(rest, UTC, "")
    if rest and "/" in last:
        with suppress(ValueError, KeyError, OSError):
            return Said(rest, ZoneInfo(last), "")
    offset = _OFFSET.fullmatch(last)
    if rest and offset:
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if length < timedelta(days=1):
            return Said(rest, timezone(length if offset[1] == "+" else -length), "")
    return Said(words, zone, "")


def settled(said: Said, found: datetime) -> datetime:
    """An aware time for one on the wall; Unclear where the wall shows it twice or never."""
    if found.tzinfo:
        return found
    both = {found.replace(tzinfo=said.zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    readings = [one.astimezone(said.zone) for one in sorted(both)]
    exists = any(said.wall(one) == found for one in readings)
    if said.abbreviation and exists:
        named = [one for one in readings if one.tzname() == said.abbreviation]
        if not named:
            other = readings[0].tzname()
            raise Unclear(
                f"{shown(said.words)} is not told in {said.abbreviation} but in {other}; "
                f"write {shown(readings[0].isoformat())} if that is meant"
            )
        readings = named
    if len(readings) > 1:
        raise Unclear(f"{shown(said.words)}: {in_zone(found, said.zone)}")
    return readings[0]
