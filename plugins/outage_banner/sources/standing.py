"""(Feed, now) -> how things stand: what is over, what goes on, whether the page says worse."""

from __future__ import annotations

from datetime import datetime

from ..board import end_of, ended_at, is_open
from ..status import Component, ComponentStatus, Impact, Incident, Maintenance
from .feed import Feed

_SEVERITY: dict[ComponentStatus, int] = {
    "operational": 0,
    "under_maintenance": 1,
    "degraded_performance": 2,
    "partial_outage": 2,
    "major_outage": 3,
}
_OF_IMPACT: dict[Impact | None, int] = {"none": 2, "minor": 2, "major": 2, "maintenance": 2}
_WORST = 3
_WORK = 2
"""Old documents of Statuspage call a page on which work goes on `minor`."""


def is_over(event: Incident | Maintenance, now: datetime) -> bool:
    if isinstance(event, Incident):
        ended = ended_at(event)
        return not is_open(event) and not (ended and ended > now)
    ends = end_of(event)
    return event.status == "completed" or bool(ends and ends <= now)


def going_on(work: Maintenance, now: datetime) -> Maintenance:
    """The work; its planned end is none where it passed and the source says that work goes on."""
    goes_on = work.status in ("in_progress", "verifying") and not work.completed_at
    if goes_on and work.scheduled_until and work.scheduled_until <= now:
        return work.model_copy(update={"scheduled_until": None})
    return work


def unaccounted(feed: Feed, now: datetime) -> Component | None:
    """The page as a whole, where it says worse of itself than all that it lists."""
    if not feed.whole or not feed.whole.status:
        return None
    told = [_SEVERITY[one.status] for one in feed.components if one.status]
    told += [_OF_IMPACT.get(one.impact, _WORST) for one in feed.incidents if not is_over(one, now)]
    works = (one for one in feed.maintenances if not is_over(one, now))
    told += [_WORK for one in works if one.scheduled_for <= now]
    return feed.whole if _SEVERITY[feed.whole.status] > max(told, default=0) else None
