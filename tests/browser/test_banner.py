"""The banner in Chromium: seen, read aloud, narrow, dark, without scripts, and as time passes."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from rig.axe import assert_accessible
from rig.server import CSP
from statuses import NIGHT, at

Site = Callable[..., Path]
Serve = Callable[..., str]
Visit = Callable[..., Page]
Context = Callable[..., Any]

POST = "/posts/open-technical-support/"
WORK = {
    "name": "New disks",
    "components": ["mail"],
    "scheduled_for": at("28T21:00").isoformat(),
    "scheduled_until": at("28T23:00").isoformat(),
    "announce_from": at("24T12:00").isoformat(),
}


def incident(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "started_at": at("24T15:00").isoformat(), **fields}


MAIL = {"id": "mail", "name": "Mail", "status": "operational"}
STATUSES: dict[str, Any] = {
    "none": {},
    "one": None,
    "three": {
        "components": [MAIL],
        "incidents": [
            incident("Shop", impact="critical", expected_at=at("25T03:00").isoformat()),
            incident("Search", impact="minor"),
        ],
        "scheduled_maintenances": [WORK],
    },
}


@pytest.fixture
def address(site: Site, serve: Serve) -> Callable[[str], str]:
    """The address of this blog as published with no, one or three notices."""
    return lambda count: serve(site(STATUSES[count]), CSP)


@pytest.mark.parametrize("path", ["/", POST])
@pytest.mark.parametrize("count", ["none", "one", "three"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_banner_is_seen_and_nothing_moves_or_overflows(
    address: Callable[[str], str],
    context: Context,
    path: str,
    count: str,
    scheme: str,
    width: int,
    scripts: bool,
) -> None:
    window = context(width, color_scheme=scheme, java_script_enabled=scripts)
    page = window.new_page()
    page.clock.install(time=NIGHT) if scripts else None
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address(count) + path)
    notices = page.locator("outage-banner li")
    expect(notices).to_have_count({"none": 0, "one": 1, "three": 3}[count])
    if count == "none":
        expect(page.locator("outage-banner")).to_be_hidden()
    else:
        box = page.locator("outage-banner").bounding_box()
        assert box
        assert (box["x"], box["width"]) == (0, width)
        assert box["y"] <= 1
        for notice in notices.all():
            expect(notice).to_be_visible()
        expect(page.get_by_role("region").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if scripts:
        assert_accessible(page)
    assert said == []


def test_the_banner_is_the_first_thing_after_the_skip_link(
    address: Callable[[str], str], visit: Visit
) -> None:
    page = visit(address("one") + POST)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Full notice")).to_be_focused()
    page.keyboard.press("Tab")
    expect(
        page.get_by_role("link", name="The coupons, on another host", exact=True)
    ).to_be_focused()
    assert page.evaluate("document.body.firstElementChild.nextElementSibling.localName") == (
        "outage-banner"
    )


def test_a_screen_reader_hears_a_region_with_a_heading(
    address: Callable[[str], str], visit: Visit
) -> None:
    page = visit(address("one") + POST)
    region = page.get_by_role("region", name="Down The Community Color sites are offline")
    expect(region).to_have_count(1)
    expect(region.get_by_role("heading", level=2)).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 640])
def test_a_name_of_5000_characters_breaks_nothing(
    site: Site, serve: Serve, visit: Visit, width: int
) -> None:
    status = {"incidents": [incident("x" * 5000), incident("ש" * 100 + " end")]}
    page = visit(serve(site(status)), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("outage-banner li")).to_have_count(2)


def test_no_layout_shift(address: Callable[[str], str], visit: Visit) -> None:
    page = visit(address("three") + POST)
    shift = page.evaluate(
        """() => new Promise(done => {
          let total = 0;
          new PerformanceObserver(list => {
            for (const entry of list.getEntries()) total += entry.value;
          }).observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(total), 300);
        })"""
    )
    assert shift == 0


def visible(page: Page) -> str:
    return " ".join(page.locator("outage-banner").inner_text().split())


def test_the_page_ages_honestly_with_no_network(site: Site, serve: Serve, context: Context) -> None:
    status = {
        "incidents": [
            incident(
                "Shop",
                expected_at=at("25T03:00").isoformat(),
                next_update_at=at("24T22:00").isoformat(),
            )
        ]
    }
    window = context()
    page = window.new_page()
    page.clock.install(time=NIGHT)
    page.goto(serve(site(status)))
    window.set_offline(True)
    assert "Expected back by Fri, Nov 25, 3:00 AM MST." in visible(page)
    assert "Next update by Thu, Nov 24, 10:00 PM MST." in visible(page)

    page.clock.fast_forward(timedelta(hours=1).seconds * 1000)
    assert "An update was promised by Thu, Nov 24, 10:00 PM MST" in visible(page)
    assert "Expected back by" in visible(page)

    page.clock.fast_forward(timedelta(hours=5).seconds * 1000)
    assert "Was expected back by Fri, Nov 25, 3:00 AM MST. That time has passed" in visible(page)
    assert "Expected back by" not in visible(page)

    page.clock.fast_forward(timedelta(hours=12).seconds * 1000)
    assert "Last confirmed Thu, Nov 24, 3:00 PM MST. This notice may be out of date." in visible(
        page
    )


def test_work_begins_and_ends_and_an_all_clear_expires_by_themselves(
    site: Site, serve: Serve, context: Context
) -> None:
    resolved = at("24T20:00").isoformat()
    status = {
        "components": [MAIL, {"id": "shop", "name": "Shop"}],
        "incidents": [
            incident("Shop down", components=["shop"], status="resolved", resolved_at=resolved)
        ],
        "scheduled_maintenances": [WORK],
    }
    page = context().new_page()
    page.clock.install(time=NIGHT)
    page.goto(serve(site(status)))
    assert "Shop is back since Thu, Nov 24, 8:00 PM MST." in visible(page)
    assert "Mail will be unavailable Mon, Nov 28 from 9:00 PM to 11:00 PM MST." in visible(page)

    page.clock.fast_forward(timedelta(hours=23).seconds * 1000)
    assert "is back" not in visible(page)

    page.clock.set_system_time(at("28T21:00"))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert "In progress since Mon, Nov 28, 9:00 PM MST" in visible(page)

    page.clock.fast_forward(timedelta(hours=2).seconds * 1000)
    expect(page.locator("outage-banner")).to_be_hidden()


def test_without_scripts_one_variant_of_each_is_shown_in_absolute_times(
    address: Callable[[str], str], visit: Visit
) -> None:
    page = visit(address("one"), java_script_enabled=False)
    assert visible(page).count("Thu, Nov 24, 3:00 PM MST") == 1
    assert "Expected back by Fri, Nov 25, 3:00 AM MST." in visible(page)
    assert "That time has passed" not in visible(page)


def test_on_paper_it_is_one_dated_line(address: Callable[[str], str], visit: Visit) -> None:
    page = visit(address("one") + POST, width=1280)
    page.emulate_media(media="print")
    box = page.locator("outage-banner").bounding_box()
    assert box
    assert box["height"] < 80
    text = visible(page)
    assert "The Community Color sites are offline" in text
    assert "Updated Thu, Nov 24, 9:00 PM MST." in text
    assert "Instead: The coupons, on another host." in text
    assert "Details" not in text


def test_in_forced_colours_the_banner_keeps_its_border_and_its_words(
    address: Callable[[str], str], visit: Visit
) -> None:
    page = visit(address("one"), forced_colors="active")
    expect(page.get_by_text("Down", exact=False).first).to_be_visible()
    border = page.locator("outage-banner").evaluate("e => getComputedStyle(e).borderBottomWidth")
    assert border == "3px"


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_in_pelicans_own_themes_it_is_uncovered_and_readable(
    pelican: Callable[..., Any], serve: Serve, context: Context, theme: str
) -> None:
    content = {
        "post.md": "Title: A post\nDate: 2011-11-24\n\nWords.\n",
        "status.json": json.dumps(STATUSES["three"]),
    }
    built = pelican(content, {"THEME": theme, "OUTAGE_NOW": NIGHT.isoformat()})
    assert built.code == 0, built.log
    address = serve(built.output)
    for width in (1280, 390):
        page = context(width).new_page()
        page.clock.install(time=NIGHT)
        page.goto(address)
        before = page.evaluate("document.documentElement.scrollWidth")
        heading = page.get_by_role("heading", name="Shop")
        assert heading.evaluate(
            """e => { const b = e.getBoundingClientRect();
            return e.contains(document.elementFromPoint(b.x + 5, b.y + b.height / 2)); }"""
        )
        assert heading.evaluate("e => getComputedStyle(e).fontSize") == "16px"
        page.locator("outage-banner").evaluate("e => e.remove()")
        assert before == page.evaluate("document.documentElement.scrollWidth")
