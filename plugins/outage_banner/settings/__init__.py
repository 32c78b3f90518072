"""Pelican's settings -> Settings: the OUTAGE_ ones and what else the banner needs, checked."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ..board import Rules
from ..status import Status
from . import values as read
from .values import DEFAULTS, SettingsError

__all__ = ["DEFAULTS", "Settings", "SettingsError", "from_file", "from_pelican"]


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
    elsewhere: tuple[str, ...]
    """Beginnings of paths on the site's host that others answer."""
    fixed_now: datetime | None
    zone: ZoneInfo
    language: str
    site_name: str
    site_url: str
    """SITEURL without a slash at its end; "" in a preview."""

    def now(self, clock: datetime) -> datetime:
        """The time to tell readers about, in whole seconds: `clock`, unless `OUTAGE_NOW` stops it.

        HTML has no times with the millionths that a clock tells.
        """
        return (self.fixed_now or clock).replace(microsecond=0)

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
        posts=_from_here(content / read.first(values.get("ARTICLE_PATHS"))),
        path=read.section_path(found["OUTAGE_PATH"]),
        is_included=read.is_included(found, values),
        is_relative=bool(values.get("RELATIVE_URLS")),
        is_strict=read.choice(found, "OUTAGE_ON_ERROR", ("fail", "warn")) == "fail",
        all_clear_hours=read.hours(found, "OUTAGE_ALL_CLEAR_HOURS"),
        announce_hours=read.hours(found, "OUTAGE_ANNOUNCE_HOURS"),
        stale_after_hours=read.hours(found, "OUTAGE_STALE_AFTER_HOURS"),
        poll_seconds=read.poll_seconds(found["OUTAGE_POLL_SECONDS"]),
        makes_room=read.flag(found, "OUTAGE_MAKE_ROOM"),
        publish_to=read.target(found["OUTAGE_PUBLISH_TO"]),
        elsewhere=read.paths(found["OUTAGE_ELSEWHERE"]),
        fixed_now=read.now(found["OUTAGE_NOW"]),
        zone=read.zone(values.get("TIMEZONE")),
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
