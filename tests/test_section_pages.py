"""The pages of the status section: complete, valid, small, and safe whatever the file says."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
from outage_banner.board import Rules, board
from outage_banner.section.page import Page
from outage_banner.section.pages import Section
from outage_banner.section.place import Place
from outage_banner.section.shell import Shell, plain_shell
from outage_banner.status import Status, read_status
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, incident, status_of

WORDS = words_for(DENVER, NIGHT)
CASES = sorted((Path(__file__).parent / "cases" / "accepted").glob("*.json"))


def section(status: Status, now: datetime = NIGHT, **values: Any) -> dict[str, Page]:
    made = Section(
        status=status,
        board=board(status, now),
        rules=Rules(),
        words=words_for(DENVER, now),
        place=Place("A site", "https://me.example", "/status/"),
        stories=values.get("stories", {}),
        stylesheet="/status/section.css",
    )
    return {page.path: page for page in made.pages()}


def text(page: Page) -> str:
    tree = html5lib.parseFragment(page.html, treebuilder="etree", namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def whole(page: Page) -> str:
    return plain_shell(WORDS).page(
        title=page.title, description=page.description, path=page.path, html=page.html
    )


def assert_valid(page: Page) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(whole(page))
    errors = [error for error in parser.errors if error[1] != "unexpected-null-character"]
    assert errors == [], (page.path, errors[:3])
    ids = re.findall(r'\bid="([^"]*)"', page.html)
    assert len(ids) == len(set(ids))


SHOP = {"id": "shop", "name": "Shop", "url": "https://shop.example/"}


def test_the_board_shows_what_is_down_and_what_was() -> None:
    pages = section(
        status_of(
            components=[SHOP, {"id": "mail", "name": "Mail"}],
            incidents=[
                incident("Shop offline", id="now", components=["shop"]),
                incident(
                    "Mail late",
                    id="then",
                    impact="minor",
                    components=["mail"],
                    started_at=at("20T10:00"),
                    resolved_at=at("20T12:30"),
                ),
            ],
            scheduled_maintenances=[
                {
                    "id": "disks",
                    "name": "New disks",
                    "scheduled_for": at("29T21:00"),
                    "scheduled_until": at("29T23:00"),
                }
            ],
        )
    )
    words = text(pages[""])
    assert "■ Down Shop offline Not reachable since Thu, Nov 24, 3:00 PM MST." in words
    assert "■ Down Shop 90 days to Thu, Nov 24: down for 6 hours, on 1 of them" in words
    assert (
        "● Working Mail 90 days to Thu, Nov 24: degraded for 2 hours, 30 minutes, on 1 of them"
        in words
    )
    assert "New disks: Tue, Nov 29 from 9:00 PM to 11:00 PM MST" in words
    assert (
        "Thu, Nov 24 Shop offline, since Thu, Nov 24, 3:00 PM MST Sun, Nov 20 Mail late, 2 hours"
        in words
    )
    assert set(pages) == {"", "now/", "then/", "disks/", "history/2011/", "history/"}


def test_when_all_is_well_the_board_says_as_of_when() -> None:
    words = text(section(status_of(page={"updated_at": NIGHT}, components=[SHOP]))[""])
    assert words.startswith("No problem is known, as of Thu, Nov 24, 9:00 PM MST.")
    assert "90 days to Thu, Nov 24: no recorded incident" in words


def test_a_file_without_any_time_is_told_as_of_the_build() -> None:
    words = text(section(status_of())[""])
    assert words.startswith("No problem is known, as of Thu, Nov 24, 9:00 PM MST.")


def test_the_page_of_an_incident_tells_its_whole_course() -> None:
    provider = {"name": "Cloudy", "url": "https://cloudy.example/"}
    alternative = {"name": "Coupons", "url": "https://coupons.example/"}
    page = section(
        status_of(
            components=[SHOP | {"provider": provider, "alternatives": [alternative]}],
            incidents=[
                incident(
                    id="x",
                    components=["shop"],
                    works="The blog.",
                    resolved_at=at("25T04:10"),
                    source={"name": "Cloudy's feed", "url": "https://status.cloudy.example/"},
                    incident_updates=[
                        {"status": "resolved", "body": "Back.", "display_at": at("25T04:10")},
                        {
                            "status": "identified",
                            "body": "A *crash*.<script>alert(1)</script>",
                            "display_at": at("24T15:30"),
                            "expected_at": at("25T03:00"),
                        },
                    ],
                )
            ],
        ),
        at("25T09:00"),
        stories={"x": "/posts/story/"},
    )["x/"]
    words = text(page)
    assert words.startswith(
        "✓ Back This ended Fri, Nov 25, 4:10 AM MST after 13 hours, 10 minutes."
    )
    for told in (
        "Lasted13 hours, 10 minutes",
        "Shop, hosted by Cloudy",
        "What still workedThe blog.",
        "Cloudy's feed",
        "Resolved · Fri, Nov 25, 4:10 AM MST Back. Identified · Thu, Nov 24, 3:30 PM MST A crash.",
        "Expected back by Fri, Nov 25, 3:00 AM MST, as said then.",
    ):
        assert told in words
    assert '<a href="/posts/story/">What happened</a>' in page.html
    assert '<a href="https://coupons.example/"><bdi>Coupons</bdi></a>' in page.html
    assert "<script" not in page.html
    assert "<em>crash</em>" in page.html


def test_components_are_shown_in_their_groups_and_orphans_alone() -> None:
    group = {"id": "g", "name": "Sites", "group": True, "components": ["a", "gone"]}
    pages = section(
        status_of(
            components=[
                {"id": "a", "name": "In a group", "group_id": "g", "status": "partial_outage"},
                group,
                {"id": "b", "name": "Orphan", "group_id": "nowhere"},
            ]
        )
    )
    words = text(pages[""])
    order = ["● Working Orphan", "▲ Partly down Sites", "▲ Partly down In a group"]
    places = [words.index(shown) for shown in order]
    assert places == sorted(places)


def test_the_history_counts_each_year_and_all_of_them() -> None:
    pages = section(
        status_of(
            incidents=[
                incident("A", started_at=at("01T10:00"), resolved_at=at("01T12:00")),
                incident("B", started_at=at("01T11:00"), resolved_at=at("01T13:00")),
                incident(
                    "C",
                    started_at=datetime(2009, 6, 1, 8, tzinfo=DENVER),
                    resolved_at=datetime(2009, 6, 1, 9, tzinfo=DENVER),
                ),
            ]
        )
    )
    assert {path for path in pages if path.startswith("history/")} == {
        "history/",
        "history/2009/",
        "history/2011/",
    }
    assert text(pages["history/"]).startswith("Incidents3 Time down4 hours Longest2 hours")
    assert text(pages["history/2011/"]).startswith(
        "Incidents2 Time down3 hours Longest2 hours Mean time to recover2 hours November 2011"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_real_looking_documents_make_valid_pages(case: Path) -> None:
    reading = read_status(case.read_bytes(), file=case.name, zone=DENVER, now=NIGHT)
    assert reading.status
    document = json.loads(case.read_bytes())
    updated = (document.get("page") or {}).get("updated_at")
    now = datetime.fromisoformat(updated) if updated else NIGHT
    for page in section(reading.status, now).values():
        assert_valid(page)


HOSTILE = "</title></div><script>alert(1)</script>\"'&\\u0022 &lt;b&gt;"


def test_markup_in_any_text_stays_text_in_the_title_and_the_page() -> None:
    status = status_of(
        components=[{"id": "c", "name": HOSTILE, "description": HOSTILE}],
        incidents=[incident(HOSTILE, id="x", components=["c"], works=HOSTILE)],
    )
    for page in section(status).values():
        assert_valid(page)
        assert "<script>alert" not in whole(page)
    page = section(status)["x/"]
    tree = html5lib.parse(whole(page), treebuilder="etree", namespaceHTMLElements=False)
    assert [title.text for title in tree.iter("title")] == [HOSTILE]
    assert [heading.text for heading in tree.iter("h1")] == [HOSTILE]


def test_a_theme_that_repeats_the_content_elsewhere_shows_it_once() -> None:
    blank = plain_shell(WORDS).text.replace("<h1>", '<meta content="7482910365517703"><h1>')
    made = Shell(blank).page(title="T", description="D", path="x/", html="<p>here</p>")
    assert made.count("<p>here</p>") == 1
    assert "7482910365517" not in made


def test_2000_incidents_in_ten_years_leave_every_page_below_100_kb() -> None:
    start = datetime(2002, 1, 1, tzinfo=DENVER)
    incidents = [
        incident(
            f"Number {number}: the API and the dashboard answer slowly or not at all",
            started_at=start + timedelta(hours=43 * number),
            resolved_at=start + timedelta(hours=43 * number + number % 40 + 1),
            components=[f"c{number % 12}"],
        )
        for number in range(2000)
    ]
    components = [{"id": f"c{number}", "name": f"Component {number}"} for number in range(12)]
    pages = section(status_of(components=components, incidents=incidents))
    assert len(pages) > 2010
    largest = max(pages.values(), key=lambda page: len(page.html))
    assert len(whole(largest).encode()) < 90_000, largest.path


def test_a_year_of_2000_incidents_has_a_page_for_each_month() -> None:
    incidents = [
        incident(
            f"Number {number}: the API and the dashboard answer slowly or not at all",
            started_at=datetime(2011, 1, 1, tzinfo=DENVER) + timedelta(hours=4 * number),
            resolved_at=datetime(2011, 1, 1, 1, tzinfo=DENVER) + timedelta(hours=4 * number),
        )
        for number in range(1900)
    ]
    pages = section(status_of(incidents=incidents))
    assert "history/2011/03/" in pages
    largest = max(pages.values(), key=lambda page: len(page.html))
    assert len(whole(largest).encode()) < 90_000, largest.path


def test_planned_work_with_updates_has_a_page() -> None:
    work = {
        "id": "disks",
        "name": "New disks",
        "scheduled_for": at("24T20:00"),
        "scheduled_until": at("24T23:00"),
        "incident_updates": [{"body": "Begun.", "display_at": at("24T20:00")}],
    }
    page = section(status_of(scheduled_maintenances=[work]))["disks/"]
    words = text(page)
    assert "In progress since Thu, Nov 24, 8:00 PM MST, until Thu, Nov 24, 11:00 PM MST." in words
    later = 'data-from="2011-11-24T23:00:00-07:00" hidden data-said=\'Was planned until '
    assert page.html.count(later) == 1
    assert "Begun." in words


def test_an_incident_whose_end_nobody_recorded_has_no_length() -> None:
    pages = section(status_of(incidents=[incident(id="x", status="resolved")]))
    assert "This is over; nobody recorded since when." in text(pages["x/"])
    assert "length unknown" in text(pages["history/"])
    assert "Time downnone" in text(pages["history/"])


def test_what_is_reported_down_today_is_seen_in_todays_bar() -> None:
    status = status_of(components=[SHOP | {"status": "major_outage"}])
    words = text(section(status)[""])
    assert "90 days to Thu, Nov 24: reported down on the last of them" in words


def test_an_incident_that_names_a_group_shows_its_members_down() -> None:
    group = {"id": "g", "name": "Sites", "group": True}
    member = {"id": "a", "name": "In it", "group_id": "g"}
    status = status_of(components=[group, member], incidents=[incident(components=["g"])])
    assert "■ Down In it" in text(section(status)[""])
