"""Words -> a length of time from now, such as `in 2 hours`, `90 min`, `in 1h30`, `3 days ago`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

DAY = timedelta(days=1)

_NUMBER = r"(?:\d+(?:[.,]\d+)?|½|1/2|half(?: an?)?(?= )|an?(?= ))"

_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_UNIT = r"(?:m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)"
_LENGTH = re.compile(
    rf"(?P<ahead>in )?(?P<parts>{_NUMBER}\s*{_UNIT}(?:(?: and)?\s*{_NUMBER}\s*{_UNIT})*)"
    r"(?P<minutes>\s*[0-5]\d)?(?P<way> ago| from now| later)?"
)
_PART = re.compile(rf"({_NUMBER})\s*({_UNIT})")
_CLOCKED = re.compile(
    r"(?P<ahead>in )?(\d{1,2}):([0-5]\d)(?P<unit>\s*h(?:(?:ou)?rs?)?)?(?P<way> ago| from now)?"
)


class Length(NamedTuple):
    """Days on the calendar, and hours that pass alike; `way` is -1, 1, or 0 where unsaid."""

    days: int
    rest: timedelta
    way: int


def plain(words: str) -> str:
    """In small letters, with numbers as figures, without commas between words and "about"."""
    said = re.sub(r",(?!\d)|,(?=\d{4}\b)", " ", words.lower())
    said = re.sub(r"\b(?:about|around|approximately)\b|~", " ", said)
    said = re.sub(r"(?<![a-z])([ap])\.?\s?m(?![a-z])\.?", r"\1m", said)
    for number, name in enumerate(_NAMES, 1):
        said = re.sub(rf"\b{name}\b", str(number), said)
    return " ".join(said.split())


def length(words: str) -> Length | None:
    """None where the words are something else."""
    said = plain(words)
    clocked, found = _CLOCKED.fullmatch(said), _LENGTH.fullmatch(said)
    if clocked and (clocked["ahead"] or clocked["unit"] or clocked["way"]):
        return Length(0, timedelta(hours=int(clocked[2]), minutes=int(clocked[3])), _way(clocked))
    if not found or (found["minutes"] and not (found["ahead"] or found["way"])):
        return None
    parts = [(_number(number), unit[0]) for number, unit in _PART.findall(found["parts"])]
    if found["minutes"]:
        if parts[-1][1] != "h":
            return None
        parts.append((int(found["minutes"]), "m"))
    days = sum(number * _MINUTES[unit] / _MINUTES["d"] for number, unit in parts if unit in "dw")
    rest = sum(number * _MINUTES[unit] for number, unit in parts if unit in "mh")
    return Length(int(days), timedelta(days=days % 1, minutes=rest), _way(found))


def _way(said: re.Match[str]) -> int:
    return -1 if said["way"] == " ago" else 1 if said["ahead"] or said["way"] else 0


def _number(text: str) -> float:
    if text == "1/2" or text[0] in "½h":
        return 0.5
    return 1.0 if text[0] == "a" else float(text.replace(",", "."))
