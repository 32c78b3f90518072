"""An incident or a maintenance -> Statuspage's object for it, with its updates.

What the format has no field for stands under our own names, and for readers of clients that know
nothing of those as sentences at the end of the newest update.
"""

from __future__ import annotations

from datetime import datetime
from itertools import dropwhile

from ..board import end_of, ended_at, expected_at, first_of_last_run, is_open, watched_since
from ..board.events import said_times
from ..status import Incident, IncidentUpdate, Maintenance
from . import sayings
from .records import Json, Records, kept_time, offered, sourced, utc, with_others
from .sayings import AnyUpdate, Event


class EventRecords:
    """The objects of incidents and maintenances, which hold those of their components."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.status, self.board, self.words = records.status, records.board, records.words

    def incident(self, incident: Incident) -> Json:
        record = self._event(incident, incident.started_at) | {
            "status": incident.status,
            "monitoring_at": utc(_watched_from(incident)),
            "resolved_at": utc(ended_at(incident)),
            "impact": incident.impact or "major",
            "started_at": utc(incident.started_at),
            "expected_at": utc(expected_at(incident)),
        }
        return with_others(record, incident.model_extra)

    def maintenance(self, work: Maintenance) -> Json:
        phase = sayings.phase(work, self.board.now)
        began = min([work.scheduled_for, *said_times(work), *_known(self.board.updated_at)])
        is_over = phase == "completed"
        record = self._event(work, began) | {
            "status": phase,
            "monitoring_at": utc(work.monitoring_at),
            "resolved_at": utc(end_of(work)) if is_over else None,
            "impact": work.impact or "maintenance",
            "started_at": utc(work.started_at or began),
            "scheduled_for": utc(work.scheduled_for),
            "scheduled_until": utc(work.scheduled_until or ended_at(work)),
            "completed_at": utc(work.completed_at),
            "announce_from": utc(work.announce_from),
        }
        return with_others(record, work.model_extra)

    def _event(self, event: Event, began: datetime) -> Json:
        """What incidents and maintenances have in common; each adds its own."""
        return {
            "id": event.id,
            "name": event.name,
            "status": event.status,
            "created_at": utc(event.created_at or began),
            "updated_at": utc(max([began, *said_times(event)])),
            "monitoring_at": None,
            "resolved_at": None,
            "impact": event.impact,
            "shortlink": event.shortlink or self.records.place.incident_url(event.id),
            "started_at": utc(began),
            "page_id": event.page_id or self.records.page_id,
            "incident_updates": self._updates(event, began),
            "components": [self.records.components[id_] for id_ in event.components],
            "next_update_at": utc(event.next_update_at),
            "works": event.works,
            "alternatives": offered(event.alternatives),
            "contact": event.contact,
            "story": event.story,
            "source": sourced(event.source),
        }

    def _updates(self, event: Event, began: datetime) -> list[Json]:
        """Newest first, and always one: what is told beside the updates stands in the newest."""
        is_over = sayings.is_over(event, self.board.now)
        help_ = [] if is_over else sayings.help_for(self.status, event, self.words)
        if not event.incident_updates:
            said = " ".join(sayings.state_now(self.board, event, self.words))
            silence = IncidentUpdate(id=f"{event.id}-0", body="\n".join((said, *help_)))
            return [self._update(event, silence, event.status, ended_at(event) or began)]
        records, said_status = [], "investigating" if isinstance(event, Incident) else "scheduled"
        updates: tuple[AnyUpdate, ...] = event.incident_updates
        for update in reversed(updates):
            said_status = update.status or said_status
            records.append(self._update(event, update, said_status, began))
        records.reverse()
        told = " ".join(sayings.outlook_now(self.board, event, self.words))
        parts = (records[0]["body"].rstrip(), "\n".join(filter(None, (told, *help_))))
        records[0]["body"] = "\n\n".join(filter(None, parts))
        return records

    def _update(self, event: Event, update: AnyUpdate, status: str, began: datetime) -> Json:
        said_at, others = update.said_at or began, update.model_extra or {}
        created_at = update.created_at or said_at
        record = {
            "id": update.id,
            "status": status,
            "body": update.body or "",
            "incident_id": event.id,
            "created_at": utc(created_at),
            "updated_at": kept_time(others, "updated_at") or utc(created_at),
            "display_at": utc(said_at),
            "affected_components": [
                with_others(one.model_dump(mode="json"), one.model_extra)
                for one in update.affected_components
            ]
            or None,
            "deliver_notifications": others.get("deliver_notifications", False),
            "custom_tweet": others.get("custom_tweet"),
            "tweet_id": others.get("tweet_id"),
            "expected_at": utc(update.expected_at) if isinstance(update, IncidentUpdate) else None,
        }
        return with_others(record, others)


def _watched_from(incident: Incident) -> datetime | None:
    """Since when it is being watched, or was before it ended; None where it was opened again."""
    if incident.monitoring_at or is_open(incident):
        return incident.monitoring_at or watched_since(incident)
    is_end = (None, "resolved", "postmortem")
    before_end = tuple(dropwhile(lambda one: one.status in is_end, incident.incident_updates))
    was_watched = bool(before_end) and before_end[0].status == "monitoring"
    return first_of_last_run(before_end, "monitoring") if was_watched else None


def _known(at: datetime | None) -> list[datetime]:
    return [at] if at else []
