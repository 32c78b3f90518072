"""`outage update`: news of an incident or of planned work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .completion import component_ids, event_ids
from .edits import edit_options, make
from .open import IMPACTS
from .site import Site, settings_option, site

if TYPE_CHECKING:
    from datetime import datetime

    from ..edit import Move
    from ..status import Maintenance, Status

STATUSES = ("investigating", "identified", "monitoring")


@click.command("update")
@click.argument("words", nargs=-1, metavar="[INCIDENT] [MESSAGE]", shell_complete=event_ids)
@click.option("--eta", metavar="TIME", help='When it should be back; "none" takes that back.')
@click.option("--next", "next_", metavar="TIME", help="When you will say more.")
@click.option("--status", "word", type=click.Choice(STATUSES), help="How far it is.")
@click.option("--impact", type=click.Choice(IMPACTS), help="How bad it is now.")
@click.option("--works", metavar="TEXT", help="What still works.")
@click.option(
    "--component",
    multiple=True,
    metavar="ID",
    shell_complete=component_ids,
    help="What is affected as well. Repeatable.",
)
@click.option("--from", "from_", metavar="TIME", help="Of planned work: its new start.")
@click.option("--until", metavar="TIME", help="Of planned work: its new end.")
@settings_option
@edit_options
def command(
    words: tuple[str, ...],
    eta: str | None,
    next_: str | None,
    word: str | None,
    impact: str | None,
    works: str | None,
    component: tuple[str, ...],
    from_: str | None,
    until: str | None,
    settings: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say what is new. INCIDENT is its id or enough of it; needless while just one is open.

    A promise made with --next is kept by any later update, and then no longer shown.

    \b
    Examples:
      outage update "The host has found the broken disk." --eta "tomorrow 9:00"
      outage update shop "Works again; we are watching it." --status monitoring
      outage update --eta none --next "in 2 hours"
      outage update new-disks "It takes longer." --until "Sunday 6am"
    """
    from ..edit import Update
    from ..status import Incident
    from . import arguments, events

    here = site(settings)
    status = here.read()
    is_about_work = from_ is not None or until is not None
    found, message = events.one_event(
        here,
        status,
        words,
        events.planned(here, status) if is_about_work else events.opened(status),
    )
    about_incident = (eta is not None, next_ is not None, word, impact, works, component)
    if not isinstance(found, Incident):
        if any(about_incident):
            raise click.UsageError(
                f"{found.id} is planned work: it takes a message, --from and --until."
            )
        make(
            here,
            _move(here, status, found, message, from_, until),
            "Updated",
            dry_run=dry_run,
            as_json=as_json,
        )
        return
    if is_about_work:
        raise click.UsageError(f"{found.id} is an incident: it takes --eta, not --from or --until.")
    if not any((message, *about_incident)):
        raise click.UsageError("Say what is new: a message in quotes, --eta, --status, or more.")
    change = Update(
        event_id=found.id,
        message=message,
        status=word,  # type: ignore[arg-type]
        impact=impact,  # type: ignore[arg-type]
        components=arguments.components(status, component),
        expected=arguments.estimate(here, status, eta) if eta is not None else None,
        next_update_at=arguments.if_given(here, status, next_, "--next", "after"),
        works=works,
    )
    make(here, change, "Updated", dry_run=dry_run, as_json=as_json)


def _move(
    here: Site,
    status: Status,
    work: Maintenance,
    message: str | None,
    from_: str | None,
    until: str | None,
) -> Move:
    from ..edit import Move
    from . import arguments

    if not message and from_ is until is None:
        raise click.UsageError("Say what is new: a message in quotes, --from, --until.")
    start = arguments.if_given(here, status, from_, "--from", "any")
    return Move(
        event_id=work.id,
        scheduled_for=start,
        scheduled_until=None if until is None else _end(here, status, work, until, start),
        message=message,
    )


def _end(
    here: Site, status: Status, work: Maintenance, until: str, new_start: datetime | None
) -> datetime:
    """The new end, which is still to come. A length counts from now once the work has begun."""
    from . import arguments

    start = new_start or work.scheduled_for
    try:
        end = arguments.end(here, status, until, start, new_start or max(start, here.now))
        if end <= here.now:
            raise click.BadParameter(f"{end.isoformat()} has passed", param_hint="--until")
    except click.BadParameter as refused:
        if start > here.now:
            raise
        told = f"{refused.message}; `outage resolve` ends it"
        raise click.BadParameter(told, param_hint="--until") from None
    return end
