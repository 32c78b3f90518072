"""What answered at an address, and the text of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE | re.ASCII)
_META_WITHIN = 1024
"""Where HTML has to name its charset: https://html.spec.whatwg.org/#charset."""
_AS_ON_THE_WEB = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
"""What browsers read instead: https://encoding.spec.whatwg.org/#names-and-labels."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NEVER_IN_META = re.compile(r"utf[-_]?(?:16|32)", re.IGNORECASE)
"""The `<meta>` would not have been found."""


@dataclass(frozen=True)
class Answer:
    """What answered, at the `url` where the redirects ended. `body`: its first `most_bytes`.

    `is_public`: it came from the open internet.
    """

    url: str
    status: int
    body: bytes = b""
    is_whole: bool = True
    charset: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)
    """By their names in small letters."""
    is_public: bool = field(default=False, compare=False)

    @property
    def text(self) -> str:
        """The body as text, in the charset of its mark, header or `<meta>`, else UTF-8.

        What is none becomes "\ufffd".
        """
        charset = self._mark() or self.charset or self._meta() or "utf-8"
        with suppress(LookupError, ValueError):
            return self.body.decode(_AS_ON_THE_WEB.get(charset.lower(), charset), "replace")
        return self.body.decode("utf-8", "replace")

    def _mark(self) -> str | None:
        """The charset of a byte order mark, which browsers believe before all."""
        return next((name for mark, name in _MARKS.items() if self.body.startswith(mark)), None)

    def _meta(self) -> str | None:
        found = _META.search(self.body[:_META_WITHIN])
        charset = found.group(1).decode("ascii") if found else None
        return None if charset and _NEVER_IN_META.match(charset) else charset
