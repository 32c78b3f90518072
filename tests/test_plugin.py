"""Real Pelican with the plugin: the banner on every page, nothing else changed, the gate."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from outage_banner import slot
from rig.pelican import DEFAULTS, PLUGINS, POST, Build

Pelican = Callable[..., Build]

NIGHT = "2011-11-24T21:00:00-07:00"
DOWN = json.dumps(
    {"incidents": [{"name": "The shop is offline", "started_at": "2011-11-24T15:00:00-07:00"}]}
)
CONTENT = {
    "post.md": POST,
    "second.md": "Title: Using <body> & co\nDate: 2011-11-23\nTags: a, b\n\nWords <b>here</b>.\n",
    "pages/about.md": "Title: About\n\nMe.\n",
    "status.json": DOWN,
}
STOPPED: dict[str, Any] = {"OUTAGE_NOW": NIGHT}


def shown(page: str) -> bool:
    return "The shop is offline" in page and "Not reachable since" in page


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
@pytest.mark.parametrize("status", [DOWN, "{}"], ids=["an outage", "all is well"])
def test_outside_the_slot_every_byte_is_what_pelican_writes_alone(
    pelican: Pelican, theme: str, status: str
) -> None:
    settings = {**STOPPED, "THEME": theme, "SITEURL": "https://me.example"}
    settings["FEED_ALL_ATOM"] = "feeds/all.atom.xml"
    content = CONTENT | {"status.json": status}
    alone = pelican(content, settings | {"PLUGINS": []})
    banner = pelican(content, settings, fatal="warnings")
    assert (alone.code, banner.code) == (0, 0), banner.log
    for page in banner.pages():
        path = page.relative_to(banner.output)
        if path.parts[0] == "status":
            continue
        text = banner.page(str(path))
        place = slot.find(text)
        assert place
        assert place.is_filled, path
        assert shown(text) == (status == DOWN), path
        assert slot.remove(text) == alone.page(str(path)), path
    others = {
        path for path in alone.output.rglob("*") if path.is_file() and ".html" not in path.name
    }
    for path in others:
        twin = banner.output / path.relative_to(alone.output)
        assert twin.read_bytes() == path.read_bytes(), path
    names = {path.relative_to(banner.output) for path in banner.output.rglob("*")}
    added = names - {path.relative_to(alone.output) for path in alone.output.rglob("*")}
    assert {path.parts[0] for path in added} == {"status"}


TRAPS = {
    "base.html": "",
    "index.html": '<html><head><meta name=description content="a <body class=x> b"></head>'
    '<body\nclass="index>"><a href="#main">Skip</a><h1>Home</h1></body></html>',
    "article.html": "<title>{{ article.title }}</title><p>No html, head or body tag",
    "archives.html": "<ul><li>a bare list</ul>",
    "tags.html": "",
    "categories.html": "<script>var x = '<body>';</script><!-- <body> --><body>\r\n<p>CRLF",
    "page.html": "<!DOCTYPE html><html><head><title>x</title></head><p>{{ page.title }}",
}


def theme_of(folder: Path, templates: dict[str, str]) -> Path:
    (folder / "templates").mkdir(parents=True)
    for name, text in templates.items():
        (folder / "templates" / name).write_text(text, "utf-8", newline="")
    return folder


def test_trap_pages_have_their_slot_where_a_browser_begins_the_body(
    pelican: Pelican, tmp_path: Path
) -> None:
    theme = theme_of(tmp_path / "theme", TRAPS)
    settings = {**STOPPED, "THEME": str(theme), "AUTHOR_SAVE_AS": "", "TAG_SAVE_AS": ""}
    settings |= {
        "CATEGORY_SAVE_AS": "",
        "DIRECT_TEMPLATES": ["index", "archives", "tags", "categories"],
    }
    built = pelican(CONTENT, settings, fatal="warnings")
    assert built.code == 0, built.log
    before = {name: built.page(name).split("<outage-banner")[0] for name in (
        "index.html", "a-post.html", "archives.html", "categories.html", "pages/about.html"
    )}  # fmt: skip
    assert before["index.html"].endswith('<body\nclass="index>"><a href="#main">Skip</a>')
    assert before["a-post.html"] == "<title>A post</title>"
    assert before["archives.html"] == ""
    assert before["categories.html"].endswith("<!-- <body> --><body>")
    assert before["pages/about.html"].endswith("</head>")
    assert built.page("tags.html") == ""


def test_a_path_written_twice_has_one_slot(pelican: Pelican) -> None:
    content = CONTENT | {"pages/home.md": "Title: Home\nSave_as: index.html\nURL: \n\nHi.\n"}
    built = pelican(content, STOPPED, fatal="errors")
    assert built.code == 0, built.log
    assert built.page().count("<outage-banner") == 1


def test_without_a_status_file_every_slot_is_empty(pelican: Pelican) -> None:
    built = pelican({"post.md": POST}, fatal="warnings")
    assert built.code == 0, built.log
    assert "<outage-banner" in built.page()
    assert "<outage-notices" not in built.page()


def test_the_fragment_and_its_files_lie_in_the_status_section(pelican: Pelican) -> None:
    built = pelican(CONTENT, STOPPED | {"SITEURL": "https://me.example/blog"})
    fragment = built.page("status/banner.html")
    assert fragment in built.page()
    for suffix in (".css", ".js"):
        (asset,) = (built.output / "status").glob(f"outage-banner.*{suffix}")
        assert f"/blog/status/{asset.name}" in fragment


def test_a_static_page_is_told_too_and_its_source_is_left_alone(
    pelican: Pelican, tmp_path: Path
) -> None:
    source = "<!DOCTYPE html><html><body><h1>An old page</h1></body></html>"
    proof = "google-site-verification: google1234.html"
    content = CONTENT | {"extra/old.html": source, "extra/google1234.html": proof}
    settings = STOPPED | {"STATIC_PATHS": ["extra"], "READERS": {"html": None}}
    settings |= {"ARTICLE_EXCLUDES": ["extra"], "STATIC_CREATE_LINKS": True}
    built = pelican(content, settings, fatal="errors")
    assert built.code == 0, built.log
    assert shown(built.page("extra/old.html"))
    assert built.page("extra/google1234.html") == proof
    assert (built.output.parent / "content/extra/old.html").read_text() == source


def test_the_page_of_an_incident_links_to_its_story(pelican: Pelican) -> None:
    incident = json.loads(DOWN)["incidents"][0] | {"story": "a-post"}
    content = CONTENT | {"status.json": json.dumps({"incidents": [incident]})}
    built = pelican(content, STOPPED | {"SITEURL": "https://me.example/blog"})
    (page,) = (built.output / "status").glob("2011-11-24-*/index.html")
    assert '<a href="/blog/a-post.html">What happened</a>' in page.read_text()


def test_a_story_that_no_post_tells_stops_the_build(pelican: Pelican) -> None:
    incident = json.loads(DOWN)["incidents"][0] | {"id": "shop", "story": "no-such-post"}
    built = pelican(CONTENT | {"status.json": json.dumps({"incidents": [incident]})}, STOPPED)
    assert built.code == 1
    assert 'status.json: shop: no post has the slug "no-such-post"' in built.log
    assert "Traceback" not in built.log


RESOLVED = json.dumps(
    {
        "incidents": [
            {
                "id": "shop",
                "name": "The shop is offline",
                "started_at": "2011-11-24T15:00:00-07:00",
                "resolved_at": "2011-11-25T04:10:00-07:00",
            }
        ]
    }
)
STORY = "Title: Story\nDate: 2011-11-24\nIncident: {id}\n\nI do not know when it will be back.\n"


def test_a_story_begins_with_how_it_ended_on_its_page_and_in_its_feeds(pelican: Pelican) -> None:
    content = {"story.md": STORY.replace("{id}", "shop"), "status.json": RESOLVED}
    settings = {"SITEURL": "https://me.example", "FEED_ALL_ATOM": "all.atom"}
    built = pelican(content, {**settings, "OUTAGE_NOW": "2026-11-22T09:00:00Z"}, fatal="warnings")
    assert built.code == 0, built.log
    page, feed = built.page("story.html"), built.page("all.atom")
    ended = "This outage ended "
    assert page.index(ended) < page.index("<p>I do not know when")
    assert "Fri, Nov 25, 2011, 4:10 AM MST</time> after 13 hours, 10 minutes." in page
    assert ended in feed
    assert 'href="https://me.example/status/shop/"' in page
    assert 'href="/story.html"' in built.page("status/shop/index.html")


def test_a_post_that_an_incident_names_as_its_story_begins_with_it_too(pelican: Pelican) -> None:
    named = json.loads(RESOLVED)
    named["incidents"][0]["story"] = "a-post"
    later = {"OUTAGE_NOW": "2026-11-22T09:00:00Z"}
    built = pelican({"post.md": POST, "status.json": json.dumps(named)}, later)
    assert built.code == 0, built.log
    assert built.page("a-post.html").count("This outage ended ") == 1
    assert 'href="/a-post.html"' in built.page("status/shop/index.html")


def test_a_story_of_an_open_incident_says_as_of_when(pelican: Pelican) -> None:
    opened = json.dumps({"incidents": [json.loads(DOWN)["incidents"][0] | {"id": "shop"}]})
    content = {"story.md": STORY.replace("{id}", "shop"), "status.json": opened}
    page = pelican(content, STOPPED).page("story.html").split("</outage-banner>")[1]
    assert "Not reachable since" in page
    assert "Last confirmed" in page
    assert "data-until" not in page


def test_an_incident_that_does_not_exist_fails_the_build_and_names_the_post(
    pelican: Pelican,
) -> None:
    content = {"story.md": STORY.replace("{id}", "shopp"), "status.json": RESOLVED}
    built = pelican(content, STOPPED)
    assert built.code == 1
    assert 'story.md: Incident: content/status.json has no incident "shopp"; it has "shop"' in (
        built.log
    )
    assert "Traceback" not in built.log


def test_a_page_that_lies_where_the_section_does_is_named(pelican: Pelican) -> None:
    content = CONTENT | {"pages/status.md": "Title: S\nSave_as: status/index.html\n\nMine.\n"}
    built = pelican(content, STOPPED)
    assert built.code == 1
    assert "status/index.html is a page of the status section, and a post or page" in built.log


# --- a status file that cannot be told


def test_every_problem_is_named_with_its_place_and_correction(pelican: Pelican) -> None:
    status = '{"incidents": [{"name": "", "started_at": "2011-11-24T21:00"}]}'
    built = pelican(CONTENT | {"status.json": status}, STOPPED)
    assert built.code == 1
    assert "Traceback" not in built.log
    assert built.log.count("status.json:1:") == 2
    assert (
        '"2011-11-24T21:00" has no UTC offset; in America/Denver that is '
        '"2011-11-24T21:00:00-07:00"'
    ) in built.log


def test_a_broken_file_leaves_the_last_good_output_as_it_is(
    pelican: Pelican, tmp_path: Path
) -> None:
    output = tmp_path / "site1" / "output"
    output.mkdir(parents=True)
    (output / "index.html").write_text("the last good one")
    built = pelican(CONTENT | {"status.json": "{"}, STOPPED | {"DELETE_OUTPUT_DIRECTORY": True})
    assert built.code == 1
    assert (output / "index.html").read_text() == "the last good one"


def test_in_a_preview_a_broken_file_is_reported_and_the_slot_left_empty(pelican: Pelican) -> None:
    built = pelican(CONTENT | {"status.json": "{"}, STOPPED | {"OUTAGE_ON_ERROR": "warn"})
    assert built.code == 0
    assert "status.json:1:2: error: " in built.log
    assert "<outage-banner" in built.page()
    assert "<outage-notices" not in built.page()


@pytest.mark.parametrize("target", ["nowhere.json", "status.json"], ids=["to nothing", "to itself"])
def test_a_link_that_leads_nowhere_is_no_all_clear(
    pelican: Pelican, tmp_path: Path, target: str
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "post.md").write_text(POST)
    (content / "status.json").symlink_to(target)
    built = pelican(content)
    assert built.code == 1
    assert "content/status.json: error: " in built.log
    assert "Traceback" not in built.log


def test_a_named_status_file_that_is_missing_is_an_error(pelican: Pelican) -> None:
    built = pelican({"post.md": POST}, {"OUTAGE_STATUS_FILE": "content/none.json"})
    assert built.code == 1
    assert "content/none.json: error: " in built.log
    assert "Traceback" not in built.log


def test_a_warning_is_said_but_stops_no_strict_build(pelican: Pelican) -> None:
    """At 3:01 AM the estimate has passed; the rest of the notice must still be published."""
    incident = json.loads(DOWN)["incidents"][0] | {"expected_at": "2011-11-25T03:00:00-07:00"}
    content = CONTENT | {"status.json": json.dumps({"incidents": [incident]})}
    built = pelican(content, {"OUTAGE_NOW": "2011-11-25T03:01:00-07:00"}, fatal="warnings")
    assert built.code == 0, built.log
    assert "warning: incidents[0].expected_at" in built.log
    assert "That time has passed" in built.page()


def test_a_wrong_setting_stops_the_build_in_one_line(pelican: Pelican) -> None:
    built = pelican(CONTENT, {"OUTAGE_ON_ERROR": "ignore"})
    assert built.code == 1
    assert 'OUTAGE_ON_ERROR is \'ignore\'; write "fail" or "warn"' in built.log
    assert "Traceback" not in built.log


# --- the gate

BARE = """
from pathlib import Path
from pelican import signals

def write(pelican):
    Path(pelican.output_path, "bare.html").write_text("<!DOCTYPE html><body><p>bare")

def strip(pelican):
    page = Path(pelican.output_path, "index.html")
    page.write_text("<!DOCTYPE html><body><p>stripped")

def register():
    signals.finalized.connect({function})
"""


@pytest.mark.parametrize(("function", "page"), [("write", "bare.html"), ("strip", "index.html")])
@pytest.mark.parametrize("is_last", [True, False])
def test_a_page_without_its_slot_fails_the_build_and_is_named(
    pelican: Pelican, tmp_path: Path, function: str, page: str, is_last: bool
) -> None:
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "other.py").write_text(BARE.replace("{function}", function))
    order = ["outage_banner", "other"] if is_last else ["other", "outage_banner"]
    settings: dict[str, Any] = {"PLUGIN_PATHS": [str(PLUGINS), str(plugins)], "PLUGINS": order}
    built = pelican(CONTENT, STOPPED | settings)
    assert built.code == 1
    assert f"output/{page} was written without its slot" in built.log
    assert "Traceback" not in built.log


def test_pages_of_earlier_builds_are_not_held_against_this_one(pelican: Pelican) -> None:
    first = pelican(CONTENT, {"PLUGINS": []})
    (first.output / "gone.html").write_text("<!DOCTYPE html><body><p>an old page")
    shutil.copytree(first.output, first.output.parents[1] / "site2" / "output")
    built = pelican(CONTENT, STOPPED)
    assert built.code == 0, built.log
    assert (built.output / "gone.html").exists()


def test_by_default_nothing_is_forgiven() -> None:
    assert "OUTAGE_ON_ERROR" not in DEFAULTS
