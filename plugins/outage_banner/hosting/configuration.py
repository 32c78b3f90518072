"""A host's kind and a site -> the text of its configuration, from a template of that kind."""

from __future__ import annotations

import re
from itertools import groupby

from .. import caching
from ..fragment import environment
from .hosted import MEDIA, Hosted

HOSTS = {
    "nginx": "nginx.conf",
    "apache": "htaccess",
    "netlify": "headers",
    "cloudflare": "headers",
}
"""The kinds of hosts, and the template of each."""

_CHARSET = "; charset=utf-8"


def configuration(kind: str, site: Hosted) -> str:
    """What to write where a host of this kind, one of `HOSTS`, looks for it."""
    template = environment().overlay(autoescape=False).get_template(f"hosts/{HOSTS[kind]}")
    endings = {one: caching.content_type(f"x.{one}") for one in sorted({*caching.TYPES, *MEDIA})}
    text = template.render(
        site=site,
        caching=caching,
        escape=re.escape,
        types=_by_type({one: type_ for one, type_ in endings.items() if "." not in one}),
        double_endings={one: type_ for one, type_ in endings.items() if "." in one},
        squeezed=[one for one, type_ in endings.items() if _is_text(type_) and "." not in one],
        charset=_CHARSET,
    )
    return f"{text.strip()}\n"


def _is_text(type_: str) -> bool:
    return type_.endswith(_CHARSET) or type_ == "application/wasm"


def _by_type(endings: dict[str, str]) -> dict[str, list[str]]:
    """The endings of each type."""
    ordered = sorted(endings.items(), key=lambda one: (one[1], one[0]))
    grouped = groupby(ordered, key=lambda one: one[1])
    return {type_: [ending for ending, _ in same] for type_, same in grouped}
