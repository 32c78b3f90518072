"""Checked values -> Status: the frozen model of a status file.

The shape is Atlassian Statuspage v2's `summary.json` and this project's own fields beside it:
expected_at, next_update_at, works, alternatives, contact, story, hosts, provider, source,
probe, probed, completed_at and announce_from. Keys that are not named here are kept in
`model_extra`.
The text below each field is what an author's editor shows for it, by way of the JSON Schema.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import Field, field_validator

from .parts import AffectedComponent, Alternative, Component, Indicator, Page, Record, Source
from .words import Identifier, Link, PlainText, StoryReference, Text, Time

IncidentStatus = Literal["investigating", "identified", "monitoring", "resolved", "postmortem"]
MaintenanceStatus = Literal["scheduled", "in_progress", "verifying", "completed"]
Impact = Literal["none", "minor", "major", "critical", "maintenance"]


class Update(Record):
    """What was said at one moment."""

    statuspage_keys = frozenset(
        {
            "custom_tweet",
            "deliver_notifications",
            "incident_id",
            "tweet_id",
            "twitter_updated_at",
            "updated_at",
            "wants_twitter_update",
        }
    )

    id: Identifier
    """Default: the incident's id and the time at which the update was said."""
    body: Text | None = None
    """What is said, in Markdown. It may hold HTML; whoever shows it must not trust it."""
    display_at: Time | None = None
    """When it is said, with its UTC offset."""
    created_at: Time | None = None
    """When it was written down, where display_at does not say."""
    affected_components: tuple[AffectedComponent, ...] = ()

    @property
    def said_at(self) -> datetime | None:
        """The author's own time where there is one, else the time of writing."""
        return self.display_at or self.created_at


class IncidentUpdate(Update):
    """What was said of an incident at one moment."""

    status: IncidentStatus | None = None
    expected_at: Time | None = None
    """When it should be back, as was said then."""


class MaintenanceUpdate(Update):
    """What was said of planned work at one moment."""

    status: MaintenanceStatus | None = None


AnyUpdate = TypeVar("AnyUpdate", bound=Update)


def newest_first(updates: tuple[AnyUpdate, ...]) -> tuple[AnyUpdate, ...]:
    """By the time they were said; those without a time come last, as in the file."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(updates, key=lambda update: update.said_at or long_ago, reverse=True))


class Event(Record):
    """What an incident and a maintenance have in common.

    `page_id` is Statuspage's own mark: a document that another service wrote, in whose words a
    `major` impact is a partial outage.
    """

    statuspage_keys = frozenset(
        {
            "auto_transition_deliver_notifications_at_end",
            "auto_transition_deliver_notifications_at_start",
            "auto_transition_to_maintenance_state",
            "auto_transition_to_operational_state",
            "backfill_date",
            "backfilled",
            "impact_override",
            "metadata",
            "postmortem_body",
            "postmortem_body_last_updated_at",
            "postmortem_ignored",
            "postmortem_notified_subscribers",
            "postmortem_notified_twitter",
            "postmortem_published_at",
            "reminder_intervals",
            "scheduled_auto_completed",
            "scheduled_auto_in_progress",
            "scheduled_auto_transition",
            "scheduled_for",
            "scheduled_remind_prior",
            "scheduled_reminded_at",
            "scheduled_until",
        }
    )

    id: Identifier
    """Part of its page's address. Default: the date and the name, in lower case with hyphens."""
    name: PlainText
    """What is the matter, in one short sentence; the banner's heading."""
    page_id: Identifier | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    resolved_at: Time | None = None
    """When it was over."""
    monitoring_at: Time | None = None
    shortlink: Link | None = None
    components: tuple[Identifier, ...] = ()
    """What is affected: ids of components of this file, or whole components."""
    next_update_at: Time | None = None
    """When you will say more."""
    works: Text | None = None
    """What still works."""
    alternatives: tuple[Alternative, ...] = ()
    """Where to go instead."""
    contact: Link | None = None
    """Where to ask: mailto:, tel: or https:."""
    story: StoryReference | None = None
    """The slug of the post that tells about it, or a link."""
    source: Source | None = None
    """Where it was imported from."""

    @field_validator("components")
    @classmethod
    def _each_once(cls, components: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(components))


class Incident(Event):
    """An outage, or something less that is going wrong now."""

    status: IncidentStatus
    """Default: resolved if it has an end, else the newest update's, else investigating."""
    impact: Impact | None = None
    """How bad it is."""
    started_at: Time
    """When it began, with its UTC offset. Default: created_at, else the oldest update's time."""
    expected_at: Time | None = None
    """When it should be back; null takes an estimate back."""
    probed: bool | None = None
    """Whether `outage probe` opened it, and so may update and resolve it."""
    incident_updates: tuple[IncidentUpdate, ...] = ()
    """What was said since, newest first."""

    _newest_first = field_validator("incident_updates")(newest_first)


class Maintenance(Event):
    """Planned work. Its planned start, planned end and actual end are three times."""

    impact: Impact | None = None
    status: MaintenanceStatus
    """Default: completed where an end is given, else the newest update's, else scheduled."""
    started_at: Time | None = None
    scheduled_for: Time
    """When the work is to begin, with its UTC offset."""
    scheduled_until: Time | None = None
    """When the work should be done."""
    completed_at: Time | None = None
    """When the work was done."""
    announce_from: Time | None = None
    """From when on readers are told. Default: 72 hours before."""
    incident_updates: tuple[MaintenanceUpdate, ...] = ()
    """What was said since, newest first."""

    _newest_first = field_validator("incident_updates")(newest_first)


class Status(Record):
    """A status file: what is down, what was, and what is planned."""

    schema_reference: PlainText | None = Field(default=None, alias="$schema")
    """Where an editor finds the schema of this file."""
    page: Page = Page()
    status: Indicator = Indicator()
    components: tuple[Component, ...] = ()
    """What can be down. Every id that an event names is the id of one of these."""
    incidents: tuple[Incident, ...] = ()
    """What is going wrong, and what did."""
    scheduled_maintenances: tuple[Maintenance, ...] = ()
    """What is planned."""

    def component(self, component_id: str) -> Component:
        """The component with this id; KeyError if the file has none."""
        return self.by_id[component_id]

    @cached_property
    def by_id(self) -> dict[str, Component]:
        """The components by their ids."""
        return {component.id: component for component in self.components}

    def components_of(self, event: Incident | Maintenance) -> tuple[Component, ...]:
        """The components that an event names, in its order."""
        return tuple(self.by_id[component_id] for component_id in event.components)

    def extra(self) -> dict[str, Any]:
        """The keys of the top level that this project does not know."""
        return dict(self.model_extra or {})
