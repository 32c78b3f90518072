"""`outage schedule`: work is planned."""

from __future__ import annotations

from pathlib import Path

import click

from .completion import component_ids
from .edits import edit_options, make, name_argument
from .site import settings_option, site


@click.command("schedule")
@name_argument
@click.option("--from", "from_", metavar="TIME", required=True, help="When the work begins.")
@click.option(
    "--until", metavar="TIME", required=True, help='When it should be done: 4am, or "2 hours".'
)
@click.option(
    "--announce",
    metavar="TIME",
    help='From when readers are told: now, or "1 day" before it. [default: 3 days]',
)
@click.option("--message", metavar="TEXT", help="What else is known, in Markdown.")
@click.option("--works", metavar="TEXT", help="What will still work.")
@click.option(
    "--instead", multiple=True, metavar="NAME=URL", help="Where to go instead. Repeatable."
)
@click.option(
    "--component",
    multiple=True,
    metavar="ID",
    shell_complete=component_ids,
    help="What is affected. Repeatable. [default: guessed from NAME]",
)
@click.option("--id", "id_", metavar="ID", help="Part of its address. [default: date and name]")
@settings_option
@edit_options
def command(
    name: str,
    from_: str,
    until: str,
    announce: str | None,
    message: str | None,
    works: str | None,
    instead: tuple[str, ...],
    component: tuple[str, ...],
    id_: str | None,
    settings: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Announce planned work. It begins and ends by the clock.

    `outage update` moves it, `outage resolve` ends it early or calls it off.

    \b
    Examples:
      outage schedule "New disks for the shop" --from "Saturday 2am" --until 4am
      outage schedule "New disks" --from "Saturday 2am" --until "2 hours" --announce now
    """
    from ..edit import Schedule
    from . import arguments

    here = site(settings)
    status = here.read(may_be_new=True)
    start = arguments.time(here, status, from_, "--from", "any")
    change = Schedule(
        name=name,
        scheduled_for=start,
        scheduled_until=arguments.end(here, status, until, start, since=start),
        announce_from=(
            None if announce is None else arguments.announcement(here, status, announce, start)
        ),
        works=works,
        alternatives=arguments.links(instead),
        message=message,
        components=(
            arguments.components(status, component)
            if component
            else arguments.guessed_components(status, name)
        ),
        id=id_,
    )
    make(here, change, "Scheduled", dry_run=dry_run, as_json=as_json)
