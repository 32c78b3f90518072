"""A site below a path of its host, and one whose addresses are relative: every link leads there."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.gate.inspection import inspect
from outage_banner.section.place import ROOT, Place
from rig.blog import Site, links
from rig.command import outage
from rig.pelican import Build
from statuses import NIGHT, at

Pelican = Callable[..., Build]

ADDRESS = "https://user.example/repo"
SHOP = {"id": "shop", "name": "The shop is offline", "started_at": at("24T15:00").isoformat()}
OVER = SHOP | {"status": "resolved", "resolved_at": at("24T20:30").isoformat()}
LAST_YEAR = {
    "id": "thanksgiving-2011",
    "name": "Mail is lost",
    "started_at": "2010-11-24T15:00:00-07:00",
    "resolved_at": "2010-11-25T15:00:00-07:00",
    "story": "a-post",
}
WORK = {
    "id": "disks",
    "name": "New disks",
    "scheduled_for": at("26T21:00").isoformat(),
    "scheduled_until": at("26T23:00").isoformat(),
}
DOWN = {"incidents": [SHOP], "scheduled_maintenances": [WORK]}
"""For the blog, whose own story needs its incident."""

RELATIVE = {"RELATIVE_URLS": "1"}
WAYS: dict[str, dict[str, Any]] = {
    "below a path": {},
    "relative": RELATIVE,
    "relative, with directories": {"settings": {"RELATIVE_URLS": True}},
}


def with_story(*incidents: dict[str, Any], story: str) -> dict[str, Any]:
    return {
        "incidents": [*incidents, LAST_YEAR | {"story": story}],
        "scheduled_maintenances": [WORK],
    }


def addresses_of(site: Path) -> Iterator[tuple[str, str]]:
    """Each page by its path, and each of its links as it is written."""
    for path, page in Site(site).pages.items():
        for link in links(page):
            yield path, link


def is_inside(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc


def opened_from_a_disk(site: Path, page: str, link: str) -> Path:
    file = site / (f"{page}index.html" if page.endswith("/") or not page else page)
    path = unquote(urlsplit(link).path)
    return file.parent / path if path else file


@given(
    site_path=st.sampled_from(["", "/repo", "/a/b%20c"]),
    page=st.lists(st.text("ab. é", min_size=1).filter(lambda name: name.strip(". ")), min_size=1),
    section=st.sampled_from(["status", "news/outages"]),
    path=st.sampled_from(["", "shop/", "feed.atom", "history/2011/11/"]),
)
def test_from_every_page_a_relative_address_leads_to_the_same_file(
    site_path: str, page: list[str], section: str, path: str
) -> None:
    place = Place("", f"https://me.example{site_path}", f"{site_path}/{section}/", is_relative=True)
    own = quote("/".join(page))
    link = place.link(path).replace(ROOT, place.root_of("/".join(page)))
    found = urljoin(f"https://me.example{site_path}/{own}", link)
    file = path if "." in path else f"{path}index.html"
    assert found == f"https://me.example{site_path}/{section}/{file}"


@pytest.fixture(params=WAYS)
def blog(request: pytest.FixtureRequest, site: Callable[..., Path]) -> Path:
    """The blog as published for a path of its host, in each way of writing addresses."""
    way = {"SITEURL": ADDRESS, **WAYS[request.param]}
    return site(with_story(SHOP, story="open-technical-support"), **way)


def test_every_link_and_anchor_of_the_blog_leads_somewhere(blog: Path) -> None:
    assert inspect(blog, ADDRESS).faults == ()


def test_what_others_keep_of_the_blog_names_its_host(blog: Path) -> None:
    for name in ("feed.atom", "feed.rss", "status/feed.atom"):
        feed = feedparser.parse((blog / name).read_bytes())
        assert feed.entries
        for entry in feed.entries:
            assert entry.link.startswith(f"{ADDRESS}/"), name
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (blog / "robots.txt").read_text("utf-8")
    sitemap = (blog / "sitemap.xml").read_text("utf-8")
    assert sitemap.count("<loc>") == sitemap.count(f"<loc>{ADDRESS}/")
    assert "index.html" not in sitemap
    summary = json.loads((blog / "status/api/v2/summary.json").read_text("utf-8"))
    assert summary["page"]["url"] == f"{ADDRESS}/status/"
    assert summary["incidents"][0]["shortlink"] == f"{ADDRESS}/status/shop/"
    calendar = (blog / "status/calendar.ics").read_text("utf-8")
    assert f"URL:{ADDRESS}/status/disks/" in calendar.replace("\r\n ", "")
    for path, page in Site(blog).pages.items():
        canonical = page.find("head/link[@rel='canonical']")
        assert canonical is not None
        if not path.startswith("status/"):
            assert canonical.get("href") == f"{ADDRESS}/{path}"


def test_a_missing_page_leads_home_from_any_depth(blog: Path) -> None:
    (page,) = (page for path, page in Site(blog).pages.items() if path == "404.html")
    for link in links(page):
        whole = urljoin(f"{ADDRESS}/no/such/page", link)
        if "user.example" in whole and not link.startswith("#"):
            path = unquote(urlsplit(whole).path).removeprefix("/repo/")
            assert whole.startswith(f"{ADDRESS}/")
            assert (blog / path).exists(), link


def test_relative_pages_name_files_and_work_wherever_they_lie(site: Callable[..., Path]) -> None:
    status = with_story(SHOP, story="open-technical-support")
    blog = site(status, SITEURL=ADDRESS, **RELATIVE)
    for page, link in addresses_of(blog):
        if page != "404.html" and is_inside(link):
            assert opened_from_a_disk(blog, page, link).is_file(), (page, link)


# --- any site


CONTENT = {
    "post.md": "Title: A post\nDate: 2011-11-24\n\nWords, and [another]({filename}sub/other.md).\n",
    "sub/other.md": "Title: Deutsch\nDate: 2011-11-23\nLang: de\nURL: a/b/c.html\n"
    "Save_as: a/b/c.html\nIncident: shop\n\nWorte.\n",
    "pages/404.md": "Title: Nothing here\nSave_as: 404.html\nURL: 404.html\n\nSorry.\n",
    "extra/a/old.html": "<!DOCTYPE html><html lang=en><title>Old</title><body><h1>Old</h1>",
}
STATUSES = {
    "down": with_story(SHOP, story="a-post"),
    "over": with_story(OVER, story="a-post"),
}
RELATIVE_SITE: dict[str, Any] = {
    "SITEURL": ADDRESS,
    "RELATIVE_URLS": True,
    "FEED_ALL_ATOM": "feeds/all.atom",
    "STATIC_PATHS": ["extra"],
    "ARTICLE_EXCLUDES": ["extra"],
    "READERS": {"html": None},
    "OUTAGE_NOW": NIGHT.isoformat(),
}


def built(
    pelican: Pelican, status: str = "down", theme: str = "notmyidea", **settings: Any
) -> Build:
    content = {**CONTENT, "status.json": json.dumps(STATUSES[status])}
    build = pelican(content, {**RELATIVE_SITE, "THEME": theme, **settings}, fatal="errors")
    assert build.code == 0, build.log
    return build


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
@pytest.mark.parametrize("path", ["status", "news/outages"])
def test_in_any_theme_no_link_of_a_relative_page_is_lost(
    pelican: Pelican, theme: str, path: str
) -> None:
    build = built(pelican, theme=theme, OUTAGE_PATH=path)
    lost = [fault.message for fault in inspect(build.output, ADDRESS).errors]
    assert lost == []
    for page, link in addresses_of(build.output):
        if page != "404.html" and is_inside(link):
            assert not link.startswith("/"), (page, link)
            if f"{path}/" in link:
                assert opened_from_a_disk(build.output, page, link).is_file(), (page, link)
    assert f'href="../../{path}/shop/index.html"' in build.page("a/b/c.html")
    assert f'href="../../{path}/shop/index.html"' in build.page("extra/a/old.html")
    fragment = build.page(f"{path}/banner.html")
    root = "/".join(".." for _ in path.split("/"))
    assert f'href="{root}/{path}/shop/index.html"' in fragment


def test_a_story_and_its_record_are_linked_as_each_page_sees_them(pelican: Pelican) -> None:
    build = built(pelican)
    record = build.page("a/b/c.html").split('<p class="outage-record"')[1].split("</p>")[0]
    assert 'href="../../status/shop/index.html"' in record
    assert f'href="{ADDRESS}/status/shop/"' in build.page("feeds/all.atom").replace("&quot;", '"')
    page = build.page("status/thanksgiving-2011/index.html")
    assert 'href="../../a-post.html">What happened' in page


def test_a_theme_that_shows_posts_on_every_page_links_them_at_every_depth(
    pelican: Pelican, tmp_path: Path
) -> None:
    templates = tmp_path / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "base.html").write_text("{% block content %}{% endblock %}")
    (templates / "page.html").write_text(
        "<!DOCTYPE html><title>{{ page.title }}</title><body><h1>{{ page.title }}</h1>"
        "{{ page.content }}<aside>{% for post in articles %}{{ post.content }}{% endfor %}</aside>"
    )
    content = {
        "post.md": CONTENT["post.md"].replace("Date", "Incident: shop\nDate"),
        "sub/other.md": CONTENT["sub/other.md"],
    }
    settings = {**RELATIVE_SITE, "THEME": str(tmp_path / "theme")}
    site, again = (
        pelican({**content, "status.json": json.dumps(status)}, settings).output
        for status in STATUSES.values()
    )
    for depth, page in ((1, "index.html"), (2, "shop/index.html"), (3, "history/2011/index.html")):
        up = "../" * depth
        aside = (site / "status" / page).read_text("utf-8").split("<aside>")[1]
        assert f'href="{up}a/b/c.html"' in aside
        assert f'href="{up}status/shop/index.html">How it stands' in aside
    tell(site, "over")
    assert outage("stamp", folder=site.parent).returncode == 0
    assert differences(site / "status", again / "status") == []


def test_a_missing_page_of_a_preview_stays_relative(pelican: Pelican) -> None:
    build = built(pelican, SITEURL="")
    assert 'src="./status/outage-banner.' in build.page("404.html")


@pytest.mark.parametrize("settings", [{}, {"RELATIVE_URLS": False, "OUTAGE_MODE": "include"}])
@pytest.mark.parametrize(("before", "after"), [("down", "over"), ("over", "down")])
def test_a_stamped_site_is_byte_for_byte_a_rebuilt_one(
    pelican: Pelican, settings: dict[str, Any], before: str, after: str
) -> None:
    stamped, whole = (built(pelican, status, **settings).output for status in (before, after))
    tell(stamped, after)
    for _ in range(2):
        done = outage("stamp", folder=stamped.parent)
        assert (done.returncode, done.stderr) == (0, "")
        assert differences(stamped, whole) == []


def tell(site: Path, status: str) -> None:
    (site.parent / "content/status.json").write_text(json.dumps(STATUSES[status]), "utf-8")


def differences(one: Path, other: Path) -> list[str]:
    names = {path.relative_to(root) for root in (one, other) for path in root.rglob("*.*")}
    _, differing, lacking = filecmp.cmpfiles(one, other, map(str, names), shallow=False)
    return [name for name in differing + lacking if not name.endswith(".build.json")]


# --- with a web server that includes the banner


def test_an_included_banner_leaves_the_same_pages_whatever_is_down(pelican: Pelican) -> None:
    settings: dict[str, Any] = {"RELATIVE_URLS": False, "OUTAGE_MODE": "include"}
    down, over = (built(pelican, status, **settings) for status in STATUSES)
    pages = {str(path.relative_to(down.output)) for path in down.pages()}
    told = {
        page
        for page in pages
        if not page.startswith("status/") and down.page(page) != over.page(page)
    }
    # The story begins with the incident's record, and its category's page with the story.
    assert told == {"a/b/c.html", "category/sub.html"}
    assert "<outage-banner" not in down.page() + down.page("status/shop/index.html")
    for page, fragment in (
        ("index.html", "banner.html"),
        ("a/b/c.html", "banner.de.html"),
        ("404.html", "banner.html"),
        ("extra/a/old.html", "banner.html"),
        ("status/shop/index.html", "banner.html"),
    ):
        include = f'<!--#include virtual="/repo/status/{fragment}?outage-banner" -->'
        assert down.page(page).count(include) == 1
        assert 'href="/repo/status/' in down.page(f"status/{fragment}")
    assert inspect(down.output, ADDRESS).errors == ()


def test_a_stamp_of_included_banners_touches_no_page_that_tells_no_story(pelican: Pelican) -> None:
    build = built(pelican, RELATIVE_URLS=False, OUTAGE_MODE="include")
    pages = [path for path in build.pages() if "status" not in path.parts]
    before = {path: path.stat().st_mtime_ns for path in pages}
    tell(build.output, "over")
    done = outage("stamp", folder=build.output.parent)
    # Six pages of the section, two that tell the story, and a feed.
    assert "9 of them told anew" in done.stdout
    changed = {path.name for path in pages if path.stat().st_mtime_ns != before[path]}
    assert changed == {"c.html", "sub.html"}
    assert "Over since" in build.page("status/banner.html")
