"""Words -> a length of time from now, such as `in 2 hours`, `90 min`, `in 1h30`, `3 days ago`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

DAY = timedelta(days=1)

_NUMBER = r"(?:\d{1,3}(?:[.,]\d{1,2})?|½|1/2|half(?: an?)?(?= )|an?(?= ))"

_NAMES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
_SPOKEN = (
    (r"\b(?:about|around|approximately|until|before|since)\b|~", " "),
    (r"\bwithin (?=\S)|\+(?=\d+\s*[hm])", "in "),
    (r"\ba few\b|\ba couple of\b", "some"),
    (r"\b(\d+)(?: and a half|½| 1/2)(?= )", r"\1.5"),
    (r"\b(?:an?|1) hour and a half\b", "1.5 hours"),
    (r"\bhalf past (\d{1,2})\b", r"\1:30"),
    (r"\bquarter past (\d{1,2})\b", r"\1:15"),
    (r"\b12 (?=noon|midnight)", ""),
)
"""Ways to say what is understood otherwise."""
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_UNIT = r"(?:m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)"
_LENGTH = re.compile(
    rf"(?P<ahead>in )?(?P<parts>{_NUMBER}\s*{_UNIT}(?:(?: and)?\s*{_NUMBER}\s*{_UNIT})*)"
    r"(?P<minutes>\s*[0-5]\d)?(?P<way> ago| from now| later)?"
)
_PART = re.compile(rf"({_NUMBER})\s*({_UNIT})")
_CLOCKED = re.compile(
    r"(?P<ahead>in )?(0?\d|1[0-2]):([0-5]\d)(?:\s*h(?:(?:ou)?rs?)?)?(?P<way> ago| from now)?"
)


class Length(NamedTuple):
    """Days on the calendar, and hours that pass alike; `way` is -1, 1, or 0 where unsaid."""

    days: int
    rest: timedelta
    way: int


def plain(words: str) -> str:
    """In small letters, with numbers as figures, and what has several names under one."""
    said = re.sub(r",(?!\d)|,(?=\d{4}\b)", " ", words.lower())
    said = re.sub(r"(?<![a-z])([ap])\.?\s?m(?![a-z])\.?", r"\1m", said)
    for name, number in _NAMES.items():
        said = re.sub(rf"\b{name}\b", str(number), said)
    for way, usual in _SPOKEN:
        said = re.sub(way, usual, said)
    return " ".join(said.split())


def length(words: str) -> Length | None:
    """None where the words are something else."""
    said = plain(words)
    clocked, found = _CLOCKED.fullmatch(said), _LENGTH.fullmatch(said)
    if clocked and (clocked["ahead"] or clocked["way"]):
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
