"""Pelican's signals -> the banner on every page it writes; the only module that knows Pelican.

initialized               settings read; this plugin's last word put behind all others'
get_generators            once a run, before anything is deleted: the status file read
all_generators_finalized  every post known: the fragment rendered
content_written           a page on disk: its slot filled
finalized                 assets written, static pages filled, the gate
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from pelican import Pelican, signals

from . import assets, down_links, fragment, gate, slot
from .board import Board, board
from .settings import Settings, SettingsError, from_pelican
from .status import Status, load_status
from .store import page_bytes, read_page, renew, replace
from .wording import Wording, words_for

logger = logging.getLogger(__name__)


@dataclass
class Run:
    """One build: what is told in it, and the pages that tell it."""

    settings: Settings
    output: Path
    board: Board
    words: Wording
    element: str = ""
    static: dict[str, Any] = field(default_factory=dict)
    before: dict[Path, tuple[int, int]] = field(default_factory=dict)
    filled: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def stylesheet(self) -> assets.Asset:
        return assets.stylesheet(down_links.rules(self.board))


_run: Run | None = None


def register() -> None:
    signals.initialized.connect(_put_the_gate_last)
    signals.get_generators.connect(_begin)
    signals.all_generators_finalized.connect(_render)
    signals.content_written.connect(_fill)
    signals.finalized.connect(_complete)


def _put_the_gate_last(pelican: Pelican) -> None:
    signals.finalized.disconnect(_gate)
    signals.finalized.connect(_gate)


def _begin(pelican: Pelican) -> None:
    global _run
    try:
        settings = from_pelican(pelican.settings)
    except SettingsError as error:
        _stop(str(error))
    now = settings.now(datetime.now(UTC))
    status = _read(settings, now)
    words = words_for(settings.zone_of(status), now)
    output = Path(pelican.output_path)
    before = {path: _stamp(path) for path in gate.pages(output)}
    _run = Run(settings, output, board(status, now, settings.rules), words, before=before)


def _read(settings: Settings, now: datetime) -> Status:
    """The status file; in a preview build a broken one is reported and leaves the slots empty."""
    path = settings.status_file
    if not settings.is_status_file_required and not path.exists():
        return Status()
    reading = load_status(
        path, zone=settings.zone, now=now, stale_after_hours=settings.stale_after_hours
    )
    for warning in reading.warnings:
        # Not Pelican's warnings, of which `--fatal warnings` would stop a build: an estimate that
        # passed tonight must not keep the rest of the notice from readers.
        print(warning, file=sys.stderr)
    if reading.status is not None:
        return reading.status
    for problem in reading.errors:
        logger.critical(problem)
    if settings.is_strict:
        _stop(f"The site was not built: {path} cannot be told to readers as it is.")
    return Status()


def _render(generators: list[Any]) -> None:
    run = _started()
    addresses: dict[str, str] = {}
    for generator in generators:
        for post in [*getattr(generator, "articles", ()), *getattr(generator, "pages", ())]:
            addresses.setdefault(post.slug, f"{run.settings.site_path}/{post.url}")
    run.static = generators[0].context["static_content"]

    def link(details: str) -> str | None:
        return details if ":" in details else addresses.get(details)

    run.element = fragment.render(
        run.board, run.words, base=run.settings.base, stylesheet=run.stylesheet, link=link
    )
    for notice in run.board.notices:
        if notice.details and link(notice.details) is None:
            path = run.settings.status_file
            _report(run, f'{path}: {notice.id}: no post has the slug "{notice.details}"')


def _fill(path: str, context: object = None) -> None:
    if gate.is_html(path):
        _fill_page(_started(), Path(path))


def _fill_page(run: Run, path: Path) -> None:
    page = read_page(path)
    filled = slot.fill(page, run.element)
    if filled != page:
        replace(path, page_bytes(filled))
    run.filled[path] = _stamp(path)


def _complete(pelican: Pelican) -> None:
    run = _started()
    section = run.output / run.settings.path
    for asset in (run.stylesheet, assets.script()):
        renew(section / asset.name, asset.content)
    renew(section / "banner.html", run.element.encode())
    for static in run.static.values():
        copied = run.output / static.save_as
        if (
            gate.is_html(copied.name)
            and copied.is_file()
            and gate.lacks_its_slot(read_page(copied))
        ):
            _fill_page(run, copied)


def _gate(pelican: Pelican) -> None:
    run = _started()
    for path in gate.pages(run.output):
        is_of_this_build = _stamp(path) not in (run.filled.get(path), run.before.get(path))
        if is_of_this_build and gate.lacks_its_slot(read_page(path)):
            _report(
                run,
                f"{path} was written without its slot for the outage banner: another plugin "
                "wrote it without Pelican's writer, or took the slot out.",
            )
    if run.faults and run.settings.is_strict:
        problems = "1 problem" if len(run.faults) == 1 else f"{len(run.faults)} problems"
        _stop(f"The site is not fit to be published: {problems}.")


def _report(run: Run, fault: str) -> None:
    run.faults.append(fault)
    logger.critical(fault)


def _started() -> Run:
    if _run is None:
        raise RuntimeError("outage_banner was registered after Pelican had begun to run")
    return _run


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written again, cheap to ask."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _stop(message: str) -> NoReturn:
    """Ends the build as Pelican ends it, without the traceback that it prints for an exception."""
    logger.critical(message)
    raise SystemExit(1)
