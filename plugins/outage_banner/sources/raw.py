"""An object of a foreign document -> its texts, times, links and words, or a doubt about them."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ..status import Component, Incident, Maintenance
from ..status.moments import FIRST_YEAR, LAST_YEAR
from ..status.problems import Path, json_path, shown
from ..status.slugs import slug
from ..status.words import check_id, check_link, check_text, check_zone

NAME_CHARACTERS = 255
BODY_CHARACTERS = 20_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 100_000_000_000
_NOTHING = ("", "<no value>", "null")
_GO_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d) (?P<clock>\d\d:\d\d:\d\d)(?:\.\d+)? "
    r"(?P<offset>[+-]\d{4})(?: \S+)?(?: m=\S+)?"
)
_BETWEEN_WORDS = re.compile(r"[\s_./:-]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Word = TypeVar("Word")
AnyRecord = TypeVar("AnyRecord", Component, Incident, Maintenance)


@dataclass(frozen=True)
class Raw:
    """An object at `path` of a document; a time without an offset is one of `zone`."""

    value: Mapping[str, Any]
    doubts: list[str] = field(default_factory=list)
    zone: tzinfo = UTC
    path: Path = ()

    def inner(self, key: str) -> Raw:
        """The object at `key`; an empty one where there is none."""
        value = self.value.get(key)
        return Raw(
            value if isinstance(value, dict) else {}, self.doubts, self.zone, (*self.path, key)
        )

    def items(self, key: str) -> list[Raw]:
        """The objects of the list at `key`."""
        value = self.value.get(key)
        return raw_items(value, self.doubts, self.zone, (*self.path, key))

    def text(self, key: str, limit: int = BODY_CHARACTERS) -> str | None:
        """What a page and a feed can show; None where it says nothing."""
        value = self.value.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        text = _UNPRINTABLE.sub("", value[: 2 * limit]).strip() if isinstance(value, str) else ""
        if text in _NOTHING:
            return None
        return check_text(text if len(text) <= limit else text[: limit - 1].rstrip() + "…")

    def name(self, *keys: str) -> str | None:
        """The first of these that says something, on one line."""
        told = (self.text(key, NAME_CHARACTERS) for key in keys)
        return next((" ".join(text.split()) for text in told if text), None)

    def link(self, *keys: str) -> str | None:
        """The first of these that is a link to a page."""
        for key in keys:
            text = self.text(key)
            if text and text.startswith(("https://", "http://")):
                try:
                    return check_link(text)
                except ValueError:
                    self.doubt(key, f"{shown(text)} is no link; it is left out")
        return None

    def id(self, *keys: str) -> str | None:
        """The first of these that is there, as an id that can stand in a status file."""
        told = (self.text(key) for key in keys)
        return next((identifier(text) for text in told if text), None)

    def time(self, *keys: str) -> datetime | None:
        """The first of these that is a time: ISO 8601, Go's, or seconds since 1970."""
        return next((time for key in keys if (time := self._time(key))), None)

    def word(self, key: str, words: Mapping[str, Word], worst: Word) -> Word | None:
        """The word of ours that is meant; the worst for one nobody knows, None for none."""
        said = self.value.get(key)
        if said is None or said == "":
            return None
        asked = "".join(filter(str.isalpha, said.lower())) if isinstance(said, str) else None
        found = {word.replace("_", ""): ours for word, ours in words.items()}.get(asked or "")
        if found is None:
            self.doubt(key, f"{shown(said)} is no word that is known; taken for {shown(worst)}")
            return worst
        return found

    def doubt(self, key: str, message: str) -> None:
        told = f"{json_path((*self.path, key) if key else self.path)}: {message}"
        if told not in self.doubts:
            self.doubts.append(told)

    def _time(self, key: str) -> datetime | None:
        value = self.value.get(key)
        if value is None or (isinstance(value, str) and value.strip() in _NOTHING):
            return None
        if isinstance(value, str) and re.fullmatch(r"\d{9,13}", value):
            value = int(value)
        time = _of_epoch(value) if isinstance(value, int | float) else _of_text(value)
        if time and time.tzinfo is None:
            time = time.replace(tzinfo=self.zone)
            self.doubt(key, f"{shown(value)} has no UTC offset; taken as a time of {self.zone}")
        if time and FIRST_YEAR < time.year < LAST_YEAR:
            return time
        if not (time and time.year == 1):  # Go's way to say that there is none.
            self.doubt(key, f"{shown(value)} is no time; it is left out")
        return None


def raw_items(value: Any, doubts: list[str], zone: tzinfo = UTC, path: Path = ()) -> list[Raw]:
    """The objects of a list."""
    entries = value if isinstance(value, list) else []
    return [
        Raw(entry, doubts, zone, (*path, index))
        for index, entry in enumerate(entries)
        if isinstance(entry, dict)
    ]


def each(read: Callable[[Raw], AnyRecord | None], objects: Iterable[Raw]) -> tuple[AnyRecord, ...]:
    """What is read of each object, the first of each id; ids are told apart without case."""
    found: dict[str, AnyRecord] = {}
    for one in objects:
        record = read(one)
        if record is not None:
            found.setdefault(record.id.lower(), record)
    return tuple(found.values())


def identifier(text: str) -> str:
    """A foreign id or name as one of our ids, with a mark of its own where letters get lost."""
    try:
        return check_id(text)
    except ValueError:
        letters = slug(text, "id")
        if letters == _BETWEEN_WORDS.sub("-", text.lower()):
            return letters
        return f"{letters}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"


def zone_named(name: str | None) -> tzinfo:
    """The zone of that name, else UTC."""
    try:
        return ZoneInfo(check_zone(name)) if name else UTC
    except ValueError:
        return UTC


def _of_epoch(value: float) -> datetime | None:
    if isinstance(value, bool) or not math.isfinite(value):
        return None
    seconds = value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _of_text(value: Any) -> datetime | None:
    text = value.strip() if isinstance(value, str) else ""
    if go := _GO_TIME.fullmatch(text):
        text = f"{go['day']}T{go['clock']}{go['offset']}"
    try:
        time = datetime.fromisoformat(text)
        time.astimezone(UTC) if time.year > 1 else None
    except (ValueError, OverflowError):
        return None
    return time
