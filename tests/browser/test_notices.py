"""What one reader does with a notice: folds it, dismisses it, reads its times as their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from rig.axe import assert_accessible
from rig.server import TRUSTED_CSP
from statuses import at

Site = Callable[..., Path]
Serve = Callable[..., str]
Context = Callable[..., BrowserContext]

MAIL = {"id": "mail", "name": "Mail"}
UPDATE = {"display_at": at("24T20:00").isoformat(), "status": "identified", "body": "A disk."}


def status(*updates: dict[str, Any]) -> dict[str, Any]:
    """An outage, an all clear and planned work."""
    return {
        "components": [MAIL],
        "incidents": [
            {
                "name": "The shop is offline",
                "started_at": at("24T15:00").isoformat(),
                "expected_at": at("25T03:00").isoformat(),
                "incident_updates": list(updates),
            },
            {
                "name": "Search was slow",
                "started_at": at("24T10:00").isoformat(),
                "resolved_at": at("24T12:00").isoformat(),
            },
        ],
        "scheduled_maintenances": [
            {
                "name": "New disks",
                "components": ["mail"],
                "scheduled_for": at("26T21:00").isoformat(),
                "scheduled_until": at("26T23:00").isoformat(),
            }
        ],
    }


@pytest.fixture
def address(site: Site, serve: Serve) -> Callable[..., str]:
    """The address of this blog with three notices, and these updates of its outage."""
    return lambda *updates: serve(site(status(*updates)), TRUSTED_CSP)


def opened(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(address)
    return page


def notice(page: Page, heading: str) -> Any:
    return page.locator("outage-banner li").filter(has_text=heading)


def test_an_outage_folds_to_one_line_and_unfolds_with_the_keyboard(
    address: Callable[..., str], context: Context
) -> None:
    page = opened(context(), address())
    outage = notice(page, "The shop is offline")
    button = outage.get_by_role("button", name="Full notice", expanded=True)
    button.focus()
    page.keyboard.press("Enter")
    folded = outage.get_by_role("button", name="Full notice", expanded=False)
    expect(folded).to_be_focused()
    expect(outage.get_by_role("heading")).to_be_visible()
    expect(outage.get_by_text("Not reachable since")).to_be_hidden()
    assert outage.bounding_box()["height"] < 40
    assert_accessible(page)
    page.keyboard.press("Space")
    expect(button).to_be_focused()
    expect(outage.get_by_text("Not reachable since")).to_be_visible()


def test_an_outage_cannot_be_dismissed_and_the_rest_cannot_be_folded(
    address: Callable[..., str], context: Context
) -> None:
    page = opened(context(), address())
    buttons = page.locator("outage-banner").get_by_role("button")
    assert buttons.all_inner_texts() == ["Full notice", "Dismiss", "Dismiss"]


def test_planned_work_and_the_all_clear_can_be_dismissed(
    address: Callable[..., str], context: Context
) -> None:
    page = opened(context(), address())
    for heading in ("New disks", "Search was slow"):
        notice(page, heading).get_by_role("button", name="Dismiss").press("Enter")
        expect(notice(page, heading)).to_be_hidden()
    expect(notice(page, "The shop is offline")).to_be_visible()
    assert_accessible(page)


def test_with_all_dismissed_nothing_is_left_of_the_banner(
    site: Site, serve: Serve, context: Context
) -> None:
    document = {"scheduled_maintenances": status()["scheduled_maintenances"], "components": [MAIL]}
    page = opened(context(), serve(site(document), TRUSTED_CSP))
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("outage-banner")).to_be_hidden()
    assert page.evaluate("document.querySelector('header').getBoundingClientRect().top") == 0


def test_what_was_folded_and_dismissed_stays_so_on_other_pages_and_after_a_reload(
    address: Callable[..., str], context: Context
) -> None:
    window, blog = context(), address()
    page = opened(window, blog)
    notice(page, "The shop").get_by_role("button").click()
    notice(page, "New disks").get_by_role("button").click()
    page.reload()
    expect(page.get_by_role("button", name="Full notice", expanded=False)).to_be_visible()
    expect(notice(page, "New disks")).to_be_hidden()
    page.goto(blog + "/posts/open-technical-support/")
    expect(page.get_by_text("Not reachable since").first).to_be_hidden()
    expect(notice(page, "Search was slow")).to_be_visible()


def test_a_new_update_unfolds_the_outage(
    address: Callable[..., str], serve: Serve, context: Context, tmp_path: Path, site: Site
) -> None:
    served = tmp_path / "served"
    served.symlink_to(site(status()))
    blog = serve(served, TRUSTED_CSP)
    window = context()
    page = opened(window, blog)
    notice(page, "The shop").get_by_role("button").click()
    notice(page, "New disks").get_by_role("button").click()
    served.unlink()
    served.symlink_to(site(status(UPDATE)))
    page.reload()
    expect(page.get_by_role("button", name="Full notice", expanded=True)).to_be_visible()
    expect(page.get_by_text("Not reachable since").first).to_be_visible()
    expect(notice(page, "New disks")).to_be_hidden()


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})",
        "Object.defineProperty(window, 'localStorage', {value: undefined})",
        "Storage.prototype.setItem = () => { throw new DOMException('full') }",
        'localStorage.outageBanner = \'{"not": "a list"}\'',
        "localStorage.outageBanner = 'null'",
        "localStorage.outageBanner = 'broken ['",
    ],
)
def test_without_storage_or_with_a_broken_one_it_works_for_the_page(
    address: Callable[..., str], context: Context, storage: str
) -> None:
    window = context()
    window.add_init_script(storage)
    page = opened(window, address())
    notice(page, "The shop").get_by_role("button").click()
    expect(notice(page, "The shop").get_by_text("Not reachable since")).to_be_hidden()
    notice(page, "New disks").get_by_role("button").click()
    expect(notice(page, "New disks")).to_be_hidden()
    page.reload()
    expect(notice(page, "The shop")).to_be_visible()


def test_without_scripts_there_is_no_button(address: Callable[..., str], context: Context) -> None:
    page = opened(context(java_script_enabled=False, now=None), address())
    assert page.locator("outage-banner button").count() == 0
    expect(notice(page, "The shop").get_by_text("Not reachable since")).to_be_visible()


def test_a_reader_elsewhere_sees_their_own_time_beside_the_sites(
    address: Callable[..., str], context: Context
) -> None:
    page = opened(context(timezone_id="Asia/Tokyo"), address())
    text = notice(page, "The shop").inner_text()
    assert "Not reachable since Thu, Nov 24, 3:00 PM MST (Fri 7:00 AM your time)." in text
    assert "Expected back by Fri, Nov 25, 3:00 AM MST (Fri 7:00 PM your time)." in text
    assert_accessible(page)


def test_a_reader_of_the_same_time_sees_it_once(
    address: Callable[..., str], context: Context
) -> None:
    page = opened(context(timezone_id="America/Denver"), address())
    assert "your time" not in page.locator("outage-banner").inner_text()
    phoenix = opened(context(timezone_id="America/Phoenix"), address())
    assert "your time" not in phoenix.locator("outage-banner").inner_text()


def test_what_becomes_true_later_has_the_readers_time_too(
    address: Callable[..., str], context: Context
) -> None:
    window = context(now=None, timezone_id="Europe/Berlin")
    page = window.new_page()
    page.clock.install(time=at("24T21:00"))
    page.goto(address())
    page.clock.set_system_time(at("25T03:00"))
    page.clock.run_for(1000)
    expect(notice(page, "The shop")).to_contain_text(
        "Was expected back by Fri, Nov 25, 3:00 AM MST (Fri 11:00 AM your time). That time has"
    )


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Denver"])
def test_the_readers_time_and_the_buttons_shift_nothing(
    address: Callable[..., str], context: Context, zone: str
) -> None:
    page = opened(context(timezone_id=zone), address())
    notice(page, "The shop").get_by_role("button").click()
    page.reload()
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


def test_what_one_page_remembers_no_other_page_forgets(
    address: Callable[..., str], context: Context
) -> None:
    window, blog = context(), address()
    one, other = opened(window, blog), opened(window, blog)
    notice(one, "New disks").get_by_role("button").click()
    notice(other, "The shop").get_by_role("button").click()
    expect(notice(other, "New disks")).to_be_hidden()
    one.reload()
    expect(notice(one, "New disks")).to_be_hidden()
    expect(one.get_by_role("button", name="Full notice", expanded=False)).to_be_visible()


def test_a_page_from_history_knows_what_was_dismissed_on_the_next(
    address: Callable[..., str], context: Context
) -> None:
    window, blog = context(history=True), address()
    page = opened(window, blog)
    page.goto(blog + "/about/")
    notice(page, "New disks").get_by_role("button").click()
    page.go_back(wait_until="commit")
    expect(notice(page, "New disks")).to_be_hidden()


def test_a_folded_outage_is_printed_whole(address: Callable[..., str], context: Context) -> None:
    page = opened(context(), address())
    notice(page, "The shop").get_by_role("button").click()
    page.emulate_media(media="print")
    expect(notice(page, "The shop").get_by_text("Updated Thu, Nov 24")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
