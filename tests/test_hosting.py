"""What hosts are told: the policy, the addresses, the file that Netlify and Cloudflare read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from outage_banner import caching
from outage_banner.hosting import (
    HOSTS,
    STRICT,
    Policy,
    Unhostable,
    Unsayable,
    configuration,
    hosted,
)
from outage_banner.settings import Settings, from_pelican
from rig.command import outage

SITE_URL = "https://blog.example"


def settings(**values: object) -> Settings:
    return from_pelican({"SITEURL": SITE_URL, **values})


def text(kind: str, wasm: tuple[str, ...] = ("search/",), **values: object) -> str:
    return configuration(kind, hosted(settings(**values), wasm=wasm))


# --- the policy


@pytest.mark.parametrize(
    ("policy", "with_wasm"),
    [
        ("default-src 'self'", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"),
        (
            "default-src 'none'; script-src 'self' https:; img-src *",
            "default-src 'none'; img-src *; script-src 'self' https: 'wasm-unsafe-eval'",
        ),
        ("default-src 'NONE'", "default-src 'NONE'; script-src 'wasm-unsafe-eval'"),
        ("script-src 'self' 'wasm-unsafe-eval'", "script-src 'self' 'wasm-unsafe-eval'"),
        ("img-src 'self'", "img-src 'self'"),
        ("", ""),
    ],
)
def test_a_page_of_webassembly_may_run_it_and_nothing_more(policy: str, with_wasm: str) -> None:
    assert Policy(policy).with_wasm == Policy(with_wasm)


@pytest.mark.parametrize("policy", ['a "b"', "a\nb", "$host", "100%", "a\\b", "ü"])
def test_a_policy_that_a_configuration_would_misread_is_refused(policy: str) -> None:
    with pytest.raises(Unsayable, match="write a policy in ASCII on one line"):
        Policy(policy)


@pytest.mark.parametrize("kind", HOSTS)
def test_the_strict_policy_stands_in_every_file_unless_there_is_another_or_none(kind: str) -> None:
    assert STRICT in text(kind)
    other = configuration(kind, hosted(settings(), policy=Policy("default-src https:")))
    assert "default-src https:" in other
    assert STRICT not in other
    none = configuration(kind, hosted(settings(), policy=Policy(""), wasm=["search/"]))
    assert "Content-Security-Policy" not in none


# --- the site


def test_two_sites_on_one_server_share_no_name() -> None:
    sites = ("https://blog.example", "https://blog.example/de", "https://shop.example")
    names = [set(re.findall(r"map \S+ (\S+) {", text("nginx", SITEURL=one))) for one in sites]
    assert [len(one) for one in names] == [4, 4, 4]
    assert len(set.union(*names)) == 12


def test_a_host_is_told_in_ascii_and_without_its_port() -> None:
    assert "server_name xn--bcher-kva.example;" in text("nginx", SITEURL="https://Bücher.example")
    assert "server_name localhost;" in text("nginx", SITEURL="http://localhost:8000")


def test_apache_redirects_to_the_host_in_ascii_and_with_its_port_alone() -> None:
    written = text("apache", SITEURL="https://me:s3cret@Bücher.example:8443")
    assert " https://xn--bcher-kva.example:8443%{REQUEST_URI}/ [" in written
    assert "s3cret" not in written


@pytest.mark.parametrize(
    ("values", "root", "said"),
    [
        ({"SITEURL": ""}, None, "SITEURL is '', and what a server is told begins with it;"),
        ({"SITEURL": "/blog"}, None, "SITEURL is '/blog', and what"),
        ({"SITEURL": "blog.example"}, None, "write a whole address such as 'https://blog.example'"),
        ({"SITEURL": "https://a.example;evil"}, None, "write a whole address"),
        ({"SITEURL": "https://a.example {"}, None, "write a whole address"),
        ({"SITEURL": "https://[a"}, None, "write a whole address"),
        ({"SITEURL": "https://ä..example"}, None, "write a whole address"),
        ({"SITEURL": "https://a.example:99999"}, None, "write a whole address"),
        ({"OUTAGE_PATH": "a b"}, None, "'/a b/' becomes part of a server's patterns; make such"),
        ({"SITEURL": "https://a.example/$1"}, None, "'/$1/status/' becomes part of"),
        ({}, "www", "'www' becomes part of a server's configuration; write the whole path of a"),
        ({}, '/a"b', "such as /var/www/blog, without"),
        ({}, "/a\nb", "without"),
    ],
)
def test_what_cannot_be_written_is_refused_with_what_to_write(
    values: dict[str, str], root: str | None, said: str
) -> None:
    with pytest.raises(Unhostable, match=re.escape(said)):
        hosted(settings(**values), root=root)


# --- _headers, as the two hosts read it


@dataclass(frozen=True)
class Header:
    """A line of a rule; `is_detached` where it takes a header away."""

    name: str
    value: str
    is_detached: bool = False


def headers_file(file: str) -> Iterator[tuple[str, list[Header]]]:
    """The rules of a file: the address, and what stands indented below it."""
    path, headers = "", list[Header]()
    for line in file.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("/"):
            if path:
                yield path, headers
            path, headers = line.strip(), []
        elif line.strip().startswith("! "):
            headers.append(Header(line.strip()[2:], "", is_detached=True))
        else:
            name, value = line.strip().split(": ", 1)
            headers.append(Header(name, value))
    yield path, headers


def on_netlify(file: str, address: str) -> dict[str, str]:
    """A part with * is a pattern, dots and all; a later rule replaces; ! means nothing."""
    found: dict[str, str] = {}
    for path, headers in headers_file(file):
        parts = [
            "?(.*)"
            if part == "*"
            else part.replace("*", "(.*)")
            if "*" in part
            else re.escape(part)
            for part in path.split("/")
            if part
        ]
        if re.search(f"^/{'/'.join(parts)}/?$", address, re.IGNORECASE):
            found |= {one.name: one.value for one in headers if not one.is_detached}
    return found


def on_cloudflare(file: str, address: str) -> dict[str, str]:
    """Every rule that matches adds its values behind a comma; ! takes away what was there."""
    found: dict[str, str] = {}
    for path, headers in headers_file(file):
        if re.fullmatch(".*".join(map(re.escape, path.split("*"))), address):
            for one in headers:
                before = found.pop(one.name, None)
                if not one.is_detached:
                    found[one.name] = f"{before}, {one.value}" if before else one.value
    return found


def test_the_file_keeps_to_what_cloudflare_takes() -> None:
    long = text("cloudflare", SITEURL="https://blog.example/" + "long/" * 20)
    assert len(list(headers_file(long))) <= 100
    assert all(len(line) <= 2000 for line in long.splitlines())
    assert all(path.count("*") <= 1 for path, _ in headers_file(long))


@pytest.mark.parametrize("read", [on_netlify, on_cloudflare])
def test_both_hosts_keep_each_file_as_long_as_the_table_says_or_ask_each_time(
    read: Callable[[str, str], dict[str, str]], site: Callable[..., Path]
) -> None:
    file, root = text("netlify"), site()
    kept = set()
    paths = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    for path in [*paths, "status/banner.de.html", "status/outage-of-mail/index.html"]:
        answer = read(file, "/" + quote(path.removesuffix("index.html")))
        rule = caching.rule(path, "status")
        if rule.cache_control in (caching.FOR_EVER, caching.FRAGMENT):
            assert answer["Cache-Control"] == rule.cache_control, path
            kept.add(rule.name)
        else:
            assert "Cache-Control" not in answer, path
        is_search = path == "search/index.html"
        assert answer["Content-Security-Policy"] == (
            Policy().with_wasm.text if is_search else STRICT
        )
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert ("Access-Control-Allow-Origin" in answer) == path.startswith("status/api/")
    assert kept == {"section assets", "fragments", "fingerprinted"}


@pytest.mark.parametrize("read", [on_netlify, on_cloudflare])
@pytest.mark.parametrize(
    "incident", ["outage-of-the-css", "outage-banner", "banner-is-down", "api"]
)
def test_no_incident_has_a_name_that_keeps_its_page_for_ever(
    read: Callable[[str, str], dict[str, str]], incident: str
) -> None:
    found = read(text("netlify"), f"/status/{incident}/")
    assert found.get("Cache-Control") in (None, caching.FRAGMENT)


# --- the command


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "pelicanconf.py").write_text('SITEURL = ""\n')
    (tmp_path / "publishconf.py").write_text(f'SITEURL = "{SITE_URL}"\n')
    return tmp_path


@pytest.mark.parametrize("kind", HOSTS)
def test_the_command_prints_the_file(here: Path, kind: str) -> None:
    run = outage("hosting", kind, "-s", "publishconf.py", "--wasm", "/search", folder=here)
    assert (run.returncode, run.stdout, run.stderr) == (0, text(kind), "")


def test_the_files_are_where_the_command_says(here: Path) -> None:
    run = outage("hosting", "nginx", "-s", "publishconf.py", "--root", "/srv/b/", folder=here)
    assert 'alias "/srv/b/";' in run.stdout
    assert 'alias "/var/www/blog.example/";' in text("nginx")


def test_a_host_that_includes_nothing_is_no_host_for_pages_without_a_banner(here: Path) -> None:
    with (here / "publishconf.py").open("a") as conf:
        conf.write('OUTAGE_MODE = "include"\n')
    run = outage("hosting", "netlify", "-s", "publishconf.py", folder=here)
    assert (run.returncode, run.stderr) == (
        0,
        "Netlify puts nothing into pages, which lack their banner there: "
        'OUTAGE_MODE = "inline" builds them with it.\n',
    )
    assert outage("hosting", "nginx", "-s", "publishconf.py", folder=here).stderr == ""


def test_without_an_address_of_the_site_nothing_is_printed(here: Path) -> None:
    run = outage("hosting", "apache", folder=here)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "SITEURL is '', and what a server is told begins with it; write a whole address such as "
        "'https://blog.example', or name the settings file that has one: -s publishconf.py\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["iis"], "'iis' is not one of"),
        (["nginx", "--csp", 'script-src "x"'], "write a policy in ASCII on one line"),
    ],
)
def test_called_wrongly_it_says_what_to_write(here: Path, words: list[str], said: str) -> None:
    run = outage("hosting", *words, "-s", "publishconf.py", folder=here)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
