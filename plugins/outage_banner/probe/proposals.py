"""What the file says and how the components answered -> the changes that would make it true.

Components that are down together get an incident each: each began, is watched and ends by itself,
and that they share a host is a guess. What a person opened, or has said anything of since, is
theirs: a change of it is only proposed to that person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..board import is_open, watched_since, work_span
from ..edit import Open, Resolve, Update
from ..status import Impact, Incident, Status
from ..wording import N_, Wording
from .verdicts import Result, Verdict

_DOWN = N_("{name} is not reachable")
_SLOW = N_("{name} is slow")
_NAMES: dict[Verdict, str] = {"down": _DOWN, "slow": _SLOW}
_MAJOR: tuple[Impact | None, ...] = ("critical", "major", None)
_FOUND = N_("An automatic check found this.")
_AGAIN = N_("An automatic check found it well again.")
_RELAPSED = N_("An automatic check found that it is not reachable.")


@dataclass(frozen=True)
class Proposal:
    """A change. `is_ours`: it needs nobody's consent, as no person opened the incident."""

    change: Open | Update | Resolve
    is_ours: bool

    @property
    def event_id(self) -> str | None:
        """The incident, where there is one yet."""
        return None if isinstance(self.change, Open) else self.change.event_id

    def words(self) -> list[str]:
        """The command with which a person makes it; what is said of it is left to that person."""
        match self.change:
            case Open(name=name, components=components, impact=impact):
                told = [word for one in components for word in ("--component", one)]
                told += ["--impact", impact] * (impact != "major")
                return ["outage", "open", name, *told]
            case Update(event_id=event_id, status=status, impact=impact):
                options = {"--status": status, "--impact": impact}
                told = [word for key, value in options.items() if value for word in (key, value)]
                return ["outage", "update", event_id, *told]
            case Resolve(event_id=event_id):
                return ["outage", "resolve", event_id]


def proposals(
    status: Status,
    results: Sequence[Result],
    words: Wording,
    now: datetime,
    *,
    may_resolve: bool,
) -> list[Proposal]:
    """The changes, none where the file is true already. `may_resolve`: what is ours may end."""
    found = {one.component.id: one for one in results if one.component.id in status.by_id}
    opened = [one for one in status.incidents if is_open(one)]
    explained = {name for one in opened for name in one.components}
    works = (one for one in status.scheduled_maintenances if work_span(one).holds(now))
    explained.update(name for one in works for name in one.components)
    changes: list[Proposal] = []
    for incident in opened:
        changes += _news(status, incident, found, words, now, may_resolve)
    for result in found.values():
        if result.verdict in _NAMES and result.component.id not in explained:
            changes.append(Proposal(_opening(result, words, now), is_ours=True))
    return changes


def _news(
    status: Status,
    incident: Incident,
    found: Mapping[str, Result],
    words: Wording,
    now: datetime,
    may_resolve: bool,
) -> Iterator[Proposal]:
    """What is new of an open incident whose every component was asked."""
    results = [found[name] for name in incident.components if name in found]
    if not results or len(results) < len(incident.components):
        return
    verdicts = {one.verdict for one in results}
    is_ours, is_major = _is_ours(incident, results, words), incident.impact in _MAJOR
    is_watched = incident.status == "monitoring"
    again = words.plain(_AGAIN)
    if verdicts == {"up"}:
        if is_watched or (is_ours and may_resolve):
            end = Resolve(event_id=incident.id, at=watched_since(incident) or now, message=again)
            yield Proposal(end, is_ours and may_resolve)
        else:
            yield Proposal(
                Update(event_id=incident.id, status="monitoring", message=again), is_ours
            )
        return
    change = Update(event_id=incident.id, status="investigating" if is_watched else None)
    if "down" in verdicts and (is_watched or not is_major):
        told = words.plain(_RELAPSED)
        yield Proposal(replace(change, impact="major", message=told), is_ours)
    elif verdicts <= {"slow", "up"} and (is_watched or is_major):
        slow = next(one.component.name for one in results if one.verdict == "slow")
        told = words.plain(_SLOW, name=slow)
        yield Proposal(replace(change, impact="minor", message=told), is_ours)


def _is_ours(incident: Incident, results: Sequence[Result], words: Wording) -> bool:
    """Whether it was opened here, and all that was said of it since was said here as well."""
    said = {words.plain(one) for one in (_FOUND, _AGAIN, _RELAPSED)}
    said |= {words.plain(_SLOW, name=one.component.name) for one in results}
    return bool(incident.probed) and all(one.body in said for one in incident.incident_updates)


def _opening(result: Result, words: Wording, now: datetime) -> Open:
    component = result.component
    return Open(
        name=words.plain(_NAMES[result.verdict], name=component.name),
        started_at=now,
        impact="minor" if result.verdict == "slow" else "major",
        components=(component.id,),
        message=words.plain(_FOUND),
        probed=True,
    )
