"""The blog below a path, served anywhere, and opened from a disk: readers get everywhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from rig.command import outage
from rig.server import SEARCH_CSP
from statuses import NIGHT, at

Site = Callable[..., Path]
Serve = Callable[..., str]

ADDRESS = "https://user.example/repo"
POST = "posts/open-technical-support/index.html"
STORY = {
    "id": "thanksgiving-2011",
    "name": "The Community Color sites are offline",
    "started_at": "2011-11-24T15:00:00-07:00",
    "story": "open-technical-support",
}
CALM = {
    "page": {"updated_at": at("24T18:00").isoformat()},
    "incidents": [
        STORY
        | {"started_at": "2010-11-24T15:00:00-07:00", "resolved_at": at("20T15:00").isoformat()}
    ],
}
DOWN = {"page": {"updated_at": NIGHT.isoformat()}, "incidents": [STORY]}
WAYS = {
    "below a path of its host": {"SITEURL": ADDRESS},
    "relative, anywhere": {"SITEURL": "https://blog.example", "RELATIVE_URLS": "1"},
    "relative, on a disk": {"SITEURL": "https://blog.example", "RELATIVE_URLS": "1"},
}
AT_ITS_ADDRESS = "relative, at its address"
WAYS[AT_ITS_ADDRESS] = {"SITEURL": ADDRESS, "RELATIVE_URLS": "1"}
on_the_web = pytest.mark.parametrize("way", list(WAYS)[:2])
everywhere = pytest.mark.parametrize("way", list(WAYS)[:3])


@dataclass
class Blog:
    """The blog where readers find it, what their browser said, and what it did not get."""

    output: Path
    address: str
    said: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def tell(self, status: dict[str, Any]) -> None:
        """Stamp the site that is being served."""
        file = self.output.parent / "status.json"
        file.write_text(json.dumps(status), "utf-8")
        settings = {"OUTAGE_STATUS_FILE": str(file), "OUTAGE_NOW": NIGHT.isoformat()}
        conf = self.output.parent / "conf.py"
        conf.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
        done = outage("stamp", self.output, "-s", conf, folder=self.output.parent)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def open_blog(
    tmp_path: Path, site: Site, serve: Serve, context: Callable[..., Any]
) -> Iterator[Callable[..., tuple[Page, Blog]]]:
    """`open_blog(way, path, status)`: a page of the blog, and the blog."""

    pages: list[Page] = []

    def opened(
        way: str, path: str = "index.html", status: dict[str, Any] = DOWN, **options: Any
    ) -> tuple[Page, Blog]:
        output = tmp_path / "served" / "repo"
        shutil.copytree(site(status, **WAYS[way]), output)
        page: Page = context(**options).new_page()
        pages.append(page)
        if way.endswith("disk"):
            blog = Blog(output, output.as_uri())
        else:
            server = serve(output.parent, SEARCH_CSP)
            is_there = WAYS[way]["SITEURL"] == ADDRESS
            blog = Blog(output, ADDRESS if is_there else f"{server}/repo")
            page.route(f"{ADDRESS.removesuffix('/repo')}/**", lambda route: answer(route, server))
        page.on("console", lambda message: blog.said.append(message.text))
        page.on("pageerror", lambda error: blog.said.append(str(error)))
        page.on(
            "response",
            lambda one: blog.missed.append(one.url) if one.status >= 400 else None,
        )
        if options:
            page.clock.install(time=NIGHT)
        page.goto(f"{blog.address}/{path}")
        return page, blog

    yield opened
    for page in pages:
        page.unroute_all(behavior="ignoreErrors")


def answer(route: Route, server: str) -> None:
    """As the blog's host answers, with its own page for one that is missing."""
    found = route.fetch(url=server + route.request.url.removeprefix("https://user.example"))
    if found.status == 404:
        missing = route.fetch(url=f"{server}/repo/404.html")
        route.fulfill(status=404, body=missing.body(), content_type="text/html")
    else:
        route.fulfill(response=found)


def assert_whole(page: Page, blog: Blog) -> None:
    """The banner and the theme have their styles and scripts."""
    banner = page.locator("outage-banner")
    expect(banner).to_contain_text("Not reachable since")
    expect(banner).to_have_css("background-color", "rgb(243, 242, 238)")
    expect(banner.get_by_role("button", name="Full notice")).to_be_visible()
    expect(page.locator(".skip")).not_to_have_css("position", "static")
    assert (blog.said, blog.missed) == ([], [])


@everywhere
def test_a_reader_gets_everywhere(open_blog: Callable[..., tuple[Page, Blog]], way: str) -> None:
    page, blog = open_blog(way)
    assert_whole(page, blog)
    menu, main = page.get_by_role("navigation", name="Site"), page.get_by_role("main")
    for link, heading in (
        (menu.get_by_role("link", name="Archives"), "Archives"),
        (main.get_by_role("link", name="2011"), "Archive of 2011"),
        (main.get_by_role("link", name="open technical support", exact=False), "pen technical"),
        (main.get_by_role("link", name="How it stands"), "The Community Color"),
        (main.get_by_role("link", name="What happened"), "pen technical"),
        (page.locator("outage-banner").get_by_role("link", name="Details"), "The Community"),
        (main.get_by_role("link", name="Past incidents"), "Past incidents"),
        (main.get_by_role("link", name="Status"), "Status"),
        (main.get_by_role("link", name="The Community Color sites").first, "The Community"),
        (menu.get_by_role("link", name="Tags"), "Tags"),
        (main.get_by_role("link").first, "Tag:"),
        (main.get_by_role("link").first, "."),
        (page.get_by_role("link", name="Categories"), "Categories"),
        (main.get_by_role("link").first, "Category:"),
        (page.locator("a.site"), "Notes on keeping"),
        (page.get_by_role("link", name="Earlier posts"), "Posts, page 2"),
        (page.get_by_role("link", name="Later posts"), "Notes on keeping"),
    ):
        link.click()
        expect(page.get_by_role("main").get_by_role("heading", level=1)).to_contain_text(
            re.compile(heading, re.IGNORECASE)
        )
        assert page.url.startswith(blog.address)
        assert_whole(page, blog)


@on_the_web
def test_search_finds_posts(open_blog: Callable[..., tuple[Page, Blog]], way: str) -> None:
    page, blog = open_blog(way, "search/index.html?q=disks")
    result = page.locator("#results a").first
    expect(result).to_be_visible()
    result.click()
    expect(page.get_by_role("article")).to_contain_text("disk")
    assert page.url.startswith(f"{blog.address}/posts/")
    assert_whole(page, blog)


@on_the_web
@pytest.mark.parametrize("path", ["index.html", "status/history/index.html"])
def test_an_open_page_hears_of_an_outage_and_its_links_lead_there(
    open_blog: Callable[..., tuple[Page, Blog]], way: str, path: str
) -> None:
    page, blog = open_blog(way, path, CALM, now=None)
    banner = page.locator("outage-banner")
    expect(banner).to_be_hidden()
    blog.tell(DOWN)
    for _ in range(60):
        if banner.is_visible():
            break
        # In small steps, for what comes over the network takes no time on this clock.
        page.clock.run_for(2_000)
        page.wait_for_timeout(50)
    assert_whole(page, blog)
    banner.get_by_role("link", name="Details").click()
    assert page.url.startswith(f"{blog.address}/status/thanksgiving-2011/")
    assert_whole(page, blog)
    page.goto(f"{blog.address}/{path}")
    assert_whole(page, blog)


@pytest.mark.parametrize("way", ["below a path of its host", AT_ITS_ADDRESS])
def test_a_missing_page_is_whole_at_any_depth(
    open_blog: Callable[..., tuple[Page, Blog]], way: str
) -> None:
    page, blog = open_blog(way, "no/such/page/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")
    assert blog.missed == [page.url]
    blog.missed.clear()
    blog.said.clear()
    assert_whole(page, blog)
    page.get_by_role("link", name="front page").click()
    assert urlsplit(page.url).path in ("/repo/", "/repo/index.html")
    assert_whole(page, blog)


def test_on_a_disk_a_page_ages_but_asks_for_nothing(
    open_blog: Callable[..., tuple[Page, Blog]],
) -> None:
    status = {"incidents": [STORY | {"expected_at": at("25T03:00").isoformat()}]}
    page, blog = open_blog("relative, on a disk", POST, status, now=None)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "status/" in one.url else None)
    expect(page.locator("outage-banner")).to_contain_text("Expected back by")
    page.clock.run_for(7 * 3_600_000)
    expect(page.locator("outage-banner")).to_contain_text("That time has passed")
    assert asked == []
    assert_whole(page, blog)


def test_on_a_disk_search_says_that_it_cannot(
    open_blog: Callable[..., tuple[Page, Blog]],
) -> None:
    page, blog = open_blog("relative, on a disk", "search/index.html")
    page.get_by_label("Words to look for").fill("disks")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_contain_text("The archives list every post")
    assert page.url.startswith(blog.address)
