"""A built site -> the pages that lack their slot, so that none is published without."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from .. import slot
from ..inventory import is_html

_DOCUMENT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_REDIRECT = re.compile(rb"<meta\s[^>]*http-equiv\s*=\s*[\"']?refresh\b", re.IGNORECASE)
_BEGINNING = 4096


def pages(site: Path) -> Iterator[Path]:
    """Every HTML file below `site`, in a stable order."""
    for folder, folders, files in os.walk(site):
        folders.sort()
        for name in sorted(files):
            if is_html(name):
                yield Path(folder, name)


def lacks_its_slot(page: bytes) -> bool:
    """True of a document that could hold a slot and does not.

    A blank file, a redirect, a frameset, and a file that is no whole document, such as a search
    engine's proof of ownership, need none.
    """
    place = slot.find(page.decode("latin-1"))
    if place is None or place.is_filled:
        return False
    return is_document(page) and not _REDIRECT.search(page[:_BEGINNING])


def is_document(page: bytes) -> bool:
    """True of a whole document, false of a fragment and of other text."""
    return bool(_DOCUMENT.search(page[:_BEGINNING]))
