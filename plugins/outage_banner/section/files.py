"""Status and Board -> every file of the section that programs read."""

from __future__ import annotations

from ..board import Board, Rules
from ..status import Status
from ..wording import Wording
from .api import api
from .badge import badge
from .calendar import calendar
from .feed import feed
from .place import File, Place


def files(status: Status, board: Board, words: Wording, place: Place, rules: Rules) -> list[File]:
    return [
        feed(status, board, words, place, rules),
        calendar(status, board, words, place, rules),
        badge(status, board, words, place),
        *api(status, board, words, place),
    ]
