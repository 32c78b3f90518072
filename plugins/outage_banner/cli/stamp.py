"""`outage stamp`: a built site told anew, without a rebuild."""

from __future__ import annotations

import gc
import hashlib
import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .site import fail, say, settings_option, site

if TYPE_CHECKING:
    from ..edition import Edition
    from ..stamp import Stamped

DEFAULT_OUTPUT = "output"
WATCH_SECONDS = 1.0
AGAIN_SECONDS = 10.0
"""After so long what could not be stamped is tried again, such as a site that was being sent."""


@click.command("stamp")
@click.argument("output", type=click.Path(path_type=Path), default=DEFAULT_OUTPUT)
@settings_option
@click.option("--watch", is_flag=True, help="Go on, and stamp whenever something else is true.")
def command(output: Path, settings: Path | None, watch: bool) -> None:
    """Bring the built site in OUTPUT up to date with the status file, without a rebuild.

    Every page, the status section and the feeds then tell what a build would make them tell. In
    all else the site stays as it was built: its address, its theme, its posts.

    \b
    Examples:
      outage stamp
      outage stamp /srv/www/blog -s publishconf.py
      outage stamp --watch
    """
    if watch:
        with suppress(KeyboardInterrupt):
            _watch(output, settings)
    else:
        # What one stamp makes is needed to its end, and goes with it.
        gc.disable()
        _stamp(output, settings)
        gc.freeze()


def _stamp(output: Path, settings: Path | None) -> datetime | None:
    """Stamps once; when something else will be true, with the same status file."""
    told, done = stamped(output, settings)
    pages = "1 page" if done.pages == 1 else f"{done.pages:,} pages"
    click.echo(f"{output}: {pages}, {done.changed:,} of them told anew.")
    if done.without_slot:
        for page in done.without_slot:
            say(f"{page}: no slot for the outage banner")
        fail("These pages were left as they are. Build the site once more.")
    return told.board.next_change


def stamped(output: Path, settings: Path | None) -> tuple[Edition, Stamped]:
    """Stamps a built site; what keeps it from being stamped ends the command."""
    from ..store import Unsaved, locked

    if not output.is_dir():
        fail(f"There is no site in {output}. Build it, or name the folder it was built into.")
    try:
        with locked(output):
            told, done = _stamped(output, settings)
    except Unsaved as error:
        fail(str(error))
    except OSError as error:
        fail(
            f"{error.filename or output}: {error.strerror or error}. Stamp again once it is mended."
        )
    for removed in done.removed:
        say(f"{removed}: removed, as it could not be made anew here")
    return told, done


def _stamped(output: Path, settings: Path | None) -> tuple[Edition, Stamped]:
    from .. import inventory

    # Another process looks at the pages while this one loads what the rest needs.
    pages = inventory.begin(output)
    from .. import blueprint
    from ..edition import edition
    from ..stamp import Unstampable, stamp

    here = site(settings)
    path = output / here.settings.path / blueprint.NAME
    try:
        plan = blueprint.from_json(path.read_bytes())
    except (OSError, blueprint.UnknownBlueprint):
        fail(
            f"{output} cannot be stamped: {path} is missing or of another version. "
            "Build the site once more, then stamp it."
        )
    told = edition(plan.settings(here.settings), here.read(), here.now)
    try:
        return told, stamp(output, plan, told, pages, _cache(output))
    except Unstampable as error:
        fail(f"{error}\n{output} is as it was; this needs a build, or a change of {here.file}.")


def _watch(output: Path, settings: Path | None) -> None:
    """Stamps now, whenever the status file has changed, and when time makes something else true.

    What cannot be stamped is said, and tried again, as it may be mended while this goes on.
    """
    file, seen, turn = site(settings).file, None, None
    while True:
        found = _state(file)
        if seen is None or found != seen or (turn and turn <= datetime.now(UTC)):
            seen = found
            try:
                turn = _stamp(output, settings)
            except SystemExit:
                turn = datetime.now(UTC) + timedelta(seconds=AGAIN_SECONDS)
        time.sleep(WATCH_SECONDS)


def _cache(output: Path) -> Path:
    """Where caches belong, a file for each site."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    name = hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]
    return Path(home) / "outage-banner" / f"{name}.json"


def _state(path: Path) -> tuple[int, ...]:
    """What changes when a file is saved."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
