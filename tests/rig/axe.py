"""A page in a browser -> nothing, or every accessibility fault that axe-core finds in it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}


def faults(page: Page) -> list[str]:
    """One line for each faulty element: the rule, its weight, the element, what to mend.

    Scripts have to run in the page's context, or axe never ends; a Content-Security-Policy does
    not stop it.
    """
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for rule in found
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with every fault when the page has any."""
    found = faults(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
