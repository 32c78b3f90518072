"""A status file -> a Status with its defaults, or every problem at once, each with its place."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outage_banner.status import Reading, Status, load_status, read_status

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2011, 11, 24, 21, 0, tzinfo=DENVER)
ACCEPTED = sorted((Path(__file__).parent / "cases" / "accepted").glob("*.json"))
START = "2011-11-24T15:00:00-07:00"
TIME = 'write a time in quotes, like "2011-11-24T15:00:00-07:00"'


def read(document: Any, **options: Any) -> Reading:
    text = document if isinstance(document, str) else json.dumps(document)
    arguments = {"file": "status.json", "zone": DENVER, "now": NOW, **options}
    return read_status(text.encode(), **arguments)


def status_of(document: Any) -> Status:
    reading = read(document)
    assert reading.errors == ()
    assert reading.status is not None
    return reading.status


def told(document: Any, **options: Any) -> list[str]:
    """Each problem without its file and place."""
    return [
        f"{each.severity}: {each.json_path}: {each.message}"
        for each in read(document, **options).problems
    ]


def incident(**fields: Any) -> dict[str, Any]:
    return {"name": "Offline", "started_at": START, **fields}


def maintenance(**fields: Any) -> dict[str, Any]:
    return {"name": "A larger disk", "scheduled_for": "2011-12-01T02:00:00-07:00", **fields}


# What is accepted, and what it becomes.


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_an_accepted_case_has_no_problem_at_all(path: Path) -> None:
    reading = load_status(path, zone=DENVER, now=NOW)
    assert reading.problems == ()
    assert reading.status is not None


def test_only_a_name_and_a_start_are_needed() -> None:
    [only] = status_of({"incidents": [incident()]}).incidents
    assert (only.id, only.status) == ("2011-11-24-offline", "investigating")


def test_the_date_of_an_id_is_counted_in_the_zone_of_the_page() -> None:
    late = {"incidents": [incident(started_at="2011-11-25T03:00:00Z")]}
    assert status_of(late).incidents[0].id == "2011-11-24-offline"
    assert status_of({"page": {"time_zone": "Etc/UTC"}, **late}).incidents[0].id == (
        "2011-11-25-offline"
    )


def test_default_ids_that_collide_are_numbered_from_the_oldest() -> None:
    document = {
        "incidents": [
            incident(started_at="2011-11-24T16:00:00-07:00"),
            incident(),
            incident(id="2011-11-24-offline-2"),
        ]
    }
    assert [each.id for each in status_of(document).incidents] == [
        "2011-11-24-offline-3",
        "2011-11-24-offline",
        "2011-11-24-offline-2",
    ]


@pytest.mark.parametrize(("name", "slug"), [("🦃", "incident"), ("Сервер упал", "server-upal")])
def test_a_name_in_any_script_gives_a_stable_id(name: str, slug: str) -> None:
    assert status_of({"incidents": [incident(name=name)]}).incidents[0].id == f"2011-11-24-{slug}"


def test_a_name_of_5000_characters_is_read_whole_with_a_warning() -> None:
    document = {"incidents": [incident(name="x" * 5_000)]}
    assert status_of(document).incidents[0].name == "x" * 5_000
    assert told(document) == [
        "warning: incidents[0].name: has 5,000 characters; Statuspage and its readers keep 255"
    ]


def test_the_status_is_the_newest_updates() -> None:
    updates = [
        {"status": "investigating", "display_at": "2011-11-24T15:10:00-07:00"},
        {"status": "monitoring", "display_at": "2011-11-24T20:00:00-07:00"},
        {"status": "identified", "display_at": "2011-11-24T16:00:00-07:00"},
    ]
    [only] = status_of({"incidents": [incident(incident_updates=updates)]}).incidents
    assert only.status == "monitoring"
    assert [each.status for each in only.incident_updates] == [
        "monitoring",
        "identified",
        "investigating",
    ]
    assert [each.id for each in only.incident_updates] == [
        "2011-11-24-offline-20111125T030000Z",
        "2011-11-24-offline-20111124T230000Z",
        "2011-11-24-offline-20111124T221000Z",
    ]


def test_an_older_update_that_is_added_later_renames_none() -> None:
    said = [
        {"display_at": "2011-11-24T20:00:00-07:00"},
        {"display_at": START},
        {"display_at": START},
    ]
    forgotten = {"display_at": "2011-11-24T15:30:00-07:00"}

    def ids(*updates: dict[str, Any]) -> list[str]:
        status = status_of({"incidents": [incident(id="crash", incident_updates=updates)]})
        return [each.id for each in status.incidents[0].incident_updates]

    before = ["crash-20111125T030000Z", "crash-20111124T220000Z-2", "crash-20111124T220000Z"]
    assert ids(*said) == before
    assert ids(*said, forgotten) == [before[0], "crash-20111124T223000Z", *before[1:]]
    assert ids(*said, {"body": "When?"}) == [*before, "crash-1"]


def test_the_sample_with_an_end_is_over_whatever_was_said_before() -> None:
    sample = json.loads((Path(__file__).parents[1] / "content" / "status.json").read_text())
    sample["incidents"][0]["resolved_at"] = "2011-11-25T04:10:00-07:00"
    reading = read(sample, now=datetime(2011, 11, 25, 4, 15, tzinfo=DENVER))
    assert reading.problems == ()
    assert reading.status is not None
    assert reading.status.incidents[0].status == "resolved"


@pytest.mark.parametrize(
    ("said_at", "word", "status"),
    [
        ("2011-11-24T19:00:00-07:00", "monitoring", "resolved"),
        (None, "monitoring", "resolved"),
        ("2011-11-24T20:10:00-07:00", "investigating", "investigating"),
        ("2011-11-24T20:00:00-07:00", "postmortem", "postmortem"),
    ],
)
def test_only_what_was_said_after_the_end_opens_an_incident_again(
    said_at: str | None, word: str, status: str
) -> None:
    update = {"status": word, "display_at": said_at}
    ended = incident(resolved_at="2011-11-24T20:00:00-07:00", incident_updates=[update])
    assert status_of({"incidents": [ended]}).incidents[0].status == status


@pytest.mark.parametrize("end", ["completed_at", "resolved_at"])
def test_a_maintenance_with_an_end_is_completed_whatever_was_said_before(end: str) -> None:
    update = {"status": "in_progress", "display_at": "2011-12-01T02:05:00-07:00"}
    done = maintenance(incident_updates=[update], **{end: "2011-12-01T03:00:00-07:00"})
    [only] = status_of({"scheduled_maintenances": [done]}).scheduled_maintenances
    assert only.status == "completed"


def test_an_incident_with_an_end_is_resolved_unless_it_says_otherwise() -> None:
    ended = incident(resolved_at="2011-11-24T20:00:00-07:00")
    assert status_of({"incidents": [ended]}).incidents[0].status == "resolved"
    assert status_of({"incidents": [{**ended, "status": "monitoring"}]}).incidents[0].status == (
        "monitoring"
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "scheduled"),
        ({"completed_at": "2011-12-01T03:00:00-07:00"}, "completed"),
        (
            {"incident_updates": [{"status": "in_progress", "display_at": START}]},
            "in_progress",
        ),
    ],
)
def test_a_maintenance_is_scheduled_until_something_says_otherwise(
    fields: dict[str, Any], status: str
) -> None:
    document = {"scheduled_maintenances": [maintenance(**fields)]}
    [only] = status_of(document).scheduled_maintenances
    assert (only.id, only.status) == ("2011-12-01-a-larger-disk", status)


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"created_at": "2011-11-24T15:05:00-07:00"}, "2011-11-24T15:05:00-07:00"),
        (
            {
                "incident_updates": [
                    {"display_at": "2011-11-24T16:00:00-07:00"},
                    {"created_at": "2011-11-24T15:30:00-07:00"},
                ]
            },
            "2011-11-24T15:30:00-07:00",
        ),
        (
            {
                "created_at": "2011-11-24T20:00:00-07:00",
                "resolved_at": "2011-11-24T18:00:00-07:00",
                "incident_updates": [{"display_at": "2011-11-24T16:00:00-07:00"}],
            },
            "2011-11-24T16:00:00-07:00",
        ),
    ],
)
def test_a_start_that_is_missing_is_taken_from_what_is_there(
    fields: dict[str, Any], start: str
) -> None:
    document = {"incidents": [{"name": "Offline", **fields}]}
    assert status_of(document).incidents[0].started_at == datetime.fromisoformat(start)


def test_components_held_by_events_join_the_list_and_the_list_wins() -> None:
    document = {
        "components": [{"id": "shop", "name": "The shop", "url": "https://shop.example/"}],
        "incidents": [
            incident(components=[{"id": "shop", "name": "Old name"}, {"name": "The forum"}])
        ],
        "scheduled_maintenances": [maintenance(components=["shop", "the-forum", "shop"])],
    }
    status = status_of(document)
    assert [(each.id, each.name) for each in status.components] == [
        ("shop", "The shop"),
        ("the-forum", "The forum"),
    ]
    assert status.incidents[0].components == ("shop", "the-forum")
    assert status.scheduled_maintenances[0].components == ("shop", "the-forum")


def test_an_estimate_of_null_differs_from_none_at_all() -> None:
    status = status_of({"incidents": [incident(expected_at=None), incident()]})
    assert ["expected_at" in each.model_fields_set for each in status.incidents] == [True, False]


def test_unknown_keys_are_kept() -> None:
    status = status_of({"x-note": [1], "incidents": [incident(mood="bad")]})
    assert status.extra() == {"x-note": [1]}
    assert status.incidents[0].model_extra == {"mood": "bad"}


# What is refused, in the very words.


def test_every_problem_is_told_at_once_with_its_place() -> None:
    text = """{
  "components": [{"id": "shop", "name": "The shop", "hosts": ["my shop"]}],
  "incidents": [
    {"name": "Offline", "started_at": "2011-11-24T21:00",
      "impact": "majr", "expected_a": null, "components": ["shp"]},
    {"name": "Again", "started_at": "2011-11-24T15:00:00-07:00",
      "resolved_at": "2011-11-24T14:00:00-07:00", "contact": "javascript:alert(1)"}
  ]
}"""
    reading = read(text, file="content/status.json")
    assert reading.status is None
    assert [str(each) for each in reading.problems] == [
        'content/status.json:2:63: error: components[0].hosts[0]: "my shop" is not a host name; '
        'write one like "www.example.org"',
        'content/status.json:4:39: error: incidents[0].started_at: "2011-11-24T21:00" has no UTC '
        'offset; in America/Denver that is "2011-11-24T21:00:00-07:00"',
        'content/status.json:5:17: error: incidents[0].impact: "majr" is not one of its words; '
        'did you mean "major"? Else write "none", "minor", "major", "critical" or "maintenance"',
        'content/status.json:5:25: warning: incidents[0].expected_a: unknown key "expected_a"; '
        'did you mean "expected_at"?',
        'content/status.json:5:60: error: incidents[0].components[0]: "shp" is not the id of a '
        'component; did you mean "shop"? Else add {"id": "shp", "name": …} to components',
        "content/status.json:7:22: error: incidents[1].resolved_at: "
        '"2011-11-24T14:00:00-07:00": the end is before started_at "2011-11-24T15:00:00-07:00"; '
        "write a later time",
        'content/status.json:7:62: error: incidents[1].contact: "javascript:alert(1)" is not a '
        'link that may stand here; write one that begins with "https://", "http://", "mailto:" '
        'or "tel:"',
    ]


def test_the_zone_of_the_page_words_the_corrections() -> None:
    document = {
        "page": {"time_zone": "Asia/Kolkata"},
        "incidents": [incident(started_at="2011-11-24T21:00")],
    }
    assert told(document) == [
        'error: incidents[0].started_at: "2011-11-24T21:00" has no UTC offset; '
        'in Asia/Kolkata that is "2011-11-24T21:00:00+05:30"'
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"incidents": {}}, "incidents: is an object; write a list in brackets: []"),
        ({"incidents": "x"}, 'incidents: "x" is text; write a list in brackets: []'),
        ({"incidents": [5]}, "incidents[0]: 5 is a number; write an object in braces: {}"),
        ({"incidents": [None]}, "incidents[0]: is null; write an object in braces: {}"),
        ({"page": []}, "page: is a list; write an object in braces: {}"),
        ({"status": "down"}, 'status: "down" is text; write an object in braces: {}'),
        ({"components": [{"name": 7}]}, "components[0].name: 7 is a number; write text in quotes"),
        (
            {"components": [{"name": ["x"]}]},
            "components[0].name: is a list; write text in quotes",
        ),
        (
            {"components": [{"name": "x", "group": "yes"}]},
            'components[0].group: "yes" is text; write true or false',
        ),
        (
            {"components": [{"name": "x", "position": "1"}]},
            'components[0].position: "1" is text; write a whole number without quotes',
        ),
        (
            {"components": [{"name": "x", "position": 1.5}]},
            "components[0].position: 1.5 is not a whole number; write it without a fraction",
        ),
        (
            {"components": [{"name": "x", "position": True}]},
            "components[0].position: is true; write a whole number without quotes",
        ),
        (
            {"components": [{"name": "x", "status": 3}]},
            'components[0].status: 3 is a number; write "operational", "degraded_performance", '
            '"partial_outage", "major_outage" or "under_maintenance"',
        ),
        (
            {"incidents": [incident(started_at=1322172000)]},
            f"incidents[0].started_at: 1322172000 is a number; {TIME}",
        ),
        (
            {"incidents": [incident(expected_at=False)]},
            f"incidents[0].expected_at: is false; {TIME}",
        ),
        (
            {"incidents": [incident(components="shop")]},
            'incidents[0].components: "shop" is text; write a list in brackets: []',
        ),
        (
            {"incidents": [incident(components=[7])]},
            "incidents[0].components[0]: 7 is a number; write text in quotes",
        ),
        (
            {"incidents": [incident(incident_updates=[incident(body={})])]},
            "incidents[0].incident_updates[0].body: is an object; write text in quotes",
        ),
        (
            {"incidents": [incident(alternatives=[{"name": "Coupons"}])]},
            'incidents[0].alternatives[0]: needs url: a link like "https://www.example.org/"',
        ),
        ({"components": [{}]}, "components[0]: needs name: a short text for readers"),
        (
            {"incidents": [{"name": "Offline"}]},
            'incidents[0]: needs started_at: when it began, like "2011-11-24T15:00:00-07:00"',
        ),
        (
            {"scheduled_maintenances": [{"name": "A larger disk"}]},
            "scheduled_maintenances[0]: needs scheduled_for: when the work begins, like "
            '"2011-11-24T15:00:00-07:00"',
        ),
        (
            {"incidents": [incident(status="fixed")]},
            'incidents[0].status: "fixed" is not one of its words; write "investigating", '
            '"identified", "monitoring", "resolved" or "postmortem"',
        ),
        (
            {"scheduled_maintenances": [maintenance(status="In Progress")]},
            'scheduled_maintenances[0].status: "In Progress" is not one of its words; '
            'did you mean "in_progress"? Else write "scheduled", "in_progress", "verifying" '
            'or "completed"',
        ),
        (
            {"incidents": [incident(started_at="10000-01-01T00:00:00Z")]},
            'incidents[0].started_at: "10000-01-01T00:00:00Z" is in the year 10000; '
            "write a time between 1970 and 2999",
        ),
        (
            {"incidents": [{"name": "Offline", "created_at": "2011-11-24T21:00"}]},
            'incidents[0].created_at: "2011-11-24T21:00" has no UTC offset; '
            'in America/Denver that is "2011-11-24T21:00:00-07:00"',
        ),
        (
            {"incidents": [incident(id="../../x")]},
            'incidents[0].id: "../../x" cannot be an id, which becomes part of an address; '
            'write letters, digits, ".", "_" and "-", with no "." first: "x"',
        ),
        (
            {"incidents": [incident(id="History")]},
            'incidents[0].id: "History" is a page of the status section already; '
            "write another id, with a date in it",
        ),
        (
            {"incidents": [incident(id="publishing")]},
            'incidents[0].id: "publishing" is a page of the status section already; '
            "write another id, with a date in it",
        ),
        (
            {"incidents": [incident(components=[{"name": "x", "url": "ftp://x.example/"}])]},
            'incidents[0].components[0].url: "ftp://x.example/" is not a link that may stand here; '
            'write one that begins with "https://", "http://", "mailto:" or "tel:"',
        ),
        (
            {"incidents": [incident(components=["shop"])]},
            'incidents[0].components[0]: "shop" is not the id of a component; '
            'add {"id": "shop", "name": …} to components',
        ),
        (
            {
                "components": [{"id": "c1", "name": "The shop"}],
                "incidents": [incident(components=["The shop"])],
            },
            'incidents[0].components[0]: "The shop" cannot be an id, which becomes part of an '
            'address; write letters, digits, ".", "_" and "-", with no "." first: "the-shop"',
        ),
        (
            {
                "components": [
                    {"id": "shop", "name": "The shop"},
                    {"id": "shop", "name": "Another"},
                ]
            },
            'components[1].id: "shop" is the id of components[0] too; write another',
        ),
        (
            {
                "incidents": [incident(id="Crash")],
                "scheduled_maintenances": [maintenance(id="crash")],
            },
            'scheduled_maintenances[0].id: "crash" is the id of incidents[0] too; write another',
        ),
        (
            {
                "incidents": [
                    incident(
                        incident_updates=[
                            {"id": "u", "display_at": START},
                            {"id": "u", "display_at": START},
                        ]
                    )
                ]
            },
            'incidents[0].incident_updates[1].id: "u" is the id of incident_updates[0] too; '
            "write another",
        ),
        (
            {"incidents": [incident(expected_at="2011-11-24T14:00:00-07:00", status="resolved")]},
            'incidents[0].expected_at: "2011-11-24T14:00:00-07:00": the expected end is before '
            'started_at "2011-11-24T15:00:00-07:00"; write a later time',
        ),
        (
            {"scheduled_maintenances": [maintenance(scheduled_until="2011-12-01T09:00:00Z")]},
            'scheduled_maintenances[0].scheduled_until: "2011-12-01T09:00:00Z": the planned end '
            'is at scheduled_for "2011-12-01T02:00:00-07:00"; write a later time',
        ),
        (
            {"scheduled_maintenances": [maintenance(completed_at="2011-12-01T01:00:00-07:00")]},
            'scheduled_maintenances[0].completed_at: "2011-12-01T01:00:00-07:00": the end is '
            'before scheduled_for "2011-12-01T02:00:00-07:00"; write a later time',
        ),
    ],
)
def test_an_error_is_told_where_it_stands_with_what_to_write(
    document: dict[str, Any], expected: str
) -> None:
    errors = [each for each in told(document) if each.startswith("error: ")]
    assert f"error: {expected}" in errors
    assert all(each.split(": ")[1] == expected.split(": ")[0] for each in errors)
    assert read(document).status is None


def test_a_maintenance_may_be_over_before_its_planned_start() -> None:
    early = maintenance(resolved_at="2011-11-30T02:00:00-07:00", status="completed")
    called_off = datetime(2011, 11, 30, 3, 0, tzinfo=DENVER)
    assert told({"scheduled_maintenances": [early]}, now=called_off) == []


@pytest.mark.parametrize("junk", [7, "x", True, [], {}, [[]], [{}], {"a": 1}, -0.5])
def test_anything_in_the_place_of_anything_is_told_not_raised(junk: Any) -> None:
    full = json.loads((ACCEPTED[0].parent / "every-field.json").read_text())
    for path in paths_in(full):
        reading = read(replaced(full, path, junk))
        assert reading.status is not None or reading.errors


# What is warned of.

PASSED = maintenance(
    scheduled_for="2011-11-24T18:00:00-07:00", scheduled_until="2011-11-24T20:00:00-07:00"
)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"pgae": {}}, ['warning: pgae: unknown key "pgae"; did you mean "page"?']),
        (
            {"incidents": [incident(eta=1)]},
            ['warning: incidents[0].eta: unknown key "eta"; did you mean "expected_at"?'],
        ),
        (
            {"incidents": [incident(mood="bad")]},
            ['warning: incidents[0].mood: unknown key "mood"; it is kept, and nothing reads it'],
        ),
        (
            {"incidents": [incident(expectedAt=1), incident(expectedAt=1)]},
            [
                'warning: incidents[0].expectedAt: unknown key "expectedAt"; '
                'did you mean "expected_at"? (2 of them in the file)'
            ],
        ),
        ({"$comment": "x", "_a": 1, "x-b": 2}, []),
        (
            {"incidents": [incident(expected_at="2011-11-24T20:00:00-07:00")]},
            [
                'warning: incidents[0].expected_at: "2011-11-24T20:00:00-07:00" has passed; '
                "write a new estimate, or null"
            ],
        ),
        (
            {"incidents": [incident(started_at="2011-11-23T15:00:00-07:00")]},
            ["warning: incidents[0]: nothing was said for 30 hours; add an update, or resolve it"],
        ),
        (
            {"incidents": [incident(started_at="2011-11-21T21:00:00-07:00")]},
            ["warning: incidents[0]: nothing was said for 72 hours; add an update, or resolve it"],
        ),
        (
            {"incidents": [incident(started_at="2011-11-04T15:00:00-07:00")]},
            ["warning: incidents[0]: nothing was said for 20 days; add an update, or resolve it"],
        ),
        (
            {"incidents": [incident(resolved_at="2011-11-25T04:10:00-07:00")]},
            [
                'warning: incidents[0].resolved_at: "2011-11-25T04:10:00-07:00" lies in the '
                "future; until then it is told as going on"
            ],
        ),
        (
            {"incidents": [incident(status="resolved")]},
            [
                "warning: incidents[0]: is over, but nothing tells since when; write resolved_at",
            ],
        ),
        (
            {
                "incidents": [
                    incident(incident_updates=[{"display_at": "2011-11-24T22:00:00-07:00"}])
                ]
            },
            [
                "warning: incidents[0].incident_updates[0].display_at: "
                '"2011-11-24T22:00:00-07:00" lies in the future; readers are told now'
            ],
        ),
        (
            {
                "scheduled_maintenances": [
                    maintenance(incident_updates=[{"created_at": "2011-11-25T05:00:00Z"}])
                ]
            },
            [
                "warning: scheduled_maintenances[0].incident_updates[0].created_at: "
                '"2011-11-24T22:00:00-07:00" lies in the future; readers are told now'
            ],
        ),
        (
            {"scheduled_maintenances": [maintenance(completed_at="2011-12-01T03:00:00-07:00")]},
            [
                "warning: scheduled_maintenances[0].completed_at: "
                '"2011-12-01T03:00:00-07:00" lies in the future; '
                "until then it is told as going on"
            ],
        ),
        *(
            (
                {"scheduled_maintenances": [PASSED | {"status": word}]},
                [
                    "warning: scheduled_maintenances[0].scheduled_until: its planned end has "
                    "passed, so readers are no longer told of it; write a later "
                    "scheduled_until, or completed_at"
                ],
            )
            for word in ("in_progress", "verifying")
        ),
        ({"scheduled_maintenances": [PASSED]}, []),
        (
            {
                "scheduled_maintenances": [
                    PASSED | {"status": "in_progress", "completed_at": "2011-11-24T20:10:00-07:00"}
                ]
            },
            [],
        ),
        (
            {"incidents": [incident(started_at="2011-11-24T22:00:00-07:00")]},
            [
                'warning: incidents[0].started_at: "2011-11-24T22:00:00-07:00" is in the future; '
                "readers are told now"
            ],
        ),
        (
            {"incidents": [incident(resolved_at="2011-11-24T20:00:00-07:00", status="monitoring")]},
            [
                'warning: incidents[0].resolved_at: is set, but the status is "monitoring"; '
                'write "resolved", or take it out'
            ],
        ),
        (
            {
                "components": [{"name": "shop"}],
                "incidents": [incident(components=["shop"]), incident(components=["shop"])],
            },
            [
                'warning: incidents[1].components[0]: "shop" has another open incident, '
                "incidents[0]; resolve one of them, or tell both in one"
            ],
        ),
        (
            {"incidents": [incident(incident_updates=[{"body": "Looking."}])]},
            ["warning: incidents[0].incident_updates[0]: does not say when; write display_at"],
        ),
    ],
)
def test_a_warning_leaves_the_status_standing(
    document: dict[str, Any], expected: list[str]
) -> None:
    assert told(document) == expected
    assert read(document).status is not None


def test_how_long_may_pass_without_a_word_is_the_callers_choice() -> None:
    document = {"incidents": [incident()]}
    assert told(document, stale_after_hours=6) == []
    assert told(document, stale_after_hours=5.9) == [
        "warning: incidents[0]: nothing was said for 6 hours; add an update, or resolve it"
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"resolved_at": "2011-11-24T20:00:00-07:00"},
        {"updated_at": "2011-11-24T20:00:00-07:00"},
        {"incident_updates": [{"status": "resolved", "display_at": "2011-11-24T20:00:00-07:00"}]},
    ],
)
def test_any_time_that_tells_the_end_is_enough(fields: dict[str, Any]) -> None:
    assert told({"incidents": [incident(status="resolved", **fields)]}) == []


def test_a_closed_incident_is_no_cause_for_warnings() -> None:
    closed = incident(
        started_at="2010-01-01T00:00:00Z",
        expected_at="2010-01-02T00:00:00Z",
        resolved_at="2010-01-03T00:00:00Z",
    )
    assert told({"incidents": [closed, closed]}) == []


def test_at_most_a_hundred_problems_are_listed_errors_first() -> None:
    document = {"zzz": 1, "components": [{"name": 7}] * 150}
    reading = read(document)
    assert len(reading.problems) == 101
    assert str(reading.problems[-1]) == "status.json: error: and 51 more"
    assert reading.warnings == ()


# Files.


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "status.json", Path(__file__) / "status.json"):
        reading = load_status(path, zone=DENVER, now=NOW, file="content/status.json")
        assert [str(each) for each in reading.problems] == [
            "content/status.json: error: there is no such file; "
            "write one that holds {}, or mend OUTAGE_STATUS_FILE"
        ]
        assert reading.status is None


def test_a_directory_in_its_place_is_told(tmp_path: Path) -> None:
    [problem] = load_status(tmp_path, zone=DENVER, now=NOW, file="content").problems
    assert str(problem) == (
        "content: error: is a directory; "
        "name a file, like content/status.json, in OUTAGE_STATUS_FILE"
    )


def test_links_that_lead_in_a_circle_are_told(tmp_path: Path) -> None:
    circle = tmp_path / "status.json"
    circle.symlink_to(circle)
    [problem] = load_status(circle, zone=DENVER, now=NOW, file="status.json").problems
    assert problem.severity == "error"
    assert str(problem).startswith("status.json: error: cannot be read: ")
    assert str(problem).endswith("; mend that, or OUTAGE_STATUS_FILE")


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may read everything; as somebody else the same process may not."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    path.write_text("{}")
    path.chmod(0)
    with without_privileges():
        [problem] = load_status(path, zone=DENVER, now=NOW, file="status.json").problems
    assert str(problem) == (
        "status.json: error: may not be read by this user; give the right to read it: chmod u+r"
    )


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    [problem] = load_status(tmp_path / "pipe", zone=DENVER, now=NOW, file="pipe").problems
    assert str(problem) == (
        "pipe: error: is not a file one can read, but a device or a pipe; write a file"
    )


def test_a_file_of_50_megabytes_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    [problem] = load_status(path, zone=DENVER, now=NOW, file="status.json").problems
    assert str(problem) == (
        "status.json: error: the file has 50,000,000 bytes, a status file at most 20,000,000; "
        "take old incidents out"
    )


def test_a_name_that_no_file_can_have_is_told() -> None:
    [problem] = load_status(Path("a\0b"), zone=DENVER, now=NOW).problems
    assert str(problem).startswith("a\\u0000b: error: ")


# Anything whatsoever.

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    below = (
        paths_in(each, (*path, step)) if isinstance(each, dict | list) else [(*path, step)]
        for step, each in inside
    )
    return [path, *(each for paths in below for each in paths)]


def replaced(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    copy = document.copy()
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


def assert_sound(reading: Reading, source: bytes) -> None:
    """A status or errors, never both; each problem on a line that the file has."""
    assert (reading.status is None) == bool(reading.errors)
    lines = source.count(b"\n") + 1
    for problem in reading.problems:
        assert "\n" not in str(problem)
        assert problem.line is None or (1 <= problem.line <= lines and (problem.column or 0) >= 1)


@settings(deadline=None)
@given(st.binary() | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_and_any_json_are_a_status_or_errors(source: bytes) -> None:
    assert_sound(read_status(source, file="s.json", zone=DENVER, now=NOW), source)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(ACCEPTED),
    st.lists(
        st.tuples(
            st.randoms(use_true_random=False),
            ANY_JSON
            | st.sampled_from(["", "2011-11-24", START, "shop", "resolved", "🦃", "\ud800"]),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_real_document_with_anything_put_anywhere_is_a_status_or_errors(
    path: Path, changes: list[tuple[random.Random, Any]]
) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    for chance, value in changes:
        if isinstance(document, dict | list):
            document = replaced(document, chance.choice(paths_in(document)), value)
    source = json.dumps(document, indent=1).encode()
    assert_sound(read_status(source, file="s.json", zone=DENVER, now=NOW), source)


def test_two_thousand_incidents_are_read_in_moments() -> None:
    day = timedelta(hours=7)
    starts = [datetime(2001, 1, 1, tzinfo=UTC) + day * number for number in range(2_000)]
    incidents = [
        incident(
            started_at=start.isoformat(),
            resolved_at=(start + day).isoformat(),
            components=[{"id": "shop", "name": "The shop"}],
            incident_updates=[
                {"body": "Words. " * 20, "status": "resolved", "display_at": start.isoformat()}
            ]
            * 5,
        )
        for start in starts
    ]
    text = json.dumps({"incidents": incidents})
    began = process_time()
    assert status_of(text).incidents[1_999].status == "resolved"
    assert process_time() - began < 3  # half a second where nothing else runs
