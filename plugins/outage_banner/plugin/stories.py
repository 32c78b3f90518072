"""Posts -> at the head of those that tell a story the incident's record; and where posts are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..edition import addresses
from ..status import Incident
from .run import Run, Told

_KINDS = (
    *("articles", "translations", "drafts", "drafts_translations", "hidden_articles"),
    *("pages", "hidden_pages", "draft_pages"),
)


def tell_stories(run: Run, generators: Sequence[Any]) -> Told:
    """Put the record at the head of each story.

    A post may name its incident (`Incident: <id>`), or an incident its post (`story`).
    """
    status = run.edition.status
    incidents = {incident.id: incident for incident in status.incidents}
    posts = list(_posts(generators))
    found = {post.slug: post for post in reversed(posts) if _is_published(post)}
    by_slug = dict(sorted(found.items(), key=lambda one: str(getattr(one[1], "date", ""))))
    named = {one.story for one in (*status.incidents, *status.scheduled_maintenances)}
    # What a build leaves for stamping may be published, and hidden pages are not to be listed.
    urls = {
        slug: _address(run, post)
        for slug, post in by_slug.items()
        if post.status == "published" or slug in named
    }
    by_incident: dict[str, str] = {}
    file = run.settings.status_file
    faults = [f"{file}: {fault}" for fault in addresses(status, urls, {})[1]]
    heads = [(by_slug[one.story], one) for one in status.incidents if one.story in by_slug]
    for post in posts:
        id_ = str(getattr(post, "incident", "")).strip()
        if id_ in incidents:
            if (post, incidents[id_]) not in heads:
                heads.append((post, incidents[id_]))
            if _is_published(post):
                by_incident.setdefault(id_, _address(run, post))
        elif id_:
            faults.append(
                f"{post.get_relative_source_path()}: Incident: {file} has no "
                f'incident "{id_}"; it has {_listed(incidents)}'
            )
    for post, incident in heads:
        _put_at_the_head(post, run.edition.record(incident, post.lang))
    run.refuse(faults, "Name an incident by its id, and a story by its post's slug.")
    return Told(urls, by_incident)


def _put_at_the_head(post: Any, record: str) -> None:
    """A summary made of the content stays the post's own when the record changes."""
    post.metadata.setdefault("summary", post.summary)
    post._content = record + post._content
    remembered = post.get_content.cache
    for key in [key for key in remembered if key[0] is post]:
        del remembered[key]


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
