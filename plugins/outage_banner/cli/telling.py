"""What readers are told -> text and JSON for whoever runs the command."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..status import Status
    from .site import Site

ALL_IS_WELL = "All is well: readers are shown no notice."


def as_text(site: Site, status: Status) -> str:
    """Each notice as readers get it, and when something else will be told by itself."""
    from .. import fragment
    from ..board import board

    told, words = board(status, site.now, site.settings.rules), site.words(status)
    text = fragment.text(told, words) or ALL_IS_WELL
    if told.next_change:
        text += f"\n\nThis changes by itself on {words.moment(told.next_change)}."
    return text


def as_json(site: Site, status: Status, **more: Any) -> str:
    """The same for a script; times in ISO 8601, in the zone in which readers are told them."""
    from .. import fragment
    from ..board import board

    told, words = board(status, site.now, site.settings.rules), site.words(status)
    notices = [
        {
            "id": notice.id,
            "kind": notice.kind,
            "name": notice.name,
            "components": [component.id for component in notice.subjects],
            "told": [
                words.sentence(notice, one).striptags()
                for one in (*notice.facts, *notice.said)
                if one.window.holds(site.now)
            ],
            "works": notice.works,
            "alternatives": [{"name": one.name, "url": one.url} for one in notice.alternatives],
            "contact": notice.contact,
        }
        for notice in told.notices
    ]

    def iso(at: datetime | None) -> str | None:
        return at.astimezone(site.zone(status)).isoformat() if at else None

    document = {
        **more,
        "file": str(site.file),
        "now": iso(site.now),
        "text": fragment.text(told, words),
        "notices": notices,
        "next_change": iso(told.next_change),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
