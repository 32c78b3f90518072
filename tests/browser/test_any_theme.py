"""The banner at home in themes of every build: small pages in tests/themes/, driven in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from outage_banner import assets, fragment, slot
from outage_banner.board import board
from outage_banner.wording import words_for
from playwright.sync_api import Browser, Page, expect
from rig.server import serving
from statuses import DENVER, NIGHT, at, incident, status_of

THEMES = Path(__file__).parents[1] / "themes"
NAMES = sorted(path.stem for path in THEMES.glob("*.html"))
CHECKS = (THEMES / "checks.js").read_text("utf-8")
WINDOWS = ((1280, 800), (640, 400), (390, 800), (320, 640))
"""A desktop, the same at 200 %, and two phones."""

FAILURES = """globalThis.failures = [];
addEventListener("error", ({ message }) => failures.push(message));
addEventListener("securitypolicyviolation", ({ blockedURI }) => failures.push(blockedURI));"""

PARAGRAPH = "<p>Words that fill a page, so that there is something to scroll. </p>"
ARTICLE = f"<h1>A post</h1>{PARAGRAPH * 60}<p data-end>The last words.</p>"
POLICY = {
    "Content-Security-Policy": "default-src 'self'; "
    "style-src-elem 'self' 'unsafe-inline'; script-src-elem 'self' 'unsafe-inline'"
}
"""Styles and scripts of a theme may stand in its page; what the banner brings may not."""

SHOP = {
    "id": "shop",
    "name": "Shop",
    "alternatives": [{"name": "The coupons, on another host", "url": "https://coupons.example/"}],
}


@pytest.fixture(scope="session")
def themes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of every theme: `<name>.html` with a banner, `plain/<name>.html` without."""
    directory = tmp_path_factory.mktemp("themes")
    outage = incident(components=["shop"], expected_at=at("25T03:00"), works="The blog.")
    told = board(status_of(components=[SHOP], incidents=[outage]), NIGHT)
    words = words_for(DENVER, NIGHT)
    files = assets.banner_assets(words.script_words(), fragment="banner.html", poll_seconds=0)
    banner = fragment.render(told, words, link="/".__add__, assets=files)
    for asset in files:
        (directory / asset.name).write_bytes(asset.content)
    (directory / "plain").mkdir()
    (directory / "favicon.ico").touch()
    for name in NAMES:
        page = (THEMES / f"{name}.html").read_text("utf-8").replace("<!-- article -->", ARTICLE)
        (directory / "plain" / f"{name}.html").write_text(page, "utf-8")
        (directory / f"{name}.html").write_text(slot.fill(page, banner), "utf-8")
    with serving(directory, POLICY) as address:
        yield address


@pytest.fixture(scope="session")
def opened(browser: Browser, themes: str) -> Iterator[Callable[..., Page]]:
    """`opened(name, width, height, scripts)`: the page of a theme, in one window for all."""
    pages: dict[bool, Page] = {}
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, timezone_id="America/Denver")
        context.clock.set_fixed_time(NIGHT)
        context.add_init_script(FAILURES)
        pages[scripts] = context.new_page()

    def go(name: str, width: int, height: int = 800, scripts: bool = True) -> Page:
        page = pages[scripts]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{themes}/{name}.html")
        page.evaluate(CHECKS)
        return page

    yield go
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_seen_and_covers_nothing(opened: Callable[..., Page], name: str) -> None:
    plain = in_every_window(opened(f"plain/{name}", *WINDOWS[0]), "checks.features()")
    found: list[str] = []
    for window, alone in zip(WINDOWS, plain, strict=True):
        # The script makes room once it is loaded, so each window loads the page anew.
        faults = opened(name, *window).evaluate("plain => checks.withScripts(plain)", alone)
        found += [f"{window[0]} px, with scripts: {fault}" for fault in faults]
    bare = opened(name, *WINDOWS[0], scripts=False)
    told = in_every_window(bare, "plain => checks.withoutScripts(plain)", plain)
    for window, faults in zip(WINDOWS, told, strict=True):
        found += [f"{window[0]} px, without scripts: {fault}" for fault in faults]
    assert found == []


def in_every_window(page: Page, call: str, plain: list[Any] | None = None) -> list[Any]:
    """What a page without scripts tells in each of the windows, to which it is resized."""
    found = []
    for number, (width, height) in enumerate(WINDOWS):
        page.set_viewport_size({"width": width, "height": height})
        found.append(page.evaluate(call, plain[number] if plain else None))
    return found


FIRST_LINES = """() => ["#outage-banner", "h1"]
  .map((selector) => document.querySelector(selector)?.getBoundingClientRect())"""


@pytest.mark.parametrize("name", ["sidebar-on-screens-only", "fixed-sidebar"])
def test_on_paper_it_stands_first_and_the_page_follows_at_once(
    opened: Callable[..., Page], name: str
) -> None:
    page = opened(name, 1280)
    page.emulate_media(media="print")
    in_pixels_of_the_window = page.locator("[style*=margin], [style*=padding-top], [style*=width]")
    expect(in_pixels_of_the_window).to_have_count(0)
    banner, title = page.evaluate(FIRST_LINES)
    opened(f"plain/{name}", 1280)
    _, alone = page.evaluate(FIRST_LINES)
    page.emulate_media(media="screen")
    assert banner["top"] < 100
    assert title["top"] == pytest.approx(alone["top"] + banner["height"], abs=20)
