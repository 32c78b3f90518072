"""cState's `index.json`, or one of its issues as JSON or Markdown -> Feed."""

from __future__ import annotations

import re
from typing import Any

from ..status import Component, ComponentStatus, Impact, Incident, IncidentUpdate
from .feed import Feed
from .kept import told
from .raw import Raw, each, zone_named

SHAPE = 'cState (an object with "is": "index" and "systems", or the Markdown of an issue)'

_COMPONENT: dict[str, ComponentStatus] = {
    "ok": "operational",
    "notice": "under_maintenance",
    "disrupted": "partial_outage",
    "down": "major_outage",
}
_IMPACT: dict[str, Impact] = {"notice": "maintenance", "disrupted": "major", "down": "critical"}
_TITLE = re.compile(r'(?P<before>"title":\s*")(?P<title>[^][{}]*?)(?="\s*,\s*"createdAt")')
_BARE_QUOTE = re.compile(r'(?<!\\)"')


def recognises(value: Any) -> bool:
    return isinstance(value, dict) and (
        value.get("is") in ("index", "issue") or isinstance(value.get("systems"), list)
    )


def mended(text: str) -> str:
    """With the quotation marks in titles escaped, which cState forgets to do."""

    def title(match: re.Match[str]) -> str:
        return match["before"] + _BARE_QUOTE.sub(r"\\" + '"', match["title"])

    return _TITLE.sub(title, text) if '"cStateVersion"' in text else text


def read(value: dict[str, Any], doubts: list[str]) -> Feed:
    """The systems and their open issues; one issue may stand under several systems."""
    root = Raw(value, doubts, zone_named(str(value.get("buildTimezone") or "")))
    issues = [*root.items("pinnedIssues")]
    systems = root.items("systems")
    issues += [issue for system in systems for issue in system.items("unresolvedIssues")]
    if value.get("is") == "issue":
        issues = [root]
    return Feed(
        "cState",
        root.name("title") if value.get("is") != "issue" else None,
        root.link("baseURL"),
        each(_component, systems),
        each(_incident, issues),
        lists_incidents="systems" in value,
    )


def _component(system: Raw) -> Component | None:
    id_, name = system.id("name"), system.name("name")
    if not id_ or not name:
        return None
    return Component(
        id=id_,
        name=name,
        status=system.word("status", _COMPONENT, "major_outage"),
        **told({"description": system.text("description")}),
    )


def _incident(issue: Raw) -> Incident | None:
    began, ended = issue.time("createdAt", "date"), issue.time("resolvedAt", "resolvedWhen")
    id_ = issue.id("filename", "permalink", "title")
    if not began or not id_:
        issue.doubt("", "does not say when it began; it is left out")
        return None
    if issue.value.get("informational") is True:
        issue.doubt("", "is only for information; it is left out")
        return None
    is_over = issue.value.get("resolved") is True
    body = issue.text("body")
    said = [IncidentUpdate(id="0", display_at=began, body=body)] if body else []
    held = issue.value.get("affected")
    affected = held if isinstance(held, list) else []
    named = [name for name in affected if isinstance(name, str)]
    return Incident(
        id=id_.removesuffix(".md"),
        name=issue.name("title") or "Incident",
        status="resolved" if is_over else "investigating",
        impact=issue.word("severity", _IMPACT, "critical"),
        started_at=min(began, ended) if is_over and ended else began,
        components=tuple(filter(None, (Raw({"id": name}).id("id") for name in named))),
        **told(
            {
                "updated_at": issue.time("lastMod"),
                "resolved_at": ended if is_over else None,
                "shortlink": issue.link("permalink"),
            }
        ),
        incident_updates=tuple(said),
    )
