"""Pages in other languages in Chromium: direction, room, accessibility, and the script's words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from outage_banner.board import board
from outage_banner.section.badge import badge
from outage_banner.section.place import Place
from outage_banner.wording import words_for
from playwright.sync_api import Browser, Page, expect
from rig.axe import assert_accessible
from rig.pelican import Build
from rig.server import CSP
from statuses import DENVER, NIGHT, at, incident, status_of

Pelican = Callable[..., Build]
Serve = Callable[..., str]
Visit = Callable[..., Page]

STATUS: dict[str, Any] = {
    "components": [
        {
            "id": "shop",
            "name": "Community Color",
            "url": "https://shop.example/",
            "alternatives": [{"name": "Coupons", "url": "https://coupons.example/"}],
        },
        {"id": "mail", "name": "البريد", "description": "x" * 60},
    ],
    "incidents": [
        {
            "id": "now",
            "name": "المتجر متوقف (Community Color)",
            "components": ["shop"],
            "started_at": at("24T15:00").isoformat(),
            "expected_at": at("25T03:00").isoformat(),
            "works": "The blog, 24/7.",
            "incident_updates": [
                {
                    "status": "identified",
                    "body": "A *crash*.",
                    "display_at": at("24T16:00").isoformat(),
                }
            ],
        },
        {
            "id": "then",
            "name": "Mail was late",
            "impact": "minor",
            "components": ["mail"],
            "started_at": at("20T10:00").isoformat(),
            "resolved_at": at("20T12:30").isoformat(),
        },
    ],
    "scheduled_maintenances": [
        {
            "id": "disks",
            "name": "New disks",
            "components": ["mail"],
            "scheduled_for": at("26T21:00").isoformat(),
            "scheduled_until": at("26T23:00").isoformat(),
        }
    ],
}
PATHS = ["status/", "status/now/", "status/then/", "status/disks/", "status/history/"]
STORY = """\
Title: {}
Date: 2011-11-24
Slug: story
Incident: now
Lang: {}

[{}](https://shop.example/)
"""
CONTENT = {
    "ar.md": STORY.format("قصة", "ar", "المتجر"),
    "de.md": STORY.format("Geschichte", "de", "Laden"),
    "en.md": STORY.format("Story", "en", "shop"),
    "status.json": json.dumps(STATUS),
}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("language", ["ar", "de", "fr"])
def test_the_section_is_accessible_and_fits_in_every_language(
    site: Callable[..., Path], serve: Serve, visit: Visit, language: str, width: int, scheme: str
) -> None:
    address = serve(site(STATUS, settings={"DEFAULT_LANG": language}), CSP)
    page = visit(f"{address}/{PATHS[0]}", width=width, color_scheme=scheme)
    for path in PATHS:
        page.goto(f"{address}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert_accessible(page)


def test_a_page_in_another_language_brings_its_own_notice_and_keeps_it_when_it_asks_for_news(
    pelican: Pelican, serve: Serve, visit: Visit
) -> None:
    built = pelican(CONTENT, {"OUTAGE_NOW": NIGHT.isoformat()}, fatal="errors")
    assert built.code == 0, built.log
    address = serve(built.output)
    for path, language, direction, down, yours, mark in (
        ("story.html", "en", "ltr", "Down", "your time)", "(down now; instead: Coupons, "),
        ("story-de.html", "de", "ltr", "Ausgefallen", "Ihrer Zeit)", "(derzeit nicht erreichbar;"),
        ("story-ar.html", "ar", "rtl", "متوقف", "بتوقيتك)", "(متوقف الآن؛ البديل: "),
    ):
        page = visit(f"{address}/{path}", width=320, timezone_id="Europe/Berlin")
        banner = page.locator("outage-banner")
        expect(banner).to_contain_text(yours)
        assert banner.get_attribute("lang") == language
        assert banner.evaluate("e => getComputedStyle(e).direction") == direction
        expect(banner.locator("h2").first).to_contain_text(down)
        asked = "banner.html" if language == "en" else f"banner.{language}.html"
        with page.expect_request(f"**/status/{asked}"):
            page.reload()
        link = page.locator("a[href='https://shop.example/']").last
        content = link.evaluate("e => getComputedStyle(e, '::after').content")
        assert mark in content
        record = page.locator(".outage-record")
        assert record.evaluate("e => getComputedStyle(e).direction") == direction


def test_an_arabic_notice_begins_at_the_right_and_its_times_stand_by_themselves(
    site: Callable[..., Path], serve: Serve, visit: Visit
) -> None:
    address = serve(site(STATUS, settings={"DEFAULT_LANG": "ar"}))
    page = visit(f"{address}/status/", width=1280)
    word = page.locator("outage-banner h2 b").first.bounding_box()
    name = page.locator("outage-banner h2 bdi").first.bounding_box()
    assert word
    assert name
    assert word["x"] > name["x"]
    times = page.locator("time").evaluate_all(
        "all => all.map(time => getComputedStyle(time).unicodeBidi)"
    )
    assert set(times) == {"isolate"}


@pytest.mark.parametrize("count", [0, 1, 2, 7, 1000])
@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "pt"])
def test_no_text_of_a_badge_leaves_its_frame_or_is_much_stretched(
    browser: Browser, language: str, count: int
) -> None:
    components = [{"id": f"c{number}", "name": f"{number}"} for number in range(count)]
    ids = [one["id"] for one in components]
    status = status_of(components=components, incidents=[incident(components=ids)][: count and 1])
    words = words_for(DENVER, NIGHT, language)
    place = Place("A blog", "https://blog.example", "/status/")
    page = browser.new_page()
    page.set_content(badge(status, board(status, NIGHT), words, place).content.decode())
    boxes = page.evaluate(
        "[...document.querySelectorAll('svg, text')].map(e => e.getBoundingClientRect())"
        ".map(box => [box.left, box.right])"
    )
    stretched = page.evaluate(
        """[...document.querySelectorAll('text[textLength]')].map(text => {
            const length = text.getAttribute('textLength');
            text.removeAttribute('textLength');
            return length / text.getComputedTextLength();
        })"""
    )
    page.close()
    (left, right), *texts = boxes
    if language == "ar":
        texts.reverse()
    edges = [left, *(edge for text in texts for edge in text), right]
    assert edges == sorted(edges)
    assert all(0.8 < one < 1.3 for one in stretched), stretched
