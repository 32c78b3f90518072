"""A Content-Security-Policy, as written -> the policy, and the same for pages of WebAssembly."""

from __future__ import annotations

import re
from dataclasses import dataclass

STRICT = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
"""Everything from the site itself, nothing inline; the pages of this plugin need no more."""

_WASM = "'wasm-unsafe-eval'"
_SAYABLE = re.compile(r"[ !#&-\[\]-~]*")
"""What stands between double quotes in every server's configuration and means itself."""


class Unsayable(ValueError):
    """A policy that cannot be written into a server's configuration as it is."""


@dataclass(frozen=True)
class Policy:
    """`text` is the header's value; empty for a site that sends none."""

    text: str = STRICT

    def __post_init__(self) -> None:
        if not _SAYABLE.fullmatch(self.text):
            raise Unsayable(
                f"{self.text!r} cannot be written into a server's configuration; write a policy "
                'in ASCII on one line, without ", $, % and \\.'
            )

    @property
    def with_wasm(self) -> Policy:
        """The policy under which the scripts that it allows may run WebAssembly, too."""
        directives = [one.split() for one in self.text.split(";") if one.strip()]
        by_name = {words[0].lower(): words for words in reversed(directives)}
        scripts = by_name.get("script-src") or [
            "script-src",
            *by_name.get("default-src", [])[1:],
        ]
        if len(scripts) == 1 or _WASM in scripts:
            return self
        others = [one for one in directives if one is not scripts]
        allowed = [word for word in scripts if word.lower() != "'none'"]
        return Policy("; ".join(" ".join(words) for words in [*others, [*allowed, _WASM]]))
