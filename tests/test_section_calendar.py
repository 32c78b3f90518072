"""The calendar of planned work, read as a calendar reads it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from outage_banner.board import Rules, board
from outage_banner.section.calendar import calendar
from outage_banner.section.place import Place
from outage_banner.status import Status
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, status_of

BLOG = Place("A blog, its shops; and more", "https://blog.example", "/status/")


def source(status: Status, now: datetime = NIGHT, place: Place = BLOG) -> bytes:
    return calendar(status, board(status, now), words_for(DENVER, now), place, Rules()).content


def read(status: Status, now: datetime = NIGHT) -> list[Event]:
    found = Calendar.from_ical(source(status, now))
    assert isinstance(found, Calendar)
    assert not found.errors
    return found.events


def work(name: str = "A larger disk", **fields: Any) -> dict[str, Any]:
    return {
        "id": "disk",
        "name": name,
        "scheduled_for": at("26T02:00"),
        "scheduled_until": at("26T04:00"),
    } | fields


def planned(**fields: Any) -> Event:
    (event,) = read(status_of(scheduled_maintenances=[work(**fields)]))
    return event


def test_planned_work_is_an_event_in_utc() -> None:
    event = planned(updated_at=at("24T12:00"))
    assert event["UID"] == "disk@blog.example"
    assert event["SUMMARY"] == "A larger disk"
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == "https://blog.example/status/disk/"
    assert event.to_ical().splitlines()[2:5] == [
        b"DTSTART:20111126T090000Z",
        b"DTEND:20111126T110000Z",
        b"DTSTAMP:20111124T190000Z",
    ]
    changed = event.LAST_MODIFIED
    assert changed == at("24T12:00")


def test_work_that_ended_early_ends_then() -> None:
    end = planned(status="completed", completed_at=at("26T03:15")).DTEND
    assert end == at("26T03:15")


def test_work_called_off_before_it_began_is_cancelled() -> None:
    event = planned(status="completed", resolved_at=at("25T12:00"))
    assert event["STATUS"] == "CANCELLED"
    end = event.DTEND
    assert end == at("26T04:00")


def test_work_without_a_planned_end_has_none() -> None:
    assert "DTEND" not in planned(scheduled_until=None)


def test_it_says_what_was_said_last_and_where_to_go_meanwhile() -> None:
    event = planned(
        incident_updates=[
            {"body": "*Both*, or\nnone; see [here](https://a.example/).", "display_at": NIGHT},
            {"body": "Old.", "display_at": at("24T12:00")},
        ],
        works="Reading",
        alternatives=[{"name": "Coupons", "url": "https://coupons.example/"}],
        contact="tel:+13035550100",
    )
    assert event["DESCRIPTION"] == (
        "Both, or\nnone; see here (https://a.example/).\n\nWhat still works: Reading\n\n"
        "Instead: Coupons (https://coupons.example/).\n\nContact: tel:+13035550100"
    )


def test_work_of_the_last_ninety_days_is_kept() -> None:
    status = status_of(scheduled_maintenances=[work()])
    end = at("26T04:00")
    assert read(status, end + timedelta(days=90))
    assert not read(status, end + timedelta(days=90, seconds=1))


def test_the_same_file_makes_the_same_calendar_at_any_time() -> None:
    status = status_of(scheduled_maintenances=[work()])
    assert source(status) == source(status, NIGHT + timedelta(days=30))


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({}, "23T02:00"),
        ({"scheduled_for": at("29T02:00"), "scheduled_until": None}, "24T21:00"),
        ({"announce_from": at("21T02:00")}, "21T02:00"),
        ({"announce_from": at("25T02:00")}, "24T21:00"),
        ({"updated_at": at("25T12:00")}, "23T02:00"),
        (
            {
                "incident_updates": [
                    {"display_at": at("25T12:00")},
                    {"display_at": at("24T12:00")},
                    {"display_at": at("22T12:00")},
                ]
            },
            "24T12:00",
        ),
    ],
)
def test_it_was_never_changed_in_the_future(fields: dict[str, Any], changed: str) -> None:
    event = planned(**fields)
    assert {event.DTSTAMP, event.LAST_MODIFIED} == {at(changed)}


def test_a_file_of_the_past_tells_when_work_was_planned_that_is_far_off() -> None:
    far = work(scheduled_for=at("29T02:00"), scheduled_until=None)
    (event,) = read(status_of(page={"updated_at": at("22T12:00")}, scheduled_maintenances=[far]))
    changed = event.LAST_MODIFIED
    assert changed == at("22T12:00")


def test_an_event_keeps_its_uid_whatever_is_changed_in_it() -> None:
    assert planned()["UID"] == planned(name="Other", scheduled_for=at("26T01:00"))["UID"]


def test_lines_end_and_are_folded_as_rfc_5545_demands() -> None:
    lines = source(status_of(scheduled_maintenances=[work("🦃, é; " * 100)])).split(b"\r\n")
    assert not any(b"\n" in line or len(line) > 75 for line in lines)
    assert lines[-1] == b""


def test_without_any_work_it_is_an_empty_calendar() -> None:
    assert read(status_of()) == []
    assert b"X-WR-CALNAME:Planned work: A blog\\, its shops\\; and more" in source(status_of())


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=300))
def test_any_name_comes_back_as_it_was(name: str) -> None:
    name = f"END:VEVENT,;:\\n\\ {name}".replace("\ufffe", "").replace("\uffff", "")
    event = planned(name=name, works=name)
    assert event["SUMMARY"] == " ".join(name.split())
