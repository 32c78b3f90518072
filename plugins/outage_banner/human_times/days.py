"""Words for a day -> the days that it may be: one, or the nearest before and after today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, date
from itertools import pairwise

from .lengths import DAY, length

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Days = Callable[[date], list[date]]
"""Today -> the days, in order."""

_FROM_TODAY = {"yesterday": -DAY, "today": 0 * DAY, "tomorrow": DAY, "day after tomorrow": 2 * DAY}
_LEAP_YEARS = 8
"""The most years from one February 29 to the next."""


def any_day(today: date) -> list[date]:
    return [today - DAY, today, today + DAY]


def of_week(weekday: int) -> Days:
    """Those with a weekday, from 0 for Monday."""
    around = range(-7, 8)
    return lambda today: [
        day for day in (today + step * DAY for step in around) if day.weekday() == weekday
    ]


def last_of_week(weekday: int) -> Days:
    """The nearest with a weekday before today."""
    return lambda today: [today - DAY * ((today.weekday() - weekday - 1) % 7 + 1)]


def from_today(name: str) -> Days:
    """`today`, `tomorrow`, `yesterday`, `day after tomorrow`."""
    return lambda today: [today + _FROM_TODAY[name]]


def in_days(words: str) -> Days:
    """`in 3 days`, `a week ago`."""
    said = length(words)
    step = said.days * (said.way or 1) * DAY if said else 0 * DAY
    return lambda today: [today + step]


def iso(words: str) -> Days:
    """`2011-11-26`; raises ValueError for a day that no calendar has, as the next two do."""
    whole = date.fromisoformat(words)
    return lambda today: [whole]


def of_month(words: str) -> Days:
    """`26th`."""
    number = _figures(words)[0]
    date(2000, 1, number)
    return lambda today: _nearest(today, _in_months(today, number))


def of_year(words: str) -> Days:
    """`nov 26`, `26 november 2011`."""
    month = next(
        number for number, name in enumerate(MONTHS, 1) if re.search(rf"(?<![a-z]){name}", words)
    )
    number, *year = sorted(_figures(words))
    if year:
        whole = date(year[0], month, number)
        return lambda today: [whole]
    date(2000, month, number)
    return lambda today: _nearest(today, _in_years(today, month, number))


def _figures(words: str) -> list[int]:
    return [int(figures) for figures in re.findall(r"\d+", words)]


def _in_months(today: date, number: int) -> Iterator[date]:
    for step in range(-2, 3):
        year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
        yield from _real(year, month + 1, number)


def _in_years(today: date, month: int, number: int) -> Iterator[date]:
    for year in range(today.year - _LEAP_YEARS, today.year + _LEAP_YEARS + 1):
        yield from _real(year, month, number)


def _real(year: int, month: int, number: int) -> Iterator[date]:
    try:
        if year <= MAXYEAR:
            yield date(year, month, number)
    except ValueError:
        return


def _nearest(today: date, days: Iterator[date]) -> list[date]:
    every = list(days)
    if today in every:
        at = every.index(today)
        return every[max(at - 1, 0) : at + 2]
    return next(([one, other] for one, other in pairwise(every) if one < today < other), every)
