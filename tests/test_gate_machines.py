"""Feeds, sitemaps, JSON, calendars and robots.txt of a built site, as programs read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.gate.inspection import inspect
from outage_banner.gate.machines import findings
from test_gate import Write, page, told, write

__all__ = ["write"]

SITE = "https://blog.example"

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>A blog</title><id>https://blog.example/</id><updated>2011-11-24T21:00:00-07:00</updated>
<author><name>A</name></author><link href="https://blog.example/" rel="alternate"/>
<entry><title>One</title><id>tag:blog.example,2011:1</id><updated>2011-11-24T21:00:00Z</updated>
<link href="https://blog.example/"/>
<content type="html">&lt;a href="https://blog.example/"&gt;x&lt;/a&gt;</content></entry>
<entry><title>Two</title><id>tag:blog.example,2011:2</id><updated>2011-11-24T21:00:00.5Z</updated>
<content type="html">&lt;a href="#note"&gt;1&lt;/a&gt;</content></entry>
</feed>
"""
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>A blog</title><link>https://blog.example/</link><description/>
<item><title>One</title><link>https://blog.example/</link><guid isPermaLink="false">1</guid>
<pubDate>Thu, 24 Nov 2011 21:00:00 -0700</pubDate>
<enclosure url="https://blog.example/" length="1" type="audio/mpeg"/>
<content:encoded>&lt;a href="https://blog.example/"&gt;x&lt;/a&gt;</content:encoded></item>
</channel></rss>
"""
SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://blog.example/</loc><lastmod>2011-11-24</lastmod></url>
</urlset>
"""
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20111124T210000Z\r\nDTSTART:20111124T210000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FILES = {
    "feed.atom": ATOM,
    "feed.rss": RSS,
    "sitemap.xml": SITEMAP,
    "status/calendar.ics": CALENDAR,
    "status/api/v2/summary.json": '{"page": {}}',
    "robots.txt": "User-agent: *\nSitemap: https://blog.example/sitemap.xml # all\n",
    "other.xml": "<x/>",
}


def found(write: Write, name: str, content: str | bytes) -> list[str]:
    return told(inspect(write({"index.html": page(), **FILES, name: content}), SITE))


def test_what_programs_can_read_is_no_fault(write: Write) -> None:
    assert found(write, "index.html", page()) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("feed.atom", "<feed>\n<a></feed>", ":2: error: this is no XML: mismatched tag"),
        ("other.xml", "", ":1: error: this is no XML: no element found"),
        (
            "feed.rss",
            '<!DOCTYPE rss [<!ENTITY a "b">]><rss/>',
            ": error: feed readers refuse XML with entities of its own; take them out",
        ),
        ("feed.rss", "<rss/>", ": error: the feed has no <channel>"),
        ("x.json", '{\n"a": 1,}', ":2: error: this is no JSON: "),
        ("x.json", '{"a": NaN}', ": error: this is no JSON: NaN is no value of JSON"),
        ("x.json", "[" * 100_000, ": error: this is no JSON: it is nested too deep"),
        ("x.json", b"\xff\xfe{", ": error: this is no JSON: "),
        ("site.webmanifest", "", ":1: error: this is no JSON: Expecting value"),
        ("status/calendar.ics", "BEGIN:VEVENT\r\n", ": error: this is no calendar: "),
        ("status/calendar.ics", b"\xff\xff", ": error: this is no calendar: "),
    ],
)
def test_what_programs_cannot_read_is_an_error(
    write: Write, name: str, content: str | bytes, message: str
) -> None:
    (line,) = found(write, name, content)
    assert line.startswith(name + message)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("feed.atom", "<title>One</title>", "", "a <entry> has no <title>"),
        ("feed.atom", "<id>https://blog.example/</id>", "", "a <feed> has no <id>"),
        ("feed.rss", "<description/>", "", "a <channel> has no <description>"),
        (
            "feed.rss",
            "<title>One</title>",
            "",
            "an <item> has neither a <title> nor a <description>",
        ),
        (
            "feed.atom",
            "<author><name>A</name></author>",
            "",
            "neither the feed nor its entry has an <author>; set AUTHOR",
        ),
        (
            "feed.atom",
            "2011:2",
            "2011:1",
            "more than one entry has the id tag:blog.example,2011:1; feed readers show one of them",
        ),
        ("feed.atom", "21:00:00.5Z", "21:00:00", "'2011-11-24T21:00:00' is no time for <updated>"),
        (
            "feed.rss",
            "Thu, 24 Nov",
            "Thursday",
            "'Thursday 2011 21:00:00 -0700' is no time for <pubDate>",
        ),
        ("sitemap.xml", "2011-11-24", "now", "'now' is no time for <lastmod>"),
        (
            "feed.atom",
            '"https://blog.example/" rel',
            '"/x" rel',
            '"/x" is no whole address; is SITEURL set?',
        ),
        (
            "feed.atom",
            '&lt;a href="https://blog.example/"',
            '&lt;img src="x.png"',
            '"x.png" is no whole address; is SITEURL set?',
        ),
        (
            "feed.rss",
            '&lt;a href="https://blog.example/"',
            '&lt;img src="x.png"',
            '"x.png" is no whole address; is SITEURL set?',
        ),
        (
            "sitemap.xml",
            "<loc>https://blog.example/",
            "<loc>/",
            '"/" is no whole address; is SITEURL set?',
        ),
    ],
)
def test_what_breaks_a_standard_is_a_warning(
    write: Write, name: str, old: str, new: str, message: str
) -> None:
    text = FILES[name]
    assert old in text
    assert found(write, name, text.replace(old, new)) == [f"{name}: warning: {message}"]


def test_the_address_of_the_sitemap_is_a_whole_one(write: Write) -> None:
    assert found(write, "robots.txt", "User-agent: *\nSitemap: /sitemap.xml\n") == [
        'robots.txt:2: warning: "/sitemap.xml" is no whole address; is SITEURL set?'
    ]


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("feed.atom", '"https://blog.example/" rel'),
        ("feed.atom", '&lt;a href="https://blog.example/"'),
        ("feed.rss", "<link>https://blog.example/"),
        ("feed.rss", '<enclosure url="https://blog.example/"'),
        ("feed.rss", '&lt;a href="https://blog.example/"'),
        ("sitemap.xml", "<loc>https://blog.example/"),
        ("robots.txt", "https://blog.example/sitemap.xml"),
    ],
)
def test_what_programs_are_led_to_is_there(write: Write, name: str, old: str) -> None:
    assert old in FILES[name]
    gone = old.replace("https://blog.example/", "https://blog.example/gone/")
    (line,) = found(write, name, FILES[name].replace(old, gone))
    place = "robots.txt:2" if name == "robots.txt" else name
    assert line.startswith(f'{place}: error: "https://blog.example/gone/')
    assert '" leads nowhere; ' in line


def test_a_feed_without_the_host_is_told_of_once(write: Write) -> None:
    assert found(write, "feed.atom", ATOM.replace('"https://blog.example/"', '"/"')) == [
        'feed.atom: warning: "/" is no whole address, as are 2 others; is SITEURL set?'
    ]


def test_a_feed_may_say_what_its_links_are_relative_to(write: Write) -> None:
    based = ATOM.replace("<feed ", '<feed xml:base="https://blog.example/" ')
    assert found(write, "feed.atom", based.replace('https://blog.example/" rel', '/" rel')) == []


KINDS = st.sampled_from(["feed.xml", "x.json", "c.ics", "robots.txt"])


@given(KINDS, st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_whatever_a_file_holds_nothing_is_raised(name: str, content: bytes) -> None:
    list(findings(name, content))


@given(st.sampled_from([ATOM, RSS, SITEMAP]), st.data())
def test_a_feed_that_lost_a_part_is_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    list(findings("feed.xml", (text[:start] + text[end:]).encode()))
