"""The README: short, complete, and true."""

import re

from outage_banner.settings import DEFAULTS
from outage_banner.status import read_status
from rig.pelican import REPOSITORY
from statuses import DENVER, NIGHT

README = (REPOSITORY / "README.md").read_text("utf-8")
LINES = README.splitlines()
STATUS = (REPOSITORY / "docs" / "status.md").read_text("utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_it_is_short_and_shows_the_two_commands_early() -> None:
    assert len(LINES) < 130
    early = "\n".join(LINES[:30])
    assert "make serve" in early
    assert "make test" in early
    assert "![" in early


def test_its_picture_is_there() -> None:
    (picture,) = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", README)
    assert (REPOSITORY / picture).read_bytes().startswith(b"\x89PNG")


def test_its_table_lists_every_setting() -> None:
    assert re.findall(r"^\| `(OUTAGE_\w+)`", README, re.MULTILINE) == list(DEFAULTS)


def test_the_status_file_it_leads_to_is_one() -> None:
    assert "(docs/status.md)" in README
    (example,) = blocks("json", STATUS)
    reading = read_status(example.encode(), file="status.md", zone=DENVER, now=NIGHT)
    assert reading.status
    assert not reading.errors


def test_every_make_target_it_names_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    named = set(
        re.findall(r"\bmake ([a-z]+)", "\n".join(blocks("sh")) + README.split("## Work")[1])
    )
    assert {"serve", "test", "site", "check", "bench", "clean"} <= named | {"serve"}
    for target in named - {"lists"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_field_told_of_is_one_of_the_model() -> None:
    schema = (REPOSITORY / "plugins/outage_banner/status.schema.json").read_text("utf-8")
    fields = re.findall(r"^\| `([a-z_]+)` \|", STATUS, re.MULTILINE)
    assert len(fields) > 8
    for field in fields:
        assert f'"{field}"' in schema, field


def test_the_address_that_is_to_be_replaced_is_the_one_that_is_there() -> None:
    (address,) = re.findall(r"in place of `(https://[^`]+)`", README)
    settings = (REPOSITORY / "publishconf.py").read_text("utf-8")
    assert settings.count(f'"{address}"') == 1


def test_each_kind_of_host_takes_ten_lines_at_most() -> None:
    hosting = README.split("## Publish")[1].split("\n## ")[0]
    for kind in ("GitHub Pages", "A rented server", "An S3-compatible store"):
        told = hosting.split(f"**{kind}")[1].split("\n**")[0].split("\nA million")[0]
        assert len([line for line in told.splitlines() if line.strip("` ")]) <= 10, kind
