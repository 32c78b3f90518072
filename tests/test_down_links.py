"""Which links are marked, with which words, and the rules as a stylesheet holds them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner import down_links
from outage_banner.assets import banner_assets
from outage_banner.board import board
from outage_banner.status import Component
from outage_banner.wording import words_for
from statuses import DENVER, NIGHT, at, incident, status_of

WORDS = words_for(DENVER, NIGHT)
COUPONS = {"name": "The coupons", "url": "https://coupons.example/"}
SHOP = {"id": "shop", "name": "Shop", "url": "https://shop.example/"}
MAIL = {"id": "mail", "name": "Mail", "url": "https://mail.example/"}


def rules(**document: Any) -> str:
    return down_links.rules(board(status_of(**document), NIGHT), WORDS)


def while_down(**component: Any) -> str:
    return rules(components=[SHOP | component], incidents=[incident(components=["shop"])])


def marks(css: str) -> list[str]:
    """The words of each rule, whose escapes are none in these examples."""
    return re.findall(r'content: "(.*)";', css)


def hosts(**component: Any) -> tuple[str, ...]:
    return down_links.hosts_of(Component(id="shop", name="Shop", **component))


def test_the_whole_rule_of_one_component() -> None:
    rule = while_down(alternatives=[COUPONS])
    version = re.findall('data-version="([0-9a-f]{8})"', rule)[0]
    assert (
        rule
        == f':root:has(#outage-banner[data-version="{version}"]) '
        + """\
a:not(#outage-banner a):is(
[href="https://shop.example" i], [href^="https://shop.example/" i], \
[href^="https://shop.example?" i], [href^="https://shop.example#" i], \
[href^="https://shop.example:" i]:not([href*="@"]),
[href="http://shop.example" i], [href^="http://shop.example/" i], \
[href^="http://shop.example?" i], [href^="http://shop.example#" i], \
[href^="http://shop.example:" i]:not([href*="@"]),
[href="//shop.example" i], [href^="//shop.example/" i], \
[href^="//shop.example?" i], [href^="//shop.example#" i], \
[href^="//shop.example:" i]:not([href*="@"])
)::after {
  all: revert;
  content: " (down now; instead: The coupons, coupons.example)";
  unicode-bidi: plaintext;
  font-size: 0.85em;
  font-weight: normal;
  overflow-wrap: anywhere;
  white-space: normal;
}
"""
    )


def test_with_nothing_down_there_is_no_rule() -> None:
    assert rules(components=[SHOP]) == ""
    assert rules() == ""


def test_an_outage_of_nothing_that_has_an_address_marks_no_link() -> None:
    assert rules(incidents=[incident()]) == ""
    assert while_down(url=None) == ""
    assert while_down(url="mailto:shop@shop.example") == ""


def test_without_an_alternative_the_link_is_marked_alone() -> None:
    assert marks(while_down()) == [" (down now)"]


def test_a_component_reported_down_is_marked_without_any_incident() -> None:
    assert marks(rules(components=[SHOP | {"status": "major_outage"}])) == [" (down now)"]


@pytest.mark.parametrize("status", ["degraded_performance", "partial_outage", "under_maintenance"])
def test_a_component_that_still_answers_is_not_marked(status: str) -> None:
    assert rules(components=[SHOP | {"status": status}]) == ""


def test_in_an_outage_of_several_those_that_still_answer_are_not_marked() -> None:
    told = rules(
        components=[SHOP, MAIL | {"status": "partial_outage"}],
        incidents=[incident(components=["shop", "mail"], impact="critical")],
    )
    assert "shop.example" in told
    assert "mail.example" not in told


@pytest.mark.parametrize(
    "fields",
    [
        {"impact": "minor"},
        {"status": "monitoring"},
        {"status": "monitoring", "monitoring_at": at("24T20:00")},
        {"status": "resolved", "resolved_at": at("24T20:00")},
    ],
    ids=["degraded", "works again", "works again since", "resolved"],
)
def test_what_can_be_reached_is_not_marked(fields: dict[str, Any]) -> None:
    assert rules(components=[SHOP], incidents=[incident(components=["shop"], **fields)]) == ""


def test_what_works_again_is_marked_while_another_incident_keeps_it_down() -> None:
    watched = incident("Slow", components=["shop"], status="monitoring")
    told = rules(components=[SHOP], incidents=[watched, incident(components=["shop"])])
    assert marks(told) == [" (down now)"]


def test_planned_work_marks_nothing_since_a_stylesheet_knows_no_clock() -> None:
    work = {"name": "Disks", "components": ["shop"], "scheduled_for": at("24T20:00")}
    assert rules(components=[SHOP], scheduled_maintenances=[work]) == ""


def test_a_component_offers_its_own_alternative_before_the_incidents() -> None:
    there = {"name": "A shelf", "url": "https://shelf.example/shop"}
    told = rules(
        components=[SHOP | {"alternatives": [COUPONS]}, MAIL],
        incidents=[incident(components=["shop", "mail"], alternatives=[there])],
    )
    assert marks(told) == [
        " (down now; instead: The coupons, coupons.example)",
        " (down now; instead: A shelf, shelf.example/shop)",
    ]


def test_no_component_offers_the_alternative_of_another() -> None:
    told = rules(
        components=[SHOP | {"alternatives": [COUPONS]}, MAIL],
        incidents=[incident(components=["shop", "mail"])],
    )
    assert marks(told)[1] == " (down now)"


def test_nobody_is_sent_to_what_is_down_too() -> None:
    by_mail = {"name": "Mail", "url": "https://mail.example/orders"}
    told = rules(
        components=[SHOP | {"alternatives": [by_mail, COUPONS]}, MAIL],
        incidents=[incident(components=["shop", "mail"])],
    )
    assert marks(told)[0] == " (down now; instead: The coupons, coupons.example)"


@pytest.mark.parametrize(
    ("alternative", "words"),
    [
        ({"name": "Write", "url": "mailto:me@shop.example"}, "Write, me@shop.example"),
        ({"name": "Call", "url": "tel:+1-303-555-0100"}, "Call, +1-303-555-0100"),
        ({"name": "a.example", "url": "https://a.example"}, "a.example"),
        ({"name": "A\n list ", "url": "http://a.example/b/?c#d"}, "A list, a.example/b/?c#d"),
        ({"name": "x" * 5000, "url": "https://a.example/"}, "x" * 59 + r"\2026 , a.example"),
        ({"name": "קופונים", "url": "https://a.example/"}, None),
    ],
    ids=["mail", "telephone", "once", "one line", "long", "right to left"],
)
def test_an_alternative_is_told_by_its_name_and_its_address(
    alternative: dict[str, str], words: str | None
) -> None:
    if words is None:
        isolated = f"\u2068{alternative['name']}\u2069"
        words = "".join(f"\\{ord(letter):x} " for letter in isolated) + ", a.example"
    assert marks(while_down(alternatives=[alternative])) == [f" (down now; instead: {words})"]


def test_hosts_of_several_components_with_the_same_words_share_a_rule() -> None:
    told = rules(components=[SHOP, MAIL], incidents=[incident(components=["shop", "mail"])])
    assert len(marks(told)) == 1
    assert "//shop.example" in told
    assert "//mail.example" in told


def test_a_host_of_two_components_is_marked_once_by_the_worst() -> None:
    told = rules(
        components=[SHOP | {"alternatives": [COUPONS]}, {**MAIL, "hosts": ["shop.example"]}],
        incidents=[
            incident("Mail", components=["mail"]),
            incident("Shop", components=["shop"], impact="critical"),
        ],
    )
    assert marks(told) == [" (down now; instead: The coupons, coupons.example)"]


def test_hosts_are_those_named_else_the_addresss_own() -> None:
    assert hosts(url="https://Shop.example:8443/path") == ("shop.example",)
    assert hosts(url="https://shop.example/", hosts=("a.example", "www.a.example")) == (
        "a.example",
        "www.a.example",
    )
    assert hosts(url="https://shop.example./") == ("shop.example",)
    assert hosts(url="http://[::1]/") == ("[::1]",)
    assert hosts() == ()


def test_a_host_in_another_script_is_known_in_both_spellings() -> None:
    both = {"bücher.example", "xn--bcher-kva.example"}
    assert set(hosts(hosts=("bücher.example",))) == both
    assert set(hosts(hosts=("xn--bcher-kva.example",))) == both


@pytest.mark.parametrize("host", ["straße.example", "xn--strae-oqa.example", "βόλος.example"])
def test_a_host_that_old_and_new_rules_spell_differently_stays_as_it_was_written(host: str) -> None:
    assert hosts(hosts=(host,)) == (host,)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_rules_are_ascii_and_hold_neither_markup_nor_an_open_string(name: str) -> None:
    css = while_down(alternatives=[{"name": name, "url": "https://coupons.example/"}])
    assert css.isascii()
    assert "<" not in css
    (line,) = (line for line in css.splitlines() if "content:" in line)
    assert re.fullmatch(r'  content: "([^"\\]|\\[0-9a-f]{1,6} )*";', line)


def test_the_stylesheets_name_changes_with_its_rules() -> None:
    words = WORDS.script_words()
    plain, marking, again = (
        banner_assets(words, fragment="banner.html", poll_seconds=60, rules=rules).stylesheet
        for rules in ("", while_down(), while_down())
    )
    assert marking.content == plain.content + while_down().encode()
    assert marking.name != plain.name
    assert marking == again


def test_links_to_the_sites_own_host_are_not_marked() -> None:
    shop = {"id": "shop", "name": "Shop", "url": "https://me.example/shop/"}
    told = board(status_of(components=[shop], incidents=[incident(components=["shop"])]), NIGHT)
    assert "me.example" in down_links.rules(told, WORDS)
    assert down_links.rules(told, WORDS, "me.example") == ""
