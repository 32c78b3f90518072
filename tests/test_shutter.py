"""`outage shutter`: one page for the dead site itself, and how to serve it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import html5lib
import pytest
from outage_banner.settings import Settings, from_pelican
from outage_banner.shutter import Shutter, advice, shutter
from rig.apache import apache, public_folder
from rig.command import outage
from rig.nginx import nginx
from statuses import NIGHT, at, incident, status_of

HOSTILE = '"><script>alert(1)</script>&amp;'
SHOP = {
    "id": "shop",
    "name": "The shop",
    "url": "https://shop.example/",
    "contact": "mailto:me@blog.example",
    "alternatives": [{"name": "Coupons", "url": "https://coupons.example/?a=1&b=2"}],
}
MAIL = {"id": "mail", "name": "Mail"}
DOWN = incident(id="down", components=["shop", "mail"], expected_at=at("25T03:00"))


def settings(**values: Any) -> Settings:
    return from_pelican({"TIMEZONE": "America/Denver", "SITENAME": "Blog", **values})


def made(now: datetime = NIGHT, conf: Settings | None = None, **document: Any) -> Shutter:
    document = {"components": [SHOP, MAIL], **document}
    return shutter(conf or settings(), status_of(**document), "shop", now)


def text(page: Shutter) -> str:
    body = html5lib.parse(page.html, namespaceHTMLElements=False).find("body")
    assert body is not None
    return " ".join("".join(body.itertext()).split())


def test_it_says_what_the_banner_says_in_its_order() -> None:
    page = made(incidents=[DOWN | {"works": "The mail still comes."}])
    assert text(page) == (
        "The shop ■ Down The shop is offline "
        "Not reachable since Thu, Nov 24, 3:00 PM MST. Expected back by Fri, Nov 25, 3:00 AM MST. "
        "What still works: The mail still comes. Instead: Coupons. "
        "Updated Thu, Nov 24, 3:00 PM MST. Contact As of Thu, Nov 24, 9:00 PM MST"
    )
    assert (page.is_down, page.retry_after_seconds) == (True, 6 * 3600)
    assert "<title>The shop: Down</title>" in page.html
    assert 'href="mailto:me@blog.example"' in page.html


def test_a_passed_estimate_is_told_as_passed_and_asks_for_an_hour() -> None:
    page = made(at("25T04:00"), incidents=[DOWN])
    assert "Was expected back by Fri, Nov 25, 3:00 AM MST." in text(page)
    assert page.retry_after_seconds == 3600


def test_it_waits_for_the_last_of_several_and_for_no_estimate_an_hour() -> None:
    other = incident("The till is offline", id="till", components=["shop"])
    page = made(incidents=[DOWN, other | {"expected_at": at("25T05:00")}])
    assert text(page).count("■ Down") == 2
    assert page.retry_after_seconds == 8 * 3600
    assert made(incidents=[DOWN, other]).retry_after_seconds == 3600


def test_what_is_wrong_elsewhere_is_not_told() -> None:
    elsewhere = incident("No mail", id="mail-down", components=["mail"])
    page = made(incidents=[elsewhere], status={"indicator": "critical"})
    assert not page.is_down
    assert text(page).startswith("The shop No problem is known, as of Thu, Nov 24, 9:00 PM MST.")


def test_a_group_is_down_with_its_components() -> None:
    sites = {"id": "sites", "name": "The sites", "group": True}
    mail = incident("No mail", id="no-mail", components=["mail"])
    shop = {**SHOP, "group_id": "sites"}
    document = {"components": [sites, shop, MAIL], "incidents": [DOWN, mail]}
    page = shutter(settings(), status_of(**document), "sites", NIGHT)
    assert page.is_down
    assert text(page).startswith("The sites ■ Down The shop is offline")
    assert "No mail" not in page.html


def test_a_component_that_the_file_calls_down_is_down() -> None:
    page = made(components=[SHOP | {"status": "major_outage", "updated_at": at("24T20:00")}, MAIL])
    assert page.is_down
    assert "Reported as not reachable on Thu, Nov 24, 8:00 PM MST. Instead: Coupons." in text(page)
    assert "Contact" in text(page)


def test_planned_work_shuts_while_it_is_in_progress() -> None:
    work = {
        "name": "New disks",
        "components": ["shop"],
        "scheduled_for": at("24T20:00"),
        "scheduled_until": at("24T22:00"),
    }
    page = made(scheduled_maintenances=[work])
    assert (page.is_down, page.retry_after_seconds) == (True, 3600)
    assert "In progress since Thu, Nov 24, 8:00 PM MST" in text(page)
    assert not made(at("24T19:00"), scheduled_maintenances=[work]).is_down
    assert "◆ Planned New disks" in text(made(at("24T19:00"), scheduled_maintenances=[work]))


def test_it_needs_nothing_and_allows_nothing_but_its_own_style() -> None:
    page = made(conf=settings(SITEURL="https://blog.example"), incidents=[DOWN]).html
    assert len(page.encode()) < 15_000
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;" in page
    assert not re.search(r"<(script|img|iframe|object)|\bsrc=|url\(|@import|style=", page)
    assert re.findall(r"<link [^>]*>", page) == ['<link rel="icon" href="data:,">']


def test_it_leads_to_the_status_page_of_the_blog() -> None:
    page = made(conf=settings(SITEURL="https://blog.example/us"), incidents=[DOWN]).html
    assert '<a href="https://blog.example/us/status/down/">Details</a>' in page
    assert '<a href="https://blog.example/us/status/">Blog: Status</a>' in page
    assert "status/" not in made(incidents=[DOWN]).html


def test_whatever_the_file_says_is_only_text() -> None:
    page = made(
        conf=settings(SITEURL="https://blog.example", SITENAME=HOSTILE),
        components=[SHOP | {"name": HOSTILE}, MAIL],
        incidents=[DOWN | {"name": HOSTILE, "works": HOSTILE, "source": {"name": HOSTILE}}],
    )
    assert "<script" not in page.html
    assert text(page).count(HOSTILE) == 5


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl"), ("xx", "ltr")])
def test_it_speaks_the_language_of_the_site(language: str, direction: str) -> None:
    page = made(conf=settings(DEFAULT_LANG=language), incidents=[DOWN]).html
    spoken = language if language != "xx" else "en"
    assert f'<html lang="{spoken}" dir="{direction}">' in page


# --- the command


@pytest.fixture
def here(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    (tmp_path / "pelicanconf.py").write_text(
        f'TIMEZONE = "America/Denver"\nOUTAGE_NOW = "{NIGHT.isoformat()}"\n'
    )
    (tmp_path / "content").mkdir()
    document = {"components": [SHOP, MAIL], "incidents": [DOWN | {"components": ["shop"]}]}
    (tmp_path / "content" / "status.json").write_text(
        json.dumps(document, default=datetime.isoformat)
    )
    return lambda *words: outage("shutter", *words, folder=tmp_path)


def test_the_page_goes_to_a_file_and_the_advice_to_whoever_asked(
    here: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    run = here("shop", "--output", "off/line.html")
    page = (tmp_path / "off" / "line.html").read_bytes()
    assert (run.returncode, run.stdout) == (0, f"Wrote off/line.html, {len(page):,} bytes.\n")
    assert run.stderr.startswith("SITEURL is empty here")
    assert run.stderr.endswith(advice("line.html", 6 * 3600) + "\n")
    assert here("shop").stdout.encode() == page


def test_what_is_not_down_gets_a_page_only_by_force(
    here: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    run = here("mail")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "mail is not down, as far as content/status.json tells: `outage open` says so, "
        "and --force makes the page all the same.\n"
    )
    forced = here("mail", "--force")
    assert forced.returncode == 0
    assert "No problem is known, as of" in forced.stdout


def test_a_file_that_no_server_could_name_is_called_wrongly(
    here: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    run = here("shop", "-o", "my page.html")
    assert run.returncode == 2
    assert "'my page.html' becomes part of an address" in run.stderr
    assert not (tmp_path / "my page.html").exists()


def test_a_component_that_is_none_is_answered_with_the_nearest(
    here: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    told = "Invalid value for COMPONENT: '{}' is no component of the status file; {}"
    run = here("shp")
    assert run.returncode == 2
    assert told.format("shp", "did you mean shop?") in run.stderr
    assert told.format("xyz", "there is shop, mail.") in here("xyz").stderr
    (tmp_path / "content" / "status.json").write_text("{}")
    add = 'add {"id": "shop", "name": "…"} to its components.'
    assert told.format("shop", add) in here("shop").stderr


# --- how it is served


def snippets(name: str, seconds: int) -> dict[str, str]:
    """The blocks of the advice, by the server they are for; Netlify's are two."""
    blocks: dict[str, list[str]] = {}
    server = ""
    for line in advice(name, seconds).splitlines():
        if line and not line.startswith(" "):
            server = line.split(",")[0]
        blocks.setdefault(server, []).append(line if line.startswith(" ") else "")
    return {server: dedent("\n".join(lines)).strip() for server, lines in blocks.items()}


def assert_shut(address: str, page: bytes) -> None:
    paths = ("/", "/deep/in/it?a=1", "/shutter.html", "/other.txt", "/index.php", "/50x.html")
    for path in paths:
        with pytest.raises(HTTPError) as answer:
            urlopen(address + path, b"x=1" if path == "/" else None, timeout=10)
        assert (answer.value.code, answer.value.read()) == (503, page), path
        assert answer.value.headers["Retry-After"] == "21600", path
        assert answer.value.headers["Cache-Control"] == "no-store", path
        assert answer.value.headers.get_content_type() == "text/html", path


@pytest.fixture
def root() -> Iterator[Path]:
    """The folder of a dead site, which any user may read, with the page and something else."""
    with public_folder() as found:
        (found / "shutter.html").write_text(made(incidents=[DOWN]).html)
        (found / "other.txt").write_text("other")
        yield found


SITE = """
error_page 404 /404.html;
error_page 500 502 503 504 /50x.html;
index index.php;
return 301 https://shop.example$request_uri;
location / { proxy_pass http://127.0.0.1:1; }
location ^~ /deep/ { return 301 https://elsewhere.example/; }
location ~ \\.php$ { fastcgi_pass 127.0.0.1:1; }
location ~* \\.(html|txt)$ { expires 30d; try_files $uri =404; }
location = /50x.html { root /usr/share/nginx/html; }
"""


@pytest.mark.parametrize("rest", ["", SITE], ids=["alone", "amid what the server was told before"])
def test_nginx_serves_it_as_told(tmp_path: Path, root: Path, rest: str) -> None:
    told = snippets("shutter.html", 21600)["nginx"].replace("/var/www/html", str(root))
    with nginx(f"server {{\nlisten 80;\n{told}\n{rest}\n}}\n", tmp_path) as address:
        assert_shut(address, (root / "shutter.html").read_bytes())


FRONT = """
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule . /index.php [L]
"""


@pytest.mark.parametrize(
    "rest", ["", FRONT], ids=["alone", "before the rules of a front controller"]
)
def test_apache_serves_it_as_told(tmp_path: Path, root: Path, rest: str) -> None:
    told = snippets("shutter.html", 21600)["Apache"]
    (root / ".htaccess").write_text(f"{told}\n{rest}")
    with apache(root, tmp_path) as address:
        assert_shut(address, (root / "shutter.html").read_bytes())


def test_netlify_gets_two_files() -> None:
    assert snippets("shutter.html", 21600)["Netlify"] == (
        "/*  /shutter.html  503!\n\n/*\n  Retry-After: 21600\n  Cache-Control: no-store"
    )
