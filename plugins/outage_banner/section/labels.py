"""Days and spans -> the words for them: what a bar shows, for those who read it or hear it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ..wording import Wording
from .history import NONE, Day, Span


def of_days(words: Wording, days: Sequence[Day]) -> str:
    """`90 days to Thu, Nov 24: down for 13 hours, degraded for 2 hours, on 2 of them`."""
    span = f"{len(days)} days to {words.date(days[-1].date)}"
    bad = [day for day in days if day.worst]
    if not bad:
        return f"{span}: no recorded incident"
    if bad == [days[-1]] and days[-1].reported:
        return f"{span}: {of_day(words, days[-1])} on the last of them, no recorded incident"
    whole = Day(
        days[0].date,
        sum((day.down for day in bad), NONE),
        sum((day.degraded for day in bad), NONE),
        (),
    )
    return f"{span}: {of_day(words, whole)}, on {len(bad)} of them"


def of_day(words: Wording, day: Day) -> str:
    """`down for 13 hours, degraded for 2 hours`."""
    parts: list[tuple[str, timedelta]] = [("down", day.down), ("degraded", day.degraded)]
    told = [f"{word} for {words.duration(length)}" for word, length in parts if length]
    if not told and day.reported:
        return f"reported {day.reported}"
    return ", ".join(told) or "degraded for a moment"


def of_span(words: Wording, span: Span) -> str:
    return (
        f"From {words.moment(span.start)} to {words.moment(span.end)}: "
        f"{words.duration(span.length)}"
    )
