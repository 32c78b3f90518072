"""The value of one setting -> what it means, or what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

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
    "OUTAGE_ELSEWHERE": (),
    "OUTAGE_NOW": None,
}
LEAST_POLL_SECONDS = 10


class SettingsError(Exception):
    """A setting that cannot be used; the message says which, why, and what to write instead."""


def first(paths: object) -> str:
    return str(paths[0]) if isinstance(paths, (list, tuple)) and paths else ""


def section_path(value: object) -> str:
    path = PurePosixPath(value) if isinstance(value, str) else PurePosixPath()
    if not path.parts or path.is_absolute() or ".." in path.parts:
        raise SettingsError(
            f'OUTAGE_PATH is {value!r}; write a path below the site such as "status"'
        )
    return str(path)


def choice(found: Mapping[str, Any], name: str, words: tuple[str, ...]) -> str:
    if found[name] not in words:
        choices = " or ".join(f'"{word}"' for word in words)
        raise SettingsError(f"{name} is {found[name]!r}; write {choices}")
    return str(found[name])


def flag(found: Mapping[str, Any], name: str) -> bool:
    if not isinstance(found[name], bool):
        raise SettingsError(f"{name} is {found[name]!r}; write True or False")
    return bool(found[name])


def is_included(found: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    included = choice(found, "OUTAGE_MODE", ("inline", "include")) == "include"
    if included and values.get("RELATIVE_URLS"):
        raise SettingsError(
            'OUTAGE_MODE is "include", with which pages at every depth share one banner, and '
            'RELATIVE_URLS is True; write OUTAGE_MODE = "inline" or RELATIVE_URLS = False'
        )
    return included


def hours(found: Mapping[str, Any], name: str) -> float:
    value = found[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 87600:
        raise SettingsError(
            f"{name} is {value!r}; write a number of hours such as {DEFAULTS[name]}"
        )
    return float(value)


def poll_seconds(value: object) -> float:
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


def target(value: object) -> str:
    if value is None or (isinstance(value, (str, Path)) and str(value).strip()):
        return str(value or "")
    raise SettingsError(
        f'OUTAGE_PUBLISH_TO is {value!r}; write a remote of rclone\'s such as "myhost:public_html"'
    )


def paths(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)) and all(
        isinstance(path, str) and path.startswith("/") for path in value
    ):
        return tuple(value)
    raise SettingsError(
        f'OUTAGE_ELSEWHERE is {value!r}; write a list of paths on your host such as ["/stats/"]'
    )


def zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name or "UTC"))
    except (KeyError, ValueError, OSError):
        raise SettingsError(
            f'TIMEZONE is {name!r}; write a zone\'s name such as "America/Denver"'
        ) from None


def now(value: object) -> datetime | None:
    if value is None:
        return None
    example = datetime(2011, 11, 24, 21, tzinfo=UTC).isoformat()
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError:
        raise SettingsError(f'OUTAGE_NOW is {value!r}; write a time such as "{example}"') from None
    if time.tzinfo is None:
        raise SettingsError(f'OUTAGE_NOW is {value!r}, without a UTC offset; write "{example}"')
    return time
