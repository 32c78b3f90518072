"""`outage publish`: a built site sent to its host, the notice first."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import sent
from .site import fail, load_settings, say, settings_option
from .stamp import DEFAULT_OUTPUT, left_as_it_was, stamped

if TYPE_CHECKING:
    from ..blueprint import Blueprint
    from ..edition import Edition
    from ..publish import Look, Publishing

STAGE = "publishing"
IDLE_SECONDS, URGENT_SECONDS = 20, 8
"""After so long without an answer a host is given up; the status section alone is urgent."""
URGENT_KINDS = ("slot", "pages")
"""Faults with which no site is published, however urgent its notice is."""
LOOKED_AT = 3
MENDED = "What is published works as it is; publish again once this is mended."


@click.command("publish")
@click.argument("output", type=click.Path(path_type=Path), default=DEFAULT_OUTPUT)
@settings_option
@click.option("--to", "target", metavar="TARGET", help="Instead of OUTAGE_PUBLISH_TO.")
@click.option("--status-only", is_flag=True, help="Send the status section, and nothing else.")
@click.option("--dry-run", is_flag=True, help="Stamp, list what would be done, and send nothing.")
@click.option("--fewer-pages", is_flag=True, help="Even if a tenth of the pages are gone.")
@click.option("--urgent", is_flag=True, help="Even if posts have faults, such as dead links.")
@click.option("--no-look", is_flag=True, help="Do not look afterwards at what readers get.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    output: Path,
    settings: Path | None,
    target: str | None,
    status_only: bool,
    dry_run: bool,
    fewer_pages: bool,
    urgent: bool,
    no_look: bool,
    as_json: bool,
) -> None:
    """Stamp the built site in OUTPUT and send it to its host: the status section in seconds, then
    what else changed, deletions last.

    TARGET is a remote of rclone's with a path (`rclone config` makes remotes for SFTP, FTP, WebDAV,
    S3 and many more), a connection string, or a folder. What others put there is left alone. When
    it is interrupted the site works; the same command finishes.

    Then it looks at what readers get. Exit code: 0 it is sent and readers see it, or will when a
    cache has asked again; 1 it could not be sent, or readers see something else.

    \b
    Examples:
      outage publish
      outage publish --status-only
      outage publish --to myhost:public_html --dry-run
    """
    target = target or load_settings(settings).publish_to
    if not target:
        raise click.UsageError(
            'Where to? Set OUTAGE_PUBLISH_TO = "myhost:public_html" in the settings file, '
            "or say --to TARGET."
        )
    if target.startswith("~/"):
        target = str(Path(target).expanduser())
    is_folder = ":" not in target.partition("/")[0]
    if is_folder and Path(target).resolve().is_relative_to(output.resolve()):
        raise click.UsageError(f"{target} lies in {output}; name a folder outside of it.")
    from ..publish import Unpublishable, prepared
    from ..remote import RemoteError, opened
    from ..store import Unsaved, locked

    try:
        told, built = _stamped(output, settings, status_only)
        patience = URGENT_SECONDS if status_only else IDLE_SECONDS
        stage = f"{built.path}/{STAGE}"
        with locked(output), opened(target, stage, idle_seconds=patience) as host:
            publishing = prepared(host, output, built, status_only=status_only, now=_now())
            if not status_only:
                _pass_the_gate(publishing, output, told, fewer_pages, urgent)
            if dry_run:
                click.echo(sent.listed(publishing, is_json=as_json), nl=False)
                return
            with sent.bar(publishing) as progress:
                done = publishing.send(progress, _now())
    except (RemoteError, Unpublishable, Unsaved) as error:
        fail(f"{error}\n{MENDED}")
    except OSError as error:
        fail(f"{error.filename or output}: {error.strerror or error}\n{MENDED}")
    except KeyboardInterrupt:
        fail("Stopped. What is published works as it is; `outage publish` does the rest.")
    looks = [] if no_look else _looks(output, built, told, publishing)
    tell = sent.as_json if as_json else sent.as_text
    click.echo(tell(publishing, done, looks))
    if not host.is_replacing:
        say(
            "This rclone cannot replace a file on this server at once: what it replaces is missing "
            "for a moment. A newer rclone can."
        )
    if any(one.verdict in ("wrong", "unanswered") for one in looks):
        fail(f"It is sent, but readers do not see it: is {publishing.host.name} that site?")


def _stamped(output: Path, settings: Path | None, status_only: bool) -> tuple[Edition, Blueprint]:
    """Stamps, and refuses to send pages of which one could not be."""
    from .. import blueprint

    told, done = stamped(output, settings)
    advice = left_as_it_was(done)
    if advice and not status_only:
        fail(f"{advice} Nothing was sent.")
    path = output / told.settings.path / blueprint.NAME
    return told, blueprint.from_json(path.read_bytes())


def _pass_the_gate(
    publishing: Publishing, output: Path, told: Edition, fewer_pages: bool, urgent: bool
) -> None:
    """Ends the command where the site is not fit to be published."""
    from ..gate.faults import lines
    from ..gate.inspection import inspect

    inspection = inspect(
        output,
        told.settings.site_url,
        pages_before=None if fewer_pages else publishing.pages_before,
        elsewhere=told.settings.elsewhere,
        errors_only=True,
    )
    errors = (inspection.only(URGENT_KINDS) if urgent else inspection).errors
    for line in lines(errors, output):
        say(line)
    if errors:
        fail(f"Nothing was sent: {output} is not fit to be published.")
    if publishing.is_first and publishing.plan.foreign:
        others = ", ".join(publishing.plan.foreign[:3])
        say(f"{publishing.host.name} holds other things already, such as {others}; they stay.")


def _now() -> int:
    return int(time.time())


def _looks(output: Path, built: Blueprint, told: Edition, publishing: Publishing) -> list[Look]:
    """What readers get: the fragment, the home page, and up to three pages that were sent."""
    import asyncio

    from ..publish import address_of, look

    if not built.site_url.startswith(("http://", "https://")):
        say("The site was built without SITEURL, so there is no address to look at.")
        return []
    fragment = f"{built.path}/{told.banner(built.language).name}"
    paths = publishing.looked_at(fragment, LOOKED_AT)
    pages = {address_of(path, built.site_url): (output / path).read_bytes() for path in paths}
    section = output / built.path
    fragments = [one.read_bytes() for one in section.glob("banner*.html")]
    return asyncio.run(look(pages, fragments))
