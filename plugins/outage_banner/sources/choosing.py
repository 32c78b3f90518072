"""(Feed, status file, what is wanted) -> what to merge: what is open, and what was told before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ..board import is_open
from ..edit import Merge
from ..status import Component, Incident, Maintenance, Source, Status
from ..status.problems import did_you_mean, shown
from ..status.slugs import slug
from ..status.words import check_link, check_plain_text
from .feed import Feed, NotUnderstood
from .ours import AnyEvent, hosted_by, known_ids, our_component, our_event
from .standing import going_on, is_over, unaccounted

MOST = 200
"""So many incidents, works and troubled components are taken: more than readers can be told."""

_NAMES_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is wanted of a feed.

    `name` is what to call its source, where it does not say; `url` where it came from. Events are
    about `components` of the status file. `about` are parts of names of components or events;
    without one, all. `everything`: what is over as well.
    """

    name: str | None = None
    url: str | None = None
    components: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True)
class Chosen:
    """What to merge, as told by the `source` of that name, and what to tell whoever asked.

    `otherwise`: how things stand where there is nothing to merge.
    """

    source: str
    merge: Merge
    notes: tuple[str, ...]
    otherwise: str


def chosen(feed: Feed, status: Status, choice: Choice, now: datetime) -> Chosen:
    """The events that are open, planned, or in the file already, and the components in trouble.

    Raises NotUnderstood.
    """
    name = choice.name or feed.name
    if not name:
        raise NotUnderstood('it does not say whose it is; add --as "…", the name readers shall see')
    source = _source(name, feed.url or choice.url, now)
    notes = []
    known = known_ids(status.components, source)
    feed = _as_of(feed, known, now)
    own = choice.components or hosted_by(source, status)
    if own and not choice.components:
        notes.append(f"Taken to be about {', '.join(own)}, hosted there; --component says other.")
    _check_about(feed, choice.about)
    incidents = _wanted(feed.incidents, status.incidents, feed, source, choice, now)
    works = _wanted(feed.maintenances, status.scheduled_maintenances, feed, source, choice, now)
    if len(incidents) > MOST or len(works) > MOST:
        notes.append(f"It tells more than {MOST} events; those that are open come first.")
    incidents, works = incidents[:MOST], works[:MOST]
    named = dict.fromkeys(part for one in (*incidents, *works) for part in one.components)
    # Where events are about components of the file, what they name there is not needed.
    needed = {*known, *(() if own else named)}
    troubled = _troubled(feed, {*needed, *named}, choice.about)
    if len(troubled) > MOST:
        notes.append(f"It tells of {len(troubled):,} components in trouble; {MOST} are taken.")
    listed = {one.id for one in feed.components}
    unlisted = [one for one in named if not own and one not in known and one not in listed]
    components = (
        *(one for one in feed.components if one.id in needed),
        *troubled[:MOST],
        *(Component(id=one, name=one) for one in unlisted),
    )
    merge = Merge(
        components=tuple(our_component(one, source, status) for one in components),
        incidents=tuple(our_event(one, source, status, own) for one in incidents),
        maintenances=tuple(our_event(one, source, status, own) for one in works),
    )
    notes += [*_absent(feed, status, source, now), *_untold(feed, name)]
    return Chosen(name, merge, tuple(notes), _otherwise(feed, name, choice.about))


def _source(name: str, url: str | None, now: datetime) -> Source:
    try:
        return Source(name=check_plain_text(name), url=url and check_link(url), fetched_at=now)
    except ValueError as error:
        raise NotUnderstood(f"whose it is cannot be told so: {error}") from None


def _as_of(feed: Feed, known: Collection[str | None], now: datetime) -> Feed:
    """The feed as it is to be understood now."""
    feed = replace(feed, maintenances=tuple(going_on(one, now) for one in feed.maintenances))
    is_told = feed.whole and (feed.whole.id in known or unaccounted(feed, now))
    is_listed = feed.whole and feed.whole.id in {one.id for one in feed.components}
    if feed.whole and is_told and not is_listed:
        return replace(feed, components=(*feed.components, feed.whole))
    return feed


def _wanted(
    events: Iterable[AnyEvent],
    there: Iterable[AnyEvent],
    feed: Feed,
    source: Source,
    choice: Choice,
    now: datetime,
) -> list[AnyEvent]:
    """What is not over first, then the newest."""
    known = known_ids(there, source)
    names = {one.id: one.name for one in feed.components}
    found = []
    for event in events:
        told = {event.name}.union(names.get(part, part) for part in event.components)
        is_new = choice.everything or not is_over(event, now)
        if event.id in known or (is_new and _is_about(choice.about, told)):
            found.append(event)
    return sorted(found, key=lambda one: (not is_over(one, now), _start(one)), reverse=True)


def _is_about(about: tuple[str, ...], names: Iterable[str]) -> bool:
    told = [slug(name, name) for name in names]
    return not about or any(slug(part, part) in one for part in about for one in told)


def _start(event: Incident | Maintenance) -> datetime:
    return event.started_at if isinstance(event, Incident) else event.scheduled_for


def _troubled(feed: Feed, told: Collection[str], about: tuple[str, ...]) -> list[Component]:
    """The components in trouble that are not told of anyway."""
    return [
        one
        for one in feed.components
        if one.status not in (None, "operational")
        and one.id not in told
        and _is_about(about, (one.name,))
    ]


def _check_about(feed: Feed, about: tuple[str, ...]) -> None:
    """Refuses a name that nothing there has, where the source lists its components."""
    names = [one.name for one in feed.components]
    events = [one.name for one in (*feed.incidents, *feed.maintenances)]
    for part in about:
        if names and not _is_about((part,), (*names, *events)):
            hint = did_you_mean(part, names) or f"; there is {', '.join(names[:_NAMES_SHOWN])}"
            raise NotUnderstood(f"nothing there is called {shown(part)}{hint}")


def _absent(feed: Feed, status: Status, source: Source, now: datetime) -> list[str]:
    """What is not over in the file and no longer told: unknown, not recovered."""
    told = {one.id for one in (*feed.incidents, *feed.maintenances)}
    there: list[Incident | Maintenance] = []
    if feed.lists_incidents:
        there += [one for one in status.incidents if is_open(one)]
    if feed.lists_maintenances:
        there += [one for one in status.scheduled_maintenances if not is_over(one, now)]
    return [
        f"{source.name} no longer tells of {one.id}; if it is over: outage resolve {one.id}"
        for one in there
        if one.source and source.is_same(one.source) and one.source.id not in told
    ]


def _untold(feed: Feed, name: str) -> list[str]:
    """Of what the source lists and says nothing, not even by an event."""
    events = (*feed.incidents, *feed.maintenances)
    told = {part for event in events for part in event.components}
    names = [one.name for one in feed.components if not one.status and one.id not in told]
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return [f"{name} tells no state of {', '.join(names[:_NAMES_SHOWN])}{more}."] if names else []


def _otherwise(feed: Feed, name: str, about: tuple[str, ...]) -> str:
    """All is well only where the source says so, of all that it lists."""
    states = [one.status for one in (*feed.components, feed.whole) if one]
    if not any(states) and not (feed.lists_incidents and not states):
        has_events = feed.incidents or feed.maintenances
        return f"{name} tells only of what is over" if has_events else f"{name} tells no state"
    if about:
        return f"{name} tells of no trouble with {', '.join(about)}"
    return (
        f"{name} tells of no other trouble"
        if feed.doubts or None in states
        else f"All is well at {name}"
    )
