"""`outage check`: what is wrong with the status file, or with a built site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..gate.faults import Kind, lines
from . import telling
from .site import Site, count, fail, load_settings, say, settings_option
from .site import site as find_site

if TYPE_CHECKING:
    from ..gate.inspection import Inspection

KINDS = [str(kind) for kind in Kind]


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@settings_option
@click.option("--at", metavar="TIME", help="What readers are told then, instead of now.")
@click.option(
    "--site",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check this built site instead.",
)
@click.option(
    "--before",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The site as readers have it: the new one must not have a tenth fewer pages.",
)
@click.option("--fewer-pages", is_flag=True, help="Let it have as few pages as it has.")
@click.option(
    "--budget",
    metavar="KB",
    type=click.FloatRange(min=0, min_open=True),
    default=100,
    show_default=True,
    help="What a page may weigh with its stylesheets and scripts, compressed.",
)
@click.option(
    "--only",
    metavar="KIND",
    type=click.Choice(KINDS),
    multiple=True,
    help=f"Look at nothing else: {', '.join(KINDS)}. Repeatable.",
)
@click.option("--strict", is_flag=True, help="Warnings, too, are a reason not to publish.")
@click.option("--json", "as_json", is_flag=True, help="Every fault of the site, with every place.")
def command(
    file: Path | None,
    settings: Path | None,
    at: str | None,
    site: Path | None,
    before: Path | None,
    fewer_pages: bool,
    budget: float,
    only: tuple[str, ...],
    strict: bool,
    as_json: bool,
) -> None:
    """Check the status file FILE: every problem in it, or "ok" and what readers are told now.

    With --site, check a built site. Errors: a page without the banner's slot, a link of the site
    to itself that leads nowhere, a feed, sitemap, JSON file or calendar that cannot be read, a
    tenth fewer pages than before. Warnings: invalid HTML, a link to no place in a page, a feed that
    breaks its standard, a page over the budget. Errors end it with 1; with --strict, warnings too.
    Links to paths that OUTAGE_ELSEWHERE names, such as /stats/, are others' to answer.

    \b
    Examples:
      outage check
      outage check content/status.json --at 2011-11-25T03:30:00-07:00
      outage check --site output
      outage check --site output --before /srv/www/blog
    """
    if file is not None and site is not None:
        raise click.UsageError("Give a status file to check, or a site with --site, not both.")
    if site is None:
        if before or fewer_pages or only or strict or as_json:
            raise click.UsageError(
                "--before, --fewer-pages, --only, --strict and --json are about a built site; "
                "say which, with --site DIR."
            )
        here = find_site(settings)
        _check_status(replace(here, now=_time(at)) if at else here, file)
        return
    from ..gate.inspection import address_of, inspect

    found = load_settings(settings)
    inspection = inspect(
        site,
        address_of(site, found),
        pages_before=None if before is None or fewer_pages else _pages(before),
        elsewhere=found.elsewhere,
        kilobytes=budget,
    ).only(only or KINDS)
    if as_json:
        _tell_as_json(inspection)
    else:
        for line in lines(inspection.faults, site):
            click.echo(line)
    if inspection.errors or (strict and inspection.warnings):
        fail(f"{site} is not fit to be published: {_counts(inspection)}.")
    if not as_json:
        pages = "1 page" if inspection.pages == 1 else f"{inspection.pages:,} pages"
        click.echo(f"ok: {site}, {pages}, {_counts(inspection)}.")


def _check_status(here: Site, file: Path | None) -> None:
    from ..status import Status, load_status

    settings, path = here.settings, file or here.file
    if file is None and not here.has_status_file() and not settings.is_status_file_required:
        click.echo(f"ok: there is no {path}, so the site shows no notice.")
        return
    reading = load_status(
        path, zone=settings.zone, now=here.now, stale_after_hours=settings.stale_after_hours
    )
    for problem in (*reading.errors, *reading.warnings):
        click.echo(problem)
    status = reading.status
    if not isinstance(status, Status):
        fail(count(reading))
    click.echo(f"ok: {path}\n")
    click.echo(telling.as_text(here, status))


def _pages(before: Path) -> int | None:
    from .. import gate

    if not before.is_dir():
        say(f"{before} is not there, so the number of pages is compared with none.")
        return None
    return sum(1 for _ in gate.pages(before))


def _tell_as_json(inspection: Inspection) -> None:
    faults = [
        {
            "kind": fault.kind,
            "severity": fault.severity,
            "message": fault.message,
            "places": [{"file": file, "line": line or None} for file, line in fault.places],
        }
        for fault in inspection.faults
    ]
    click.echo(json.dumps({"pages": inspection.pages, "faults": faults}, ensure_ascii=False))


def _counts(inspection: Inspection) -> str:
    numbers = {"error": len(inspection.errors), "warning": len(inspection.warnings)}
    return ", ".join(f"{number:,} {name}{'s' * (number != 1)}" for name, number in numbers.items())


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
