"""States, days and spans -> the words for them: what a bar shows, for those who read or hear it."""

from __future__ import annotations

from collections.abc import Sequence

from ..board import Kind
from ..status import ComponentStatus
from ..wording import N_, Plural, Wording
from .history import NONE, Day, Span

STATES: dict[ComponentStatus, tuple[str, str]] = {
    "operational": ("●", N_("Working")),
    "degraded_performance": ("▲", N_("Degraded")),
    "partial_outage": ("▲", N_("Partly down")),
    "major_outage": ("■", N_("Down")),
    "under_maintenance": ("◆", N_("Under maintenance")),
}
UPDATES: dict[str, str] = {
    "investigating": N_("Investigating"),
    "identified": N_("Identified"),
    "monitoring": N_("Watching"),
    "resolved": N_("Resolved"),
    "postmortem": N_("Looking back"),
    "scheduled": N_("Planned"),
    "in_progress": N_("In progress"),
    "verifying": N_("Being checked"),
    "completed": N_("Done"),
}
"""How an event stood, by the status that an update gave it."""

NO_STATUS = N_("Update")

REPORTED: dict[Kind, str] = {
    "down": N_("reported down"),
    "degraded": N_("reported degraded"),
}
REPORTED_LAST: dict[Kind, str] = {
    "down": N_("{days}: reported down on the last of them, no recorded incident"),
    "degraded": N_("{days}: reported degraded on the last of them, no recorded incident"),
}
FOR_A_MOMENT = N_("degraded for a moment")
DAYS = Plural("{count} day to {date}", "{count} days to {date}")
BAD_DAYS = Plural("{days}: {told}, on {count} of them", "{days}: {told}, on {count} of them")


def of_update(words: Wording, status: str | None) -> str:
    return words.plain(UPDATES.get(status or "", NO_STATUS))


def of_days(words: Wording, days: Sequence[Day]) -> str:
    """`90 days to Thu, Nov 24: down for 13 hours, degraded for 2 hours, on 2 of them`."""
    span = words.plain(DAYS, count=len(days), date=words.date(days[-1].date))
    bad = [day for day in days if day.worst]
    if not bad:
        return words.plain("{days}: no recorded incident", days=span)
    reported = days[-1].reported
    if bad == [days[-1]] and reported:
        return words.plain(REPORTED_LAST[reported], days=span)
    whole = Day(
        days[0].date,
        sum((day.down for day in bad), NONE),
        sum((day.degraded for day in bad), NONE),
        (),
    )
    return words.plain(BAD_DAYS, days=span, told=of_day(words, whole), count=len(bad))


def of_day(words: Wording, day: Day) -> str:
    """`down for 13 hours, degraded for 2 hours`."""
    down = words.plain("down for {duration}", duration=words.duration(day.down))
    degraded = words.plain("degraded for {duration}", duration=words.duration(day.degraded))
    if day.down and day.degraded:
        return words.plain("{down}, {degraded}", down=down, degraded=degraded)
    if day.down or day.degraded:
        return down if day.down else degraded
    return words.plain(REPORTED[day.reported] if day.reported else FOR_A_MOMENT)


def of_span(words: Wording, span: Span) -> str:
    return words.plain(
        "From {start} to {end}: {duration}",
        start=words.moment(span.start),
        end=words.moment(span.end),
        duration=words.duration(span.length),
    )
