"""The frozen parts of a status file that are not events: page, components, where to go instead.

The text below each field is what an author's editor shows for it, by way of the JSON Schema.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from .words import (
    AnswerStatus,
    Host,
    Identifier,
    Link,
    PlainText,
    Seconds,
    Text,
    Time,
    TimeZone,
    WebAddress,
)

ComponentStatus = Literal[
    "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"
]


class Record(BaseModel):
    """What every object of the file has in common: frozen, strict, unknown keys kept."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow", defer_build=True)

    statuspage_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys that Statuspage writes and this project only passes on."""


class Page(Record):
    """Whose status page it is."""

    id: Identifier | None = None
    name: PlainText | None = None
    url: Link | None = None
    time_zone: TimeZone | None = None
    """The zone in which times are told, like America/Denver. Default: the site's."""
    updated_at: Time | None = None
    """When this file was last changed."""


class Indicator(Record):
    """The page's own summary of itself."""

    indicator: Literal["none", "minor", "major", "critical", "maintenance"] | None = None
    description: Text | None = None


class Alternative(Record):
    """Where to go instead."""

    name: PlainText
    """What readers find there, in a few words."""
    url: Link


class Provider(Record):
    """Who hosts a component."""

    name: PlainText
    url: Link | None = None
    status_url: Link | None = None
    """The host's own status page."""


class Source(Record):
    """The feed that an event was imported from, by `outage import`."""

    name: PlainText
    """Who tells it, as readers are told."""
    url: Link | None = None
    """Their status page."""
    id: Identifier | None = None
    """What they call it, by which it is found again when it is imported once more."""
    fetched_at: Time | None = None
    """When they were last asked and told something new."""

    def is_same(self, other: Source | None) -> bool:
        """Whether both are one status page, which may have another name or address by now."""
        if other is None:
            return False
        return self.name == other.name or (self.url is not None and self.url == other.url)


class Probe(Record):
    """What a component answers while it is well, for `outage probe`; no page shows it."""

    url: WebAddress | None = None
    """The address to ask. Default: the component's own."""
    status: AnswerStatus | None = None
    """The status it answers with, like 401. Default: any from 200 to 299."""
    expect: PlainText | None = None
    """What its answer says, so that a page with an error does not pass for it."""
    slow_after_seconds: Seconds | None = None
    """A longer answer is a slow one. Default: none is."""


class Component(Record):
    """A site or service that can be down."""

    statuspage_keys = frozenset(
        {
            "automation_email",
            "created_at",
            "only_show_if_degraded",
            "page_id",
            "showcase",
            "start_date",
        }
    )

    id: Identifier
    """How incidents name it. Default: its name in lower case, with hyphens."""
    name: PlainText
    """What readers call it."""
    status: ComponentStatus | None = None
    """How it is now, apart from what the incidents say of it."""
    description: Text | None = None
    position: int | None = None
    """Its place among the components, lowest first."""
    group: bool | None = None
    """Whether it is a heading for other components."""
    group_id: Identifier | None = None
    """The id of the heading it stands under."""
    components: tuple[Identifier, ...] = ()
    """The ids of the components under this heading."""
    updated_at: Time | None = None
    url: Link | None = None
    """Its address. Links to it are marked while it is down."""
    hosts: tuple[Host, ...] = ()
    """The host names that are down with it. Default: the host of its address."""
    alternatives: tuple[Alternative, ...] = ()
    """Where to go while it is down."""
    contact: Link | None = None
    """Where to ask about it: mailto:, tel: or https:."""
    provider: Provider | None = None
    """Who hosts it."""
    source: Source | None = None
    """Where it was imported from, with its status."""
    probe: Probe | None = None
    """What it answers while it is well, for `outage probe`."""


class AffectedComponent(Record):
    """What an update said of one component."""

    code: Identifier | None = None
    name: Text | None = None
    old_status: ComponentStatus | None = None
    new_status: ComponentStatus | None = None
