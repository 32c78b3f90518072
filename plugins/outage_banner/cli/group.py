"""The table of commands -> commands of Click, each loaded when it is called."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword

import click

from . import ABOUT, COMMANDS, help_text


class Commands(click.Group):
    """The commands of the table, each the `command` of the module that bears its name.

    `import` is a word of Python, so that its module is `import_`.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f".{module}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(COMMANDS)}."
            ctx.fail(f"{args[0]!r} is no command; {hint}")
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        return help_text()


@click.group(cls=Commands, help=ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pelican-outage-banner", prog_name="outage")
def outage() -> None:
    pass
