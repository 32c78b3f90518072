"""Status and Board -> the whole page in Statuspage's words: an indicator and its description."""

from __future__ import annotations

from collections.abc import Iterable

from ..board import Board, is_open, work_span
from ..status import ComponentStatus, Status
from .states import state_in, worse

INDICATORS = {
    "operational": "none",
    "under_maintenance": "maintenance",
    "degraded_performance": "minor",
    "partial_outage": "major",
    "major_outage": "critical",
}
DESCRIPTIONS = {
    "none": "All Systems Operational",
    "maintenance": "Service Under Maintenance",
    "minor": "Partially Degraded Service",
    "major": "Partial System Outage",
    "critical": "Major Service Outage",
}


def indicator(status: Status, board: Board, states: Iterable[ComponentStatus]) -> tuple[str, str]:
    """The worst of the components' `states` and of what is open or in progress.

    What the file itself says of the page counts where nothing else in it tells of trouble.
    """
    worst: ComponentStatus = "operational"
    for state in states:
        worst = worse(worst, state)
    for incident in filter(is_open, status.incidents):
        worst = worse(worst, state_in(status, incident))
    if any(work_span(work).holds(board.now) for work in status.scheduled_maintenances):
        worst = worse(worst, "under_maintenance")
    found, own = INDICATORS[worst], status.status
    if own.indicator and any(notice.id == "indicator" for notice in board.notices):
        found = own.indicator
    is_told = own.indicator == found and own.description
    return found, own.description or "" if is_told else DESCRIPTIONS[found]
