"""The feed of updates, read as a feed reader reads it."""

import re
from typing import Any
from xml.etree import ElementTree

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.board import Rules, board
from outage_banner.section.feed import MOST_ENTRIES, feed
from outage_banner.section.place import Place
from outage_banner.status import Status
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, incident, status_of

BLOG = Place("A blog & its <b>shops</b>", "https://blog.example/repo", "/repo/status/")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
SAID = [
    {"id": "b", "status": "identified", "body": "A *crash*.", "display_at": at("24T16:30")},
    {"id": "a", "status": "investigating", "body": "Looking.", "display_at": at("24T15:10")},
]


def source(status: Status, place: Place = BLOG) -> bytes:
    words = words_for(DENVER, NIGHT)
    return feed(status, board(status, NIGHT), words, place, Rules()).content


def read(status: Status, place: Place = BLOG) -> Any:
    """The feed, which must be valid: well-formed, each entry with all that RFC 4287 demands."""
    found = feedparser.parse(source(status, place))
    assert not found.bozo, found.get("bozo_exception")
    ids = [entry.id for entry in found.entries]
    assert len(ids) == len(set(ids))
    assert found.feed.id
    assert found.feed.author
    assert found.feed.title
    for record in (found.feed, *found.entries):
        assert RFC_3339.fullmatch(record.updated)
        assert record.link
    assert all(entry.title and entry.id for entry in found.entries)
    return found


def crash(**fields: Any) -> dict[str, Any]:
    return incident("The shop is offline", id="crash", incident_updates=SAID, **fields)


def test_there_is_an_entry_for_each_update_newest_first() -> None:
    found = read(status_of(incidents=[crash()]))
    assert [entry.title for entry in found.entries] == [
        "The shop is offline: Identified",
        "The shop is offline: Investigating",
    ]
    assert [entry.updated for entry in found.entries] == [
        "2011-11-24T16:30:00-07:00",
        "2011-11-24T15:10:00-07:00",
    ]
    assert found.feed.updated == "2011-11-24T16:30:00-07:00"
    assert found.feed.title == "Status of A blog & its <b>shops</b>"


def test_an_entry_leads_to_the_page_of_its_incident() -> None:
    assert read(status_of(incidents=[crash()])).entries[0].link == (
        "https://blog.example/repo/status/crash/"
    )


def test_an_id_names_the_host_the_incident_and_the_update() -> None:
    found = read(status_of(incidents=[crash()]))
    assert [entry.id for entry in found.entries] == [
        "tag:blog.example,2011:status/crash/b",
        "tag:blog.example,2011:status/crash/a",
    ]


def test_an_id_stays_when_all_else_changes() -> None:
    before = {entry.id for entry in read(status_of(incidents=[crash()])).entries}
    newer = {"id": "c", "status": "resolved", "body": "Back.", "display_at": at("24T20:00")}
    forgotten = {"id": "d", "body": "A cable?", "display_at": at("24T16:00")}
    changed = {"body": "Other words.", "status": None, "display_at": at("23T16:30")}
    reworded = [newer, forgotten, *(update | changed for update in SAID)]
    later = status_of(
        incidents=[
            incident("Another", id="another"),
            crash() | {"name": "Renamed", "incident_updates": reworded},
        ]
    )
    assert before < {entry.id for entry in read(later).entries}


def test_ids_that_nobody_wrote_stay_when_an_older_update_is_added() -> None:
    said = [{"display_at": at("24T16:30")}, {"display_at": at("24T15:10")}]
    before, after = (
        {entry.id for entry in read(status_of(incidents=[incident(incident_updates=each)])).entries}
        for each in (said, [*said, {"display_at": at("24T15:40")}])
    )
    assert before < after


def test_an_incident_keeps_its_id_when_its_start_is_corrected() -> None:
    began = [incident(id="crash", started_at=at(day)) for day in ("24T15:00", "23T22:00")]
    first, corrected = (read(status_of(incidents=[one])).entries[0].id for one in began)
    assert first == corrected


def test_an_incident_without_an_update_has_one_entry_whose_id_stays_when_it_is_resolved() -> None:
    open_one = read(status_of(incidents=[incident(id="crash")])).entries
    resolved = read(
        status_of(incidents=[incident(id="crash", status="resolved", resolved_at=at("25T04:00"))])
    ).entries
    assert [entry.id for entry in open_one] == ["tag:blog.example,2011:status/crash"]
    assert [entry.id for entry in resolved] == [entry.id for entry in open_one]
    assert resolved[0].title == "The shop is offline: Resolved"
    assert resolved[0].updated == "2011-11-25T04:00:00-07:00"
    assert resolved[0].summary == (
        "<p>Over since Fri, Nov 25, 4:00 AM MST; it lasted 13 hours.</p>"
    )


def test_an_update_tells_what_was_expected_then() -> None:
    update = {**SAID[1], "expected_at": at("24T18:00")}
    found = read(status_of(incidents=[crash() | {"incident_updates": [SAID[0], update]}]))
    assert found.entries[1].summary == (
        "<p>Looking.</p><p>Expected back by Thu, Nov 24, 6:00 PM MST.</p>"
    )


def test_the_newest_word_on_an_open_incident_tells_all_that_readers_need() -> None:
    found = read(
        status_of(
            incidents=[
                crash(
                    expected_at=at("25T03:00"),
                    next_update_at=at("24T22:00"),
                    works="Reading & <writing>",
                    alternatives=[{"name": "Coupons", "url": "https://coupons.example/"}],
                )
            ]
        )
    )
    assert found.entries[0].summary == (
        "<p>A <em>crash</em>.</p>"
        "<p>Expected back by Fri, Nov 25, 3:00 AM MST.</p>"
        "<p>Next update by Thu, Nov 24, 10:00 PM MST.</p>"
        "<p>What still works: Reading &amp; &lt;writing&gt;</p>"
        "<p>Instead: Coupons (https://coupons.example/).</p>"
    )
    assert found.entries[1].summary == "<p>Looking.</p>"


def test_planned_work_is_in_the_feed_from_when_it_is_announced() -> None:
    soon = {"name": "A disk", "scheduled_for": at("26T02:00"), "scheduled_until": at("26T04:00")}
    later = {"name": "A cellar", "scheduled_for": at("29T02:00")}
    found = read(status_of(scheduled_maintenances=[soon, later]))
    assert [entry.title for entry in found.entries] == ["A disk: Planned"]
    assert found.entries[0].updated == "2011-11-23T02:00:00-07:00"
    assert found.entries[0].summary == "<p>Planned: Sat, Nov 26 from 2:00 AM to 4:00 AM MST.</p>"


def test_planned_work_without_a_planned_end_reads_as_english() -> None:
    work = {"name": "A disk", "scheduled_for": at("26T02:00")}
    found = read(status_of(scheduled_maintenances=[work]))
    assert found.entries[0].summary == "<p>Planned: from Sat, Nov 26, 2:00 AM MST.</p>"


def test_an_empty_feed_is_valid_and_the_same_at_any_time() -> None:
    found = read(status_of())
    assert not found.entries
    assert found.feed.updated == "1970-01-01T00:00:00+00:00"
    assert read(status_of(page={"updated_at": NIGHT})).feed.updated == "2011-11-24T21:00:00-07:00"


def test_it_holds_the_newest_hundred() -> None:
    many = [
        {"body": f"{n}", "display_at": at(f"24T15:{n % 60:02}:{n // 60:02}")} for n in range(120)
    ]
    found = read(status_of(incidents=[incident(incident_updates=many)]))
    assert len(found.entries) == MOST_ENTRIES
    assert found.entries[0].updated == "2011-11-24T15:59:01-07:00"


def test_a_preview_has_a_feed_too() -> None:
    found = read(status_of(incidents=[crash()]), Place("", "", "/status/"))
    assert found.entries[0].id == "tag:localhost,2011:status/crash/b"
    assert found.entries[0].link == "/status/crash/"


def test_an_address_without_a_scheme_is_no_id() -> None:
    found = read(status_of(incidents=[crash()]), Place("", "//blog.example/repo", "/repo/status/"))
    assert found.feed.id == "tag:blog.example,2011:feed.atom"
    assert found.entries[0].link == "//blog.example/repo/status/crash/"


HOSTILE = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
    .map(lambda text: f"]]></summary>&amp;<b>{text}")
    .filter(lambda text: not re.search("[\ufffe\uffff]", text))
)


@given(name=HOSTILE, body=HOSTILE, site=HOSTILE)
def test_any_text_comes_out_as_text(name: str, body: str, site: str) -> None:
    update = {"body": body, "display_at": NIGHT}
    status = status_of(incidents=[incident(name, incident_updates=[update], works=name)])
    place = Place(site, "https://blog.example", "/status/")
    read(status, place)
    # Not by feedparser, which mends what looks to it like a mistake in the encoding.
    title = ElementTree.fromstring(source(status, place)).findtext("{*}entry/{*}title", "")
    assert " ".join(title.split()) == " ".join(f"{name}: Investigating".split())
    assert b"<b>" not in source(status)
