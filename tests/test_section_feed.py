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


def test_an_id_names_the_host_the_day_the_incident_and_the_update() -> None:
    found = read(status_of(incidents=[crash()]))
    assert [entry.id for entry in found.entries] == [
        "tag:blog.example,2011-11-24:status/crash/b",
        "tag:blog.example,2011-11-24:status/crash/a",
    ]


def test_an_id_stays_when_all_else_changes() -> None:
    before = {entry.id for entry in read(status_of(incidents=[crash()])).entries}
    newer = {"id": "c", "status": "resolved", "body": "Back.", "display_at": at("24T20:00")}
    reworded = [newer, *({**update, "body": "Other words.", "status": None} for update in SAID)]
    later = status_of(
        incidents=[
            incident("Another", id="another"),
            crash() | {"name": "Renamed", "incident_updates": reworded},
        ]
    )
    assert before < {entry.id for entry in read(later).entries}


def test_an_incident_without_an_update_has_one_entry_whose_id_stays_when_it_is_resolved() -> None:
    open_one = read(status_of(incidents=[incident(id="crash")])).entries
    resolved = read(
        status_of(incidents=[incident(id="crash", status="resolved", resolved_at=at("25T04:00"))])
    ).entries
    assert [entry.id for entry in open_one] == ["tag:blog.example,2011-11-24:status/crash"]
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
    assert [entry.title for entry in found.entries] == ["A disk: Scheduled"]
    assert found.entries[0].updated == "2011-11-23T02:00:00-07:00"
    assert found.entries[0].summary == "<p>Planned for Sat, Nov 26 from 2:00 AM to 4:00 AM MST.</p>"


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
    assert found.entries[0].id == "tag:localhost,2011-11-24:status/crash/b"
    assert found.entries[0].link == "/status/crash/"


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
