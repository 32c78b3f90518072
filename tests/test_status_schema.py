"""The JSON Schema for editors: generated, up to date, and no stricter than the reader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import outage_banner.status
import pytest
from jsonschema import Draft202012Validator
from outage_banner.status.schema import json_schema

PACKAGE = Path(outage_banner.status.__file__).parents[1]
FILE = PACKAGE / "status.schema.json"
RENEW = "python -m outage_banner.status.schema > plugins/outage_banner/status.schema.json"
ACCEPTED = sorted((Path(__file__).parent / "cases" / "accepted").glob("*.json"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema())


def test_the_file_is_what_the_command_writes() -> None:
    written = subprocess.run(
        [sys.executable, "-W", "error", "-m", "outage_banner.status.schema"],
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
    )
    assert FILE.read_bytes() == written.stdout, f"the schema is out of date; renew it with {RENEW}"


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_what_the_reader_accepts_the_schema_accepts(
    path: Path, validator: Draft202012Validator
) -> None:
    assert list(validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"incidents": [{"name": "Offline"}]},
        {"incidents": [{"started_at": "2011-11-24T15:00:00-07:00"}]},
        {"incidents": [{"name": "x", "started_at": 5}]},
        {"components": [{"id": "shop"}]},
        {"components": [{"name": "x", "status": "down"}]},
        {"scheduled_maintenances": [{"name": "x"}]},
    ],
)
def test_what_an_author_must_write_the_schema_asks_for(
    document: Any, validator: Draft202012Validator
) -> None:
    assert not validator.is_valid(document)


def test_an_editor_can_explain_every_key_that_is_this_projects_own() -> None:
    definitions = json_schema()["$defs"]
    for name, keys in {
        "Incident": ["expected_at", "next_update_at", "works", "alternatives", "contact", "story"],
        "Component": ["url", "hosts", "alternatives", "contact", "provider"],
        "Maintenance": ["scheduled_for", "scheduled_until", "completed_at", "announce_from"],
    }.items():
        for key in keys:
            assert definitions[name]["properties"][key]["description"], (name, key)


def test_times_are_date_times_and_nothing_carries_a_generated_title() -> None:
    schema = json_schema()
    started = schema["$defs"]["Incident"]["properties"]["started_at"]
    assert (started["type"], started["format"]) == (["string", "null"], "date-time")
    assert json.dumps(schema).count('"title"') == 1
