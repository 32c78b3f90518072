"""`outage notify`: what readers are told now, sent to those who asked for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .site import Site, fail, say, settings_option, site

if TYPE_CHECKING:
    from ..notify import Letter, Memory
    from ..notify.sending import Target

VARIABLE = "OUTAGE_NOTIFY"
ALL_TOLD = "Nothing new to tell: all have been told."
FAULTS = {
    "refused": ("was not told", "The next call tries it again."),
    "perhaps": ("may have been told", "It is not told this again."),
    "in_part": (
        "was told in part",
        "It is not told this again; write a target for each recipient, to have each told once.",
    ),
}
INSTALL = 'pip install "pelican-outage-banner[notify]"'


@click.command("notify")
@click.option(
    "--targets",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"A file of targets that git does not keep. [default: the variable {VARIABLE}]",
)
@click.option(
    "--state",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where it is kept who was told what. [default: one below ~/.local/state]",
)
@settings_option
@click.option("--dry-run", is_flag=True, help="Show what would be sent; send nothing.")
def command(file: Path | None, state: Path | None, settings: Path | None, dry_run: bool) -> None:
    """Tell each update once to Mastodon, e-mail, Slack, Telegram and all that Apprise knows.

    A target is an address of Apprise (https://appriseit.com/services/), like
    mastodons://TOKEN@mastodon.social or mailtos://NAME:PASSWORD@example.com; several are parted by
    spaces, commas or lines. It holds a secret, so it belongs into no file that is published. Each
    gets as much as it takes. What nobody got is sent by the next call, what may have arrived never
    again: write a target for each recipient, as of several in one nobody can tell who got it.

    Where no folder outlasts the command, as in CI, keep --state FILE yourself.

    Exit code: 0 all have been told, 1 one was not, or may not have been: that is said once.

    \b
    Examples:
      outage notify --dry-run
      OUTAGE_NOTIFY="mastodons://TOKEN@mastodon.social" outage notify -s publishconf.py
      crontab: */5 * * * * cd /home/me/blog && outage notify --targets ~/.outage-targets
    """
    from ..notify import Memory, default_file
    from ..store import Unsaved

    here = site(settings)
    targets = _targets(file, is_needed=not dry_run)
    letters = _letters(here)
    try:
        memory = Memory(state or default_file(here.file))
        if not letters:
            click.echo("Nothing to tell: readers are shown no notice.")
        elif dry_run:
            _show(letters, targets, memory)
        else:
            _send(letters, targets, memory)
    except Unsaved as unsaved:
        fail(f"Stopped, as it could not be kept who was told what: {unsaved}.")


def _targets(file: Path | None, *, is_needed: bool) -> list[Target]:
    """The targets; those that are none end the command, with nothing of them shown."""
    from ..notify import Unsafe, listed_in, private_text

    try:
        addresses = listed_in(private_text(file) if file else os.environ.get(VARIABLE, ""))
    except Unsafe as unsafe:
        fail(f"{unsafe}.")
    if not addresses:
        if is_needed or file:
            raise click.UsageError(
                f"There is no target in {file or f'the variable {VARIABLE}'}; "
                "write one like mastodons://TOKEN@mastodon.social into it."
            )
        return []
    try:
        from ..notify.sending import target
    except ModuleNotFoundError as missing:
        if missing.name != "apprise":
            raise
        fail(f"Apprise, which sends, is not installed: {INSTALL}")
    found = [target(one, number) for number, one in enumerate(addresses, start=1)]
    if None in found:
        number = found.index(None) + 1
        kind = addresses[number - 1].partition("://")[0] if "://" in addresses[number - 1] else ""
        fail(
            f"Target {number} is no address that Apprise knows"
            f"{f', though it begins with {kind}://' if kind else ''}; "
            "https://appriseit.com/services/ shows how each is written."
        )
    return [one for one in found if one]


def _letters(here: Site) -> list[Letter]:
    from ..board import Notice, board
    from ..notify import letters
    from ..section.place import Place

    status, settings = here.read(), here.settings
    place = Place(settings.site_name, settings.site_url, settings.base)
    if not settings.site_url:
        say("There is no SITEURL in these settings, so that no message links to the status page.")

    def address(notice: Notice) -> str | None:
        if not settings.site_url:
            return None
        return place.incident_url(notice.id) if notice.has_page else place.url()

    told = board(status, here.now, settings.rules)
    return letters(told, status, here.words(status), address)


def _show(letters: Sequence[Letter], targets: Sequence[Target], memory: Memory) -> None:
    """What each target would get; without targets, all that there is to say."""
    from ..notify.letters import BOUNDLESS

    shown = [("anybody", letter.fitted(BOUNDLESS)) for letter in letters if not targets]
    shown += [
        (one.name, letter.fitted(one.room))
        for one in targets
        for letter in letters
        if not memory.knows(one, letter)
    ]
    texts = ["\n".join(filter(None, (f"To {name}:", "", *told))) for name, told in shown]
    click.echo("\n\n".join(texts) or ALL_TOLD)


def _send(letters: Sequence[Letter], targets: Sequence[Target], memory: Memory) -> None:
    """Sends what is new to each; ends the command with 1 where one may not have been told."""
    kinds = set()
    for one in targets:
        for letter in letters:
            outcome = memory.tell(one, letter, partial(one.send, letter))
            if not outcome:
                continue
            kinds.add(outcome.kind)
            if outcome.kind == "told":
                click.echo(f"{one.name} was told: {letter.title}")
            else:
                before, after = FAULTS[outcome.kind]
                say(f"{one.name} {before}: {outcome.fault} {after}")
    if kinds - {"told"}:
        raise SystemExit(1)
    if not kinds:
        click.echo(ALL_TOLD)
