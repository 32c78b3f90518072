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
    """Takes the zone out of the words: the site's own `MST`, `UTC`, `+01:00`, `Europe/Berlin`."""
    parts = re.sub(r"(?<=\d)Z$", " Z", words).split(" ")
    for at in range(len(parts) - 1, -1, -1):
        found = _named(parts[at].strip("()"), now, zone) if len(parts) > 1 else None
        if found:
            return Said(" ".join(parts[:at] + parts[at + 1 :]), *found)
    return Said(words, zone, "")


def _named(name: str, now: datetime, zone: tzinfo) -> tuple[tzinfo, str] | None:
    """The zone, and its abbreviation where it is the site's own."""
    own = {(now + timedelta(days=days)).astimezone(zone).tzname() for days in (0, 91, 182, 273)}
    if name.upper() in own:
        return zone, name.upper()
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC, ""
    if "/" in name:
        with suppress(ValueError, KeyError, OSError):
            return ZoneInfo(name), ""
    offset = _OFFSET.fullmatch(name)
    if offset:
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if length < timedelta(days=1):
            return timezone(length if offset[1] == "+" else -length), ""
    return None


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
        raise Unclear(f"{shown(said.words)}: {in_zone(found, said.zone)}", readings)
    return readings[0]
