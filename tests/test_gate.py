"""The gate: what `outage check --site` finds wrong with a built site, and how it tells that."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from outage_banner import gate
from outage_banner.gate.inspection import Inspection, inspect
from rig.command import outage
from rig.pelican import Build

SLOT = "<outage-banner hidden></outage-banner>"
HEAD = '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>T</title></head>\n'

Write = Callable[[Mapping[str, str | bytes]], Path]


def page(body: str = "<p>x</p>") -> str:
    """A page without faults; `body` begins in its third line."""
    return f"{HEAD}<body>{SLOT}{body}</body></html>\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def lay_out(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "output" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "output"

    return lay_out


def told(inspection: Inspection) -> list[str]:
    return [fault.told(Path()) for fault in inspection.faults]


# --- the slot


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"<!DOCTYPE html><body>{SLOT}<p>x", id="a page with its slot"),
        pytest.param(f"{SLOT}<ul><li>x</ul>", id="a bare list with its slot"),
        pytest.param("", id="a page of no bytes"),
        pytest.param("google-site-verification: google1234.html", id="a proof of ownership"),
        pytest.param(
            '<!DOCTYPE html><meta content="0;url=/x/" HTTP-EQUIV=refresh>', id="a redirect"
        ),
        pytest.param("<html><frameset></frameset></html>", id="a frameset"),
    ],
)
def test_nothing_is_missing_from(content: str) -> None:
    assert not gate.lacks_its_slot(content.encode())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<!DOCTYPE html><title>x</title><p>y", id="a page without a body tag"),
        pytest.param("<HTML><body><p>x", id="a page without a doctype"),
        pytest.param(f"<body><p>x</p>{SLOT}", id="a slot that stands too late"),
        pytest.param(f"<!-- {SLOT} --><body><p>x", id="a slot in a comment"),
        pytest.param("<body><outage-banner>", id="a slot that never ends"),
    ],
)
def test_the_slot_is_missing_from(content: str) -> None:
    assert gate.lacks_its_slot(content.encode())


def test_pages_are_found_in_all_folders_whatever_case_their_names_have(write: Write) -> None:
    names = ("index.html", "a/B.HTM", "a/c/x.html", "feed.xml", "html")
    site = write(dict.fromkeys(names, "<html>"))
    found = [path.relative_to(site).as_posix() for path in gate.pages(site)]
    assert found == ["index.html", "a/B.HTM", "a/c/x.html"]


def test_a_page_without_its_slot_is_an_error(write: Write) -> None:
    bare = page().replace(SLOT, "")
    assert told(inspect(write({"index.html": page(), "a/index.html": bare}), "")) == [
        "a/index.html: error: no slot for the outage banner; is outage_banner in PLUGINS, and did "
        "the build say that it could not be loaded?"
    ]


# --- the number of pages


@pytest.mark.parametrize("before", [None, 1, 9, 10])
def test_a_tenth_fewer_pages_pass(write: Write, before: int | None) -> None:
    site = write({f"{number}.html": page() for number in range(9)})
    assert told(inspect(site, "", pages_before=before)) == []


def test_more_than_a_tenth_fewer_pages_are_an_error(write: Write) -> None:
    site = write({f"{number}.html": page() for number in range(9)})
    assert told(inspect(site, "", pages_before=11)) == [
        ".: error: 9 pages, where readers have 11; if that is meant, say --fewer-pages"
    ]


def test_a_site_without_a_page_is_an_error(write: Write) -> None:
    assert told(inspect(write({"x.txt": "x"}), "")) == [".: error: the site holds no page"]


# --- what readers download


def test_a_page_over_the_budget_is_told_with_what_is_heavy_in_it(write: Write) -> None:
    noise = random.Random(1).randbytes(60_000)
    head = '<link rel="stylesheet" href="/a.css"><script src="b.js?v=1"></script></head>'
    heavy = page().replace("</head>", head)
    files: dict[str, str | bytes] = {
        "a.css": noise,
        "b.js": noise[:30_000],
        "index.html": heavy,
        "x/index.html": page(),
    }
    site = write({**files, "y.html": heavy})
    inspection = inspect(site, "", kilobytes=80)
    assert told(inspection) == [
        "index.html: warning: more than 80 kB to download with its stylesheets and scripts, "
        "compressed; index.html takes most, 90 kB, of which a.css 60 kB; --budget sets the limit "
        "[and in 1 other place]"
    ]
    assert told(inspect(site, "")) == []


# --- telling


def test_errors_alone_are_found_where_only_they_matter(write: Write) -> None:
    body = '<b>x<a href="/gone">x</a><a href="#gone">x</a>'
    site = write({"index.html": page(body), "a.css": "b { background: url(gone.png) }"})
    assert len(told(inspect(site, "", kilobytes=0.001))) == 5
    assert told(inspect(site, "", kilobytes=0.001, errors_only=True)) == [
        'index.html:3: error: "/gone" leads nowhere; mend the link, or put the file there'
    ]


def test_a_site_without_faults_is_ok(write: Write, tmp_path: Path) -> None:
    write({"index.html": page()})
    run = outage("check", "--site", "output", "--strict", folder=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (
        0,
        "ok: output, 1 page, 0 errors, 0 warnings.\n",
        "",
    )


def test_warnings_alone_let_a_site_pass_unless_it_is_strict(write: Write, tmp_path: Path) -> None:
    write({"index.html": page("<b>x")})
    run = outage("check", "--site", "output", folder=tmp_path)
    assert run.stdout == (
        "output/index.html:3: warning: <b> is not closed where it should be, with </b>\n"
        "ok: output, 1 page, 0 errors, 1 warning.\n"
    )
    assert run.returncode == 0
    run = outage("check", "--site", "output", "--strict", folder=tmp_path)
    assert run.returncode == 1
    assert run.stderr == "output is not fit to be published: 0 errors, 1 warning.\n"


def test_the_same_fault_is_told_once_for_all_pages(write: Write, tmp_path: Path) -> None:
    write({f"{number:02}.html": page('<a href="/x">x</a>') for number in range(30)})
    run = outage("check", "--site", "output", folder=tmp_path)
    assert run.stdout == (
        'output/00.html:3: error: "/x" leads nowhere; mend the link, or put the file there '
        "[and in 29 other places]\n"
    )
    assert run.stderr == "output is not fit to be published: 1 error, 0 warnings.\n"
    assert run.returncode == 1


def test_twenty_faults_of_a_kind_are_told_and_the_others_counted(
    write: Write, tmp_path: Path
) -> None:
    links = "".join(f'<a href="/x{number}">x</a>' for number in range(332))
    write({"index.html": page(f"{links}<b>x")})
    run = outage("check", "--site", "output", folder=tmp_path)
    lines = run.stdout.splitlines()
    assert len(lines) == 22
    assert lines[20] == (
        "… and 312 more errors of this kind (link); `outage check --site output --json` tells all"
    )
    assert "<b> is not closed" in lines[21]


def test_a_script_is_told_every_fault_with_every_place(write: Write, tmp_path: Path) -> None:
    write({name: page('<a href="/x">x</a>') for name in ("a.html", "b.html")})
    run = outage("check", "--site", "output", "--json", folder=tmp_path)
    assert json.loads(run.stdout) == {
        "pages": 2,
        "faults": [
            {
                "kind": "link",
                "severity": "error",
                "message": '"/x" leads nowhere; mend the link, or put the file there',
                "places": [{"file": "a.html", "line": 3}, {"file": "b.html", "line": 3}],
            }
        ],
    }
    assert run.returncode == 1


def test_who_must_tell_of_an_outage_now_can_look_at_the_slots_alone(
    write: Write, tmp_path: Path
) -> None:
    write({"index.html": page('<a href="/x">x</a>')})
    slots = ("--site", "output", "--only", "slot", "--only", "pages")
    run = outage("check", *slots, folder=tmp_path)
    assert (run.returncode, run.stdout) == (0, "ok: output, 1 page, 0 errors, 0 warnings.\n")
    write({"bare.html": page().replace(SLOT, "")})
    assert outage("check", *slots, folder=tmp_path).returncode == 1


def test_fewer_pages_than_before_need_a_word(write: Write, tmp_path: Path) -> None:
    write({"index.html": page(), "../before/a.html": page(), "../before/b/c.html": page()})
    run = outage("check", "--site", "output", "--before", "before", folder=tmp_path)
    assert run.returncode == 1
    assert run.stdout == (
        "output: error: 1 page, where readers have 2; if that is meant, say --fewer-pages\n"
    )
    options = ("--site", "output", "--before", "before", "--fewer-pages")
    assert outage("check", *options, folder=tmp_path).returncode == 0


def test_the_first_site_of_all_has_none_before_it(write: Write, tmp_path: Path) -> None:
    write({"index.html": page()})
    run = outage("check", "--site", "output", "--before", "before", folder=tmp_path)
    assert run.returncode == 0
    assert run.stderr == ("before is not there, so the number of pages is compared with none.\n")


def test_the_address_of_a_site_is_the_one_it_was_built_for(write: Write, tmp_path: Path) -> None:
    site = page('<a href="https://blog.example/notes/">here</a><a href="/notes/gone/">gone</a>')
    write({"index.html": site})
    (tmp_path / "pelicanconf.py").write_text('SITEURL = "https://blog.example/notes"\n')
    run = outage("check", "--site", "output", folder=tmp_path)
    assert run.stdout == (
        'output/index.html:3: error: "/notes/gone/" leads nowhere; mend the link, or put the file '
        "there\n"
    )
    with (tmp_path / "pelicanconf.py").open("a") as conf:
        conf.write('OUTAGE_ELSEWHERE = ["/notes/gone/"]\n')
    assert outage("check", "--site", "output", folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "words",
    [["--strict"], ["--only", "slot"], ["--json"], ["--before", "x"], ["--fewer-pages"]],
)
def test_what_is_about_a_site_needs_one(tmp_path: Path, words: list[str]) -> None:
    run = outage("check", *words, folder=tmp_path)
    assert run.returncode == 2
    assert "are about a built site; say which, with --site DIR." in run.stderr


def test_a_status_file_and_a_site_are_not_checked_at_once(write: Write, tmp_path: Path) -> None:
    write({"index.html": page()})
    run = outage("check", "status.json", "--site", "output", folder=tmp_path)
    assert run.returncode == 2
    assert "not both" in run.stderr


# --- sites as they are


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_a_site_in_a_theme_of_pelicans_has_no_fault(
    pelican: Callable[..., Build], theme: str
) -> None:
    content = {
        "post.md": "Title: A & B\nDate: 2011-11-24\nTags: x, y\n\n[it]({filename}pages/me.md)\n",
        "pages/me.md": "Title: About\n\nMe.\n",
        "status.json": json.dumps(
            {"incidents": [{"name": "The shop", "started_at": "2011-11-24T15:00:00-07:00"}]}
        ),
    }
    settings = {
        "THEME": theme,
        "SITEURL": "https://blog.example/notes",
        "AUTHOR": "A",
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "FEED_ALL_RSS": "feeds/all.rss.xml",
        "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
        "OUTAGE_NOW": "2011-11-24T21:00:00-07:00",
    }
    built = pelican(content, settings)
    assert built.code == 0, built.log
    inspection = inspect(built.output, "https://blog.example/notes")
    assert told(inspection) == []
    assert inspection.pages > 10
