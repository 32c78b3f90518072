"""Clients that others wrote for Statuspage read the site's still files, unmodified.

aRez reads the summary into objects of its own and fails on whatever it does not find or cannot
parse. DiscordStatusPy knows one address, so a middleware of its session sends it here; it asks for
`Incidents.json` with a capital letter, so its list of all incidents is left out.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
from arez.statuspage import CurrentStatus, StatusPage
from DiscordStatusPy import APIClient
from outage_banner.board import board
from outage_banner.section.api import api
from outage_banner.section.place import Place
from outage_banner.status import Status, read_status
from outage_banner.wording import words_for
from rig.loop import in_a_loop
from rig.pelican import POST, run_pelican, write_site
from rig.server import serving
from statuses import DENVER, NIGHT, at, incident
from yarl import URL

Answer = TypeVar("Answer")

ACCEPTED = sorted((Path(__file__).parent / "cases" / "accepted").glob("*.json"))
EVENING: dict[str, Any] = {
    "components": [
        {"id": "shops", "name": "Shops", "group": True},
        {"id": "shop", "name": "The shop", "group_id": "shops"},
        {"id": "forum", "name": "The forum"},
    ],
    "incidents": [
        incident(components=["shop"], expected_at=at("25T03:00")),
        incident("Past", status="resolved", resolved_at=at("24T16:00")),
    ],
    "scheduled_maintenances": [
        {
            "name": "A larger disk",
            "scheduled_for": at("24T20:00"),
            "scheduled_until": at("24T23:00"),
            "components": ["forum"],
        },
        {
            "name": "A cellar",
            "scheduled_for": at("26T02:00"),
            "scheduled_until": at("26T04:00"),
        },
    ],
}


def publish(status: Status, site: Path) -> None:
    place = Place("A blog", "https://blog.example", "/status/")
    for file in api(status, board(status, NIGHT), words_for(DENVER, NIGHT), place):
        path = site / "status" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The status section of a site that Pelican built."""
    folder = tmp_path_factory.mktemp("evening")
    text = json.dumps(EVENING, default=datetime.isoformat)
    settings = {"SITENAME": "A blog", "OUTAGE_NOW": NIGHT.isoformat()}
    conf = write_site(folder, {"post.md": POST, "status.json": text}, settings)
    built = run_pelican(conf, folder / "output")
    assert built.code == 0, built.log
    with serving(built.output) as url:
        yield f"{url}/status"


def read_with_arez(address: str) -> CurrentStatus:
    async def read() -> CurrentStatus:
        async with StatusPage(address) as page:
            found: CurrentStatus = await page.get_status()
            return found

    return in_a_loop(read())


def test_arez_reads_the_state_of_everything(address: str) -> None:
    found = read_with_arez(address)
    assert (found.name, found.status, found.impact) == (
        "A blog",
        "Major Service Outage",
        "Critical",
    )
    assert {one.name: one.status for one in found.components} == {
        "The shop": "Major Outage",
        "The forum": "Under Maintenance",
    }
    assert {one.name: one.status for one in found.groups} == {"Shops": "Major Outage"}


def test_arez_reads_the_open_incident_and_what_was_said_of_it(address: str) -> None:
    (found,) = read_with_arez(address).incidents
    assert (found.name, found.status, found.impact) == (
        "The shop is offline",
        "Investigating",
        "Major",
    )
    assert [component.name for component in found.components] == ["The shop"]
    assert found.last_update.description == (
        "Not reachable since Thu, Nov 24, 3:00 PM MST. Expected back by Fri, Nov 25, 3:00 AM MST."
    )


def test_arez_reads_planned_work(address: str) -> None:
    active, upcoming = read_with_arez(address).maintenances
    assert (active.name, active.status) == ("A larger disk", "In Progress")
    assert (upcoming.name, upcoming.status) == ("A cellar", "Scheduled")
    assert upcoming.scheduled_until.isoformat() == "2011-11-26T11:00:00"


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_arez_reads_the_api_of_every_accepted_file(path: Path, tmp_path: Path) -> None:
    reading = read_status(path.read_bytes(), file=path.name, zone=DENVER, now=NIGHT)
    assert reading.status
    publish(reading.status, tmp_path)
    with serving(tmp_path) as url:
        assert read_with_arez(f"{url}/status").status


@pytest.mark.parametrize(
    ("question", "key", "names"),
    [
        ("get_components", "components", ["Shops", "The shop", "The forum"]),
        ("get_unresolved_incidents", "incidents", ["The shop is offline"]),
        ("get_maintenances", "scheduled_maintenances", ["A cellar", "A larger disk"]),
        ("get_upcoming_maintenances", "scheduled_maintenances", ["A cellar"]),
        ("get_active_maintenances", "scheduled_maintenances", ["A larger disk"]),
    ],
)
def test_discordstatuspy_reads_every_list(
    address: str, question: str, key: str, names: list[str]
) -> None:
    answer = ask_with_discordstatuspy(address, question)
    assert [record["name"] for record in answer[key]] == names


def test_discordstatuspy_reads_the_summary_and_the_status(address: str) -> None:
    summary = ask_with_discordstatuspy(address, "get_summary")
    assert summary["status"] == ask_with_discordstatuspy(address, "get_status")["status"]
    assert summary["status"]["description"] == "Major Service Outage"
    assert [one["name"] for one in summary["incidents"]] == ["The shop is offline"]


def ask_with_discordstatuspy(address: str, question: str) -> dict[str, Any]:
    async def to_the_site(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        request.url = URL(address + request.url.path)
        return await handler(request)

    async def ask() -> dict[str, Any]:
        options = {"suppress_exc": False, "check_content_type": True}
        async with APIClient(**options, middlewares=[to_the_site]) as client:
            answer: dict[str, Any] = await getattr(client, question)()
            return answer

    return in_a_loop(ask())
