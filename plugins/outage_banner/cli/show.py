"""`outage show`: what readers are told now."""

from __future__ import annotations

from pathlib import Path

import click

from . import telling
from .site import settings_option, site


@click.command("show")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(settings: Path | None, as_json: bool) -> None:
    """What readers are told now, and when that next changes by itself.

    \b
    Examples:
      outage show
      outage show --json
    """
    here = site(settings)
    status = here.read()
    click.echo((telling.as_json if as_json else telling.as_text)(here, status))
