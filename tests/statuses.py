"""Status files as an author writes them on Thanksgiving night, for the tests of later stages."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from outage_banner.status import Status, read_status

DENVER = ZoneInfo("America/Denver")


def at(text: str) -> datetime:
    """`24T21:00`: a time in November 2011, in Denver."""
    return datetime.fromisoformat(f"2011-11-{text}").replace(tzinfo=DENVER)


NIGHT = at("24T21:00")


def status_of(**document: Any) -> Status:
    """The Status of a document in which times may be datetimes; it must have no error."""
    source = json.dumps(document, default=lambda time: time.isoformat()).encode()
    reading = read_status(source, file="status.json", zone=DENVER, now=NIGHT)
    assert reading.status, [str(error) for error in reading.errors]
    return reading.status


def incident(name: str = "The shop is offline", **fields: Any) -> dict[str, Any]:
    """An incident that began at three in the afternoon."""
    return {"name": name, "started_at": at("24T15:00"), **fields}
