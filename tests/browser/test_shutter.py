"""The page for a dead site, in a real browser: it asks nobody, and reads well everywhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from outage_banner.settings import from_pelican
from outage_banner.shutter import shutter
from playwright.sync_api import Page
from rig.axe import assert_accessible
from statuses import NIGHT, at, incident, status_of

SHOP = {
    "id": "shop",
    "name": "The shop",
    "contact": "mailto:me@blog.example",
    "alternatives": [{"name": "Coupons", "url": "https://coupons.example/"}],
}


@pytest.fixture
def address(tmp_path: Path, serve: Callable[..., str]) -> Callable[..., str]:
    """`address(**settings)`: where the page of a shop with two incidents is served."""

    def served(**settings: str) -> str:
        conf = from_pelican(
            {"TIMEZONE": "America/Denver", "SITEURL": "https://blog.example", **settings}
        )
        status = status_of(
            components=[SHOP],
            incidents=[
                incident(components=["shop"], expected_at=at("25T03:00"), works="The mail."),
                incident("A" + "very" * 40 + "LongWord", components=["shop"], impact="minor"),
            ],
        )
        page = shutter(conf, status, "shop", NIGHT).html
        (tmp_path / "index.html").write_text(page, "utf-8")
        return serve(tmp_path)

    return served


def test_it_asks_nobody_for_anything_and_breaks_no_rule_of_its_own(
    context: Callable[..., object], address: Callable[..., str]
) -> None:
    page: Page = context().new_page()  # type: ignore[attr-defined]
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    url = address() + "/"
    page.goto(url, wait_until="networkidle")
    assert asked == [url]
    assert said == []
    color = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(color) == "rgb(253, 253, 252)"


def test_no_script_and_no_style_that_is_slipped_in_does_anything(
    visit: Callable[..., Page], address: Callable[..., str]
) -> None:
    page = visit(address())
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p id=x style=color:red>x')")
    assert page.evaluate("getComputedStyle(x).color") == page.evaluate(
        "getComputedStyle(document.body).color"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_accessible_and_fits_a_phone(
    visit: Callable[..., Page], address: Callable[..., str], scheme: str, language: str
) -> None:
    page = visit(address(DEFAULT_LANG=language), width=320, color_scheme=scheme)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_on_paper_the_addresses_can_be_read(
    visit: Callable[..., Page], address: Callable[..., str]
) -> None:
    page = visit(address())
    page.emulate_media(media="print")
    link = "document.querySelector('a[href^=mailto]')"
    printed = page.evaluate(f"getComputedStyle({link}, '::after').content")
    assert "mailto" in printed or "attr(href)" in printed
