"""Incidents -> how long what was down: spans, days and totals, each minute counted once.

Spans are instants, so a day of 23 or 25 hours is counted as long as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..board import Kind, ended_at, impact, is_open, watched_since
from ..status import Incident, Status

NONE = timedelta()


@dataclass(frozen=True, order=True)
class Span:
    """From `start` until before `end`, both aware."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return max(self.end - self.start, NONE)

    def within(self, window: Span) -> Span:
        """The part of this span that lies in `window`; of no length where there is none."""
        start = min(max(self.start, window.start), window.end)
        return Span(start, max(start, min(self.end, window.end)))


def span_of(incident: Incident, now: datetime) -> Span:
    """An open incident lasts until now, or until it worked again and is only watched.

    One that is over since nobody knows when has no length.
    """
    end = watched_since(incident) or now if is_open(incident) else ended_at(incident)
    return Span(incident.started_at, max(incident.started_at, end or incident.started_at))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def time_in(spans: Iterable[Span], window: Span) -> timedelta:
    """How much of `window` lies in at least one of the spans."""
    return sum((span.within(window).length for span in merged(spans)), NONE)


@dataclass(frozen=True)
class Totals:
    """Of the incidents that touch a window: `time_down` is the time in it that was unreachable.

    `longest` and `mean_time_to_recover` are of whole incidents, the latter of those that ended;
    None where there is no such incident.
    """

    number: int
    time_down: timedelta
    longest: timedelta | None
    mean_time_to_recover: timedelta | None


def totals(status: Status, incidents: Iterable[Incident], window: Span, now: datetime) -> Totals:
    spans = [(incident, span_of(incident, now)) for incident in incidents]
    touching = [(one, span) for one, span in spans if _touches(span, window)]
    recovered = [span.length for one, span in touching if ended_at(one)]
    return Totals(
        number=len(touching),
        time_down=time_in((s for one, s in touching if _kind(status, one) == "down"), window),
        longest=max((span.length for _, span in touching), default=None),
        mean_time_to_recover=sum(recovered, NONE) / len(recovered) if recovered else None,
    )


@dataclass(frozen=True)
class Day:
    """One day of a component: how long of it was down or degraded, and which incidents did it.

    `degraded` counts no minute that `down` counts. `reported` is what the file says of the
    component today, where no incident explains it.
    """

    date: date
    down: timedelta
    degraded: timedelta
    incidents: tuple[Incident, ...]
    reported: Kind | None = None

    @property
    def worst(self) -> Kind | None:
        if self.down:
            return "down"
        if self.reported:
            return self.reported
        return "degraded" if self.degraded or self.incidents else None


def days(
    status: Status, incidents: Iterable[Incident], now: datetime, zone: ZoneInfo, number: int
) -> list[Day]:
    """The last `number` days in `zone`, oldest first, today (until now) last."""
    today = now.astimezone(zone).date()
    first = day_span(today - timedelta(days=number - 1), zone).start
    recent = [(one, span) for one in incidents if (span := span_of(one, now)).end >= first]
    spans = [(one, _kind(status, one), span) for one, span in recent]
    found = []
    for ago in range(number - 1, -1, -1):
        day = today - timedelta(days=ago)
        window = day_span(day, zone)
        touching = [entry for entry in spans if _touches(entry[2], window)]
        down = time_in((span for _, kind, span in touching if kind == "down"), window)
        either = time_in((span for _, _, span in touching), window)
        found.append(Day(day, down, either - down, tuple(one for one, _, _ in touching)))
    return found


def day_span(day: date, zone: ZoneInfo) -> Span:
    """A day from midnight to midnight on the clocks of `zone`."""
    return Span(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def by_month(
    incidents: Iterable[Incident], zone: ZoneInfo
) -> Iterator[tuple[date, list[Incident]]]:
    """Incidents by the month in which they began, newest first; the month is its first day."""
    months: dict[date, list[Incident]] = {}
    for incident in sorted(incidents, key=lambda one: one.started_at, reverse=True):
        month = incident.started_at.astimezone(zone).date().replace(day=1)
        months.setdefault(month, []).append(incident)
    yield from months.items()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    # In UTC, for Python takes the difference of two times of one zone from their clock faces.
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _kind(status: Status, incident: Incident) -> Kind:
    return impact(incident, status.components_of(incident) if is_open(incident) else ())


def _touches(span: Span, window: Span) -> bool:
    """True of a span with time in the window, or that began in it and had no length."""
    return bool(span.within(window).length) or window.start <= span.start == span.end < window.end
