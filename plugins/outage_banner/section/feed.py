"""Status -> `feed.atom`: an entry for each update, each with an id that never changes.

An id is a tag URI (RFC 4151) of the site's host, the incident's id and the update's: never a
position in the file, its words, its times or the time of the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed
from markupsafe import Markup

from ..board import Board, Rules, ended_at
from ..board.maintenance import announced_from
from ..status import Incident, Status
from ..wording import Wording
from . import bodies, labels, sayings
from .place import File, Place
from .sayings import AnyUpdate, Event

PATH = "feed.atom"
MOST_ENTRIES = 100

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_TAG = "tag:{host},2011:{name}"
"""A tag needs a date. This one stays when a time in the file is corrected."""


@dataclass(frozen=True)
class _Entry:
    """An update, or an event of which no update tells."""

    event: Event
    update: AnyUpdate | None
    at: datetime
    """When it was said."""
    published: datetime
    """The same; for an event without updates when it began, whatever became of it."""

    def id(self, place: Place) -> str:
        name = f"{self.event.id}/{self.update.id}" if self.update else self.event.id
        return _TAG.format(host=place.host, name=f"status/{name}")


def feed(status: Status, board: Board, words: Wording, place: Place, rules: Rules) -> File:
    """The newest entries, at most `MOST_ENTRIES`; `rules` say when planned work is announced."""
    entries = sorted(_entries(status, board, rules), key=lambda one: one.at, reverse=True)
    entries = entries[:MOST_ENTRIES]
    address = place.url(PATH)
    atom = Atom1Feed(
        title=words.plain("Status of {site}", site=_site(place)),
        link=place.url(),
        description=None,
        language=words.language,
        author_name=_site(place),
        feed_url=address,
        feed_guid=address if urlsplit(address).scheme else _TAG.format(host=place.host, name=PATH),
    )
    atom.latest_post_date = lambda: entries[0].at if entries else board.updated_at or _NEVER
    for entry in entries:
        update, event = entry.update, entry.event
        told = update.status if update else _standing(event)
        atom.add_item(
            title=words.plain(
                "{name}: {told}",
                name=event.name,
                told=labels.of_update(words, told or event.status),
            ),
            link=place.incident_url(event.id),
            description=_summary(status, board, words, entry),
            unique_id=entry.id(place),
            pubdate=entry.published,
            updateddate=entry.at,
        )
    text = StringIO()
    atom.write(text, "utf-8")
    return File(PATH, f"{text.getvalue()}\n".encode())


def _entries(status: Status, board: Board, rules: Rules) -> Iterator[_Entry]:
    for incident in status.incidents:
        if not incident.incident_updates:
            ended = ended_at(incident) or incident.started_at
            yield _Entry(incident, None, ended, incident.started_at)
        yield from _updates(incident, incident.incident_updates, incident.started_at)
    for work in status.scheduled_maintenances:
        announced = min(filter(None, (work.created_at, announced_from(work, rules))))
        if not work.incident_updates and announced <= board.now:
            yield _Entry(work, None, announced, announced)
        yield from _updates(work, work.incident_updates, announced)


def _updates(event: Event, updates: Iterable[AnyUpdate], began: datetime) -> Iterator[_Entry]:
    for update in updates:
        at = update.said_at or began
        yield _Entry(event, update, at, at)


def _summary(status: Status, board: Board, words: Wording, entry: _Entry) -> Markup:
    """The body, and what readers were told then; with the newest, what they are told now."""
    update, event = entry.update, entry.event
    if update is None:
        sentences = sayings.state_then(board, event, words)
    else:
        sentences = sayings.said_then(update, words)
    is_newest = update is None or update is event.incident_updates[0]
    if is_newest and not sayings.is_over(event, board.now):
        if update:
            sentences = sayings.promises(board, event, words) or sentences
        sentences = [*sentences, *sayings.help_for(status, event, words)]
    body = bodies.html(update.body or "") if update else Markup()
    told = body + Markup().join(Markup("<p>{}</p>").format(one) for one in sentences)
    if words.direction == "ltr":
        return told
    return Markup('<div lang="{}" dir="rtl">{}</div>').format(words.language, told)


def _standing(event: Event) -> str:
    return event.status if isinstance(event, Incident) else "scheduled"


def _site(place: Place) -> str:
    return place.site_name.strip() or place.host
