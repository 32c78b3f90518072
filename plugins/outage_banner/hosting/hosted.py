"""Settings -> the site as a server knows it: its addresses, and patterns that are searched in them.

Patterns are PCRE, searched in the path of an address in upper or lower case, as in `caching`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from .. import caching
from ..section.place import Place
from ..settings import Settings
from .policy import Policy

_HOST = re.compile(r"[A-Za-z0-9._-]+")
_PLAIN = re.compile(r"[A-Za-z0-9._~/-]*")
_QUOTABLE = re.compile(r'[^"$\\\x00-\x1f]+')
_SIBLING = r"(?:\.(?:gz|br|zst))?$"

MEDIA = (
    *("png", "jpg", "jpeg", "gif", "bmp", "tiff", "mp3", "opus", "wav"),
    *("mp4", "webm", "mov", "pdf", "zip", "tar"),
    *("pagefind", "pf_meta", "pf_index", "pf_fragment"),
)
"""What else a blog may hold, beside `caching.TYPES`."""


class Unhostable(Exception):
    """A site that no configuration can be written for; the message says what to change."""


@dataclass(frozen=True)
class Hosted:
    """`url` is SITEURL; `host` its host in ASCII, `base` its path, which ends in a slash.

    `section` is OUTAGE_PATH; `root` the folder of the files on the server; `wasm` are pages whose
    scripts run WebAssembly, such as `search/`; `is_included` where the server puts the fragment
    into the pages.
    """

    url: str
    host: str
    base: str
    section: str
    root: str
    is_included: bool
    policy: Policy
    wasm: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells this site's variables from those of others on the same server.

        Short, as nginx takes no names of more than some forty letters.
        """
        place = f"{self.host}{self.base}"
        return re.sub(r"\W+", "_", place)[:20] + hashlib.sha256(place.encode()).hexdigest()[:6]

    @property
    def origin(self) -> str:
        """What an address on this host begins with; empty where SITEURL has no scheme."""
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{self.host}{port}" if parts.scheme else ""

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """Patterns, the first that fits being the right one, and how long such files are kept."""
        found = caching.rules(self.section)[:-1]
        return tuple((self._in_addresses(one.pattern), one.cache_control) for one in found)

    @property
    def others_kept(self) -> str:
        """How long all other files are kept; for ever under the address of just this content."""
        return caching.rules(self.section)[-1].cache_control

    @property
    def fragments(self) -> str:
        """The pattern of the banner's own files, one for each language."""
        found = {one.name: one.pattern for one in caching.rules(self.section)}
        return self._in_addresses(found["fragments"])

    @property
    def api(self) -> str:
        """The pattern of what scripts of other sites may read."""
        return self._in_addresses(f"^{re.escape(self.section)}/api/")

    @property
    def wasm_pages(self) -> tuple[str, ...]:
        return tuple(
            self._in_addresses(f"^{re.escape(page)}(?:index\\.html)?$") for page in self.wasm
        )

    def _in_addresses(self, pattern: str) -> str:
        """A pattern for paths below the site as one for addresses, and for compressed siblings."""
        anchored = re.sub(r"^\^", lambda _: f"^{re.escape(self.base)}", pattern)
        return anchored.replace("$", _SIBLING)


def _host(url: str) -> str:
    """The host of SITEURL in ASCII. Raises Unhostable."""
    with suppress(ValueError):
        parts = urlsplit(url)
        host = Place("", url, "").host if parts.hostname else ""
        if _HOST.fullmatch(host) and parts.port != 0:
            return host
    raise Unhostable(
        f"SITEURL is {url!r}, and what a server is told begins with it; write a whole address "
        "such as 'https://blog.example', or name the settings file that has one: -s publishconf.py"
    )


def hosted(
    settings: Settings,
    *,
    root: str | None = None,
    policy: Policy | None = None,
    wasm: Iterable[str] = (),
) -> Hosted:
    """The site of these settings; without a `root` below /var/www. Raises Unhostable."""
    host = _host(settings.site_url)
    for path in (settings.base, *wasm):
        if not _PLAIN.fullmatch(path):
            raise Unhostable(
                f"{path!r} becomes part of a server's patterns; make such a path of the letters "
                "A to Z, digits, . _ ~ - and / alone."
            )
    if root and not (root.startswith("/") and _QUOTABLE.fullmatch(root)):
        raise Unhostable(
            f"{root!r} becomes part of a server's configuration; write the whole path of a folder, "
            'such as /var/www/blog, without ", $ and \\.'
        )
    return Hosted(
        url=settings.site_url,
        host=host,
        base=f"{settings.site_path}/",
        section=settings.path,
        root=(root or f"/var/www/{host}").rstrip("/"),
        is_included=settings.is_included,
        policy=policy or Policy(),
        wasm=tuple(page.strip("/") + "/" for page in wasm),
    )
