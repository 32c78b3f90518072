"""cState's `index.json`, or one of its issues as JSON or Markdown -> Feed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ..status import (
    Component,
    ComponentStatus,
    Impact,
    Incident,
    IncidentUpdate,
    Maintenance,
    MaintenanceUpdate,
)
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
_WHOLE: dict[str, ComponentStatus] = _COMPONENT | {"notice": "operational"}
"""A notice may be of what is yet to come; what it is about tells when."""
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
    title = root.name("title") if value.get("is") != "issue" else None
    status = root.word("summaryStatus", _WHOLE, "major_outage")
    return Feed(
        "cState",
        title,
        root.link("baseURL"),
        each(_component, systems),
        each(_incident, [one for one in issues if not _is_notice(one)]),
        each(_work, [one for one in issues if _is_notice(one)]),
        lists_incidents="systems" in value,
        lists_maintenances="systems" in value,
        whole=Component(id="page", name=title or "All of it", status=status) if status else None,
    )


def _is_notice(issue: Raw) -> bool:
    """A notice is of planned work, which may be yet to come."""
    return issue.text("severity") == "notice"


def _component(system: Raw) -> Component | None:
    id_, name = system.id("name"), system.name("name")
    if not id_ or not name:
        return None
    status = system.word("status", _COMPONENT, "major_outage")
    if status == "under_maintenance" and any(map(_is_notice, system.items("unresolvedIssues"))):
        status = "operational"  # The work itself tells when.
    return Component(
        id=id_,
        name=name,
        status=status,
        **told({"description": system.text("description")}),
    )


def _incident(issue: Raw) -> Incident | None:
    common, began, ended = _common(issue)
    if not common or not began:
        return None
    body = issue.text("body")
    said = [IncidentUpdate(id="0", display_at=began, body=body)] if body else []
    return Incident(
        **common,
        status="resolved" if _is_over(issue) else "investigating",
        started_at=min(began, ended) if ended else began,
        **told({"resolved_at": ended}),
        incident_updates=tuple(said),
    )


def _work(issue: Raw) -> Maintenance | None:
    common, began, ended = _common(issue)
    if not common or not began:
        return None
    body = issue.text("body")
    said = [MaintenanceUpdate(id="0", display_at=began, body=body)] if body else []
    return Maintenance(
        **common,
        status="completed" if _is_over(issue) else "scheduled",
        scheduled_for=min(began, ended) if ended else began,
        **told({"completed_at": ended}),
        incident_updates=tuple(said),
    )


def _is_over(issue: Raw) -> bool:
    return issue.value.get("resolved") is True


def _common(issue: Raw) -> tuple[dict[str, Any], datetime | None, datetime | None]:
    """What incidents and works share, their beginning and end; nothing of what is left out."""
    began, id_ = issue.time("createdAt", "date"), issue.id("filename", "permalink", "title")
    if not began or not id_:
        issue.doubt("", "does not say when it began; it is left out")
        return {}, None, None
    if issue.value.get("informational") is True:
        issue.doubt("", "is only for information; it is left out")
        return {}, None, None
    held = issue.value.get("affected")
    affected = held if isinstance(held, list) else []
    named = [name for name in affected if isinstance(name, str)]
    common: dict[str, Any] = {
        "id": id_.removesuffix(".md"),
        "name": issue.name("title") or "Incident",
        "impact": issue.word("severity", _IMPACT, "critical"),
        "components": tuple(filter(None, (Raw({"id": name}).id("id") for name in named))),
    }
    more = {"updated_at": issue.time("lastMod"), "shortlink": issue.link("permalink")}
    ended = issue.time("resolvedAt", "resolvedWhen") if _is_over(issue) else None
    return common | told(more), began, ended
