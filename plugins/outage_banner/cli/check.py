"""`outage check`: what is wrong with the status file, or with a built site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import telling
from .site import Site, count, fail, load_settings, settings_option

if TYPE_CHECKING:
    from ..settings import Settings


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@settings_option
@click.option("--at", metavar="TIME", help="What readers are told then, instead of now.")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the pages of this built site instead: each must have its slot.",
)
def command(file: Path | None, settings: Path | None, at: str | None, site: Path | None) -> None:
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
    found = load_settings(settings)
    now = _time(at) if at else found.now(datetime.now(UTC))
    _check_status(found, file, now)


def _check_status(settings: Settings, file: Path | None, now: datetime) -> None:
    from ..status import Status, load_status

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
        fail(count(reading))
    click.echo(f"ok: {path}\n")
    click.echo(telling.as_text(Site(settings, now), status))


def _check_site(site: Path) -> None:
    from .. import gate

    total = sum(1 for _ in gate.pages(site))
    lacking = [page for page in gate.pages(site) if gate.lacks_its_slot(page.read_bytes())]
    for page in lacking:
        click.echo(f"{page}: no slot for the outage banner")
    if not total:
        fail(f"{site} holds no page.")
    pages = "1 page" if total == 1 else f"{total} pages"
    if lacking:
        verb = "lacks" if len(lacking) == 1 else "lack"
        fail(
            f"{len(lacking)} of {pages} {verb} the banner's slot; is outage_banner in PLUGINS, "
            "and did the build say that it could not be loaded?"
        )
    click.echo(f"ok: {pages} in {site}, none without the banner's slot.")


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
