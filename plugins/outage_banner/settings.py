"""Pelican's settings -> Settings: the OUTAGE_ ones and what else the banner needs, checked."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .board import Rules
from .status import Status

DEFAULTS: dict[str, Any] = {
    "OUTAGE_STATUS_FILE": None,
    "OUTAGE_PATH": "status",
    "OUTAGE_MODE": "inline",
    "OUTAGE_ON_ERROR": "fail",
    "OUTAGE_ALL_CLEAR_HOURS": 24,
    "OUTAGE_ANNOUNCE_HOURS": 72,
    "OUTAGE_STALE_AFTER_HOURS": 24,
    "OUTAGE_POLL_SECONDS": 60,
    "OUTAGE_MAKE_ROOM": True,
    "OUTAGE_PUBLISH_TO": None,
    "OUTAGE_NOW": None,
}


LEAST_POLL_SECONDS = 10


class SettingsError(Exception):
    """A setting that cannot be used; the message says which, why, and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """`is_status_file_required` where the author named the file, so that it has to be there."""

    status_file: Path
    is_status_file_required: bool
    posts: Path
    """Where a new post goes: the first of ARTICLE_PATHS."""
    path: str
    is_included: bool
    """Whether a web server puts the banner into pages, each of which only names it."""
    is_relative: bool
    """Whether pages write addresses in the site relative to their own (Pelican's RELATIVE_URLS)."""
    is_strict: bool
    all_clear_hours: float
    announce_hours: float
    stale_after_hours: float
    poll_seconds: float
    """How often an open page asks for news; 0 for never."""
    makes_room: bool
    """Whether scripts move what the theme pins to the window out of the banner's way."""
    publish_to: str
    """Where `outage publish` sends the site, as rclone writes it; "" for nowhere."""
    fixed_now: datetime | None
    zone: ZoneInfo
    language: str
    site_name: str
    site_url: str
    """SITEURL without a slash at its end; "" in a preview."""

    def now(self, clock: datetime) -> datetime:
        """The time to tell readers about: `clock`, unless `OUTAGE_NOW` stops it."""
        return self.fixed_now or clock

    @property
    def rules(self) -> Rules:
        return Rules(self.all_clear_hours, self.announce_hours, self.stale_after_hours)

    def zone_of(self, status: Status) -> ZoneInfo:
        """The zone in which times are told: the status file's own, else the site's."""
        return ZoneInfo(status.page.time_zone) if status.page.time_zone else self.zone

    @property
    def site_path(self) -> str:
        """The path of SITEURL, without a slash at its end: "" or "/repo"."""
        return urlsplit(self.site_url).path

    @property
    def base(self) -> str:
        """The address of the status section, ending in a slash."""
        return f"{self.site_path}/{self.path}/"


def from_pelican(values: Mapping[str, Any]) -> Settings:
    """Settings from Pelican's, or from the names of a settings file; SettingsError."""
    for name in sorted(values):
        if name.startswith("OUTAGE_") and name not in DEFAULTS:
            near = get_close_matches(name, DEFAULTS, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(DEFAULTS)}"
            raise SettingsError(f"{name} is no setting{hint}")
    found = {name: values.get(name, default) for name, default in DEFAULTS.items()}
    content = Path(values.get("PATH") or "content")
    named = found["OUTAGE_STATUS_FILE"]
    if named is not None and not (isinstance(named, (str, Path)) and str(named)):
        raise SettingsError(f'OUTAGE_STATUS_FILE is {named!r}; write "content/status.json"')
    return Settings(
        status_file=_from_here(Path(named) if named else content / "status.json"),
        is_status_file_required=named is not None,
        posts=_from_here(content / _first(values.get("ARTICLE_PATHS"))),
        path=_section_path(found["OUTAGE_PATH"]),
        is_included=_is_included(found, values),
        is_relative=bool(values.get("RELATIVE_URLS")),
        is_strict=_choice(found, "OUTAGE_ON_ERROR", ("fail", "warn")) == "fail",
        all_clear_hours=_hours(found, "OUTAGE_ALL_CLEAR_HOURS"),
        announce_hours=_hours(found, "OUTAGE_ANNOUNCE_HOURS"),
        stale_after_hours=_hours(found, "OUTAGE_STALE_AFTER_HOURS"),
        poll_seconds=_poll_seconds(found["OUTAGE_POLL_SECONDS"]),
        makes_room=_flag(found, "OUTAGE_MAKE_ROOM"),
        publish_to=_target(found["OUTAGE_PUBLISH_TO"]),
        fixed_now=_now(found["OUTAGE_NOW"]),
        zone=_zone(values.get("TIMEZONE")),
        language=str(values.get("DEFAULT_LANG") or "en"),
        site_name=str(values.get("SITENAME") or "This site"),
        site_url=str(values.get("SITEURL") or "").rstrip("/"),
    )


def from_file(path: Path) -> Settings:
    """Settings from a Pelican settings file, which is run as Pelican runs it; SettingsError."""
    try:
        values = runpy.run_path(str(path))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from None
    except Exception as error:
        raise SettingsError(f"{path} cannot be run: {type(error).__name__}: {error}") from None
    content = path.parent / str(values.get("PATH") or "content")
    return from_pelican({**values, "PATH": content})


def _from_here(path: Path) -> Path:
    """The path as a person in this directory would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _first(paths: object) -> str:
    return str(paths[0]) if isinstance(paths, (list, tuple)) and paths else ""


def _section_path(value: object) -> str:
    path = PurePosixPath(value) if isinstance(value, str) else PurePosixPath()
    if not path.parts or path.is_absolute() or ".." in path.parts:
        raise SettingsError(
            f'OUTAGE_PATH is {value!r}; write a path below the site such as "status"'
        )
    return str(path)


def _choice(found: Mapping[str, Any], name: str, words: tuple[str, ...]) -> str:
    if found[name] not in words:
        choices = " or ".join(f'"{word}"' for word in words)
        raise SettingsError(f"{name} is {found[name]!r}; write {choices}")
    return str(found[name])


def _flag(found: Mapping[str, Any], name: str) -> bool:
    if not isinstance(found[name], bool):
        raise SettingsError(f"{name} is {found[name]!r}; write True or False")
    return bool(found[name])


def _is_included(found: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    is_included = _choice(found, "OUTAGE_MODE", ("inline", "include")) == "include"
    if is_included and values.get("RELATIVE_URLS"):
        raise SettingsError(
            'OUTAGE_MODE is "include", with which pages at every depth share one banner, and '
            'RELATIVE_URLS is True; write OUTAGE_MODE = "inline" or RELATIVE_URLS = False'
        )
    return is_included


def _hours(found: Mapping[str, Any], name: str) -> float:
    hours = found[name]
    if isinstance(hours, bool) or not isinstance(hours, (int, float)) or not 0 <= hours <= 87600:
        raise SettingsError(
            f"{name} is {hours!r}; write a number of hours such as {DEFAULTS[name]}"
        )
    return float(hours)


def _poll_seconds(value: object) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not (value == 0 or LEAST_POLL_SECONDS <= value <= 3600)
    ):
        raise SettingsError(
            f"OUTAGE_POLL_SECONDS is {value!r}; write a number from {LEAST_POLL_SECONDS} to 3600, "
            "or 0 so that open pages never ask for news"
        )
    return value


def _target(value: object) -> str:
    if value is None or (isinstance(value, (str, Path)) and str(value).strip()):
        return str(value or "")
    raise SettingsError(
        f'OUTAGE_PUBLISH_TO is {value!r}; write a remote of rclone\'s such as "myhost:public_html"'
    )


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name or "UTC"))
    except (KeyError, ValueError, OSError):
        raise SettingsError(
            f'TIMEZONE is {name!r}; write a zone\'s name such as "America/Denver"'
        ) from None


def _now(value: object) -> datetime | None:
    if value is None:
        return None
    example = datetime(2011, 11, 24, 21, tzinfo=UTC).isoformat()
    try:
        now = datetime.fromisoformat(str(value))
    except ValueError:
        raise SettingsError(f'OUTAGE_NOW is {value!r}; write a time such as "{example}"') from None
    if now.tzinfo is None:
        raise SettingsError(f'OUTAGE_NOW is {value!r}, without a UTC offset; write "{example}"')
    return now
