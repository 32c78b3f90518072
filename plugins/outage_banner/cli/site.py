"""The site that a command works on: its settings, the clock, its status file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from ..settings import Settings
    from ..status import Problem, Reading, Status
    from ..wording import Wording

DEFAULT_SETTINGS_FILE = "pelicanconf.py"

Command = TypeVar("Command", bound=Callable[..., Any])


def settings_option(command: Command) -> Command:
    """`-s FILE`, which every command about a site takes."""
    return click.option(
        "-s",
        "--settings",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=f"The site's settings file. [default: {DEFAULT_SETTINGS_FILE}, if there is one]",
    )(command)


@dataclass(frozen=True)
class Site:
    """`now` is the time to tell readers about, in whole seconds."""

    settings: Settings
    now: datetime

    @property
    def file(self) -> Path:
        return self.settings.status_file

    def read(self) -> Status:
        """The status file, or an empty one if there is none; errors in it end the command."""
        from ..status import load_status, read_status

        zone, name = self.settings.zone, str(self.file)
        if not self.file.exists() and not self.file.is_symlink():
            from ..edit import EMPTY

            reading = read_status(EMPTY, file=name, zone=zone, now=self.now)
        else:
            reading = load_status(self.file, zone=zone, now=self.now)
        if reading.status is None:
            refuse(self.file, reading.errors)
        return reading.status

    def zone(self, status: Status) -> ZoneInfo:
        return self.settings.zone_of(status)

    def words(self, status: Status) -> Wording:
        """The words that readers get."""
        from ..wording import words_for

        return words_for(self.zone(status), self.now, self.settings.language)


def site(settings: Path | None) -> Site:
    """The site of a settings file; one that cannot be used ends the command."""
    found = load_settings(settings)
    return Site(found, found.now(datetime.now(UTC)))


def load_settings(path: Path | None) -> Settings:
    from ..settings import SettingsError, from_file, from_pelican

    default = Path(DEFAULT_SETTINGS_FILE)
    try:
        if path is None and not default.is_file():
            return from_pelican({})
        return from_file(path or default)
    except SettingsError as error:
        fail(str(error))


def refuse(file: Path, errors: tuple[Problem, ...]) -> NoReturn:
    """Ends a command that would have changed a file with errors."""
    for error in errors:
        click.echo(error, err=True)
    fail(f"{file} was left as it is. Mend it first: `outage check` shows what is left to do.")


def count(reading: Reading) -> str:
    number = len(reading.errors)
    return f"{number} {'error' if number == 1 else 'errors'}: nothing can be told to readers."


def say(text: str) -> None:
    """Talk, which no script reads."""
    click.echo(text, err=True)


def is_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def fail(message: str) -> NoReturn:
    say(message)
    raise SystemExit(1)
