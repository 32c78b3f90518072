"""What readers must be told at a given moment, from a status file as an author writes it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.board import Board, Notice, Rules, board
from statuses import NIGHT, at, incident, status_of


def told(now: datetime = NIGHT, **document: Any) -> Board:
    return board(status_of(**document), now)


def says(notice: Notice, now: datetime = NIGHT) -> list[str]:
    sentences = (*notice.facts, *notice.said)
    return [sentence.says for sentence in sentences if sentence.window.holds(now)]


SHOP = {"id": "shop", "name": "Shop", "url": "https://shop.example/"}


def test_nothing_is_told_when_all_is_well() -> None:
    assert told(components=[{**SHOP, "status": "operational"}]).notices == ()


def test_an_open_incident_tells_since_when_and_until_when() -> None:
    (notice,) = told(incidents=[incident(expected_at=at("25T03:00"))]).notices
    assert (notice.kind, notice.name) == ("down", "The shop is offline")
    assert says(notice) == ["not_reachable", "expected", "updated"]
    assert notice.facts[0].at == at("24T15:00")


def test_an_estimate_that_is_reached_has_passed() -> None:
    (notice,) = told(incidents=[incident(expected_at=at("25T03:00"))]).notices
    assert "expected" in says(notice, at("25T02:59"))
    assert says(notice, at("25T03:00"))[:2] == ["not_reachable", "estimate_passed"]


def test_without_an_estimate_that_is_said() -> None:
    (notice,) = told(incidents=[incident()]).notices
    assert "no_estimate" in says(notice)


def test_the_newest_estimate_of_the_updates_counts() -> None:
    updates = [
        {"body": "Soon", "display_at": at("24T16:00"), "expected_at": at("24T18:00")},
        {"body": "Later", "display_at": at("24T18:00"), "expected_at": at("25T03:00")},
        {"body": "Still at it", "display_at": at("24T20:00")},
    ]
    (notice,) = told(incidents=[incident(incident_updates=updates)]).notices
    assert [one.at for one in notice.facts if one.says == "expected"] == [at("25T03:00")]


def test_an_estimate_set_to_null_is_withdrawn() -> None:
    updates = [{"display_at": at("24T16:00"), "expected_at": at("25T03:00")}]
    (notice,) = told(incidents=[incident(expected_at=None, incident_updates=updates)]).notices
    assert "no_estimate" in says(notice)


def test_a_notice_that_nobody_confirmed_for_a_day_says_so() -> None:
    (notice,) = told(incidents=[incident(updated_at=at("24T20:00"))]).notices
    assert says(notice, at("25T19:59"))[-1] == "updated"
    assert says(notice, at("25T20:00"))[-1] == "stale"


def test_a_promised_update_is_announced_and_then_missed() -> None:
    (notice,) = told(incidents=[incident(next_update_at=at("24T22:00"))]).notices
    assert says(notice)[-1] == "next_update"
    assert says(notice, at("24T22:00"))[-1] == "update_overdue"


def test_a_monitored_incident_works_again_since_it_was_first_monitored() -> None:
    updates = [
        {"status": "monitoring", "display_at": at("24T20:30")},
        {"status": "monitoring", "display_at": at("24T20:00")},
        {"status": "identified", "display_at": at("24T16:00")},
    ]
    (notice,) = told(incidents=[incident(incident_updates=updates)]).notices
    assert notice.kind == "degraded"
    assert says(notice)[:-1] == ["monitoring_since"]
    assert notice.facts[0].at == at("24T20:00")


@pytest.mark.parametrize(
    ("fields", "component", "kind"),
    [
        ({}, {}, "down"),
        ({"impact": "major"}, {}, "down"),
        ({"impact": "major"}, {"status": "operational"}, "down"),
        ({"impact": "major"}, {"status": "partial_outage"}, "degraded"),
        ({"impact": "minor"}, {}, "degraded"),
        ({"impact": "none"}, {}, "degraded"),
        ({"impact": "minor"}, {"status": "major_outage"}, "down"),
        ({"impact": "critical"}, {"status": "degraded_performance"}, "down"),
        ({"impact": "major", "page_id": "p"}, {}, "degraded"),
        ({"impact": "critical", "page_id": "p"}, {}, "down"),
    ],
)
def test_an_open_incident_is_down_or_degraded_but_never_green(
    fields: dict[str, Any], component: dict[str, Any], kind: str
) -> None:
    document = incident(components=["shop"], **fields)
    (notice,) = told(components=[SHOP | component], incidents=[document]).notices
    assert notice.kind == kind


def test_the_worst_comes_first_and_maintenance_hides_nothing() -> None:
    work = {"name": "Upgrade", "scheduled_for": at("24T20:00"), "scheduled_until": at("24T22:00")}
    notices = told(
        scheduled_maintenances=[work],
        incidents=[
            incident("Back", status="resolved", resolved_at=at("24T18:00")),
            incident("Slow", impact="minor"),
            incident("Dead", impact="critical"),
            incident("Offline", impact="major"),
        ],
    ).notices
    assert [notice.name for notice in notices] == ["Dead", "Offline", "Slow", "Upgrade", "Back"]


def test_a_resolved_incident_is_an_all_clear_for_a_day() -> None:
    document = {
        "components": [SHOP],
        "incidents": [incident(components=["shop"], status="resolved", resolved_at=at("25T04:10"))],
    }
    (notice,) = told(at("25T04:10"), **document).notices
    assert (notice.kind, says(notice)) == ("back", ["back_after"])
    assert [component.name for component in notice.subjects] == ["Shop"]
    assert told(at("26T04:09"), **document).notices
    assert not told(at("26T04:10"), **document).notices


def test_what_something_else_keeps_down_is_not_called_back() -> None:
    resolved = incident("First", components=["shop"], status="resolved", resolved_at=NIGHT)
    still_open = incident("Second", components=["shop"])
    notices = told(components=[SHOP], incidents=[resolved, still_open]).notices
    assert [notice.name for notice in notices] == ["Second"]
    broken = SHOP | {"status": "major_outage"}
    assert [one.kind for one in told(components=[broken], incidents=[resolved]).notices] == ["down"]


def test_an_end_that_is_still_to_come_is_no_all_clear() -> None:
    incidents = [incident(resolved_at=at("24T23:00"))]
    (notice,) = told(incidents=incidents).notices
    assert (notice.kind, says(notice)[0]) == ("down", "not_reachable")
    assert told(incidents=incidents).next_change == at("24T23:00")
    (notice,) = told(at("24T23:00"), incidents=incidents).notices
    assert notice.kind == "back"


def test_what_was_reopened_is_back_since_its_last_end() -> None:
    words = [("resolved", "24T20:00"), ("investigating", "24T19:00"), ("resolved", "24T18:00")]
    updates = [{"status": word, "display_at": at(time)} for word, time in words]
    (notice,) = told(incidents=[incident(incident_updates=updates)]).notices
    assert notice.facts[0].until == at("24T20:00")


def test_what_was_watched_twice_works_again_since_the_last_time() -> None:
    words = [("monitoring", "24T20:00"), ("identified", "24T19:00"), ("monitoring", "24T18:00")]
    updates = [{"status": word, "display_at": at(time)} for word, time in words]
    (notice,) = told(incidents=[incident(incident_updates=updates)]).notices
    assert notice.facts[0].at == at("24T20:00")


def test_an_estimate_taken_back_in_an_update_is_gone() -> None:
    updates = [
        {"display_at": at("24T20:00"), "expected_at": None},
        {"display_at": at("24T16:00"), "expected_at": at("25T03:00")},
    ]
    (notice,) = told(incidents=[incident(incident_updates=updates)]).notices
    assert "no_estimate" in says(notice)


def test_what_runs_through_maintenance_is_not_called_back() -> None:
    resolved = incident(components=["shop"], resolved_at=at("24T18:00"))
    work = WORK | {"scheduled_for": at("24T20:00"), "scheduled_until": at("24T22:00")}
    shown = told(components=[SHOP], incidents=[resolved], scheduled_maintenances=[work])
    assert [notice.kind for notice in shown.notices] == ["planned"]


def test_nothing_is_called_back_twice() -> None:
    first = incident("First", components=["shop"], resolved_at=at("24T17:00"))
    second = incident("Second", components=["shop"], resolved_at=at("24T19:00"))
    (notice,) = told(components=[SHOP], incidents=[first, second]).notices
    assert notice.name == "Second"


WORK = {
    "name": "New disks",
    "components": ["shop"],
    "scheduled_for": at("28T21:00"),
    "scheduled_until": at("28T23:00"),
}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("25T20:59", []),
        ("25T21:00", ["will_be_unavailable"]),
        ("28T20:59", ["will_be_unavailable"]),
        ("28T21:00", ["in_progress"]),
        ("28T22:59", ["in_progress"]),
        ("28T23:00", []),
    ],
)
def test_the_phase_of_a_maintenance_comes_from_the_clock(now: str, expected: list[str]) -> None:
    for word in ("scheduled", "in_progress", "verifying"):
        shown = told(at(now), components=[SHOP], scheduled_maintenances=[WORK | {"status": word}])
        assert [says(notice, at(now)) for notice in shown.notices] == (
            [expected] if expected else []
        )


def test_a_maintenance_that_ended_early_is_over_then() -> None:
    work = WORK | {"status": "completed", "completed_at": at("28T22:00")}
    assert told(at("28T21:59"), components=[SHOP], scheduled_maintenances=[work]).notices
    assert not told(at("28T22:00"), components=[SHOP], scheduled_maintenances=[work]).notices


def test_a_component_in_trouble_that_no_incident_names_is_told_of() -> None:
    notices = told(
        components=[
            SHOP | {"status": "major_outage"},
            {"name": "Mail", "status": "degraded_performance"},
            {"name": "Search", "status": "partial_outage"},
            {"name": "News", "status": "under_maintenance"},
        ]
    ).notices
    assert [(one.kind, [c.name for c in one.subjects]) for one in notices] == [
        ("down", ["Shop"]),
        ("degraded", ["Mail", "Search"]),
        ("planned", ["News"]),
    ]


def test_an_announced_maintenance_does_not_explain_an_outage() -> None:
    work = WORK | {"scheduled_for": at("24T20:00"), "scheduled_until": at("24T22:00")}
    notices = told(
        components=[SHOP | {"status": "major_outage"}], scheduled_maintenances=[work]
    ).notices
    assert [notice.kind for notice in notices] == ["down", "planned"]


def test_incidents_that_name_no_component_explain_those_that_are_no_worse() -> None:
    slow = {"name": "API", "status": "degraded_performance"}
    shown = told(components=[slow], incidents=[incident("Errors", impact="minor")])
    assert [notice.name for notice in shown.notices] == ["Errors"]
    dead = {"name": "Web", "status": "major_outage"}
    shown = told(components=[slow, dead], incidents=[incident("Errors", impact="minor")])
    assert [notice.kind for notice in shown.notices] == ["down", "degraded"]


def test_an_indicator_without_any_reason_is_still_told() -> None:
    page = {"name": "Host", "updated_at": NIGHT}
    (notice,) = told(
        page=page, status={"indicator": "critical", "description": "Major outage"}
    ).notices
    assert (notice.kind, notice.name) == ("down", "Major outage")


def test_the_board_knows_when_it_next_changes() -> None:
    incidents = [incident(expected_at=at("25T03:00"), updated_at=NIGHT)]
    assert told(incidents=incidents).next_change == at("25T03:00")
    assert told(at("25T03:00"), incidents=incidents).next_change == at("25T21:00")
    assert told(at("25T21:00"), incidents=incidents).next_change is None


def test_the_files_own_time_orders_boards_and_else_the_newest_thing_said() -> None:
    assert told(incidents=[incident(expected_at=at("25T03:00"))]).updated_at == at("24T15:00")
    assert told(page={"updated_at": NIGHT}, incidents=[incident()]).updated_at == NIGHT
    assert told().updated_at is None


HOURS = st.integers(-200, 200).map(lambda hours: NIGHT + timedelta(hours=hours))
LENGTHS = st.integers(1, 200).map(lambda hours: timedelta(hours=hours))


@given(
    now=HOURS,
    started=HOURS,
    estimate=st.none() | LENGTHS,
    promised=st.none() | LENGTHS,
    said=st.none() | LENGTHS,
)
def test_at_any_moment_each_pair_of_variants_has_exactly_one_that_is_true(
    now: datetime,
    started: datetime,
    estimate: timedelta | None,
    promised: timedelta | None,
    said: timedelta | None,
) -> None:
    lengths = {"expected_at": estimate, "next_update_at": promised, "updated_at": said}
    times = {name: started + length for name, length in lengths.items() if length}
    document = incident() | {"started_at": started} | times
    (notice,) = told(now, incidents=[document]).notices
    true = says(notice, now)
    assert len(true) == 3 + (promised is not None)
    for pair in ({"updated", "stale"}, {"expected", "estimate_passed", "no_estimate"}):
        assert len(pair.intersection(true)) == 1


@given(now=HOURS, later=HOURS)
def test_nothing_new_is_to_be_said_before_the_next_change(now: datetime, later: datetime) -> None:
    status = status_of(
        components=[SHOP],
        incidents=[
            incident(expected_at=at("25T03:00"), next_update_at=at("24T23:00")),
            incident("B", components=["shop"], status="resolved", resolved_at=at("24T18:00")),
        ],
        scheduled_maintenances=[WORK],
    )
    first = board(status, now, Rules())
    if now <= later and (first.next_change is None or later < first.next_change):
        then = board(status, later, Rules())
        assert [says(one, now) for one in first.notices] == [
            says(one, later) for one in then.notices
        ]
