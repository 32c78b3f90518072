"""What a reader downloads to read a post of 350 words while something is down."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import html5lib

from . import Measure

HTML = "{http://www.w3.org/1999/xhtml}"


def parts(site: Path, page: str) -> dict[str, bytes]:
    """The page, its stylesheets and its scripts, by their address."""
    text = (site / page).read_text("utf-8")
    links: list[str] = []
    for element in html5lib.parse(text).iter():
        wanted = element.get("rel") == "stylesheet" or element.tag == f"{HTML}script"
        if wanted and (link := element.get("href") or element.get("src")):
            links.append(urlsplit(link).path.lstrip("/"))
    return {name: (site / name).read_bytes() for name in (page, *links)}


def measure_weight(site: Path, page: str) -> list[Measure]:
    """Bytes over the wire in all, compressed as web servers do it."""
    files = parts(site, page)
    assert b"<outage-banner" in files[page]
    squeezed = {name: len(gzip.compress(data, 9)) for name, data in files.items()}
    return [
        *(Measure(f"  {name}", size / 1000, "kB") for name, size in squeezed.items()),
        Measure("A post of 350 words with a banner, gzip", sum(squeezed.values()) / 1000, "kB", 10),
        Measure(
            "The same, brotli",
            sum(len(brotli.compress(data)) for data in files.values()) / 1000,
            "kB",
            10,
        ),
    ]
