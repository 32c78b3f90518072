"""What was said of a time and cannot be taken for one moment -> what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from ..status.problems import shown


class Unclear(ValueError):
    """No one moment is meant; the message says why, and what to write instead.

    `meant` are the moments among what to write.
    """

    def __init__(self, told: str, meant: Iterable[datetime] = ()) -> None:
        super().__init__(told)
        self.meant = tuple(meant)


def either(told: str, meant: Iterable[datetime]) -> Unclear:
    """What is wrong, and each time that may be meant, to be pasted."""
    times, written = tuple(meant), []
    for at in times:
        clock = f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"
        written.append(f'"{at.isoformat(timespec="minutes")}" ({at:%A} {clock})')
    return Unclear(f"{told}; write {' or '.join(written)}", times)


def unknown(words: str, now: datetime, zone: tzinfo) -> Unclear:
    return Unclear(
        f'{shown(words)} is not a time; write one like "3am", "in 2 hours", "tomorrow 9:00", '
        f'"Friday 9pm" or {shown(example(now, zone))}'
    )


def example(now: datetime, zone: tzinfo) -> str:
    return now.astimezone(zone).isoformat(timespec="minutes")
