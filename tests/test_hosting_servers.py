"""The site on a real nginx and a real Apache, served as `outage hosting` tells them to."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
from outage_banner import caching, store
from outage_banner.hosting import STRICT, Policy, configuration, hosted
from outage_banner.settings import from_pelican
from playwright.sync_api import Page, expect
from rig.apache import apache, public_folder
from rig.hosts import SERVERS, SITE_URL, Host, hosting
from rig.nginx import nginx
from rig.program import Answer, ask

OTHER_FILES = {
    "feeds/all.atom.xml": b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
    "site.webmanifest": b"{}",
    "fonts/inter.woff2": b"wOF2",
    "app.wasm": b"\0asm" + bytes(400),
    "images/photo.JPG": b"\xff\xd8",
    "images/a b+c%d.png": b"\x89PNG",
    "docs/paper.pdf": b"%PDF",
    "theme/app.0a1b2c3d.js": b"1;",
    "changes/release.0a1b2c3d.html": b"<!DOCTYPE html><title>A release</title>",
    "files/2011-11-24.20111124.txt": b"a date is no digest",
    ".well-known/security.txt": b"Contact: mailto:me@blog.example\n",
    ".git/config": b"[core]",
    "posts/.env": b"SECRET=1",
    ".published.json": b"{}",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
SECTION = "status"


@pytest.fixture(scope="session")
def folder(site: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The blog as published, and whatever else may lie in a site's folder."""
    made = tmp_path_factory.mktemp("hosted") / "site"
    shutil.copytree(site(), made)
    for path, content in OTHER_FILES.items():
        file = made / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return made


@pytest.fixture(scope="module", params=SERVERS)
def host(request: pytest.FixtureRequest, folder: Path) -> Iterator[Host]:
    with hosting(request.param, folder) as running:
        yield running


def address_of(file: str) -> str:
    return quote(file.removesuffix("index.html") if file.endswith("/index.html") else file)


def served_files(host: Host) -> list[str]:
    """The files of the site that a reader may ask for."""
    paths = (path.relative_to(host.root) for path in host.root.rglob("*") if path.is_file())
    return sorted(str(path) for path in paths if not any(part[0] == "." for part in path.parts))


def assert_guarded(answer: Answer, policy: str = STRICT) -> None:
    assert answer.headers.get_all("Content-Security-Policy") == [policy]
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert "nginx/" not in answer.headers["Server"]


def test_every_file_comes_whole_with_its_type_and_for_how_long_it_is_kept(host: Host) -> None:
    files = served_files(host)
    assert len(files) > 80
    for file in files:
        answer = host.ask(address_of(file))
        assert (answer.status, answer.body) == (200, (host.root / file).read_bytes()), file
        assert answer.headers["Content-Type"] == caching.content_type(file), file
        assert answer.headers.get_all("Cache-Control") == [
            caching.rule(file, SECTION).cache_control
        ], file
        assert_guarded(answer, Policy().with_wasm.text if file == "search/index.html" else STRICT)


def test_an_asset_is_kept_for_ever_only_under_the_address_of_its_content(host: Host) -> None:
    def kept(path: str) -> str:
        return host.ask(path).headers["Cache-Control"]

    assert kept("theme/css/main.css?v=cb7b2128") == caching.FOR_EVER
    assert kept("theme/css/main.css?v=2") == caching.AN_HOUR
    assert kept("?v=cb7b2128") == caching.A_MINUTE
    assert kept("status/?v=cb7b2128") == caching.EACH_TIME
    assert kept("nothing.css?v=cb7b2128") == caching.EACH_TIME
    assert kept("status/banner.html?v=cb7b2128") == caching.FRAGMENT


def test_other_sites_may_read_the_api_and_nothing_else(host: Host) -> None:
    def readers(path: str) -> str | None:
        return host.ask(path).headers["Access-Control-Allow-Origin"]

    assert readers("status/api/v2/summary.json") == "*"
    assert readers("") is readers("status/banner.html") is None


@pytest.mark.parametrize("path", ["nothing", "no/such/page/", "status/x.json", "posts/a/b/c.html"])
def test_what_is_not_there_gets_the_page_that_says_so(host: Host, path: str) -> None:
    answer = host.ask(path)
    assert (answer.status, answer.body) == (404, (host.root / "404.html").read_bytes())
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert_guarded(answer)


@pytest.mark.parametrize("path", ["images/", "theme/css/", "pagefind/"])
def test_no_folder_is_listed(host: Host, path: str) -> None:
    answer = host.ask(path)
    assert answer.status in (403, 404)
    assert answer.body == (host.root / "404.html").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        *("status/.build.json", "status/%2ebuild.json", ".published.json", ".htaccess"),
        *(".git/config", ".git/", "posts/.env", ".nothing"),
    ],
)
def test_files_that_begin_with_a_dot_are_not_there(host: Host, path: str) -> None:
    (host.root / ".htaccess").touch()
    answer = host.ask(path)
    # Debian's Apache refuses files like .htaccess on its own.
    assert answer.status in ((404, 403) if path == ".htaccess" else (404,))
    assert answer.body == (host.root / "404.html").read_bytes()


def test_what_others_look_for_in_well_known_is_there(host: Host) -> None:
    answer = host.ask(".well-known/security.txt")
    assert (answer.status, answer.body) == (200, OTHER_FILES[".well-known/security.txt"])


@pytest.mark.parametrize("path", ["../home/log", "%2e%2e/home/log", "status/..%2f..%2fhome/log"])
def test_nothing_outside_the_folder_is_served(host: Host, path: str) -> None:
    assert host.ask(path).status in (400, 404)


def test_a_link_to_what_belongs_to_another_user_is_not_followed(host: Host) -> None:
    link = host.root / "passwords.txt"
    link.symlink_to("/etc/passwd")
    if os.getuid() == 0:
        os.lchown(link, 65534, 65534)
    assert host.ask("passwords.txt").status in (403, 404)
    link.unlink()


@pytest.mark.parametrize(("path", "to"), [("status", "status/"), ("posts?page=2", "posts/?page=2")])
def test_an_address_without_its_slash_leads_to_the_right_place_behind_any_proxy(
    host: Host, path: str, to: str
) -> None:
    answer = host.ask(path)
    origin = SITE_URL if host.kind == "apache" else ""
    assert (answer.status, answer.headers["Location"]) == (301, f"{origin}/{to}")
    assert_guarded(answer)


# --- compressed


def test_what_compresses_well_is_compressed_and_what_is_compressed_is_not(host: Host) -> None:
    for file in served_files(host):
        answer = host.ask(address_of(file), Accept_Encoding="gzip")
        content = (host.root / file).read_bytes()
        if answer.headers["Content-Encoding"]:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.body) == content, file
            assert "Accept-Encoding" in answer.headers["Vary"]
        else:
            assert answer.body == content, file
            assert len(content) < 1000 or "charset" not in caching.content_type(file), file
        assert answer.headers["Content-Type"] == caching.content_type(file)


@pytest.mark.parametrize("file", ["about/index.html", "theme/css/main.css", "feed.atom"])
def test_compressed_siblings_are_sent_as_they_are(host: Host, file: str) -> None:
    content = (host.root / file).read_bytes()
    siblings = {"gzip": gzip.compress(content, 1), "br": brotli.compress(content, quality=3)}
    for suffix, coding in ((".gz", "gzip"), (".br", "br")):
        (host.root / (file + suffix)).write_bytes(siblings[coding])
    try:
        for accepted, expected in (
            ("gzip", "gzip"),
            ("gzip, deflate, br;q=0.9", "br" if host.kind == "apache" else "gzip"),
            ("gzip;q=0", None),
            ("identity", None),
        ):
            answer = host.ask(address_of(file), Accept_Encoding=accepted)
            assert answer.headers["Content-Encoding"] == expected
            assert answer.body == (siblings[expected] if expected else content)
            assert answer.headers["Content-Type"] == caching.content_type(file)
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["Cache-Control"] == caching.rule(file, SECTION).cache_control
            assert_guarded(answer)
    finally:
        for suffix in (".gz", ".br"):
            (host.root / (file + suffix)).unlink()


# --- asked again


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("has_sibling", [False, True])
def test_what_has_not_changed_is_not_sent_again(host: Host, coding: str, has_sibling: bool) -> None:
    sibling = host.root / "tags" / "index.html.gz"
    if has_sibling:
        sibling.write_bytes(gzip.compress((host.root / "tags" / "index.html").read_bytes()))
    first = host.ask("tags/", Accept_Encoding=coding)
    for known in (
        {"If_None_Match": first.headers["ETag"]},
        {"If_None_Match": f'"other", {first.headers["ETag"]}'},
        {"If_Modified_Since": first.headers["Last-Modified"]},
    ):
        answer = host.ask("tags/", Accept_Encoding=coding, **known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["Cache-Control"] == caching.A_MINUTE
        assert_guarded(answer)
    sibling.unlink(missing_ok=True)


def test_a_page_told_anew_in_the_same_second_and_length_is_sent_again(host: Host) -> None:
    page = host.root / "archives" / "index.html"
    old = page.read_bytes()
    for word in (b"3 AM", b"4 AM", b"5 AM"):
        first = host.ask("archives/")
        store.replace(page, old[:-5] + word + b"\n")
        answer = host.ask(
            "archives/",
            If_None_Match=first.headers["ETag"],
            If_Modified_Since=first.headers["Last-Modified"],
        )
        assert (answer.status, answer.body[-5:]) == (200, word + b"\n")
    store.replace(page, old)


# --- amid what else a server does


@pytest.mark.parametrize("mode", ["inline", "include"])
@pytest.mark.parametrize("kind", SERVERS)
def test_the_server_starts_without_a_warning(kind: str, mode: str, folder: Path) -> None:
    with hosting(kind, folder, mode=mode) as host:
        assert host.ask().status == 200
        assert host.log.read_text("utf-8") == ""


def test_two_sites_on_one_nginx_do_not_mix(folder: Path, tmp_path: Path) -> None:
    path = "/and/a/path/that/is/longer/than/any/name/that/nginx/takes"
    sites = {f"https://one.example{path}": Policy(), "https://two.example": Policy("")}
    texts = [
        configuration(
            "nginx", hosted(from_pelican({"SITEURL": url}), root=str(folder), policy=policy)
        )
        for url, policy in sites.items()
    ]
    with nginx("".join(texts), tmp_path) as address:
        one = ask(address, f"{path}/about/", Host="one.example")
        two = ask(address, "/about/", Host="two.example")
    assert one.body == two.body == (folder / "about" / "index.html").read_bytes()
    assert one.headers["Content-Security-Policy"] == STRICT
    assert two.headers["Content-Security-Policy"] is None


BARE = ("mpm_event", "authz_core", "alias", "autoindex", "dir", "mime")


def test_an_apache_with_few_modules_serves_the_site_too(folder: Path, tmp_path: Path) -> None:
    site = hosted(from_pelican({"SITEURL": SITE_URL}))
    with public_folder() as public:
        root = public / "site"
        shutil.copytree(folder, root)
        (root / ".htaccess").write_text(configuration("apache", site))
        with apache(root, tmp_path, modules=BARE) as address:
            assert ask(address, "/about/").body == (root / "about" / "index.html").read_bytes()
            assert ask(address, "/no/where").status == 404
            assert ask(address, "/status/.build.json").status == 404


def test_an_apache_that_cannot_include_the_banner_serves_no_page_without_it(
    folder: Path, tmp_path: Path
) -> None:
    site = hosted(from_pelican({"SITEURL": SITE_URL, "OUTAGE_MODE": "include"}))
    with public_folder() as root:
        (root / ".htaccess").write_text(configuration("apache", site))
        (root / "index.html").write_text("<p>no banner")
        with apache(root, tmp_path, modules=BARE) as address:
            assert ask(address, "/").status == 500


# --- under a path


@pytest.mark.parametrize("kind", SERVERS)
def test_a_site_below_a_path_is_served_there_alone(kind: str, folder: Path) -> None:
    with hosting(kind, folder, site_url="https://user.example/repo") as host:
        missing = (host.root / "404.html").read_bytes()
        assert host.ask().body == (host.root / "index.html").read_bytes()
        assert host.ask("deep/down/").body == missing
        assert host.ask("status/.build.json").body == missing
        for path in ("index.html", "theme/css/main.css", "status/banner.html", "search/"):
            answer = host.ask(path)
            file = path + "index.html" if path.endswith("/") else path
            assert answer.headers["Cache-Control"] == caching.rule(file, SECTION).cache_control
        assert "wasm" in host.ask("search/").headers["Content-Security-Policy"]
        assert host.ask("status").headers["Location"].endswith("/repo/status/")


# --- with the banner included by the server

POSTS_THAT_MEAN_HARM = b"""\
<!--#exec cmd="echo harm; id" --><!--#include virtual="/.git/config" -->
<!--#include virtual="/etc/passwd" --><!--#nonsense --><!--#include file="/etc/passwd" -->
"""


@pytest.fixture(scope="module", params=SERVERS)
def including(request: pytest.FixtureRequest, site: Callable[..., Path]) -> Iterator[Host]:
    built = site(settings={"OUTAGE_MODE": "include"})
    with hosting(request.param, built, mode="include") as running:
        yield running


def told(answer: Answer) -> str:
    body = answer.body
    if answer.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    text = body.decode()
    assert text.rstrip().endswith("</html>")
    assert "<!--#" not in text
    assert "an error occurred" not in text
    return text


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_changing_the_fragment_alone_changes_every_page(including: Host, coding: str) -> None:
    fragment = including.root / "status" / "banner.html"
    pages = ["", "about/", "tags/", "status/", "nothing/at/all"]
    before = {path: including.ask(path, Accept_Encoding=coding) for path in pages}
    old = fragment.read_text("utf-8")
    new = old.replace("Community Color", "Community Crayon")
    since = formatdate((including.root / "index.html").stat().st_mtime, usegmt=True)
    store.replace(fragment, new.encode())
    try:
        for path, answer in before.items():
            assert old.strip() in told(answer), path
            assert "Content-Encoding" not in answer.headers or coding == "gzip"
            assert {"ETag", "Last-Modified"}.isdisjoint(answer.headers)
            for known in ({}, {"If_Modified_Since": since}, {"If_None_Match": '"6b0305d7-17e0"'}):
                again = including.ask(path, Accept_Encoding=coding, **known)
                assert again.status == answer.status
                assert new.strip() in told(again), path
    finally:
        store.replace(fragment, old.encode())


def test_a_compressed_sibling_never_hides_the_banner(including: Host) -> None:
    page = including.root / "about" / "index.html"
    sibling = page.with_name("index.html.gz")
    sibling.write_bytes(gzip.compress(page.read_bytes()))
    answer = including.ask("about/", Accept_Encoding="gzip, br")
    sibling.unlink()
    assert "<outage-banner" in told(answer)
    assert_guarded(answer)


def test_without_the_fragment_a_page_is_whole_and_says_nothing_of_it(including: Host) -> None:
    fragment = including.root / "status" / "banner.html"
    old = fragment.read_bytes()
    fragment.unlink()
    try:
        for path, status in (("", 200), ("about/", 200), ("nothing/", 404)):
            answer = including.ask(path)
            assert answer.status == status
            assert told(answer).count("<!doctype html>") == 1
            assert "404 Not Found" not in told(answer)
        assert including.ask("status/banner.html").status == 404
    finally:
        fragment.write_bytes(old)


def test_a_post_makes_the_server_run_and_show_nothing(including: Host) -> None:
    page = including.root / "about" / "index.html"
    (including.root / ".git").mkdir(exist_ok=True)
    (including.root / ".git" / "config").write_bytes(b"[core]")
    old = page.read_bytes()
    page.write_bytes(old.replace(b"</main>", POSTS_THAT_MEAN_HARM + b"</main>"))
    try:
        text = told(including.ask("about/"))
    finally:
        page.write_bytes(old)
    assert not any(word in text for word in ("harm", "uid=", "[core]", "root:"))


# --- in a browser


@pytest.mark.parametrize("kind", SERVERS)
def test_the_blog_works_under_what_the_server_sends(
    kind: str, folder: Path, visit: Callable[..., Page]
) -> None:
    with hosting(kind, folder) as host:
        page = visit("about:blank")
        troubles: list[str] = []
        page.on("console", lambda said: troubles.append(said.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{host.address}/search/")
        page.get_by_role("searchbox").fill("outage")
        expect(page.get_by_text("1 post holds")).to_be_visible()
        expect(page.get_by_role("region", name="Community Color")).to_be_visible()
        assert troubles == []
