"""Content and settings -> the blog as it is published, and as its author sees it."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import feedparser
import pytest
from outage_banner.gate.inspection import inspect
from playwright.sync_api import BrowserContext, Page, expect
from rig.blog import Site, canonical, json_ld, links, meta, text
from rig.pelican import REPOSITORY, run_pelican
from rig.server import SEARCH_CSP

ADDRESS = "https://blog.example/notes"
NOW = "2011-11-24T21:00:00-07:00"

TRICKY = {
    "markup-in-title.md": (
        'Title: Salt & "pepper": <em>why</em> 5 &lt; 6, and '
        '&lt;/script&gt;<code>&lt;body a="&gt;"&gt;</code>\n'
        "Date: 2011-01-02 08:00\nSlug: markup-in-title\nTags: python2\n"
        'Summary: Of `</script>`, `a="b"`, "quotes" & <em>tags</em>.\n\nBody.\n'
    ),
    "no-summary.md": (
        "Title: No summary of its own\nDate: 2011-01-01 08:00\nSlug: no-summary\n\n"
        "## A heading\n\nA note[^1] and [a link](#a-heading).\n\n[^1]: Below.\n"
    ),
    **{
        f"python-{number}.md": (
            f"Title: Python, part {number}\nDate: 2007-01-{number:02} 08:00\n"
            f"Slug: python-{number}\nTags: python\n\nThis is part {number}.\n"
        )
        for number in range(1, 15)
    },
}
"""Posts that have broken other blogs: markup in a title, no summary, tags named like pages."""

SEVERAL = {
    "components": [
        {
            "id": "shop",
            "name": "The shop",
            "url": "https://shop.example/",
            "alternatives": [{"name": "By telephone", "url": "tel:+13035550100"}],
        }
    ],
    "incidents": [
        {"name": "The shop & all in it", "started_at": NOW, "components": ["shop"]},
        {
            "name": "Mail is <slow>",
            "started_at": "2011-11-24T15:00:00-07:00",
            "incident_updates": [
                {"display_at": NOW, "status": "identified", "body": "A *disk*.\n\n- one\n- two"}
            ],
        },
        {
            "name": "Search",
            "started_at": "2011-11-24T12:00:00-07:00",
            "resolved_at": "2011-11-24T14:00:00-07:00",
        },
    ],
    "scheduled_maintenances": [
        {
            "name": "New disks",
            "scheduled_for": "2011-11-26T02:00:00-07:00",
            "scheduled_until": "2011-11-26T04:00:00-07:00",
        }
    ],
}
"""Two outages, an all clear and planned work."""


def with_tricky_posts(directory: Path) -> Path:
    """This blog's content, and the tricky posts, in `content/` of a directory."""
    copy = directory / "content"
    shutil.copytree(REPOSITORY / "content", copy)
    for name, post in TRICKY.items():
        (copy / "posts" / name).write_text(post, "utf-8")
    return copy


def publish(settings: str, address: str, content: Path, output: Path) -> None:
    built = run_pelican(
        REPOSITORY / settings,
        output,
        fatal="warnings",
        overrides={"OUTAGE_NOW": NOW},
        environment={"SITEURL": address},
        options=[str(content)],
    )
    assert built.code == 0, built.log


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, str], Site]:
    """`build(settings file, address)`: a build that no warning may pass, made once for all."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def run(settings: str, address: str) -> Site:
        directory = shared / f"{settings}-{quote(address, safe='')}"
        directory.mkdir(exist_ok=True)
        with (directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (directory / "done").exists():
                publish(settings, address, with_tricky_posts(directory), directory / "building")
                (directory / "building").rename(directory / "done")
        return Site(directory / "done", address)

    return run


@pytest.fixture(scope="session")
def published(build: Callable[[str, str], Site]) -> Site:
    return build("publishconf.py", ADDRESS)


@pytest.fixture(scope="session")
def preview(build: Callable[[str, str], Site]) -> Site:
    return build("pelicanconf.py", "")


@pytest.fixture
def notes(build: Callable[[str, str], Site], serve: Callable[..., str], tmp_path: Path) -> str:
    """The address of the blog, served below a path."""
    (tmp_path / "notes").symlink_to(build("publishconf.py", "/notes").output)
    return serve(tmp_path, SEARCH_CSP) + "/notes/"


# What is published, and what is not


def test_a_draft_is_not_published(published: Site) -> None:
    assert not published.file_at("drafts/hosts-that-answer-the-telephone/").exists()
    assert "pan pipes" not in everything_written(published)


def test_a_post_of_the_future_is_not_published(published: Site) -> None:
    assert not published.file_at("posts/to-whoever-runs-this-in-2099/").exists()
    assert "outlived every machine" not in everything_written(published)


def test_the_author_sees_drafts_and_posts_of_the_future(preview: Site) -> None:
    assert "drafts/hosts-that-answer-the-telephone/" in preview.pages
    assert "drafts/to-whoever-runs-this-in-2099/" in preview.pages


def test_the_status_file_is_not_published_as_it_is(published: Site) -> None:
    assert not (published.output / "status.json").exists()


def test_every_page_is_a_directory_but_the_one_for_missing_pages(published: Site) -> None:
    assert [path for path in published.pages if path and not path.endswith("/")] == ["404.html"]


def test_tags_that_look_like_numbered_pages_do_not_collide(published: Site) -> None:
    assert "part 1." in text(published.pages["tags/python/page/3/"])
    assert "Salt" in text(published.pages["tags/python2/"])


def test_the_same_content_gives_the_same_bytes(published: Site, tmp_path: Path) -> None:
    publish("publishconf.py", ADDRESS, with_tricky_posts(tmp_path), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(published.output)


def everything_written(site: Site) -> str:
    kinds = {".html", ".xml", ".atom", ".rss", ".txt"}
    files = (file for file in site.output.rglob("*") if file.suffix in kinds)
    return "".join(file.read_text("utf-8") for file in files)


def contents(directory: Path) -> dict[Path, bytes]:
    files = (file for file in directory.rglob("*") if file.is_file())
    return {file.relative_to(directory): file.read_bytes() for file in files}


# Each page


def test_every_page_has_one_heading_a_language_and_a_description(
    published: Site, preview: Site
) -> None:
    for site in (published, preview):
        for path, page in site.pages.items():
            assert len(page.findall(".//h1")) == 1, path
            assert page.get("lang") == "en", path
            assert 10 < len(meta(page, "description") or "") <= 200, path


def test_no_two_pages_have_the_same_title(published: Site) -> None:
    titles = [text(page.find("head/title")) for page in published.pages.values()]
    assert len(set(titles)) == len(titles)


def test_every_page_names_its_own_address_and_title(published: Site) -> None:
    for path, page in published.pages.items():
        assert canonical(page) == meta(page, "og:url") == f"{ADDRESS}/{path}"
        assert meta(page, "og:title")


def test_a_link_out_of_the_blog_is_encrypted_or_a_letter(published: Site, preview: Site) -> None:
    for site in (published, preview):
        for path, page in site.pages.items():
            for link in links(page):
                address = urljoin(f"{site.address}/{path}", link)
                if not address.startswith(site.address + "/"):
                    assert urlsplit(address).scheme in {"https", "mailto"}, f"{path}: {link}"


def test_a_page_loads_nothing_from_elsewhere(published: Site) -> None:
    for path, page in published.pages.items():
        loaded = [*page.iterfind(".//*[@src]"), *page.iterfind(".//link[@rel='stylesheet']")]
        for element in loaded:
            address = element.get("src") or element.get("href") or ""
            assert address.startswith((ADDRESS + "/", "/")), f"{path}: {address}"


def test_a_picture_has_its_size_its_description_and_comes_when_it_is_needed(
    published: Site,
) -> None:
    pictures = [picture for page in published.pages.values() for picture in page.iterfind(".//img")]
    assert pictures
    for picture in pictures:
        assert picture.get("width")
        assert picture.get("height")
        assert picture.get("alt")
        assert picture.get("loading") == "lazy"


# Titles with markup

PLAIN = 'Salt & “pepper”: why 5 < 6, and </script><body a=">">'


def test_markup_in_a_title_is_text_where_only_text_can_be(published: Site) -> None:
    page = published.pages["posts/markup-in-title/"]
    assert text(page.find("head/title")) == f"{PLAIN} · Outside the Lines"
    assert (meta(page, "og:title") or "") == PLAIN
    assert page.find(".//h1/em") is not None


def test_a_summary_with_markup_is_text_in_the_description(published: Site) -> None:
    page = published.pages["posts/markup-in-title/"]
    expected = 'Of </script>, a="b", “quotes” & tags.'
    assert meta(page, "description") == meta(page, "og:description") == expected


def test_markup_in_a_title_cannot_end_the_structured_data(published: Site) -> None:
    source = published.file_at("posts/markup-in-title/").read_text("utf-8")
    block = re.search(r'<script type="application/ld\+json">(.*)</script>', source)
    assert block
    assert "<" not in block[1]
    assert str(json.loads(block[1])["headline"]) == PLAIN


def test_markup_in_a_title_leaves_one_body(published: Site) -> None:
    class Bodies(HTMLParser):
        count = 0

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.count += tag == "body"

    for path in ("posts/markup-in-title/", "posts/where-body-begins/", ""):
        bodies = Bodies()
        bodies.feed(published.file_at(path).read_text("utf-8"))
        assert bodies.count == 1, path


# Articles


def test_an_article_describes_itself_to_machines(published: Site) -> None:
    page = published.pages["posts/open-technical-support/"]
    (data,) = json_ld(page)
    assert data["@type"] == "BlogPosting"
    assert data["headline"] == "Open technical support?"
    assert data["datePublished"] == "2011-11-24T21:00:00-07:00"
    assert data["mainEntityOfPage"] == canonical(page)
    assert meta(page, "og:type") == "article"
    assert meta(page, "article:published_time") == data["datePublished"]


def test_an_article_says_when_it_was_written_and_how_long_it_takes(published: Site) -> None:
    page = published.pages["posts/open-technical-support/"]
    line = text(page.find(".//article/p[@class='meta']"))
    assert " ".join(line.split()) == "November 24, 2011 · 2 min read · Hosting"


def test_an_article_can_be_answered_by_mail(published: Site) -> None:
    page = published.pages["posts/markup-in-title/"]
    (reply,) = page.iterfind(".//p[@class='reply']/a")
    address, _, subject = reply.attrib["href"].partition("?subject=")
    assert address == "mailto:hello@blog.example"
    assert subject.startswith("Re%3A%20Salt%20%26%20%E2%80%9Cpepper")
    assert re.fullmatch(r"[\w%.~/-]+", subject)


def test_walking_back_from_the_newest_post_visits_every_post(published: Site) -> None:
    path, visited = "posts/open-technical-support/", []
    while path:
        visited.append(path)
        back = published.pages[path].find(".//nav/p/a[@rel='prev']")
        path = "" if back is None else back.attrib["href"].removeprefix(ADDRESS + "/")
    assert sorted(visited) == sorted(path for path in published.pages if path[:6] == "posts/")


def test_a_list_shows_a_post_without_its_notes_and_headings(published: Site) -> None:
    lists = [page for path, page in published.pages.items() if not path.startswith("posts/")]
    assert any("A note1 and a link." in text(page) for page in lists)
    assert not any(page.findall(".//sup") for page in lists)


def test_the_archives_list_every_post_by_year(published: Site) -> None:
    page = published.pages["archives/"]
    years = [text(heading) for heading in page.iterfind(".//main/h2")]
    assert years == ["2011", "2010", "2009", "2008", "2007"]
    listed = {link.attrib["href"] for link in page.iterfind(".//ul[@class='titles']//a")}
    assert listed == {f"{ADDRESS}/{path}" for path in published.pages if path[:6] == "posts/"}


# For machines


@pytest.mark.parametrize("name", ["feed.atom", "feed.rss"])
def test_a_feed_holds_whole_posts(published: Site, name: str) -> None:
    feed = feedparser.parse((published.output / name).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    entry = next(entry for entry in feed.entries if "Open technical" in entry.title)
    body = entry.content[0].value if "content" in entry else entry.description
    assert "about when the pie came out" in body
    assert "I would like to hear" in body
    assert entry.link == f"{ADDRESS}/posts/open-technical-support/"


def test_every_page_names_the_feeds_once_there_are_any(published: Site, preview: Site) -> None:
    for page in published.pages.values():
        feeds = [link.attrib["href"] for link in page.iterfind("head/link[@rel='alternate']")]
        assert feeds == [f"{ADDRESS}/feed.atom", f"{ADDRESS}/feed.rss"]
    assert all(not page.findall("head/link[@rel='alternate']") for page in preview.pages.values())


def test_the_sitemap_lists_what_is_worth_finding(published: Site) -> None:
    urls = ET.parse(published.output / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = [text(place) for place in urls.iterfind(f"{space}url/{space}loc")]
    paths = {address.removeprefix(ADDRESS + "/") for address in listed}
    assert len(paths) == len(listed)
    assert paths <= set(published.pages)
    assert {path for path in published.pages if path.startswith("posts/")} <= paths
    assert {"", "about/", "archives/", "tags/outages/", "categories/craft/"} <= paths
    assert not {"404.html", "search/"} & paths


def test_robots_are_shown_the_sitemap(published: Site) -> None:
    robots = (published.output / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in robots.splitlines()


# In a browser


def test_the_published_stylesheet_is_the_themes_in_fewer_bytes(
    published: Site, preview: Site
) -> None:
    name = "theme/css/main.css"
    small, own = ((site.output / name).read_text("utf-8") for site in (published, preview))
    assert own == (REPOSITORY / "theme" / "static" / "css" / "main.css").read_text("utf-8")
    assert len(small) < 0.85 * len(own)
    assert small.count("{") == own.count("{")


@pytest.mark.parametrize("name", ["published", "preview"])
def test_the_search_index_holds_every_post_and_page_but_no_draft_and_no_status(
    request: pytest.FixtureRequest, name: str
) -> None:
    site: Site = request.getfixturevalue(name)
    entry = json.loads((site.output / "pagefind" / "pagefind-entry.json").read_text("utf-8"))
    found = sum(path.startswith(("posts/", "about/")) for path in site.pages)
    assert entry["languages"]["en"]["page_count"] == found


def test_a_reader_finds_a_post_below_a_path(
    notes: str, context: Callable[..., BrowserContext]
) -> None:
    page = context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(notes + "search/?q=pie")
    expect(page.locator("#found")).to_have_text("1 post holds “pie”.")
    page.get_by_label("Words to look for").fill("zyzzyva")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("No post holds “zyzzyva”.")
    page.get_by_label("Words to look for").fill("cartridge kitchen scale")
    page.get_by_role("link", name="RGB, CMYK, and the price of black").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("the price of black")
    assert urlsplit(page.url).path == "/notes/posts/rgb-cmyk-and-the-price-of-black/"
    assert said == []


def test_a_reader_is_told_when_the_index_cannot_be_read(
    notes: str, context: Callable[..., BrowserContext]
) -> None:
    page = context().new_page()
    page.route("**/pagefind.js", lambda route: route.abort())
    page.goto(notes + "search/?q=pie")
    expect(page.locator("#found")).to_have_text(
        "The search index could not be read. The archives list every post."
    )


def test_the_skip_link_is_seen_above_a_notice_and_leads_past_it(
    notes: str, visit: Callable[..., Page]
) -> None:
    page = visit(notes)
    expect(page.get_by_text("The Community Color sites are offline").first).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    seen = f"document.elementFromPoint({box['x'] + 30}, {box['y'] + 10}).className"
    assert page.evaluate(seen) == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_search_index_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    built = run_pelican(
        REPOSITORY / "pelicanconf.py",
        tmp_path / "output",
        overrides={"OUTAGE_NOW": NOW},
        environment={"PAGEFIND_BINARY_PATH": str(tmp_path / "missing")},
    )
    said = [line for line in built.log.splitlines() if "search index" in line]
    assert len(said) == 1
    assert "The search index was not written: FileNotFoundError" in said[0]
    assert built.page("posts/open-technical-support/index.html")


# Strictness


def test_the_published_blog_passes_the_gate_without_a_warning(published: Site) -> None:
    assert faults(published.output, ADDRESS) == []


def test_the_preview_passes_the_gate_but_for_what_needs_an_address(preview: Site) -> None:
    told = faults(preview.output, "")
    assert [fault for fault in told if "is no whole address" not in fault] == []


@pytest.mark.parametrize("status", [{}, SEVERAL], ids=["none", "several"])
def test_the_blog_passes_the_gate_with_as_many_notices(
    tmp_path: Path, status: dict[str, object]
) -> None:
    (tmp_path / "status.json").write_text(json.dumps(status), "utf-8")
    built = run_pelican(
        REPOSITORY / "publishconf.py",
        tmp_path / "output",
        fatal="warnings",
        overrides={"OUTAGE_NOW": NOW, "OUTAGE_STATUS_FILE": str(tmp_path / "status.json")},
        environment={"SITEURL": ADDRESS},
    )
    assert built.code == 0, built.log
    assert faults(built.output, ADDRESS) == []


def faults(output: Path, address: str) -> list[str]:
    return [fault.told(output) for fault in inspect(output, address).faults]


def test_a_plugin_that_cannot_be_imported_stops_a_published_build(tmp_path: Path) -> None:
    for name in ("pelicanconf.py", "publishconf.py", "content", "theme"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    broken = tmp_path / "plugins" / "outage_banner"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('half an upgrade')\n", "utf-8")
    built = run_pelican(tmp_path / "publishconf.py", tmp_path / "output")
    assert built.code == 1
    assert "half an upgrade" in built.log
    assert not built.output.exists()
