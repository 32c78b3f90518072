"""A change -> the status file with it, and what readers are then told, for whoever made it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import telling
from .site import Site, fail, refuse, say

if TYPE_CHECKING:
    from ..edit import Change, Edited, Merge

Command = TypeVar("Command", bound=Callable[..., Any])


def name_argument(command: Command) -> Command:
    """NAME of a new event. Its words without quotes are taken apart by the shell, and refused."""

    def name(context: click.Context, _: click.Parameter, words: tuple[str, ...]) -> str:
        if len(words) > 1:
            raise click.UsageError(f'Put NAME into quotes: "{" ".join(words)}".', context)
        return words[0]

    argument = click.argument("name", nargs=-1, required=True, metavar="NAME", callback=name)
    return argument(command)


def edit_options(command: Command) -> Command:
    """What every command that edits takes: `--dry-run` and `--json`."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
        click.option("--dry-run", is_flag=True, help="Show what readers would see; write nothing."),
    ):
        command = option(command)
    return command


def make(site: Site, change: Change, done: str, *, dry_run: bool, as_json: bool) -> Edited:
    """Makes a change and tells it; `done` is its word for what was done, as in "Opened"."""
    result = applied(site, change, dry_run=dry_run)
    for warning in result.warnings:
        say(str(warning))
    made = "Nothing is written." if dry_run else f"{done} {result.event_id} in {site.file}."
    if as_json:
        told = telling.as_json(
            site, result.status, did=done.lower(), id=result.event_id, dry_run=dry_run
        )
    else:
        sees = "Readers would see:" if dry_run else "Readers see:"
        told = f"{made} {sees}\n\n{telling.as_text(site, result.status)}"
    tell(told, made)
    if not dry_run:
        say(f"\nNext: {next_step(site)}")
    return result


def tell(told: str, made: str) -> None:
    """Prints a result. Where that fails, what was `made` of the file is said all the same."""
    try:
        click.echo(told)
    except OSError:
        say(made)
        raise


def next_step(site: Site) -> str:
    """What brings the edit to readers."""
    from ..blueprint import NAME

    if Path("output", site.settings.path, NAME).is_file():
        return "outage publish" if site.settings.publish_to else "outage stamp"
    return "make site" if Path("Makefile").is_file() else "build the site and publish it"


def applied(site: Site, change: Change | Merge, *, dry_run: bool = False) -> Edited:
    """Makes a change without a word; what keeps it from being made ends the command."""
    from .. import store
    from ..edit import EMPTY, Broken, Refused, edited

    if not site.file.parent.is_dir():
        fail(
            f"There is no {site.file.parent} here to put {site.file.name} into; go to the folder "
            "of the site, or name its settings file with -s."
        )
    results: list[Edited] = []

    def changed(source: bytes | None) -> bytes:
        results.append(
            edited(
                EMPTY if source is None else source,
                change,
                file=str(site.file),
                zone=site.settings.zone,
                now=site.now,
            )
        )
        return results[-1].source

    try:
        if dry_run:
            changed(site.file.read_bytes() if site.file.exists() else None)
        else:
            store.rewrite(site.file, changed)
    except Broken as broken:
        refuse(site.file, broken.problems)
    except (Refused, store.Unsaved) as error:
        fail(f"Nothing was changed: {error}.")
    except OSError as error:
        fail(f"{site.file} cannot be read: {error.strerror}.")
    return results[-1]
