"""What a build leaves beside its pages, so that they can be stamped without Pelican.

It is a file of the section, `.build.json`: what the site is called and where it is, the theme's
page with blanks, the languages of the pages, the posts that tell a story, and the section's files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from zoneinfo import ZoneInfo

from .settings import Settings

NAME = ".build.json"
VERSION = 1


class UnknownBlueprint(Exception):
    """A file that no build of this version left."""


@dataclass(frozen=True)
class Blueprint:
    """`by_slug` are the addresses of posts by their slugs, the newest last; `by_incident` those of
    posts that name one.

    `files` are the paths in the section of all that was written there.
    """

    path: str
    language: str
    site_name: str
    site_url: str
    zone: str
    shell: str
    languages: tuple[str, ...]
    by_slug: Mapping[str, str]
    by_incident: Mapping[str, str]
    files: tuple[str, ...] = ()
    is_included: bool = False
    is_relative: bool = False
    makes_room: bool = True
    version: int = VERSION

    def settings(self, own: Settings) -> Settings:
        """`own` settings for the site as it was built."""
        return replace(
            own,
            path=self.path,
            language=self.language,
            site_name=self.site_name,
            site_url=self.site_url,
            is_included=self.is_included,
            is_relative=self.is_relative,
            makes_room=self.makes_room,
            zone=ZoneInfo(self.zone),
        )

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(text: bytes) -> Blueprint:
    """Raises UnknownBlueprint; what it names lies in the site, whoever wrote it."""
    try:
        values = json.loads(text)
        if values["version"] != VERSION:
            raise UnknownBlueprint
        values["languages"] = tuple(values["languages"])
        values["files"] = tuple(values["files"])
        plan = Blueprint(**values)
        ZoneInfo(plan.zone)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise UnknownBlueprint from None
    texts = (plan.language, plan.site_name, plan.site_url, plan.shell, *plan.languages)
    pairs = (plan.by_slug, plan.by_incident)
    paths = (plan.path, *plan.files)
    if (
        not all(isinstance(one, str) for one in (*texts, *paths))
        or not all(isinstance(one, dict) for one in pairs)
        or not all(isinstance(one, str) for pair in pairs for one in pair.values())
        or any(path.startswith("/") or {"..", "\\"} & {*path.split("/"), *path} for path in paths)
    ):
        raise UnknownBlueprint
    return plan
