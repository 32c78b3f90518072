"""(Status file, proposals) -> the file with those made that need nobody's consent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..edit import Change, Edited, Refused
from .proposals import Proposal


@dataclass(frozen=True)
class Outcome:
    """What became of a proposal. `event_id` is its incident, where there is one by now."""

    proposal: Proposal
    event_id: str | None
    is_made: bool = False
    refusal: str = ""


def made(
    source: bytes, proposed: Sequence[Proposal], edit: Callable[[bytes, Change], Edited]
) -> tuple[bytes, list[Outcome]]:
    """The new bytes, and what became of each proposal; one that is refused holds up no other."""
    outcomes: list[Outcome] = []
    for one in proposed:
        outcome = Outcome(one, one.event_id)
        if one.is_ours:
            try:
                new = edit(source, one.change)
                source, outcome = new.source, Outcome(one, new.event_id, is_made=True)
            except Refused as error:
                outcome = Outcome(one, one.event_id, refusal=str(error))
        outcomes.append(outcome)
    return source, outcomes
