"""Posts with `Incident: <id>` -> that incident's state at their head, and where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..section.record import record
from ..status import Incident
from .run import Run

_KINDS = (
    *("articles", "translations", "drafts", "drafts_translations", "hidden_articles"),
    *("pages", "hidden_pages", "draft_pages"),
)


def tell_stories(run: Run, generators: Sequence[Any]) -> dict[str, str]:
    """Put the record at the head of each story; the address of the story of each incident."""
    incidents = {incident.id: incident for incident in run.status.incidents}
    posts = list(_posts(generators))
    by_slug = {post.slug: _address(run, post) for post in reversed(posts) if _is_published(post)}
    stories: dict[str, str] = {}
    faults: list[str] = []
    for event in (*run.status.incidents, *run.status.scheduled_maintenances):
        if event.story and ":" in event.story:
            stories[event.id] = event.story
        elif event.story in by_slug:
            stories[event.id] = by_slug[event.story]
        elif event.story:
            faults.append(
                f'{run.settings.status_file}: {event.id}: no post has the slug "{event.story}"'
            )
    for post in posts:
        named = str(getattr(post, "incident", "")).strip()
        if not named:
            continue
        incident = incidents.get(named)
        if incident is None:
            faults.append(
                f"{post.get_relative_source_path()}: Incident: {run.settings.status_file} has no "
                f'incident "{named}"; it has {_listed(incidents)}'
            )
            continue
        if _is_published(post):
            stories.setdefault(named, _address(run, post))
        address = run.place.incident_url(incident.id)
        head = record(run.status, incident, run.words, run.settings.rules, address)
        post._content = head + post._content
    run.refuse(faults, "Name an incident by its id, and a story by its post's slug.")
    return stories


def _posts(generators: Sequence[Any]) -> Iterator[Any]:
    """Every post and page, its translations and drafts too."""
    for generator in generators:
        for kind in _KINDS:
            yield from getattr(generator, kind, ())


def _is_published(post: Any) -> bool:
    return post.status in ("published", "hidden") and bool(post.save_as)


def _address(run: Run, post: Any) -> str:
    return f"{run.settings.site_path}/{post.url}"


def _listed(incidents: dict[str, Incident]) -> str:
    names = [f'"{id_}"' for id_ in incidents]
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "") if names else "none"
