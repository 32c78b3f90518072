"""The still answers of Statuspage's API: every field, every word and every time of it."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.board import board
from outage_banner.section.api import api
from outage_banner.section.place import Place
from outage_banner.section.records import utc
from outage_banner.status import Status, read_status
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, incident, status_of

BLOG = Place("A blog", "https://blog.example", "/status/")
ACCEPTED = sorted((Path(__file__).parent / "cases" / "accepted").glob("*.json"))
PATHS = {
    "summary": {"page", "components", "incidents", "scheduled_maintenances", "status"},
    "status": {"page", "status"},
    "components": {"page", "components"},
    "incidents": {"page", "incidents"},
    "incidents/unresolved": {"page", "incidents"},
    "scheduled-maintenances": {"page", "scheduled_maintenances"},
    "scheduled-maintenances/upcoming": {"page", "scheduled_maintenances"},
    "scheduled-maintenances/active": {"page", "scheduled_maintenances"},
}
PAGE = {"id", "name", "url", "time_zone", "updated_at"}
COMPONENT = {
    *("id", "name", "status", "created_at", "updated_at", "position", "description", "showcase"),
    *("start_date", "group_id", "page_id", "group", "only_show_if_degraded"),
}
EVENT = {
    *("id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at"),
    *("impact", "shortlink", "started_at", "page_id", "incident_updates", "components"),
}
MAINTENANCE = EVENT | {"scheduled_for", "scheduled_until"}
UPDATE = {
    *("id", "status", "body", "incident_id", "created_at", "updated_at", "display_at"),
    *("affected_components", "deliver_notifications", "custom_tweet", "tweet_id"),
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SHOP = {"id": "shop", "name": "The shop"}


def answers(status: Status, now: datetime = NIGHT, place: Place = BLOG) -> dict[str, Any]:
    """Each answer by its path below `api/v2/`, read strictly."""
    files = api(status, board(status, now), words_for(DENVER, now), place)

    def refuse(word: str) -> None:
        raise AssertionError(word)

    return {
        file.path.removeprefix("api/v2/").removesuffix(".json"): json.loads(
            file.content, parse_constant=refuse
        )
        for file in files
    }


def down(**fields: Any) -> Status:
    return status_of(components=[SHOP], incidents=[incident(components=["shop"], **fields)])


def work(**fields: Any) -> dict[str, Any]:
    return {
        "name": "A disk",
        "scheduled_for": at("26T02:00"),
        "scheduled_until": at("26T04:00"),
    } | fields


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_every_field_that_a_client_could_read_is_there(path: Path) -> None:
    reading = read_status(path.read_bytes(), file=path.name, zone=DENVER, now=NIGHT)
    assert reading.status
    found = answers(reading.status)
    assert set(found) == set(PATHS)
    for name, answer in found.items():
        assert set(answer) >= PATHS[name]
        assert set(answer["page"]) >= PAGE
        assert all(set(one) >= COMPONENT for one in answer.get("components", ()))
        works = answer.get("scheduled_maintenances", [])
        assert all(set(one) >= MAINTENANCE for one in works)
        for event in answer.get("incidents", []) + works:
            assert set(event) >= EVENT
            assert all(set(one) >= COMPONENT for one in event["components"])
            assert event["incident_updates"]
            said = [update["display_at"] for update in event["incident_updates"]]
            assert said == sorted(said, reverse=True)
            for update in event["incident_updates"]:
                assert set(update) >= UPDATE
                assert update["incident_id"] == event["id"]
                assert all(TIME.fullmatch(update[key]) for key in ("created_at", "display_at"))
            times = [value for key, value in event.items() if key.endswith("_at") and value]
            assert all(TIME.fullmatch(time) for time in times)


def test_times_are_in_utc_with_milliseconds() -> None:
    (found,) = answers(down())["incidents"]["incidents"]
    assert found["started_at"] == "2011-11-24T22:00:00.000Z"


def test_the_summary_has_what_is_not_over() -> None:
    over = incident("Past", status="resolved", resolved_at=at("24T16:00"))
    done = work(name="Past", scheduled_for=at("20T02:00"), scheduled_until=at("20T04:00"))
    found = answers(status_of(incidents=[incident(), over], scheduled_maintenances=[done, work()]))
    assert [one["name"] for one in found["summary"]["incidents"]] == ["The shop is offline"]
    assert [one["name"] for one in found["summary"]["scheduled_maintenances"]] == ["A disk"]
    assert found["incidents/unresolved"]["incidents"] == found["summary"]["incidents"]
    assert {one["name"] for one in found["incidents"]["incidents"]} == {
        "Past",
        "The shop is offline",
    }
    assert len(found["scheduled-maintenances"]["scheduled_maintenances"]) == 2


@pytest.mark.parametrize(
    ("impact", "state", "indicator", "description"),
    [
        ("none", "degraded_performance", "minor", "Partially Degraded Service"),
        ("minor", "degraded_performance", "minor", "Partially Degraded Service"),
        ("major", "major_outage", "critical", "Major Service Outage"),
        (None, "major_outage", "critical", "Major Service Outage"),
        ("critical", "major_outage", "critical", "Major Service Outage"),
    ],
)
def test_no_component_is_green_while_an_open_incident_names_it(
    impact: str | None, state: str, indicator: str, description: str
) -> None:
    found = answers(down(impact=impact))["summary"]
    assert found["components"][0]["status"] == state
    assert found["status"] == {"indicator": indicator, "description": description}


def test_a_major_impact_in_a_document_of_statuspage_is_a_partial_outage() -> None:
    found = answers(down(impact="major", page_id="p"))["summary"]
    assert found["components"][0]["status"] == "partial_outage"
    assert found["status"] == {"indicator": "major", "description": "Partial System Outage"}


def test_an_open_incident_without_components_is_not_all_systems_operational() -> None:
    found = answers(status_of(incidents=[incident(impact="none")]))["status"]
    assert found["status"]["indicator"] == "minor"


def test_nothing_open_is_all_systems_operational() -> None:
    found = answers(status_of(components=[SHOP]))["summary"]
    assert found["status"] == {"indicator": "none", "description": "All Systems Operational"}
    assert found["components"][0]["status"] == "operational"


@pytest.mark.parametrize(
    ("now", "phase", "state", "where"),
    [
        (at("26T01:59"), "scheduled", "operational", "upcoming"),
        (at("26T02:00"), "in_progress", "under_maintenance", "active"),
        (at("26T04:00"), "completed", "operational", None),
    ],
)
@pytest.mark.parametrize("word", ["scheduled", "in_progress"])
def test_maintenance_goes_by_the_clock_whatever_its_word(
    now: datetime, phase: str, state: str, where: str | None, word: str
) -> None:
    planned = work(components=["shop"], status=word)
    found = answers(status_of(components=[SHOP], scheduled_maintenances=[planned]), now)
    (event,) = found["scheduled-maintenances"]["scheduled_maintenances"]
    assert event["status"] == phase
    assert event["components"][0]["status"] == state
    for name in ("upcoming", "active"):
        listed = found[f"scheduled-maintenances/{name}"]["scheduled_maintenances"]
        assert bool(listed) == (name == where)


def test_maintenance_that_ended_early_is_completed() -> None:
    done = work(status="completed", completed_at=at("26T02:30"))
    found = answers(status_of(scheduled_maintenances=[done]), at("26T03:00"))
    (event,) = found["scheduled-maintenances"]["scheduled_maintenances"]
    assert (event["status"], event["resolved_at"]) == ("completed", "2011-11-26T09:30:00.000Z")


def test_what_the_format_has_no_field_for_ends_the_newest_body() -> None:
    told = down(
        expected_at=at("25T03:00"),
        next_update_at=at("24T22:00"),
        works="Reading.",
        alternatives=[{"name": "Coupons", "url": "https://coupons.example/"}],
        contact="mailto:me@blog.example",
        incident_updates=[
            {"body": "A *crash*.\n", "display_at": at("24T16:00")},
            {"body": "Looking.", "display_at": at("24T15:10"), "expected_at": at("24T18:00")},
        ],
    )
    (found,) = answers(told)["summary"]["incidents"]
    newest, oldest = found["incident_updates"]
    assert newest["body"] == (
        "A *crash*.\n\n"
        "Expected back by Fri, Nov 25, 3:00 AM MST. Next update by Thu, Nov 24, 10:00 PM MST.\n"
        "What still works: Reading.\n"
        "Instead: Coupons (https://coupons.example/).\n"
        "Contact: mailto:me@blog.example"
    )
    assert oldest["body"] == "Looking."


def test_it_stands_under_our_own_names_too() -> None:
    told = down(
        expected_at=at("25T03:00"),
        next_update_at=at("24T22:00"),
        works="Reading.",
        alternatives=[{"name": "Coupons", "url": "https://coupons.example/"}],
        story="open-technical-support",
    )
    (found,) = answers(told)["summary"]["incidents"]
    assert found["expected_at"] == "2011-11-25T10:00:00.000Z"
    assert found["next_update_at"] == "2011-11-25T05:00:00.000Z"
    assert found["works"] == "Reading."
    assert found["alternatives"] == [{"name": "Coupons", "url": "https://coupons.example/"}]
    assert found["story"] == "open-technical-support"


def test_an_estimate_that_passed_is_not_told_as_one() -> None:
    (found,) = answers(down(expected_at=at("24T20:00")))["summary"]["incidents"]
    (update,) = found["incident_updates"]
    assert update["body"] == (
        "Not reachable since Thu, Nov 24, 3:00 PM MST. Was expected back by Thu, Nov 24, "
        "8:00 PM MST. That time has passed; there is no new estimate yet."
    )


def test_an_incident_without_an_update_gets_one_as_clients_count_on_it() -> None:
    ended = incident(id="crash", status="resolved", resolved_at=at("24T16:00"))
    (found,) = answers(status_of(incidents=[ended]))["incidents"]["incidents"]
    (update,) = found["incident_updates"]
    assert update["id"] == "crash-0"
    assert update["status"] == "resolved"
    assert update["display_at"] == "2011-11-24T23:00:00.000Z"
    assert update["body"] == "Over since Thu, Nov 24, 4:00 PM MST; it lasted 1 hour."


def test_an_update_without_a_status_keeps_the_one_before_it() -> None:
    told = down(
        status="monitoring",
        incident_updates=[
            {"body": "3", "display_at": at("24T18:00"), "status": "monitoring"},
            {"body": "2", "display_at": at("24T17:00")},
            {"body": "1", "display_at": at("24T16:00"), "status": "identified"},
            {"body": "0", "display_at": at("24T15:30")},
        ],
    )
    (found,) = answers(told)["summary"]["incidents"]
    assert [update["status"] for update in found["incident_updates"]] == [
        *("monitoring", "identified", "identified", "investigating")
    ]
    assert found["monitoring_at"] == "2011-11-25T01:00:00.000Z"


def said(*words: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"status": word, "display_at": at(f"24T{clock}")} for clock, word in words]


REOPENED = [("15:10", "monitoring"), ("15:30", "resolved"), ("15:40", "investigating")]


@pytest.mark.parametrize(
    ("updates", "monitoring_at", "resolved_at"),
    [
        (REOPENED, None, None),
        ([*REOPENED, ("17:00", "resolved"), ("17:30", "resolved")], None, "17:00"),
        ([*REOPENED, ("16:00", "monitoring"), ("16:10", "monitoring")], "16:00", None),
        (
            [*REOPENED, ("16:00", "monitoring"), ("16:10", "monitoring"), ("17:00", "resolved")],
            *("16:00", "17:00"),
        ),
    ],
)
def test_what_was_opened_again_ended_when_it_was_last_said_so(
    updates: list[tuple[str, str]], monitoring_at: str | None, resolved_at: str | None
) -> None:
    (found,) = answers(down(incident_updates=said(*updates)))["incidents"]["incidents"]
    expected = [time and utc(at(f"24T{time}")) for time in (monitoring_at, resolved_at)]
    assert [found["monitoring_at"], found["resolved_at"]] == expected


def test_an_estimate_that_was_taken_back_is_none() -> None:
    first, second = said(("15:10", "investigating"), ("16:00", "identified"))
    first |= {"expected_at": at("25T03:00")}
    for taken_back, estimate in (({}, "2011-11-25T10:00:00.000Z"), ({"expected_at": None}, None)):
        told = down(incident_updates=[second | taken_back, first])
        (found,) = answers(told)["incidents"]["incidents"]
        assert found["expected_at"] == estimate


def test_keys_that_nobody_here_knows_are_passed_on_and_notes_are_not() -> None:
    extra: dict[str, Any] = {"region": {"name": "north"}, "_note": "call Anna", "tweet_id": "7"}
    status = status_of(
        **extra,
        page=extra,
        components=[{"id": "shop", "name": "The shop", "showcase": False, **extra}],
        incidents=[
            incident(incident_updates=[{"body": "x", "display_at": NIGHT, **extra}], **extra)
        ],
    )
    found = answers(status)["summary"]
    (told,) = found["incidents"]
    for record in (found, found["page"], found["components"][0], told, told["incident_updates"][0]):
        assert record["region"] == {"name": "north"}
        assert "_note" not in record
    assert told["incident_updates"][0]["tweet_id"] == "7"
    assert found["components"][0]["showcase"] is False


def test_incidents_are_the_newest_fifty_and_all_that_are_open() -> None:
    past = [
        incident(
            f"{n}",
            started_at=at("01T00:00") + timedelta(hours=n),
            status="resolved",
            resolved_at=at("24T16:00"),
        )
        for n in range(80)
    ]
    old = incident("Still open", started_at=at("01T00:00") - timedelta(days=300))
    found = answers(status_of(incidents=[old, *past]))["incidents"]["incidents"]
    assert [one["name"] for one in found] == [*(f"{n}" for n in range(79, 30, -1)), "Still open"]


def test_groups_list_their_components_and_are_as_bad_as_the_worst() -> None:
    group = {"id": "shops", "name": "Shops", "group": True}
    shop = {**SHOP, "group_id": "shops"}
    status = status_of(components=[group, shop], incidents=[incident(components=["shop"])])
    found = answers(status)["components"]["components"]
    assert found[0]["components"] == ["shop"]
    assert found[0]["status"] == "major_outage"
    assert "components" not in found[1]


def test_times_that_the_file_does_not_know_never_look_fresh() -> None:
    found = answers(status_of(components=[SHOP]))["summary"]
    assert found["page"]["updated_at"] == "1970-01-01T00:00:00.000Z"
    assert found["components"][0]["created_at"] == "1970-01-01T00:00:00.000Z"


def test_the_same_file_gives_the_same_bytes_until_the_board_changes() -> None:
    status, later = down(expected_at=at("25T03:00")), NIGHT + timedelta(hours=1)
    first, second = (
        [file.content for file in api(status, board(status, now), words_for(DENVER, now), BLOG)]
        for now in (NIGHT, later)
    )
    assert first == second


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_whatever_an_unknown_key_holds_the_answers_are_json(value: object) -> None:
    component = {
        **SHOP,
        "x-any": value,
        "created_at": value,
        "showcase": value,
        "start_date": value,
    }
    document = {
        "x-any": value,
        "components": [component],
        "incidents": [
            incident(incident_updates=[{"body": "x", "display_at": NIGHT} | {"x-any": value}])
        ],
    }
    source = json.dumps(document, default=lambda time: time.isoformat()).encode()
    reading = read_status(source, file="status.json", zone=DENVER, now=NIGHT)
    assert reading.status, [str(error) for error in reading.errors]
    assert answers(reading.status)["summary"]["x-any"] == value
