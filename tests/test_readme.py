"""The README: short, complete, and true."""

import re

from outage_banner.settings import DEFAULTS
from outage_banner.status import read_status
from rig.pelican import REPOSITORY
from statuses import DENVER, NIGHT

README = (REPOSITORY / "README.md").read_text("utf-8")
LINES = README.splitlines()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


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


def test_its_status_file_is_one() -> None:
    (example,) = blocks("json")
    reading = read_status(example.encode(), file="README.md", zone=DENVER, now=NIGHT)
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


def test_every_field_it_names_is_one_of_the_model() -> None:
    schema = (REPOSITORY / "plugins/outage_banner/status.schema.json").read_text("utf-8")
    for field in re.findall(r"^\| `([a-z_]+)` \|", README, re.MULTILINE):
        assert f'"{field}"' in schema, field
