"""A built site is told anew without a rebuild: the same bytes, whole pages, whatever happens."""

from __future__ import annotations

import filecmp
import gzip
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import brotli
import pytest
from outage_banner import blueprint, inventory
from outage_banner.edition import edition
from outage_banner.settings import from_file
from outage_banner.stamp import stamp
from outage_banner.status import load_status
from rig.pelican import REPOSITORY, run_pelican, write_site
from statuses import NIGHT, at, incident

OUTAGE = Path(sys.executable).with_name("outage")
STORY = "2011-11-24-the-shop-is-offline"
CONTENT = {
    "story.md": f"Title: The story\nDate: 2011-11-24\nIncident: {STORY}\n\n" + "Words. " * 80,
    "german.md": "Title: Deutsch\nDate: 2011-11-23\nLang: de\n\nWorte.\n",
    "other.md": "Title: Another\nDate: 2011-11-22\n\nWords.\n",
}
MAIL = {"id": "mail", "name": "Mail", "url": "https://mail.example/"}
WORK = {
    "name": "New disks",
    "components": ["mail"],
    "scheduled_for": at("26T21:00").isoformat(),
    "scheduled_until": at("26T23:00").isoformat(),
}


def shop(**fields: Any) -> dict[str, Any]:
    text = json.dumps(incident(**fields), default=lambda time: time.isoformat())
    return dict(json.loads(text))


STATUSES: dict[str, dict[str, Any]] = {
    "down": {"incidents": [shop()]},
    "estimated": {"incidents": [shop(expected_at=at("25T03:00"), works="The blog.")]},
    "three": {
        "components": [MAIL],
        "incidents": [
            shop(incident_updates=[{"body": "**A disk**.", "display_at": at("24T20:00")}]),
            shop(name="Mail is slow", impact="minor", components=["mail"]),
        ],
        "scheduled_maintenances": [WORK],
    },
    "over": {
        "incidents": [shop(status="resolved", resolved_at=at("24T20:30"))],
        "page": {"updated_at": "2011-11-24T20:30:00-07:00"},
    },
}


def run(site: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`outage stamp` where an author would call it, beside the settings file."""
    return subprocess.run(
        [OUTAGE, "stamp", *words],
        cwd=site.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(site.parent / "cache"), **environment},
    )


def tell(site: Path, status: str | Mapping[str, Any]) -> None:
    document = STATUSES[status] if isinstance(status, str) else status
    (site.parent / "content" / "status.json").write_text(json.dumps(document), "utf-8")


def differences(one: Path, other: Path) -> list[str]:
    """The files that only one of two folders has, or that differ in any byte."""
    names = {str(path.relative_to(root)) for root in (one, other) for path in files(root)}
    _, differing, lacking = filecmp.cmpfiles(one, other, sorted(names), shallow=False)
    return differing + lacking


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Full builds of the small site, one for each status."""
    done: dict[str, Path] = {}

    def build(status: str) -> Path:
        if status not in done:
            directory = tmp_path_factory.mktemp(status) / "site"
            content = {**CONTENT, "status.json": json.dumps(STATUSES[status])}
            settings = {
                "THEME": "notmyidea",
                "SITEURL": "https://me.example",
                "FEED_ALL_ATOM": "feeds/all.atom.xml",
                "OUTAGE_NOW": NIGHT.isoformat(),
            }
            conf = write_site(directory, content, settings)
            result = run_pelican(conf, directory / "output", fatal="errors")
            assert result.code == 0, result.log
            done[status] = result.output
        return done[status]

    return build


@pytest.fixture
def site(tmp_path: Path, rebuilt: Callable[[str], Path]) -> Callable[[str], Path]:
    """`site(status)`: a copy of the small site as built, in the folder of its settings."""

    def copied(status: str) -> Path:
        built, own = rebuilt(status).parent, tmp_path / "site"
        shutil.copytree(built, own)
        conf = own / "pelicanconf.py"
        conf.write_text(conf.read_text("utf-8").replace(str(built), str(own)), "utf-8")
        return own / "output"

    return copied


@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_a_stamped_site_is_byte_for_byte_a_rebuilt_one(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path], before: str, after: str
) -> None:
    stamped = site(before)
    tell(stamped, after)
    done = run(stamped)
    assert (done.returncode, done.stderr) == (0, "")
    assert differences(stamped, rebuilt(after)) == []


def test_the_blog_stamped_is_the_blog_rebuilt(tmp_path: Path) -> None:
    def build(name: str, status: str) -> Path:
        file = tmp_path / f"{name}.json"
        file.write_text(status, "utf-8")
        result = run_pelican(
            REPOSITORY / "publishconf.py",
            tmp_path / name,
            fatal="errors",
            overrides={"OUTAGE_STATUS_FILE": str(file), "OUTAGE_NOW": NIGHT.isoformat()},
            environment={"SITEURL": "https://blog.example"},
        )
        assert result.code == 0, result.log
        return result.output

    text = (REPOSITORY / "content" / "status.json").read_text("utf-8")
    document = json.loads(text)
    document["incidents"][0] |= {
        "status": "resolved",
        "resolved_at": at("24T20:00").isoformat(),
    }
    document["incidents"].append(shop(name="Mail is slow"))
    stamped, whole = build("stamped", text), build("whole", json.dumps(document))
    (tmp_path / "conf.py").write_text(
        f"OUTAGE_STATUS_FILE = {str(tmp_path / 'whole.json')!r}\nTIMEZONE = 'America/Denver'\n"
        f"OUTAGE_NOW = {NIGHT.isoformat()!r}\n",
        "utf-8",
    )
    done = run(stamped, str(stamped), "-s", str(tmp_path / "conf.py"))
    assert done.returncode == 0, done.stderr
    assert differences(stamped, whole) == []


def test_with_nothing_changed_nothing_is_written(site: Callable[[str], Path]) -> None:
    stamped = site("down")
    before = {path: path.stat().st_mtime_ns for path in files(stamped)}
    for _ in range(2):
        done = run(stamped)
        assert "0 of them told anew" in done.stdout
        assert {path: path.stat().st_mtime_ns for path in files(stamped)} == before


def test_what_is_remembered_is_never_trusted_over_a_page_that_changed(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped = site("down")
    run(stamped)
    time.sleep(0.1)
    run(stamped)
    page = stamped / "another.html"
    old, times = page.read_bytes(), page.stat()
    page.write_bytes(old.replace(b"Not reachable", b"Not_reachable"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    done = run(stamped)
    assert "1 of them told anew" in done.stdout
    assert page.read_bytes() == old


def test_a_page_rewritten_while_the_site_is_stamped_is_told_as_it_is_now(
    site: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a build or a deployment: where the slot was before says nothing of the new page."""
    stamped = site("down")
    page, cache = stamped / "another.html", stamped.parent / "cache.json"
    monkeypatch.chdir(stamped.parent)

    def stamp_it(look: Callable[[], inventory.Inventory]) -> None:
        settings = from_file(Path("pelicanconf.py"))
        plan = blueprint.from_json((stamped / "status" / blueprint.NAME).read_bytes())
        status = load_status(settings.status_file, zone=settings.zone, now=NIGHT).status
        assert status
        stamp(stamped, plan, edition(settings, status, NIGHT), look, cache)

    time.sleep(0.1)
    stamp_it(inventory.begin(stamped))
    assert '"pages":{"' in cache.read_text("utf-8")
    looked = inventory.begin(stamped)()
    old = page.read_text("utf-8")
    page.write_text(old.replace("<title>", "<title>A much longer title: "), "utf-8")
    tell(stamped, "estimated")
    for look in (lambda: looked, inventory.begin(stamped)):
        stamp_it(look)
        new = page.read_text("utf-8")
        assert "3:00" in new
        assert new.count("<title>A much longer title: ") == 1
        head, _, rest = new.partition("<outage-banner")
        assert head == old.partition("<outage-banner")[0].replace(
            "<title>", "<title>A much longer title: "
        )
        assert rest.partition("</outage-banner>")[2] == old.partition("</outage-banner>")[2]


@pytest.mark.parametrize(
    "kept",
    [
        "null",
        "[" * 200_000,
        '{"version": 1, "pages": []}',
        '{"version": 1, "pages": {"P": ["x"]}}',
        '{"version": 1, "pages": {"P": [1, 1, 1, "x", 2, "", ""]}}',
    ],
)
def test_what_is_remembered_may_be_anything(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path], kept: str
) -> None:
    stamped = site("down")
    run(stamped)
    (cache,) = (stamped.parent / "cache" / "outage-banner").iterdir()
    cache.write_text(kept.replace("P", "output/another.html"), "utf-8")
    tell(stamped, "over")
    done = run(stamped)
    assert (done.returncode, done.stderr) == (0, "")
    assert differences(stamped, rebuilt("over")) == []


def test_a_user_without_a_home_remembers_nothing_and_stamps(site: Callable[[str], Path]) -> None:
    stamped = site("down")
    tell(stamped, "over")
    assert run(stamped, HOME="", XDG_CACHE_HOME="").returncode == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_pages_stay_readable_by_their_group(site: Callable[[str], Path]) -> None:
    """A web server often reads them by nothing else."""
    stamped = site("down")
    for path in [stamped, *stamped.rglob("*")]:
        os.chown(path, 65534, 12345)
        path.chmod(0o750 if path.is_dir() else 0o640)
    tell(stamped, "three")
    done = subprocess.run(
        ["sh", "-c", 'umask 077; exec "$0" stamp', OUTAGE], cwd=stamped.parent, check=False
    )
    assert done.returncode == 0
    found = {path: path.stat() for path in stamped.rglob("*")}
    assert {(state.st_mode & 0o777) for path, state in found.items() if path.is_file()} == {0o640}
    assert {(state.st_mode & 0o777) for path, state in found.items() if path.is_dir()} == {0o750}
    assert {(state.st_uid, state.st_gid) for state in found.values()} == {(65534, 12345)}


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="there it is another matter")
def test_pages_stay_readable_by_those_that_an_acl_lets_in(site: Callable[[str], Path]) -> None:
    stamped = site("down")
    page, name = stamped / "another.html", "system.posix_acl_access"
    entries = [(1, 6, -1), (2, 4, 33), (4, 0, -1), (16, 4, -1), (32, 0, -1)]
    rights = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    try:
        os.setxattr(page, name, rights)
    except OSError:
        pytest.skip("this file system keeps no ACLs")
    tell(stamped, "over")
    assert run(stamped).returncode == 0
    assert "Over since" in page.read_text("utf-8")
    assert os.getxattr(page, name) == rights


def test_what_cannot_be_told_is_said_and_keeps_no_other_page_from_it(
    site: Callable[[str], Path], tmp_path: Path
) -> None:
    stamped = site("down")
    (tmp_path / "elsewhere").mkdir()
    (stamped / "old.html").symlink_to(tmp_path / "elsewhere")
    (stamped / "loop.html").symlink_to("loop.html")
    (stamped / "nothing.html").symlink_to("away.html")
    os.mkfifo(stamped / "pipe.html")
    long = stamped / ("x" * 245 + ".html")
    shutil.copy(stamped / "another.html", long)
    tell(stamped, "over")
    done = run(stamped)
    assert done.stderr == "output/old.html: a link to a folder, in which nothing was told\n"
    assert done.returncode == 0
    for page in (stamped / "index.html", long):
        assert "Over since" in page.read_text("utf-8")


@pytest.mark.skipif(not shutil.which("setpriv"), reason="no way to be a user with fewer rights")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root lays down rights")
def test_a_page_that_is_another_users_is_named_and_the_others_are_told(
    site: Callable[[str], Path],
) -> None:
    stamped = site("down")
    closed = stamped / "closed"
    closed.mkdir()
    shutil.copy(stamped / "another.html", closed / "page.html")
    os.chown(closed, 65534, 65534)
    (stamped / "lost+found").mkdir(0o700)
    os.chown(stamped / "lost+found", 65534, 65534)
    hidden = stamped / "hidden"
    hidden.mkdir(0o700)
    os.chown(hidden, 65534, 65534)
    os.chown(stamped / "status" / "index.html", 65534, 65534)
    (own,) = stamped.glob("status/*-the-shop-is-offline")
    os.chown(own, 65534, 65534)
    tell(stamped, "over")
    done = subprocess.run(
        ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", OUTAGE, "stamp"],
        cwd=stamped.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[:-1] == [
        "output/closed/page.html: Permission denied",
        "output/hidden: Permission denied",
        f"output/status/{own.name}/index.html: Permission denied",
    ]
    assert done.stderr.endswith("Stamp again once that is mended.\n")
    assert "Over since" in (stamped / "another.html").read_text("utf-8")
    assert "Over since" not in (closed / "page.html").read_text("utf-8")


def test_where_no_process_may_be_started_one_stamps_all(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped = site("down")
    tell(stamped, "over")
    script = (
        "import os\ndef fork(): raise BlockingIOError(11, 'Resource temporarily unavailable')\n"
        "os.fork = fork\nimport sys; sys.argv = ['outage', 'stamp']\n"
        "from outage_banner.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=stamped.parent, check=False)
    assert done.returncode == 0
    assert differences(stamped, rebuilt("over")) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"files": ["../../victim.txt"]},
        {"files": ["/victim.txt"]},
        {"files": [5]},
        {"path": "../x"},
        {"zone": "Mars/Phobos"},
        {"zone": "../../etc/passwd"},
        {"by_incident": None},
        {"site_url": 7},
        {"shell": 5},
        {"languages": [1]},
    ],
)
def test_a_forged_blueprint_is_refused_and_nothing_outside_is_touched(
    site: Callable[[str], Path], forged: dict[str, Any]
) -> None:
    stamped = site("down")
    victim, plan = stamped.parent / "victim.txt", stamped / "status" / blueprint.NAME
    victim.write_text("mine", "utf-8")
    plan.write_text(json.dumps(json.loads(plan.read_text("utf-8")) | forged), "utf-8")
    tell(stamped, "over")
    done = run(stamped)
    assert done.returncode == 1
    assert "missing or of another version" in done.stderr
    assert victim.read_text("utf-8") == "mine"
    assert not (stamped.parent / "x").exists()


def test_the_folder_one_stands_in_is_stamped_as_from_anywhere(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped = site("down")
    pages = len(list(stamped.rglob("*.html")))
    tell(stamped, "over")
    done = subprocess.run(
        [OUTAGE, "stamp", ".", "-s", stamped.parent / "pelicanconf.py"],
        cwd=stamped,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f".: {pages} pages, " in done.stdout
    assert differences(stamped, rebuilt("over")) == []


def test_a_status_file_that_is_away_is_no_all_clear(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped = site("down")
    file = stamped.parent / "content" / "status.json"
    file.rename(file.with_name("away.json"))
    with (stamped.parent / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"OUTAGE_STATUS_FILE = {str(file)!r}\n")
    for command in ("stamp", "show", "check"):
        done = subprocess.run(
            [OUTAGE, command], cwd=stamped.parent, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "status.json" in done.stdout + done.stderr
        assert "All is well" not in done.stdout
    assert differences(stamped, rebuilt("down")) == []


def test_an_incident_long_over_is_counted_by_the_pages_that_tell_it(
    site: Callable[[str], Path],
) -> None:
    stamped = site("down")
    past = incident(name="Long ago", started_at=at("01T10:00"), resolved_at=at("01T11:00"))
    old = json.loads(json.dumps(past, default=lambda time: time.isoformat()))
    tell(stamped, {"incidents": [shop(), old | {"status": "resolved"}]})
    done = run(stamped)
    assert " 0 of them" not in done.stdout


def test_a_new_page_is_told_though_the_others_are_remembered(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped = site("down")
    run(stamped)
    time.sleep(0.1)
    run(stamped)
    shutil.copy(rebuilt("estimated") / "another.html", stamped / "new.html")
    run(stamped)
    assert (stamped / "new.html").read_bytes() == (stamped / "another.html").read_bytes()


@pytest.mark.parametrize("suffix", [".gz", ".br"])
def test_compressed_siblings_are_renewed(site: Callable[[str], Path], suffix: str) -> None:
    stamped = site("down")
    squeeze, expand = {
        ".gz": (gzip.compress, gzip.decompress),
        ".br": (brotli.compress, brotli.decompress),
    }[suffix]
    for name in ("index.html", "another.html", "status/index.html", "status/feed.atom"):
        (stamped / f"{name}{suffix}").write_bytes(squeeze((stamped / name).read_bytes()))
    tell(stamped, "over")
    assert run(stamped).returncode == 0
    for name in ("index.html", "another.html", "status/index.html", "status/feed.atom"):
        content = (stamped / name).read_bytes()
        assert b"The shop" in content
        assert expand((stamped / f"{name}{suffix}").read_bytes()) == content


def test_a_sibling_that_cannot_be_made_is_removed_as_it_would_lie(
    site: Callable[[str], Path],
) -> None:
    stamped = site("down")
    sibling = stamped / "another.html.zst"
    sibling.write_bytes(b"old")
    tell(stamped, "over")
    done = run(stamped)
    if sibling.exists():
        assert sibling.read_bytes() != b"old"
    else:
        assert f"{sibling.name}: removed" in done.stderr


def test_a_page_without_its_slot_is_reported_and_left_alone(site: Callable[[str], Path]) -> None:
    stamped = site("down")
    page = stamped / "another.html"
    bare = page.read_text("utf-8")
    start = bare.index("<outage-banner")
    bare = bare[:start] + bare[bare.index("</outage-banner>") + 16 :]
    page.write_text(bare, "utf-8")
    tell(stamped, "over")
    done = run(stamped)
    assert done.returncode == 1
    assert "another.html: no slot for the outage banner" in done.stderr
    assert page.read_text("utf-8") == bare
    assert "is back" in (stamped / "index.html").read_text("utf-8") or "Over since" in (
        stamped / "index.html"
    ).read_text("utf-8")


def test_the_page_of_an_incident_that_is_told_no_longer_goes(
    site: Callable[[str], Path],
) -> None:
    stamped = site("three")
    assert list(stamped.glob("status/*mail-is-slow*"))
    tell(stamped, "down")
    assert run(stamped).returncode == 0
    assert not list(stamped.glob("status/*mail-is-slow*"))


def test_a_site_that_no_build_left_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "index.html").write_text("<p>Mine", "utf-8")
    done = run(tmp_path / "output")
    assert done.returncode == 1
    assert done.stderr == (
        "output cannot be stamped: output/status/.build.json is missing or of another version. "
        "Build the site once more, then stamp it.\n"
    )
    assert (tmp_path / "output" / "index.html").read_text("utf-8") == "<p>Mine"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"incidents": [{"name": "No start"}]}, "started_at"),
        ({"incidents": []}, f'"{STORY}", which is not in the status file'),
        ({"incidents": [shop(), shop(id="b", story="nowhere")]}, 'no post has the slug "nowhere"'),
    ],
)
def test_what_a_build_would_refuse_is_refused_and_nothing_is_touched(
    site: Callable[[str], Path],
    rebuilt: Callable[[str], Path],
    document: dict[str, Any],
    said: str,
) -> None:
    stamped = site("down")
    tell(stamped, document)
    done = run(stamped)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert differences(stamped, rebuilt("down")) == []


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_at_any_moment_no_page_is_torn_and_the_next_stamp_finishes(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped, random = site("down"), Random(2011)
    for copy in range(600):
        (stamped / f"copy-{copy}.html").write_bytes((stamped / "another.html").read_bytes())
    whole = {(rebuilt(status) / "another.html").read_bytes() for status in ("down", "estimated")}
    for number in range(12):
        tell(stamped, ("estimated", "down")[number % 2])
        stamp = subprocess.Popen(
            [OUTAGE, "stamp"],
            cwd=stamped.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_CACHE_HOME": str(stamped.parent / "cache")},
        )
        time.sleep(0.2 + random.random())
        stamp.send_signal(signal.SIGKILL)
        stamp.wait()
        assert {path.read_bytes() for path in stamped.glob("copy-*.html")} <= whole
    tell(stamped, "three")
    assert run(stamped).returncode == 0
    for path in stamped.glob("copy-*.html"):
        path.unlink()
    assert differences(stamped, rebuilt("three")) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there it is one process")
def test_ctrl_c_ends_every_process_with_one_word(site: Callable[[str], Path]) -> None:
    stamped = site("down")
    old = (stamped / "another.html").read_bytes()
    copies = [stamped / f"copy-{copy}.html" for copy in range(3000)]
    for copy in copies:
        copy.write_bytes(old)
    tell(stamped, "estimated")
    stamp = subprocess.Popen(
        [OUTAGE, "stamp"],
        cwd=stamped.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(stamped.parent / "cache")},
        start_new_session=True,
    )
    while all(copy.read_bytes() == old for copy in copies[::100]):
        assert stamp.poll() is None
    # A terminal sends it to all of them.
    os.killpg(stamp.pid, signal.SIGINT)
    told, _ = stamp.communicate(timeout=20)
    assert (stamp.returncode, told.strip()) == (1, "Aborted!")


def test_watching_stamps_when_the_file_changes_and_goes_on_when_it_is_broken(
    site: Callable[[str], Path], rebuilt: Callable[[str], Path]
) -> None:
    stamped = site("down")
    watch = subprocess.Popen(
        [OUTAGE, "stamp", "--watch"],
        cwd=stamped.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(stamped.parent / "cache")},
    )
    assert watch.stdout
    try:
        assert "0 of them told anew" in watch.stdout.readline()
        (stamped.parent / "content" / "status.json").write_text("{broken", "utf-8")
        assert "status.json" in watch.stdout.readline()
        tell(stamped, "over")
        for line in watch.stdout:
            if "told anew" in line:
                break
        assert "Over since" in (stamped / "another.html").read_text("utf-8")
        # What is in the way may go without another change of the file.
        plan = stamped / "status" / ".build.json"
        plan.rename(plan.with_name("away"))
        tell(stamped, "down")
        assert "cannot be stamped" in watch.stdout.readline()
        plan.with_name("away").rename(plan)
        assert "told anew" in next(line for line in watch.stdout if "cannot be" not in line)
        assert "Over since" not in (stamped / "another.html").read_text("utf-8")
        # A site that was put in its place, built before the file was edited.
        shutil.copytree(rebuilt("over"), stamped.parent / "new")
        stamped.rename(stamped.parent / "old")
        (stamped.parent / "new").rename(stamped)
        assert "told anew" in watch.stdout.readline()
        assert "Over since" not in (stamped / "another.html").read_text("utf-8")
    finally:
        watch.send_signal(signal.SIGINT)
        rest, _ = watch.communicate(timeout=20)
    assert watch.returncode == 0
    assert "Traceback" not in rest
