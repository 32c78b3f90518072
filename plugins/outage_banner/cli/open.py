"""`outage open`: something is down."""

from __future__ import annotations

from pathlib import Path

import click

from .completion import component_ids
from .edits import edit_options, make, name_argument
from .site import settings_option, site

IMPACTS = ("none", "minor", "major", "critical")


@click.command("open")
@name_argument
@click.option("--eta", metavar="TIME", help="When it should be back.")
@click.option("--started", metavar="TIME", help="When it began. [default: now]")
@click.option("--next", "next_", metavar="TIME", help="When you will say more.")
@click.option("--message", metavar="TEXT", help="What else is known, in Markdown.")
@click.option("--works", metavar="TEXT", help="What still works.")
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
@click.option(
    "--impact", type=click.Choice(IMPACTS), default="major", show_default=True, help="How bad."
)
@click.option("--id", "id_", metavar="ID", help="Part of its address. [default: date and name]")
@settings_option
@edit_options
def command(
    name: str,
    eta: str | None,
    started: str | None,
    next_: str | None,
    message: str | None,
    works: str | None,
    instead: tuple[str, ...],
    component: tuple[str, ...],
    impact: str,
    id_: str | None,
    settings: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Something is down: put a notice on every page. NAME is its heading, one short sentence.

    A TIME is told in the site's zone: 3am, "in 2 hours", "tomorrow 9:00", "Friday 9pm".

    \b
    Examples:
      outage open "Community Color is offline" --eta 3am
      outage open "The shop is slow" --impact minor --started "2 hours ago"
      outage open "The shop is offline" --instead "Coupons=https://coupons.example/"
      outage open "The shop is offline" --eta "tomorrow 9:00" --dry-run
    """
    from ..edit import Open
    from . import arguments

    here = site(settings)
    status = here.read(may_be_new=True)
    change = Open(
        name=name,
        started_at=arguments.if_given(here, status, started, "--started", "before") or here.now,
        impact=impact,  # type: ignore[arg-type]
        expected_at=arguments.estimate(here, status, eta).at if eta is not None else None,
        next_update_at=arguments.if_given(here, status, next_, "--next", "after"),
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
    make(here, change, "Opened", dry_run=dry_run, as_json=as_json)
