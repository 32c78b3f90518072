"""`outage import`: the host's status page says what is wrong; the blog says so too, as its word."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from outage_banner.sources import ADDRESSES
from rig.command import outage
from rig.pelican import Build

NIGHT = "2011-11-24T21:00:00-07:00"
CASES = Path(__file__).parent / "cases" / "sources"
SUMMARY = CASES / "statuspage-summary.json"
ID = "2011-11-24-power-loss-in-denver"
SHOP = {"id": "shop", "name": "The shop", "url": "https://shop.example/"}
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(tmp_path: Path) -> Run:
    """`here(*words)`: `outage import`, run in the folder of a site in Denver."""
    (tmp_path / "pelicanconf.py").write_text(
        f'TIMEZONE = "America/Denver"\nOUTAGE_NOW = "{NIGHT}"\n'
    )
    (tmp_path / "content").mkdir()
    return lambda *words: outage("import", *words, folder=tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "content" / "status.json"


def test_one_line_tells_what_the_host_says(here: Run, file: Path) -> None:
    file.write_text(json.dumps({"components": [SHOP]}))
    run = here(SUMMARY, "--component", "shop", "--about", "power")
    assert run.returncode == 0
    assert run.stdout == (
        f"Imported {ID} from Hostco into content/status.json. Readers see:\n"
        "\n"
        "■ Down: Power loss in Denver\n"
        "  Not reachable since Thu, Nov 24, 3:00 PM MST. No estimate yet.\n"
        "  As told by Hostco.\n"
        "  Updated Thu, Nov 24, 8:30 PM MST.\n"
        "\n"
        "This changes by itself on Fri, Nov 25, 8:30 PM MST.\n"
    )
    assert "Next: build the site and publish it" in run.stderr
    assert [one["components"] for one in json.loads(file.read_bytes())["incidents"]] == [["shop"]]


def test_once_more_changes_not_a_byte(here: Run, file: Path) -> None:
    here(SUMMARY)
    before = file.read_bytes()
    run = here(SUMMARY)
    assert run.stdout.startswith(
        "Nothing is new from Hostco: content/status.json is as it was. Readers see:\n"
    )
    assert "Next:" not in run.stderr
    assert file.read_bytes() == before


def test_a_host_where_all_is_well_leaves_no_file(here: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "well.json").write_text('{"page": {"name": "Hostco"}, "incidents": []}')
    run = here("well.json")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("All is well at Hostco: nothing to import. Readers see:\n")
    assert not file.exists()


def test_an_empty_list_is_no_all_clear(here: Run, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]")
    run = here("none.json", "--as", "Host")
    assert run.returncode == 0
    assert run.stdout.startswith("Host tells no state: nothing to import. Readers see:\n")


def test_without_the_trusted_certificates_it_says_which_file_is_meant(
    here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    run = here("https://127.0.0.1:1/summary.json")
    assert run.returncode == 1
    assert run.stderr == (
        "https://127.0.0.1:1/summary.json: the variable SSL_CERT_FILE names /nonexistent, which "
        "cannot be read: No such file or directory; name a file of certificates, or unset it. "
        "Nothing was changed.\n"
    )


def test_a_dry_run_writes_nothing(here: Run, file: Path) -> None:
    run = here(SUMMARY, "--dry-run")
    assert run.stdout.startswith(f"Imported, were this no dry run, {ID}, 2011-11-26-new-switches ")
    assert not file.exists()


def test_a_script_gets_json(here: Run) -> None:
    told = json.loads(here(SUMMARY, "--json").stdout)
    assert (told["did"], told["source"], told["dry_run"]) == ("imported", "Hostco", False)
    assert told["ids"] == [ID, "2011-11-26-new-switches"]
    assert told["notices"][0]["name"] == "Power loss in Denver"


def test_what_had_to_be_guessed_is_told(here: Run) -> None:
    assert (
        f'{SUMMARY}: components[3].status: "wobbly" is no word that is known; '
        'taken for "major_outage"\n'
    ) in here(SUMMARY).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere.json"], "nowhere.json: it cannot be read: No such file or directory. "),
        (["content"], "content: it cannot be read: Is a directory. "),
        (["-"], "-: it is not JSON: line 1, column 1: the file is empty"),
        (["http://127.0.0.1:9/"], "http://127.0.0.1:9/: that is an address that does not begin "),
        (
            ["www.hostco.example/now"],
            "www.hostco.example/now: it cannot be read: No such file or directory; "
            "an address begins with https://: https://www.hostco.example/now. ",
        ),
        (
            [SUMMARY, "--as", "Host\x07"],
            "whose it is cannot be told so: ",
        ),
        (["https://127.0.0.1:9/"], "https://127.0.0.1:9/: the connection is refused. "),
        ([SUMMARY, "--about", "Severs"], "nothing there is called"),
    ],
)
def test_what_cannot_be_imported_is_told_and_nothing_is_written(
    here: Run, file: Path, words: list[Any], message: str
) -> None:
    run = here(*words)
    assert run.returncode == 1
    assert message in run.stderr
    assert run.stderr.endswith("Nothing was changed.\n")
    assert run.stderr.count("\n") == 1
    assert not file.exists()


def test_a_component_that_is_none_is_called_wrongly(here: Run) -> None:
    run = here(SUMMARY, "--component", "shop")
    assert run.returncode == 2
    assert "'shop' is no component of the status file" in run.stderr


def test_a_file_with_errors_is_left_as_it_is(here: Run, file: Path) -> None:
    file.write_text('{"incidents": 7}')
    run = here(SUMMARY)
    assert run.returncode == 1
    assert "content/status.json was left as it is." in run.stderr
    assert file.read_text() == '{"incidents": 7}'


# --- from the network


@pytest.fixture
def host(tmp_path: Path, serve: Callable[..., str]) -> Callable[..., str]:
    """`host({path: case})`: the address of a status page with these documents below it."""

    def serving(documents: dict[str, str]) -> str:
        root = tmp_path / "host"
        root.mkdir()
        (root / "index.html").write_text("<!DOCTYPE html><title>Hostco</title>")
        for path, case in documents.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CASES / f"{case}.json", root / path)
        return serve(root)

    return serving


@pytest.mark.parametrize(
    ("path", "case"),
    [
        ("api/v2/summary.json", "statuspage-summary"),
        ("index.json", "cstate-index"),
        ("summary.json", "instatus-summary"),
        ("history/summary.json", "upptime-summary"),
    ],
)
def test_the_address_of_a_status_page_is_enough(
    here: Run, host: Callable[..., str], path: str, case: str
) -> None:
    address = host({path: case})
    run = here(address, "--allow-http", "--as", "Hostco")
    assert run.returncode == 0, run.stderr
    assert f"Read {address}/{path}.\n" in run.stderr
    assert "As told by Hostco." in run.stdout


def test_a_document_is_read_from_its_own_address(here: Run, host: Callable[..., str]) -> None:
    address = host({"any/name": "statuspage-summary"})
    run = here(f"{address}/any/name", "--allow-http")
    assert run.stdout.startswith(f"Imported {ID}")


def test_a_page_without_a_document_says_what_to_look_for(
    here: Run, host: Callable[..., str]
) -> None:
    run = here(host({}), "--allow-http")
    assert run.returncode == 1
    assert "it is HTML or XML; give the address of its JSON" in run.stderr


def test_who_takes_http_is_not_told_to_take_it(here: Run) -> None:
    run = here("http://127.0.0.1:9/", "--allow-http")
    assert run.stderr == "http://127.0.0.1:9/: the connection is refused. Nothing was changed.\n"


@pytest.mark.parametrize("path", ["", "/", "/api/v2/summary.json", "/summary.json?key=s"])
def test_a_page_below_a_path_is_who_says_it(
    here: Run, file: Path, host: Callable[..., str], path: str
) -> None:
    address = host({f"team/{name}": "upptime-summary" for name in ADDRESSES[::2]}) + "/team"
    run = here(f"{address}{path}", "--allow-http", "--as", "Hostco")
    assert run.returncode == 0, run.stderr
    told = {one["source"]["url"] for one in json.loads(file.read_bytes())["components"]}
    assert told == {f"{address}/"}


def test_an_address_where_nothing_is_says_so(here: Run, host: Callable[..., str]) -> None:
    run = here(host({}) + "/nothing.json", "--allow-http")
    assert run.returncode == 1
    assert "it is answered with 404 instead of a document. Nothing was changed." in run.stderr


# --- on the page


def test_the_banner_and_the_incidents_page_say_whose_word_it_is(
    here: Run, file: Path, pelican: Callable[..., Build]
) -> None:
    here(SUMMARY)
    content = {"post.md": "Title: A post\nDate: 2011-11-24\n\nX", "status.json": file.read_text()}
    built = pelican(content, {"OUTAGE_NOW": NIGHT})
    assert built.code == 0, built.log
    link = '<a href="https://status.hostco.example"><bdi>Hostco</bdi></a>'
    assert f"<span>As told by {link}.</span>" in built.page()
    assert built.page("status/index.html").count(f"As told by {link}.") > 2
    page = built.page(f"status/{ID}/index.html")
    assert f"<dt>Source</dt><dd>{link}, as of <time" in page
    assert "<strong>failed</strong>" in page
