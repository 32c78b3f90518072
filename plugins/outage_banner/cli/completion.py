"""`outage completion`: what makes a shell complete the commands, their options and ids."""

from __future__ import annotations

from contextlib import redirect_stderr, suppress
from io import StringIO
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..status import Status

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print what makes SHELL complete these commands and their options.

    Put the line for your shell into its start-up file.

    \b
    Examples:
      eval "$(outage completion bash)"       # in ~/.bashrc
      eval "$(outage completion zsh)"        # in ~/.zshrc, behind compinit
      outage completion fish | source        # in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    from .group import outage

    completion = get_completion_class(shell)
    assert completion
    click.echo(completion(outage, {}, "outage", "_OUTAGE_COMPLETE").source())


def event_ids(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The ids of incidents and planned work, for a shell."""
    status = _status(context)
    events = (*status.incidents, *status.scheduled_maintenances) if status else ()
    return [one.id for one in events if one.id.startswith(incomplete)]


def component_ids(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The ids of components, for a shell."""
    status = _status(context)
    components = status.components if status else ()
    return [one.id for one in components if one.id.startswith(incomplete)]


def _status(context: click.Context) -> Status | None:
    """The status file if it can be read; a shell that completes wants no complaint."""
    from .site import site

    with suppress(SystemExit), redirect_stderr(StringIO()):
        return site(context.params.get("settings")).read()
    return None
