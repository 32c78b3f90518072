"""(Status file, change) -> the same file with that change made, and nothing else in it touched.

changes     what can be changed: Open, Update, Resolve, Schedule, Move, Merge
sheet       where in the file that is, and how times are written there
added       a new incident or new planned work
changed     news of one that is there
merged      what another system tells
json_text   a value put into JSON text
json_style  written as its neighbours are
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from ..status import Problem, Status, read_status
from .added import opened, scheduled
from .changed import moved, resolved, updated
from .changes import Change, Estimate, Merge, Move, Open, Resolve, Schedule, Update
from .merged import merged
from .sheet import Refused, Sheet

__all__ = [
    "EMPTY",
    "Broken",
    "Change",
    "Edited",
    "Estimate",
    "Merge",
    "Move",
    "Open",
    "Refused",
    "Resolve",
    "Schedule",
    "Update",
    "edited",
]

EMPTY = b"{}\n"
"""The status file of a site that has none yet."""

_MARK = "\ufeff"


class Broken(Refused):
    """The file has errors, so that nobody can tell what a change would do to it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the file has errors")
        self.problems = problems


@dataclass(frozen=True)
class Edited:
    """The new bytes, what they say, and what they warn of that the old ones did not.

    `event_ids` are the events that were changed: one, unless it was a Merge.
    """

    source: bytes
    has_changed: bool
    status: Status
    event_ids: tuple[str, ...]
    warnings: tuple[Problem, ...]

    @property
    def event_id(self) -> str:
        return self.event_ids[0]


def edited(
    source: bytes, change: Change | Merge, *, file: str, zone: tzinfo, now: datetime
) -> Edited:
    """Makes the change at `now`; `zone` is the site's, unless the file names its own.

    Raises Broken where the file has errors, and Refused where it would have some after the change.
    """
    now = now.replace(microsecond=0)
    before = read_status(source, file=file, zone=zone, now=now)
    if not isinstance(before.status, Status):
        raise Broken(before.errors)
    text = source.decode("utf-8")
    zone = ZoneInfo(before.status.page.time_zone) if before.status.page.time_zone else zone
    old = Sheet(text.removeprefix(_MARK), before.status, zone, now)
    sheet, event_ids = _made(old, change)
    if sheet.text != old.text:
        sheet = sheet.stamped()
    new = (_MARK * text.startswith(_MARK) + sheet.text).encode("utf-8")
    after = read_status(new, file=file, zone=zone, now=now)
    if not isinstance(after.status, Status):
        raise Refused("; ".join(f"{one.json_path}: {one.message}" for one in after.errors))
    known = {problem.message for problem in before.warnings}
    warnings = tuple(problem for problem in after.warnings if problem.message not in known)
    return Edited(new, new != source, after.status, event_ids, warnings)


def _made(sheet: Sheet, change: Change | Merge) -> tuple[Sheet, tuple[str, ...]]:
    match change:
        case Open():
            sheet, event_id = opened(sheet, change)
        case Schedule():
            sheet, event_id = scheduled(sheet, change)
        case Merge():
            return merged(sheet, change)
        case Update():
            sheet, event_id = updated(sheet, change), change.event_id
        case Move():
            sheet, event_id = moved(sheet, change), change.event_id
        case Resolve():
            sheet, event_id = resolved(sheet, change), change.event_id
    return sheet, (event_id,)
