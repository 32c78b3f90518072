"""What was said of a day and a time of day -> the time that a clock on the wall shows then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Literal

from ..status.problems import shown
from .days import Days
from .lengths import DAY
from .spoken import NOON, Clock, Spoken
from .unclear import Unclear, either, example, unknown
from .zones import Said, settled

Side = Literal["after", "before", "any"]
"""Where a moment must lie, seen from now; "before" may be now."""

JUST_PAST = timedelta(hours=3)
"""A time of day that passed so lately is not taken for tomorrow's without asking."""
HALF_YEAR = timedelta(days=183)
WEEK = timedelta(days=7)

NIGHT_BEGINS, NIGHT_ENDS = 17, 6
PARTS = {"morning": range(NOON), "afternoon": range(NOON, 19), "evening": range(16, 24)}
"""The hours that may be told with a part of the day."""


def read(said: Said, spoken: Spoken, now: datetime, side: Side) -> datetime:
    """The moment; raises Unclear where it could be another, with each written out."""
    clock = spoken.clock
    if clock is None:
        raise Unclear(
            f'{shown(said.words)} says no time of day; write it too, as in "tomorrow 9am" or '
            f"{shown(example(now, said.zone))}"
        )
    if spoken.which == "next":
        first = read(said, spoken._replace(which=""), now, "after")
        told = f"{shown(said.words)} can be the first to come or the one after it"
        raise either(told, [first, first + WEEK])
    if spoken.part == "night" and clock.hour == NIGHT_BEGINS - NOON and clock.kind != "exact":
        clock = clock._replace(kind="bare")
        return _of_readings(said, spoken, clock, now, side)
    if spoken.part:
        clock, days = _in_part(said, spoken, clock, now)
        spoken = spoken._replace(days=days, weekday=None)
    elif clock.kind in ("bare", "unusual"):
        return _of_readings(said, spoken, clock, now, side)
    if clock.kind == "midnight" and not (spoken.part or spoken.is_any_day):
        begins = settled(said, _chosen(said, spoken, clock, now, side))
        ends = begins + DAY
        told = f"{shown(said.words)} can be the midnight that the day begins or ends with"
        raise either(told, [one for one in (begins, ends) if is_on(side, one, now)] or [ends])
    found = _chosen(said, spoken, clock, now, side)
    if spoken.weekday not in (None, found.weekday()):
        raise Unclear(
            f"{shown(said.words)}: {found:%Y-%m-%d} is a {found:%A}; write the day without its "
            "name, or the name alone"
        )
    return on_its_side(said.words, settled(said, found), now, side, clock)


def on_its_side(
    words: str, at: datetime, now: datetime, side: Side, clock: Clock | None
) -> datetime:
    """The moment, unless it lies on the wrong side of now; then the nearest that do not."""
    if is_on(side, at, now):
        return at
    step = DAY if side == "after" else -DAY
    near = [at + step / 2] * bool(clock and clock.kind == "half") + [at + step] * bool(clock)
    # What no clock shows becomes what it shows instead.
    real = [one.astimezone(UTC).astimezone(at.tzinfo) for one in near]
    meant = [one for one in real if is_on(side, one, now)]
    lies, wanted = ("past", "to come") if side == "after" else ("future", "gone by")
    told = f"{shown(words)} is {at.isoformat()}, which lies in the {lies}"
    raise either(told, meant) if meant else Unclear(f"{told}; write a time {wanted}")


def is_on(side: Side, at: datetime, now: datetime) -> bool:
    # Within one zone Python compares what clocks show, which may be the same twice.
    at, now = at.astimezone(UTC), now.astimezone(UTC)
    return side == "any" or (at > now if side == "after" else at <= now)


def _of_readings(said: Said, spoken: Spoken, clock: Clock, now: datetime, side: Side) -> datetime:
    """Refuses a time of day that is to be written in another way, with what it may be."""
    hours = [clock.hour % NOON, clock.hour % NOON + NOON] if clock.kind == "bare" else [clock.hour]
    exact = [spoken._replace(clock=Clock(hour, clock.minute)) for hour in hours]
    meant = set[datetime]()
    for one in exact:
        try:
            meant.add(read(said, one, now, side))
        except Unclear as unclear:
            meant.update(unclear.meant)
    if not meant:
        return read(said, exact[-1], now, side)
    why = "can be AM or PM" if len(meant) > 1 else "is not clear"
    raise either(f"{shown(said.words)} {why}", sorted(meant))


def _in_part(said: Said, spoken: Spoken, clock: Clock, now: datetime) -> tuple[Clock, Days]:
    """The half of the day that its part tells; and, for a night, which of its two days."""
    hour, days = clock.hour, spoken.days
    is_open = clock.kind in ("half", "bare")
    if spoken.part == "night":
        if is_open:
            hour = (hour + NOON) % 24 if hour >= NIGHT_ENDS else hour
        is_told = not NIGHT_ENDS <= hour < NIGHT_BEGINS
        # After midnight this night is still the one that began yesterday.
        has_begun = spoken.which == "this" and said.wall(now).hour < NIGHT_ENDS
        if hour < NIGHT_ENDS and not (has_begun or spoken.is_any_day):
            days = partial(_next_days, days)
    else:
        if is_open and spoken.part != "morning" and hour < NOON:
            hour += NOON
        is_told = hour in PARTS[spoken.part]
    if not is_told:
        raise unknown(said.words, now, said.zone)
    return Clock(hour, clock.minute), days


def _next_days(days: Days, today: date) -> list[date]:
    return [day + DAY for day in days(today)]


def _chosen(said: Said, spoken: Spoken, clock: Clock, now: datetime, side: Side) -> datetime:
    """The time on the wall; which of several days is meant follows from the side."""
    wall = said.wall(now)
    days = spoken.days(wall.date())
    at = [datetime.combine(day, time(*clock[:2])) for day in days]

    def real(one: datetime) -> datetime:
        # Of a time that is shown twice, the one more likely to lie on the side.
        both = (one.replace(tzinfo=said.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        return min(both) if side == "before" else max(both)

    past = [one for one in at if real(one) <= now][-1:]
    future = [one for one in at if real(one) > now][:1]
    is_one = not past or not future
    chosen = (past if future == [] or (past and side == "before") else future)[0]

    def unclear(why: str, *meant: datetime) -> Unclear:
        return either(
            f"{shown(said.words)} {why}", [real(one).astimezone(said.zone) for one in meant]
        )

    if clock.kind == "half" and wall.date() in days:
        half = datetime.combine(wall.date(), time((clock.hour + NOON) % 24, clock.minute))
        if min(wall, chosen) < half < max(wall, chosen):
            raise unclear("can be AM or PM", *sorted((half, chosen)))
    if is_one:
        return chosen
    other = future[0] if side == "before" else past[0]
    if abs(wall - other) <= JUST_PAST or abs(chosen - wall) > HALF_YEAR:
        raise unclear("is still to come" if side == "before" else "has passed", chosen)
    return chosen
