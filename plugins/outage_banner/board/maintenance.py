"""Maintenance -> Notice: announced, in progress, over; the phase comes from the clock alone.

The planned start, the planned end and the actual end are three times. Status pages that keep one
word for them show work that vanishes when it starts, or that never ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..status import Maintenance, Status
from .events import ended_at, help_with, said_times
from .notice import Notice, Rules, Says, Sentence, Window


def maintenances(status: Status, rules: Rules) -> Iterator[Notice]:
    """Each maintenance, in the window in which readers are told of it."""
    for work in status.scheduled_maintenances:
        if _is_over_since_nobody_knows(work):
            continue
        components = status.components_of(work)
        yield Notice(
            id=work.id,
            kind="planned",
            name=work.name,
            subjects=components,
            # Statuspage's own documents also plan work that takes nothing down.
            facts=tuple(_phases(work, is_outage=bool(components) and not work.page_id)),
            said=tuple(_freshness(work, rules)),
            said_at=max(said_times(work), default=None),
            source=work.source,
            window=Window(announced_from(work, rules), end_of(work)),
            **help_with(work, components)._asdict(),
        )


def announced_from(work: Maintenance, rules: Rules) -> datetime:
    return work.announce_from or work.scheduled_for - timedelta(hours=rules.announce_hours)


def end_of(work: Maintenance) -> datetime | None:
    """The actual end, else the planned one, else None: until somebody says so."""
    return ended_at(work) or work.scheduled_until


def work_span(work: Maintenance) -> Window:
    """When the work is in progress, by the clock."""
    if _is_over_since_nobody_knows(work):
        return Window(work.scheduled_for, work.scheduled_for)
    return Window(work.scheduled_for, end_of(work))


def _is_over_since_nobody_knows(work: Maintenance) -> bool:
    return work.status == "completed" and ended_at(work) is None


def _phases(work: Maintenance, *, is_outage: bool) -> Iterator[Sentence]:
    start, until = work.scheduled_for, work.scheduled_until
    says: Says = "will_be_unavailable" if is_outage else "planned"
    yield Sentence(says, start, until, Window(end=start))
    yield Sentence("in_progress", start, until, Window(start, end_of(work)))
    if until:
        yield Sentence("was_planned", start, until, Window(start=max(start, end_of(work) or until)))


def _freshness(work: Maintenance, rules: Rules) -> Iterator[Sentence]:
    """Work without a planned end can be forgotten as an incident can."""
    if end_of(work) is None:
        confirmed = max([work.scheduled_for, *said_times(work)])
        stale_from = confirmed + timedelta(hours=rules.stale_after_hours)
        yield Sentence("stale", confirmed, window=Window(start=stale_from))
