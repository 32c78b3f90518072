"""A built blog -> its pages, parsed as a browser would parse them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import html5lib


@dataclass(frozen=True)
class Site:
    """What one build wrote; pages are keyed by their path, such as `posts/three-copies/`."""

    FRAGMENT = "status/banner.html"

    output: Path
    address: str = ""

    @cached_property
    def pages(self) -> dict[str, ET.Element]:
        return {
            str(file.relative_to(self.output)).removesuffix("index.html"): parsed(file)
            for file in self.files
        }

    @property
    def files(self) -> list[Path]:
        """The pages' files: every HTML file but the banner's own, which is part of a page."""
        found = sorted(self.output.rglob("*.html"))
        return [file for file in found if file != self.output / self.FRAGMENT]

    def file_at(self, address: str) -> Path:
        """The file that a server would answer with."""
        path = urlsplit(address).path.removeprefix(urlsplit(self.address).path).lstrip("/")
        file = self.output / path
        return file / "index.html" if path.endswith("/") or not path else file


def parsed(file: Path) -> ET.Element:
    tree: ET.Element = html5lib.parse(file.read_text("utf-8"), namespaceHTMLElements=False)
    return tree


def text(element: ET.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def meta(page: ET.Element, name: str) -> str | None:
    for element in page.iterfind("head/meta"):
        if name in (element.get("name"), element.get("property")):
            return element.get("content")
    return None


def canonical(page: ET.Element) -> str | None:
    link = page.find("head/link[@rel='canonical']")
    return None if link is None else link.get("href")


def json_ld(page: ET.Element) -> list[dict[str, object]]:
    blocks = page.iterfind(".//script[@type='application/ld+json']")
    return [json.loads(text(block)) for block in blocks]


def links(page: ET.Element) -> Iterator[str]:
    for element in page.iter():
        for attribute in ("href", "src"):
            if element.get(attribute):
                yield element.attrib[attribute]
