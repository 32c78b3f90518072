"""An incident that is over -> the draft of a post about it, its timeline in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..board import ended_at
from ..status import Incident, IncidentUpdate, Maintenance, MaintenanceUpdate, Status
from .site import fail

if TYPE_CHECKING:
    from ..wording import Wording
    from .site import Site


def write(site: Site, status: Status, event_id: str) -> str:
    """Writes the draft among the posts, unless there is one; says where it is.

    The post is there whole or not at all; a draft that cannot be written ends the command.
    """
    from .. import store

    events: tuple[Incident | Maintenance, ...] = (*status.incidents, *status.scheduled_maintenances)
    event = next(one for one in events if one.id == event_id)
    file = site.settings.posts / f"{event.id}.md"
    date = site.now.astimezone(site.settings.zone)
    text = draft(event, site.words(status), f"{date:%Y-%m-%d %H:%M}").encode()
    is_new = False

    def begun(post: bytes | None) -> bytes:
        nonlocal is_new
        is_new = post is None
        return text if post is None else post

    try:
        store.rewrite(file, begun)
    except store.Unsaved as error:
        fail(
            f"The story could not be written: {error}. "
            f"`outage resolve {event.id} --story` writes it alone."
        )
    if not is_new:
        return f"There is a {file} already; it was left as it is."
    return f"The story begins in {file}, a draft."


def draft(event: Incident | Maintenance, words: Wording, date: str) -> str:
    """The post: its head as Pelican reads it, then what was said and when, oldest first."""
    head = [f"Title: {_line(event.name)}", f"Date: {date}", "Status: draft"]
    head += [f"Incident: {event.id}"] * isinstance(event, Incident)
    start = event.started_at if isinstance(event, Incident) else event.scheduled_for
    told = [(start, "It began.")]
    updates: tuple[IncidentUpdate | MaintenanceUpdate, ...] = event.incident_updates
    for update in reversed(updates):
        state = f"{update.status.replace('_', ' ').capitalize()}." if update.status else ""
        told.append((update.said_at or start, " ".join(filter(None, (state, update.body)))))
    if (ended := ended_at(event)) and ended not in (at for at, _ in told):
        told.append((ended, "It was over."))
    told.sort(key=lambda one: one[0])
    lines = [f"- **{words.moment(at)}**: {_indented(said)}" for at, said in told]
    return "\n".join([*head, "", *lines, ""])


def _line(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str) -> str:
    """Text of several paragraphs as one item of a list."""
    first, *others = text.strip().splitlines() or [""]
    return "\n".join([first, *(f"    {line}".rstrip() for line in others)])
