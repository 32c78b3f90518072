"""One answer -> a try; the tries of a component -> its verdict; all verdicts -> what is settled.

What the status file says of a component is believed until every try says otherwise, so that one
lost packet opens no incident and one lucky answer ends none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from http.client import responses
from typing import Literal

from ..fetch import Answer, Unanswered
from ..status import Component, Probe

Verdict = Literal["up", "slow", "down", "unknown"]
Belief = Literal["up", "slow", "down"]

_NOBODY = "nothing else on the open internet answered either, so the fault may be here"


@dataclass(frozen=True)
class Try:
    """One request. `fault` is empty where the answer was the wanted one.

    `is_public`: it was answered from the open internet, which this machine is thus connected to.
    `is_void`: the asking itself failed, which says nothing of what was asked.
    """

    seconds: float
    fault: str = ""
    is_slow: bool = False
    is_maybe_here: bool = False
    is_public: bool = False
    is_void: bool = False


@dataclass(frozen=True)
class Result:
    """What the tries of one component come to; `reason` is empty where all is well."""

    component: Component
    verdict: Verdict
    reason: str
    seconds: float
    tries: int
    is_maybe_here: bool = False
    is_public: bool = False


def tried(heard: Answer | Unanswered, wanted: Probe, seconds: float) -> Try:
    """What one answer, or none, is worth."""
    if isinstance(heard, Unanswered):
        return Try(seconds, str(heard), is_maybe_here=heard.is_maybe_here)
    is_slow = wanted.slow_after_seconds is not None and seconds > wanted.slow_after_seconds
    return Try(seconds, _fault(heard, wanted), is_slow, is_public=heard.is_public)


def confirms(one: Try, believed: Belief) -> bool:
    """Whether a try says what the status file says, so that no other is needed."""
    found: Belief = "down" if one.fault else "slow" if one.is_slow else "up"
    return found == believed


def result(component: Component, tries: Sequence[Try], believed: Belief) -> Result:
    """The verdict: down where no answer was good, up again only where every one was."""
    good = [one for one in tries if not one.fault]
    faults = [one for one in tries if one.fault]
    slow = [one for one in good if one.is_slow]
    verdict: Verdict = "up"
    reason = ""
    if not good or (believed == "down" and faults):
        verdict = "unknown" if any(one.is_void for one in tries) else "down"
        reason = faults[-1].fault
    elif len(slow) == len(good) or (believed == "slow" and slow):
        verdict = "slow"
        limit = component.probe.slow_after_seconds if component.probe else 0
        reason = f"answers in {slow[-1].seconds:.1f} seconds, which is more than {limit}"
    elif believed == "slow" and faults:
        verdict = "slow"
        reason = f"{faults[-1].fault}, but not each time"
    return Result(
        component,
        verdict,
        reason,
        tries[-1].seconds,
        len(tries),
        is_maybe_here=all(one.is_maybe_here for one in tries),
        is_public=any(one.is_public for one in tries),
    )


def settled(results: Sequence[Result]) -> list[Result]:
    """The same, but where this machine may be cut off from the network, nothing is down for that.

    An answer from the open internet shows that it is not; one from near by shows nothing.
    """
    if any(one.is_public for one in results):
        return list(results)
    return [
        replace(one, verdict="unknown", reason=f"{one.reason}; {_NOBODY}")
        if one.is_maybe_here
        else one
        for one in results
    ]


def _fault(answer: Answer, wanted: Probe) -> str:
    told = f"answers {answer.status} {responses.get(answer.status, '')}".rstrip()
    if wanted.status and answer.status != wanted.status:
        return f"{told} instead of {wanted.status}"
    if not wanted.status and not 200 <= answer.status <= 299:
        return told
    if wanted.expect and _plain(wanted.expect) not in _plain(answer.text):
        where = "" if answer.is_whole else f" in its first {len(answer.body):,} bytes"
        return f"{told}, but without “{wanted.expect}”{where}"
    return ""


def _plain(text: str) -> str:
    """As a reader sees it: without entities, whatever the white space."""
    return " ".join(unescape(text).split())
