"""The files of a site, and what is known of its host -> what is sent and deleted, step by step.

Nothing comes before what it refers to, and whatever interrupts the steps, the site on the host
works: in each part of it what is new goes before what changes, and deletions come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

from .. import caching
from ..gate import is_html
from .files import File
from .ledger import Ledger

OUTLIVES_SECONDS = 86_400
"""So long files named by their content outlive the site's last use of them, for pages in caches."""

UNTOLD = -1
"""The size of a file on hosts that do not tell it."""

HOME = "index.html"

_LISTINGS = (".xml", ".atom", ".rss", ".txt")
_DATA = ".json"


class Step(NamedTuple):
    """Files that are sent at the same time, begun in this order, before any of the next step."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """`gone` are files that stay for a while; `foreign` those that no publish sent.

    `is_whole`: of the whole site, not of its status section alone.
    """

    steps: tuple[Step, ...]
    is_whole: bool = False
    deletions: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def puts(self) -> tuple[str, ...]:
        return tuple(path for step in self.steps for path in step.paths)


@dataclass(frozen=True)
class Site:
    """`newest` are pages in the order in which readers should get them; `needed` what the pages of
    the section need."""

    section: str
    files: Mapping[str, File]
    newest: Sequence[str] = ()
    needed: AbstractSet[str] = field(default_factory=frozenset)


def plan(site: Site, there: Mapping[str, int], ledger: Ledger, now: int) -> Plan:
    """All that brings the host to what the site is. `there` are its files and their sizes."""
    gone, deletions, foreign = [], [], []
    known = {_alike(path): path for path in site.files}
    for path in sorted(set(there) - set(site.files)):
        sent = ledger.sent(path)
        if sent is None:
            foreign.append(path)
        elif _outlives(path, site.section) and now - (sent.gone_at or now) < OUTLIVES_SECONDS:
            gone.append(path)
        elif known.get(_alike(path), path) not in there:
            # To some hosts they are one file; two are listed where they are not.
            gone.append(path)
        else:
            deletions.append(path)
    # A page before what it alone needs.
    deletions.sort(key=lambda path: not is_html(path))
    steps = (*_section_steps(site, there, ledger), *_other_steps(site, there, ledger))
    return Plan(steps, True, tuple(deletions), tuple(gone), tuple(foreign))


def status_plan(site: Site, there: Mapping[str, int], ledger: Ledger) -> Plan:
    """The status section alone, with what it needs; nothing is deleted."""
    return Plan(tuple(_section_steps(site, there, ledger)))


def _section_steps(site: Site, there: Mapping[str, int], ledger: Ledger) -> Iterable[Step]:
    changed = _changed(site, there, ledger)
    below = f"{site.section}/"
    inside = [path for path in changed if path.startswith(below)]
    kinds = {path: caching.rule(path, site.section).name for path in inside}
    parts = {
        "what the status pages need": [path for path in changed if path in site.needed],
        "status assets": [path for path in inside if kinds[path] == "section assets"],
        "status pages": [path for path in inside if kinds[path] == "section"],
        "banner": [path for path in inside if kinds[path] == "fragments"],
    }
    parts["what the status pages need"] = [
        path for path in parts["what the status pages need"] if not path.startswith(below)
    ]
    for name, paths in parts.items():
        yield from _new_first(name, sorted(paths, key=_place), there)


def _other_steps(site: Site, there: Mapping[str, int], ledger: Ledger) -> Iterable[Step]:
    below = f"{site.section}/"
    rest = [
        path
        for path in _changed(site, there, ledger)
        if not path.startswith(below) and path not in site.needed
    ]
    pages = [path for path in rest if is_html(_original(path))]
    listings = [path for path in rest if _is_listing(path, there)]
    others = set(rest) - set(pages) - set(listings)
    yield from _new_first("assets", sorted(others, key=_place), there)
    rank = {path: number for number, path in enumerate(site.newest)}

    def order(home: int) -> Callable[[str], tuple[int, int, str, bool]]:
        def key(path: str) -> tuple[int, int, str, bool]:
            page = _original(path)
            return home if page == HOME else 0, rank.get(page, len(rank)), *_place(path)

        return key

    # New pages before the home page that links to them; of what readers have, that one first.
    new = sorted((path for path in pages if path not in there), key=order(1))
    old = sorted((path for path in pages if path in there), key=order(-1))
    yield from _steps(("new pages", new), ("pages", old))
    yield from _new_first("feeds and lists", sorted(listings, key=_place), there)


def _changed(site: Site, there: Mapping[str, int], ledger: Ledger) -> list[str]:
    return [
        path
        for path, file in site.files.items()
        if there.get(path) not in (file.size, UNTOLD)
        or (sent := ledger.sent(path)) is None
        or sent.digest != file.digest
    ]


def _new_first(name: str, paths: Iterable[str], there: Mapping[str, int]) -> Iterable[Step]:
    paths = list(paths)
    return _steps(
        (f"new {name}", [path for path in paths if path not in there]),
        (name, [path for path in paths if path in there]),
    )


def _steps(*steps: tuple[str, Iterable[str]]) -> Iterable[Step]:
    return [Step(name, found) for name, paths in steps if (found := tuple(paths))]


def _is_listing(path: str, there: Mapping[str, int]) -> bool:
    """What lists pages follows them. Data is an asset of a page that has been without it."""
    name = _original(path).lower()
    return name.endswith(_LISTINGS) or (name.endswith(_DATA) and path in there)


def _outlives(path: str, section: str) -> bool:
    return caching.rule(path, section).cache_control == caching.FOR_EVER


def _alike(path: str) -> str:
    """What two names have in common that some hosts cannot tell apart."""
    return normalize("NFC", path).casefold()


def _place(path: str) -> tuple[str, bool]:
    """Beside each other, a file's compressed siblings first."""
    original = _original(path)
    return original, path == original


def _original(path: str) -> str:
    return caching.SIBLING.sub("", path)
