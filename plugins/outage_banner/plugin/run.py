"""One build: the status file read before it, pages filled during it, the section written after."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from .. import gate, slot
from ..blueprint import NAME as BLUEPRINT
from ..blueprint import Blueprint
from ..edition import Edition, addresses, edition
from ..section.shell import Shell
from ..settings import Settings, SettingsError, from_pelican
from ..status import Status, is_there, load_status
from ..store import renew, replace

logger = logging.getLogger(__name__)

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Told:
    """The posts that tell a story: their addresses by slug, and by the incident that they name."""

    by_slug: Mapping[str, str] = field(default_factory=dict)
    by_incident: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Run:
    """What is told in one build, and the pages that tell it."""

    edition: Edition
    output: Path
    generators: Sequence[Any] = ()
    told: Told = Told()
    languages: set[str] = field(default_factory=set)
    before: dict[Path, Stamp] = field(default_factory=dict)
    filled: dict[Path, Stamp] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return self.edition.settings

    def fill(self, path: Path, language: str) -> None:
        """Fill the slot of a page that was just written, in place, as Pelican wrote it."""
        self.languages.add(language)
        root = self._root_of(path)
        element = self.edition.slot_for(language, root)
        # Not truncated first, after which a file system may take care to write all at once.
        with path.open("r+b") as file:
            page = file.read()
            filled = slot.fill_bytes(page, element.encode())
            if self.settings.is_relative:
                filled = self.edition.with_records(filled, root)
            if filled != page:
                file.seek(0)
                file.write(filled)
                file.truncate(len(filled))
        self.filled[path] = _stamp(path)

    def fill_copies(self, paths: Iterable[Path]) -> None:
        """Fill the slots of the pages among the files that were copied as they are."""
        for path in paths:
            if gate.is_html(path.name) and path.is_file():
                page = path.read_bytes()
                if gate.lacks_its_slot(page):
                    language = self.settings.language
                    element = self.edition.slot_for(language, self._root_of(path))
                    # It may be a link to its source, which stays as it is.
                    replace(path, slot.fill_bytes(page, element.encode()))
                    self.filled[path] = _stamp(path)

    def _root_of(self, path: Path) -> str:
        return self.edition.place.root_of(path.relative_to(self.output).as_posix())

    def write_section(self, shell: Shell) -> None:
        """Everything below the section's path, and what stamping it needs."""
        folder = self.output / self.settings.path
        languages = tuple(sorted(self.languages))
        stories, _ = addresses(self.edition.status, self.told.by_slug, self.told.by_incident)
        taken, written = [], []
        for file in self.edition.files(shell, stories, languages):
            path = folder / file.path
            if path in self.filled:
                taken.append(
                    f"{path} is a page of the status section, and a post or page of the site"
                )
                continue
            renew(path, file.content)
            written.append(file.path)
            if gate.is_html(path.name):
                self.filled[path] = _stamp(path)
        self.refuse(taken, "Give it another slug, or set OUTAGE_PATH to another path.")
        blueprint = Blueprint(
            path=self.settings.path,
            language=self.settings.language,
            site_name=self.settings.site_name,
            site_url=self.settings.site_url,
            zone=self.settings.zone.key,
            is_included=self.settings.is_included,
            is_relative=self.settings.is_relative,
            makes_room=self.settings.makes_room,
            shell=shell.text,
            languages=languages,
            by_slug=self.told.by_slug,
            by_incident=self.told.by_incident,
            files=tuple(written),
        )
        renew(folder / BLUEPRINT, blueprint.to_json())

    def pass_the_gate(self) -> None:
        """Every page that this build wrote has its slot, or the build fails."""
        found = gate.pages(self.output)
        written = (
            one for one in found if _stamp(one) not in (self.filled.get(one), self.before.get(one))
        )
        lacking = [path for path in written if gate.lacks_its_slot(path.read_bytes())]
        self.refuse(
            [f"{path} was written without its slot for the outage banner" for path in lacking],
            "Another plugin wrote such a page without Pelican's writer, or took the slot out.",
        )

    def refuse(self, faults: Sequence[str], advice: str) -> None:
        """Stop a strict build for these faults; in a preview, only tell of them."""
        for fault in faults:
            logger.critical(fault)
        if faults and self.settings.is_strict:
            stop(f"The site is not fit to be published. {advice}")
        elif faults:
            logger.critical(advice)


def begun(values: Mapping[str, Any], output: Path, clock: datetime) -> Run:
    """A run of Pelican with these settings; it ends here if they or the status file are wrong."""
    try:
        settings = from_pelican(values)
    except SettingsError as error:
        stop(str(error))
    now = settings.now(clock)
    return Run(
        edition=edition(settings, _read(settings, now), now),
        output=output,
        before={path: _stamp(path) for path in gate.pages(output)},
    )


def _read(settings: Settings, now: datetime) -> Status:
    """The status file; in a preview build a broken one is reported and leaves the slots empty."""
    path = settings.status_file
    if not settings.is_status_file_required and not is_there(path):
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
        stop(f"The site was not built: {path} cannot be told to readers as it is.")
    return Status()


def stop(message: str) -> NoReturn:
    """Ends the build as Pelican ends it, without the traceback that it prints for an exception."""
    logger.critical(message)
    raise SystemExit(1)


def _stamp(path: Path) -> Stamp:
    """What changes when a file is written again, cheap to ask."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size
