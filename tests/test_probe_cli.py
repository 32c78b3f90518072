"""`outage probe` against servers that are up, down, slow, wandering, and not what they seem."""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from threading import Barrier
from typing import Any

import pytest
import trustme
from outage_banner.store import locked
from rig.command import outage
from rig.server import Files, serving
from rig.tls import serving_tls

NIGHT = "2011-11-24T21:00:00-07:00"
QUICK = ("--pause", "0.02", "--timeout", "20")


class Servers:
    """A site whose components are the paths of one server; `answers` says how each is."""

    def __init__(self, folder: Path, url: str, answers: dict[str, Callable[[Files], None]]) -> None:
        self.folder, self.url, self.answers = folder, url, answers
        self.file = folder / "content" / "status.json"
        self.asked: list[str] = []
        self.file.parent.mkdir()
        (folder / "pelicanconf.py").write_text(
            f'TIMEZONE = "America/Denver"\nOUTAGE_NOW = "{NIGHT}"\n'
        )

    def components(self, *listed: dict[str, Any]) -> None:
        named = [
            {"name": one["id"].capitalize(), "url": f"{self.url}/{one['id']}"} for one in listed
        ]
        document = {"components": [name | one for name, one in zip(named, listed, strict=True)]}
        self.file.write_text(json.dumps(document, indent=2))

    def answer(self, name: str, *codes: int, body: bytes = b"Welcome") -> None:
        """These statuses in turn, the last of them from then on."""
        left = list(codes)

        def give(request: Files) -> None:
            self.asked.append(name)
            request.answer(body, left.pop(0) if len(left) > 1 else left[0])

        self.answers[f"/{name}"] = give

    def probe(self, *options: str) -> CompletedProcess[str]:
        return outage("probe", *QUICK, *options, folder=self.folder)

    def found(self, *options: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.probe("--json", *options).stdout)
        return document

    def incidents(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(self.file.read_text()).get("incidents", [])
        return listed


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    answers: dict[str, Callable[[Files], None]] = {}
    with serving(tmp_path, answers=answers) as url:
        yield Servers(tmp_path, url, answers)


def test_the_table_says_how_each_answers_and_what_to_do(servers: Servers) -> None:
    servers.components(
        {"id": "shop"},
        {"id": "api"},
        {"id": "coupons", "probe": {"expect": "Welcome"}},
        {"id": "closed", "url": "http://127.0.0.1:1/"},
        {"id": "sites", "group": True},
        {"id": "mail", "url": "mailto:me@blog.example"},
    )
    servers.answer("shop", 200)
    servers.answer("api", 503)
    servers.answer("coupons", 200, body=b"Error establishing a database connection")
    run = servers.probe()
    table = [line for line in run.stdout.splitlines() if "shop" not in line]
    assert run.returncode == 1
    assert run.stdout.startswith("✓ up       shop     answers in ")
    assert table == [
        "■ down     api      answers 503 Service Unavailable",
        "■ down     coupons  answers 200 OK, but without “Welcome”",
        "■ down     closed   the connection is refused",
        "· skipped  sites    a heading for other components",
        "· skipped  mail     no url that begins with https:// or http://",
        "",
        "Suggested:",
        "  outage open 'Api is not reachable' --component api",
        "  outage open 'Coupons is not reachable' --component coupons",
        "  outage open 'Closed is not reachable' --component closed",
    ]
    assert servers.incidents() == []
    assert sorted(servers.asked) == ["api"] * 3 + ["coupons"] * 3 + ["shop"]


def test_all_up_is_exit_code_0(servers: Servers) -> None:
    servers.components({"id": "shop"}, {"id": "api"})
    servers.answer("shop", 503, 200)
    servers.answer("api", 404)
    assert servers.probe("shop").returncode == 0
    assert servers.probe("shop", "api").returncode == 1


def test_what_is_called_wrongly_says_how_it_is_called(servers: Servers) -> None:
    servers.components({"id": "shop"})
    run = servers.probe("shopp")
    assert (run.returncode, run.stdout) == (2, "")
    told = "Invalid value for COMPONENT: 'shopp' is no component of the status file; "
    assert f"{told}did you mean shop?" in run.stderr
    run = servers.probe("--resolve")
    assert (run.returncode, run.stdout) == (2, "")
    assert "--resolve edits nothing by itself: write --apply --resolve." in run.stderr
    assert servers.asked == []


def test_a_night_from_the_first_failure_to_the_all_clear(servers: Servers) -> None:
    servers.components({"id": "shop"})
    servers.answer("shop", 503)
    run = servers.probe("--apply")
    assert (run.returncode, run.stderr) == (0, "\nNext: build the site and publish it\n")
    assert run.stdout.endswith("\n\nOpened 2011-11-24-shop-is-not-reachable.\n")
    (incident,) = servers.incidents()
    assert incident == {
        "id": "2011-11-24-shop-is-not-reachable",
        "name": "Shop is not reachable",
        "status": "investigating",
        "impact": "major",
        "components": ["shop"],
        "started_at": NIGHT,
        "probed": True,
        "incident_updates": [
            {
                "status": "investigating",
                "body": "An automatic check found this.",
                "display_at": NIGHT,
            }
        ],
    }
    before = servers.file.read_bytes()
    assert servers.probe("--apply").returncode == 0
    servers.answer("shop", 200, 200, 503)
    assert servers.probe("--apply").returncode == 0
    assert servers.file.read_bytes() == before

    servers.answer("shop", 200)
    assert "\n\nUpdated 2011-11-24-shop-is-not-reachable.\n" in servers.probe("--apply").stdout
    assert servers.incidents()[0]["status"] == "monitoring"
    watched = servers.file.read_bytes()
    run = servers.probe("--apply")
    assert run.returncode == 0
    assert run.stdout.endswith(
        "\n\nSuggested:\n  outage resolve 2011-11-24-shop-is-not-reachable\n"
    )
    assert servers.file.read_bytes() == watched

    servers.answer("shop", 503)
    servers.probe("--apply")
    assert servers.incidents()[0]["status"] == "investigating"
    servers.answer("shop", 200)
    servers.probe("--apply", "--resolve")
    assert servers.incidents()[0]["status"] == "resolved"
    assert servers.probe("--apply", "--resolve").stdout.count("\n") == 1


def test_what_a_person_opened_is_left_to_that_person(servers: Servers) -> None:
    servers.components({"id": "shop"})
    outage("open", "The shop moves", "--component", "shop", folder=servers.folder)
    before = servers.file.read_bytes()
    servers.answer("shop", 200)
    found = servers.found("--apply", "--resolve")
    assert found["edits"] == [
        {
            "did": "update",
            "id": "2011-11-24-the-shop-moves",
            "made": False,
            "command": "outage update 2011-11-24-the-shop-moves --status monitoring",
        }
    ]
    assert servers.file.read_bytes() == before


def test_what_a_person_has_updated_is_left_to_that_person(servers: Servers) -> None:
    servers.components({"id": "shop"})
    servers.answer("shop", 503)
    servers.probe("--apply")
    outage("update", "The host replaces a disk.", "--eta", "3am", folder=servers.folder)
    before = servers.file.read_bytes()
    servers.answer("shop", 200)
    run = servers.probe("--apply", "--resolve")
    assert run.returncode == 1
    assert run.stdout.endswith(
        "\n\nSuggested:\n  outage update 2011-11-24-shop-is-not-reachable --status monitoring\n"
    )
    assert servers.file.read_bytes() == before
    told = " ".join(servers.probe("--help").stdout.split())
    assert "Once a person has updated that as well, it is theirs" in told


def test_the_suggested_command_works_as_it_stands(servers: Servers) -> None:
    servers.components({"id": "shop", "name": "Bob's “shop”; rm -rf"})
    servers.answer("shop", 503)
    (edit,) = servers.found("-s", "pelicanconf.py")["edits"]
    words = shlex.split(edit["command"])
    assert outage(*words[1:], folder=servers.folder).returncode == 0
    (incident,) = servers.incidents()
    assert (incident["name"], incident["components"]) == (
        "Bob's “shop”; rm -rf is not reachable",
        ["shop"],
    )
    assert "probed" not in incident


def test_json_tells_a_script_all_of_it(servers: Servers) -> None:
    servers.components({"id": "shop"}, {"id": "sites", "group": True})
    servers.answer("shop", 418)
    found = servers.found("--tries", "2")
    assert 0 < found["components"][0].pop("seconds") < 20
    assert found == {
        "file": "content/status.json",
        "now": NIGHT,
        "components": [
            {
                "id": "shop",
                "name": "Shop",
                "verdict": "down",
                "reason": "answers 418 I'm a Teapot",
                "tries": 2,
            }
        ],
        "skipped": [{"id": "sites", "name": "Sites", "reason": "a heading for other components"}],
        "edits": [
            {
                "did": "open",
                "id": None,
                "made": False,
                "command": "outage open 'Shop is not reachable' --component shop",
            }
        ],
    }


def test_a_slow_answer_is_told_and_a_too_slow_one_is_none(servers: Servers) -> None:
    servers.components({"id": "shop", "probe": {"slow_after_seconds": 1}})

    def dawdle(request: Files) -> None:
        time.sleep(1.1)
        request.answer(b"Welcome")

    servers.answers["/shop"] = dawdle
    run = servers.probe("--tries", "1")
    assert run.stdout.startswith("▲ slow     shop  answers in ")
    assert " seconds, which is more than 1\n" in run.stdout
    assert "outage open 'Shop is slow' --component shop --impact minor" in run.stdout
    run = servers.probe("--tries", "1", "--timeout", "0.2")
    assert run.stdout.startswith("■ down     shop  no answer within 0.2 seconds\n")


def test_a_site_that_is_slow_again_and_again_is_told_as_it_is(servers: Servers) -> None:
    servers.components({"id": "shop", "probe": {"slow_after_seconds": 1}})

    def dawdle(request: Files) -> None:
        time.sleep(1.1)
        request.answer(b"Welcome")

    told = []
    for how in ("slow", "up", "slow", "down", "slow"):
        servers.answer("shop", 503 if how == "down" else 200)
        if how == "slow":
            servers.answers["/shop"] = dawdle
        assert servers.probe("--apply", "--tries", "1").returncode == 0
        (incident,) = servers.incidents()
        told.append((incident["status"], incident["impact"]))
    before = servers.file.read_bytes()
    servers.answer("shop", 503, 200)
    assert servers.probe("--apply").stdout == (
        "▲ slow     shop  answers 503 Service Unavailable, but not each time\n"
    )
    assert servers.file.read_bytes() == before
    assert told == [
        ("investigating", "minor"),
        ("monitoring", "minor"),
        ("investigating", "minor"),
        ("investigating", "major"),
        ("investigating", "minor"),
    ]


def test_components_are_asked_at_the_same_time(servers: Servers) -> None:
    names = [f"site{number}" for number in range(10)]
    servers.components(*({"id": name} for name in names))

    all_here = Barrier(len(names), timeout=20)

    def wait_for_the_others(request: Files) -> None:
        all_here.wait()
        request.answer(b"")

    servers.answers |= {f"/{name}": wait_for_the_others for name in names}
    found = servers.found("--timeout", "30", "--tries", "1")
    assert [(one["id"], one["verdict"]) for one in found["components"]] == [
        (name, "up") for name in names
    ]


def test_a_redirect_is_followed_and_a_wrong_certificate_is_not_trusted(servers: Servers) -> None:
    certificate = trustme.CA().issue_cert("127.0.0.1")
    with serving_tls(certificate, {"/": lambda request: request.answer(b"")}) as port:
        servers.components({"id": "shop"}, {"id": "api"})
        servers.answer("api", 200)
        servers.answers["/shop"] = lambda request: request.answer(
            b"", 302, Location=f"https://127.0.0.1:{port}/"
        )
        found = servers.found("--tries", "1")
    assert [one["reason"] for one in found["components"]] == [
        "its certificate is signed by nobody who is trusted here, or its chain is incomplete",
        None,
    ]


def test_where_no_name_can_be_looked_up_nothing_is_opened(servers: Servers) -> None:
    servers.components({"id": "shop", "url": "http://shop.invalid/"}, {"id": "api"})
    servers.answer("api", 200)
    for asked in (["shop"], ["shop", "api"]):
        run = servers.probe("--apply", "--tries", "1", *asked)
        told = run.stdout.splitlines()[0]
        assert run.returncode == 1
        assert told.startswith("? unknown  shop  the name shop.invalid ")
        assert told.endswith(
            "; nothing else on the open internet answered either, so the fault may be here"
        )
        assert servers.incidents() == []


def test_a_site_without_components_says_so(servers: Servers) -> None:
    servers.file.write_text("{}")
    run = servers.probe()
    assert (run.returncode, run.stdout) == (0, "Nothing was asked: no component has a url.\n")


def test_an_edit_made_while_the_sites_are_asked_is_not_overlooked(servers: Servers) -> None:
    servers.components({"id": "shop"})

    def meanwhile(request: Files) -> None:
        if not servers.incidents():
            outage("open", "The shop moves", "--component", "shop", folder=servers.folder)
        request.answer(b"", 503)

    servers.answers["/shop"] = meanwhile
    assert servers.probe("--apply", "--timeout", "20").returncode == 0
    assert [one["name"] for one in servers.incidents()] == ["The shop moves"]


def test_two_at_once_open_one_incident(servers: Servers) -> None:
    servers.components({"id": "shop"})
    servers.answer("shop", 503)
    with ThreadPoolExecutor(2) as threads:
        with locked(servers.file.parent):
            runs = [threads.submit(servers.probe, "--apply", "--tries", "1") for _ in range(2)]
            until = time.monotonic() + 20
            while len(servers.asked) < 2 and time.monotonic() < until:
                time.sleep(0.02)
            time.sleep(1)
        assert [run.result().returncode for run in runs] == [0, 0]
    assert [one["id"] for one in servers.incidents()] == ["2011-11-24-shop-is-not-reachable"]


def test_a_component_that_is_gone_from_the_file_meanwhile_is_left_out(servers: Servers) -> None:
    servers.components({"id": "shop"}, {"id": "api"})
    servers.answer("api", 503)

    def meanwhile(request: Files) -> None:
        servers.components({"id": "api"})
        request.answer(b"", 503)

    servers.answers["/shop"] = meanwhile
    assert servers.probe("--apply").returncode == 0
    assert [one["components"] for one in servers.incidents()] == [["api"]]


def test_what_was_found_is_told_even_where_it_cannot_be_written(servers: Servers) -> None:
    servers.components({"id": "shop"})
    servers.answer("shop", 503)
    (servers.file.parent / ".status.json.new").mkdir()
    run = servers.probe("--apply", "--json")
    (edit,) = json.loads(run.stdout)["edits"]
    assert (edit["did"], edit["made"], edit["id"]) == ("open", False, None)
    assert run.returncode == 1
    assert run.stderr.startswith("Nothing was changed: content/status.json is as it was: ")
    assert "\n\nSuggested:\n  outage open " in servers.probe("--apply").stdout


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "cannot be read: No such file or directory"), ("", "holds none")]
)
def test_where_the_trusted_certificates_are_missing_it_says_which_file_is_meant(
    servers: Servers, monkeypatch: pytest.MonkeyPatch, content: str | None, reason: str
) -> None:
    servers.components({"id": "shop"})
    file = servers.folder / "authorities.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    run = servers.probe()
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        f"Nothing was asked: the variable SSL_CERT_FILE names {file}, which {reason}; "
        "name a file of certificates, or unset it.\n"
    )
