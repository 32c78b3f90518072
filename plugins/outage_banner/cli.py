"""The `outage` command; the only module that knows a terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from .settings import Settings
    from .status import Reading

DEFAULT_SETTINGS_FILE = "pelicanconf.py"


def main() -> None:
    """Runs the command: exit code 0 done, 1 could not, 2 called wrongly."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without "■" shows "?" and goes on.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    outage()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pelican-outage-banner", prog_name="outage")
def outage() -> None:
    """Tell the readers of a Pelican site what is down, since when, until when, and where to go."""


@outage.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "-s",
    "--settings",
    type=click.Path(path_type=Path),
    help=f"The site's settings file. [default: {DEFAULT_SETTINGS_FILE}, if there is one]",
)
@click.option("--at", metavar="TIME", help="What readers are told then, instead of now.")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the pages of this built site instead: each must have its slot.",
)
def check(file: Path | None, settings: Path | None, at: str | None, site: Path | None) -> None:
    """Check the status file FILE: every problem in it, or "ok" and what readers are told now.

    \b
    Examples:
      outage check
      outage check content/status.json --at 2011-11-25T03:30:00-07:00
      outage check --site output
    """
    if site is not None:
        _check_site(site)
        return
    found = _settings(settings)
    now = _time(at) if at else found.now(datetime.now(UTC))
    _check_status(found, file, now)


def _check_status(settings: Settings, file: Path | None, now: datetime) -> None:
    from . import fragment, wording
    from .board import board
    from .status import Status, load_status

    path = file or settings.status_file
    if file is None and not settings.is_status_file_required and not path.exists():
        click.echo(f"ok: there is no {path}, so the site shows no notice.")
        return
    reading = load_status(
        path, zone=settings.zone, now=now, stale_after_hours=settings.stale_after_hours
    )
    for problem in (*reading.errors, *reading.warnings):
        click.echo(problem)
    status = reading.status
    if not isinstance(status, Status):
        _fail(_count(reading))
    told = board(status, now, settings.rules)
    words = wording.words_for(settings.zone_of(status), now)
    click.echo(f"ok: {path}")
    click.echo()
    click.echo(fragment.text(told, words) or "All is well: readers are shown no notice.")
    if told.next_change:
        click.echo(f"\nThis changes by itself on {words.moment(told.next_change)}.")


def _check_site(site: Path) -> None:
    from . import gate

    total = sum(1 for _ in gate.pages(site))
    lacking = list(gate.pages_without_slot(site))
    for page in lacking:
        click.echo(f"{page}: no slot for the outage banner")
    if not total:
        _fail(f"{site} holds no page.")
    pages = "1 page" if total == 1 else f"{total} pages"
    if lacking:
        verb = "lacks" if len(lacking) == 1 else "lack"
        _fail(
            f"{len(lacking)} of {pages} {verb} the banner's slot; is outage_banner in PLUGINS, "
            "and did the build say that it could not be loaded?"
        )
    click.echo(f"ok: {pages} in {site}, none without the banner's slot.")


def _settings(path: Path | None) -> Settings:
    from .settings import SettingsError, from_file, from_pelican

    default = Path(DEFAULT_SETTINGS_FILE)
    try:
        if path is None and not default.is_file():
            return from_pelican({})
        return from_file(path or default)
    except SettingsError as error:
        _fail(str(error))


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise click.BadParameter(
            f"{text!r} is no time with a UTC offset; write it as 2011-11-24T21:00:00-07:00",
            param_hint="--at",
        )
    return time


def _count(reading: Reading) -> str:
    number = len(reading.errors)
    return f"{number} {'error' if number == 1 else 'errors'}: nothing can be told to readers."


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(1)
