"""A completed document -> what is wrong, or worth a warning, between its values.

It reads the document loosely, not the model, so that these faults are told together with those
that keep the model from being made.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from functools import partial
from itertools import islice

from .defaults import Completed
from .loose import Json, items, names_in, said_at, text_of, time_of
from .problems import Finding, Path, nearest, shown

STATUSPAGE_NAME_CHARACTERS = 255
COMPARED_COMPONENTS = 200
HOURS_TOLD = 72
"""A longer silence is told in days."""

_OVER = {"resolved", "postmortem", "completed"}
_RESERVED = frozenset(
    {
        *("api", "badge.svg", "banner.html", "calendar.ics", "feed.atom", "history", "index.html"),
        *("published.json", "publishing"),
    }
)
_MUST_FOLLOW = {
    "incidents": (
        ("resolved_at", "started_at", "the end", False),
        ("expected_at", "started_at", "the expected end", False),
    ),
    "scheduled_maintenances": (
        ("scheduled_until", "scheduled_for", "the planned end", True),
        ("completed_at", "scheduled_for", "the end", False),
    ),
}


def errors(document: Completed) -> Iterator[Finding]:
    """What no build is made from: ends before starts, ids twice, components that are not there."""
    yield from _duplicates(document, items(document.root, "components"))
    yield from _duplicates(document, document.events())
    known = _known_components(document)
    for path, event in document.events():
        yield from _orders(path, event, document.zone)
        yield from _reserved(path, event)
        yield from _duplicates(
            document, [((*path, *place), each) for place, each in items(event, "incident_updates")]
        )
        for index, name in names_in(event):
            if known is not None and name not in known:
                where = (*path, "components", index)
                yield Finding("error", where, partial(_unknown_component, name, known))


def warnings(document: Completed, now: datetime, stale_after: timedelta) -> Iterator[Finding]:
    """What a build can be made from but readers may be misled by."""
    open_on: dict[str, Path] = {}
    for path, event in document.events():
        if len(text_of(event, "name")) > STATUSPAGE_NAME_CHARACTERS:
            yield Finding(
                "warning",
                (*path, "name"),
                f"has {len(event['name']):,} characters; Statuspage and its readers keep "
                f"{STATUSPAGE_NAME_CHARACTERS}",
            )
        for place, update in items(event, "incident_updates"):
            said = said_at(update, document.zone)
            if not said:
                yield Finding("warning", (*path, *place), "does not say when; write display_at")
            elif said > now:
                key = (
                    "display_at"
                    if time_of(update, "display_at", zone=document.zone)
                    else "created_at"
                )
                yield Finding(
                    "warning",
                    (*path, *place, key),
                    f"{_in(said, document.zone)} lies in the future; readers are told now",
                )
        yield from _ends(path, event, document.zone, now)
        if path[0] == "incidents" and text_of(event, "status") not in _OVER:
            yield from _open_incident(path, event, document, now, stale_after)
            for index, component in names_in(event):
                first = open_on.setdefault(component, path)
                if first != path:
                    yield Finding(
                        "warning",
                        (*path, "components", index),
                        f"{shown(component)} has another open incident, {first[0]}[{first[1]}]; "
                        "resolve one of them, or tell both in one",
                    )


def _ends(path: Path, event: Json, zone: tzinfo, now: datetime) -> Iterator[Finding]:
    """An end that is to come, that nobody knows, or that passed without a word."""
    is_incident, status = path[0] == "incidents", text_of(event, "status")
    resolved = time_of(event, "resolved_at", zone=zone) if status in _OVER else None
    completed = None if is_incident else time_of(event, "completed_at", zone=zone)
    ended = completed or resolved
    if ended and ended > now:
        yield Finding(
            "warning",
            (*path, "completed_at" if completed else "resolved_at"),
            f"{_in(ended, zone)} lies in the future; until then it is told as going on",
        )
    if is_incident and status in _OVER and not ended and not _tells_its_end(event, zone):
        yield Finding("warning", path, "is over, but nothing tells since when; write resolved_at")
    planned = time_of(event, "scheduled_until", zone=zone)
    if not ended and planned and planned <= now and status in ("in_progress", "verifying"):
        yield Finding(
            "warning",
            (*path, "scheduled_until"),
            "its planned end has passed, so readers are no longer told of it; "
            "write a later scheduled_until, or completed_at",
        )


def _tells_its_end(incident: Json, zone: tzinfo) -> bool:
    """Whether an incident without `resolved_at` says in another way when it was over."""
    updates = items(incident, "incident_updates")
    said = (said_at(update, zone) for _, update in updates if update.get("status") == "resolved")
    return any(said) or time_of(incident, "updated_at", zone=zone) is not None


def _open_incident(
    path: Path, incident: Json, document: Completed, now: datetime, stale_after: timedelta
) -> Iterator[Finding]:
    zone = document.zone

    def warning(key: str, message: str) -> Finding:
        return Finding("warning", (*path, key) if key else path, message)

    if time_of(incident, "resolved_at", zone=zone):
        status = shown(text_of(incident, "status"))
        yield warning(
            "resolved_at", f'is set, but the status is {status}; write "resolved", or take it out'
        )
    started = time_of(incident, "started_at", zone=zone)
    if started and started > now and (*path, "started_at") not in document.filled:
        yield warning("started_at", f"{_in(started, zone)} is in the future; readers are told now")
    expected = time_of(incident, "expected_at", zone=zone)
    if expected and expected < now:
        yield warning(
            "expected_at", f"{_in(expected, zone)} has passed; write a new estimate, or null"
        )
    said = [said_at(update, zone) for _, update in items(incident, "incident_updates")]
    said += [started, time_of(incident, "updated_at", zone=zone)]
    newest = max((time for time in said if time), default=None)
    if newest and now - newest > stale_after:
        hours = int((now - newest).total_seconds() // 3600)
        silence = f"{hours:,} hours" if hours <= HOURS_TOLD else f"{hours // 24:,} days"
        yield warning("", f"nothing was said for {silence}; add an update, or resolve it")


def _duplicates(document: Completed, records: list[tuple[Path, Json]]) -> Iterator[Finding]:
    """Ids are compared without case, as file systems may compare the directories named by them."""
    first: dict[str, Path] = {}
    for path, record in records:
        record_id = text_of(record, "id")
        earlier = first.setdefault(record_id.lower(), path)
        if record_id and earlier != path and (*path, "id") not in document.filled:
            last = earlier[-2:]
            yield Finding(
                "error",
                (*document.source(path), "id"),
                f"{shown(record_id)} is the id of {last[0]}[{last[1]}] too; write another",
            )


def _reserved(path: Path, event: Json) -> Iterator[Finding]:
    event_id = text_of(event, "id")
    if event_id.lower() in _RESERVED:
        yield Finding(
            "error",
            (*path, "id"),
            f"{shown(event_id)} is a page of the status section already; write another id, "
            "with a date in it",
        )


def _orders(path: Path, event: Json, zone: tzinfo) -> Iterator[Finding]:
    for end_key, start_key, what, strictly in _MUST_FOLLOW[str(path[0])]:
        end = time_of(event, end_key, zone=zone)
        start = time_of(event, start_key, zone=zone)
        if end and start and (end < start or (strictly and end == start)):
            relation = "at" if end == start else "before"
            yield Finding(
                "error",
                (*path, end_key),
                f"{shown(event[end_key])}: {what} is {relation} {start_key} "
                f"{shown(event[start_key])}; write a later time",
            )


def _known_components(document: Completed) -> dict[str, str] | None:
    """Ids and names of the components; None where the list itself is wrong."""
    if not isinstance(document.root.get("components", ()), tuple):
        return None
    components = [component for _, component in items(document.root, "components")]
    return {text_of(each, "id"): text_of(each, "name") for each in components}


def _unknown_component(name: str, known: dict[str, str]) -> str:
    few = dict(islice(known.items(), COMPARED_COMPONENTS))
    by_name = {title: component_id for component_id, title in few.items() if title}
    meant = nearest(name, few) or by_name.get(nearest(name, by_name) or "")
    hint = f"did you mean {shown(meant)}? Else add" if meant else "add"
    new = f'{{"id": {shown(name)}, "name": …}}'
    return f"{shown(name)} is not the id of a component; {hint} {new} to components"


def _in(time: datetime, zone: tzinfo) -> str:
    return f'"{time.astimezone(zone).isoformat()}"'
