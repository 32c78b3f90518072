"""Status and Board -> `api/v2/*.json`: Atlassian Statuspage's public API, v2, as still files.

Its existing clients can read a static site, so every field that they could read is there, with
the times in UTC. What the format has no field for stands under our own names and, for readers of
other people's clients, as sentences at the end of the newest update.
"""

from __future__ import annotations

import json
from typing import TypeVar

from ..board import Board, is_open
from ..status import Incident, Maintenance, Status
from ..wording import Wording
from .events import EventRecords
from .place import File, Place
from .records import Json, Records, with_others
from .sayings import phase

FOLDER = "api/v2"
MOST_EVENTS = 50
"""As many as Statuspage answers with; what is not over is always among them."""

KEY = "scheduled_maintenances"

AnyEvent = TypeVar("AnyEvent", Incident, Maintenance)


def api(status: Status, board: Board, words: Wording, place: Place) -> list[File]:
    """The eight answers of the API."""
    records = Records(status, board, words, place)
    events = EventRecords(records)
    incidents = sorted(status.incidents, key=lambda one: (one.started_at, one.id), reverse=True)
    works = sorted(
        status.scheduled_maintenances, key=lambda one: (one.scheduled_for, one.id), reverse=True
    )
    incidents = _newest(incidents, {one.id for one in incidents if is_open(one)})
    works = _newest(works, {one.id for one in works if phase(one, board.now) != "completed"})

    page = {"page": records.page()}
    overall = {"status": records.overall()}
    components = {"components": list(records.components.values())}
    told = {one.id: events.incident(one) for one in incidents}
    unresolved = {"incidents": [told[one.id] for one in incidents if is_open(one)]}
    planned = [events.maintenance(one) for one in works]
    upcoming = [one for one in reversed(planned) if one["status"] == "scheduled"]
    active = [one for one in planned if one["status"] in ("in_progress", "verifying")]
    answers: dict[str, Json] = {
        "summary": components | unresolved | {KEY: [*active, *upcoming]} | overall,
        "status": overall,
        "components": components,
        "incidents": {"incidents": list(told.values())},
        "incidents/unresolved": unresolved,
        "scheduled-maintenances": {KEY: planned},
        "scheduled-maintenances/upcoming": {KEY: upcoming},
        "scheduled-maintenances/active": {KEY: active},
    }
    answers["summary"] = with_others(answers["summary"], status.extra())
    return [_file(name, page | answer) for name, answer in answers.items()]


def _newest(events: list[AnyEvent], never_left_out: set[str]) -> list[AnyEvent]:
    """At most `MOST_EVENTS`, unless more than that are not over."""
    room = MOST_EVENTS - len(never_left_out)
    over = [one.id for one in events if one.id not in never_left_out]
    kept = never_left_out | set(over[: max(0, room)])
    return [one for one in events if one.id in kept]


def _file(name: str, answer: Json) -> File:
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return File(f"{FOLDER}/{name}.json", f"{text}\n".encode())
