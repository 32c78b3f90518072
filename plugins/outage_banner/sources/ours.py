"""What a source tells -> the same as it stands in a status file: its ids and whose word it is."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlsplit

from ..status import Component, Incident, Maintenance, Source, Status
from ..status.slugs import slug
from .raw import identifier

AnyEvent = TypeVar("AnyEvent", Incident, Maintenance)


def our_id(component_id: str, source: Source) -> str:
    """`<source>-<id>`, so that the components of two sources never meet in one."""
    return identifier(f"{slug(source.name, 'source')}-{component_id}")


def our_component(component: Component, source: Source) -> Component:
    """The component as told by its source."""
    own_source = source.model_copy(update={"id": component.id})
    return component.model_copy(update={"id": our_id(component.id, source), "source": own_source})


def our_event(event: AnyEvent, source: Source, own: tuple[str, ...]) -> AnyEvent:
    """The event as told by its source, about the components `own` if there are any."""
    theirs = tuple(our_id(one, source) for one in event.components)
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
