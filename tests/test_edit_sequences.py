"""Any sequence of changes to the text says what the same changes to the values say."""

import json
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outage_banner.edit import (
    Change,
    Estimate,
    Move,
    Open,
    Refused,
    Resolve,
    Schedule,
    Update,
    edited,
)
from statuses import DENVER, NIGHT

COMPONENTS = ("shop", "blog")
IDS = ("a", "b", "c", "old")
START: dict[str, Any] = {
    "_note": "mine",
    "components": [
        {"id": one, "name": one.title(), "x-team": [1, {"y": None}]} for one in COMPONENTS
    ],
    "incidents": [
        {
            "id": "old",
            "name": "An old one",
            "x-ticket": {"number": 7},
            "started_at": "2011-11-20T15:00:00-07:00",
            "incident_updates": [{"x-by": "me", "display_at": "2011-11-20T16:00:00-07:00"}],
        }
    ],
    "odd key": [[], {}, ""],
}
HOURS = st.integers(1, 9).map(lambda hours: timedelta(hours=hours))
WORDS = st.none() | st.sampled_from(["Wörter", 'a "quote"\n\\', "\u2028"])


def iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


@st.composite
def changes(draw: st.DrawFn, now: datetime) -> Change:
    """Any change that could be made at `now`."""
    named = tuple(draw(st.lists(st.sampled_from(COMPONENTS), unique=True)))
    soon, later, id_ = now + draw(HOURS), now + timedelta(days=1), draw(st.sampled_from(IDS))
    message, works = draw(WORDS), draw(WORDS)
    kinds: list[Change] = [
        Open(name="New", started_at=now, id=id_, components=named, message=message, works=works),
        Schedule(name="Work", scheduled_for=soon, scheduled_until=later, id=id_, message=message),
        Update(
            event_id=id_,
            message=message,
            status=draw(st.sampled_from([None, "identified", "monitoring"])),
            components=named,
            expected=draw(st.sampled_from([None, Estimate(None), Estimate(soon)])),
            next_update_at=draw(st.sampled_from([None, soon])),
        ),
        Resolve(event_id=id_, at=now, message=message),
        Move(event_id=id_, scheduled_until=later + draw(HOURS), message=message),
    ]
    return draw(st.sampled_from(kinds))


def said_first(event: dict[str, Any], update: dict[str, Any]) -> None:
    event.setdefault("incident_updates", []).insert(0, update)


def on_values(document: dict[str, Any], change: Change, now: datetime) -> None:
    """The change, made to the values; KeyError where it cannot be."""
    all_ids = {
        one["id"]: one
        for key in ("incidents", "scheduled_maintenances")
        for one in document.get(key, [])
    }
    said = {"body": change.message, "display_at": iso(now)}
    if not change.message:
        del said["body"]
    if isinstance(change, Open | Schedule):
        if change.id in all_ids:
            raise KeyError(change.id)
        event: dict[str, Any] = {"id": change.id, "name": change.name, "works": change.works}
        event["components"] = list(change.components)
        if isinstance(change, Open):
            key = "incidents"
            event |= {"status": "investigating", "impact": "major", "started_at": iso(now)}
        else:
            key = "scheduled_maintenances"
            times = iso(change.scheduled_for), iso(change.scheduled_until)
            event |= {
                "created_at": iso(now),
                "scheduled_for": times[0],
                "scheduled_until": times[1],
            }
        event = {name: value for name, value in event.items() if value}
        if change.message:
            status = "investigating" if key == "incidents" else "scheduled"
            event["incident_updates"] = [{"status": status} | said]
        events = document.setdefault(key, [])
        start = "started_at" if key == "incidents" else "scheduled_for"
        is_oldest_first = len(events) > 1 and events[0][start] < events[-1][start]
        events.insert(len(events) if is_oldest_first else 0, event)
    else:
        event = all_ids[change.event_id]
        is_work = "scheduled_for" in event
        last = [one["status"] for one in event.get("incident_updates", []) if "status" in one]
        status = event.get("status") or (last or ["scheduled" if is_work else "investigating"])[0]
        if isinstance(change, Resolve):
            if status in ("resolved", "completed"):
                raise KeyError("over")
            status = event["status"] = "completed" if is_work else "resolved"
            if not is_work or iso(now) >= event["scheduled_for"]:
                event["completed_at" if is_work else "resolved_at"] = iso(now)
        elif isinstance(change, Update) and not is_work:
            was_over = status == "resolved"
            status = change.status or status
            if change.status and ("status" in event or status == "monitoring"):
                event["status"] = status
            if was_over and status != "resolved":
                event["resolved_at"] = None
            new = [one for one in change.components if one not in event.get("components", [])]
            if new:
                event["components"] = event.get("components", []) + new
            if change.next_update_at or event.get("next_update_at"):
                event["next_update_at"] = iso(change.next_update_at)
            if change.expected:
                event["expected_at"] = said["expected_at"] = iso(change.expected.at)
        elif isinstance(change, Move) and is_work:
            event["scheduled_until"] = iso(change.scheduled_until)
        else:
            raise KeyError("the other kind")
        said_first(event, {"status": status} | said)
    document.setdefault("page", {})["updated_at"] = iso(now)


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@settings(max_examples=40)
@given(data=st.data())
def test_a_sequence_of_changes(indent: int | str | None, data: st.DataObject) -> None:
    document = deepcopy(START)
    source = json.dumps(document, indent=indent).encode()
    for step in range(data.draw(st.integers(1, 8))):
        now = NIGHT + timedelta(hours=step * 7)
        change = data.draw(changes(now))
        wanted = deepcopy(document)
        try:
            on_values(wanted, change, now)
        except KeyError:
            with pytest.raises(Refused):
                edited(source, change, file="s.json", zone=DENVER, now=now)
            continue
        source = edited(source, change, file="s.json", zone=DENVER, now=now).source
        document = wanted
        assert json.loads(source) == document
    keys = [key for key in json.loads(source) if key in START]
    assert keys == list(START)
