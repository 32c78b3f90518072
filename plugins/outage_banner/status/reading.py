"""Bytes or a file -> Reading: the Status in them, and every problem, each with its place."""

from __future__ import annotations

import errno
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from . import rules
from .defaults import completed
from .document import LARGEST_BYTES, Document, parse, too_large
from .faults import findings as faults_of
from .loose import Json
from .model import Status
from .problems import Finding, Problem, Severity, json_path, kind
from .shape import LONGEST_LIST, Shaped

MOST_LISTED = 100
STALE_AFTER_HOURS = 24.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: a status, unless there are errors; and the problems in the file's order."""

    status: Status | None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def is_there(path: Path) -> bool:
    """Whether there is something to read, if only a link to nothing or behind a closed door."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def load_status(
    path: Path,
    *,
    zone: tzinfo,
    now: datetime,
    stale_after_hours: float = STALE_AFTER_HOURS,
    file: str | None = None,
) -> Reading:
    """Reads a status file; `file` is how problems call it, by default the path as given.

    Never raises: that the file is missing, no file, unreadable or too large is a problem too.
    """
    name = str(path) if file is None else file
    try:
        source = _bytes(path)
    except (OSError, ValueError) as error:
        return Reading(None, (_whole_file(name, "error", _unreadable(error)),))
    return read_status(source, file=name, zone=zone, now=now, stale_after_hours=stale_after_hours)


def read_status(
    source: bytes,
    *,
    file: str,
    zone: tzinfo,
    now: datetime,
    stale_after_hours: float = STALE_AFTER_HOURS,
) -> Reading:
    """Reads the bytes of a status file; never raises.

    `zone` is the site's, in which dates are counted and corrections are written, unless the
    document names its own. `now` and `stale_after_hours` decide on warnings only.
    """
    document = parse(source)
    if not document.is_json:
        return Reading(None, _problems(file, document, list(document.findings)))
    if not isinstance(document.value, dict):
        message = f"the file is {kind(document.value)}; write an object like {{}}"
        return Reading(None, _problems(file, document, [Finding("error", (), message, offset=0)]))
    status, found = _status(document.value, zone, now, timedelta(hours=stale_after_hours))
    told = {finding.path for finding in document.findings if finding.path}
    found = [*document.findings, *(finding for finding in found if finding.path not in told)]
    problems = _problems(file, document, found)
    failed = any(problem.severity == "error" for problem in problems)
    return Reading(None if failed else status, problems)


def _status(
    value: Json, site_zone: tzinfo, now: datetime, stale_after: timedelta
) -> tuple[Status | None, list[Finding]]:
    zone = _page_zone(value) or site_zone
    shaped = Shaped()
    document = completed(shaped.shape(value, Status), zone)
    found: list[Finding] = []
    status = None
    try:
        status = Status.model_validate(document.root, context={"zone": zone})
    except ValidationError as error:
        found += faults_of(error.errors(include_url=False), document)
    found += rules.errors(document)
    for path, length in shaped.too_long:
        message = f"is a list of {length:,}; a status file has at most {LONGEST_LIST:,} of anything"
        found.append(Finding("error", path, message))
    found += rules.warnings(document, now, stale_after)
    found += [
        Finding("warning", key.path, key.message, at_key=True) for key in shaped.unknown.values()
    ]
    return status, found


def _page_zone(value: Json) -> tzinfo | None:
    page = value.get("page")
    name = page.get("time_zone") if isinstance(page, dict) else None
    try:
        return ZoneInfo(name) if isinstance(name, str) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _problems(file: str, document: Document, found: list[Finding]) -> tuple[Problem, ...]:
    """The first hundred findings with their places; errors first where they are more."""
    kept = sorted(found, key=lambda finding: finding.severity)[:MOST_LISTED]
    places = document.offsets({(each.path, each.at_key) for each in kept if each.offset is None})
    placed = []
    for each in kept:
        offset = places[each.path, each.at_key] if each.offset is None else each.offset
        message = each.message if isinstance(each.message, str) else each.message()
        path = json_path(each.path)
        placed.append(Problem(each.severity, file, *document.place(offset), path, message))
    placed.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    left = sorted(found, key=lambda finding: finding.severity)[MOST_LISTED:]
    if left:
        placed.append(_whole_file(file, left[0].severity, f"and {len(left):,} more"))
    return tuple(placed)


def _bytes(path: Path) -> bytes:
    """The file's content, unless its size, looked at first, is past the limit."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("is not a file one can read, but a device or a pipe; write a file")
    if status.st_size > LARGEST_BYTES:
        raise ValueError(too_large(status.st_size))
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _unreadable(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file; write one that holds {}, or mend OUTAGE_STATUS_FILE"
        case IsADirectoryError():
            return "is a directory; name a file, like content/status.json, in OUTAGE_STATUS_FILE"
        case PermissionError():
            return "may not be read by this user; give the right to read it: chmod u+r"
        case OSError():
            return f"cannot be read: {error.strerror}; mend that, or OUTAGE_STATUS_FILE"
        case _:
            return str(error)


def _whole_file(file: str, severity: Severity, message: str) -> Problem:
    return Problem(severity, file, None, None, "", message)
