"""Times, spans and durations in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from outage_banner.board import Notice, Sentence
from outage_banner.status import Status
from outage_banner.wording import SENTENCES, words_for
from statuses import DENVER, NIGHT, at, status_of

WORDS = words_for(DENVER, NIGHT)


def notice(*names: str, kind: str = "down", says: str = "not_reachable") -> Notice:
    status: Status = status_of(components=[{"name": name} for name in names])
    facts = (Sentence(says, at("24T15:00"), at("25T04:10")),)  # type: ignore[arg-type]
    return Notice("id", kind, "The name", facts, subjects=status.components)  # type: ignore[arg-type]


def test_a_time_names_its_day_and_its_zone_so_that_it_stays_true() -> None:
    assert WORDS.moment(at("24T15:00")) == "Thu, Nov 24, 3:00 PM MST"


def test_a_time_of_another_year_names_the_year() -> None:
    assert words_for(DENVER, datetime(2026, 7, 1, tzinfo=DENVER)).moment(NIGHT) == (
        "Thu, Nov 24, 2011, 9:00 PM MST"
    )


def test_a_time_is_told_in_the_zone_of_the_site_whatever_zone_it_was_written_in() -> None:
    utc = NIGHT.astimezone(ZoneInfo("UTC"))
    assert WORDS.moment(utc) == "Thu, Nov 24, 9:00 PM MST"


def test_the_zone_follows_daylight_saving_time() -> None:
    assert WORDS.moment(datetime(2011, 11, 6, 1, 30, tzinfo=DENVER)).endswith("1:30 AM MDT")
    assert WORDS.moment(datetime(2011, 11, 6, 1, 30, tzinfo=DENVER, fold=1)).endswith("1:30 AM MST")


def test_a_zone_without_a_name_is_told_by_its_offset() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    assert words_for(zone, NIGHT).moment(NIGHT) == "Fri, Nov 25, 2:00 AM UTC-02"


def test_a_span_within_a_day_names_the_day_once() -> None:
    span = WORDS.span(at("28T21:00"), at("28T23:00")).striptags()
    assert span == "Mon, Nov 28 from 9:00 PM to 11:00 PM MST"


def test_a_span_over_days_names_both() -> None:
    span = WORDS.span(at("28T21:00"), at("29T01:00")).striptags()
    assert span == "from Mon, Nov 28, 9:00 PM MST to Tue, Nov 29, 1:00 AM MST"


def test_a_span_without_an_end_says_from_when() -> None:
    assert WORDS.span(at("28T21:00"), None).striptags() == "from Mon, Nov 28, 9:00 PM MST"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=13, minutes=10), "13 hours, 10 minutes"),
        (timedelta(days=1, minutes=5), "1 day"),
        (timedelta(days=2, hours=3, minutes=59), "2 days, 3 hours"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(length: timedelta, words: str) -> None:
    assert WORDS.duration(length) == words


def test_one_is_back_and_several_are() -> None:
    one = notice("Shop", kind="back", says="back_after")
    assert WORDS.heading(one).striptags() == "Shop is back since Fri, Nov 25, 4:10 AM MST."
    assert WORDS.sentence(one, one.facts[0]) == "It was unavailable for 13 hours, 10 minutes."
    two = notice("Shop", "Mail", kind="back", says="back_after")
    assert WORDS.heading(two).striptags().startswith("Shop and Mail are back since ")
    assert WORDS.sentence(two, two.facts[0]).startswith("They were unavailable for ")


def test_many_components_are_not_all_named() -> None:
    assert WORDS.names(notice("A", "B", "C", "D")).striptags() == "A, B, C, and D"
    assert WORDS.names(notice("A", "B", "C", "D", "E", "F")).striptags() == "A, B, C, and 3 more"


def test_every_sentence_has_its_words_and_none_is_left_open() -> None:
    for says in SENTENCES:
        told = notice("Shop", says=says)
        assert "{" not in WORDS.sentence(told, told.facts[0])
