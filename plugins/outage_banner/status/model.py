"""Checked values -> Status: the frozen model of a status file.

The shape is Atlassian Statuspage v2's `summary.json` and this project's own fields beside it:
expected_at, next_update_at, works, alternatives, contact, story, hosts, provider, source,
completed_at and announce_from. Keys that are not named here are kept in `model_extra`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .words import Host, Identifier, Link, PlainText, StoryReference, Text, Time, TimeZone

ComponentStatus = Literal[
    "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"
]
IncidentStatus = Literal["investigating", "identified", "monitoring", "resolved", "postmortem"]
MaintenanceStatus = Literal["scheduled", "in_progress", "verifying", "completed"]
Impact = Literal["none", "minor", "major", "critical"]


class Record(BaseModel):
    """What every object of the file has in common: frozen, strict, unknown keys kept."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")

    statuspage_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys that Statuspage writes and this project only passes on."""


class Page(Record):
    """Whose status page it is; `time_zone` is the zone in which times are told."""

    id: Identifier | None = None
    name: PlainText | None = None
    url: Link | None = None
    time_zone: TimeZone | None = None
    updated_at: Time | None = None


class Alternative(Record):
    """Where to go instead."""

    name: PlainText
    url: Link


class Provider(Record):
    """Who hosts a component."""

    name: PlainText
    url: Link | None = None
    status_url: Link | None = None


class Component(Record):
    """A site or service; `status` is None where the file does not say."""

    statuspage_keys = frozenset(
        {
            "created_at",
            "showcase",
            "start_date",
            "page_id",
            "only_show_if_degraded",
            "automation_email",
        }
    )

    id: Identifier
    name: PlainText
    status: ComponentStatus | None = None
    description: Text | None = None
    position: int | None = None
    group: bool | None = None
    group_id: Identifier | None = None
    components: tuple[Identifier, ...] = ()
    updated_at: Time | None = None
    url: Link | None = None
    hosts: tuple[Host, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    contact: Link | None = None
    provider: Provider | None = None


class AffectedComponent(Record):
    """What an update said of one component."""

    code: Identifier | None = None
    name: PlainText | None = None
    old_status: ComponentStatus | None = None
    new_status: ComponentStatus | None = None


class Update(Record):
    """What was said at one moment; `body` is Markdown and may hold HTML, both untrusted."""

    statuspage_keys = frozenset(
        {"incident_id", "updated_at", "deliver_notifications", "custom_tweet", "tweet_id"}
    )

    id: Identifier
    body: Text | None = None
    display_at: Time | None = None
    created_at: Time | None = None
    affected_components: tuple[AffectedComponent, ...] = ()

    @property
    def said_at(self) -> datetime | None:
        """The author's own time where there is one, else the time of writing."""
        return self.display_at or self.created_at


AnyUpdate = TypeVar("AnyUpdate", bound=Update)


def newest_first(updates: tuple[AnyUpdate, ...]) -> tuple[AnyUpdate, ...]:
    """By the time they were said; those without a time come last, as in the file."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(updates, key=lambda update: update.said_at or long_ago, reverse=True))


class IncidentUpdate(Update):
    status: IncidentStatus | None = None
    expected_at: Time | None = None


class MaintenanceUpdate(Update):
    status: MaintenanceStatus | None = None


class Source(Record):
    """The feed that an incident was imported from."""

    name: PlainText
    url: Link | None = None
    fetched_at: Time | None = None


class Event(Record):
    """What an incident and a maintenance have in common.

    `components` names components of the file by id. `page_id` is Statuspage's own mark: a
    document that another service wrote, in whose words a `major` impact is a partial outage.
    """

    statuspage_keys = frozenset(
        {
            "backfill_date",
            "backfilled",
            "metadata",
            "postmortem_body",
            "postmortem_body_last_updated_at",
            "postmortem_ignored",
            "postmortem_notified_subscribers",
            "postmortem_notified_twitter",
            "postmortem_published_at",
            "reminder_intervals",
        }
    )

    id: Identifier
    name: PlainText
    page_id: Identifier | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    resolved_at: Time | None = None
    monitoring_at: Time | None = None
    shortlink: Link | None = None
    components: tuple[Identifier, ...] = ()
    next_update_at: Time | None = None
    works: Text | None = None
    alternatives: tuple[Alternative, ...] = ()
    contact: Link | None = None
    story: StoryReference | None = None
    source: Source | None = None

    @field_validator("components")
    @classmethod
    def _each_once(cls, components: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(components))


class Incident(Event):
    """An outage. `status` is the newest update's where the file does not say, never a guess at green.

    `expected_at` may be given as null: an estimate withdrawn. `incident_updates` are newest first.
    """

    status: IncidentStatus
    impact: Impact | None = None
    started_at: Time
    expected_at: Time | None = None
    incident_updates: tuple[IncidentUpdate, ...] = ()

    _newest_first = field_validator("incident_updates")(newest_first)


class Maintenance(Event):
    """Planned work: planned start and end, and the actual end, are three times."""

    impact: Literal["none", "minor", "major", "critical", "maintenance"] | None = None
    status: MaintenanceStatus
    started_at: Time | None = None
    scheduled_for: Time
    scheduled_until: Time | None = None
    completed_at: Time | None = None
    announce_from: Time | None = None
    incident_updates: tuple[MaintenanceUpdate, ...] = ()

    _newest_first = field_validator("incident_updates")(newest_first)


class Indicator(Record):
    """The page's own summary of itself."""

    indicator: Literal["none", "minor", "major", "critical", "maintenance"] | None = None
    description: PlainText | None = None


class Status(Record):
    """A whole status file. Every id that an event names is a component of `components`."""

    schema_reference: PlainText | None = Field(default=None, alias="$schema")
    page: Page = Page()
    status: Indicator = Indicator()
    components: tuple[Component, ...] = ()
    incidents: tuple[Incident, ...] = ()
    scheduled_maintenances: tuple[Maintenance, ...] = ()

    def component(self, component_id: str) -> Component:
        """The component with this id; KeyError if the file has none."""
        return self._by_id[component_id]

    @property
    def _by_id(self) -> dict[str, Component]:
        return {component.id: component for component in self.components}

    def components_of(self, event: Incident | Maintenance) -> tuple[Component, ...]:
        """The components that an event names, in its order."""
        by_id = self._by_id
        return tuple(by_id[component_id] for component_id in event.components)

    def extra(self) -> dict[str, Any]:
        """The keys of the top level that this project does not know."""
        return dict(self.model_extra or {})
