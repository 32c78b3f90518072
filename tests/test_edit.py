"""A status file with one change made: what it then says, and that nothing is lost."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from outage_banner.board import board
from outage_banner.edit import (
    EMPTY,
    Broken,
    Change,
    Edited,
    Estimate,
    Move,
    Open,
    Refused,
    Resolve,
    Schedule,
    Update,
    edited,
)
from outage_banner.status import Alternative
from rig.pelican import REPOSITORY
from statuses import DENVER, NIGHT, at, incident

SAMPLE = (REPOSITORY / "content" / "status.json").read_bytes()
SAMPLE_ID = "thanksgiving-2011"
SHOP = Open(name="The shop is offline", started_at=NIGHT)
SHOP_ID = "2011-11-24-the-shop-is-offline"
DISKS = Schedule(
    name="New disks", scheduled_for=at("26T02:00"), scheduled_until=at("26T04:00"), id="disks"
)


def made(source: bytes, *changes: Change, now: datetime = NIGHT) -> Edited:
    """The changes, made a minute apart."""
    for minute, change in enumerate(changes):
        later = now + timedelta(minutes=minute)
        result = edited(source, change, file="status.json", zone=DENVER, now=later)
        source = result.source
    return result


def document(**values: Any) -> bytes:
    return json.dumps(values, default=lambda time: time.isoformat()).encode()


def incidents(result: Edited) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.source)["incidents"]
    return found


def kinds(result: Edited, now: datetime = NIGHT) -> list[str]:
    return [notice.kind for notice in board(result.status, now).notices]


def test_an_incident_is_opened_in_a_file_that_says_nothing_yet() -> None:
    assert made(EMPTY, SHOP).source.decode() == (
        "{\n"
        '  "page": {"updated_at": "2011-11-24T21:00:00-07:00"},\n'
        '  "incidents": [\n'
        "    {\n"
        '      "id": "2011-11-24-the-shop-is-offline",\n'
        '      "name": "The shop is offline",\n'
        '      "status": "investigating",\n'
        '      "impact": "major",\n'
        '      "started_at": "2011-11-24T21:00:00-07:00"\n'
        "    }\n"
        "  ]\n"
        "}\n"
    )


def test_all_that_can_be_told_of_an_incident_is_told() -> None:
    told = Open(
        name="Down",
        started_at=at("24T15:00"),
        impact="critical",
        components=("community-color",),
        expected_at=at("25T03:00"),
        next_update_at=at("24T23:00"),
        works="The coupons.",
        alternatives=(Alternative(name="Mirror", url="https://mirror.example/"),),
        message="We *know*.",
        id="down",
    )
    assert incidents(made(SAMPLE, told))[0] == {
        "id": "down",
        "name": "Down",
        "status": "investigating",
        "impact": "critical",
        "components": ["community-color"],
        "created_at": "2011-11-24T21:00:00-07:00",
        "started_at": "2011-11-24T15:00:00-07:00",
        "expected_at": "2011-11-25T03:00:00-07:00",
        "next_update_at": "2011-11-24T23:00:00-07:00",
        "works": "The coupons.",
        "alternatives": [{"name": "Mirror", "url": "https://mirror.example/"}],
        "incident_updates": [
            {
                "status": "investigating",
                "body": "We *know*.",
                "display_at": "2011-11-24T21:00:00-07:00",
                "expected_at": "2011-11-25T03:00:00-07:00",
            }
        ],
    }


def test_an_update_adds_its_lines_and_changes_the_files_time() -> None:
    change = Update(event_id=SAMPLE_ID, message="Still down.", expected=Estimate(at("25T05:00")))
    lines = made(SAMPLE, change, now=at("24T23:00")).source.decode().splitlines()
    before = SAMPLE.decode().splitlines()
    assert [line for line in before if line not in lines] == [
        '    "updated_at": "2011-11-24T21:00:00-07:00"',
        '      "expected_at": "2011-11-25T03:00:00-07:00",',
    ]
    assert [line for line in lines if line not in before] == [
        '    "updated_at": "2011-11-24T23:00:00-07:00"',
        '      "expected_at": "2011-11-25T05:00:00-07:00",',
        '          "body": "Still down.",',
        '          "display_at": "2011-11-24T23:00:00-07:00",',
        '          "expected_at": "2011-11-25T05:00:00-07:00"',
        "        },",
    ]


def test_an_estimate_can_be_taken_back() -> None:
    result = made(SAMPLE, Update(event_id=SAMPLE_ID, expected=Estimate(None)))
    assert incidents(result)[0]["expected_at"] is None
    (notice,) = board(result.status, NIGHT).notices
    assert "no_estimate" in [one.says for one in notice.facts]


def test_an_update_keeps_the_promise_of_one() -> None:
    promised = document(incidents=[incident(id="x", next_update_at=at("24T22:00"))])
    result = made(promised, Update(event_id="x", message="Nothing new."))
    assert result.status.incidents[0].next_update_at is None
    again = made(promised, Update(event_id="x", message="No.", next_update_at=at("25T01:00")))
    assert again.status.incidents[0].next_update_at == at("25T01:00")


def test_a_watched_incident_says_so_and_is_no_longer_down() -> None:
    result = made(SAMPLE, Update(event_id=SAMPLE_ID, status="monitoring"))
    assert incidents(result)[0]["status"] == "monitoring"
    assert kinds(result) == ["degraded"]


def test_components_join_those_that_are_named() -> None:
    source = document(
        components=[{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
        incidents=[incident(id="x", components=["a"])],
    )
    result = made(source, Update(event_id="x", components=("a", "b"), impact="minor", works="Tea."))
    assert (
        incidents(result)[0] | {"components": ["a", "b"], "impact": "minor"}
        == (incidents(result)[0])
    )


def test_a_resolved_incident_is_an_all_clear() -> None:
    result = made(SAMPLE, Resolve(event_id=SAMPLE_ID, at=at("24T20:30"), message="Back."))
    told = incidents(result)[0]
    assert (told["status"], told["resolved_at"]) == ("resolved", "2011-11-24T20:30:00-07:00")
    assert told["incident_updates"][0] == {
        "status": "resolved",
        "body": "Back.",
        "display_at": "2011-11-24T21:00:00-07:00",
    }
    assert kinds(result) == ["back"]


def test_what_is_over_cannot_be_resolved_again() -> None:
    resolve = Resolve(event_id=SAMPLE_ID, at=NIGHT)
    with pytest.raises(Refused, match="is over already since 2011-11-24T21:00:00-07:00"):
        made(SAMPLE, resolve, resolve)


def test_what_was_over_is_open_again_when_an_update_says_so() -> None:
    resolve, news = Resolve(event_id=SAMPLE_ID, at=NIGHT), "It broke again."
    result = made(SAMPLE, resolve, Update(event_id=SAMPLE_ID, status="investigating", message=news))
    assert kinds(result, at("24T22:00")) == ["down"]
    assert not result.warnings
    told = made(SAMPLE, resolve, Update(event_id=SAMPLE_ID, message="Why it happened."))
    assert kinds(told, at("24T22:00")) == ["back"]


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        made(SAMPLE, Resolve(event_id=SAMPLE_ID, at=at("24T10:00")))
    assert str(refused.value) == (
        'incidents[0].resolved_at: "2011-11-24T10:00:00-07:00": the end is before started_at '
        '"2011-11-24T15:00:00-07:00"; write a later time'
    )


def test_planned_work_is_announced_moved_and_done() -> None:
    result = made(EMPTY, DISKS, Move(event_id="disks", scheduled_until=at("26T06:00")))
    (work,) = result.status.scheduled_maintenances
    assert (work.scheduled_for, work.scheduled_until) == (at("26T02:00"), at("26T06:00"))
    assert kinds(result) == ["planned"]
    done = made(result.source, Resolve(event_id="disks", at=at("26T03:00")), now=at("26T03:00"))
    assert done.status.scheduled_maintenances[0].completed_at == at("26T03:00")
    assert kinds(done, at("26T03:01")) == []


def test_planned_work_can_be_called_off() -> None:
    result = made(EMPTY, DISKS, Resolve(event_id="disks", at=NIGHT, message="Called off."))
    assert result.status.scheduled_maintenances[0].completed_at is None
    assert kinds(result, at("24T21:05")) == kinds(result, at("26T03:00")) == []


def test_work_and_incidents_are_told_apart() -> None:
    with pytest.raises(Refused, match="is planned work"):
        made(EMPTY, DISKS, Update(event_id="disks", message="?"))
    with pytest.raises(Refused, match="is an incident"):
        made(EMPTY, SHOP, Move(event_id=SHOP_ID, scheduled_until=NIGHT))
    with pytest.raises(Refused, match='there is no "disks"'):
        made(EMPTY, Resolve(event_id="disks", at=NIGHT))


def test_ids_are_taken_once() -> None:
    assert made(EMPTY, SHOP, SHOP).event_id == f"{SHOP_ID}-2"
    with pytest.raises(Refused, match='"disks" is the id of another event; choose a new one'):
        made(EMPTY, DISKS, DISKS)


def test_a_new_incident_renames_none_that_has_no_id() -> None:
    result = made(document(incidents=[incident()]), SHOP)
    assert [one.id for one in result.status.incidents] == [f"{SHOP_ID}-2", SHOP_ID]


@pytest.mark.parametrize("newest_first", [True, False])
def test_events_and_updates_keep_the_order_of_the_file(newest_first: bool) -> None:
    said = [{"body": str(hour), "display_at": at(f"24T{hour}:00")} for hour in (18, 17)]
    there = [
        incident("Later", id="later", incident_updates=said[:: 1 if newest_first else -1]),
        incident("Earlier", started_at=at("20T15:00")),
    ]
    source = document(incidents=there[:: 1 if newest_first else -1])
    result = made(source, Update(event_id="later", message="New"), SHOP)
    index, later = (0, 1) if newest_first else (2, 1)
    assert incidents(result)[index]["name"] == SHOP.name
    bodies = [one["body"] for one in incidents(result)[later]["incident_updates"]]
    assert bodies == (["New", "18", "17"] if newest_first else ["17", "18", "New"])


def test_the_files_time_never_goes_back() -> None:
    later = made(EMPTY, SHOP, now=at("24T22:00"))
    assert made(later.source, SHOP).status.page.updated_at == at("24T22:00")


def test_a_mark_at_the_beginning_stays_and_so_do_line_ends() -> None:
    source = b'\xef\xbb\xbf{\r\n  "_note": "mine",\r\n  "incidents": []\r\n}'
    new = made(source, SHOP).source
    assert new.startswith(b"\xef\xbb\xbf{\r\n")
    assert new.count(b"\n") == new.count(b"\r\n")
    assert new.endswith(b"  ]\r\n}")
    assert b'\r\n  "_note": "mine",\r\n' in new


STATUSPAGE: dict[str, Any] = {
    "page": {"id": "p1", "name": "Host", "updated_at": "2011-11-24T19:00:00.000-07:00"},
    "status": {"indicator": "major", "description": "Partial System Outage"},
    "incidents": [
        {
            "id": "i1",
            "page_id": "p1",
            "name": "Disks",
            "status": "identified",
            "impact": "critical",
            "created_at": "2011-11-24T15:00:00.000-07:00",
            "updated_at": "2011-11-24T19:00:00.000-07:00",
            "monitoring_at": None,
            "resolved_at": None,
            "incident_updates": [
                {
                    "id": "u1",
                    "status": "identified",
                    "body": "We know.",
                    "incident_id": "i1",
                    "display_at": "2011-11-24T19:00:00.000-07:00",
                    "affected_components": None,
                }
            ],
            "components": [{"id": "c1", "name": "Disks", "status": "major_outage"}],
        }
    ],
    "scheduled_maintenances": [],
}


@pytest.mark.parametrize("is_listed", [True, False])
def test_what_statuspage_wrote_is_well_again_once_resolved(is_listed: bool) -> None:
    listed = STATUSPAGE["incidents"][0]["components"] if is_listed else []
    source = json.dumps(STATUSPAGE | {"components": listed}, indent=2).encode()
    watched = made(source, Update(event_id="i1", status="monitoring", message="Holds."))
    assert incidents(watched)[0]["monitoring_at"] == "2011-11-24T21:00:00-07:00"
    assert incidents(watched)[0]["updated_at"] == "2011-11-24T21:00:00-07:00"
    result = made(source, Resolve(event_id="i1", at=NIGHT))
    assert json.loads(result.source)["status"] == {
        "indicator": "none",
        "description": "All Systems Operational",
    }
    assert result.status.component("c1").status == "operational"
    assert kinds(result) == ["back"]


def test_a_component_that_has_no_id_is_well_again_too() -> None:
    held = {"name": "Disks", "status": "major_outage"}
    source = document(incidents=[incident(id="x", components=[held])])
    assert kinds(made(source, Resolve(event_id="x", at=NIGHT))) == ["back"]


def test_a_component_is_no_longer_worked_on_when_the_work_is_done() -> None:
    component = {"id": "a", "name": "A", "status": "under_maintenance"}
    work = {"id": "w", "name": "W", "scheduled_for": at("24T20:00"), "components": ["a"]}
    source = document(
        components=[component],
        status={"indicator": "minor", "description": "Slow"},
        scheduled_maintenances=[work],
    )
    result = made(source, Resolve(event_id="w", at=NIGHT))
    assert result.status.component("a").status == "operational"
    assert result.status.status.indicator == "minor"


def test_a_component_that_something_else_troubles_stays_troubled() -> None:
    troubled = {"id": "a", "name": "A", "status": "major_outage"}
    both = [incident("One", id="one", components=["a"]), incident("Two", components=["a"])]
    result = made(
        document(components=[troubled], incidents=both), Resolve(event_id="one", at=NIGHT)
    )
    assert result.status.component("a").status == "major_outage"


def test_a_broken_file_is_not_edited() -> None:
    with pytest.raises(Broken) as broken:
        made(b'{"incidents": [{"name": "x"}]}', SHOP)
    assert [problem.line for problem in broken.value.problems] == [1]


def test_a_change_that_breaks_the_file_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        made(EMPTY, Open(name="Down", started_at=NIGHT, components=("nowhere",)))
    assert '"nowhere" is not the id of a component' in str(refused.value)


def test_a_new_warning_is_told_and_an_old_one_is_not() -> None:
    source = document(
        remark="mine",
        components=[{"id": "a", "name": "A"}],
        incidents=[incident(id="x", components=["a"])],
    )
    result = made(source, Open(name="Down", started_at=NIGHT, components=("a",)))
    assert ["another open incident" in str(one) for one in result.warnings] == [True]
