"""Words -> what they say of a day and of a time of day.

Only what stands here is understood. One other word makes all of it unknown, as what is guessed
would be told to readers.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from . import days
from .days import WEEKDAYS, Days
from .lengths import plain

NOON = 12

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?(?![:.]?\d|\s*[ap]m\b)"
_TOKEN = re.compile(
    rf"""(?:
    (?P<iso> \d{{4}}-\d\d-\d\d )
    | (?P<date>
        (?: {_MONTH}\ {_OF_MONTH} | {_OF_MONTH}\ (?:of\ )?{_MONTH} ) (?:\ (?:19|20)\d\d(?!:))? )
    | (?P<nth> \d{{1,2}}(?:st|nd|rd|th) )
    | (?P<in_days> (?:in\ )?(?:\d{{1,3}}|an?)\s*(?:days?|weeks?)(?:\ ago|\ from\ now)? )
    | (?P<clock>
        (?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?\s*[ap]m | (?:2[0-3]|[01]?\d):[0-5]\d(?::[0-5]\d)? )
    | (?P<name> noon|midday|midnight )
    | (?P<dotted> (?:2[0-3]|[01]?\d)\.[0-5]\d )
    | (?P<four> (?:2[0-3]|[01]\d)[0-5]\d )
    | (?P<bare> (?:2[0-4]|[01]?\d)(?:\ ?o'?\ ?clock)? )
    | (?P<weekday> (?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.? )
    | (?P<day> today|(?:day\ after\ )?tomorrow|yesterday )
    | (?P<tonight> tonight )
    | (?P<which> this|next|last )
    | (?P<part> morning|afternoon|evening|night )
    | (?P<filler> at|by|on|in\ the|the )
    )(?:\ |$)""",
    re.VERBOSE,
)
_DAYS = {
    "iso": days.iso,
    "date": days.of_year,
    "nth": days.of_month,
    "in_days": days.in_days,
    "day": days.from_today,
}
_CLOCKS = ("clock", "name", "dotted", "four", "bare")


class Clock(NamedTuple):
    """A time of day: "half" may be one of the other half of the day, "bare" says no minutes,
    "unusual" is to be written in another way, "midnight" is at either end of a day."""

    hour: int
    minute: int = 0
    kind: Literal["exact", "half", "bare", "unusual", "midnight"] = "exact"


class Spoken(NamedTuple):
    """`which` stands before the weekday, or before the part of the day: "last night".

    With `is_from_today` the day follows from which day it is.
    """

    days: Days
    clock: Clock | None
    weekday: int | None = None
    which: str = ""
    part: str = ""
    is_from_today: bool = False
    is_tomorrow: bool = False

    @property
    def is_any_day(self) -> bool:
        return self.days is days.any_day


def spoken(words: str) -> Spoken | None:
    """None where a word is not understood, or says another time what was said.

    Raises ValueError for a day that no calendar has, such as February 30.
    """
    found = _tokens(plain(words))
    if not found or {"tonight", "part"} <= found.keys() or {"tonight", "which"} <= found.keys():
        return None
    if "tonight" in found:
        found |= {"which": "this", "part": "night"}
    which, part, weekday = (found.get(kind, "") for kind in ("which", "part", "weekday"))
    clocks = [_clock(kind, found[kind]) for kind in _CLOCKS if kind in found]
    named = [read(found[kind]) for kind, read in _DAYS.items() if kind in found]
    if which and (named or not (weekday or (part and which != "next"))):
        return None
    if which and not weekday:
        named.append(days.from_today("yesterday" if which == "last" else "today"))
    if len(clocks) > 1 or len(named) > 1:
        return None
    number = WEEKDAYS.index(weekday[:3]) if weekday else None
    weekly: Days = days.any_day
    if number is not None:
        weekly = days.last_of_week(number) if which == "last" else days.of_week(number)
    return Spoken(
        named[0] if named else weekly,
        clocks[0] if clocks else None,
        number,
        which,
        part,
        bool(which and not weekday) or not {"day", "in_days"}.isdisjoint(found),
        found.get("day") == "tomorrow",
    )


def _tokens(said: str) -> dict[str, str] | None:
    found = dict[str, str]()
    at = 0
    while at < len(said):
        token = _TOKEN.match(said, at)
        if not token or not token.lastgroup or token.lastgroup in found:
            return None
        if token.lastgroup != "filler":
            found[token.lastgroup] = token[token.lastgroup]
        at = token.end()
    return found


def _clock(kind: str, text: str) -> Clock:
    if kind == "name":
        return Clock(0, kind="midnight") if text == "midnight" else Clock(NOON)
    if kind == "four":
        return Clock(int(text[:2]), int(text[2:]), "unusual")
    hour, minute = (int(figures) for figures in [*re.findall(r"\d+", text), "0"][:2])
    if text.endswith("m"):
        return Clock(hour % NOON + NOON * text.endswith("pm"), minute)
    if kind == "dotted":
        return Clock(hour, minute, "unusual")
    is_half = 1 <= hour <= NOON
    if kind == "bare":
        return Clock(hour % 24, 0, "bare" if is_half else "unusual")
    return Clock(hour, minute, "half" if is_half and text[0] != "0" else "exact")
