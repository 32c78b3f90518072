"""An incident that is over -> the draft of a post about it, its timeline in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..board import ended_at
from ..status import Incident, IncidentUpdate, Maintenance, MaintenanceUpdate, Status

if TYPE_CHECKING:
    from ..wording import Wording
    from .site import Site


def write(site: Site, status: Status, event_id: str) -> str:
    """Writes the draft among the posts, unless there is one; says where it is."""
    events: tuple[Incident | Maintenance, ...] = (*status.incidents, *status.scheduled_maintenances)
    event = next(one for one in events if one.id == event_id)
    file = site.settings.posts / f"{event.id}.md"
    date = site.now.astimezone(site.settings.zone)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as post:
            post.write(draft(event, site.words(status), f"{date:%Y-%m-%d %H:%M}"))
    except FileExistsError:
        return f"There is a {file} already; it was left as it is."
    except OSError as error:
        return f"The story could not be written to {file}: {error.strerror}."
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
