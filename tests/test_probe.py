"""Probing: what a component's field means, how tries become a verdict, and verdicts edits."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from outage_banner.board import board
from outage_banner.edit import Open, Resolve, Update, edited
from outage_banner.fetch import Answer, Limits
from outage_banner.probe import Patience, Proposal, Result, Verdict, made, probed, proposals
from outage_banner.probe.verdicts import Belief, Try, confirms, result, settled, tried
from outage_banner.section.api import api
from outage_banner.section.place import Place
from outage_banner.status import Component, Probe, read_status
from outage_banner.status.schema import json_schema
from outage_banner.wording import words_for
from rig.loop import in_a_loop
from rig.server import serving
from statuses import DENVER, NIGHT, at, incident, status_of


def test_a_component_says_what_it_answers_while_it_is_well() -> None:
    wanted: dict[str, Any] = {
        "url": "https://x.example/up",
        "status": 401,
        "expect": "Hi",
        "slow_after_seconds": 2,
    }
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


SHOP = {"id": "shop", "name": "The shop", "url": "https://shop.example/"}
WELL, SLOW = Try(0.1), Try(4.0, is_slow=True)
LOST, ERROR = Try(0.1, "the name cannot be looked up", is_maybe_here=True), Try(0.1, "answers 503")
REFUSED = Try(0.1, "the connection is refused")


def component(**fields: Any) -> Component:
    return status_of(components=[SHOP | fields]).components[0]


@pytest.mark.parametrize(
    ("wanted", "answer", "fault"),
    [
        ({}, Answer("", 200), ""),
        ({}, Answer("", 204), ""),
        ({}, Answer("", 404), "answers 404 Not Found"),
        ({}, Answer("", 520), "answers 520"),
        ({"status": 401}, Answer("", 401), ""),
        ({"status": 401}, Answer("", 200), "answers 200 OK instead of 401"),
        ({"expect": "Cap & gown"}, Answer("", 200, b"<h1>Cap &amp;\n gown</h1>"), ""),
        ({"expect": "Grüße"}, Answer("", 200, "Grüße".encode("latin-1"), True, "latin-1"), ""),
        (
            {"expect": "Welcome"},
            Answer("", 200, b"Error establishing a database connection"),
            "answers 200 OK, but without “Welcome”",
        ),
        (
            {"expect": "Welcome"},
            Answer("", 200, b"a" * 1000, is_whole=False),
            "answers 200 OK, but without “Welcome” in its first 1,000 bytes",
        ),
    ],
)
def test_an_answer_is_the_wanted_one_or_says_why_not(
    wanted: dict[str, Any], answer: Answer, fault: str
) -> None:
    assert tried(answer, Probe(**wanted), 0.1) == Try(0.1, fault)


@pytest.mark.parametrize(
    ("tries", "believed", "verdict"),
    [
        ([WELL], "up", "up"),
        ([ERROR, WELL], "up", "up"),
        ([SLOW, ERROR, WELL], "up", "up"),
        ([ERROR, ERROR, ERROR], "up", "down"),
        ([ERROR, SLOW, ERROR], "up", "slow"),
        ([ERROR], "down", "down"),
        ([WELL, WELL, ERROR], "down", "down"),
        ([WELL, WELL, WELL], "down", "up"),
        ([SLOW, WELL, SLOW], "down", "up"),
        ([SLOW, SLOW, SLOW], "down", "slow"),
        ([SLOW], "slow", "slow"),
        ([ERROR, WELL, SLOW], "slow", "slow"),
        ([WELL, ERROR, WELL], "slow", "slow"),
        ([WELL, WELL, WELL], "slow", "up"),
        ([ERROR, ERROR, ERROR], "slow", "down"),
    ],
)
def test_only_answers_in_a_row_deny_what_the_file_says(
    tries: list[Try], believed: Belief, verdict: str
) -> None:
    found = result(component(probe={"slow_after_seconds": 2}), tries, believed)
    assert found.verdict == verdict
    assert bool(found.reason) == (verdict != "up")
    assert [confirms(one, believed) for one in tries[:-1]] == [False] * (len(tries) - 1)


def test_a_slow_answer_says_how_slow() -> None:
    found = result(component(probe={"slow_after_seconds": 2}), [SLOW], "up")
    assert found.reason == "answers in 4.0 seconds, which is more than 2"
    assert result(component(), [WELL, ERROR], "slow").reason == "answers 503, but not each time"


def test_nothing_is_down_where_this_machine_may_be_cut_off() -> None:
    lost = result(component(), [LOST] * 3, "up")
    assert [one.verdict for one in settled([lost, lost])] == ["unknown", "unknown"]
    assert settled([lost])[0].reason == (
        "the name cannot be looked up; nothing else on the open internet answered either, "
        "so the fault may be here"
    )
    assert settled([]) == []


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (replace(WELL, is_public=True), "down"),
        (replace(ERROR, is_public=True), "down"),
        (WELL, "unknown"),
        (ERROR, "unknown"),
        (REFUSED, "unknown"),
    ],
)
def test_only_an_answer_from_the_open_internet_proves_that_there_is_a_network(
    other: Try, verdict: Verdict
) -> None:
    found = result(component(), [other] * 3, "up")
    lost, kept = settled([result(component(), [LOST] * 3, "up"), found])
    assert (lost.verdict, kept) == (verdict, found)


def test_silent_names_hold_up_no_other_component(tmp_path: Path) -> None:
    release = Event()

    async def resolve(host: str, port: int) -> Sequence[str]:
        if host == "127.0.0.1":
            return await asyncio.to_thread(lambda: [host])
        return await asyncio.to_thread(lambda: [host] if release.wait(5) else [])

    with serving(tmp_path) as url:
        names = [f"http://silent{number}.example/" for number in range(12)]
        status = status_of(
            components=[{"name": one, "url": one} for one in (*names, f"{url}/", f"{url}/a")]
        )
        patience = Patience(2, 0.0, Limits(seconds=1, resolve=resolve, is_public=lambda _: True))
        try:
            running = probed(status, status.components, patience)
            results = in_a_loop(_and_then(running, release.set))
        finally:
            release.set()
    assert [one.verdict for one in results] == ["down"] * 12 + ["up", "down"]
    assert results[0].reason == "the name silent0.example cannot be looked up"


def test_no_answer_is_the_slower_for_what_all_have_in_common(tmp_path: Path) -> None:
    def trust() -> ssl.SSLContext:
        time.sleep(0.5)
        return ssl.create_default_context()

    with serving(tmp_path) as url:
        status = status_of(components=[{"name": f"{n}", "url": f"{url}/"} for n in range(4)])
        patience = Patience(1, 0.0, Limits(trust=trust))
        results = in_a_loop(probed(status, status.components, patience))
    assert max(one.seconds for one in results) < 0.5


def test_a_check_that_fails_itself_says_nothing_and_hides_no_other(tmp_path: Path) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        if host == "odd.example":
            raise ZeroDivisionError("odd")
        return [host]

    with serving(tmp_path) as url:
        named = [{"name": one, "url": one} for one in ("http://odd.example/", f"{url}/")]
        status = status_of(components=named)
        patience = Patience(2, 0.0, Limits(resolve=resolve))
        odd, well = in_a_loop(probed(status, status.components, patience))
    assert (odd.verdict, odd.reason) == (
        "unknown",
        "the check itself failed: ZeroDivisionError('odd')",
    )
    assert well.verdict == "up"


async def _and_then(
    running: Coroutine[None, None, list[Result]], done: Callable[[], None]
) -> list[Result]:
    results = await running
    done()
    return results


def proposed(
    verdicts: dict[str, Verdict], *, may_resolve: bool = False, language: str = "en", **file: Any
) -> list[Proposal]:
    """What is proposed for components whose ids are the keys of `verdicts`."""
    named = [{"id": name, "name": name.capitalize()} for name in ("shop", "api", "wiki")]
    status = status_of(components=named, **file)
    results = [
        Result(status.component(name), verdict, "answers 503", 0.1, 3)
        for name, verdict in verdicts.items()
    ]
    words = words_for(DENVER, NIGHT, language)
    return proposals(status, results, words, NIGHT, may_resolve=may_resolve)


def ours(*components: str, **fields: Any) -> dict[str, Any]:
    about = list(components) or ["shop"]
    return incident("Shop is not reachable", id="old", components=about, probed=True, **fields)


def watched(since: str = "24T20:00") -> dict[str, Any]:
    return {"status": "monitoring", "monitoring_at": at(since)}


def test_what_is_down_gets_an_incident_each() -> None:
    opened = [one.change for one in proposed({"shop": "down", "api": "slow", "wiki": "up"})]
    assert [isinstance(one, Open) and (one.name, one.impact, one.components) for one in opened] == [
        ("Shop is not reachable", "major", ("shop",)),
        ("Api is slow", "minor", ("api",)),
    ]
    assert all(isinstance(one, Open) and one.probed for one in opened)


def test_nothing_is_opened_that_an_incident_or_planned_work_explains() -> None:
    work = {
        "name": "New disks",
        "components": ["api"],
        "scheduled_for": at("24T20:00"),
        "scheduled_until": at("24T22:00"),
    }
    by_hand = incident(components=["shop"])
    assert not proposed(
        {"shop": "down", "api": "down"}, incidents=[by_hand], scheduled_maintenances=[work]
    )


def test_what_cannot_be_told_changes_nothing() -> None:
    assert not proposed({"shop": "unknown", "api": "unknown"}, incidents=[ours()])


@pytest.mark.parametrize(
    ("fields", "verdict", "may_resolve", "words", "is_made"),
    [
        ({}, "up", False, "update old --status monitoring", True),
        ({}, "up", True, "resolve old", True),
        ({}, "down", True, None, False),
        ({}, "slow", True, "update old --impact minor", True),
        ({"impact": "minor"}, "slow", True, None, False),
        (
            watched() | {"impact": "minor"},
            "slow",
            True,
            "update old --status investigating --impact minor",
            True,
        ),
        (watched(), "up", False, "resolve old", False),
        (watched(), "up", True, "resolve old", True),
        (watched(), "down", True, "update old --status investigating --impact major", True),
        ({"impact": "minor"}, "down", False, "update old --impact major", True),
        ({"probed": False}, "up", True, "update old --status monitoring", False),
        ({"probed": False, **watched()}, "up", True, "resolve old", False),
        (
            {"probed": False, **watched()},
            "down",
            True,
            "update old --status investigating --impact major",
            False,
        ),
        ({"probed": False, "impact": "minor"}, "slow", False, None, False),
    ],
)
def test_an_open_incident_is_made_true_and_a_persons_only_suggested(
    fields: dict[str, Any], verdict: Verdict, may_resolve: bool, words: str | None, is_made: bool
) -> None:
    found = proposed({"shop": verdict}, may_resolve=may_resolve, incidents=[ours() | fields])
    assert [" ".join(one.words()) for one in found] == ([f"outage {words}"] if words else [])
    assert all(one.is_ours == is_made for one in found)


def test_what_is_slow_again_and_what_is_only_slow_by_now_is_said() -> None:
    def told(verdicts: dict[str, Verdict], **fields: Any) -> str | None:
        found = proposed(verdicts, incidents=[ours("shop", "api", **fields)])
        change = found[0].change if found else None
        return change.message if isinstance(change, Update) else None

    assert told({"shop": "up", "api": "slow"}) == "Api is slow"
    assert told({"shop": "up", "api": "slow"}, impact="minor") is None
    assert told({"shop": "slow", "api": "down"}) is None
    assert told({"shop": "slow", "api": "unknown"}) is None
    assert told({"shop": "slow", "api": "down"}, impact="minor") == (
        "An automatic check found that it is not reachable."
    )


def test_a_component_that_the_file_calls_degraded_gets_no_update_twice() -> None:
    degraded = [{"id": "shop", "name": "Shop", "status": "degraded_performance"}]
    status = status_of(components=degraded, incidents=[ours(impact="major")])
    down = Result(status.component("shop"), "down", "answers 503", 0.1, 3)
    assert not proposals(status, [down], words_for(DENVER, NIGHT), NIGHT, may_resolve=False)


@pytest.mark.parametrize(
    ("said", "is_made"),
    [
        ({"body": "An automatic check found this."}, True),
        ({"body": "Shop is slow"}, True),
        ({"body": "The host has found the broken disk."}, False),
        ({"status": "identified"}, False),
        ({"body": "Eine automatische Prüfung war es nicht."}, False),
    ],
)
def test_an_incident_is_theirs_once_a_person_has_said_anything_of_it(
    said: dict[str, str], is_made: bool
) -> None:
    found = {"body": "An automatic check found this.", "display_at": at("24T15:00")}
    updates = [said | {"display_at": at("24T16:00")}, found]
    (one,) = proposed({"shop": "up"}, may_resolve=True, incidents=[ours(incident_updates=updates)])
    assert one.is_ours == is_made


def test_an_incident_that_was_watched_ended_when_it_worked_again() -> None:
    (found,) = proposed({"shop": "up"}, may_resolve=True, incidents=[ours(**watched("24T19:00"))])
    assert isinstance(found.change, Resolve)
    assert found.change.at == at("24T19:00")


@pytest.mark.parametrize("verdicts", [{"shop": "up"}, {"shop": "up", "api": "unknown"}])
def test_an_incident_ends_only_when_all_that_it_names_is_up(verdicts: dict[str, Verdict]) -> None:
    assert not proposed(verdicts, incidents=[ours("shop", "api")])
    (found,) = proposed({"shop": "up", "api": "up"}, incidents=[ours("shop", "api")])
    assert found.event_id == "old"


def test_a_change_that_is_refused_holds_up_no_other() -> None:
    shop = {"id": "shop", "name": "Shop"}
    source = json.dumps({"components": [shop]}).encode()
    edit = partial(edited, file="status.json", zone=DENVER, now=NIGHT)
    wrong = Proposal(Open(name="X", started_at=NIGHT, components=("gone",)), is_ours=True)
    right = Proposal(Open(name="Y", started_at=NIGHT, components=("shop",)), is_ours=True)
    theirs = Proposal(Open(name="Z", started_at=NIGHT), is_ours=False)
    new, outcomes = made(source, [wrong, right, theirs], edit)
    assert [one["name"] for one in json.loads(new)["incidents"]] == ["Y"]
    assert [(one.event_id, one.is_made) for one in outcomes] == [
        (None, False),
        ("2011-11-24-y", True),
        (None, False),
    ]
    assert '"gone"' in outcomes[0].refusal


def test_readers_are_told_in_the_language_of_the_site() -> None:
    (found,) = proposed({"shop": "down"}, language="de")
    assert isinstance(found.change, Open)
    assert (found.change.name, found.change.message) == (
        "Shop ist nicht erreichbar",
        "Das hat eine automatische Prüfung festgestellt.",
    )


def test_no_page_and_no_client_learns_how_it_is_probed() -> None:
    wanted = {"url": "https://10.0.0.1/secret", "expect": "secret"}
    status = status_of(components=[SHOP | {"probe": wanted}], incidents=[ours()])
    told = board(status, NIGHT)
    place = Place("Blog", "https://blog.example", "/status/")
    files = api(status, told, words_for(DENVER, NIGHT), place)
    assert files
    assert all(b"secret" not in one.content and b"probe" not in one.content for one in files)
