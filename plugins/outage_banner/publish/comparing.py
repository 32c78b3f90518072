"""A built site and its host -> what is to be done to make the one what the other is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from ..blueprint import Blueprint
from ..remote import Host
from . import plan as planning
from .files import File, files
from .ledger import NAME, UNKNOWN, Ledger, Unpublishable, from_json
from .needs import needed
from .plan import Site
from .sending import Publishing


def prepared(
    host: Host, root: Path, built: Blueprint, *, status_only: bool, now: int
) -> Publishing:
    """Compare the site in the folder `root` with its host. Raises RemoteError and Unpublishable."""
    section = built.path
    found = files(root, section, has_headers=host.has_headers)
    below = f"{section}/"
    known = host.content(below + NAME)
    ledger = from_json(known or b"")
    if ledger and ledger.address != built.site_url:
        raise Unpublishable(
            f"{host.name} holds a site for {_address(ledger.address)}, and this one was built for "
            f"{_address(built.site_url)}. Build it for that address, or name another target. "
            f"If the site moves, delete {below}{NAME} there."
        )
    there = _there(host, section, found, ledger, status_only=status_only)
    pages = [path for path in found if path.startswith(below)]
    site = Site(
        section=section,
        files=found,
        newest=_newest(built, found),
        needed=needed(root, built.site_url, found, pages),
    )
    old = ledger or Ledger(address=built.site_url)
    plan = (
        planning.status_plan(site, there, old)
        if status_only
        else planning.plan(site, there, old, now)
    )
    return Publishing(host, root, site, plan, old, ledger is None, old.pages)


def address_of(path: str, site_url: str) -> str:
    """Where readers find a file of the site."""
    folder, slash, name = path.rpartition("/")
    shown = folder + slash if name == planning.HOME else path
    return f"{site_url}/{quote(shown)}"


def _address(site_url: str) -> str:
    return site_url or "no address"


def _there(
    host: Host,
    section: str,
    found: Mapping[str, File],
    ledger: Ledger | None,
    *,
    status_only: bool,
) -> dict[str, int]:
    """The files on the host and their sizes; outside of what was listed, as the ledger has them."""
    if ledger is None:
        # Nothing is known of what is there, and all of it may be more than can be listed.
        own = {path.partition("/")[0] for path in found if "/" in path}
        return {one.path: -1 for one in host.entries(deep=False) if one.path not in own}
    if not status_only:
        return {one.path: one.size for one in host.entries()}
    below = f"{section}/"
    sent = ((path, ledger.sent(path)) for path in found if not path.startswith(below))
    known = {path: one.size for path, one in sent if one and one.digest != UNKNOWN}
    return known | {one.path: one.size for one in host.entries(section)}


def _newest(built: Blueprint, found: Mapping[str, File]) -> list[str]:
    """The posts of a build, newest first, by their paths in the site."""
    root = urlsplit(built.site_url).path
    paths = []
    for address in reversed(list(built.by_slug.values())):
        path = unquote(address.removeprefix(root).lstrip("/"))
        names = (path, f"{path}index.html", f"{path.rstrip('/')}/index.html", f"{path}.html")
        paths += [name for name in names if name in found][:1]
    return paths
