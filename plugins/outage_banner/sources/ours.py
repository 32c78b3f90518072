"""What a source tells -> the same as it stands in a status file: its ids and whose word it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import urlsplit

from ..status import Component, Incident, Maintenance, Source, Status
from ..status.slugs import slug
from .raw import identifier

AnyEvent = TypeVar("AnyEvent", Incident, Maintenance)


def known_ids(
    told: Iterable[Component | Incident | Maintenance], source: Source
) -> dict[str | None, str]:
    """Of what was imported from this source: its id there, and its id here."""
    return {one.source.id: one.id for one in told if one.source and source.is_same(one.source)}


def our_id(component_id: str, source: Source, status: Status) -> str:
    """As it was imported before, else `<source>-<id>`: two sources never meet in one."""
    known = known_ids(status.components, source)
    return known.get(component_id) or identifier(f"{slug(source.name, 'source')}-{component_id}")


def our_component(component: Component, source: Source, status: Status) -> Component:
    """The component as told by its source."""
    return component.model_copy(
        update={
            "id": our_id(component.id, source, status),
            "source": source.model_copy(update={"id": component.id}),
        }
    )


def our_event(event: AnyEvent, source: Source, status: Status, own: tuple[str, ...]) -> AnyEvent:
    """The event as told by its source, about the components `own` if there are any."""
    theirs = tuple(our_id(one, source, status) for one in event.components)
    return event.model_copy(
        update={
            "source": source.model_copy(update={"id": event.id}),
            # What bears it uses Statuspage's words, in which a major impact is a partial outage.
            "page_id": event.page_id or slug(source.name, "source"),
            "components": own or theirs,
        }
    )


def hosted_by(source: Source, status: Status) -> tuple[str, ...]:
    """The ids of the file's components whose provider has this status page."""
    host = urlsplit(source.url or "").hostname
    return tuple(
        one.id
        for one in status.components
        if host and one.provider and urlsplit(one.provider.status_url or "").hostname == host
    )
