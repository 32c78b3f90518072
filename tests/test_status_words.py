"""The words of a status file: what each may be, and what is said to whoever writes another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outage_banner.status.moments import moment
from outage_banner.status.problems import Problem, json_path, nearest, shown
from outage_banner.status.slugs import slug
from outage_banner.status.words import (
    check_host,
    check_id,
    check_link,
    check_plain_text,
    check_story,
    check_text,
    check_zone,
)

DENVER = ZoneInfo("America/Denver")
LINKS = 'write one that begins with "https://", "http://", "mailto:" or "tel:"'


def refusal(check: Callable[[str], object], text: str) -> str:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - each test asserts the whole message
        check(text)
    return str(refused.value)


@pytest.mark.parametrize(
    "link",
    [
        "https://communitycolor.example/",
        "HTTPS://CommunityColor.example",
        "http://localhost:8000/a?b=c&d=%20#e",
        "https://bücher.example/ü",
        "https://192.0.2.1/",
        "https://[2001:db8::1]/",
        "mailto:support@blog.example?subject=Coupons",
        "tel:+1-303-555-0100",
    ],
)
def test_a_whole_address_is_a_link(link: str) -> None:
    assert check_link(link) == link


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (
            "javascript:alert(1)",
            f'"javascript:alert(1)" is not a link that may stand here; {LINKS}',
        ),
        (
            "JaVaScRiPt:alert(1)",
            f'"JaVaScRiPt:alert(1)" is not a link that may stand here; {LINKS}',
        ),
        ("data:text/html,x", f'"data:text/html,x" is not a link that may stand here; {LINKS}'),
        ("//blog.example/", f'"//blog.example/" is not a link that may stand here; {LINKS}'),
        ("/contact/", f'"/contact/" is not a link that may stand here; {LINKS}'),
        ("https://", f'"https://" is not a link that may stand here; {LINKS}'),
        ("mailto:nobody", f'"mailto:nobody" is not a link that may stand here; {LINKS}'),
        ("tel:", f'"tel:" is not a link that may stand here; {LINKS}'),
        ("", f'"" is not a link that may stand here; {LINKS}'),
        (
            "coupons.example/november",
            '"coupons.example/november" is not a link that may stand here; '
            'write "https://coupons.example/november"',
        ),
        (
            "me@blog.example",
            '"me@blog.example" is not a link that may stand here; write "mailto:me@blog.example"',
        ),
        ("https://a.example:99999/", f'"https://a.example:99999/" is not a link; {LINKS}'),
        ("https://[a/", f'"https://[a/" is not a link; {LINKS}'),
        (
            " https://a.example/",
            '" https://a.example/" holds " " at position 1, which no link may; '
            "leave it out or percent-encode it",
        ),
        (
            "java\nscript:alert(1)",
            '"java\\nscript:alert(1)" holds "\\n" at position 5, which no link may; '
            "leave it out or percent-encode it",
        ),
        (
            'https://a.example/"]{',
            '"https://a.example/\\"]{" holds "\\"" at position 19, which no link may; '
            "leave it out or percent-encode it",
        ),
    ],
)
def test_what_is_no_link_is_refused_with_what_to_write(link: str, told: str) -> None:
    assert refusal(check_link, link) == told


@pytest.mark.parametrize(
    ("host", "kept"),
    [
        ("Shop.Example", "shop.example"),
        ("shop.example.", "shop.example"),
        ("localhost", "localhost"),
        ("192.0.2.1", "192.0.2.1"),
        ("Bücher.example", "bücher.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("例え.テスト", "例え.テスト"),
        ("_dmarc.shop.example", "_dmarc.shop.example"),
    ],
)
def test_a_host_name_is_kept_in_lower_case(host: str, kept: str) -> None:
    assert check_host(host) == kept


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("my shop", '"my shop" is not a host name; write one like "www.example.org"'),
        ('"]{', '"\\"]{" is not a host name; write one like "www.example.org"'),
        ("", '"" is not a host name; write one like "www.example.org"'),
        ("-a.example", '"-a.example" is not a host name; write one like "www.example.org"'),
        ("a..example", '"a..example" is not a host name; write one like "www.example.org"'),
        ("[::1]", '"[::1]" is not a host name; write one like "www.example.org"'),
        (
            "https://Shop.example/a",
            '"https://Shop.example/a" is not a host name; write "shop.example" alone',
        ),
        ("shop.example:8080", '"shop.example:8080" is not a host name; write "shop.example" alone'),
        ("shop.example/a", '"shop.example/a" is not a host name; write "shop.example" alone'),
        (
            "a" * 64 + ".example",
            f'"{"a" * 60}…" is not a host name; write one like "www.example.org"',
        ),
    ],
)
def test_what_is_no_host_name_is_refused(host: str, told: str) -> None:
    assert refusal(check_host, host) == told


@settings(deadline=None)
@given(st.text())
def test_no_host_that_is_kept_can_end_a_css_string(text: str) -> None:
    try:
        host = check_host(text)
    except ValueError:
        return
    assert not set(host) & set("\"'\\(){}[]<>;:/ \n")


@pytest.mark.parametrize(
    "text",
    ["kctbh9vrtdwd", "01JMXBRMFEQW613TFE89F45035", "2011-11-24-crash", "a.b_c-d", "-", "x" * 200],
)
def test_an_id_of_letters_digits_dots_and_hyphens_is_kept(text: str) -> None:
    assert check_id(text) == text


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("../../x", "x"),
        (".htaccess", "htaccess"),
        ("..", "first"),
        ("", "first"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        ("The shop", "the-shop"),
        ("Läden", "laden"),
        ("a\n", "a"),
    ],
)
def test_an_id_that_cannot_be_a_directory_is_refused(text: str, suggestion: str) -> None:
    assert refusal(check_id, text) == (
        f"{shown(text)} cannot be an id, which becomes part of an address; "
        f'write letters, digits, ".", "_" and "-", with no "." first: "{suggestion}"'
    )


def test_an_id_too_long_for_a_directory_is_refused() -> None:
    assert refusal(check_id, "x" * 201) == (
        f'"{"x" * 60}…" is too long for an id, which becomes part of an address; '
        f'write at most 200 characters: "{"x" * 60}"'
    )


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000,
        "</outage-banner><script>",
        "سيعود الموقع قريبا",
        "🦃👩‍👩‍👧",
        "a\tb\nc\r\n",
        "\u202eabc",
    ],
)
def test_any_script_emoji_and_markup_is_text(text: str) -> None:
    assert check_plain_text(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\x00b", '"a\\u0000b" holds the control character U+0000 at position 2; leave it out'),
        ("\x1b[2J", '"\\u001b[2J" holds the control character U+001B at position 1; leave it out'),
        ("ab\x9b", '"ab\\u009b" holds the control character U+009B at position 3; leave it out'),
        ("a\ud800", '"a\\ud800" holds half of a character U+D800 at position 2; leave it out'),
    ],
)
def test_control_characters_are_refused_with_their_position(text: str, told: str) -> None:
    assert refusal(check_text, text) == told


def test_a_plain_text_says_something_and_a_text_may_be_empty() -> None:
    assert check_text("") == ""
    assert refusal(check_plain_text, " \n") == (
        '" \\n" says nothing; write what readers should see'
    )


@pytest.mark.parametrize(
    "story", ["open-technical-support", "über_uns.2", "https://blog.example/a/"]
)
def test_a_story_is_a_slug_or_a_link(story: str) -> None:
    assert check_story(story) == story


@pytest.mark.parametrize(
    ("story", "suggestion"),
    [
        ("Open technical support?", "open-technical-support"),
        ("posts/a.md", "posts-a-md"),
        ("", "a-post"),
    ],
)
def test_a_title_is_no_slug_and_its_slug_is_suggested(story: str, suggestion: str) -> None:
    assert refusal(check_story, story) == (
        f'{shown(story)} is neither a post\'s slug nor a link; write "{suggestion}" '
        'or a link that begins with "https://"'
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("America/Denvr", '"America/Denvr" is not a time zone; did you mean "America/Denver"?'),
        ("america/denver", '"america/denver" is not a time zone; did you mean "America/Denver"?'),
        ("../etc/passwd", '"../etc/passwd" is not a time zone; write one like "America/Denver"'),
        ("\x00", '"\\u0000" is not a time zone; write one like "America/Denver"'),
        ("", '"" is not a time zone; write one like "America/Denver"'),
        ("\ud800", '"\\ud800" is not a time zone; write one like "America/Denver"'),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest(name: str, told: str) -> None:
    assert check_zone("America/Denver") == "America/Denver"
    assert refusal(check_zone, name) == told


def test_a_directory_of_zones_is_no_zone() -> None:
    assert refusal(check_zone, "America").startswith('"America" is not a time zone; ')


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2011-11-24T15:00:00-07:00", datetime(2011, 11, 24, 22, tzinfo=UTC)),
        ("2011-11-24T15:00-07:00", datetime(2011, 11, 24, 22, tzinfo=UTC)),
        ("2011-11-24 22:00:00Z", datetime(2011, 11, 24, 22, tzinfo=UTC)),
        ("2019-02-20T12:00:19.418-06:00", datetime(2019, 2, 20, 18, 0, 19, 418_000, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2999-12-31T23:59:59Z", datetime(2999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_is_read(text: str, time: datetime) -> None:
    assert moment(text, DENVER) == time


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "2011-11-24T21:00",
            'has no UTC offset; in America/Denver that is "2011-11-24T21:00:00-07:00"',
        ),
        (
            "2012-07-01 09:30:15",
            'has no UTC offset; in America/Denver that is "2012-07-01T09:30:15-06:00"',
        ),
        ("2011-11-24", 'has no UTC offset; in America/Denver that is "2011-11-24T00:00:00-07:00"'),
        (
            "2011-11-06T01:30",
            "has no UTC offset; in America/Denver the clock shows that twice: "
            'write "2011-11-06T01:30:00-06:00" or "2011-11-06T01:30:00-07:00"',
        ),
        (
            "2012-03-11T02:30",
            "has no UTC offset; in America/Denver clocks skip that time: "
            'write "2012-03-11T01:30:00-07:00" or "2012-03-11T03:30:00-06:00"',
        ),
        (
            "10000-01-01T00:00:00Z",
            "is in the year 10000; write a time between 1970 and 2999",
        ),
        (
            "0001-01-01 00:00:00 +0000 UTC",
            "is in the year 1; write a time between 1970 and 2999",
        ),
        ("0001-01-01T00:00:00Z", "is in the year 1; write a time between 1970 and 2999"),
        ("1969-12-31T23:59:59Z", "is in the year 1969; write a time between 1970 and 2999"),
        ("3000-01-01T00:00:00", "is in the year 3000; write a time between 1970 and 2999"),
        (
            "24.11.2011 9pm",
            'is not a time; write one like "2011-11-24T15:00:00-07:00"',
        ),
        ("3am", 'is not a time; write one like "2011-11-24T15:00:00-07:00"'),
        ("", 'is not a time; write one like "2011-11-24T15:00:00-07:00"'),
        ("2011-02-30T00:00Z", 'is not a time; write one like "2011-11-24T15:00:00-07:00"'),
    ],
)
def test_a_time_that_is_none_is_refused_with_its_correction(text: str, told: str) -> None:
    assert refusal(lambda each: moment(each, DENVER), text) == f'"{text}" {told}'


@settings(deadline=None)
@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 30)),
    st.sampled_from(["America/Denver", "Asia/Kathmandu", "UTC"]),
)
def test_the_correction_of_a_naive_time_is_itself_accepted(naive: datetime, zone: str) -> None:
    told = refusal(lambda each: moment(each, ZoneInfo(zone)), naive.isoformat())
    correction = told.split('"')[3]
    assert moment(correction, UTC).utcoffset() is not None


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9]{4,6}-[0-9]{2}-[0-9]{2}.{0,12}"))
def test_any_text_is_an_aware_time_or_refused(text: str) -> None:
    try:
        time = moment(text, DENVER)
    except ValueError as refused:
        told = str(refused)
    else:
        told = shown(text) if time.utcoffset() is not None else "a naive time"
    assert told.startswith(shown(text))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Community Color sites are offline", "the-community-color-sites-are-offline"),
        ("It's down – §5 & more!", "its-down-ss5-more"),
        ("Läden, Straße", "laden-strasse"),
        ("Сервер упал", "server-upal"),
        ("🦃🦃", "incident"),
        ("", "incident"),
        ("word " * 1_000, "word-" * 11 + "word"),
        ("x" * 5_000, "x" * 60),
    ],
)
def test_a_slug_is_short_latin_and_stable(name: str, expected: str) -> None:
    assert slug(name, "incident") == expected


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_every_slug_is_an_id(name: str) -> None:
    assert check_id(slug(name, "incident"))


def test_a_problem_is_one_line_that_a_terminal_can_show() -> None:
    problem = Problem("error", "a\nb.json", 4, 20, json_path(("incidents", 0, "a\x1bb")), "x")
    assert str(problem) == 'a\\u000ab.json:4:20: error: incidents[0]["a\\u001bb"]: x'


def test_the_nearest_name_is_found_in_any_spelling() -> None:
    assert nearest("Major Outage", ["minor_outage", "major_outage"]) == "major_outage"
    assert nearest("expectedAt", ["expected_at", "started_at"]) == "expected_at"
    assert nearest("zzz", ["expected_at"]) is None
