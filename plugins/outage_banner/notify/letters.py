"""A board -> a letter for each of its notices, and as much of each as there is room for.

What does not fit is left out sentence by sentence, the least important first: nothing ends in the
middle of a sentence, a word or a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..board import Board, Notice, Says, Sentence
from ..section.bodies import plain
from ..status import Incident, Maintenance, Status
from ..wording import ASK, KINDS, STILL_WORKS, Wording

_PROMISES: tuple[Says, ...] = ("expected", "will_be_unavailable", "planned")
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])[ \t]+")
_ALWAYS, _FACTS, _NEWS, _INSTEAD, _WORKS, _CONTACT, _FRESHNESS = range(7)


@dataclass(frozen=True)
class Room:
    """How many characters a target takes, and lines, where those are limited.

    Where there is no room for a title, it heads the body.
    """

    body: int
    title: int = 0
    lines: int = 0


BOUNDLESS = Room(body=1_000_000)


@dataclass(frozen=True)
class Part:
    """A sentence or a link. The parts of a line stand on it together; the highest rank goes first.

    `rank`: its importance, 0 being the highest, then its place among its equals.
    """

    line: int
    rank: tuple[int, int]
    text: str


@dataclass(frozen=True)
class Letter:
    """All that can be said of one notice. `update` changes when something new is to be told."""

    event_id: str
    update: str
    title: str
    parts: tuple[Part, ...]

    def fitted(self, room: Room) -> tuple[str, str]:
        """Title and body, as much of them as there is room for."""
        parts = list(self.parts)
        while parts:
            title, body = self._written(parts, room)
            if len(title) <= room.title and len(body) <= room.body:
                return title, body
            parts.remove(max(parts, key=lambda part: part.rank))
        title = _shortened(self.title, min(room.title or room.body, room.body))
        return (title, title) if room.title else ("", title)

    def _written(self, parts: list[Part], room: Room) -> tuple[str, str]:
        lines = {part.line: "" for part in parts}
        for part in parts:
            lines[part.line] = f"{lines[part.line]} {part.text}".strip()
        told = list(lines.values())
        title = _shortened(self.title, room.title) if room.title else ""
        if not room.title:
            told.insert(0, self.title)
        is_too_high = room.lines and len(told) > room.lines
        return title, (" " if is_too_high else "\n").join(told)


def letters(
    board: Board, status: Status, words: Wording, address: Callable[[Notice], str | None]
) -> list[Letter]:
    """A letter for each notice, in the board's order; `address` is the page that tells more."""
    events: tuple[Incident | Maintenance, ...] = (*status.incidents, *status.scheduled_maintenances)
    by_id = {event.id: event for event in events}
    return [
        Letter(
            event_id=notice.id,
            update=_update(notice),
            title=_title(notice, words),
            parts=tuple(_parts(board.now, notice, by_id.get(notice.id), words, address(notice))),
        )
        for notice in board.notices
    ]


def _title(notice: Notice, words: Wording) -> str:
    shape, kind = KINDS[notice.kind]
    return f"{shape} {words.plain(kind)}: {words.heading(notice).striptags()}"


def _update(notice: Notice) -> str:
    """What tells this letter from an earlier one about the same: its kind, its newest words."""
    times = [notice.said_at]
    times += [at for one in notice.facts if one.says in _PROMISES for at in (one.at, one.until)]
    return " ".join([notice.kind, *(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in times if at)])


def _parts(
    now: datetime,
    notice: Notice,
    event: Incident | Maintenance | None,
    words: Wording,
    address: str | None,
) -> Iterator[Part]:
    """The parts in the order of their lines."""
    lines = [[(_FACTS, one) for one in _sentences(notice.facts, notice, words, now)]]
    if notice.source:
        lines.append([(_FACTS, words.told_by(notice.source).striptags())])
    lines += [[(_NEWS, one) for one in line] for line in _news(event)]
    if notice.works:
        lines.append([(_WORKS, words.plain(STILL_WORKS, works=notice.works))])
    lines += [[(_INSTEAD, f"{one.name}: {one.url}")] for one in notice.alternatives]
    if notice.contact:
        contact = notice.contact.removeprefix("mailto:").removeprefix("tel:")
        lines.append([(_CONTACT, f"{words.plain(ASK)}: {contact}")])
    lines.append([(_FRESHNESS, one) for one in _sentences(notice.said, notice, words, now)])
    lines.append([(_ALWAYS, address)] if address else [])
    number = 0
    for line, parts in enumerate(lines):
        for rank, text in parts:
            number += 1
            yield Part(line, (rank, number), text)


def _sentences(
    sentences: tuple[Sentence, ...], notice: Notice, words: Wording, now: datetime
) -> list[str]:
    """What is true now."""
    return [words.sentence(notice, one).striptags() for one in sentences if one.window.holds(now)]


def _news(event: Incident | Maintenance | None) -> list[list[str]]:
    """The sentences of the newest update, line by line."""
    newest = next(iter(event.incident_updates), None) if event else None
    text = plain(newest.body or "") if newest else ""
    return [_SENTENCE_END.split(line) for line in text.splitlines() if line]


def _shortened(text: str, most: int) -> str:
    """As many of the words as there is room for, and a sign that there are more."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
