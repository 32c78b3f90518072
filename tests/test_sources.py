"""Other systems' documents: what each tells in our words, and that none of them breaks anything."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outage_banner.board import board
from outage_banner.edit import EMPTY, edited
from outage_banner.sources import Choice, Feed, NotUnderstood, chosen, page_of, read
from outage_banner.sources.cstate import mended
from outage_banner.status import Status
from statuses import DENVER, NIGHT, at, status_of

CASES = Path(__file__).parent / "cases" / "sources"
NAMES = sorted(path.stem for path in CASES.glob("*.json"))
each_case = pytest.mark.parametrize("name", NAMES)


def fed(name: str, url: str | None = None) -> Feed:
    return read((CASES / f"{name}.json").read_bytes(), url)


def read_json(value: Any) -> Feed:
    return read(json.dumps(value).encode())


def merged(
    feed: Feed, source: bytes = EMPTY, *, minutes: int = 0, name: str = "Hostco", **choice: Any
) -> bytes:
    """The status file after an import, so many minutes after nine at night."""
    now = NIGHT + timedelta(minutes=minutes)
    there = edited_status(source)
    found = chosen(feed, there, Choice(name=name, **choice), now)
    return edited(source, found.merge, file="status.json", zone=DENVER, now=now).source


def edited_status(source: bytes) -> Status:
    document: dict[str, Any] = json.loads(source)
    return status_of(**document)


# --- each format


def test_statuspage_tells_incidents_planned_work_and_components() -> None:
    feed = fed("statuspage-summary")
    assert (feed.format, feed.name, feed.url) == (
        *("Statuspage", "Hostco", "https://status.hostco.example"),
    )
    (incident,) = feed.incidents
    assert (incident.id, incident.status, incident.impact) == ("inc1", "identified", "critical")
    assert incident.started_at.replace(microsecond=0) == at("24T15:00")
    assert [update.id for update in incident.incident_updates] == ["upd2", "upd1"]
    assert "<strong>failed</strong>" in (incident.incident_updates[0].body or "")
    (work,) = feed.maintenances
    assert (work.scheduled_for, work.scheduled_until) == (at("26T02:00"), at("26T04:00"))
    assert [(one.name, one.status) for one in feed.components] == [
        ("Denver - Servers", "major_outage"),
        ("DNS", "operational"),
        ("Mail", "major_outage"),
    ]


def test_statuspage_says_more_than_is_read_and_nulls_say_nothing() -> None:
    (incident,) = fed("statuspage-summary").incidents
    assert incident.model_extra == {"reminder_intervals": "[3, 6]"}
    (newest, _) = incident.incident_updates
    assert newest.model_extra == {"incident_id": "inc1", "deliver_notifications": True}
    assert "resolved_at" not in incident.model_fields_set


def test_an_incident_that_was_recorded_after_its_end_began_no_later_than_that() -> None:
    late = fed("statuspage-incidents").incidents[1]
    assert late.started_at == late.resolved_at


def test_an_indicator_alone_is_a_component() -> None:
    page = {"id": "abc", "name": "Hostco"}
    status = {"indicator": "critical", "description": "Bad"}
    after = json.loads(merged(read_json({"page": page, "status": status})))
    assert [(one["name"], one["status"]) for one in after["components"]] == [
        ("Hostco", "major_outage")
    ]


def test_cstate_with_bare_quotes_and_times_of_go_is_read() -> None:
    feed = fed("cstate-index")
    assert (feed.format, feed.name) == ("cState", "Hostco")
    (incident,) = feed.incidents
    assert incident.name == 'The "big" generator failed'
    assert (incident.started_at, incident.updated_at) == (at("24T15:00"), at("24T20:30"))
    assert (incident.status, incident.resolved_at) == ("investigating", None)
    assert incident.components == ("servers-in-denver", "Mail")
    assert [one.status for one in feed.components] == [
        *("major_outage", "partial_outage", "operational"),
    ]
    (doubt,) = feed.doubts
    assert doubt.endswith("is only for information; it is left out")


def test_an_issue_of_cstate_is_read_from_its_markdown() -> None:
    feed = read((CASES / "cstate-issue.md").read_bytes())
    (incident,) = feed.incidents
    assert (incident.name, incident.impact) == ("Mail: late, and #1 of many", "major")
    assert (incident.status, incident.resolved_at) == ("resolved", at("24T18:00"))
    assert incident.started_at == at("24T15:00")
    assert incident.components == ("Mail", "servers-in-denver")
    assert (
        incident.incident_updates[0].body == "It is <strike>down</strike> *slow*.\n\n---\n\nMore."
    )
    assert feed.doubts == ('date: "2011-11-24T22:00:00" has no UTC offset; taken as a time of UTC',)


def cstate(*issues: dict[str, Any], **system: Any) -> Feed:
    listed = {"name": "DNS", "status": "ok", "unresolvedIssues": list(issues)} | system
    known = {"is": "index", "cStateVersion": "5.6.1", "title": "Hostco", "summaryStatus": "notice"}
    return read_json(known | {"systems": [listed]})


NOTICE = {
    "title": "New switches",
    "createdAt": "2011-11-26 09:00:00 +0000 UTC",
    "severity": "notice",
    "resolved": False,
    "affected": ["DNS"],
    "filename": "2011-11-26-switches.md",
}


@pytest.mark.parametrize("word", ["ok", "notice"])
def test_a_notice_of_cstate_is_planned_work_and_colours_no_day_before(word: str) -> None:
    source = merged(cstate(NOTICE, status=word))
    (notice,) = board(edited_status(source), NIGHT).notices
    assert (notice.name, notice.kind) == ("New switches", "planned")
    assert (notice.facts[0].says, notice.facts[0].window.end) == ("planned", at("26T02:00"))
    assert merged(cstate(NOTICE, status=word), source, minutes=60) == source


def test_a_notice_that_cstate_no_longer_tells_is_unknown_and_not_over() -> None:
    there = merged(cstate(NOTICE))
    found = chosen(cstate(), edited_status(there), Choice(), NIGHT + timedelta(days=2))
    (id_,) = [one.id for one in edited_status(there).scheduled_maintenances]
    assert found.notes == (f"Hostco no longer tells of {id_}; if it is over: outage resolve {id_}",)


def test_a_summary_of_cstate_says_what_no_system_does() -> None:
    page = {"is": "index", "title": "Hostco", "summaryStatus": "down", "systems": []}
    assert told_states(merged(read_json(page))) == [("Hostco", "major_outage")]


def test_upptime_tells_of_its_sites_without_a_time() -> None:
    feed = fed("upptime-summary", "https://raw.githubusercontent.com/hostco/up/HEAD/history/s.json")
    assert (feed.name, feed.url) == ("hostco/up", "https://github.com/hostco/up")
    assert [(one.id, one.status, one.updated_at) for one in feed.components] == [
        ("the-shop", "major_outage", None),
        ("coupons", "operational", None),
        ("maps", "major_outage", None),
    ]
    assert feed.doubts == (
        '[2].status: "snoozing" is no word that is known; taken for "major_outage"',
    )


def test_upptimes_issues_are_incidents_and_planned_work() -> None:
    feed = fed("upptime-issues")
    assert feed.name == "hostco/status"
    shop, maps = feed.incidents
    assert (shop.name, shop.impact, shop.status) == (
        "The shop is down",
        "critical",
        "investigating",
    )
    assert (maps.impact, maps.resolved_at) == ("minor", at("20T04:00"))
    assert (shop.components, maps.components) == (("the-shop",), ("maps",))
    (work,) = feed.maintenances
    assert (work.scheduled_for, work.scheduled_until) == (at("26T02:00"), at("26T04:00"))
    assert work.components == ("the-shop", "maps")


def test_instatus_gives_the_length_of_work_in_minutes() -> None:
    feed = fed("instatus-summary")
    (incident,), (work,) = feed.incidents, feed.maintenances
    assert (incident.status, incident.impact) == ("investigating", "major")
    assert (work.status, work.scheduled_until) == ("scheduled", at("26T04:00"))
    components = fed("instatus-components").components
    assert [(one.name, one.status) for one in components] == [
        ("Denver - Servers", "major_outage"),
        ("DNS", "operational"),
    ]


def test_incident_io_tells_only_its_newest_update() -> None:
    feed = fed("incident-io-summary")
    (incident,) = feed.incidents
    assert (incident.impact, incident.components) == ("critical", ("c1",))
    assert [update.body for update in incident.incident_updates] == ["We know why."]
    assert [one.name for one in feed.components] == ["Accounts - Login"]
    assert [one.scheduled_until for one in feed.maintenances] == [at("26T04:00")]


def test_gatus_counts_the_newest_result() -> None:
    shop, dns = fed("gatus-statuses").components
    assert (shop.id, shop.name, shop.status) == ("web_shop", "web - shop", "major_outage")
    assert (dns.status, dns.updated_at) == ("operational", None)


# --- the page's own word


def statuspage(indicator: str, **lists: Any) -> Feed:
    page = {"id": "abc", "name": "Hostco"}
    empty: dict[str, Any] = {"components": [], "incidents": [], "scheduled_maintenances": []}
    return read_json({"page": page, "status": {"indicator": indicator}} | empty | lists)


def told_states(source: bytes) -> list[tuple[str, str]]:
    document = json.loads(source)
    return [(one["name"], one["status"]) for one in document.get("components", [])]


WELL = [{"id": "dns", "name": "DNS", "status": "operational"}]
SLOW = [{"id": "dns", "name": "DNS", "status": "degraded_performance"}]
OPEN = [{"id": "x", "name": "X", "started_at": "2011-11-24T22:00:00Z", "impact": "major"}]


@pytest.mark.parametrize("lists", [{}, {"components": WELL}])
def test_a_page_in_trouble_that_lists_none_is_in_trouble_itself(lists: dict[str, Any]) -> None:
    assert told_states(merged(statuspage("critical", **lists))) == [("Hostco", "major_outage")]


def test_a_page_that_says_worse_than_what_it_lists_is_told_as_well() -> None:
    told = told_states(merged(statuspage("critical", components=SLOW)))
    assert told == [("DNS", "degraded_performance"), ("Hostco", "major_outage")]


@pytest.mark.parametrize("lists", [{"components": SLOW}, {"incidents": OPEN}])
def test_what_a_page_lists_accounts_for_its_own_word(lists: dict[str, Any]) -> None:
    assert "Hostco" not in dict(told_states(merged(statuspage("major", **lists))))


def test_a_page_recovers_when_it_says_so() -> None:
    down = merged(statuspage("critical"))
    well = merged(statuspage("none", components=WELL), down, minutes=60)
    assert told_states(well) == [("Hostco", "operational")]
    assert merged(statuspage("none"), well, minutes=90) == well


def test_instatus_with_issues_and_none_among_its_components_is_in_trouble() -> None:
    page = {"name": "Hostco", "status": "HASISSUES"}
    dns = {"id": "dns", "name": "DNS", "status": "OPERATIONAL"}
    source = merged(read_json({"page": page, "components": [dns]}))
    assert told_states(source) == [("Hostco", "partial_outage")]
    assert board(edited_status(source), NIGHT).notices[0].kind == "degraded"


def test_instatus_tells_of_work_by_a_word_alone() -> None:
    feed = read_json({"page": {"name": "Hostco", "status": "UNDERMAINTENANCE"}})
    assert told_states(merged(feed)) == [("Hostco", "under_maintenance")]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("", ""),
        ("/", "/"),
        ("/team", "/team"),
        ("/team/index.json", "/team/"),
        ("/team/api/v2/incidents/unresolved.json", "/team/"),
        ("/v3/components.json", "/"),
        ("/api/v1/endpoints/statuses?page=1#top", "/"),
        ("/history/summary.json", "/"),
        ("/any/name", "/any/name"),
    ],
)
def test_the_page_of_a_document_is_above_it(path: str, page: str) -> None:
    assert page_of(f"https://me:secret@hostco.example:8443{path}") == (
        f"https://hostco.example:8443{page}"
    )


def otherwise(feed: Feed, *about: str) -> str:
    choice = Choice(name="Hostco", about=about)
    return chosen(feed, edited_status(EMPTY), choice, NIGHT).otherwise


def test_no_issue_at_all_is_an_all_clear_only_of_githubs_list_of_them() -> None:
    issues = "https://api.github.com/repos/hostco/up/issues"
    summary = "https://raw.githubusercontent.com/hostco/up/HEAD/history/summary.json"
    for url in (issues, f"{issues}?labels=status"):
        assert otherwise(read(b"[]", url)) == "All is well at Hostco"
    for other in (None, summary, "https://host.example/issues"):
        assert otherwise(read(b"[]", other)) == "Hostco tells no state"


def test_all_is_well_only_where_the_source_says_so() -> None:
    web = {"name": "Web", "slug": "web", "status": "up"}
    unknown = web | {"slug": "other", "name": "Other", "status": None}
    assert otherwise(statuspage("none", components=WELL)) == "All is well at Hostco"
    assert otherwise(read_json([web])) == "All is well at Hostco"
    assert otherwise(read_json([unknown])) == "Hostco tells no state"
    assert otherwise(read_json([web, unknown])) == "Hostco tells of no other trouble"
    assert otherwise(read_json([{"name": "web", "results": []}])) == "Hostco tells no state"
    issue = read((CASES / "cstate-issue.md").read_bytes())
    assert otherwise(issue) == "Hostco tells only of what is over"
    undated = [{"id": "x", "name": "X"}]
    assert otherwise(statuspage("none", incidents=undated)) == "Hostco tells of no other trouble"
    down = statuspage("none", components=[*WELL, SLOW[0] | {"id": "web", "name": "Web"}])
    assert otherwise(down, "dns") == "Hostco tells of no trouble with dns"
    found = chosen(read_json([web, unknown]), edited_status(EMPTY), Choice(name="H"), NIGHT)
    assert found.notes == ("H tells no state of Other.",)


# --- work that goes on


def work(**told: str) -> Feed:
    record = {
        "id": "w",
        "name": "New switches",
        "status": "in_progress",
        "scheduled_for": "2011-11-25T01:00:00Z",
        "scheduled_until": "2011-11-25T03:00:00Z",
    }
    return statuspage("none", scheduled_maintenances=[record | told])


@pytest.mark.parametrize("word", ["in_progress", "verifying"])
def test_work_goes_on_past_its_planned_end_while_its_source_says_so(word: str) -> None:
    source = merged(work(status=word))
    (notice,) = board(edited_status(source), NIGHT).notices
    assert (notice.name, notice.kind, notice.window.end) == ("New switches", "planned", None)
    assert merged(work(status=word), source, minutes=60) == source


def test_work_that_was_imported_before_its_planned_end_passed_goes_on_as_well() -> None:
    early = merged(work(), minutes=-90)
    assert json.loads(early)["scheduled_maintenances"][0]["scheduled_until"]
    late = merged(work(), early)
    assert json.loads(late)["scheduled_maintenances"][0]["scheduled_until"] is None
    assert len(board(edited_status(late), NIGHT).notices) == 1
    over = merged(work(status="completed", completed_at="2011-11-25T04:10:00Z"), late, minutes=30)
    assert json.loads(over)["scheduled_maintenances"][0]["status"] == "completed"
    later = NIGHT + timedelta(minutes=60)
    assert board(edited_status(over), later).notices == ()


def test_work_that_its_source_no_longer_speaks_of_ends_as_planned() -> None:
    assert otherwise(work(status="scheduled")) == "All is well at Hostco"


# --- what is doubtful


@pytest.mark.parametrize("word", ["exploded", "", 7, [], "OK"])
def test_a_word_that_nobody_knows_is_never_green(word: Any) -> None:
    incident = {"id": "x", "name": "X", "status": word, "impact": word, "started_at": "2011-11-24"}
    feed = read_json({"page": {"name": "P"}, "incidents": [incident], "components": []})
    source = merged(feed)
    assert board(edited_status(source), NIGHT).notices[0].kind != "back"
    if word != "":
        assert (feed.incidents[0].status, feed.incidents[0].impact) == ("investigating", "critical")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2011-11-24T22:00:00.418Z", at("24T15:00")),
        ("2011-11-24T15:00:00", at("24T15:00")),
        (1322172000, at("24T15:00")),
        (1322172000000, at("24T15:00")),
        ("1322172000", at("24T15:00")),
        ("2011-11-24 22:00:00.5 +0000 UTC m=+0.01", at("24T15:00")),
    ],
)
def test_a_time_is_understood_however_it_is_written(value: Any, expected: Any) -> None:
    page = {"name": "P", "time_zone": "America/Denver"}
    feed = read_json({"page": page, "incidents": [{"id": "x", "name": "X", "started_at": value}]})
    assert feed.incidents[0].started_at.replace(microsecond=0) == expected
    assert bool(feed.doubts) == (value == "2011-11-24T15:00:00")


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00Z", "soon", True, 1e300, -1, {}, "9999-12-31T23:59:59-14:00"]
)
def test_an_incident_without_a_time_is_left_out_with_a_word(value: Any) -> None:
    feed = read_json({"incidents": [{"id": "x", "name": "X", "started_at": value}]})
    assert feed.incidents == ()
    assert feed.doubts[-1] == "incidents[0]: does not say when it began; it is left out"


# --- what is no document


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"<!DOCTYPE html><p>All is well", "it is HTML or XML; give the address of its JSON"),
        (b"---\ntitle: Down\n", "it is Markdown without the head that a cState gives"),
        (b"", "it is not JSON"),
        (b'{"page": ', "it is not JSON: line 1, column"),
        (b"\xff\xfe{", "it is not JSON"),
        (b"7", "it is a number, and so none of what can be read: cState"),
        (b'{"a": 1, "b": 2}', 'it is an object with "a", "b", and so none'),
        (b'[{"x": 1}]', "it is a list, and so none"),
    ],
)
def test_why_a_document_is_none_is_told(source: bytes, message: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(source)
    assert str(refused.value).startswith(message)


def test_a_source_without_a_name_is_asked_for_one() -> None:
    with pytest.raises(NotUnderstood, match=r"it does not say whose it is; add --as"):
        chosen(fed("upptime-summary"), edited_status(EMPTY), Choice(), NIGHT)


# --- merging


@each_case
def test_the_same_document_twice_is_the_same_as_once(name: str) -> None:
    feed = fed(name)
    for everything in (False, True):
        once = merged(feed, everything=everything)
        assert json.loads(once)["page"]
        assert merged(feed, once, minutes=90, everything=everything) == once


def test_lists_that_are_empty_say_nothing_new() -> None:
    update = {"id": "u", "body": "X", "display_at": "2011-11-24T22:10:00Z"}

    def told(labels: list[str], parts: list[str]) -> Feed:
        said = update | {"attachments": parts, "x": {"y": [], "z": [[]]}}
        return statuspage(
            "none",
            incidents=[
                OPEN[0] | {"labels": labels, "updates": [said]} | {"incident_updates": [said]}
            ],
        )

    once = merged(told([], []))
    assert merged(told([], []), once, minutes=90) == once
    more = merged(told(["power"], ["a.png"]), once, minutes=91)
    less = merged(told([], []), more, minutes=92)
    (incident,) = json.loads(less)["incidents"]
    assert (incident["labels"], incident["incident_updates"][0]["attachments"]) == ([], [])
    assert merged(told([], []), less, minutes=93) == less


def test_an_imported_incident_has_an_address_like_any_other_and_says_whose_it_is() -> None:
    (incident,) = json.loads(merged(fed("statuspage-summary")))["incidents"]
    assert incident["id"] == "2011-11-24-power-loss-in-denver"
    assert incident["components"] == ["hostco-vps1"]
    assert incident["source"] == {
        "name": "Hostco",
        "url": "https://status.hostco.example",
        "id": "inc1",
        "fetched_at": "2011-11-24T21:00:00-07:00",
    }


def test_what_is_over_is_not_imported_unless_asked_for() -> None:
    feed = fed("statuspage-incidents")
    assert "Slow mail" not in merged(feed).decode()
    assert "Slow mail" in merged(feed, everything=True).decode()


def test_what_was_imported_is_renewed_and_the_authors_words_stay() -> None:
    document = json.loads(merged(fed("statuspage-summary")))
    words = {
        "works": "The mail still comes.",
        "alternatives": [{"name": "Coupons", "url": "https://coupons.example/"}],
        "contact": "mailto:me@blog.example",
        "story": "a-night",
        "expected_at": "2011-11-25T03:00:00-07:00",
    }
    document["incidents"][0] |= words
    own = {"id": "mine", "name": "Mine", "started_at": "2011-11-24T10:00:00-07:00", "x-note": None}
    document["incidents"].append(own)
    before = json.dumps(document, indent=2).encode()
    after = json.loads(merged(fed("statuspage-incidents"), before, minutes=600))
    renewed, mine = after["incidents"]
    assert mine == own
    assert {key: renewed[key] for key in words} == words
    assert (renewed["status"], renewed["resolved_at"]) == ("resolved", "2011-11-25T04:10:00-07:00")
    assert [update["id"] for update in renewed["incident_updates"]] == ["upd3", "upd2", "upd1"]
    assert renewed["incident_updates"][1]["body"] == "A generator failed. Fuel has come."
    assert renewed["source"]["fetched_at"] == "2011-11-25T07:00:00-07:00"


def test_all_else_in_the_file_stays_as_it_was_written() -> None:
    own = '{"id":"mine",   "name": "Mine", "started_at": "2011-11-24T10:00:00-07:00","x":[1,  2]}'
    before = f'{{\n\t"_note": "by hand",\n\t"incidents": [\n\t\t{own}\n\t]\n}}'
    after = merged(fed("statuspage-summary"), before.encode()).decode()
    assert own in after
    assert '\n\t"_note": "by hand",' in after
    renewed = merged(fed("statuspage-incidents"), after.encode(), minutes=600).decode()
    assert own in renewed
    assert renewed != after


def test_what_the_author_said_later_counts_until_the_source_says_more() -> None:
    first = json.loads(merged(fed("statuspage-summary")))
    first["incidents"][0] |= {"status": "resolved", "resolved_at": "2011-11-24T22:00:00-07:00"}
    mine = json.dumps(first).encode()
    assert merged(fed("statuspage-summary"), mine, minutes=90) == mine
    news = json.loads((CASES / "statuspage-summary.json").read_bytes())
    news["incidents"][0] |= {"status": "monitoring", "updated_at": "2011-11-25T06:00:00Z"}
    (incident,) = json.loads(merged(read_json(news), mine, minutes=120))["incidents"]
    assert (incident["status"], incident["resolved_at"]) == ("monitoring", None)


def test_a_source_is_the_same_under_another_name() -> None:
    there = json.loads(merged(fed("statuspage-summary")))
    again = json.loads(
        merged(fed("statuspage-incidents"), json.dumps(there).encode(), name="Hostco Inc.")
    )
    assert [one["id"] for one in again["incidents"]] == [one["id"] for one in there["incidents"]]
    assert again["incidents"][0]["source"]["name"] == "Hostco Inc."
    assert again["components"] == there["components"]


def test_two_sources_with_the_same_ids_never_meet() -> None:
    one = merged(fed("statuspage-summary"))
    other = json.loads((CASES / "statuspage-summary.json").read_bytes())
    other["page"]["url"] = "https://status.other.example"
    two = json.loads(merged(read_json(other), one, name="Other"))
    assert [one["id"] for one in two["incidents"]] == [
        "2011-11-24-power-loss-in-denver-2",
        "2011-11-24-power-loss-in-denver",
    ]
    assert {one["id"] for one in two["components"]} >= {"hostco-vps1", "other-vps1"}


SHOP = {"id": "shop", "name": "The shop", "url": "https://shop.example/"}


def test_a_hosts_outage_can_explain_a_component_of_this_site() -> None:
    before = json.dumps({"components": [SHOP]}).encode()
    after = json.loads(merged(fed("statuspage-summary"), before, components=("shop",)))
    assert after["incidents"][0]["components"] == ["shop"]
    assert "hostco-vps1" not in [one["id"] for one in after["components"]]


def test_a_component_is_affected_by_what_its_provider_tells() -> None:
    provider = {"name": "Hostco", "status_url": "https://status.hostco.example/"}
    before = json.dumps({"components": [SHOP | {"provider": provider}]}).encode()
    found = chosen(fed("statuspage-summary"), edited_status(before), Choice(), NIGHT)
    assert found.merge.incidents[0].components == ("shop",)
    assert found.notes == ("Taken to be about shop, hosted there; --component says other.",)


def test_only_what_is_about_a_name_is_taken() -> None:
    after = json.loads(merged(fed("statuspage-summary"), about=("dns",)))
    assert "incidents" not in after
    assert [one["name"] for one in after["scheduled_maintenances"]] == ["New switches"]
    assert [one["name"] for one in after["components"]] == ["DNS"]
    with pytest.raises(NotUnderstood, match='nothing there is called "dms"; did you mean "DNS"'):
        merged(fed("statuspage-summary"), about=("dms",))


def test_of_very_many_the_open_ones_come_first() -> None:
    ended = {"status": "resolved", "started_at": "2011-11-20T10:00:00Z"}
    ended["resolved_at"] = "2011-11-20T11:00:00Z"
    many: list[dict[str, str]] = [{"id": f"i{at}", "name": "Over", **ended} for at in range(300)]
    many.append({"id": "old", "name": "Still", "started_at": "2010-01-01T10:00:00Z"})
    down = [{"id": f"c{at}", "name": f"C{at}", "status": "major_outage"} for at in range(300)]
    feed = read_json({"page": {"name": "P"}, "incidents": many, "components": down})
    found = chosen(feed, edited_status(EMPTY), Choice(everything=True), NIGHT)
    assert [one.name for one in found.merge.incidents][:2] == ["Still", "Over"]
    assert (len(found.merge.incidents), len(found.merge.components)) == (200, 200)
    assert found.notes == (
        "It tells more than 200 events; those that are open come first.",
        "It tells of 300 components in trouble; 200 are taken.",
    )


def test_a_component_that_is_only_named_keeps_its_name() -> None:
    there = merged(fed("statuspage-summary"))
    incident = {"id": "n", "name": "New", "started_at": "2011-11-24T22:00:00Z"}
    feed = read_json(
        {"page": {"name": "Hostco"}, "incidents": [incident | {"components": ["vps1"]}]}
    )
    after = json.loads(merged(feed, there))
    assert after["components"] == json.loads(there)["components"]
    assert after["incidents"][0]["components"] == ["hostco-vps1"]


def test_a_component_recovers_when_its_source_says_so() -> None:
    down = merged(fed("upptime-summary"))
    sites = json.loads((CASES / "upptime-summary.json").read_bytes())
    up = [site | {"status": "up"} for site in sites]
    well = merged(read_json(up), down, minutes=60)
    assert [one["status"] for one in json.loads(well)["components"]] == ["operational"] * 2
    gone = merged(read_json(up[1:2]), down, minutes=60)
    assert gone == down


def test_a_later_time_alone_is_no_news_of_a_component() -> None:
    parts = ("DNS", "degraded_performance"), ("Mail", "partial_outage")

    def told(minute: int, **states: str) -> Feed:
        at = f"2011-11-25T03:{minute}:41Z"
        listed = [
            {"id": name, "name": name, "status": states.get(name, state), "updated_at": at}
            for name, state in parts
        ]
        page = {"name": "Hostco", "updated_at": at}
        return read_json({"page": page, "status": {"indicator": "none"}, "components": listed})

    before = merged(told(29))
    assert merged(told(34), before, minutes=5) == before
    after = json.loads(merged(told(39, Mail="major_outage"), before, minutes=10))
    assert [one["updated_at"][14:19] for one in after["components"]] == ["29:41", "39:41"]


def test_an_incident_that_is_no_longer_told_is_unknown_and_not_over() -> None:
    there = merged(fed("statuspage-summary"))
    quiet = read_json({"page": {"name": "Hostco"}, "components": [], "incidents": []})
    found = chosen(quiet, edited_status(there), Choice(), NIGHT)
    assert merged(quiet, there) == there
    assert found.notes == (
        "Hostco no longer tells of 2011-11-24-power-loss-in-denver; if it is over: "
        "outage resolve 2011-11-24-power-loss-in-denver",
    )


def test_a_start_that_the_source_moves_to_its_last_word_stays_where_it_was() -> None:
    there = merged(fed("incident-io-summary"))
    news = json.loads((CASES / "incident-io-summary.json").read_bytes())
    news["ongoing_incidents"][0] |= {
        "last_update_at": "2011-11-25T04:30:00Z",
        "last_update_message": "Soon.",
    }
    (incident,) = json.loads(merged(read_json(news), there, minutes=60))["incidents"]
    assert incident["started_at"] == "2011-11-24T20:00:00-07:00"
    assert [one["body"] for one in incident["incident_updates"]] == ["Soon.", "We know why."]


# --- anything at all

TEXTS = [(CASES / f"{name}.json").read_text("utf-8") for name in NAMES]
WORDS = sorted({word for text in TEXTS for word in re.findall(r'"([^"\\]{1,40})"', text)})
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(WORDS)
)
documents = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=30,
)
LISTS = (
    *("components", "incidents", "scheduled_maintenances", "systems", "activeIncidents"),
    *("activeMaintenances", "ongoing_incidents", "in_progress_maintenances"),
)


@settings(max_examples=200)
@given(
    documents
    | st.dictionaries(
        st.sampled_from([*LISTS, "page"]), st.lists(documents, max_size=3) | documents
    )
    | st.lists(st.dictionaries(st.sampled_from(WORDS), documents, max_size=12), max_size=3)
)
@example({"incidents": [{"name": "\ud800", "id": "\ud800", "started_at": 1e9, "x": {"\x00": 1}}]})
def test_no_document_breaks_the_readers_and_twice_is_once(value: Any) -> None:
    try:
        feed = read_json(value)
        once = merged(feed, everything=True)
    except NotUnderstood:
        return
    assert merged(feed, once, minutes=90, everything=True) == once


@given(
    st.binary()
    | st.text(max_size=99).map(lambda text: f"---\n{text}\n---\n".encode())
    | st.lists(
        st.sampled_from(["title: ", "date: 2011-11-24", "- ", "affected:", "\n", "'", "["])
    ).map(lambda parts: f"---\n{''.join(parts)}\n---\nBody".encode())
)
def test_no_bytes_break_the_readers(source: bytes) -> None:
    try:
        merged(read(source), everything=True)
    except NotUnderstood:
        return


@settings(max_examples=200)
@given(st.sampled_from(NAMES), st.data())
def test_no_value_in_a_document_breaks_anything(name: str, data: st.DataObject) -> None:
    value = json.loads(mended((CASES / f"{name}.json").read_text("utf-8")))
    at_random, key, holder = value, "", value
    while isinstance(at_random, dict | list) and at_random:
        holder = at_random
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = data.draw(st.sampled_from(keys))
        at_random = holder[key]
        if data.draw(st.integers(0, 4)) == 0:
            break
    holder[key] = data.draw(documents)
    try:
        feed = read_json(value)
        once = merged(feed, everything=True)
    except NotUnderstood:
        return
    assert merged(feed, once, minutes=90, everything=True) == once
