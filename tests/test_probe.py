"""Probing: what a component's field means, how tries become a verdict, and verdicts edits."""

from __future__ import annotations

import json

import pytest
from outage_banner.status import Probe, read_status
from outage_banner.status.schema import json_schema
from statuses import DENVER, NIGHT, status_of


def test_a_component_says_what_it_answers_while_it_is_well() -> None:
    wanted = {"url": "https://x.example/up", "status": 401, "expect": "Hi", "slow_after_seconds": 2}
    (component,) = status_of(components=[{"name": "Shop", "probe": wanted}]).components
    assert component.probe == Probe(**wanted)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"url": "mailto:a@b.example"}, 'cannot be asked; write one that begins with "https://"'),
        ({"url": "https://"}, "is not a link that may stand here"),
        ({"status": 100}, "100 is no status of an answer; write one from 200 to 599"),
        ({"status": "200"}, "write a whole number without quotes"),
        ({"expect": " "}, "says nothing"),
        ({"slow_after_seconds": 0}, "0 is no time to wait; write seconds from 1 to 300"),
        ({"expected": "Hi"}, 'did you mean "expect"?'),
    ],
)
def test_what_cannot_be_probed_is_told(wanted: dict[str, object], told: str) -> None:
    source = json.dumps({"components": [{"name": "Shop", "probe": wanted}]}).encode()
    reading = read_status(source, file="status.json", zone=DENVER, now=NIGHT)
    (problem,) = (*reading.errors, *reading.warnings)
    assert told in problem.message


def test_an_editor_knows_the_field() -> None:
    assert set(json_schema()["$defs"]["Probe"]["properties"]) == set(Probe.model_fields)
