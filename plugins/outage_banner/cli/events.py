"""Words of the command line -> the incident or the planned work that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from .names import matching
from .site import Site, fail

if TYPE_CHECKING:
    from ..status import Incident, Maintenance, Status

    Event = Incident | Maintenance

_NEVER = datetime.min.replace(tzinfo=UTC)


def opened(status: Status) -> list[Event]:
    """The incidents that are not over."""
    from ..board import is_open

    return [one for one in status.incidents if is_open(one)]


def planned(site: Site, status: Status) -> list[Event]:
    """The work that is not done."""
    from ..board import end_of

    ends = [(one, end_of(one)) for one in status.scheduled_maintenances]
    return [
        one
        for one, ends_at in ends
        if one.status != "completed" and (not ends_at or ends_at > site.now)
    ]


def running(site: Site, status: Status) -> list[Event]:
    """The work that has begun and is not done."""
    from ..board import work_span

    return [one for one in status.scheduled_maintenances if work_span(one).holds(site.now)]


def is_over(site: Site, event: Event) -> bool:
    """Whether somebody has said that it is over, and when that was has come."""
    from ..board import ended_at, is_open
    from ..status import Incident

    is_ended = not is_open(event) if isinstance(event, Incident) else event.status == "completed"
    ended = ended_at(event)
    return is_ended and not (ended and ended > site.now)


def event(site: Site, status: Status, text: str, events: Sequence[Event]) -> Event | None:
    """The event of this id, else the one that it shortens: first among `events`.

    What is over is meant by its whole id alone.
    """
    every: tuple[Event, ...] = (*status.incidents, *status.scheduled_maintenances)
    by_id = {one.id: one for one in every}
    if text in by_id:
        return by_id[text]
    for among in (events, (*opened(status), *planned(site, status))):
        found = matching(text, [one.id for one in among])
        if len(found) == 1:
            return by_id[found[0]]
        if found:
            raise click.UsageError(f"{text!r} can be {' or '.join(found)}; write more of it.")
    if over := [_over(site, status, by_id[one]) for one in matching(text, by_id)]:
        other = f", or {_ids(events)} otherwise" if events else ""
        raise click.UsageError(f"{', '.join(over)}; write the whole id if that is meant{other}.")
    return None


def one_event(
    site: Site, status: Status, words: Sequence[str], events: Sequence[Event]
) -> tuple[Event, str | None]:
    """`[EVENT] [MESSAGE]` -> the event, which may be left out if there is one, and the message.

    One word alone is an event, as a mistyped id would else be told to readers.
    """
    if len(words) > 2:
        raise click.UsageError(f'Put the message into quotes: "{" ".join(words[1:])}".')
    message = words[-1] if words else None
    if words and (len(words) == 2 or len(words[0].split()) < 2):
        if found := event(site, status, words[0], events):
            return found, message if len(words) == 2 else None
        if known := events or (*opened(status), *planned(site, status)):
            raise click.UsageError(
                f"{words[0]!r} is no event of {site.file}; there is {_ids(known)}. "
                "A message of one word stands behind the id, one of several in quotes."
            )
    if len(events) == 1:
        return events[0], message
    if not events:
        named = [f"{one.id} is planned" for one in planned(site, status)]
        named += [_over(site, status, one) for one in _last_over(site, status)]
        other = f"; any other is named by its id: {', '.join(named)}" if named else ""
        fail(f'Nothing is open in {site.file}: `outage open "…"` opens an incident{other}.')
    raise click.UsageError(f"Which one? Write {' or '.join(one.id for one in events)} first.")


def _last_over(site: Site, status: Status) -> Iterator[Event]:
    """The last incident and the last work that were over."""
    still = (*opened(status), *planned(site, status))
    every: tuple[Sequence[Event], ...] = (status.incidents, status.scheduled_maintenances)
    for events in every:
        over = [one for one in events if one not in still]
        if over:
            yield max(over, key=lambda one: _end(one) or _NEVER)


def _end(event: Event) -> datetime | None:
    from ..board import end_of, ended_at
    from ..status import Maintenance

    return end_of(event) if isinstance(event, Maintenance) else ended_at(event)


def _over(site: Site, status: Status, event: Event) -> str:
    ended = _end(event)
    if not ended or ended > site.now:
        return f"{event.id} is over"
    return f"{event.id} is over since {ended.astimezone(site.zone(status)).isoformat()}"


def _ids(events: Sequence[Event]) -> str:
    return ", ".join(one.id for one in events)
