"""A few words -> the component or the event that they mean; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from ..status import Component
from ..status.slugs import slug

LEAST_LETTERS = 3

_NOT_TELLING = frozenset(
    """
    all and are back broken com down example for its net not offline org our page pages server
    servers service services site sites slow the unavailable unreachable www
    """.split()  # noqa: SIM905
)


def components_in(name: str, components: Sequence[Component]) -> tuple[Component, ...]:
    """The components that a name is about: all it spells out, else the only one it hints at."""
    said = _words(name)
    spelled: dict[str, list[str]] = {}
    for component in components:
        if found := [way for way in _ways(component) if _holds(said, way)]:
            spelled[component.id] = max(found, key=len)
    # "Shop API" spells "Shop" as well.
    part = {
        one
        for one, way in spelled.items()
        if any(len(way) < len(other) and _holds(other, way) for other in spelled.values())
    }
    if spelled:
        return tuple(one for one in components if one.id in spelled.keys() - part)
    telling = {word for word in said if len(word) >= LEAST_LETTERS} - _NOT_TELLING
    hinted = [one for one in components if telling & {word for way in _ways(one) for word in way}]
    return tuple(hinted) if len(hinted) == 1 else ()


def matching(text: str, ids: Iterable[str]) -> list[str]:
    """The ids that a shortened one may stand for: itself, else its beginnings, else its parts."""
    known, asked = list(ids), slug(text, text).lower()
    if not asked:
        return []
    by_rank = (
        [one for one in known if one == text],
        [one for one in known if one.lower().startswith(asked)],
        [one for one in known if f"-{asked}" in f"-{one.lower()}"],
    )
    return next((found for found in by_rank if found), [])


def _words(text: str) -> list[str]:
    """The words in lower case Latin letters and digits."""
    return [word for each in re.findall(r"[^\W_]+", text) if (word := slug(each, ""))]


def _ways(component: Component) -> list[list[str]]:
    """How a component can be called: its name, its id, its host with and without the ending."""
    host = (urlsplit(component.url).hostname or "") if component.url else ""
    host = host.removeprefix("www.")
    ways = [component.name, component.id, host, host.rpartition(".")[0]]
    return [words for way in ways if (words := _words(way))]


def _holds(said: list[str], words: list[str]) -> bool:
    """Whether the words are said one after another, or run together as in the name of a host."""
    lengths = (1, 2, 3, len(words))
    runs = ("".join(said[at : at + length]) for length in lengths for at in range(len(said)))
    return "".join(words) in runs
