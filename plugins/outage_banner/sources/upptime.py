"""Upptime's `history/summary.json`, or the issues of its repository -> Feed.

The summary has no time and no text. Incidents are issues labelled `status`, planned work those
labelled `maintenance`, which tell its times in an HTML comment.
"""

from __future__ import annotations

import re
from typing import Any

from ..status import Component, ComponentStatus, Impact, Incident, IncidentUpdate, Maintenance
from .feed import Feed
from .kept import told
from .raw import Raw, each, identifier, raw_items

SHAPE = 'Upptime (a list of objects with "slug" and "status", or of GitHub\'s issues)'

_COMPONENT: dict[str, ComponentStatus] = {
    "up": "operational",
    "degraded": "degraded_performance",
    "down": "major_outage",
}
_IMPACTS: tuple[tuple[str, Impact], ...] = ((" is down", "critical"), (" degraded", "minor"))
_LABELS = ("status", "maintenance")
_GITHUB = re.compile(
    r"https://(?:github\.com|raw\.githubusercontent\.com|api\.github\.com/repos)"
    r"/([\w.-]+/[\w.-]+)"
)
_ISSUES = re.compile(r"https://api\.github\.com/repos/[\w.-]+/[\w.-]+/issues(?:\?|$)")
_SIGN = re.compile(r"^[^\w\"'(«„“]+")
_PLAN = re.compile(r"<!--(.*?)-->", re.DOTALL)


def recognises(value: Any) -> bool:
    found = [one.value for one in raw_items(value, [])]
    return value == [] or any(
        {"slug", "status"} <= one.keys() or {"html_url", "title"} <= one.keys() for one in found
    )


def repository(url: str | None) -> str | None:
    """`owner/name`, of an address at GitHub."""
    found = _GITHUB.match(url or "")
    return found[1] if found else None


def lists_issues(url: str | None) -> bool:
    """Whether what is at an address lists the issues, even where it lists none."""
    return bool(_ISSUES.match(url or ""))


def read(value: list[Any], doubts: list[str]) -> Feed:
    """Sites, or issues, as the list holds."""
    sites = [one for one in raw_items(value, doubts) if "slug" in one.value]
    listed = [one for one in raw_items(value, doubts) if "html_url" in one.value]
    issues = [one for one in listed if not one.value.get("pull_request")]
    owner = next((name for raw in issues if (name := repository(raw.link("html_url")))), None)
    return Feed(
        "Upptime",
        owner,
        f"https://github.com/{owner}" if owner else None,
        each(_component, sites),
        each(_incident, issues),
        each(_work, issues),
        lists_incidents=bool(listed),
    )


def _component(raw: Raw) -> Component | None:
    id_, name = raw.id("slug", "name"), raw.name("name", "slug")
    if not id_ or not name:
        return None
    status = raw.word("status", _COMPONENT, "major_outage")
    return Component(id=id_, name=name, status=status, url=raw.link("url"))


def _incident(raw: Raw) -> Incident | None:
    labels = _labels(raw)
    began, id_ = raw.time("created_at"), raw.id("number", "id")
    if "maintenance" in labels or (labels and "status" not in labels) or not began or not id_:
        return None
    title = raw.name("title") or ""
    impact = next((word for part, word in _IMPACTS if part in title.lower()), None)
    if not impact:
        raw.doubt("title", "tells neither down nor degraded; taken for the worst")
    is_over = raw.value.get("state") == "closed"
    ended = raw.time("closed_at") if is_over else None
    body = raw.text("body")
    said = [IncidentUpdate(id=f"{id_}-0", display_at=began, body=body)] if body else []
    return Incident(
        **_common(raw, id_, title),
        status="resolved" if is_over else "investigating",
        impact=impact or "critical",
        started_at=min(began, ended) if ended else began,
        **told({"resolved_at": ended}),
        components=tuple(identifier(one) for one in labels if one not in _LABELS),
        incident_updates=tuple(said),
    )


def _work(raw: Raw) -> Maintenance | None:
    if "maintenance" not in _labels(raw):
        return None
    plan = _PLAN.search(raw.text("body") or "")
    pairs = (line.partition(":") for line in (plan[1] if plan else "").splitlines())
    told_plan = Raw(
        {key.strip(): value.strip() for key, _, value in pairs}, raw.doubts, path=raw.path
    )
    begins, until = told_plan.time("start"), told_plan.time("end")
    id_ = raw.id("number", "id")
    if not begins or not id_:
        raw.doubt("body", "does not say when the work begins; it is left out")
        return None
    is_over = raw.value.get("state") == "closed"
    ended = raw.time("closed_at") if is_over else None
    named = (told_plan.text("expectedDown") or "", told_plan.text("expectedDegraded") or "")
    slugs = (one.strip() for part in named for one in part.split(","))
    return Maintenance(
        **_common(raw, id_, raw.name("title") or ""),
        status="completed" if is_over else "scheduled",
        scheduled_for=begins,
        **told(
            {
                "scheduled_until": until if until and until > begins else None,
                "completed_at": ended if ended and ended >= begins else None,
            }
        ),
        components=tuple(identifier(one) for one in slugs if one),
    )


def _common(raw: Raw, id_: str, title: str) -> dict[str, Any]:
    name = _SIGN.sub("", title) or "Incident"
    return {"id": id_, "name": name} | told(
        {"updated_at": raw.time("updated_at"), "shortlink": raw.link("html_url")}
    )


def _labels(raw: Raw) -> list[str]:
    """The names of the labels, of which GitHub tells objects and its command texts."""
    held = raw.value.get("labels")
    texts = [one for one in held if isinstance(one, str)] if isinstance(held, list) else []
    return texts + [name for one in raw.items("labels") if (name := one.name("name"))]
