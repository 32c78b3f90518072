"""A file's path in the site -> how long it may be kept before the host is asked again, its type.

Files named by their content never change; pages are asked for again within a minute; the status
section each time. One table, for what is sent with files and for what a server is told to send.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from mimetypes import MimeTypes

FOR_EVER = "public, max-age=31536000, immutable"
EACH_TIME = "no-cache"
FRAGMENT = "public, max-age=0, s-maxage=10, stale-while-revalidate=10"
"""Kept for ten seconds by a CDN, which a million open pages ask, and by no browser."""
A_MINUTE = "public, max-age=60"
AN_HOUR = "public, max-age=3600"

FINGERPRINT_QUERY = r"(?:^|&)v=[0-9a-f]{8,64}(?:&|$)"
"""The query of an address that changes with the file's content, as in `main.css?v=cb7b2128`."""

SIBLING = re.compile(r"\.(?:gz|br|zst)$", re.IGNORECASE)
"""How the names of compressed siblings end (`page.html.gz`)."""

TYPES = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xsl": "application/xslt+xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "map": "application/json; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "avif": "image/avif",
    "webp": "image/webp",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "gz": "application/gzip",
    "br": "application/octet-stream",
    "zst": "application/zstd",
}
"""By the end of a file's name; others are as the rest of the world has them."""

OTHER_TYPE = "application/octet-stream"

# Only the types that Python brings, so that every machine sends the same.
_MORE_TYPES = MimeTypes()


@dataclass(frozen=True)
class Rule:
    """What holds for the files of a kind.

    `pattern` is searched for in a path below the site without a slash before it, in upper or lower
    case; Python and PCRE understand it. An address that ends in a slash is its page's.
    """

    name: str
    pattern: str
    cache_control: str


@cache
def rules(section: str) -> tuple[Rule, ...]:
    """Every kind, of which the first that fits is a file's; `section` is OUTAGE_PATH."""
    below = f"^{re.escape(section)}/"
    return (
        Rule("section assets", below + r"outage-[a-z]+\.[0-9a-f]{10}\.(?:css|js)$", FOR_EVER),
        Rule("fragments", below + r"banner(?:\.[a-z0-9-]+)?\.html$", FRAGMENT),
        Rule("section", below, EACH_TIME),
        # It answers for a page that may be there a moment later.
        Rule("not found", r"^404\.html$", EACH_TIME),
        # A digest has letters and digits, a date has not. Of a page only its banner may change.
        Rule(
            "fingerprinted",
            r"\.(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,64}\.(?!html?$)[a-z0-9]+$|\.pf_[a-z]+$",
            FOR_EVER,
        ),
        Rule(
            "pages",
            r"(?:^|/)$|(?:^|/)pagefind/|\.(?:html?|xml|atom|rss|json|txt|ics|webmanifest)$",
            A_MINUTE,
        ),
        Rule("assets", "", AN_HOUR),
    )


def rule(path: str, section: str) -> Rule:
    """The rule of a file; a compressed sibling has that of the file it stands for."""
    path = SIBLING.sub("", path)
    return next(one for one in rules(section) if re.search(one.pattern, path, re.IGNORECASE))


def content_type(path: str) -> str:
    """The media type of a file, by its name."""
    *_, last, end = ["", *path.rpartition("/")[2].lower().split(".")]
    found = TYPES.get(f"{last}.{end}") or TYPES.get(end)
    return found or _MORE_TYPES.guess_type(f"x.{end}")[0] or OTHER_TYPE
