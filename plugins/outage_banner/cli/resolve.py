"""`outage resolve`: an incident is over, or planned work is done."""

from __future__ import annotations

from pathlib import Path

import click

from .completion import event_ids
from .edits import edit_options, make
from .site import say, settings_option, site


@click.command("resolve")
@click.argument("words", nargs=-1, metavar="[INCIDENT] [MESSAGE]", shell_complete=event_ids)
@click.option("--at", metavar="TIME", help="When it was over. [default: now]")
@click.option("--story", is_flag=True, help="Also write a draft post with the timeline.")
@settings_option
@edit_options
def command(
    words: tuple[str, ...],
    at: str | None,
    story: bool,
    settings: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """It is over: readers see the all clear for a day. Planned work is done, or called off.

    INCIDENT is its id or enough of it; needless while just one is open. Of one that was over
    already, by its whole id, --story writes the post alone.

    \b
    Examples:
      outage resolve
      outage resolve "The host has replaced a disk." --at 4:10am
      outage resolve shop --story
      outage resolve new-disks "Called off: the disks are late."
    """
    from ..edit import Resolve
    from ..status import Incident, Maintenance
    from . import arguments, events, telling
    from .story import write

    here = site(settings)
    status = here.read()
    found, message = events.one_event(
        here,
        status,
        words,
        events.opened(status) or events.running(here, status),
    )
    if story and events.is_over(here, found):
        if message or at is not None:
            raise click.UsageError(
                f"{found.id} is over already: --story writes its post alone, without a message "
                f"or --at. `outage update {found.id}` takes a message."
            )
        say(f"{found.id} is over already; there is only its story to write.")
        if not dry_run:
            say(write(here, status, found.id))
        if as_json:
            click.echo(telling.as_json(here, status, did="told", id=found.id, dry_run=dry_run))
        return
    if at is not None and isinstance(found, Incident):
        over = arguments.over(here, status, at, found.started_at)
    else:
        over = arguments.if_given(here, status, at, "--at", "before") or here.now
    change = Resolve(event_id=found.id, at=over, message=message)
    done = "Resolved"
    if isinstance(found, Maintenance):
        done = "Ended" if over >= found.scheduled_for else "Called off"
    result = make(here, change, done, dry_run=dry_run, as_json=as_json)
    if story and not dry_run:
        say(write(here, result.status, result.event_id))
