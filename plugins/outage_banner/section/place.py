"""Where the status section is published: its files, its addresses and its lasting names."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

HOST_OF_A_PREVIEW = "localhost"


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
    root of its host, ending in a slash: `/status/` or `/repo/status/`.
    """

    site_name: str
    site_url: str
    base: str

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

    def incident_url(self, incident_id: str) -> str:
        """The address of the page of an incident or a maintenance."""
        return self.url(f"{incident_id}/")
