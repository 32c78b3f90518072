"""`outage publish`: a built site sent to its host, the notice first."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .site import fail, load_settings, say, settings_option
from .stamp import DEFAULT_OUTPUT, stamped

if TYPE_CHECKING:
    from ..blueprint import Blueprint
    from ..edition import Edition
    from ..publish import Done, Look, Publishing

STAGE = ".publishing"
IDLE_SECONDS, URGENT_SECONDS = 20, 8
"""After so long without an answer a host is given up; the status section alone is urgent."""
LOOKED_AT = 3


@click.command("publish")
@click.argument("output", type=click.Path(path_type=Path), default=DEFAULT_OUTPUT)
@settings_option
@click.option("--to", "target", metavar="TARGET", help="Instead of OUTAGE_PUBLISH_TO.")
@click.option("--status-only", is_flag=True, help="Send the status section, and nothing else.")
@click.option("--dry-run", is_flag=True, help="Stamp, list what would be done, and send nothing.")
@click.option("--fewer-pages", is_flag=True, help="Even if a tenth of the pages are gone.")
@click.option("--no-look", is_flag=True, help="Do not look afterwards at what readers get.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    output: Path,
    settings: Path | None,
    target: str | None,
    status_only: bool,
    dry_run: bool,
    fewer_pages: bool,
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
    from ..publish import Unpublishable
    from ..remote import RemoteError, opened
    from ..store import Unsaved, locked

    told, built = _stamped(output, settings)
    try:
        patience = URGENT_SECONDS if status_only else IDLE_SECONDS
        stage = f"{built.path}/{STAGE}"
        with locked(output), opened(target, stage, idle_seconds=patience) as host:
            publishing = _prepared(host, output, told, built, status_only, fewer_pages)
            if dry_run:
                click.echo(_listed(publishing, as_json), nl=False)
                return
            with _bar(publishing) as progress:
                done = publishing.send(progress, int(time.time()))
    except (RemoteError, Unpublishable, Unsaved) as error:
        fail(f"{error}\nWhat is published works as it is; publish again once this is mended.")
    except KeyboardInterrupt:
        fail("Stopped. What is published works as it is; `outage publish` does the rest.")
    looks = [] if no_look else _looks(output, built, told, publishing)
    click.echo(_as_json(publishing, done, looks) if as_json else _told(publishing, done))
    if not as_json:
        for look in looks:
            click.echo(f"{look.url}: {look.told}")
    if not host.is_replacing:
        say(
            "This rclone cannot replace a file on this server at once: what it replaces is missing "
            "for a moment. A newer rclone can."
        )
    if any(one.verdict in ("wrong", "unanswered") for one in looks):
        fail(f"It is sent, but readers do not see it: is {publishing.host.name} that site?")


def _stamped(output: Path, settings: Path | None) -> tuple[Edition, Blueprint]:
    """Stamps, and refuses a site in which a page could not be."""
    from .. import blueprint

    told, done = stamped(output, settings)
    for page in done.without_slot:
        say(f"{page}: no slot for the outage banner")
    if done.without_slot:
        fail("Nothing was sent. Build the site once more.")
    path = output / told.settings.path / blueprint.NAME
    return told, blueprint.from_json(path.read_bytes())


def _prepared(
    host: Any,
    output: Path,
    told: Edition,
    built: Blueprint,
    status_only: bool,
    fewer_pages: bool,
) -> Publishing:
    """What is to be done, unless the site is not fit for it."""
    from ..gate.faults import lines
    from ..gate.inspection import inspect
    from ..publish import prepared

    publishing = prepared(host, output, built, status_only=status_only, now=int(time.time()))
    if status_only:
        return publishing
    pages_before = None if fewer_pages else publishing.pages_before
    found = inspect(
        output,
        built.site_url,
        pages_before=pages_before,
        elsewhere=told.settings.elsewhere,
        errors_only=True,
    )
    for line in lines(found.errors, output):
        say(line)
    if found.errors:
        fail(f"Nothing was sent: {output} is not fit to be published.")
    if publishing.is_first and publishing.plan.foreign:
        others = ", ".join(publishing.plan.foreign[:3])
        say(f"{host.name} holds other things already, such as {others}; they stay.")
    return publishing


@contextmanager
def _bar(publishing: Publishing) -> Iterator[Any]:
    """What is told of each file that is done: a bar, where somebody can see it."""
    plan = publishing.plan
    total = publishing.bytes + len(plan.puts) + len(plan.deletions)
    if not sys.stderr.isatty() or not total:
        yield lambda path, size: None
        return
    with click.progressbar(
        length=total, label="Sending", file=sys.stderr, item_show_func=lambda path: path
    ) as bar:
        # A file takes its time, however small it is.
        yield lambda path, size: bar.update(size + 1, path)


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


def _listed(publishing: Publishing, as_json: bool) -> str:
    plan = publishing.plan
    if as_json:
        document = {"send": plan.puts, "delete": plan.deletions, "bytes": publishing.bytes}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    lines = [f"send {path}" for path in plan.puts]
    lines += [f"delete {path}" for path in plan.deletions]
    lines.append(f"To {publishing.host.name}: nothing is sent yet." if lines else "Nothing to do.")
    return "".join(f"{line}\n" for line in lines)


def _told(publishing: Publishing, done: Done) -> str:
    files = "1 file" if done.files == 1 else f"{done.files:,} files"
    deleted = f", {done.deleted:,} deleted" if done.deleted else ""
    sent = (
        f"{files} sent ({_size(done.bytes)}){deleted}"
        if done.files or done.deleted
        else ("nothing had changed")
    )
    return f"{publishing.host.name}: {sent}."


def _as_json(publishing: Publishing, done: Done, looks: list[Look]) -> str:
    document = {
        "target": publishing.host.name,
        "sent": done.files,
        "bytes": done.bytes,
        "deleted": done.deleted,
        "looks": [
            {"url": one.url, "verdict": one.verdict, "wait_seconds": one.wait_seconds}
            for one in looks
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _size(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size} bytes"
