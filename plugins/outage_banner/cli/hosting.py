"""`outage hosting`: what the site's host has to be told, as text for its configuration."""

from __future__ import annotations

from pathlib import Path

import click

from .site import fail, load_settings, say, settings_option

KINDS = ("nginx", "apache", "netlify", "cloudflare")
INCLUDES_NOTHING = (
    'puts nothing into pages, which lack their banner there: OUTAGE_MODE = "inline" builds them '
    "with it."
)


@click.command("hosting")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--root", metavar="DIR", help="The site's folder on the server, for nginx.")
@click.option(
    "--csp",
    metavar="POLICY",
    help='Another Content-Security-Policy than the strict one; "" for none.',
)
@click.option(
    "--wasm",
    metavar="PAGE",
    multiple=True,
    help="A page whose scripts run WebAssembly, such as search/ with Pagefind. Repeatable.",
)
@settings_option
def command(
    kind: str, root: str | None, csp: str | None, wasm: tuple[str, ...], settings: Path | None
) -> None:
    """Print what makes a host of this KIND serve the site well: a file for its configuration.

    Files named by their content are kept for ever, pages for a minute, the status section not at
    all. The Content-Security-Policy allows what comes from the site itself and nothing inline; a
    site with pictures or scripts of others needs a --csp of its own. Files beginning with a dot
    are refused, and so are lists of folders. With OUTAGE_MODE = "include", nginx and Apache put
    the banner into the pages.

    It goes into /etc/nginx/conf.d/ for nginx, into the site's folder for the others: as .htaccess
    for Apache, as _headers for Netlify and Cloudflare Pages.

    \b
    Examples:
      outage hosting nginx -s publishconf.py --root /var/www/blog
      outage hosting apache -s publishconf.py --wasm search/ > output/.htaccess
      outage hosting netlify -s publishconf.py --wasm search/ > output/_headers
      outage hosting nginx -s publishconf.py --csp "default-src 'self'; img-src https:"
    """
    from ..hosting import Policy, Unhostable, Unsayable, configuration, hosted

    try:
        policy = None if csp is None else Policy(csp)
    except Unsayable as error:
        raise click.BadParameter(str(error), param_hint="--csp") from None
    try:
        site = hosted(load_settings(settings), root=root, policy=policy, wasm=wasm)
    except Unhostable as error:
        fail(str(error))
    click.echo(configuration(kind, site), nl=False)
    if site.is_included and kind in ("netlify", "cloudflare"):
        say(f"{kind.title()} {INCLUDES_NOTHING}")
