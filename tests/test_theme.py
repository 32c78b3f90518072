"""The theme: small templates, one style sheet, and pages that weigh little and hide nothing."""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rig.blog import Site
from rig.pelican import REPOSITORY, run_pelican

THEME = REPOSITORY / "theme"
TEMPLATES = sorted((THEME / "templates").iterdir())
CSS = (THEME / "static" / "css" / "main.css").read_text("utf-8")

Colour = tuple[float, float, float]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The blog without its banner: what the theme alone does and weighs."""
    build = run_pelican(
        REPOSITORY / "publishconf.py",
        tmp_path_factory.mktemp("theme"),
        overrides={"PLUGINS": ["neighbors", "search"]},
    )
    assert build.code == 0, build.log
    return Site(build.output)


@pytest.fixture
def pages(site: Site) -> dict[str, ET.Element]:
    return site.pages


def test_a_template_fits_on_a_screen() -> None:
    for template in TEMPLATES:
        lines = len(template.read_text("utf-8").splitlines())
        assert lines < (80 if template.name == "base.html" else 40), template.name


def test_the_style_sheet_is_read_in_one_sitting() -> None:
    assert len(CSS.splitlines()) <= 300


def test_a_colour_has_a_name_and_the_name_is_used() -> None:
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    declared = set(re.findall(r"(--[\w-]+):", rules))
    used = set(re.findall(r"var\((--[\w-]+)\)", rules))
    assert declared == used
    outside = re.sub(r"--[\w-]+:[^;]*;", "", rules)
    colours = r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|color)a?\(|:\s*(?:black|white|gray|red)\b"
    assert re.findall(colours, outside) == []


def test_a_dark_screen_only_changes_names_of_colours() -> None:
    (dark,) = re.findall(r"prefers-color-scheme: dark\) \{\n(.*?)\n\}\n", CSS, re.DOTALL)
    lines = [line.strip() for line in dark.splitlines()]
    assert lines[0] == ":root {"
    assert all(re.fullmatch(r"--[\w-]+: #\w+;", line) for line in lines[1:-1])


@pytest.mark.parametrize(
    "feature",
    [":focus-visible", "prefers-reduced-motion", "forced-colors", "@media print", "scripting"],
)
def test_the_style_sheet_heeds_how_a_reader_reads(feature: str) -> None:
    assert feature in CSS


def test_nothing_in_the_style_sheet_is_important() -> None:
    assert "!important" not in CSS


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read_on_every_ground(scheme: str) -> None:
    named = colours(scheme)
    for name, colour in named.items():
        if name in {"paper", "shade", "line", "mark", "sheet"}:
            continue
        for ground in ("paper", "shade"):
            least = 7.0 if name == "ink" else 4.5
            assert contrast(colour, named[ground]) >= least, f"{name} on {ground}, {scheme}"
    assert contrast(named["ink"], named["mark"]) >= 7.0


def colours(scheme: str) -> dict[str, Colour]:
    """The names of a scheme with their red, green and blue, each from 0 to 1."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    text = blocks[0] + (blocks[1] if scheme == "dark" else "")
    pairs = re.findall(r"--([\w-]+): #(\w+);", text)
    return {name: rgb(digits if len(digits) == 6 else digits * 2) for name, digits in pairs}


def rgb(digits: str) -> Colour:
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def contrast(first: Colour, second: Colour) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def test_no_page_has_script_or_style_of_its_own(pages: dict[str, ET.Element]) -> None:
    for path, page in pages.items():
        assert page.find(".//style") is None, path
        for element in page.iter():
            own = [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert own == [], f"{path}: {element.attrib}"
        for script in page.iterfind(".//script"):
            assert script.get("src") or script.get("type") == "application/ld+json", path


def test_only_the_search_page_has_a_script(pages: dict[str, ET.Element]) -> None:
    assert [path for path, page in pages.items() if page.find(".//script[@src]") is not None] == [
        "search/"
    ]


def test_the_first_thing_on_a_page_skips_to_its_content(pages: dict[str, ET.Element]) -> None:
    for path, page in pages.items():
        body = page.find("body")
        assert body is not None
        assert body[0].get("class") == "skip", path
        target = body[0].attrib["href"].removeprefix("#")
        assert page.find(f".//main[@id='{target}']") is not None, path


def test_a_page_has_its_landmarks_once_and_names_its_navigations(
    pages: dict[str, ET.Element],
) -> None:
    for path, page in pages.items():
        for landmark in ("header", "main", "footer"):
            assert len(page.findall(f"body/{landmark}")) == 1, path
        names = [nav.get("aria-label") for nav in page.iterfind(".//nav")]
        assert None not in names, path
        assert len(set(names)) == len(names), path


@pytest.mark.parametrize("kind", ["Archives", "Tags", "About", "Search"])
def test_the_menu_marks_where_the_reader_is(pages: dict[str, ET.Element], kind: str) -> None:
    page = pages[f"{kind.lower()}/"]
    current = [link.text for link in page.iterfind(".//header//a[@aria-current='page']")]
    assert current == [kind]


def test_the_address_of_a_style_sheet_changes_when_it_does(
    site: Site, pages: dict[str, ET.Element]
) -> None:
    link = pages[""].find("head/link[@rel='stylesheet']")
    assert link is not None
    address = urlsplit(link.attrib["href"])
    assert re.fullmatch(r"v=[0-9a-f]{8}", address.query)
    assert (site.output / address.path.lstrip("/")).read_text("utf-8") == CSS


def test_a_post_is_at_most_six_and_a_half_kilobytes(site: Site) -> None:
    post = site.output / "posts" / "open-technical-support" / "index.html"
    weight = sum(compressed(file) for file in (post, site.output / "theme" / "css" / "main.css"))
    assert weight <= 6500


def test_the_search_script_is_at_most_two_kilobytes(site: Site) -> None:
    assert compressed(site.output / "theme" / "js" / "search.js") <= 2000


def compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))
