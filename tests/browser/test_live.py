"""Pages that stay open: news comes in, failures are told, and only newer replaces older."""

import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from rig.axe import assert_accessible
from rig.pelican import POST as POST_SOURCE
from rig.pelican import Build
from rig.server import TRUSTED_CSP, Answer, Files
from statuses import NIGHT, at

Site = Callable[..., Path]
Context = Callable[..., Any]

POST = "/posts/open-technical-support/"
FRAGMENT = "/status/banner.html"
MINUTE = 60_000
"""In milliseconds, as the browser's clock has them."""


def shop(**fields: Any) -> dict[str, Any]:
    """A status file in which the shop is down."""
    incident = {"name": "The shop is offline", "started_at": at("24T15:00").isoformat(), **fields}
    return {"incidents": [incident]}


def said_at(time: datetime, **document: Any) -> dict[str, Any]:
    return {"page": {"updated_at": time.isoformat()}, **document}


DOWN = said_at(NIGHT, **shop(expected_at=at("25T03:00").isoformat()))
MOVED = said_at(at("24T21:30"), **shop(expected_at=at("25T06:00").isoformat()))
OVER = said_at(at("24T22:00"), **shop(resolved_at=at("24T20:30").isoformat(), status="resolved"))
CLEAR = said_at(at("24T22:30"))


class Blog:
    """A blog that is served while its status changes."""

    def __init__(self, served: Path, built: Callable[..., Path]) -> None:
        self.served = served
        self.built = built
        self.answers: dict[str, Answer] = {}

    def publish(self, status: dict[str, Any]) -> None:
        """Renew the status section alone: the pages stay as they were built."""
        self._copy("status", status)

    def rebuild(self, status: dict[str, Any]) -> None:
        self._copy("", status)

    def _copy(self, folder: str, status: dict[str, Any]) -> None:
        shutil.copytree(self.built(status) / folder, self.served / folder, dirs_exist_ok=True)


def count_requests(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if FRAGMENT in one.url else None)
    return asked


@pytest.fixture
def blog(tmp_path: Path, site: Site) -> Blog:
    return Blog(tmp_path / "served", site)


@pytest.fixture
def open_page(blog: Blog, serve: Callable[..., str], context: Context) -> Callable[..., Page]:
    """`open_page(status)`: a post of the blog, built with that status, as a reader opened it."""

    def opened(status: dict[str, Any], path: str = POST, **options: Any) -> Page:
        blog.rebuild(status)
        address = serve(blog.served, TRUSTED_CSP, answers=blog.answers)
        window = context(now=None, **options)
        page: Page = window.new_page()
        page.clock.install(time=NIGHT)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.said = said  # type: ignore[attr-defined]
        page.asked = count_requests(page)  # type: ignore[attr-defined]
        page.goto(address + path)
        poll(page)
        return page

    return opened


def poll(page: Page) -> None:
    """Let the next poll happen."""
    before = len(page.asked)  # type: ignore[attr-defined]
    for _ in range(200):
        page.clock.run_for(5000)
        if len(page.asked) > before:  # type: ignore[attr-defined]
            break
    settle(page)


def settle(page: Page) -> None:
    """Let what a poll brought be shown."""
    for _ in range(10):
        page.clock.run_for(110)
        page.wait_for_timeout(10)


def shown(page: Page) -> str:
    banner = page.locator("outage-banner")
    return " ".join(banner.inner_text().split()) if banner.is_visible() else ""


def test_a_page_opened_before_the_outage_shows_it_within_one_poll(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(said_at(at("20T12:00")))
    assert shown(page) == ""
    blog.publish(DOWN)
    poll(page)
    expect(page.get_by_role("heading", name="The shop is offline")).to_be_visible()
    assert "Expected back by Fri, Nov 25, 3:00 AM MST" in shown(page)
    box = page.locator("outage-banner").bounding_box()
    assert box
    assert (box["y"], box["width"]) == (0, 1280)
    expect(page.get_by_role("button", name="Full notice")).to_be_visible()
    assert_accessible(page)
    assert page.said == []  # type: ignore[attr-defined]


def test_a_page_opened_during_the_outage_loses_it(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(DOWN)
    assert "Not reachable since" in shown(page)
    blog.publish(OVER)
    poll(page)
    assert "Over since Thu, Nov 24, 8:30 PM MST" in shown(page)
    blog.publish(CLEAR)
    poll(page)
    assert shown(page) == ""
    assert page.locator("link[href*='outage-banner']").count() == 0
    assert page.said == []  # type: ignore[attr-defined]


def listen(page: Page) -> None:
    """Keep in `announced` what a screen reader would say."""
    page.evaluate(
        """() => {
          globalThis.announced = [];
          const status = document.querySelector("[role=status]");
          new MutationObserver(() => announced.push(status.textContent.trim())).observe(
            status, {childList: true, characterData: true, subtree: true});
        }"""
    )


def test_news_is_announced_once_and_takes_no_focus(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(said_at(at("20T12:00")))
    status = page.get_by_role("status")
    expect(status).to_have_text("")
    listen(page)
    link = page.get_by_role("main").get_by_role("link").first
    link.focus()
    blog.publish(DOWN)
    poll(page)
    poll(page)
    poll(page)
    assert page.evaluate("announced") == ["■ Down The shop is offline"]
    expect(link).to_be_focused()


def test_an_all_clear_that_has_expired_goes_in_silence(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(OVER)
    page.clock.set_system_time(at("26T12:00"))
    page.clock.run_for(1000)
    assert shown(page) == ""
    listen(page)
    blog.publish(CLEAR)
    poll(page)
    assert page.evaluate("announced") == []


def test_focus_inside_the_banner_stays_there(blog: Blog, open_page: Callable[..., Page]) -> None:
    page = open_page(DOWN)
    details = page.get_by_role("link", name="Details")
    details.focus()
    blog.publish(MOVED)
    poll(page)
    assert "6:00 AM" in shown(page)
    expect(details).to_be_focused()


def test_a_scrolled_page_does_not_move_and_shows_one_line_until_asked(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(said_at(at("20T12:00")))
    page.evaluate("scrollTo(0, 600)")
    anchor = "document.querySelector('main').getBoundingClientRect().top"
    before = page.evaluate(anchor)
    blog.publish(DOWN)
    poll(page)
    assert page.evaluate(anchor) == before
    assert shown(page) == ""
    bar = page.locator("#outage-news p")
    expect(bar).to_contain_text("■ Down The shop is offline")
    box = bar.bounding_box()
    assert box
    assert box["height"] < 60
    assert box["y"] + box["height"] == 800
    assert_accessible(page)
    page.get_by_role("button", name="Show").click()
    assert "Not reachable since" in shown(page)
    assert page.evaluate("scrollY") == 0
    expect(bar).to_have_count(0)


def test_what_waits_is_shown_when_the_reader_scrolls_back_up(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(DOWN)
    page.evaluate("scrollTo(0, 600)")
    blog.publish(MOVED)
    poll(page)
    assert "3:00 AM" in shown(page)
    page.evaluate("scrollTo(0, 0)")
    page.clock.run_for(1000)
    assert "6:00 AM" in shown(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_shifts_when_news_comes_to_a_scrolled_page(
    blog: Blog, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(DOWN, width=width)
    page.evaluate("scrollTo(0, 500)")
    blog.publish(CLEAR)
    poll(page)
    shift = page.evaluate(
        """() => new Promise(done => {
          let total = 0;
          const observer = new PerformanceObserver(list => {
            for (const entry of list.getEntries()) total += entry.value;
          });
          observer.observe({type: "layout-shift", buffered: true});
          requestAnimationFrame(() => requestAnimationFrame(() => done(total)));
          })"""
    )
    assert shift == 0
    expect(page.locator("#outage-news")).to_contain_text("has changed")


def test_an_older_fragment_never_replaces_a_newer_one(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(MOVED)
    blog.publish(DOWN)
    poll(page)
    assert "6:00 AM" in shown(page)
    blog.publish(CLEAR)
    poll(page)
    blog.publish(MOVED)
    poll(page)
    assert shown(page) == ""


def test_of_two_fragments_of_the_same_time_the_first_one_does_not_come_back(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    corrected = said_at(NIGHT, **shop(expected_at=at("25T04:00").isoformat()))
    page = open_page(DOWN)
    blog.publish(corrected)
    poll(page)
    assert "4:00 AM" in shown(page)
    blog.publish(DOWN)
    poll(page)
    assert "4:00 AM" in shown(page)


def test_links_are_marked_as_down_only_when_the_notice_is_shown(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(said_at(at("20T12:00")))
    link = page.get_by_role("main").get_by_role("link", name="Community Color").first
    mark = "element => getComputedStyle(element, '::after').content"
    page.evaluate("scrollTo(0, 300)")
    before = page.evaluate("document.documentElement.scrollHeight")
    component = {"id": "color", "name": "Color", "url": "https://communitycolor.example/"}
    blog.publish(said_at(NIGHT, components=[component], **shop(components=["color"])))
    poll(page)
    assert page.evaluate("document.documentElement.scrollHeight") == before
    assert link.evaluate(mark) == "none"
    page.get_by_role("button", name="Show").click()
    assert "down now" in link.evaluate(mark)


def test_several_new_notices_are_all_announced(blog: Blog, open_page: Callable[..., Page]) -> None:
    page = open_page(said_at(at("20T12:00")))
    second = {"name": "Mail is slow", "impact": "minor", "started_at": at("24T20:00").isoformat()}
    blog.publish(said_at(NIGHT, incidents=[*shop()["incidents"], second]))
    poll(page)
    expect(page.get_by_role("status")).to_have_text(
        "■ Down The shop is offline ▲ Degraded Mail is slow"
    )


def test_focus_stays_with_its_notice_when_others_come_before_it(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    slow = {"name": "Mail is slow", "impact": "minor", "started_at": at("24T14:00").isoformat()}
    page = open_page(said_at(NIGHT, incidents=[slow]))
    details = page.locator("li").filter(has_text="Mail is slow").get_by_role("link", name="Details")
    details.focus()
    blog.publish(said_at(at("24T21:30"), incidents=[slow, *shop()["incidents"]]))
    poll(page)
    expect(page.get_by_role("heading", name="The shop is offline")).to_be_visible()
    expect(details).to_be_focused()


@pytest.mark.parametrize("kind", ["css", "js"])
@pytest.mark.parametrize("fault", ["missing", "stalled"])
def test_without_its_stylesheet_or_script_the_news_waits_and_is_asked_for_again(
    blog: Blog, open_page: Callable[..., Page], kind: str, fault: str
) -> None:
    page = open_page(said_at(at("20T12:00")))
    blog.publish(DOWN)
    name = {"css": "outage-banner.*.css", "js": "outage-notices.*.js"}[kind]
    for file in (blog.served / "status").glob(name):
        answer = FAILURES["404"] if fault == "missing" else stalled
        blog.answers[f"/status/{file.name}"] = answer
    poll(page)
    page.clock.run_for(11_000)
    assert shown(page) == ""
    blog.answers.clear()
    asked = len(page.asked)  # type: ignore[attr-defined]
    poll(page)
    assert len(page.asked) > asked  # type: ignore[attr-defined]
    if fault == "stalled":
        return  # The browser still waits for the same file.
    assert "Not reachable since" in shown(page)
    ground = "getComputedStyle(document.querySelector('outage-banner')).backgroundColor"
    assert page.evaluate(ground) == "rgb(243, 242, 238)"


def portal(request: Files) -> None:
    request.answer(b"<!doctype html><title>Welcome</title><h1>Sign in to the hotel's network</h1>")


def own_home_page(request: Files) -> None:
    request.answer((Path(request.directory) / "index.html").read_bytes())


def truncated(request: Files) -> None:
    whole = (Path(request.directory) / FRAGMENT[1:]).read_bytes()
    request.answer(whole[: len(whole) // 2])


def cut_off(request: Files) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(b"<outage-banner")
    request.close_connection = True


def huge(request: Files) -> None:
    whole = (Path(request.directory) / FRAGMENT[1:]).read_bytes()
    request.answer(b" " * 10_000_000 + whole)


def stalled(request: Files) -> None:
    for _ in range(300):
        time.sleep(0.1)
        if request.wfile.closed:
            return
    request.answer(b"")


def elsewhere(request: Files) -> None:
    request.answer(b"", 302, Location="http://127.0.0.1:9/login")


FAILURES: dict[str, Answer] = {
    "404": lambda request: request.send_error(404),
    "500": lambda request: request.answer(b"<h1>Oops</h1>", 500),
    "empty": lambda request: request.answer(b""),
    "captive portal": portal,
    "soft 404": own_home_page,
    "truncated": truncated,
    "cut off": cut_off,
    "10 MB": huge,
    "redirect": elsewhere,
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_fetch_keeps_what_is_shown_and_says_so(
    blog: Blog, open_page: Callable[..., Page], failure: str
) -> None:
    page = open_page(DOWN)
    before = shown(page)
    assert "could not check" not in before
    blog.publish(MOVED)
    blog.answers[FRAGMENT] = FAILURES[failure]
    poll(page)
    expect(page.get_by_text("could not check for news")).to_be_visible()
    assert shown(page).startswith(before)
    assert "Shown as of" in shown(page)
    assert_accessible(page)
    del blog.answers[FRAGMENT]
    poll(page)
    assert "6:00 AM" in shown(page)
    assert "could not check" not in shown(page)


def test_a_server_that_stalls_is_given_up_on(blog: Blog, open_page: Callable[..., Page]) -> None:
    page = open_page(DOWN)
    blog.answers[FRAGMENT] = stalled
    poll(page)
    assert "could not check" not in shown(page)
    page.wait_for_timeout(10_000)
    page.clock.run_for(2000)
    assert "could not check for news" in shown(page)


def test_offline_it_says_so_and_asks_again_as_soon_as_it_is_online(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(DOWN)
    page.context.set_offline(True)
    poll(page)
    assert "could not check for news" in shown(page)
    blog.publish(MOVED)
    with page.expect_response("**" + FRAGMENT):
        page.context.set_offline(False)
    settle(page)
    assert "6:00 AM" in shown(page)


def test_an_empty_banner_that_cannot_ask_says_nothing(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(CLEAR)
    blog.answers[FRAGMENT] = FAILURES["500"]
    poll(page)
    assert shown(page) == ""


def hide(page: Page, is_hidden: bool) -> None:
    """What a browser tells a page whose tab goes to the background; headless tabs never do."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
          document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
        }""",
        is_hidden,
    )


def test_a_hidden_tab_asks_nothing_and_one_shown_again_asks_at_once(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(DOWN)
    asked = count_requests(page)
    hide(page, True)
    page.clock.run_for(30 * MINUTE)
    assert asked == []
    blog.publish(MOVED)
    with page.expect_response("**" + FRAGMENT):
        hide(page, False)
    settle(page)
    assert "6:00 AM" in shown(page)


COUNT_POLLS = """() => {
  const { fetch } = globalThis;
  globalThis.polls = [];
  globalThis.fetch = (...request) => {
    polls.push(Date.now() / 1000);
    return fetch(...request);
  };
}"""


def pauses(page: Page, minutes: int, step_seconds: int) -> list[float]:
    """The seconds between the polls of so many minutes, by the browser's clock.

    That clock stands still while an answer is on its way, however long it takes.
    """
    page.evaluate(COUNT_POLLS)
    answered: list[str] = []
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: answered.append(request.url))
    for _ in range(minutes * 60 // step_seconds):
        page.clock.run_for(step_seconds * 1000)
        polls = page.evaluate("polls.length")
        while len(answered) < polls:
            page.wait_for_timeout(5)
        page.wait_for_timeout(5)
    times: list[float] = page.evaluate("polls")
    return [later - earlier for earlier, later in pairwise(times)]


def test_polls_are_a_minute_apart_with_jitter(open_page: Callable[..., Page]) -> None:
    page = open_page(DOWN)
    found = pauses(page, 20, step_seconds=2)
    assert len(found) >= 14
    assert all(46 <= pause <= 76 for pause in found)
    assert max(found) - min(found) > 2


def test_failures_make_polls_rarer_up_to_a_quarter_of_an_hour(
    blog: Blog, open_page: Callable[..., Page]
) -> None:
    page = open_page(DOWN)
    blog.answers[FRAGMENT] = FAILURES["500"]
    found = pauses(page, 90, step_seconds=15)
    assert 75 <= found[0] <= 165
    assert found[1] > 165
    assert all(690 <= pause <= 1110 for pause in found[4:])
    assert len(found) > 5


def test_a_poll_of_zero_seconds_never_asks(
    tmp_path: Path, site: Site, serve: Callable[..., str], context: Context
) -> None:
    address = serve(site(DOWN, settings={"OUTAGE_POLL_SECONDS": 0}), TRUSTED_CSP)
    page = context(now=None).new_page()
    page.clock.install(time=NIGHT)
    asked = count_requests(page)
    page.goto(address + POST)
    page.clock.run_for(60 * MINUTE)
    assert "Not reachable since" in shown(page)
    assert asked == []


@pytest.mark.parametrize("days", [-1, 1, 30])
def test_a_wrong_clock_of_the_reader_does_not_turn_the_notice_false(
    blog: Blog, serve: Callable[..., str], context: Context, days: int
) -> None:
    blog.rebuild(DOWN)
    fragment = (blog.served / FRAGMENT[1:]).read_bytes()

    def answer(request: Files) -> None:
        request.send_response_only(200)
        request.send_header("Date", format_datetime(NIGHT - timedelta(seconds=40)))
        request.send_header("Age", "40")
        request.send_header("Content-Length", str(len(fragment)))
        request.end_headers()
        request.wfile.write(fragment)

    blog.answers[FRAGMENT] = answer
    page = context(now=None).new_page()
    page.clock.install(time=NIGHT + timedelta(days=days))
    page.asked = count_requests(page)
    page.goto(serve(blog.served, answers=blog.answers) + POST)
    poll(page)
    assert "Expected back by Fri, Nov 25, 3:00 AM MST" in shown(page)
    assert "That time has passed" not in shown(page)
    assert "may be out of date" not in shown(page)


def test_a_page_that_comes_back_from_history_is_right_within_a_second(
    pelican: Callable[..., Build], serve: Callable[..., str], context: Context
) -> None:
    now = datetime.now(UTC)
    passes = now + timedelta(seconds=12)
    status = shop(expected_at=passes.isoformat())
    built = pelican({"post.md": POST_SOURCE, "status.json": json.dumps(status)})
    assert built.code == 0, built.log
    page: Page = context(now=None, history=True).new_page()
    page.goto(serve(built.output))
    page.evaluate(
        """addEventListener("pageshow", event => {
          globalThis.restored = event.persisted;
          const banner = document.querySelector("outage-banner");
          setTimeout(() => globalThis.soon = banner.innerText, 900);
        })"""
    )
    assert "Expected back by" in shown(page)
    page.goto("about:blank")
    page.wait_for_timeout(max(0, (passes - datetime.now(UTC)).total_seconds()) * 1000 + 100)
    page.go_back(wait_until="commit")
    page.wait_for_function("globalThis.soon")
    assert page.evaluate("restored") is True
    assert "That time has passed" in page.evaluate("soon")


def test_after_a_sleep_the_page_is_right_within_a_second(open_page: Callable[..., Page]) -> None:
    page = open_page(DOWN)
    page.clock.set_system_time(at("25T03:00"))
    with page.expect_response("**" + FRAGMENT):
        page.clock.run_for(1000)
    assert "That time has passed" in shown(page)
