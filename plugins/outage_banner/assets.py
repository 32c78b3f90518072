"""Stylesheets and scripts, and what one board and one language add -> files named by content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS_OF_SCRIPT = ("failed", "changed", "show")
WORDS_OF_NOTICES = ("full", "dismiss", "local")

_STATIC = Path(__file__).parent / "static" / "min"
"""What `tools/minified.py` makes of the files in the folder above."""


@dataclass(frozen=True)
class Asset:
    """A file whose name changes with its bytes, so that it may be cached for ever."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Assets:
    """What a banner brings along: its stylesheet, the script of its notices, and its own."""

    stylesheet: Asset
    notices: Asset
    script: Asset

    def __iter__(self) -> Iterator[Asset]:
        return iter((self.stylesheet, self.notices, self.script))


def banner_assets(
    words: Mapping[str, str],
    *,
    fragment: str,
    poll_seconds: float,
    makes_room: bool = True,
    rules: str = "",
) -> Assets:
    """The assets of a banner with these `words` (as from `Wording.script_words`).

    `fragment` is the name of the file in the same folder that is asked for news every
    `poll_seconds`, never for 0; `makes_room` where the theme may pin something in the banner's way;
    `rules` are styles that hold for one board.
    """
    own, notices = (
        {name: words[name] for name in used} for used in (WORDS_OF_SCRIPT, WORDS_OF_NOTICES)
    )
    options = {"pollSeconds": poll_seconds, "fragment": fragment, "words": own}
    return Assets(
        stylesheet=_named("outage-banner", ".css", _read("outage-banner.css") + rules),
        notices=_named(
            "outage-notices",
            ".js",
            _call("outage-notices.js", notices) + (_call("outage-room.js") if makes_room else ""),
        ),
        script=_named("outage-banner", ".js", _call("outage-banner.js", options)),
    )


def section_stylesheet() -> Asset:
    """The stylesheet of the status section's pages."""
    return _named("outage-section", ".css", _read("outage-section.css"))


def _call(file: str, options: Mapping[str, Any] | None = None) -> str:
    """A call of the function that the file holds, with `options`."""
    given = json.dumps(options, ensure_ascii=False, separators=(",", ":")) if options else ""
    return f"({_read(file)})({given});\n"


@cache
def _read(name: str) -> str:
    return (_STATIC / name).read_text("utf-8").strip()


def _named(stem: str, suffix: str, text: str) -> Asset:
    content = text.encode()
    return Asset(f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{suffix}", content)
