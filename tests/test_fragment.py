"""The banner's markup: complete, escaped, and each thing it says with its window."""

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner import fragment
from outage_banner.assets import banner_assets
from outage_banner.board import board
from outage_banner.status import read_status
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, incident, status_of

SHOP = {
    "id": "shop",
    "name": "Shop",
    "alternatives": [{"name": "The coupons", "url": "https://coupons.example/"}],
    "contact": "mailto:me@shop.example",
}


ASSETS = banner_assets(
    words_for(DENVER, NIGHT).script_words(), fragment="banner.html", poll_seconds=60
)


def render(now: datetime = NIGHT, zone: ZoneInfo = DENVER, **document: Any) -> str:
    told = board(status_of(**document), now)
    return fragment.render(told, words_for(zone, now), link="/status/".__add__, assets=ASSETS)


def test_the_whole_banner_of_one_outage() -> None:
    rendered = render(
        components=[SHOP],
        incidents=[
            incident(
                components=["shop"],
                expected_at=at("25T03:00"),
                next_update_at=at("24T22:00"),
                works="The blog.",
                id="thanksgiving",
                updated_at=NIGHT,
            )
        ],
    )
    started, expected = "2011-11-24T15:00:00-07:00", "2011-11-25T03:00:00-07:00"
    said, due = "2011-11-24T21:00:00-07:00", "2011-11-24T22:00:00-07:00"
    stale = "2011-11-25T21:00:00-07:00"
    three_pm = f'<time datetime="{started}">Thu, Nov 24, 3:00 PM MST</time>'
    three_am = f'<time datetime="{expected}">Fri, Nov 25, 3:00 AM MST</time>'
    nine_pm = f'<time datetime="{said}">Thu, Nov 24, 9:00 PM MST</time>'
    ten_pm = f'<time datetime="{due}">Thu, Nov 24, 10:00 PM MST</time>'
    passed = f"Was expected back by {three_am}. That time has passed; there is no new estimate yet."
    out_of_date = f"Last confirmed {nine_pm}. This notice may be out of date."
    overdue = f"An update was promised by {ten_pm} and has not come yet."
    version = re.findall('data-version="([0-9a-f]{8})"', rendered)[0]
    assert (
        rendered
        == f"""\
<outage-banner id="outage-banner" lang="en" dir="ltr" data-updated="{said}" \
data-version="{version}">
<link rel="stylesheet" href="/status/{ASSETS.stylesheet.name}">
<outage-notices role="region" aria-labelledby="outage-banner-1" data-nosnippet \
data-pagefind-ignore>
<ul role="list">
<li class="outage-down" data-version="thanksgiving {said}">
<h2 id="outage-banner-1"><b><span aria-hidden="true">■</span> Down</b> \
<bdi>The shop is offline</bdi></h2>
<p>
<span>Not reachable since {three_pm}.</span>
<span data-until="{expected}">Expected back by {three_am}.</span>
<span data-from="{expected}" hidden data-said='{passed}'></span>
</p>
<p>
<span>What still works: <bdi>The blog.</bdi></span>
<span>Instead: <a href="https://coupons.example/"><bdi>The coupons</bdi></a>.</span>
</p>
<p class="outage-said">
<span data-until="{stale}">Updated {nine_pm}.</span>
<span data-from="{stale}" hidden data-said='{out_of_date}'></span>
<span data-until="{due}">Next update by {ten_pm}.</span>
<span data-from="{due}" hidden data-said='{overdue}'></span>
<a href="mailto:me@shop.example">Contact</a>
<a href="/status/thanksgiving/">Details</a>
</p>
</li>
</ul>
</outage-notices>
<script src="/status/{ASSETS.notices.name}"></script>
<script src="/status/{ASSETS.script.name}"></script>
</outage-banner>"""
    )


def test_with_nothing_to_say_the_element_is_hidden_and_only_asks_for_news() -> None:
    assert render() == (
        '<outage-banner id="outage-banner" lang="en" dir="ltr" data-version="" hidden>'
        f'<script async src="/status/{ASSETS.script.name}"></script></outage-banner>'
    )


def test_the_version_changes_with_what_is_told_and_not_with_the_time() -> None:
    def version(now: datetime = NIGHT, **fields: Any) -> str:
        rendered = render(now, incidents=[incident(expected_at=at("25T03:00"), **fields)])
        return str(re.findall('data-version="(.*?)"', rendered)[0])

    assert version() == version(at("25T04:00")) == version(at("28T04:00"))
    assert version() != version(works="The blog.")
    assert version() != version(updated_at=NIGHT)


def test_a_sentence_that_is_not_true_now_is_no_text_of_the_page() -> None:
    document: dict[str, Any] = {
        "incidents": [incident(expected_at=at("25T03:00"), next_update_at=at("24T22:00"))]
    }
    tree = html5lib.parseFragment(render(**document), treebuilder="etree")
    assert "That time has passed" not in ElementTree.tostring(tree, "unicode", "text")
    later = html5lib.parseFragment(render(at("25T04:00"), **document), treebuilder="etree")
    words = ElementTree.tostring(later, "unicode", "text")
    assert "That time has passed" in words
    assert "Expected back by" not in words


def test_several_incidents_are_one_banner_with_a_list() -> None:
    rendered = render(incidents=[incident("A"), incident("B"), incident("C", impact="minor")])
    assert rendered.count('role="region"') == 1
    assert rendered.count("<li ") == 3
    assert re.findall("<bdi>(.)</bdi></h2>", rendered) == ["A", "B", "C"]


HOSTILE = [
    "<script>alert(1)</script>",
    "</outage-banner><h1>free</h1>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }} {0} {name} %s",
    "&lt;b&gt; & 'quotes'",
    "שלום \u202eabc\u202c العالم",
    "👩🏽‍🚒🔥",
    "x" * 5000,
]


def hostile_document(text: str) -> dict[str, Any]:
    alternative = {"name": text, "url": "https://a.example/?q=%3Cb%3E&x='"}
    return {
        "page": {"name": text},
        "status": {"indicator": "minor", "description": text},
        "components": [
            {"id": "c", "name": text, "description": text, "alternatives": [alternative]}
        ],
        "incidents": [
            incident(text, components=["c"], works=text, incident_updates=[{"body": text}]),
            incident(text, id="b", components=["c"], status="resolved", resolved_at=at("24T20:00")),
        ],
        "scheduled_maintenances": [
            {"name": text, "components": ["c"], "scheduled_for": at("25T20:00")},
        ],
    }


def seen(rendered: str) -> tuple[list[str], str]:
    """The elements of a fragment, and its text, as a browser understands them."""
    tree = html5lib.parseFragment(rendered, treebuilder="etree", namespaceHTMLElements=False)
    names = [element.tag for element in tree.iter() if isinstance(element.tag, str)]
    return names, ElementTree.tostring(tree, "unicode", "text")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_any_text_comes_out_as_text(text: str) -> None:
    rendered = render(**hostile_document(text))
    plain = render(**hostile_document("plain"))
    names, words = seen(rendered)
    assert names == seen(plain)[0]
    assert words.count(text) == seen(plain)[1].count("plain") == 6
    assert rendered.lower().count("</outage-banner") == 1


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_whatever_a_name_holds_it_is_shown_as_it_is(name: str) -> None:
    rendered = render(incidents=[incident(name)])
    tree = html5lib.parseFragment(rendered, treebuilder="etree", namespaceHTMLElements=False)
    assert tree.find(".//h2/bdi").text == name
    assert rendered.lower().count("</outage-banner") == 1


def test_as_text_it_says_what_the_page_says() -> None:
    status = status_of(
        components=[SHOP],
        incidents=[incident("<Shop> & co", components=["shop"], expected_at=at("25T03:00"))],
    )
    assert fragment.text(board(status, NIGHT), words_for(DENVER, NIGHT)) == (
        "■ Down: <Shop> & co\n"
        "  Not reachable since Thu, Nov 24, 3:00 PM MST."
        " Expected back by Fri, Nov 25, 3:00 AM MST.\n"
        "  The coupons: https://coupons.example/\n"
        "  mailto:me@shop.example\n"
        "  Updated Thu, Nov 24, 3:00 PM MST."
    )


def test_no_error_of_a_reader_reaches_the_fragment() -> None:
    """A Statuspage document as the service writes it, with nulls and HTML, is told truly."""
    source = b"""{"page": {"id": "p1", "name": "Host", "time_zone": "Etc/UTC",
      "updated_at": "2011-11-25T04:00:00.000Z"}, "components": [], "scheduled_maintenances": [],
      "incidents": [{"id": "i1", "page_id": "p1", "name": "Errors on the API", "impact": "major",
      "status": "identified", "created_at": "2011-11-25T01:00:00.123Z", "resolved_at": null,
      "monitoring_at": null, "shortlink": "https://stspg.example/i1", "components": [
      {"id": "api", "name": "API", "status": "partial_outage", "group_id": null}],
      "incident_updates": [{"id": "u1", "status": "identified", "body": "<p>Found<br/>it</p>",
      "display_at": "2011-11-25T03:30:00.000Z", "affected_components": null}]}],
      "status": {"indicator": "major", "description": "Partial System Outage"}}"""
    reading = read_status(source, file="summary.json", zone=DENVER, now=NIGHT)
    assert reading.status
    assert not reading.problems
    told = fragment.text(board(reading.status, NIGHT), words_for(ZoneInfo("Etc/UTC"), NIGHT))
    assert told == (
        "▲ Degraded: Errors on the API\n"
        "  Disrupted since Fri, Nov 25, 1:00 AM UTC. No estimate yet.\n"
        "  Updated Fri, Nov 25, 3:30 AM UTC."
    )


def test_an_include_holds_nothing_that_a_server_would_take_for_its_own() -> None:
    found = fragment.include('/50%25/a "b" $c -->/banner.html')
    assert found == (
        '<!--#include virtual="/50%25/a%20%22b%22%20%24c%20--%3E/banner.html?outage-banner" -->'
    )
