"""The plan of the house: data flows one way, each outside library has one owner."""

import ast
from collections.abc import Iterator
from pathlib import Path

import outage_banner
import pytest
from rig.pelican import PLUGINS

PACKAGE = PLUGINS / "outage_banner"

STAGES = (
    "status",
    "board",
    "edit",
    "sources",
    "human_times",
    "settings",
    "slot",
    "wording",
    "down_links",
    "assets",
    "fragment",
    "section",
    "shutter",
    "edition",
    "store",
    "processes",
    "fetch",
    "probe",
    "notify",
    "caching",
    "hosting",
    "blueprint",
    "inventory",
    "gate",
    "stamp",
    "remote",
    "publish",
    "plugin",
    "cli",
)
OWNERS = {
    "pelican": {"plugin"},
    "click": {"cli"},
    "babel": {"wording"},
    "jinja2": {"fragment"},
    "pydantic": {"status"},
    "pydantic_core": {"status"},
    "unidecode": {"status"},
    "markupsafe": {"wording", "fragment", "section", "shutter"},
    "markdown": {"section"},
    "nh3": {"section"},
    "feedgenerator": {"section"},
    "icalendar": {"section"},
    "httpx": {"fetch"},
    "turbohtml": {"gate"},
    "apprise": {"notify"},
}


def stage_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if stage_of(path) not in ("__init__", "namespace")
]
every_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE))
)


def imports(path: Path) -> Iterator[str]:
    """What a module imports: `.status` of this package, `click` of others."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level == depth:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                yield from (f".{name.split('.')[0]}" for name in names)
            elif node.level == 0 and node.module:
                yield node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


def test_every_module_is_a_stage() -> None:
    assert {stage_of(path) for path in MODULES} == set(STAGES)


@every_module
def test_a_stage_imports_only_from_stages_before_it(path: Path) -> None:
    before = {f".{name}" for name in STAGES[: STAGES.index(stage_of(path))]}
    inside = {name for name in imports(path) if name.startswith(".")}
    assert inside <= before


@every_module
def test_each_outside_library_has_one_owner(path: Path) -> None:
    for name in imports(path):
        assert stage_of(path) in OWNERS.get(name, {stage_of(path)}), name


@every_module
def test_a_module_says_what_it_does_and_stays_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 220


def test_the_map_names_every_stage() -> None:
    listed = [
        line.split()[0] for line in (outage_banner.__doc__ or "").splitlines()[2:] if line.strip()
    ]
    assert set(listed) == set(STAGES)


def test_only_the_doors_read_the_clock() -> None:
    for path in MODULES:
        if stage_of(path) not in ("plugin", "cli"):
            assert "datetime.now(" not in path.read_text("utf-8"), path
