"""A page of the theme with numbers in its blanks -> any page of the section.

The theme renders one page, whatever the theme; every page of the section is that page with its
title, address and content filled in. The blanks are numbers because templates that change case,
strip tags, escape or shorten leave a number as it is. Texts go in escaped, so what a theme does
not escape does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from ..fragment import environment
from ..wording import Wording
from .place import ROOT

TITLE = "7482910365517701"
ADDRESS = "7482910365517702"
CONTENT = "7482910365517703"
DESCRIPTION = "7482910365517704"
CONTENT_BLANK = f"<div>{CONTENT}</div>"


@dataclass(frozen=True)
class Shell:
    """`text` is the rendered page; its address is `ADDRESS` followed by a slash."""

    text: str

    def page(self, *, title: str, description: str, path: str, html: str, root: str = "") -> str:
        """The page at `path` of the section, which is empty or ends in a slash.

        `html` is its content (see `content`), `root` what it writes for `place.ROOT`.
        """
        return (
            self.text.replace(TITLE, _safe(title))
            .replace(DESCRIPTION, _safe(description))
            .replace(f"{ADDRESS}/", path)
            .replace(ADDRESS, path.rstrip("/"))
            .replace(CONTENT_BLANK, html, 1)
            .replace(CONTENT, "")
            .replace(ROOT, root)
        )


def content(html: str, words: Wording) -> str:
    """The content of a page, in its own language and direction whatever those of the theme are."""
    start = Markup('<div class="outage-section" lang="{}" dir="{}">')
    return f"{start.format(words.language, words.direction)}\n{html}\n</div>"


def plain_shell(words: Wording) -> Shell:
    """A page for a site whose theme has none that shows its content."""
    template = environment().get_template("shell.html")
    blank = Markup(CONTENT_BLANK)
    return Shell(template.render(words=words, title=TITLE, description=DESCRIPTION, content=blank))


def _safe(text: str) -> str:
    """Escaped for HTML; a backslash too, which begins an escape where a theme writes JSON-LD."""
    return str(escape(" ".join(text.split()))).replace("\\", "&#92;")
