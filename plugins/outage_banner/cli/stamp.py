"""`outage stamp`: a built site told anew, without a rebuild."""

from __future__ import annotations

import gc
import hashlib
import os
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .site import fail, say, settings_option, site

if TYPE_CHECKING:
    from ..edition import Edition
    from ..stamp import Stamped

DEFAULT_OUTPUT = "output"
WATCH_SECONDS = 1.0
MOST_LINES = 10
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
        _, done = stamped(output, settings)
        click.echo(_summary(output, done))
        if advice := left_as_it_was(done):
            fail(advice)
        gc.freeze()


def stamped(output: Path, settings: Path | None) -> tuple[Edition, Stamped]:
    """Stamps a built site; what keeps it from being stamped ends the command."""
    from ..store import Unsaved, locked

    if not os.path.isdir(output):  # noqa: PTH112 -- Path raises where a folder may not be entered.
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


def left_as_it_was(done: Stamped) -> str:
    """Says which pages could not be told, and what to do then; "" where all were."""
    _say_some([f"{link}: a link to a folder, in which nothing was told" for link in done.unseen])
    _say_some([f"{page}: no slot for the outage banner" for page in done.without_slot])
    _say_some([f"{page}: {reason}" for page, reason in sorted(done.failed.items())])
    if done.failed:
        return "These pages were left as they are. Stamp again once that is mended."
    if done.without_slot:
        return "These pages were left as they are. Build the site once more."
    return ""


def _say_some(lines: list[str]) -> None:
    for line in lines[:MOST_LINES]:
        say(line)
    if len(lines) > MOST_LINES:
        say(f"… and {len(lines) - MOST_LINES:,} more")


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
    """Stamps now, when the status file or the built site has changed, and when time tells else.

    What could not be stamped is tried again, as it may be mended while this goes on.
    """
    from .. import blueprint

    here = site(settings)
    plan = output / here.settings.path / blueprint.NAME
    # Click remembers every stream that it wrote to, so it is the same two for all stamps.
    news, trouble = StringIO(), StringIO()
    file: object = None
    built, stamped_at, turn, said = file, datetime.now(UTC), None, ""
    while True:
        now, last = datetime.now(UTC), (file, built)
        file, built = _state(here.file), _state(plan)
        # A clock that was set back makes something else true, too.
        if (file, built) != last or now < stamped_at or (turn and turn <= now):
            for stream in (news, trouble):
                stream.seek(0)
                stream.truncate()
            with redirect_stdout(news), redirect_stderr(trouble):
                turn = _stamp_again(output, settings, file != last[0])
            text = trouble.getvalue()
            # A log on a full disk ends nothing.
            with suppress(OSError):
                click.echo(news.getvalue(), nl=False)
            with suppress(OSError):
                click.echo("" if text == said else text, nl=False, err=True)
            said, stamped_at = text, now
        time.sleep(WATCH_SECONDS)


def _stamp_again(output: Path, settings: Path | None, is_edited: bool) -> datetime | None:
    """When to stamp next though nothing changes."""
    again = datetime.now(UTC) + timedelta(seconds=AGAIN_SECONDS)
    try:
        told, done = stamped(output, settings)
    except SystemExit:
        return again
    if is_edited or done.changed:
        click.echo(_summary(output, done))
    if advice := left_as_it_was(done):
        say(advice)
    if done.failed:
        return again
    return None if told.settings.fixed_now else told.board.next_change


def _summary(output: Path, done: Stamped) -> str:
    pages = "1 page" if done.pages == 1 else f"{done.pages:,} pages"
    return f"{output}: {pages}, {done.changed:,} of them told anew."


def _cache(output: Path) -> Path | None:
    """Where caches belong, a file for each site; None for a user without a home."""
    home = os.environ.get("XDG_CACHE_HOME")
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    try:
        caches = Path(home) if home else Path.home() / ".cache"
    except RuntimeError:
        return None
    return caches / "outage-banner" / f"{name}.json"


def _state(path: Path) -> tuple[int, ...]:
    """What changes when a file is saved."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
