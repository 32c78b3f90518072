"""Pages of a site -> the files that they need to be shown: styles, scripts, images, fonts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..gate import is_html, markup
from ..gate.addresses import Addresses, join
from ..gate.links import Links


def needed(site: Path, address: str, files: Iterable[str], pages: Iterable[str]) -> set[str]:
    """What the `pages` of a site at `address` need, and what that needs."""
    links = Links(Addresses(address, frozenset(files)))
    found: set[str] = set()
    waiting = set(pages)
    while waiting:
        file = waiting.pop()
        parts = set(_parts(site, file, links)) - found
        found |= parts
        waiting |= parts
    return found


def _parts(site: Path, file: str, links: Links) -> Iterable[str]:
    base = links.addresses.of(file)
    if is_html(file):
        page = markup.read((site / file).read_bytes())
        urls = (link.url for link in page.links)
        return (one for one in links.files(urls, join(base, page.base)) if not _is_read(one))
    if file.lower().endswith(".css"):
        text = (site / file).read_bytes().decode("utf-8", "replace")
        return links.files((link.url for link in markup.links_of_stylesheet(text)), base)
    return ()


def _is_read(file: str) -> bool:
    """Whether readers go there, instead of being shown it as a part of a page."""
    return is_html(file) or file.lower().endswith((".xml", ".atom", ".rss", ".json", ".ics"))
