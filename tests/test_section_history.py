"""How long what was down: against a count minute by minute."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from outage_banner.section.history import Span, days, merged, time_in, totals
from outage_banner.status import Status
from statuses import DENVER, at, incident, status_of

MINUTE = timedelta(minutes=1)
CLOCKS_BACK = datetime(2011, 11, 6, 1, tzinfo=DENVER)
CLOCKS_FORWARD = datetime(2011, 3, 13, 1, tzinfo=DENVER)

moments = st.builds(
    lambda around, minutes: around.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes),
    st.sampled_from([CLOCKS_BACK, CLOCKS_FORWARD]),
    st.integers(-2000, 2000),
)
spans = st.builds(
    lambda start, minutes: Span(start, start + timedelta(minutes=minutes)),
    moments,
    st.integers(0, 1800),
)


def minutes_of(window: Span) -> list[datetime]:
    start = window.start.astimezone(ZoneInfo("UTC"))
    return [start + MINUTE * number for number in range(int(window.length / MINUTE))]


def counted(found: list[Span], window: Span) -> timedelta:
    """Each minute of the window that lies in any of the spans, one by one."""
    return MINUTE * sum(
        any(span.start <= minute < span.end for span in found) for minute in minutes_of(window)
    )


@given(st.lists(spans, max_size=6), spans)
def test_overlapping_time_is_counted_once(found: list[Span], window: Span) -> None:
    assert time_in(found, window) == counted(found, window)


@given(st.lists(spans, max_size=8))
def test_merged_spans_are_apart_and_in_order(found: list[Span]) -> None:
    apart = merged(found)
    assert all(one.end < next_.start for one, next_ in pairwise(apart))


def status_with(found: list[Span], impacts: list[str], open_ones: int, now: datetime) -> Status:
    """Incidents over the spans, of which the last few are still open."""
    return status_of(
        incidents=[
            incident(
                f"Number {number}",
                started_at=span.start,
                impact=impacts[number % len(impacts)],
                **({} if number >= len(found) - open_ones else {"resolved_at": span.end}),
            )
            for number, span in enumerate(found)
            if span.start <= now and (span.end <= now or number >= len(found) - open_ones)
        ]
    )


@given(
    st.lists(spans, max_size=6),
    st.lists(st.sampled_from(["critical", "minor"]), min_size=1, max_size=3),
    st.integers(0, 2),
    moments,
    spans,
)
def test_the_time_down_is_that_of_a_count_minute_by_minute(
    found: list[Span], impacts: list[str], open_ones: int, now: datetime, window: Span
) -> None:
    status = status_with(found, impacts, open_ones, now)
    lasted = [(one, Span(one.started_at, one.resolved_at or now)) for one in status.incidents]
    down = [span for one, span in lasted if one.impact == "critical"]
    result = totals(status, status.incidents, window, now)
    assert result.time_down == counted(down, window)
    touching = [span for _, span in lasted if counted([span], window)]
    points = [
        span for _, span in lasted if span.start == span.end and span.start in minutes_of(window)
    ]
    assert result.number == len(touching) + len(points)
    assert result.longest == max((span.length for span in touching + points), default=None)


@given(st.lists(spans, max_size=5), st.integers(0, 2), moments)
def test_the_bars_of_all_days_add_up_to_the_time_in_them(
    found: list[Span], open_ones: int, now: datetime
) -> None:
    status = status_with(found, ["critical", "minor"], open_ones, now)
    shown = days(status, status.incidents, now, DENVER, 4)
    lasted = [Span(one.started_at, one.resolved_at or now) for one in status.incidents]
    for day in shown:
        start = datetime(day.date.year, day.date.month, day.date.day, tzinfo=DENVER)
        after = day.date + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=DENVER)
        window = Span(start.astimezone(ZoneInfo("UTC")), end.astimezone(ZoneInfo("UTC")))
        assert day.down + day.degraded == counted(lasted, window)
        assert (day.worst is None) == (not day.incidents)


def test_days_of_23_and_25_hours_are_as_long_as_they_were() -> None:
    status = status_of(incidents=[incident(started_at=datetime(2011, 3, 1, tzinfo=DENVER))])
    now = datetime(2011, 11, 20, tzinfo=DENVER)
    lengths = {day.date: day.down for day in days(status, status.incidents, now, DENVER, 300)}
    assert lengths[date(2011, 3, 13)] == timedelta(hours=23)
    assert lengths[date(2011, 11, 6)] == timedelta(hours=25)
    assert lengths[date(2011, 11, 7)] == timedelta(hours=24)
    assert lengths[date(2011, 2, 28)] == timedelta()


def test_an_incident_before_the_window_does_not_count() -> None:
    status = status_of(incidents=[incident(resolved_at=at("24T18:00"))])
    window = Span(at("25T00:00"), at("26T00:00"))
    result = totals(status, status.incidents, window, at("26T00:00"))
    assert (result.number, result.time_down, result.longest) == (0, timedelta(), None)


def test_the_mean_time_to_recover_is_of_those_that_did() -> None:
    status = status_of(
        incidents=[
            incident("A", resolved_at=at("24T16:00")),
            incident("B", resolved_at=at("24T18:00")),
            incident("C"),
        ]
    )
    window = Span(at("24T00:00"), at("25T00:00"))
    result = totals(status, status.incidents, window, at("24T21:00"))
    assert result.number == 3
    assert result.mean_time_to_recover == timedelta(hours=2)
    assert result.longest == timedelta(hours=6)
    assert result.time_down == timedelta(hours=6)
