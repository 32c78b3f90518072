"""`outage completion`: what makes a shell complete the commands, their options and ids."""

from __future__ import annotations

import click

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
