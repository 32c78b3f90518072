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
    has_settings_file: bool

    @property
    def file(self) -> Path:
        return self.settings.status_file

    def read(self, *, may_be_new: bool = False) -> Status:
        """The status file; errors in it end the command.

        There need be none where the settings name none, or where the command would make it.
        """
        from ..status import load_status, read_status

        zone, name = self.settings.zone, str(self.file)
        is_required = self.settings.is_status_file_required and not may_be_new
        if self.has_status_file() or is_required:
            reading = load_status(self.file, zone=zone, now=self.now)
        else:
            from ..edit import EMPTY

            reading = read_status(EMPTY, file=name, zone=zone, now=self.now)
        if reading.status is None:
            refuse(self.file, reading.errors)
        return reading.status

    def has_status_file(self) -> bool:
        """Whether there is one; where there are no settings either, the command ends."""
        from ..status import is_there

        if is_there(self.file):
            return True
        if self.has_settings_file:
            return False
        fail(
            f"There is no {self.file} here, nor a {DEFAULT_SETTINGS_FILE}; go to the folder of the "
            "site, or name its settings file with -s."
        )

    def zone(self, status: Status) -> ZoneInfo:
        return self.settings.zone_of(status)

    def words(self, status: Status) -> Wording:
        """The words that readers get."""
        from ..wording import words_for

        return words_for(self.zone(status), self.now, self.settings.language)


def site(settings: Path | None) -> Site:
    """The site of a settings file; one that cannot be used ends the command."""
    found = load_settings(settings)
    return Site(found, found.now(datetime.now(UTC)), _file(settings) is not None)


def load_settings(path: Path | None) -> Settings:
    from ..settings import SettingsError, from_file, from_pelican

    file = _file(path)
    try:
        return from_file(file) if file else from_pelican({})
    except SettingsError as error:
        fail(str(error))


def _file(settings: Path | None) -> Path | None:
    """The settings file that is named, or else the usual one, if there is one."""
    default = Path(DEFAULT_SETTINGS_FILE)
    return settings or (default if default.is_file() else None)


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
