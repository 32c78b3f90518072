"""The blog as published, with the sample outage, as readers have it on their screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from rig.axe import assert_accessible
from rig.server import CSP, SEARCH_CSP

PAGES = {
    "home": "/",
    "story": "/posts/open-technical-support/",
    "code": "/posts/where-body-begins/",
    "archives": "/archives/",
    "search": "/search/",
    "about": "/about/",
    "missing": "/a-page-that-is-not-there/",
}
WATCH_PAGE = """
window.shifted = 0;
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 300))"

Load = Callable[..., Page]


@pytest.fixture
def load(site: Callable[..., Path], serve: Callable[..., str], visit: Load) -> Load:
    """`load(name, **options)`: one of PAGES, under the policy the blog is published with."""

    def go(name: str, **options: object) -> Page:
        headers = SEARCH_CSP if name == "search" else CSP
        return visit(serve(site(), headers) + PAGES[name], **options)

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(load: Load, name: str, width: int, scheme: str) -> None:
    assert_accessible(load(name, width=width, color_scheme=scheme))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_320_pixels_never_scrolls_sideways(load: Load, name: str) -> None:
    page = load(name, width=320)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter((e) => e.getBoundingClientRect().right > 320).map((e) => e.outerHTML)"
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_quietly_still_and_within_its_policy(
    site: Callable[..., Path],
    serve: Callable[..., str],
    context: Callable[..., BrowserContext],
    name: str,
    width: int,
) -> None:
    page = context(width=width).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.add_init_script(WATCH_PAGE)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    root = serve(site(), SEARCH_CSP if name == "search" else CSP)
    page.goto(root + PAGES[name])
    page.evaluate(SETTLED)
    # The browser itself says of the missing page that it is missing.
    assert [line for line in said if "404 (Not Found)" not in line or name != "missing"] == []
    assert page.evaluate("window.violations") == []
    assert page.evaluate("window.shifted") == 0
    assert [url for url in asked if not url.startswith((root, "data:"))] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_scripts_tells_the_same(load: Load, name: str) -> None:
    with_scripts = load(name)
    without = load(name, java_script_enabled=False)
    expect(without.locator("h1")).to_be_visible()
    expect(without.get_by_role("region", name="Community Color")).to_be_visible()
    if name != "search":
        assert without.locator("main").inner_text() == with_scripts.locator("main").inner_text()


def test_a_missing_page_is_said_to_be_missing_and_leads_home(load: Load) -> None:
    page = load("missing")
    title = page.title()
    expect(page.locator("main").get_by_role("link")).not_to_have_count(0)
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page).not_to_have_title(title)


def test_the_first_tab_reaches_the_link_that_skips_to_the_content(load: Load) -> None:
    page = load("story")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#main")
    expect(skip).to_be_in_viewport()


def test_a_search_by_keyboard_finds_the_story(load: Load) -> None:
    page = load("search")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("coupons Thanksgiving")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("post")
    found = page.get_by_role("link", name="Open technical support?")
    expect(found).to_be_visible()
    assert_accessible(page)
    found.click()
    expect(page.locator("h1")).to_have_text("Open technical support?")


def test_a_search_for_nothing_known_says_so(load: Load) -> None:
    page = load("search")
    page.get_by_role("searchbox").fill("xylophone zeugma")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("xylophone zeugma")
    expect(page.locator("main").get_by_role("listitem")).to_have_count(0)


def test_searching_without_scripts_offers_the_archives(load: Load) -> None:
    page = load("search", java_script_enabled=False)
    page.locator("main").get_by_role("link", name="archives").click()
    expect(page.locator("h1")).to_have_text("Archives")
