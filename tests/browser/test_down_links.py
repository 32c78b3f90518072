"""Links to what is down, in Chromium: marked whatever they look like, and no other link."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner import down_links
from outage_banner.board import board
from outage_banner.wording import words_for
from playwright.sync_api import Browser, Locator, Page, expect
from rig.axe import assert_accessible
from rig.server import CSP
from statuses import DENVER, NIGHT, incident, status_of

Pelican = Callable[..., Any]
Site = Callable[..., Path]
Serve = Callable[..., str]
Visit = Callable[..., Page]

POST = "/posts/open-technical-support/"
MARK = " (down now; instead: The coupons, on another host, coupons.example)"

DOWN = [
    "https://shop.example",
    "https://shop.example/",
    "http://shop.example/path/page.html",
    "//shop.example",
    "//shop.example/path",
    "https://shop.example?a=b",
    "https://shop.example#part",
    "https://shop.example:8080",
    "https://shop.example:8080/path",
    "//shop.example:443/?q",
    "HTTPS://Shop.EXAMPLE/Path",
    "https://shop.example/mail@elsewhere.example",
    "https://shop.example/?to=https://other.example/",
    "https://bücher.example/",
    "https://xn--bcher-kva.example/",
    "http://[2001:db8::1]/",
]
UP = [
    "https://other.example/",
    "https://www.shop.example/",
    "https://shop.example.evil.example/",
    "https://shop.example.evil/",
    "https://shop.exampleevil/",
    "https://notshop.example/",
    "https://not-shop.example/",
    "https://shop.example@evil.example/",
    "https://shop.example:pw@evil.example/",
    "https://shop.example:8080@evil.example/",
    "https://evil.example/https://shop.example/",
    "https://evil.example//shop.example/",
    "https://evil.example/?to=https://shop.example/",
    "https://evil.example/#//shop.example/",
    "mailto:me@shop.example",
    "ftp://shop.example/",
    "shop.example",
    "/shop.example/",
    "shop.example/",
    "?https://shop.example/",
    "#shop.example",
    "https://strasse.example/",
]
SHOP = {
    "id": "shop",
    "name": "Shop",
    "hosts": ["shop.example", "bücher.example", "straße.example"],
    "alternatives": [{"name": "The coupons", "url": "https://coupons.example/"}],
}
IPV6 = {"id": "six", "name": "Six", "url": "http://[2001:db8::1]/"}
STATUS = {
    "components": [SHOP, IPV6],
    "incidents": [
        {
            "name": "The shop is offline",
            "components": ["shop", "six"],
            "started_at": "2011-11-24T15:00:00-07:00",
            # A link inside the banner itself, to what is down.
            "contact": "https://shop.example/support",
        }
    ],
}


def text_after(link: Locator) -> str:
    """What `::after` adds to it: nothing, or the text of the mark."""
    content = link.evaluate("e => getComputedStyle(e, '::after').content")
    return "" if content == "none" else str(json.loads(content))


@pytest.fixture
def table(pelican: Pelican, serve: Serve) -> Callable[..., str]:
    """The address of a page with each link in a row, as Pelican writes it under a status file."""

    def build(status: dict[str, Any]) -> str:
        rows = [f'<tr><td><a id="l{n}" href="{url}">x</a>' for n, url in enumerate(DOWN + UP)]
        image = '<a id="image" href="https://shop.example/"><img src="/x.svg" alt="Logo"></a>'
        post = f"Title: A post\nDate: 2011-11-24\n\n<table>{''.join(rows)}</table>\n\n{image}\n"
        built = pelican(
            {"post.md": post, "status.json": json.dumps(status)},
            {"OUTAGE_NOW": NIGHT.isoformat()},
            fatal="warnings",
        )
        assert built.code == 0, built.log
        return serve(built.output, CSP) + "/a-post.html"

    return build


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_every_link_to_a_host_that_is_down_is_marked_and_no_other(
    table: Callable[..., str], visit: Visit, scripts: bool
) -> None:
    page = visit(table(STATUS), java_script_enabled=scripts)
    for number, url in enumerate(DOWN + UP):
        link = page.locator(f"#l{number}")
        assert link.get_attribute("href") == url
        assert text_after(link).startswith(" (down now") == (url in DOWN), url
    assert text_after(page.locator("#l0")) == " (down now; instead: The coupons, coupons.example)"
    assert text_after(page.locator(f"#l{len(DOWN) - 1}")) == " (down now)"
    assert text_after(page.locator("#image")).startswith(" (down now;")
    (contact,) = page.locator("outage-banner a[href*='shop.example']").all()
    assert text_after(contact) == ""


def test_a_browser_goes_where_the_mark_says(table: Callable[..., str], visit: Visit) -> None:
    """The two lists above, against the host to which Chromium itself would go."""
    page = visit(table(STATUS))
    hosts = page.locator("table a").evaluate_all("links => links.map(e => e.hostname)")
    down = {"shop.example", "xn--bcher-kva.example", "[2001:db8::1]"}
    web = [url.lower().startswith(("http:", "https:", "//")) for url in DOWN + UP]
    marked = [host in down and is_web for host, is_web in zip(hosts, web, strict=True)]
    assert marked == [True] * len(DOWN) + [False] * len(UP)


def test_without_an_outage_no_link_is_marked(table: Callable[..., str], visit: Visit) -> None:
    page = visit(table({"components": [SHOP, IPV6]}))
    assert {text_after(link) for link in page.locator("a").all()} == {""}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_thanksgiving_post_marks_the_link_to_community_color(
    site: Site, serve: Serve, visit: Visit, scripts: bool
) -> None:
    page = visit(serve(site(), CSP) + POST, java_script_enabled=scripts)
    article = page.get_by_role("article")
    marked = article.get_by_role("link", name="Community Color" + MARK, exact=True)
    expect(marked).to_have_count(1)
    assert text_after(marked) == MARK
    expect(article.get_by_role("link", name="a site of their own", exact=True)).to_have_count(1)
    assert "down now" not in "".join(
        text_after(link) for link in page.locator("outage-banner a").all()
    )


def test_a_screen_reader_hears_the_mark(site: Site, serve: Serve, visit: Visit) -> None:
    page = visit(serve(site()) + POST)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    names = [
        node["name"]["value"]
        for node in tree["nodes"]
        if node.get("role", {}).get("value") == "link"
    ]
    assert "Community Color" + MARK in names
    assert_accessible(page)


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_mark_is_readable_and_makes_no_page_wider(
    site: Site, serve: Serve, visit: Visit, media: str, scheme: str, forced: str, width: int
) -> None:
    page = visit(serve(site()) + POST, width=width, color_scheme=scheme, forced_colors=forced)
    page.emulate_media(media=media)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    link = page.get_by_role("article").get_by_role("link", name="Community Color")
    assert text_after(link) == MARK
    seen = link.evaluate(
        """e => {
          const link = getComputedStyle(e), mark = getComputedStyle(e, "::after");
          return [mark.color === link.color, parseFloat(mark.fontSize), mark.visibility];
        }"""
    )
    assert seen[0]
    assert seen[1] >= 12
    assert seen[2] == "visible"


def test_a_themes_own_text_behind_links_gives_way(
    pelican: Pelican, serve: Serve, visit: Visit
) -> None:
    style = 'a[href]::after { content: "!"; }'
    style += "@media print { p a[href]::after { content: ' (' attr(href) ')'; display: none } }"
    post = (
        f"Title: A post\nDate: 2011-11-24\n\n<style>{style}</style>\n\n"
        '<a id="down" href="https://shop.example/">x</a> <a id="up" href="https://a.example">x</a>'
    )
    built = pelican(
        {"post.md": post, "status.json": json.dumps(STATUS)}, {"OUTAGE_NOW": NIGHT.isoformat()}
    )
    page = visit(serve(built.output) + "/a-post.html")
    assert text_after(page.locator("#up")) == "!"
    page.emulate_media(media="print")
    assert text_after(page.locator("#down")).startswith(" (down now;")
    display = page.locator("#down").evaluate("e => getComputedStyle(e, '::after').display")
    assert display == "inline"


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


ANY_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
HOSTILE = st.sampled_from(
    ['"', "\\", '\\"', '"}*{display:none}', "</style><h1>", "/*", "\\a ", "a\nb", "{", "\ufeff"]
)


@given(st.lists(ANY_TEXT | HOSTILE, min_size=1, max_size=4).map("".join).filter(str.strip))
def test_whatever_a_name_holds_chromium_reads_one_rule_with_its_words(
    blank: Page, name: str
) -> None:
    told = board(
        status_of(
            components=[SHOP | {"alternatives": [{"name": name, "url": "https://a.example/"}]}],
            incidents=[incident(components=["shop"])],
        ),
        NIGHT,
    )
    read = blank.evaluate(
        """([css, version]) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          const style = document.createElement("style");
          document.head.replaceChildren(style);
          style.textContent = css;
          const banner = `<i id="outage-banner" data-version="${version}"></i>`;
          document.body.innerHTML = banner + '<a href="https://shop.example/">x</a>';
          const mark = getComputedStyle(document.body.lastChild, "::after");
          return [sheet.cssRules.length, mark.content, mark.whiteSpace];
        }""",
        [down_links.rules(told, words_for(DENVER, NIGHT)), told.version],
    )
    number, content, white_space = read
    assert number == 1
    assert white_space == "normal"
    words = " ".join(name.split())
    if len(words) <= down_links.SHOWN_CHARACTERS:
        assert words.replace("\\", "\\\\").replace('"', '\\"') in content
