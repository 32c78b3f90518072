"""Incidents -> the pages of the history: by year, and by month where a year is crowded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..wording import N_
from .history import Span, by_month, day_span, span_of, totals
from .page import Page

if TYPE_CHECKING:
    from ..status import Incident
    from .pages import Section

MOST_ON_A_PAGE = 300
DESCRIPTION = N_("Every incident, how long it lasted, and the totals.")
OF_PERIOD = N_("Incidents of {period}")


def history_pages(section: Section) -> Iterator[Page]:
    """A page for each year, one for each month of a crowded year, and one with all totals."""
    words, now = section.words, section.now
    zone = words.zone
    years: dict[int, list[tuple[date, list[Incident]]]] = {}
    for month, incidents in by_month(section.status.incidents, zone):
        years.setdefault(month.year, []).append((month, incidents))

    def page(
        path: str,
        title: str,
        window: Span,
        months: list[tuple[date, list[Incident]]],
        *,
        year: int | None = None,
        is_index: bool = False,
    ) -> Page:
        lengths = (span_of(one, now).length for _, found in months for one in found)
        html = section.render(
            "history.html",
            totals=totals(section.status, section.status.incidents, window, now),
            months=months,
            longest=max(lengths, default=timedelta()),
            other_years=[other for other in years if other != year],
            is_index=is_index,
        )
        return Page(path, title, words.plain(DESCRIPTION), html)

    for year, months in years.items():
        whole = Span(day_span(date(year, 1, 1), zone).start, day_span(date(year, 12, 31), zone).end)
        is_crowded = _is_crowded(months)
        title = words.plain(OF_PERIOD, period=year)
        yield page(f"history/{year}/", title, whole, months, year=year, is_index=is_crowded)
        for month, incidents in months if is_crowded else ():
            next_month = (month + timedelta(days=31)).replace(day=1)
            window = Span(day_span(month, zone).start, day_span(next_month, zone).start)
            title = words.plain(OF_PERIOD, period=words.month(month))
            yield page(f"history/{month:%Y/%m}/", title, window, [(month, incidents)])
    newest, months = next(iter(years.items()), (None, []))
    ever = Span(min([now, *(one.started_at for one in section.status.incidents)]), now)
    is_crowded = _is_crowded(months)
    title = words.plain("Past incidents")
    yield page("history/", title, ever, months, year=newest, is_index=is_crowded)


def _is_crowded(months: list[tuple[date, list[Incident]]]) -> bool:
    return sum(len(incidents) for _, incidents in months) > MOST_ON_A_PAGE
