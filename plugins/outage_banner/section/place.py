"""Where the status section is published: its files, its addresses and its lasting names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

HOST_OF_A_PREVIEW = "localhost"
INDEX = "index.html"
NOT_FOUND = "404.html"
"""The page that a host answers with at addresses of any depth."""

ROOT = "7482910365517705"
"""Stands for the site's root in what pages at different depths have in common."""


@dataclass(frozen=True)
class File:
    """A file of the section; `path` is relative to it, like `api/v2/summary.json`."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Place:
    """The site and the section in it.

    `site_url` is absolute, though its scheme may be left to the reader's (`//blog.example`),
    without a slash at its end, or "" in a preview; `base` is the address of the section from the
    root of its host, ending in a slash: `/status/` or `/repo/status/`. With `is_relative` pages
    write addresses in the site as seen from their own, and it may be served below any path.
    """

    site_name: str
    site_url: str
    base: str
    is_relative: bool = False

    @property
    def host(self) -> str:
        """The site's host in ASCII, for names that have to be unique in the world."""
        host = urlsplit(self.site_url).hostname or HOST_OF_A_PREVIEW
        return host.encode("idna").decode() if not host.isascii() else host

    @property
    def home(self) -> str:
        """The address of the site's front page."""
        return f"{self.site_url}/"

    def url(self, path: str = "") -> str:
        """The address of a page or file of the section; in a preview, from the host's root."""
        site = urlsplit(self.site_url)
        origin = site._replace(path="", query="", fragment="").geturl() if site.netloc else ""
        return f"{origin}{self.base}{path}"

    def link(self, path: str = "") -> str:
        """What pages write to link to a page or file of the section.

        A relative one names the file of a page, as a folder has none to answer with `index.html`.
        """
        address = self.linked(self.base + path)
        is_page = not path or path.endswith("/")
        return address + INDEX if self.is_relative and is_page else address

    def linked(self, address: str) -> str:
        """An address from the root of the host as pages write it, with ROOT for what differs."""
        if not self.is_relative or not address.startswith("/"):
            return address
        return ROOT + address.removeprefix(self._site_path)

    def root_of(self, page: str) -> str:
        """What the page at this path of the site writes for ROOT: `..`, or `/repo`."""
        if not self.is_relative or (page == NOT_FOUND and self.site_url):
            return self._site_path
        return "/".join([".."] * page.count("/")) or "."

    @property
    def _site_path(self) -> str:
        return urlsplit(self.site_url).path

    def incident_url(self, incident_id: str) -> str:
        """The address of the page of an incident or a maintenance."""
        return self.url(f"{incident_id}/")
