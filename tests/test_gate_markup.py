"""Invalid HTML of a built site, beside what another parser says of the same pages."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outage_banner.gate import markup
from outage_banner.gate.validity import invalid, misplaced_tags
from test_gate import HEAD, page


def faults(text: str | bytes) -> list[tuple[int, str]]:
    read = markup.read(text.encode() if isinstance(text, str) else text)
    return sorted((line, message) for line, message in invalid(read))


def in_body(html: str) -> list[str]:
    return [message for _, message in faults(page(html))]


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>x<li>y</ul><dl><dt>x<dd>y</dl><p>x<p>y",
        "<table><thead><tr><th>x<tbody><tr><td>y</table>",
        '<svg viewBox="0 0 1 1"><title>x</title><path d=""/><circle r="1"/></svg>',
        "<math><mi>x</mi></math><br/><hr>",
        "<select><optgroup label=x><option>x<option>y</select>",
        "<template><tr><td>x</template><outage-notices></outage-notices>",
        '<a href="/"><div>x</div></a><details><summary><h2>x</h2></summary>y</details>',
        '<noscript><img src="/" alt=""></noscript><picture><img src="/" alt="x"></picture>',
        '<label for="x">x</label><input id="x"><button type=button>x</button>',
        "<script>if (a </i>/b) '<p>'</script><textarea></p></textarea>",
        '<script type="application/ld+json">{"@type": "Blog"}</script>',
        *(
            f'<time datetime="{time}">x</time>'
            for time in (
                "2011-11-24T21:00:00-07:00",
                "2011-11-24 21:00Z",
                "2011-11-24T21:00:00.123",
                "2011-11-24",
                "2011-11",
                "2011",
                "2011-W47",
                "11-24",
                "21:00",
                "PT4H18M3S",
                "4h 18m",
            )
        ),
        "x > y &amp; z &copy; & more",
    ],
)
def test_what_the_standard_allows_is_no_fault(html: str) -> None:
    assert in_body(html) == []


def test_tags_that_may_be_left_out_may_be_left_out() -> None:
    assert faults("<!DOCTYPE html><html lang=en><meta charset=utf-8><title>x</title><p>x") == []
    assert faults(HEAD + "<p>x</body></html>\n<!-- made by hand -->\n") == []


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<b>x", "<b> is not closed where it should be, with </b>"),
        ("<svg><circle></svg>", "<circle> is not closed where it should be, with </circle>"),
        ("x</i>", "</i> closes nothing that is open here"),
        ("<p><div>x</div></p>", "</p> closes nothing that is open here"),
        ("<tr>x", "<tr> may not stand here; browsers ignore it"),
        ("<table><tr><p>x</table>", "<p> stands within <table>, where it may not"),
        ("<blog>x</blog>", "<blog> is no element of HTML"),
        ("<center>x</center>", "the center element is obsolete"),
        ("<p align=left>x", "the align attribute is obsolete"),
        ("<i id=a></i><i id=a></i>", "id a is used more than once"),
        ("<i id=''></i>", "<i> has an id of no letters"),
        ("<img src=/>", "img element has no alt attribute"),
        ("<p a=1 a=2>x", "duplicate attribute, at: ></outage-banner><p a=1 a=2>x</body></html>"),
        (
            "x < y",
            "invalid first character of tag name, at: idden></outage-banner>x < y</body></html>",
        ),
        ("<ul><p>x</ul>", "<p> stands in a list, where only <li> may"),
        (
            "<span><div>x</div></span>",
            "<div> stands in <span>, where only text and its markup may",
        ),
        (
            "<details><summary><p>x</p></summary></details>",
            "<p> stands in <summary>, where only text and its markup may",
        ),
        (
            "<a href=/><button>x</button></a>",
            "<button> can be pressed, and so may not stand within a link",
        ),
        (
            "<button><a href=/>x</a></button>",
            "<a> can be pressed, and so may not stand within a button",
        ),
        (
            "<time datetime=2011-11-24T21:00:00.123456Z>x</time>",
            'datetime="2011-11-24T21:00:00.123456Z" is no time in HTML',
        ),
        ("<time datetime=yesterday>x</time>", 'datetime="yesterday" is no time in HTML'),
        ("<label for=x>x</label>", 'for="x" names an id that is not there'),
        (
            "<script type=application/ld+json>{]</script>",
            "the JSON-LD cannot be read: Expecting property name enclosed in double quotes: "
            "line 1 column 2 (char 1)",
        ),
    ],
)
def test_it_is_told_of(html: str, message: str) -> None:
    assert message in in_body(html)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (page() + "<p>x</p>", 4, "<p> stands behind the end of the body"),
        (page().replace("<!DOCTYPE html>", ""), 1, "the page does not begin with <!DOCTYPE html>"),
        (page().replace(' lang="en"', ""), 2, "html element has no lang attribute"),
        (page().replace("<title>T</title>", ""), 2, "document has no non-empty title element"),
        (page().replace('<meta charset="utf-8">', ""), 0, 'the head lacks <meta charset="utf-8">'),
        (page("é").encode("latin-1"), 0, "the page is not in UTF-8; save its source as UTF-8"),
    ],
)
def test_a_page_is_wrong_as_a_whole(text: str | bytes, line: int, message: str) -> None:
    assert faults(text) == [(line, message)]


def test_lines_are_counted_whatever_ends_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert faults(page("x\n\n</i>").replace("\n", end)) == [
            (5, "</i> closes nothing that is open here")
        ]


NAMES = [
    "a", "b", "button", "div", "dl", "dt", "form", "h2", "i", "li", "option", "p", "section",
    "select", "span", "table", "td", "tr", "ul",
]  # fmt: skip
TAGS = st.sampled_from([tag for name in NAMES for tag in (f"<{name}>", f"</{name}>")])


@settings(max_examples=500)
@given(st.lists(TAGS | st.just("x"), max_size=9).map("".join))
@example("<b>1<p>2</b>3</p>")
def test_tags_are_misplaced_where_another_parser_finds_an_error(html: str) -> None:
    text = page(html)
    other = html5lib.HTMLParser()
    other.parse(text)
    assert bool(list(misplaced_tags(markup.read(text.encode())))) == bool(other.errors)


@settings(max_examples=500)
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_whatever_a_file_holds_it_is_read(content: bytes | str) -> None:
    assert faults(content) is not None
    assert faults(HEAD.encode() + (content if isinstance(content, bytes) else b"")) is not None
