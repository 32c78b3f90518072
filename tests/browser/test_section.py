"""The status section in Chromium: accessible, narrow, in any theme, with and without style."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from rig.axe import assert_accessible
from rig.pelican import POST, Build
from rig.server import CSP
from statuses import NIGHT, at

STATUS = {
    "components": [
        {"id": "sites", "name": "Sites", "group": True, "components": ["shop"]},
        {"id": "shop", "name": "Shop", "url": "https://shop.example/", "group_id": "sites"},
        {"id": "mail", "name": "Mail", "description": "x" * 200},
    ],
    "incidents": [
        {
            "id": "now",
            "name": "The shop is offline, and a name of many words " + "a" * 60,
            "components": ["shop"],
            "started_at": at("24T15:00").isoformat(),
            "expected_at": at("25T03:00").isoformat(),
            "incident_updates": [
                {
                    "status": "identified",
                    "body": "See `" + "y" * 90 + "` and https://host.example/" + "z" * 90,
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


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_page_of_the_section_is_accessible_and_fits(
    site: Callable[..., Path],
    serve: Callable[..., str],
    visit: Callable[..., Page],
    path: str,
    width: int,
    scheme: str,
) -> None:
    page = visit(f"{serve(site(STATUS), CSP)}/{path}", width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_pelicans_own_themes_show_the_section_in_their_pages(
    pelican: Callable[..., Build],
    serve: Callable[..., str],
    visit: Callable[..., Page],
    theme: str,
) -> None:
    content = {"post.md": POST, "status.json": json.dumps(STATUS)}
    built = pelican(content, {"THEME": theme, "OUTAGE_NOW": NIGHT.isoformat()})
    assert built.code == 0, built.log
    address = serve(built.output)
    for path in PATHS:
        page = visit(f"{address}/{path}", width=1280)
        assert page.locator(".outage-section").count() == 1, path
        assert "A site" in page.locator("header").first.inner_text()
        assert "74829103655177" not in page.content()


def test_with_styles_off_the_section_still_reads_in_order(
    site: Callable[..., Path], serve: Callable[..., str], visit: Callable[..., Page]
) -> None:
    page = visit(f"{serve(site(STATUS))}/status/")
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(l => l.remove())")
    words = " ".join(page.locator("main").inner_text().split())
    order = ["Now", "■ Down", "Components", "● Working", "Planned work", "The past 15 days"]
    places = [words.index(word) for word in order]
    assert places == sorted(places)


def test_the_page_of_an_open_incident_ages_with_the_banner(
    site: Callable[..., Path], serve: Callable[..., str], context: Callable[..., Any]
) -> None:
    page = context().new_page()
    page.clock.install(time=NIGHT)
    page.goto(f"{serve(site(STATUS))}/status/now/")
    assert "Expected back by" in page.locator("main").inner_text()
    page.clock.run_for(7 * 3_600_000)
    assert "That time has passed" in page.locator("main").inner_text()
