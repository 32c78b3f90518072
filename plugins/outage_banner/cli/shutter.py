"""`outage shutter`: a page to put where the dead site's address points."""

from __future__ import annotations

import re
from pathlib import Path

import click

from .completion import component_ids
from .site import fail, say, settings_option, site

NO_LINK = "SITEURL is empty here, so the page links to no status page; -s publishconf.py has it."


def _addressable(_: click.Context, __: click.Parameter, file: Path | None) -> Path | None:
    """A file whose name can stand in an address and in a server's configuration as it is."""
    if file and not re.fullmatch(r"[\w.-]+", file.name, re.ASCII):
        raise click.BadParameter(
            f"{file.name!r} becomes part of an address; write letters, digits, . _ and - alone."
        )
    return file


@click.command("shutter")
@click.argument("component", shell_complete=component_ids)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_addressable,
    help="Write the page there. [default: standard output]",
)
@click.option("--force", is_flag=True, help="Make it although nothing is known to be wrong.")
@settings_option
def command(component: str, output: Path | None, force: bool, settings: Path | None) -> None:
    """Make one HTML page for the site of COMPONENT, while it is down.

    It says what the banner says of it, and asks nobody for anything: no script, no file beside it.
    How to serve it on nginx, Apache and Netlify is told as well. With publishconf.py, it links to
    the status page of the blog.

    \b
    Examples:
      outage shutter community-color --output shutter.html
      outage shutter community-color --force
    """
    from .. import store
    from ..shutter import advice, shutter
    from . import arguments

    here = site(settings)
    status = here.read()
    (component_id,) = arguments.components(status, [component], "COMPONENT")
    made = shutter(here.settings, status, component_id, here.now)
    if not made.is_down and not force:
        fail(
            f"{component_id} is not down, as far as {here.file} tells: `outage open` says so, "
            "and --force makes the page all the same."
        )
    if output is None:
        click.echo(made.html, nl=False)
    else:
        try:
            store.replace(output, made.html.encode())
        except OSError as error:
            fail(f"{output} could not be written: {error.strerror}.")
        click.echo(f"Wrote {output}, {len(made.html.encode()):,} bytes.")
    if not here.settings.site_url:
        say(NO_LINK)
    name = output.name if output else "shutter.html"
    say(f"\n{advice(name, made.retry_after_seconds)}")
