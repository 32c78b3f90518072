"""A page of the section: what goes into the theme's `page.html`, under a heading of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`path` is relative to the section and ends in a slash, or is empty; `title` is plain text."""

    path: str
    title: str
    description: str
    html: str
