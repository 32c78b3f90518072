"""The slot in any page: found where a browser's body begins, filled, and taken out again."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner import slot

BANNER = '<outage-banner id="outage-banner"><p>Down &amp; out</p></outage-banner>'


def before_slot(page: str) -> str:
    return slot.fill(page, BANNER).split(BANNER)[0]


@pytest.mark.parametrize(
    ("page", "before"),
    [
        pytest.param("<html><body><p>x", "<html><body>", id="a plain body"),
        pytest.param('<BODY class="a>b"><p>', '<BODY class="a>b">', id="quoted attributes"),
        pytest.param(
            '<meta content="a <body class=x> b"><body id=y><p>',
            '<meta content="a <body class=x> b"><body id=y>',
            id="a body tag in an attribute",
        ),
        pytest.param("<!-- <body> --><body>", "<!-- <body> --><body>", id="a body in a comment"),
        pytest.param(
            "<title>The <body> tag</title><body>x",
            "<title>The <body> tag</title><body>",
            id="a body in the title",
        ),
        pytest.param(
            "<script>'<body>'</script><style>/*<body>*/</style><body>",
            "<script>'<body>'</script><style>/*<body>*/</style><body>",
            id="a body in script and style",
        ),
        pytest.param(
            "<script><!-- <script> </script><body> --></script><body>",
            "<script><!-- <script> </script><body> --></script><body>",
            id="a script in a script's comment",
        ),
        pytest.param(
            "<template><body><p></template><body>",
            "<template><body><p></template><body>",
            id="a body in a template",
        ),
        pytest.param(
            "<!DOCTYPE html><title>x</title>\n<p>y",
            "<!DOCTYPE html><title>x</title>\n",
            id="no body tag",
        ),
        pytest.param(
            "<head><title>x</title></head>\n<main>",
            "<head><title>x</title></head>\n",
            id="only a head",
        ),
        pytest.param("<ul><li>x</ul>", "", id="a bare list"),
        pytest.param("\n hello", "\n ", id="bare text"),
        pytest.param("\ufeff<p>x", "\ufeff", id="a byte order mark"),
        pytest.param(
            "<html><head><meta http-equiv=refresh></head></html>",
            "<html><head><meta http-equiv=refresh></head>",
            id="a redirect without a body",
        ),
        pytest.param("<head><!-- never closed <body>", "<head>", id="an unclosed comment"),
        pytest.param("<title>never closed <body>", "", id="an unclosed title"),
        pytest.param("<head><template><p>x", "<head>", id="an unclosed template"),
        pytest.param("<head><a href='x", "<head>", id="an unfinished tag"),
        pytest.param(
            '<body><a class="skip" href="#main">Skip</a><header>',
            '<body><a class="skip" href="#main">Skip</a>',
            id="a skip link",
        ),
        pytest.param(
            "<body>\n<div><a href=#content>Los</a></div>\n<ul><li><a href='#n'>Skip</a></ul><p>",
            "<body>\n<div><a href=#content>Los</a></div>",
            id="skip links in a wrapper, and one in a list whose items are left open",
        ),
        pytest.param(
            "<body><ul><li><a href='#a'>Skip</a></li><li><a href='#b'>Skip</a></li></ul><p>",
            "<body><ul><li><a href='#a'>Skip</a></li><li><a href='#b'>Skip</a></li></ul>",
            id="skip links in wrappers",
        ),
        pytest.param('<body><a href="#about">About</a>', "<body>", id="a menu is no skip link"),
        pytest.param(
            '<body><div><a href="#main">Skip</a><h1>x</h1></div>', "<body>", id="a full wrapper"
        ),
        pytest.param("<body><div></div><p>", "<body>", id="an empty wrapper"),
        pytest.param('<body><a href="/">Home</a>', "<body>", id="a link elsewhere"),
    ],
)
def test_the_slot_stands_where_the_body_begins(page: str, before: str) -> None:
    assert before_slot(page) == before


@pytest.mark.parametrize("page", ["", " \n", "\ufeff", "<frameset><frame></frameset>"])
def test_a_page_without_a_body_is_left_alone(page: str) -> None:
    assert slot.find(page) is None
    assert slot.fill(page, BANNER) == page
    assert slot.remove(page) == page


def test_an_older_banner_is_replaced_in_place() -> None:
    page = "<body>\n<!-- top -->\n<outage-banner\nid=old>old</outage-banner >\n<p>x"
    assert slot.fill(page, BANNER) == f"<body>\n<!-- top -->\n{BANNER}\n<p>x"


def test_a_slot_that_never_ends_is_not_taken_for_the_slot() -> None:
    page = "<body><outage-banner><p>all the rest"
    assert slot.fill(page, BANNER) == f"<body>{BANNER}<outage-banner><p>all the rest"


MARKUP = """
<!DOCTYPE html><html lang=en><head></head><body><body class='x'></body></html><title></title>
<script></script><style></style><template></template><textarea></textarea><br></br><base>
<meta content='<body>'><link title="a"><p></p><a href='#main'>Skip</a><div></div>text"'=&lt;
<table><svg></svg><plaintext>\ufeff\x00\xa0"""
PIECES = re.findall(r"<[^>]*>|[^<]", MARKUP)
PIECES += re.findall(r"\S+", "<!-- --> <!--> <! <? </ < >")
PIECES += ["<p a='", "<body class='>'>"]
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14).map("".join)


@given(SOUP)
def test_everything_outside_the_slot_is_unchanged(page: str) -> None:
    filled = slot.fill(page, BANNER)
    if filled != page:
        before, banner, after = filled.partition(BANNER)
        assert banner == BANNER
        assert before + after == page


@given(SOUP)
def test_filling_twice_is_filling_once_and_the_last_banner_wins(page: str) -> None:
    filled = slot.fill(page, BANNER)
    assert slot.fill(filled, BANNER) == filled
    empty = slot.fill(page, "<outage-banner></outage-banner>")
    assert slot.fill(filled, "<outage-banner></outage-banner>") == empty
    assert slot.fill(empty, BANNER) == filled


@given(SOUP)
def test_taking_the_slot_out_restores_the_page(page: str) -> None:
    assert slot.remove(slot.fill(page, BANNER)) == page


@given(SOUP.filter(lambda page: "plaintext" not in page))
def test_a_parser_that_follows_the_standard_sees_the_banner_in_the_body(page: str) -> None:
    filled = slot.fill(page, BANNER)
    if filled == page:
        return
    document = html5lib.parse(filled, treebuilder="etree", namespaceHTMLElements=False)
    banners = document.findall("./body//outage-banner")
    assert [banner.get("id") for banner in banners] == ["outage-banner"]
    assert [child.tag for child in banners[0]] == ["p"]


INCLUDE = '<!--#include virtual="/repo/status/banner.de.html?outage-banner" -->'


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><body><h1>x",
        '<body>\n<!-- theme --><a href="#main">Skip to content</a> <!-- more --><h1>x',
        "<!DOCTYPE html><title>x</title>\n<p>no body tag",
        "<ul><li>a bare list",
        '<body><!--#include virtual="/theme/banner.html" --><h1>x',
    ],
)
def test_an_include_is_a_slot_that_is_found_and_taken_out_again(page: str) -> None:
    filled = slot.fill(page, INCLUDE)
    place = slot.find(filled)
    assert place
    assert filled[place.start : place.end] == INCLUDE
    assert slot.fill(filled, INCLUDE) == filled
    assert slot.fill(filled, BANNER) == slot.fill(page, BANNER)
    assert slot.remove(filled) == page
