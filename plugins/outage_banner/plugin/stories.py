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
    """Put the record at the head of each story; the address of the story of each event.

    A post may name its incident (`Incident: <id>`), or an incident its post (`story`).
    """
    incidents = {incident.id: incident for incident in run.status.incidents}
    posts = list(_posts(generators))
    by_slug = {post.slug: post for post in reversed(posts) if _is_published(post)}
    told: dict[str, Any] = {}
    addresses: dict[str, str] = {}
    faults: list[str] = []
    status_file = run.settings.status_file
    for event in (*run.status.incidents, *run.status.scheduled_maintenances):
        if event.story and ":" in event.story:
            addresses[event.id] = event.story
        elif event.story in by_slug:
            told[event.id] = by_slug[event.story]
        elif event.story:
            faults.append(f'{status_file}: {event.id}: no post has the slug "{event.story}"')
    heads = [(told[id_], incidents[id_]) for id_ in told if id_ in incidents]
    for post in posts:
        named = str(getattr(post, "incident", "")).strip()
        if named in incidents:
            heads += [(post, incidents[named])] if told.get(named) is not post else []
            if _is_published(post):
                told.setdefault(named, post)
        elif named:
            faults.append(
                f"{post.get_relative_source_path()}: Incident: {status_file} has no "
                f'incident "{named}"; it has {_listed(incidents)}'
            )
    for post, incident in heads:
        address = run.place.incident_url(incident.id)
        words = run.words_in(post.lang)
        head = record(run.status, incident, words, run.settings.rules, address)
        post._content = head + post._content
    run.refuse(faults, "Name an incident by its id, and a story by its post's slug.")
    return {id_: _address(run, post) for id_, post in told.items()} | addresses


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
