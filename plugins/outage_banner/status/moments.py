"""ISO 8601 text -> an aware time, or what to write instead."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from .problems import shown

FIRST_YEAR, LAST_YEAR = 1970, 2999
EXAMPLE = '"2011-11-24T15:00:00-07:00"'

_YEAR = re.compile(r"\s*([+-]?[0-9]{4,})-[0-9]")


def moment(text: str, zone: tzinfo) -> datetime:
    """The time that a text tells; ValueError says what is wrong with it and what to write."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        year = _YEAR.match(text)
        if year and not FIRST_YEAR <= int(year[1][:9]) <= LAST_YEAR:
            raise ValueError(_wrong_year(text, year[1])) from None
        raise ValueError(f"{shown(text)} is not a time; write one like {EXAMPLE}") from None
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        raise ValueError(_wrong_year(text, str(time.year)))
    if time.utcoffset() is None:
        raise ValueError(f"{shown(text)} has no UTC offset; {in_zone(time, zone)}")
    return time


def in_zone(naive: datetime, zone: tzinfo) -> str:
    """A time with its offset in words; where clocks change that may be two times, or none."""
    readings = sorted({naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)})
    shown_times = [f'"{reading.astimezone(zone).isoformat()}"' for reading in readings]
    if len(readings) == 1:
        return f"in {zone} that is {shown_times[0]}"
    if readings[0].astimezone(zone).replace(tzinfo=None, fold=0) == naive:
        return f"in {zone} the clock shows that twice: write {' or '.join(shown_times)}"
    return f"in {zone} clocks skip that time: write {' or '.join(shown_times)}"


def example(zone: tzinfo, now: datetime) -> str:
    """A time as an author would write it today."""
    return f'"{now.astimezone(zone).replace(second=0, microsecond=0).isoformat()}"'


def _wrong_year(text: str, year: str) -> str:
    number = year.lstrip("0") or "0"
    return (
        f"{shown(text)} is in the year {shown(number)[1:-1]}; "
        f"write a time between {FIRST_YEAR} and {LAST_YEAR}"
    )
