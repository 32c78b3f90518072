"""What a person says of a time at night: one moment, or what to write instead."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.human_times import Side, Unclear, moment
from statuses import DENVER

FRIDAY = "2011-11-25T20:00"
"""The evening after Thanksgiving."""


def told(text: str, now: str = FRIDAY, side: Side = "after", zone: ZoneInfo = DENVER) -> str:
    """The moment as it would be written, or what is said instead."""
    at = datetime.fromisoformat(now).replace(tzinfo=zone)
    try:
        return moment(text, now=at, zone=zone, side=side).isoformat(timespec="minutes")
    except Unclear as unclear:
        return str(unclear)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3am", "2011-11-26T03:00-07:00"),
        ("3 a.m.", "2011-11-26T03:00-07:00"),
        ("3:00 AM", "2011-11-26T03:00-07:00"),
        ("by 3am", "2011-11-26T03:00-07:00"),
        ("3:00", "2011-11-26T03:00-07:00"),
        ("09:00", "2011-11-26T09:00-07:00"),
        ("21:30", "2011-11-25T21:30-07:00"),
        ("noon", "2011-11-26T12:00-07:00"),
        ("in 2 hours", "2011-11-25T22:00-07:00"),
        ("in an hour", "2011-11-25T21:00-07:00"),
        ("2h", "2011-11-25T22:00-07:00"),
        ("90 min", "2011-11-25T21:30-07:00"),
        ("in 1h30m", "2011-11-25T21:30-07:00"),
        ("in 3 days", "2011-11-28T20:00-07:00"),
        ("tomorrow 9:00", "2011-11-26T09:00-07:00"),
        ("tonight 11pm", "2011-11-25T23:00-07:00"),
        ("tonight 9:30", "2011-11-25T21:30-07:00"),
        ("3am tonight", "2011-11-26T03:00-07:00"),
        ("2 tonight", "2011-11-26T02:00-07:00"),
        ("tonight at midnight", "2011-11-26T00:00-07:00"),
        ("midnight", "2011-11-26T00:00-07:00"),
        ("9 tomorrow morning", "2011-11-26T09:00-07:00"),
        ("tomorrow afternoon at 3", "2011-11-26T15:00-07:00"),
        ("Saturday night 2am", "2011-11-27T02:00-07:00"),
        ("9 in the morning", "2011-11-26T09:00-07:00"),
        ("thurs 9am", "2011-12-01T09:00-07:00"),
        ("about 3am", "2011-11-26T03:00-07:00"),
        ("half an hour", "2011-11-25T20:30-07:00"),
        ("in an hour and 10 minutes", "2011-11-25T21:10-07:00"),
        ("two hours", "2011-11-25T22:00-07:00"),
        ("in 1.5 hours", "2011-11-25T21:30-07:00"),
        ("2,5 hours", "2011-11-25T22:30-07:00"),
        ("1/2 hour", "2011-11-25T20:30-07:00"),
        ("in 1h30", "2011-11-25T21:30-07:00"),
        ("in 0:45", "2011-11-25T20:45-07:00"),
        ("in 2 weeks at 9am", "2011-12-09T09:00-07:00"),
        ("29th 9am", "2011-11-29T09:00-07:00"),
        ("Tuesday 29th 9am", "2011-11-29T09:00-07:00"),
        ("the 3rd at noon", "2011-12-03T12:00-07:00"),
        ("26th of november 3am", "2011-11-26T03:00-07:00"),
        ("5am Europe/Berlin", "2011-11-25T21:00-07:00"),
        ("3am MST Saturday", "2011-11-26T03:00-07:00"),
        ("09:00 (UTC)", "2011-11-26T02:00-07:00"),
        ("half past 3", "2011-11-26T03:30-07:00"),
        ("an hour and a half", "2011-11-25T21:30-07:00"),
        ("two and a half hours", "2011-11-25T22:30-07:00"),
        ("1½ hours", "2011-11-25T21:30-07:00"),
        ("fifteen minutes", "2011-11-25T20:15-07:00"),
        ("12 noon", "2011-11-26T12:00-07:00"),
        ("within 2 hours", "2011-11-25T22:00-07:00"),
        ("+2h", "2011-11-25T22:00-07:00"),
        ("until 3am", "2011-11-26T03:00-07:00"),
        ("day after tomorrow 9am", "2011-11-27T09:00-07:00"),
        ("mon. 9am", "2011-11-28T09:00-07:00"),
        ("Friday 10:30 pm", "2011-11-25T22:30-07:00"),
        ("Friday 9pm", "2011-11-25T21:00-07:00"),
        ("Saturday 9pm", "2011-11-26T21:00-07:00"),
        ("nov 26 3am", "2011-11-26T03:00-07:00"),
        ("2011-11-26 03:00", "2011-11-26T03:00-07:00"),
        ("2011-11-26T03:00-07:00", "2011-11-26T03:00-07:00"),
        ("2011-11-26T11:00:00Z", "2011-11-26T04:00-07:00"),
        ("9pm +02:00", "2011-11-26T12:00-07:00"),
        ("3am MST", "2011-11-26T03:00-07:00"),
        ("11am UTC", "2011-11-26T04:00-07:00"),
        ("Sat, Nov 26, 3:00 AM MST", "2011-11-26T03:00-07:00"),
        ("Sat, Nov 26, 2011, 3:00 AM MST", "2011-11-26T03:00-07:00"),
    ],
)
def test_an_estimate_is_the_next_such_moment(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2011-11-25T20:00-07:00"),
        ("3pm", "2011-11-25T15:00-07:00"),
        ("9:30", "2011-11-25T09:30-07:00"),
        ("2 hours ago", "2011-11-25T18:00-07:00"),
        ("2h", "2011-11-25T18:00-07:00"),
        ("yesterday 3pm", "2011-11-24T15:00-07:00"),
        ("Friday 3pm", "2011-11-25T15:00-07:00"),
        ("8 this morning", "2011-11-25T08:00-07:00"),
        ("this afternoon 3", "2011-11-25T15:00-07:00"),
        ("yesterday evening 8", "2011-11-24T20:00-07:00"),
        ("last night 11pm", "2011-11-24T23:00-07:00"),
        ("last night 2am", "2011-11-25T02:00-07:00"),
        ("last friday 3pm", "2011-11-18T15:00-07:00"),
        ("Friday 18th 3pm", "2011-11-18T15:00-07:00"),
        ("1:30 hours ago", "2011-11-25T18:30-07:00"),
        ("since 3pm", "2011-11-25T15:00-07:00"),
        ("just now", "2011-11-25T20:00-07:00"),
        ("last friday night 1am", "2011-11-19T01:00-07:00"),
        ("nov 24 3pm", "2011-11-24T15:00-07:00"),
    ],
)
def test_a_start_is_the_last_such_moment(text: str, expected: str) -> None:
    assert told(text, side="before") == expected


NO_TIMES = (
    """
banana, 32:00, 13pm, , soon, 3am-4am, 3-4am, 3–4am, 2-3h, 22-23h, in 2-3 hours, Dec 9 am, mar 9am,
2030 3am, in 1 month, 3 hours 30, 31 9am, tomorrow 24:00, this tomorrow 3am, 3am this afternoon,
3am 4am, in 15:00, a few minutes ago, 2011-11-26 15:00 PM, today tomorrow 3am,
in 99999999999 hours, 9999-12-31T23:59, 0001-01-01T00:00+14:00
""".strip()
    .replace("\n", " ")
    .split(", ")
)


@pytest.mark.parametrize("text", [*NO_TIMES, "x" * 500])
def test_what_is_no_time_is_answered_with_what_is_one(text: str) -> None:
    assert told(text).endswith(
        'is not a time; write one like "3am", "in 2 hours", "tomorrow 9:00", "Friday 9pm" '
        'or "2011-11-25T20:00-07:00"'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "3",
            '"3" can be AM or PM; write "2011-11-26T03:00-07:00" (Saturday 3:00 AM) '
            'or "2011-11-26T15:00-07:00" (Saturday 3:00 PM)',
        ),
        (
            "tomorrow at 9",
            '"tomorrow at 9" can be AM or PM; write "2011-11-26T09:00-07:00" (Saturday 9:00 AM) '
            'or "2011-11-26T21:00-07:00" (Saturday 9:00 PM)',
        ),
        (
            "9:00",
            '"9:00" can be AM or PM; write "2011-11-25T21:00-07:00" (Friday 9:00 PM) '
            'or "2011-11-26T09:00-07:00" (Saturday 9:00 AM)',
        ),
        (
            "tomorrow 0900",
            '"tomorrow 0900" is not clear; write "2011-11-26T09:00-07:00" (Saturday 9:00 AM)',
        ),
        (
            "22h",
            '"22h" is not clear; write "2011-11-25T22:00-07:00" (Friday 10:00 PM) '
            'or "2011-11-26T18:00-07:00" (Saturday 6:00 PM)',
        ),
        (
            "7",
            '"7" can be AM or PM; write "2011-11-26T07:00-07:00" (Saturday 7:00 AM) '
            'or "2011-11-26T19:00-07:00" (Saturday 7:00 PM)',
        ),
        (
            "in 1 day at 3",
            '"in 1 day at 3" can be AM or PM; write "2011-11-26T03:00-07:00" (Saturday 3:00 AM) '
            'or "2011-11-26T15:00-07:00" (Saturday 3:00 PM)',
        ),
        (
            "Friday 9:30",
            '"Friday 9:30" can be AM or PM; write "2011-11-25T21:30-07:00" (Friday 9:30 PM) '
            'or "2011-12-02T09:30-07:00" (Friday 9:30 AM)',
        ),
        (
            "the 25th 9:30",
            '"the 25th 9:30" can be AM or PM; write "2011-11-25T21:30-07:00" (Friday 9:30 PM) '
            'or "2011-12-25T09:30-07:00" (Sunday 9:30 AM)',
        ),
        ("0900 hrs", '"0900 hrs" is not clear; write "2011-11-26T09:00-07:00" (Saturday 9:00 AM)'),
        ("2100h", '"2100h" is not clear; write "2011-11-25T21:00-07:00" (Friday 9:00 PM)'),
        (
            "1:30 hours",
            '"1:30 hours" is not clear; write "2011-11-25T21:30-07:00" (Friday 9:30 PM) '
            'or "2011-11-26T01:30-07:00" (Saturday 1:30 AM)',
        ),
        (
            "tomorrow 9am UTC",
            '"tomorrow 9am" can be either day; write "2011-11-26T09:00+00:00" (Saturday 9:00 AM) '
            'or "2011-11-27T09:00+00:00" (Sunday 9:00 AM)',
        ),
        (
            "nov 31 9am EST",
            '"nov 31 9am EST" names a day that no calendar has; '
            'write one like "2011-11-25T20:00-07:00"',
        ),
        (
            "midnight tomorrow",
            '"midnight tomorrow" can be the midnight that the day begins or ends with; '
            'write "2011-11-26T00:00-07:00" (Saturday 12:00 AM) '
            'or "2011-11-27T00:00-07:00" (Sunday 12:00 AM)',
        ),
        (
            "nov 31 9am",
            '"nov 31 9am" names a day that no calendar has; '
            'write one like "2011-11-25T20:00-07:00"',
        ),
        ("1500", '"1500" is not clear; write "2011-11-26T15:00-07:00" (Saturday 3:00 PM)'),
        (
            "1h30",
            '"1h30" is not clear; write "2011-11-25T21:30-07:00" (Friday 9:30 PM) '
            'or "2011-11-26T01:30-07:00" (Saturday 1:30 AM)',
        ),
        (
            "next friday 9pm",
            '"next friday 9pm" can be the first to come or the one after it; '
            'write "2011-11-25T21:00-07:00" (Friday 9:00 PM) '
            'or "2011-12-02T21:00-07:00" (Friday 9:00 PM)',
        ),
        (
            "11/12 3am",
            '"11/12 3am" can be day and month or month and day; write the month\'s name, '
            'as in "Nov 25 9am", or "2011-11-25T20:00-07:00"',
        ),
        (
            "3am EST",
            '"3am EST" names a zone that several share or nobody here keeps; '
            'write its offset, as in "2011-11-25T20:00-07:00"',
        ),
        (
            "Fri, Nov 26, 3am",
            '"Fri, Nov 26, 3am": 2011-11-26 is a Saturday; '
            "write the day without its name, or the name alone",
        ),
        (
            "tomorrow",
            '"tomorrow" says no time of day; write it too, as in "tomorrow 9am" '
            'or "2011-11-25T20:00-07:00"',
        ),
    ],
)
def test_what_can_be_two_moments_is_refused_with_both(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "side", "expected"),
    [
        ("7pm", "after", '"7pm" has passed; write "2011-11-26T19:00-07:00" (Saturday 7:00 PM)'),
        (
            "Friday 7pm",
            "after",
            '"Friday 7pm" has passed; write "2011-12-02T19:00-07:00" (Friday 7:00 PM)',
        ),
        (
            "nov 25 3am",
            "after",
            '"nov 25 3am" has passed; write "2012-11-25T03:00-07:00" (Sunday 3:00 AM)',
        ),
        (
            "today 9:30",
            "after",
            '"today 9:30" is 2011-11-25T09:30:00-07:00, which lies in the past; '
            'write "2011-11-25T21:30-07:00" (Friday 9:30 PM) '
            'or "2011-11-26T09:30-07:00" (Saturday 9:30 AM)',
        ),
        (
            "2011-11-20 03:00",
            "after",
            '"2011-11-20 03:00" is 2011-11-20T03:00:00-07:00, which lies in the past; '
            "write a time to come",
        ),
        (
            "2 hours ago",
            "after",
            '"2 hours ago" is 2011-11-25T18:00:00-07:00, which lies in the past; '
            "write a time to come",
        ),
        (
            "9pm",
            "before",
            '"9pm" is still to come; write "2011-11-24T21:00-07:00" (Thursday 9:00 PM)',
        ),
        (
            "tomorrow 3pm",
            "before",
            '"tomorrow 3pm" is 2011-11-26T15:00:00-07:00, which lies in the future; '
            'write "2011-11-25T15:00-07:00" (Friday 3:00 PM)',
        ),
    ],
)
def test_a_time_on_the_wrong_side_of_now_is_refused_with_the_nearest(
    text: str, side: Side, expected: str
) -> None:
    assert told(text, side=side) == expected


SPRING, AUTUMN = "2026-03-07T21:00", "2026-10-31T21:00"


def test_a_time_that_clocks_skip_is_refused_with_its_neighbours() -> None:
    assert told("2:30am", SPRING) == (
        '"2:30am": in America/Denver clocks skip that time: '
        'write "2026-03-08T01:30:00-07:00" or "2026-03-08T03:30:00-06:00"'
    )


def test_a_time_that_clocks_show_twice_is_refused_with_both() -> None:
    assert told("1:30am", AUTUMN) == (
        '"1:30am": in America/Denver the clock shows that twice: '
        'write "2026-11-01T01:30:00-06:00" or "2026-11-01T01:30:00-07:00"'
    )
    assert told("1:30am MDT", AUTUMN) == "2026-11-01T01:30-06:00"
    assert told("1:30am MST", AUTUMN) == "2026-11-01T01:30-07:00"


def test_hours_pass_alike_while_clocks_change_and_days_keep_the_time_of_day() -> None:
    assert told("in 6 hours", SPRING) == "2026-03-08T04:00-06:00"
    assert told("in 6 hours", AUTUMN) == "2026-11-01T02:00-07:00"
    assert told("in 1 day", AUTUMN) == "2026-11-01T21:00-07:00"


def test_the_other_time_of_the_year_is_no_name_for_this_one() -> None:
    assert told("3am MDT") == (
        '"3am" is not told in MDT but in MST; write "2011-11-26T03:00:00-07:00" if that is meant'
    )


@pytest.mark.parametrize("day", range(1, 32))
def test_tomorrow_comes_on_every_day_of_the_month(day: int) -> None:
    night = datetime(2026, 1, day, 21, tzinfo=UTC)
    expected = (night + timedelta(hours=6)).isoformat(timespec="minutes")
    for text in ("3am", "3:00", "tomorrow 3am", f"{night + timedelta(days=1):%A} 3am"):
        assert told(text, f"2026-01-{day:02}T21:00", zone=ZoneInfo("UTC")) == expected, text


def test_after_midnight_tonight_is_still_the_night_that_began_yesterday() -> None:
    small_hours = "2011-11-26T00:50"
    assert told("3am tonight", small_hours) == "2011-11-26T03:00-07:00"
    assert told("11pm tonight", small_hours) == "2011-11-26T23:00-07:00"


def test_after_midnight_tomorrow_may_be_today() -> None:
    assert told("tomorrow 9am", "2011-11-26T00:50") == (
        '"tomorrow 9am" can be either day; write "2011-11-26T09:00-07:00" (Saturday 9:00 AM) '
        'or "2011-11-27T09:00-07:00" (Sunday 9:00 AM)'
    )


def test_five_tonight_may_be_before_the_night_or_at_its_end() -> None:
    assert told("tonight at 5", "2011-11-25T14:00") == (
        '"tonight at 5" can be AM or PM; write "2011-11-25T17:00-07:00" (Friday 5:00 PM) '
        'or "2011-11-26T05:00-07:00" (Saturday 5:00 AM)'
    )


def test_a_night_of_the_week_is_over_on_the_day_after() -> None:
    found = told("last friday night 1am", "2011-11-26T13:00", side="before")
    assert found == "2011-11-26T01:00-07:00"


def test_of_a_skipped_time_that_has_passed_the_one_that_clocks_show_is_offered() -> None:
    assert told("2:30am", "2026-03-07T02:40") == (
        '"2:30am" has passed; write "2026-03-08T03:30-06:00" (Sunday 3:30 AM)'
    )
    assert told("2", SPRING) == (
        '"2" can be AM or PM; write "2026-03-08T01:00-07:00" (Sunday 1:00 AM) '
        'or "2026-03-08T03:00-06:00" (Sunday 3:00 AM) or "2026-03-08T14:00-06:00" (Sunday 2:00 PM)'
    )


def test_times_that_clocks_show_twice_are_compared_by_what_passes_between_them() -> None:
    """Forty-five minutes after 1:30, when the clock has gone back, it is 1:15."""
    at = datetime.fromisoformat("2026-11-01T01:30-06:00").astimezone(DENVER)
    later = moment("2026-11-01T01:15-07:00", now=at, zone=DENVER, side="after")
    assert later.isoformat() == "2026-11-01T01:15:00-07:00"


@pytest.mark.parametrize("day", range(1, 29))
@pytest.mark.parametrize("month", [1, 2, 11])
def test_a_day_of_the_month_is_the_next_with_its_number(month: int, day: int) -> None:
    now, first = datetime(2026, month, day, 12, tzinfo=UTC), datetime(2026, month, 1, 2, tzinfo=UTC)
    for number in (1, 15, 28):
        meant = first.replace(day=number)
        if meant <= now:
            meant = (first + timedelta(days=31)).replace(day=number)
        found = told(f"the {number}th 2am", now.isoformat(), zone=ZoneInfo("UTC"))
        assert found == meant.isoformat(timespec="minutes")


VOCABULARY = """
in at by next ago now today tonight tomorrow friday fri noon midnight nov december month am pm MST
this last sat hrs 0900 31 day after monday morning night evening midnight half 24th feb 29 30
ago 1h 22h 1:30 weeks a o'clock 1500
EST UTC +02:00 3 9 12 31 2011 99999999 9:00 3am 11/12 1h30 hours days 2011-11-26
2011-11-26T03:00Z weeks - , . 0 -1 half an ½ ３
""".split()  # noqa: SIM905
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)


@given(
    WORDS | st.text(max_size=12),
    st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)),
    st.sampled_from(["after", "before", "any"]),
)
def test_whatever_is_said_is_a_moment_on_its_side_or_a_message(
    text: str, wall: datetime, side: Side
) -> None:
    now = wall.replace(microsecond=0, tzinfo=DENVER)
    try:
        at = moment(text, now=now, zone=DENVER, side=side)
    except Unclear as unclear:
        found = str(unclear)
    else:
        assert side == "any" or (at > now) == (side == "after")
        found = f"; write {at:%z}"
    assert re.search("[;:] write ", found)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.integers(0, 23),
    st.sampled_from([0, 5, 30, 59]),
    st.sampled_from(["", "today ", "tomorrow ", "weekday ", "date ", "in "]),
)
def test_each_way_to_say_a_moment_means_it(
    wall: datetime, hour: int, minute: int, way: str
) -> None:
    now = wall.replace(microsecond=0, tzinfo=UTC)
    day = {"today ": 0, "tomorrow ": 1, "weekday ": 1 + hour % 6, "date ": 1 + hour * 7}.get(way, 0)
    meant = (now + timedelta(days=day)).replace(hour=hour, minute=minute, second=0)
    clock = f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"
    text = f"{way}{clock}"
    match way:
        case "":
            meant += timedelta(days=meant <= now)
        case "weekday ":
            text = f"{meant:%A} {clock}"
        case "date ":
            text = f"{meant:%b} {meant.day} {clock}"
        case "in ":
            text, meant = (
                f"in {hour + 1}h{minute}m",
                now + timedelta(hours=hour + 1, minutes=minute),
            )
    found = told(text, now.isoformat(), "any", ZoneInfo("UTC"))
    assert meant.isoformat(timespec="minutes") in found, text
