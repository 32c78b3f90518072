"""The OUTAGE_ settings: read, defaulted, and refused with what to write instead."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from outage_banner.settings import SettingsError, from_file, from_pelican

REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"OUTAGE_ON_EROR": "warn"},
        "OUTAGE_ON_EROR is no setting; did you mean OUTAGE_ON_ERROR?",
    ),
    ({"OUTAGE_ON_ERROR": "ignore"}, 'OUTAGE_ON_ERROR is \'ignore\'; write "fail" or "warn"'),
    (
        {"OUTAGE_ALL_CLEAR_HOURS": "24"},
        "OUTAGE_ALL_CLEAR_HOURS is '24'; write a number of hours such as 24",
    ),
    (
        {"OUTAGE_ANNOUNCE_HOURS": -1},
        "OUTAGE_ANNOUNCE_HOURS is -1; write a number of hours such as 72",
    ),
    (
        {"OUTAGE_STALE_AFTER_HOURS": float("nan")},
        "OUTAGE_STALE_AFTER_HOURS is nan; write a number of hours such as 24",
    ),
    (
        {"OUTAGE_PATH": "/status"},
        "OUTAGE_PATH is '/status'; write a path below the site such as \"status\"",
    ),
    (
        {"OUTAGE_PATH": "../status"},
        "OUTAGE_PATH is '../status'; write a path below the site such as \"status\"",
    ),
    ({"OUTAGE_MODE": "ssi"}, 'OUTAGE_MODE is \'ssi\'; write "inline" or "include"'),
    (
        {"OUTAGE_MODE": "include", "RELATIVE_URLS": True},
        'OUTAGE_MODE is "include", with which pages at every depth share one banner, and '
        'RELATIVE_URLS is True; write OUTAGE_MODE = "inline" or RELATIVE_URLS = False',
    ),
    ({"OUTAGE_MAKE_ROOM": "no"}, "OUTAGE_MAKE_ROOM is 'no'; write True or False"),
    (
        {"OUTAGE_ELSEWHERE": "/stats/"},
        "OUTAGE_ELSEWHERE is '/stats/'; write a list of paths on your host such as [\"/stats/\"]",
    ),
    ({"OUTAGE_STATUS_FILE": 7}, 'OUTAGE_STATUS_FILE is 7; write "content/status.json"'),
    (
        {"OUTAGE_NOW": "9 PM"},
        "OUTAGE_NOW is '9 PM'; write a time such as \"2011-11-24T21:00:00+00:00\"",
    ),
    (
        {"OUTAGE_NOW": "2011-11-24T21:00"},
        "OUTAGE_NOW is '2011-11-24T21:00', without a UTC offset; "
        'write "2011-11-24T21:00:00+00:00"',
    ),
    (
        {"TIMEZONE": "Denver"},
        "TIMEZONE is 'Denver'; write a zone's name such as \"America/Denver\"",
    ),
]


@pytest.mark.parametrize(("values", "message"), REFUSED)
def test_a_wrong_setting_is_refused_with_what_to_write(
    values: dict[str, Any], message: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        from_pelican(values)
    assert str(refused.value) == message


def test_without_any_setting_the_file_is_looked_for_beside_the_posts_but_not_required() -> None:
    settings = from_pelican({"PATH": "/blog/content"})
    assert settings.status_file == Path("/blog/content/status.json")
    assert not settings.is_status_file_required
    assert settings.base == "/status/"
    assert settings.is_strict


def test_a_named_file_is_required() -> None:
    assert from_pelican({"OUTAGE_STATUS_FILE": "s.json"}).is_status_file_required


def test_a_site_below_a_path_has_its_status_section_there() -> None:
    settings = from_pelican({"SITEURL": "https://me.example/blog/", "OUTAGE_PATH": "news/outages"})
    assert settings.base == "/blog/news/outages/"


def test_a_settings_file_is_run_as_pelican_runs_it(tmp_path: Path) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text('PATH = "posts"\nTIMEZONE = "America/" + "Denver"\n')
    settings = from_file(conf)
    assert settings.status_file == tmp_path / "posts" / "status.json"
    assert settings.zone.key == "America/Denver"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SITENAME = (", "cannot be run: SyntaxError: '(' was never closed"),
        ("import no_such_module", "cannot be run: ModuleNotFoundError: No module named"),
    ],
)
def test_a_broken_settings_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(text)
    with pytest.raises(SettingsError, match=r"conf\.py") as refused:
        from_file(conf)
    assert message in str(refused.value)


def test_a_missing_settings_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.py cannot be read: No such file"):
        from_file(tmp_path / "none.py")


def test_the_clock_is_used_unless_it_is_stopped() -> None:
    clock = datetime(2026, 1, 1, tzinfo=UTC)
    assert from_pelican({}).now(clock) == clock
    stopped = from_pelican({"OUTAGE_NOW": "2011-11-24T21:00:00-07:00"})
    assert stopped.now(clock) == datetime(2011, 11, 25, 4, tzinfo=UTC)


def test_now_is_in_whole_seconds_however_exact_the_clock() -> None:
    clock = datetime(2011, 11, 24, 21, 0, 1, 234_567, tzinfo=UTC)
    assert from_pelican({}).now(clock) == datetime(2011, 11, 24, 21, 0, 1, tzinfo=UTC)
