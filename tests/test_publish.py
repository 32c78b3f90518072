"""What is sent and deleted, in which order: interrupted anywhere, the site on the host works."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.fetch import Answer
from outage_banner.publish.files import File, files
from outage_banner.publish.ledger import Ledger, Sent, Unpublishable, from_json, key
from outage_banner.publish.look import judged
from outage_banner.publish.needs import needed
from outage_banner.publish.plan import OUTLIVES_SECONDS, Plan, Site, plan, status_plan
from outage_banner.remote import masked
from outage_banner.remote.reasons import explained

NOW = 1_322_190_000
WORKERS = 8
PATHS = (
    *("index.html", "posts/a.html", "posts/b.html", "posts/c.html", "tags.html"),
    *("style.css", "img/a.png", "app.3f9ab2c4.js", "app.11aa22bb.js", "search.json"),
    *("status/index.html", "status/x/index.html", "status/banner.html", "status/feed.atom"),
    *("status/outage-banner.0123456789.css", "feed.xml", "sitemap.xml", "index.html.gz"),
)
NEWEST = ("posts/c.html", "posts/b.html", "posts/a.html")


def a_site(contents: Mapping[str, str], **more: object) -> Site:
    found = {path: File(len(content), content) for path, content in contents.items()}
    return Site(section="status", files=found, newest=NEWEST, **more)  # type: ignore[arg-type]


def a_ledger(contents: Mapping[str, str], gone_at: int = 0) -> Ledger:
    sent = {key(path): Sent(text, len(text), gone_at) for path, text in contents.items()}
    return Ledger(sent, run="before")


def sizes(contents: Mapping[str, str]) -> dict[str, int]:
    return {path: len(content) for path, content in contents.items()}


def whole(new: Mapping[str, str], old: Mapping[str, str]) -> Plan:
    return plan(a_site(new), sizes(old), a_ledger(old), NOW)


contents = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["1", "2", "three"]))


def is_asset(path: str) -> bool:
    return path.endswith((".css", ".png", ".js"))


@given(new=contents, old=contents, data=st.data())
def test_wherever_it_is_interrupted_no_page_lacks_an_asset(
    new: Mapping[str, str], old: Mapping[str, str], data: st.DataObject
) -> None:
    found = whole(new, old)
    there = dict(old)
    for number, step in enumerate(found.steps):
        stops = data.draw(st.booleans(), label=f"stops in step {number}")
        # Several are sent at the same time, so that any of them may be done.
        done = data.draw(st.sets(st.sampled_from(step.paths))) if stops else step.paths
        for path in done:
            there[path] = new[path]
        new_pages = [
            path for path in done if path.endswith(".html") and not path.startswith("status/")
        ]
        if new_pages:
            lacking = [path for path in new if is_asset(path) and there.get(path) != new[path]]
            assert lacking == []
        if any(path.startswith("status/") and path.endswith(".html") for path in done):
            own = [path for path in new if path.startswith("status/outage-")]
            assert all(there.get(path) == new[path] for path in own)
        if stops:
            break
    # Nothing has been deleted that an old page needs.
    assert set(old) <= set(there)


@given(new=contents, old=contents)
def test_in_the_end_the_host_has_the_site_and_what_outlives_it(
    new: Mapping[str, str], old: Mapping[str, str]
) -> None:
    found = whole(new, old)
    there = {**old, **{path: new[path] for path in found.puts}}
    for path in found.deletions:
        del there[path]
    assert {path: there[path] for path in new} == new
    assert set(there) - set(new) == set(found.gone)
    assert len(found.puts) == len(set(found.puts))
    assert all(new[path] != old.get(path) for path in found.puts)


@given(contents)
def test_a_site_that_is_there_needs_nothing(site: Mapping[str, str]) -> None:
    assert whole(site, site).steps == ()
    assert status_plan(a_site(site), sizes(site), a_ledger(site)).steps == ()


def test_a_whole_site_goes_out_in_this_order() -> None:
    assert whole(dict.fromkeys(PATHS, "1"), {}).puts == (
        "status/outage-banner.0123456789.css",
        *("status/feed.atom", "status/index.html", "status/x/index.html", "status/banner.html"),
        *("app.11aa22bb.js", "app.3f9ab2c4.js", "img/a.png", "search.json", "style.css"),
        *("posts/c.html", "posts/b.html", "posts/a.html", "tags.html"),
        *("index.html.gz", "index.html", "feed.xml", "sitemap.xml"),
    )


def test_of_what_readers_have_the_home_page_is_renewed_first() -> None:
    old, new = dict.fromkeys(PATHS, "1"), dict.fromkeys(PATHS, "2")
    pages = next(step.paths for step in whole(new, old).steps if step.name == "pages")
    assert pages == ("index.html.gz", "index.html", *NEWEST, "tags.html")


def test_a_new_post_is_there_before_the_home_page_links_to_it() -> None:
    old = {"index.html": "1", "posts/a.html": "1"}
    steps = whole({**old, "index.html": "2", "posts/c.html": "1"}, old).steps
    assert [step.paths for step in steps] == [("posts/c.html",), ("index.html",)]


def test_data_that_lists_pages_follows_them_unless_a_page_has_been_without_it() -> None:
    old = {"search.json": "1", "posts/a.html": "1"}
    new = {"search.json": "2", "posts/a.html": "2"}
    assert whole(new, old).puts == ("posts/a.html", "search.json")
    assert whole(new, {}).puts == ("search.json", "posts/a.html")


def test_the_status_section_alone_takes_along_what_it_needs_and_deletes_nothing() -> None:
    old = {"status/old/index.html": "1", "style.css": "1", "index.html": "1"}
    new = {"status/index.html": "2", "style.css": "2", "img/a.png": "2", "index.html": "2"}
    site = a_site(new, needed=frozenset({"style.css"}))
    found = status_plan(site, sizes(old), a_ledger(old))
    assert found.puts == ("style.css", "status/index.html")
    assert found.deletions == ()


def test_files_named_by_content_outlive_the_site_for_a_day() -> None:
    old = {"app.3f9ab2c4.js": "1", "status/outage-banner.0123456789.css": "1", "a.html": "1"}
    found = plan(a_site({}), sizes(old), a_ledger(old), NOW)
    assert found.gone == ("app.3f9ab2c4.js", "status/outage-banner.0123456789.css")
    assert found.deletions == ("a.html",)
    later = plan(a_site({}), sizes(old), a_ledger(old, NOW), NOW + OUTLIVES_SECONDS)
    assert later.gone == ()
    assert len(later.deletions) == 3


def test_what_no_publish_sent_is_never_deleted() -> None:
    found = plan(a_site({}), {"photos/cat.jpg": 3, "a.html": 1}, a_ledger({"a.html": "1"}), NOW)
    assert (found.foreign, found.deletions) == (("photos/cat.jpg",), ("a.html",))


@pytest.mark.parametrize(("old", "new"), [("About.html", "about.html"), ("a\u0301", "\u00e1")])
def test_of_names_that_some_hosts_take_for_one_the_old_is_deleted_where_both_are(
    old: str, new: str
) -> None:
    renamed = plan(a_site({new: "1"}), {old: 1}, a_ledger({old: "1"}), NOW)
    assert (renamed.puts, renamed.deletions) == ((new,), ())
    ledger = a_ledger({old: "1", new: "1"}, NOW)
    assert plan(a_site({new: "1"}), {old: 1}, ledger, NOW).deletions == ()
    assert plan(a_site({new: "1"}), {old: 1, new: 1}, ledger, NOW).deletions == (old,)


def test_where_no_sizes_are_told_the_ledger_says_what_is_there() -> None:
    ledger = a_ledger({"a.html": "1"})
    assert plan(a_site({"a.html": "1"}), {"a.html": -1}, ledger, NOW).puts == ()
    assert plan(a_site({"a.html": "2"}), {"a.html": -1}, ledger, NOW).puts == ("a.html",)


def test_what_was_being_sent_when_a_publish_was_killed_is_sent_again() -> None:
    ledger = Ledger({key("a.html"): Sent("")})
    found = plan(a_site({"a.html": "1"}), {"a.html": 1}, ledger, NOW)
    assert found.puts == ("a.html",)


def test_a_ledger_is_read_as_it_was_written() -> None:
    ledger = Ledger({key("a.html"): Sent("abc", 3, NOW)}, 7, "me", "https://me.example")
    assert from_json(ledger.to_json()) == ledger


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b'{"version":2}', b"<html>", b"\xff"])
def test_what_is_no_ledger_is_none(text: bytes) -> None:
    assert from_json(text) is None


def write(site: Path, contents: Mapping[str, str]) -> None:
    for path, text in contents.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def test_hidden_files_stay_here_but_for_those_that_servers_want(tmp_path: Path) -> None:
    names = [".well-known/security.txt", ".htaccess", ".git/config", ".nojekyll", "a.html"]
    write(tmp_path, dict.fromkeys([*names, "status/.build.json", "status/.a.new"], "x"))
    found = files(tmp_path, "status", has_headers=False)
    assert set(found) == {".well-known/security.txt", ".htaccess", "a.html"}


def test_an_object_store_gets_no_compressed_siblings_and_new_headers_anew(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["a.html", "a.html.gz", "data.csv.gz"], "x"))
    assert set(files(tmp_path, "status", has_headers=True)) == {"a.html", "data.csv.gz"}
    assert set(files(tmp_path, "status", has_headers=False)) == {
        *("a.html", "a.html.gz", "data.csv.gz")
    }
    (one,) = {file.digest for file in files(tmp_path, "status", has_headers=False).values()}
    found = files(tmp_path, "status", has_headers=True)
    assert one != found["a.html"].digest != found["data.csv.gz"].digest


def test_a_link_to_a_folder_is_told_and_one_to_a_file_is_sent_as_the_file(tmp_path: Path) -> None:
    site, folder = tmp_path / "site", tmp_path / "photos"
    write(folder, {"cat.html": "cat"})
    write(site, {"a.html": "x"})
    (site / "b.html").symlink_to(folder / "cat.html")
    assert files(site, "status", has_headers=False)["b.html"].size == 3
    (site / "photos").symlink_to(folder)
    with pytest.raises(Unpublishable, match=r"photos is a link to a folder, .* put the folder"):
        files(site, "status", has_headers=False)


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"a\nb.html": "x"})
    with pytest.raises(Unpublishable, match=r"a\\nb\.html.* its name is not text"):
        files(tmp_path, "status", has_headers=False)


def test_what_a_page_needs_is_followed_through_stylesheets(tmp_path: Path) -> None:
    contents = {
        "status/index.html": (
            '<!DOCTYPE html><link rel=stylesheet href="https://me.example/notes/t/a.css?v=1">'
            '<img src="../i/a%20b.png"><a href="/notes/post.html">x</a><a href="feed.xml">y</a>'
        ),
        "t/a.css": '@import "b.css"; body { background: url(../i/c.png) }',
        "t/b.css": "@font-face { src: url('f.woff2') }",
        **dict.fromkeys(["i/a b.png", "i/c.png", "t/f.woff2", "post.html", "feed.xml"], "x"),
        "i/other.png": "x",
    }
    write(tmp_path, contents)
    found = needed(tmp_path, "https://me.example/notes", contents, ["status/index.html"])
    assert found == {"t/a.css", "t/b.css", "i/a b.png", "i/c.png", "t/f.woff2"}


PAGE = b"<!DOCTYPE html><body><outage-banner>now</outage-banner><p>x"
OLD = PAGE.replace(b"now", b"before")


@pytest.mark.parametrize(
    ("answer", "verdict", "told"),
    [
        (Answer("", 200, PAGE), "seen", "readers see it"),
        (
            Answer("", 200, PAGE + b"<script>"),
            "changed",
            "readers see its notice; the rest of the page is another, as the host changes it or "
            "has an older one",
        ),
        (
            Answer("", 200, PAGE.replace(b"now</outage-banner>", b"included</outage-banner>\n")),
            "seen",
            "readers see it",
        ),
        (Answer("", 404, PAGE), "wrong", "is answered with 404"),
        (Answer("", 200, OLD), "wrong", "readers get something else, and no cache explains it"),
        (
            Answer("", 200, OLD, headers={"age": "40", "cache-control": "public, max-age=60"}),
            "cached",
            "readers get the page of before, from a cache that asks again within 20 s "
            "(Age: 40, Cache-Control: public, max-age=60)",
        ),
        (
            Answer(
                "",
                200,
                OLD,
                headers={"x-cache": "HIT", "cache-control": "max-age=5, s-maxage=600"},
            ),
            "cached",
            "readers get the page of before, from a cache that asks again within 600 s "
            "(Cache-Control: max-age=5, s-maxage=600, X-Cache: HIT)",
        ),
    ],
)
def test_what_readers_get_is_told_in_words(answer: Answer, verdict: str, told: str) -> None:
    fragment = b"<outage-banner>included</outage-banner>\n"
    found = judged("https://me.example/", PAGE, [fragment], answer)
    assert (found.verdict, found.told) == (verdict, told)


def test_a_page_whose_notice_the_server_did_not_put_in_is_not_seen() -> None:
    page = b'<body><!--#include virtual="/status/banner.html?outage-banner" --><h1>Home'
    found = judged("https://me.example/", page, [], Answer("", 200, page))
    assert (found.verdict, found.told) == (
        "wrong",
        "is answered without its notice, which the server was to put in; `outage hosting` tells "
        "it how",
    )


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("myhost:public_html", "myhost:public_html"),
        ("/srv/www,old=2", "/srv/www,old=***"),
        (":sftp,host=h,user=u,pass=s3cr3t:/www", ":sftp,host=h,user=u,pass=***:/www"),
        (
            ":s3,endpoint='http://h:9/',secret_access_key=\"a,b:c\":bucket",
            ":s3,endpoint='http://h:9/',secret_access_key=***:bucket",
        ),
        (":webdav,url='https://u:s3cr3t@h/':x", ":webdav,url='https://u:***@h/':x"),
    ],
)
def test_a_target_is_shown_without_its_secrets(target: str, shown: str) -> None:
    assert masked(target) == shown


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("didn't find section in config file", "rclone knows no such remote"),
        ("Update Close failed: preallocate: file too big for remaining disk space", "no room left"),
        ("Insufficient Storage: 507 Insufficient Storage", "no room left"),
        ('mkdir failed: sftp: "Permission denied" (SSH_FX_PERMISSION_DENIED)', "be written"),
        ('Update ReadFrom failed: sftp: "Failure" (SSH_FX_FAILURE)', "is its disk full?"),
        ("couldn't connect to ssh-agent: SSH agent requested but SSH_AUTH_SOCK", "`ssh-add`"),
        ("ssh: handshake failed: knownhosts: key is unknown", "`ssh` to it once"),
        ("ssh: handshake failed: knownhosts: key mismatch", "somebody may be in between"),
        ("Forbidden: Forbidden\n\tstatus code: 403, request id: x", "lets nothing be written"),
        ("NoSuchBucket: The specified bucket does not exist", "there is no such bucket"),
        ("dial tcp: lookup nowhere.example on 127.0.0.53:53: no such host", "cannot be looked up"),
        ("couldn't connect SSH: dial tcp 192.0.2.1:22: i/o timeout", "it does not answer"),
        ("something that nobody has seen", "rclone says something that nobody has seen."),
    ],
)
def test_what_rclone_says_is_told_in_words(said: str, told: str) -> None:
    error = str(explained(said, "myhost:www"))
    assert error.startswith("myhost:www: ")
    assert told in error


def test_what_rclone_says_is_shown_without_secrets() -> None:
    target = ":sftp,host=h,pass=s3cr3t:/www"
    error = explained('NewFs: failed for "s3cr3t": no space left on device', target)
    assert str(error) == (
        ":sftp,host=h,pass=***:/www: there is no room left on the host "
        '(rclone: NewFs: failed for "***": no space left on device).'
    )
