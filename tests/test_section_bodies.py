"""The body of an update as safe HTML and as plain text."""

import re
from html.parser import HTMLParser
from time import process_time

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outage_banner.section import bodies

ALLOWED = {
    *("a", "abbr", "b", "blockquote", "br", "code", "del", "em", "hr", "i", "ins", "kbd", "li"),
    *("ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup", "u", "ul"),
}
PIECES = st.sampled_from(
    [
        *(
            "<script>alert(1)</script>",
            "<p>",
            "</p>",
            "<a href='/x'>",
            "</a>",
            "<b",
            "&#1;",
            "&lt;",
        ),
        *("<a href=javascript:x>", "[x](javascript:x)", "[x](https://a.example/)", "![](x)", "**"),
        *("`", "_", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "<br/>", "<!--", "-->", "]]>"),
        *(
            "</outage-banner>",
            "<svg onload=x>",
            "<style>*{}</style>",
            "<div><p>",
            "<ul><table>",
            "a",
        ),
        *("<math><mtext></p>", "<form><input autofocus onfocus=x>", "\u202b", "🦃", "\x02", "\x03"),
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=8), max_size=20).map("".join)


class Tags(HTMLParser):
    """Every tag of a text with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_markdown_becomes_html_and_keeps_its_line_breaks() -> None:
    assert bodies.html("It *answers* again.\nMore **soon**.\n\nSorry.") == (
        "<p>It <em>answers</em> again.<br>\nMore <strong>soon</strong>.</p>\n<p>Sorry.</p>"
    )


def test_what_statuspage_writes_as_html_is_read_as_html() -> None:
    assert bodies.html("We are <b>back</b>.<br /><br/>Thanks &amp; sorry") == (
        "<p>We are <b>back</b>.<br><br>Thanks &amp; sorry</p>"
    )


def test_a_line_that_looks_like_a_heading_or_a_footnote_is_told_as_it_stands() -> None:
    assert bodies.html("#1 is back\n\n[Update]: all are back") == (
        "<p>#1 is back</p>\n<p>[Update]: all are back</p>"
    )


def test_links_lead_to_whole_addresses_only_and_pass_nothing_on() -> None:
    rel = 'rel="nofollow noopener noreferrer"'
    assert bodies.html(
        "[a](https://a.example/?x=1&y=2) [b](/b) [c](javascript:c) [d](data:,d)"
    ) == (f'<p><a href="https://a.example/?x=1&amp;y=2" {rel}>a</a> b c d</p>')


@pytest.mark.parametrize(
    "body", ["", " ", "\n\n", "<script>x</script>", "<!-- x -->", "<img src=x>"]
)
def test_a_body_that_says_nothing_is_empty(body: str) -> None:
    assert bodies.plain(body) == ""


def test_plain_text_has_line_breaks_dashes_and_the_addresses_of_links() -> None:
    body = "Down:\n\n- *one*\n- [two](https://two.example/)\n\nTo <mailto:me@blog.example>.<br>Bye"
    assert bodies.plain(body) == (
        "Down:\n\n- one\n- two (https://two.example/)\n\nTo me@blog.example.\nBye"
    )


def test_markup_that_was_written_as_text_is_text() -> None:
    assert bodies.plain("a &lt;b&gt; & `<i>` c") == "a <b> & <i> c"


@given(HOSTILE)
@example("<a href='https://a.example/' rel=\"x\" onclick='x' class=y style=z id=i>q</a>")
@example("&#0; &#1; &#x7f; &#xfffe; x")
def test_nothing_but_harmless_tags_is_left_of_any_text(body: str) -> None:
    html = bodies.html(body)
    for tag, attributes in Tags(html).found:
        assert tag in ALLOWED
        assert not attributes or (tag == "a" and set(attributes) == {"href", "rel"})
        address = attributes.get("href") or "https:"
        assert re.match(r"(https?|mailto|tel):", address, re.IGNORECASE)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", html)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", bodies.plain(body))


@given(HOSTILE)
@example("<p><div><p>x")
@example("<b><p>x</b>y</p>")
@example("<object><p>x</object>")
def test_it_can_stand_in_any_page_as_valid_html(body: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(f"<div>{bodies.html(body)}</div>")
    assert not parser.errors


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


@given(st.lists(WORDS | st.sampled_from(["It's back - sorry.", "a: b", "x\u2028y"])).map("\n".join))
@settings(max_examples=300)
def test_plain_prose_takes_the_short_way_to_the_same_html(body: str) -> None:
    text = body.strip("\n")
    if bodies._PROSE.fullmatch(text):
        assert bodies.html(body) == bodies._safe(bodies._from_markdown(text))


@pytest.mark.parametrize(
    "unit", ["[", "![", "<a ", "[a](", "*a **b ", ">", "- ", "&", "`` `", "<b>"]
)
def test_no_text_takes_long(unit: str) -> None:
    began = process_time()
    assert bodies.html(unit * (25_000 // len(unit))) is not None
    assert process_time() - began < 2


def test_a_text_too_dense_for_markdown_is_shown_as_it_was_written() -> None:
    assert bodies.html("[" * 5_000 + "<b>\n*x*") == "<p>" + "[" * 5_000 + "&lt;b&gt;<br>\n*x*</p>"
