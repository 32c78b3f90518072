"""Links of a built site: which lead nowhere, seen as a browser and a server see them."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from outage_banner.gate.addresses import Addresses, NoAddress, Target
from outage_banner.gate.inspection import inspect
from playwright.sync_api import Browser
from rig.server import serving
from test_gate import page, told, write

__all__ = ["write"]

SITE = "https://blog.example/notes"
Write = Callable[[Mapping[str, str | bytes]], Path]


def found(write: Write, files: Mapping[str, str | bytes], address: str = SITE) -> list[str]:
    return told(inspect(write(files), address, elsewhere=("/stats/",)))


# --- links that lead somewhere

FILES: dict[str, str | bytes] = {
    "about/index.html": page('<h2 id="me">x</h2><a name="old">y</a><p id="zwölf">z</p>'),
    "a b.txt": "x",
    "naïve.txt": "x",
    "plain.html": page(),
}


@pytest.mark.parametrize(
    "link",
    [
        "about/",
        "./about/",
        "/notes/about/",
        "/notes/about",
        "/notes",
        "//blog.example/notes/about/",
        "https://BLOG.example:443/notes/about/index.html",
        "http://blog.example/notes/about/?page=2&amp;x=/y",
        "  about/  ",
        "ab\nout/",
        "about\\",
        "x/../about/",
        "../notes/about/",
        "%61bout/",
        "a%20b.txt",
        "a b.txt",
        "naïve.txt",
        "na%C3%AFve.txt",
        "plain",
        "?q=1",
        "",
        "#",
        "#top",
        "#:~:text=x",
        "about/#me",
        "about/#me:~:text=x",
        "about/#old",
        "about/#zw%C3%B6lf",
        "about/#zwölf",
        "a%20b.txt#page=3",
        "https://elsewhere.example/gone/",
        "https://blog.example:8080/notes/gone/",
        "/another-site/",
        "/",
        "/stats/2011",
        "mailto:a@b.example",
        "tel:+1",
        "javascript:void(0)",
        "data:,x",
    ],
)
def test_a_link_that_leads_somewhere_or_to_others_is_no_fault(write: Write, link: str) -> None:
    files = FILES | {"index.html": page(f'<a href="{link}">x</a>')}
    assert found(write, files) == []


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("abuot/", "/notes/about/"),
        ("About/", "/notes/about/"),
        ("/notes/ABOUT/index.html", "/notes/about/"),
        ("https://blog.example/notes/abou", "/notes/about/"),
        ("plain.htm", "/notes/plain.html"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_what_was_meant(
    write: Write, link: str, meant: str
) -> None:
    assert found(write, FILES | {"index.html": page(f'\n<a href="{link}">x</a>')}) == [
        f'index.html:4: error: "{link}" leads nowhere; did you mean "{meant}"?'
    ]


@pytest.mark.parametrize(
    "link", ["gone/", "plain.html/", "about//", "%2e%2e%2fgone", "about/x?y#z"]
)
def test_a_link_like_no_other_leads_nowhere(write: Write, link: str) -> None:
    (line,) = found(write, FILES | {"index.html": page(f'<a href="{link}">x</a>')})
    assert line.startswith(f'index.html:3: error: "{link}" leads nowhere; ')


def test_a_link_that_forgets_the_path_of_the_site_is_told(write: Write) -> None:
    files = FILES | {"index.html": page('<a href="/about/">x</a>')}
    assert found(write, files) == [
        'index.html:3: warning: "/about/" leads out of the site, which begins at /notes/; '
        'did you mean "/notes/about/"?'
    ]


def test_a_link_that_is_no_address_is_told(write: Write) -> None:
    assert found(write, {"index.html": page('<a href="http://[x/">x</a>')}) == [
        'index.html:3: error: "http://[x/" is no address that can be followed'
    ]


@pytest.mark.parametrize("address", ["", "/notes", SITE])
def test_a_site_may_be_built_without_its_host(write: Write, address: str) -> None:
    root = urlsplit(address).path
    files = {"a/index.html": page(f'<a href="{root}/b/">x</a><a href="../b/">y</a>')}
    assert len(found(write, files, address)) == 2
    assert found(write, {**files, "b/index.html": page()}, address) == []


def test_a_relative_link_is_relative_to_its_page_or_to_what_that_says(write: Write) -> None:
    based = page('<a href="c.html">x</a>').replace("<title>", '<base href="../b/"><title>')
    files = {"a/index.html": page('<a href="c.html">x</a>'), "d/index.html": based}
    assert found(write, {**files, "b/c.html": page()}) == [
        'a/index.html:3: error: "c.html" leads nowhere; did you mean "/notes/b/c.html"?'
    ]


# --- where links stand


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/gone" alt="x">',
        '<img src="/" srcset="/ 1x, /gone 2x" alt="x">',
        '<picture><source srcset="/gone"><img src="/" alt="x"></picture>',
        '<video src="/" poster="/gone"></video>',
        '<form action="/gone"></form>',
        '<form><button formaction="/gone">x</button></form>',
        '<script src="/gone"></script>',
        '<iframe src="/gone"></iframe>',
        '<object data="/gone"></object>',
        '<noscript><a href="/gone">x</a></noscript>',
        '<svg><a href="/gone"><text>x</text></a></svg>',
    ],
)
def test_a_link_is_found_in(write: Write, html: str) -> None:
    assert found(write, {"index.html": page(html)}, "") == [
        'index.html:3: error: "/gone" leads nowhere; mend the link, or put the file there'
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="/gone">',
        '<link rel="canonical" href="/gone">',
        '<meta http-equiv="refresh" content="5; url=/gone">',
        '<meta property="og:image" content="/gone">',
        '<meta name="twitter:image" content="/gone">',
    ],
)
def test_a_link_is_found_in_the_head(write: Write, html: str) -> None:
    files = {"index.html": page().replace("</head>", f"{html}</head>")}
    assert found(write, files, "") == [
        'index.html:2: error: "/gone" leads nowhere; mend the link, or put the file there'
    ]


def test_hosts_to_be_known_early_are_no_links(write: Write) -> None:
    hint = '<link rel="preconnect" href="/gone"><link rel="dns-prefetch" href="/gone"></head>'
    assert found(write, {"index.html": page().replace("</head>", hint)}, "") == []


def test_what_a_stylesheet_lacks_is_a_warning_with_its_line(write: Write) -> None:
    sheet = (
        '@import "gone.css";\n/* url(old.png) */\n@import url(there.css);\n'
        'b { background: url( "gone.png" ), url(data:,x) }\n@font-face { src: url(gone.eot?#x) }\n'
    )
    style = '<div style="background: url(/notes/gone.gif)">x</div>'
    files = {"t/a.css": sheet, "t/there.css": "", "index.html": page(style)}
    assert found(write, files) == [
        f'{place}: warning: "{link}" leads nowhere; mend the link, or put the file there'
        for place, link in (
            ("index.html:3", "/notes/gone.gif"),
            ("t/a.css:1", "gone.css"),
            ("t/a.css:4", "gone.png"),
            ("t/a.css:5", "gone.eot?#x"),
        )
    ]


# --- anchors


@pytest.mark.parametrize("link", ["#her", "about/#her", "/notes/about/#her", "about/#Me"])
def test_a_link_to_no_place_in_a_page_is_a_warning(write: Write, link: str) -> None:
    name = link.partition("#")[2]
    assert found(write, FILES | {"index.html": page(f'<a href="{link}">x</a>')}) == [
        f'index.html:3: warning: "{link}" leads to a page without id="{name}"'
    ]


def test_the_name_of_a_field_is_no_anchor(write: Write) -> None:
    body = '<a href="#q">x</a><input name="q">'
    assert found(write, {"index.html": page(body)}) == [
        'index.html:3: warning: "#q" leads to a page without id="q"'
    ]


# --- as a browser and a server see them

PIECES = ["a", "b", "é", "%62", "%C3%A9", "/", "//", ".", "..", "?", "#", " ", "\t", "\n", "\\"]
PIECES += ["index.html", "q=1", ":", ";", "&", "+", "~", "@", "https:", SITE, "//blog.example"]
LINKS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
READ = """([link, base]) => {
    const site = new URL("https://blog.example/notes/");
    try {
        const url = new URL(link, base);
        if (url.protocol !== "https:" || url.host !== site.host) return null;
        return [url.pathname, url.hash.slice(1)];
    } catch { return null; }
}"""


@settings(max_examples=400)
@given(link=LINKS, file=st.sampled_from(["index.html", "a/index.html", "a/b.html", "é/b/x.html"]))
def test_links_are_read_as_a_browser_reads_them(
    blank: Callable[..., list[str] | None], link: str, file: str
) -> None:
    addresses = Addresses(SITE, frozenset())
    base = addresses.of(file)
    try:
        target = addresses.target(link, base)
    except NoAddress:
        target = None
    seen = blank(READ, [link, base])
    path = unquote(seen[0]) if seen else ""
    if seen and f"{path}/".startswith("/notes/"):
        assert target == Target(None, path, target.fragment if target else "")
        assert quote(unquote(target.fragment)) == quote(unquote(seen[1]))
    else:
        assert target is None


@pytest.fixture(scope="session")
def blank(browser: Browser) -> Callable[..., object]:
    return browser.new_page().evaluate


TREES = st.frozensets(
    st.sampled_from(
        ["a.txt", "a", "b/index.html", "b/a.txt", "é/index.html", "a b/index.html", "index.html"]
    )
)
PATHS = st.lists(
    st.sampled_from(["a", "a.txt", "b", "B", "é", "a b", "index.html", ""]), max_size=3
)


@settings(max_examples=60)
@given(files=TREES, parts=PATHS)
def test_a_file_is_there_when_a_server_answers_with_it(
    tmp_path_factory: pytest.TempPathFactory, files: frozenset[str], parts: list[str]
) -> None:
    path = "/".join(parts)
    assume("//" not in f"/{path}")
    site = tmp_path_factory.mktemp("site")
    for file in files:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text(file, "utf-8")
    with serving(site) as address:
        answer = answered(urljoin(address, quote(f"/{path}")))
    assert Addresses("", files).file_at(path) == answer


def answered(address: str) -> str | None:
    """What a server answers with, which is the path of the file; None where it has nothing."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        body, moved = answer.read(), answer.getheader("Location")
        if answer.status == 301:
            return answered(urljoin(address, moved))
        is_listing = b"Directory listing for" in body
        return body.decode() if answer.status == 200 and not is_listing else None
    finally:
        connection.close()
