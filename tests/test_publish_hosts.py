"""`outage publish` to real hosts: SFTP, WebDAV, S3 and a folder, whatever goes wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import pytest
from outage_banner.publish import Done, Publishing, Unpublishable
from outage_banner.publish.files import files
from outage_banner.publish.ledger import Ledger, from_json, key
from outage_banner.publish.plan import Plan, Site, Step
from outage_banner.remote import opened
from rig.command import outage
from rig.pelican import run_pelican, write_site
from rig.remotes import (
    Remote,
    environment,
    find_rclone,
    free_port,
    publish,
    publishing,
    remote,
)
from rig.server import serving
from statuses import NIGHT, at

SHOP = {"name": "The shop is offline", "started_at": at("24T15:00").isoformat()}
LATER = {"incidents": [{**SHOP, "expected_at": at("25T03:00").isoformat()}]}
ODD = "a b%20 -ä[x] {y};'&+#é.html"
POSTS = {
    f"post-{number}.md": f"Title: Post {number}\nDate: 2011-11-{number:02}\n\n" + "Words. " * 900
    for number in range(1, 21)
}
NONE: Mapping[str, str] = {"RCLONE_CONFIG": "/nowhere/none.conf"}


@pytest.fixture(scope="session", autouse=True)
def _rclone() -> None:
    try:
        find_rclone()
    except LookupError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("published") / "site"
    content = {
        **POSTS,
        "status.json": json.dumps({"incidents": [SHOP]}),
        f"extra/{ODD}": "<!DOCTYPE html><title>Odd</title><body><p>x",
        "pages/hidden.md": "Title: Secret\nStatus: hidden\nSlug: secret-plan\n\nHush.\n",
    }
    settings = {
        "OUTAGE_NOW": NIGHT.isoformat(),
        "THEME": "notmyidea",
        "SITEURL": "https://me.example",
        "STATIC_PATHS": ["extra"],
        "ARTICLE_EXCLUDES": ["extra"],
        "PAGE_EXCLUDES": ["extra"],
        "READERS": {"html": None},
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
    }
    done = run_pelican(write_site(directory, content, settings), directory / "output")
    assert done.code == 0, done.log
    return done.output


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of the small site as built, in the folder of its settings."""
    own = tmp_path / "site"
    shutil.copytree(built.parent, own)
    conf = own / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace(str(built.parent), str(own)), "utf-8")
    return own / "output"


@pytest.fixture(params=["sftp", "webdav", "s3"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Remote]:
    with remote(request.param, tmp_path / "host") as found:
        yield found


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[Remote]:
    with remote("sftp", tmp_path / "host") as found:
        yield found


def tell(site: Path, document: Mapping[str, Any]) -> None:
    (site.parent / "content" / "status.json").write_text(json.dumps(document), "utf-8")


def sent(site: Path) -> dict[str, bytes]:
    """What the site consists of, but for what a build leaves for stamping, and a publish there."""
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.name != "published.json"
    }


def differing(site: Path, host: Remote) -> list[str]:
    return [path for path, content in sent(site).items() if host.content(path) != content]


def there(host: Remote) -> set[str]:
    root = host.folder / "blog"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_site_is_sent_whole_then_only_what_changed(site: Path, host: Remote) -> None:
    first = publish(site, "--to", host.target, "--no-look", environment=host.environment)
    assert (first.returncode, first.stderr) == (0, "")
    number = len(sent(site))
    assert re.fullmatch(rf"{host.target}: {number} files sent \([\d.]+ KB\)\.\n", first.stdout)
    assert differing(site, host) == []
    assert host.content("status/.build.json") is None

    again = publish(site, "--to", host.target, "--no-look", environment=host.environment)
    assert (again.returncode, again.stdout) == (0, f"{host.target}: nothing had changed.\n")

    tell(site, LATER)
    (site / "post-3.html").unlink()
    (site / "post-4.html").write_bytes((site / "post-5.html").read_bytes())
    words = ("--to", host.target, "--status-only", "--no-look")
    status = publish(site, *words, environment=host.environment)
    assert status.returncode == 0, status.stderr
    assert {path.split("/")[0] for path in differing(site, host)} >= {"index.html", "post-4.html"}
    assert not [path for path in differing(site, host) if path.startswith("status/")]
    assert host.content("post-3.html")

    # A page without those that link to it is refused; here they are gone with it.
    for page in site.rglob("*.html"):
        page.write_bytes(page.read_bytes().replace(b"/post-3.html", b"/post-5.html"))
    feed = site / "feeds" / "all.atom.xml"
    feed.write_bytes(feed.read_bytes().replace(b"/post-3.html", b"/post-5.html"))
    whole = publish(site, "--to", host.target, "--no-look", environment=host.environment)
    assert whole.returncode == 0, whole.stderr
    assert ", 1 deleted." in whole.stdout
    assert differing(site, host) == []
    assert host.content("post-3.html") is None


def test_an_object_store_keeps_types_and_how_long_files_may_be_kept(
    site: Path, tmp_path: Path
) -> None:
    with remote("s3", tmp_path / "host") as host:
        done = publish(site, "--to", host.target, "--no-look", environment=host.environment)
        assert done.returncode == 0, done.stderr
        stylesheet = next((site / "status").glob("outage-banner.*.css")).name
        expected = {
            "index.html": ("text/html; charset=utf-8", "public, max-age=60"),
            ODD: ("text/html; charset=utf-8", "public, max-age=60"),
            "feeds/all.atom.xml": ("application/atom+xml; charset=utf-8", "public, max-age=60"),
            "theme/css/main.css": ("text/css; charset=utf-8", "public, max-age=3600"),
            "status/index.html": ("text/html; charset=utf-8", "no-cache"),
            "status/api/v2/status.json": ("application/json; charset=utf-8", "no-cache"),
            f"status/{stylesheet}": (
                "text/css; charset=utf-8",
                "public, max-age=31536000, immutable",
            ),
            "status/banner.html": (
                "text/html; charset=utf-8",
                "public, max-age=0, s-maxage=10, stale-while-revalidate=10",
            ),
        }
        found = {}
        for path in expected:
            path_there = f"extra/{path}" if path == ODD else path
            answer = host.answer(path_there)
            assert answer, path
            found[path] = answer[1]["Content-Type"], answer[1]["Cache-Control"]
        assert found == expected


def test_a_host_that_hides_names_with_a_dot_gets_only_what_changed(
    site: Path, tmp_path: Path
) -> None:
    """As FTP servers do."""
    hiding = ("--exclude", ".*", "--exclude", ".*/**")
    with remote("sftp", tmp_path / "host", hiding) as host:
        for told in (f"{len(sent(site))} files sent", "nothing had changed"):
            done = publish(site, "--to", host.target, "--no-look", environment=host.environment)
            assert done.returncode == 0, done.stderr
            assert told in done.stdout


def test_the_ledger_names_no_page(site: Path, sftp: Remote) -> None:
    publish(site, "--to", sftp.target, "--no-look", environment=sftp.environment)
    ledger = sftp.content("status/published.json")
    assert ledger
    assert b"secret" not in ledger
    assert sftp.content("pages/secret-plan.html")


def test_what_others_put_there_stays(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    (target / "photos").mkdir(parents=True)
    (target / "photos" / "cat.jpg").write_bytes(b"cat")
    first = publish(site, "--to", str(target), "--no-look", environment=NONE)
    assert first.returncode == 0
    assert first.stderr == f"{target} holds other things already, such as photos; they stay.\n"
    publish(site, "--to", str(target), "--no-look", environment=NONE)
    assert (target / "photos" / "cat.jpg").read_bytes() == b"cat"


def test_a_site_built_for_another_address_replaces_none(site: Path, tmp_path: Path) -> None:
    words = ("--to", str(tmp_path / "www"), "--no-look")
    publish(site, *words, environment=NONE)
    before = sent(tmp_path / "www")
    for file in (*site.rglob("*.html"), *site.rglob("*.xml"), site / "status" / ".build.json"):
        file.write_bytes(file.read_bytes().replace(b"https://me.example", b"https://you.example"))
    done = publish(site, *words, environment=NONE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"{tmp_path / 'www'} holds a site for https://me.example, and this one was built for "
        "https://you.example. Build it for that address, or name another target. "
        "If the site moves, delete status/published.json there.\n"
    )
    assert sent(tmp_path / "www") == before
    (tmp_path / "www" / "status" / "published.json").unlink()
    assert publish(site, *words, environment=NONE).returncode == 0
    assert sent(tmp_path / "www") == sent(site)


def test_what_is_lost_or_cut_off_on_the_host_is_sent_again(site: Path, sftp: Remote) -> None:
    publish(site, "--to", sftp.target, "--no-look", environment=sftp.environment)
    (sftp.folder / "blog" / "index.html").write_bytes(b"<!DOC")
    (sftp.folder / "blog" / "post-2.html").unlink()
    done = publish(site, "--to", sftp.target, "--no-look", environment=sftp.environment)
    assert done.stdout.startswith("site:blog: 2 files sent")
    assert differing(site, sftp) == []


def test_a_file_named_by_its_content_outlives_its_last_page_for_a_day(
    site: Path, tmp_path: Path
) -> None:
    there = tmp_path / "www" / "app.3f9ab2c4.js"
    words = ("--to", str(there.parent), "--no-look")
    (site / there.name).write_bytes(b"1")
    publish(site, *words, environment=NONE)
    (site / there.name).unlink()
    for _ in range(2):
        done = publish(site, *words, environment=NONE)
        assert (done.returncode, there.read_bytes()) == (0, b"1")
    ledger = tmp_path / "www" / "status" / "published.json"
    told = json.loads(ledger.read_bytes())
    told["files"] = {
        name: [digest, size, min(gone_at, 1000)]
        for name, (digest, size, gone_at) in told["files"].items()
    }
    ledger.write_text(json.dumps(told), "utf-8")
    done = publish(site, *words, environment=NONE)
    assert done.stdout.endswith("0 files sent (0 bytes), 1 deleted.\n")
    assert not there.exists()


def test_a_dry_run_lists_in_order_and_sends_nothing(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    done = publish(site, "--to", str(target), "--dry-run", environment=NONE)
    assert done.returncode == 0, done.stderr
    assert not target.exists()
    lines = done.stdout.splitlines()
    places = [lines.index(f"send {path}") for path in ("status/banner.html", "post-20.html")]
    places += [lines.index(f"send {path}") for path in ("post-19.html", "index.html")]
    places.append(lines.index("send feeds/all.atom.xml"))
    assert places == sorted(places)
    assert lines[-1] == f"To {target}: nothing is sent yet."


def test_fewer_pages_are_refused_unless_that_is_meant(site: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "www")
    publish(site, "--to", target, "--no-look", environment=NONE)
    published = sent(tmp_path / "www")
    for page in [*site.glob("post-*.html"), site / "index2.html"]:
        page.unlink(missing_ok=True)
    for page in site.rglob("*.html"):
        page.write_text(re.sub(r'href="[^"]*post-\d+\.html[^"]*"', "", page.read_text("utf-8")))
    (site / "feeds" / "all.atom.xml").unlink()
    refused = publish(site, "--to", target, "--no-look", environment=NONE)
    assert refused.returncode == 1
    assert "say --fewer-pages" in refused.stderr
    assert sent(tmp_path / "www") == published


def test_readers_meet_whole_pages_at_every_moment(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    publish(site, "--to", str(target), "--no-look", environment=NONE)
    before = sent(target)
    tell(site, LATER)
    looks = []
    with publishing(site, "--to", str(target), "--no-look", environment=NONE) as process:
        while process.poll() is None:
            looks.append({path: (target / path).read_bytes() for path in before})
    assert process.returncode == 0
    wanted = sent(site)
    assert len(looks) > 10
    for path in before:
        assert {look[path] for look in looks} <= {before[path], wanted[path]}
    assert any(look != looks[0] for look in looks)


@pytest.mark.parametrize("seed", range(2))
def test_a_publish_that_is_killed_leaves_whole_files_and_the_next_one_finishes(
    site: Path, sftp: Remote, seed: int
) -> None:
    random = Random(seed)
    publish(site, "--to", sftp.target, "--no-look", environment=sftp.environment)
    before = sent(sftp.folder / "blog")
    tell(site, LATER)
    with publishing(
        site, "--to", sftp.target, "--no-look", environment=sftp.environment
    ) as process:
        until = time.monotonic() + 30
        ledger = sftp.folder / "blog" / "status" / "published.json"
        old = ledger.read_bytes()
        # This server takes a file away before it puts another in its place.
        while _read(ledger) in (b"", old) and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(random.random() * 0.25)
        process.send_signal(signal.SIGKILL)
        process.wait()
    time.sleep(0.3)
    wanted, found = sent(site), sent(sftp.folder / "blog")
    assert set(before) <= set(found)
    for path, content in found.items():
        if "/publishing/" not in path:
            assert content in (before.get(path), wanted.get(path)), path
    done = publish(site, "--to", sftp.target, "--no-look", environment=sftp.environment)
    assert done.returncode == 0, done.stderr
    assert differing(site, sftp) == []
    assert not (sftp.folder / "blog" / "status" / "publishing").exists()


def test_ctrl_c_ends_it_with_a_word_and_no_process_stays(site: Path, sftp: Remote) -> None:
    with publishing(site, "--to", sftp.target, environment=sftp.environment) as process:
        until = time.monotonic() + 30
        while not (sftp.folder / "blog" / "status" / "published.json").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert err == ("Stopped. What is published works as it is; `outage publish` does the rest.\n")
    ours = f"RCLONE_CONFIG_SITE_PORT={sftp.port}".encode()
    assert not [
        one
        for one in Path("/proc").glob("[0-9]*/environ")
        if one.parent.name != str(os.getpid()) and ours in _read(one)
    ]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


WRONG: dict[str, tuple[str, Callable[[int], Mapping[str, str]], str]] = {
    "an unknown remote": ("nosuch:x", lambda port: NONE, "rclone knows no such remote"),
    "an unknown kind": (":nosuch:x", lambda port: NONE, "rclone knows no such kind of host"),
    "nobody there": (
        "site:blog",
        lambda port: environment("sftp", free_port()),
        "it refuses the connection",
    ),
    "a wrong password": (
        "site:blog",
        lambda port: environment("sftp", port, "wrong"),
        "the host does not accept the name, password or key",
    ),
    "a file": ("site:afile", lambda port: environment("sftp", port), "there is a file where a"),
}


def test_an_urgent_notice_goes_out_although_a_post_has_a_dead_link(
    site: Path, tmp_path: Path
) -> None:
    page = site / "post-3.html"
    page.write_text(page.read_text("utf-8").replace("</body>", '<a href="/no/such/">x</a></body>'))
    words = ("--to", str(tmp_path / "www"), "--no-look")
    refused = publish(site, *words, environment=NONE)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert '"/no/such/" leads nowhere' in refused.stderr
    assert refused.stderr.endswith("Nothing was sent: output is not fit to be published.\n")
    assert not (tmp_path / "www").exists()
    assert publish(site, *words, "--urgent", environment=NONE).returncode == 0
    page.write_text("<!DOCTYPE html><title>x</title><body>no slot", "utf-8")
    assert publish(site, *words, "--urgent", environment=NONE).returncode == 1
    alone = publish(site, *words, "--status-only", environment=NONE)
    assert (alone.returncode, alone.stderr) == (
        0,
        "output/post-3.html: no slot for the outage banner\n",
    )
    assert "no slot" not in (tmp_path / "www" / "post-3.html").read_text("utf-8")


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_target_is_told(site: Path, sftp: Remote, case: str) -> None:
    target, given, told = WRONG[case]
    (sftp.folder / "afile").write_bytes(b"x")
    done = publish(site, "--to", target, environment=given(sftp.port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{target}: {told}")
    assert "Traceback" not in done.stderr
    assert there(sftp) == set()


def test_a_wrong_password_of_webdav_is_told(site: Path, tmp_path: Path) -> None:
    with remote("webdav", tmp_path / "host") as host:
        done = publish(site, "--to", "site:blog", environment=environment("webdav", host.port, "x"))
    assert done.returncode == 1
    assert done.stderr.startswith("site:blog: the host does not accept the name, password or key")


def test_a_bucket_that_is_not_there_is_not_made(site: Path, tmp_path: Path) -> None:
    with remote("s3", tmp_path / "host") as host:
        done = publish(site, "--to", "site:mistyped/blog", environment=host.environment)
    assert done.returncode == 1
    assert done.stderr.startswith("site:mistyped/blog: there is no such bucket; make it first")


def test_a_password_in_a_target_is_never_shown(site: Path) -> None:
    target = f":sftp,host=127.0.0.1,port={free_port()},user=me,pass=geheim:blog"
    done = publish(site, "--to", target, environment=NONE)
    assert done.returncode == 1
    assert "pass=***:blog" in done.stderr
    assert "geheim" not in done.stderr + done.stdout


@pytest.mark.parametrize("kind", ["sftp", "webdav"])
def test_a_host_that_lets_nothing_be_written_is_told(site: Path, tmp_path: Path, kind: str) -> None:
    with remote(kind, tmp_path / "host", ["--read-only"]) as host:
        done = publish(site, "--to", host.target, environment=host.environment)
    assert done.returncode == 1
    assert done.stderr.startswith("site:blog: the host lets nothing be written there")


def test_a_host_that_vanishes_is_told_and_the_next_publish_finishes(
    site: Path, tmp_path: Path
) -> None:
    port = free_port()
    with remote("sftp", tmp_path / "host", port=port) as host:
        with publishing(
            site, "--to", host.target, "--no-look", environment=host.environment
        ) as process:
            while not host.content("status/banner.html"):
                assert process.poll() is None
                time.sleep(0.005)
            host.kill()
            begun = time.monotonic()
            _, err = process.communicate(timeout=90)
        assert process.returncode == 1
        assert err.startswith("site:blog: it ")
        assert "publish again once this is mended" in err
        assert time.monotonic() - begun < 60
    with remote("sftp", tmp_path / "host", port=port) as host:
        done = publish(site, "--to", host.target, "--no-look", environment=host.environment)
        assert done.returncode == 0, done.stderr
        assert differing(site, host) == []


def test_it_looks_at_what_readers_get(site: Path, tmp_path: Path) -> None:
    target = tmp_path / "www"
    with serving(target) as address:
        for file in site.rglob("*"):
            if file.is_file() and file.suffix in (".html", ".xml", ".json"):
                content = file.read_bytes()
                file.write_bytes(content.replace(b"https://me.example", address.encode()))
        done = publish(site, "--to", str(target), environment=NONE)
        assert done.returncode == 0, done.stderr
        seen = [line for line in done.stdout.splitlines() if line.endswith(": readers see it")]
        assert len(seen) == 5
        assert f"{address}/: readers see it" in seen
        assert f"{address}/status/banner.html: readers see it" in seen
        # What readers get comes from elsewhere.
        tell(site, LATER)
        elsewhere = publish(site, "--to", str(tmp_path / "other"), environment=NONE)
    assert elsewhere.returncode == 1
    assert f"{address}/: readers get something else, and no cache explains it" in elsewhere.stdout
    assert elsewhere.stderr.endswith(
        f"It is sent, but readers do not see it: is {tmp_path / 'other'} that site?\n"
    )


def test_of_two_publishes_at_once_the_older_stops_and_claims_nothing(
    site: Path, sftp: Remote
) -> None:
    path = sftp.folder / "blog" / "status" / "published.json"
    with publishing(
        site, "--to", sftp.target, "--no-look", environment=sftp.environment
    ) as process:
        while not path.exists():
            assert process.poll() is None
            time.sleep(0.005)
        ledger = json.loads(path.read_bytes())
        path.write_text(json.dumps({**ledger, "run": "another"}))
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith("Another publish to site:blog has begun meanwhile, so this one stops.")
    after = json.loads(path.read_bytes())
    assert after["run"] == "another"
    assert {digest for digest, *_ in after["files"].values()} == {"?"}
    done = publish(site, "--to", sftp.target, "--no-look", environment=sftp.environment)
    assert (done.returncode, differing(site, sftp)) == (0, [])


def test_what_two_publishes_sent_at_once_is_believed_of_neither(tmp_path: Path) -> None:
    contents = {"older": ["a.html", "b.html"], "newer": ["b.html"]}
    for root, paths in contents.items():
        (tmp_path / root).mkdir()
        for path in paths:
            (tmp_path / root / path).write_text(root, "utf-8")
    newer_has_sent, older_has_ended = Event(), Event()
    with opened(str(tmp_path / "www"), "status/publishing") as host, ThreadPoolExecutor() as pool:
        publishings = {}
        for root in contents:
            site = Site("status", files(tmp_path / root, "status", has_headers=False))
            steps = tuple(Step(path, (path,)) for path in sorted(site.files))
            plan = Plan(steps, is_whole=True)
            publishings[root] = Publishing(host, tmp_path / root, site, plan, Ledger(), True, None)

        def newer_meanwhile(path: str, size: int) -> None:
            if path == "a.html":
                running.append(pool.submit(publishings["newer"].send, newer_waits, 0))
                assert newer_has_sent.wait(20)

        def newer_waits(path: str, size: int) -> None:
            newer_has_sent.set()
            assert older_has_ended.wait(20)

        running: list[Future[Done]] = []
        with pytest.raises(Unpublishable):
            publishings["older"].send(newer_meanwhile, 0)
        older_has_ended.set()
        assert running[0].result().files == 1
        ledger = from_json(host.content("status/published.json") or b"")
    assert (tmp_path / "www" / "b.html").read_text("utf-8") == "older"
    newer = publishings["newer"].site.files["b.html"]
    assert ledger
    assert ledger.files[key("b.html")].digest != newer.digest


def test_a_bar_is_shown_on_a_terminal(site: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    words = ("--to", str(tmp_path / "www"), "--no-look")
    with publishing(site, *words, environment=NONE, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read_terminal(ours), b"")).decode()
        process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0
    assert "Sending" in shown
    assert "100%" in shown


def _read_terminal(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # Nobody writes to it any more.
        return b""


def test_the_target_stands_in_the_settings_and_an_edit_says_what_is_next(
    site: Path, tmp_path: Path
) -> None:
    conf = site.parent / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + f"OUTAGE_PUBLISH_TO = {str(tmp_path / 'www')!r}\n")
    edit = outage("update", "The host is on it.", folder=site.parent)
    assert edit.stderr.endswith("Next: outage publish\n")
    done = publish(site, "--no-look", "--json", environment=NONE)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["target"] == str(tmp_path / "www")
    assert told["sent"] == len(sent(tmp_path / "www"))
    assert b"The host is on it." in (tmp_path / "www" / "status" / "feed.atom").read_bytes()


def test_a_file_that_cannot_be_read_is_told(site: Path, tmp_path: Path) -> None:
    (site / "gone.pdf").symlink_to(tmp_path / "nothing")
    done = publish(site, "--to", str(tmp_path / "www"), "--no-look", environment=NONE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("output/gone.pdf: No such file or directory\n")
    assert "Traceback" not in done.stderr


def test_a_site_is_not_sent_into_itself(site: Path) -> None:
    done = publish(site, "--to", "output/public", environment=NONE)
    assert done.returncode == 2
    assert "output/public lies in output; name" in done.stderr
    beside = publish(site, ".", "-s", "pelicanconf.py", "--to", "nosuch:x", environment=NONE)
    assert "lies in" not in beside.stderr


def test_a_folder_below_home_and_what_rclone_is_told_elsewhere(site: Path, tmp_path: Path) -> None:
    told = {**NONE, "HOME": str(tmp_path), "RCLONE_DRY_RUN": "true"}
    done = publish(site, "--to", "~/www", "--no-look", environment=told)
    assert done.returncode == 0, done.stderr
    assert sent(tmp_path / "www") == sent(site)


def test_without_a_target_it_says_what_to_set(site: Path) -> None:
    done = publish(site, environment=NONE)
    assert done.returncode == 2
    assert 'Set OUTAGE_PUBLISH_TO = "myhost:public_html"' in done.stderr


def test_without_rclone_it_says_how_to_install_it(site: Path, tmp_path: Path) -> None:
    done = publish(
        site, "--to", "site:blog", environment={**NONE, "PATH": str(tmp_path / "nothing")}
    )
    assert done.returncode == 1
    assert done.stderr.startswith("rclone is missing")
    assert "sudo apt install rclone" in done.stderr
