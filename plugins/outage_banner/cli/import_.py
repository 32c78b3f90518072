"""`outage import`: what another status page says, told here as its word."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import click

from . import telling
from .completion import component_ids
from .edits import applied, edit_options, next_step
from .site import Site, fail, say, settings_option, site

if TYPE_CHECKING:
    from ..fetch import Limits
    from ..sources import Chosen, Feed
    from ..status import Status

SECONDS = 20.0
DOUBTS_SHOWN = 10
_HOST = re.compile(
    r"(?!\S+\.(?:json|md|txt|ya?ml)$)(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/|$)", re.IGNORECASE
)


@click.command("import")
@click.argument("document", metavar="FILE|URL", type=click.Path(allow_dash=True))
@click.option(
    "--component",
    multiple=True,
    metavar="ID",
    shell_complete=component_ids,
    help="What of this site it affects, instead of the source's own components. Repeatable. "
    "[default: those whose provider has this status page]",
)
@click.option(
    "--about", multiple=True, metavar="NAME", help="Only what is about this there. Repeatable."
)
@click.option("--as", "name", metavar="NAME", help="What readers know the source by.")
@click.option("--all", "everything", is_flag=True, help="Also what was over before.")
@click.option("--allow-http", is_flag=True, help="Take an address that is not https.")
@settings_option
@edit_options
def command(
    document: str,
    component: tuple[str, ...],
    about: tuple[str, ...],
    name: str | None,
    everything: bool,
    allow_http: bool,
    settings: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Tell what the status page of a host says: its open incidents and planned work, as its word.

    FILE or URL (- for standard input) is a document of Statuspage, Upptime, cState, Instatus,
    incident.io or Gatus; the address of the status page itself often does. Repeat it for news:
    an incident is found again, and what you added to it stays.

    \b
    Examples:
      outage import https://www.githubstatus.com/ --component community-color
      outage import https://www.githubstatus.com/ --about Pages --dry-run
      outage import summary.json --as "Our host"
    """
    from ..sources import Choice, NotUnderstood, chosen
    from . import arguments

    here = site(settings)
    status = here.read(may_be_new=True)
    own = arguments.components(status, component)
    try:
        if "://" in document:
            feed, url = _fetched(document, _limits(allow_http))
        else:
            feed, url = _read(document), None
        choice = Choice(
            name=name,
            url=url,
            components=own,
            about=about,
            everything=everything,
        )
        found = chosen(feed, status, choice, here.now)
    except NotUnderstood as error:
        fail(f"{document}: {error}. Nothing was changed.")
    for doubt in feed.doubts[:DOUBTS_SHOWN]:
        say(f"{document}: {doubt}")
    if len(feed.doubts) > DOUBTS_SHOWN:
        say(f"{document}: and {len(feed.doubts) - DOUBTS_SHOWN} more")
    for note in found.notes:
        say(note)
    _merge(here, status, found, dry_run=dry_run, as_json=as_json)


def _merge(here: Site, status: Status, found: Chosen, *, dry_run: bool, as_json: bool) -> None:
    merge, ids, is_news = found.merge, list[str](), False
    if merge.components or merge.incidents or merge.maintenances:
        result = applied(here, merge, dry_run=dry_run)
        status, ids, is_news = result.status, list(result.event_ids), result.has_changed
        for warning in result.warnings:
            say(str(warning))
        told = f"Nothing is new from {found.source}: {here.file} is as it was."
    else:
        told = f"{found.otherwise}: nothing to import."
    if as_json:
        more = {"did": "imported", "source": found.source, "ids": ids, "dry_run": dry_run}
        click.echo(telling.as_json(here, status, **more))
        return
    if is_news:
        verb = "Imported, were this no dry run," if dry_run else "Imported"
        told = f"{verb} {', '.join(ids) or 'components'} from {found.source} into {here.file}."
    click.echo(f"{told} Readers see:\n")
    click.echo(telling.as_text(here, status))
    if is_news and not dry_run:
        say(f"\nNext: {next_step(here)}")


def _limits(allow_http: bool) -> Limits:
    from ..fetch import Limits
    from ..status.document import LARGEST_BYTES

    schemes = ("https", "http") if allow_http else ("https",)
    return Limits(seconds=SECONDS, most_bytes=LARGEST_BYTES, schemes=schemes)


def _fetched(url: str, limits: Limits) -> tuple[Feed, str]:
    """What the address tells, or what is known to be below a status page; and that page."""
    from ..sources import ADDRESSES, NotUnderstood, is_page, page_of, read

    body = _body(url, limits)
    if not is_page(body):
        return read(body, url), page_of(url)
    page = url if url.endswith("/") else f"{url}/"
    for address in ADDRESSES:
        below = urljoin(page, address)
        try:
            feed = read(_body(below, limits), below)
        except NotUnderstood:
            continue
        say(f"Read {below}.")
        return feed, page_of(below)
    return read(body, url), url


def _body(url: str, limits: Limits) -> bytes:
    import asyncio

    from ..fetch import Unanswered, fetch
    from ..sources import NotUnderstood

    try:
        answer = asyncio.run(fetch(url, limits))
    except Unanswered as error:
        is_refused = url.startswith("http://") and "http" not in limits.schemes
        hint = "; --allow-http takes it" if is_refused else ""
        raise NotUnderstood(f"{error}{hint}") from None
    if answer.status != 200:
        raise NotUnderstood(f"it is answered with {answer.status} instead of a document")
    if not answer.is_whole:
        raise NotUnderstood(f"it has more than {limits.most_bytes:,} bytes")
    return answer.body


def _read(name: str) -> Feed:
    """What a file tells, or standard input."""
    from ..sources import NotUnderstood, read
    from ..status.document import LARGEST_BYTES

    try:
        if name == "-":
            source = sys.stdin.buffer.read(LARGEST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                source = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        hint = f"; an address begins with https://: https://{name}" if _HOST.match(name) else ""
        raise NotUnderstood(f"it cannot be read: {error.strerror}{hint}") from None
    return read(source)
