"""One build: the status file read before it, pages filled during it, the section written after."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from .. import assets, down_links, fragment, gate, slot
from ..board import Board, as_of, board
from ..section.files import files
from ..section.pages import Section
from ..section.place import Place
from ..section.shell import Shell
from ..settings import Settings, SettingsError, from_pelican
from ..status import Status, load_status
from ..store import renew, replace
from ..wording import Wording, words_for

logger = logging.getLogger(__name__)

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Banner:
    """The element of pages in one language, the name of the file that holds it, and its assets."""

    name: str
    element: str
    assets: assets.Assets


@dataclass
class Run:
    """What is told in one build, and the pages that tell it.

    `stories` are the addresses of the posts that tell an incident's story, by the incident's id.
    """

    settings: Settings
    output: Path
    status: Status
    board: Board
    words: Wording
    place: Place
    generators: Sequence[Any] = ()
    stories: Mapping[str, str] = field(default_factory=dict)
    banners: dict[str, Banner] = field(default_factory=dict)
    before: dict[Path, Stamp] = field(default_factory=dict)
    filled: dict[Path, Stamp] = field(default_factory=dict)

    def words_in(self, language: str) -> Wording:
        return words_for(self.words.zone, self.board.now, language)

    def banner_in(self, language: str) -> Banner:
        """The banner in the language of a page, rendered once for all of them."""
        words = self.words_in(language)
        if words.language not in self.banners:
            self.banners[words.language] = self._rendered(words)
        return self.banners[words.language]

    def _rendered(self, words: Wording) -> Banner:
        is_default = words.language == self.words.language
        name = "banner.html" if is_default else f"banner.{words.language.lower()}.html"
        own_host = urlsplit(self.settings.site_url).hostname
        files = assets.banner_assets(
            words.script_words(),
            fragment=name,
            poll_seconds=self.settings.poll_seconds,
            rules=down_links.rules(self.board, words, own_host),
        )
        element = fragment.render(self.board, words, base=self.place.base, assets=files)
        return Banner(name, element, files)

    def fill(self, path: Path, language: str) -> None:
        """Fill the slot of a page that was just written, in place, as Pelican wrote it."""
        element = self.banner_in(language).element
        # Not truncated first, after which a file system may take care to write all at once.
        with path.open("r+b") as file:
            page = file.read()
            filled = slot.fill_bytes(page, element.encode())
            if filled != page:
                file.seek(0)
                file.write(filled)
                file.truncate(len(filled))
        self.filled[path] = _stamp(path)

    def fill_copies(self, paths: Iterable[Path]) -> None:
        """Fill the slots of the pages among the files that were copied as they are."""
        element = self.banner_in(self.words.language).element
        for path in paths:
            if gate.is_html(path.name) and path.is_file():
                page = path.read_bytes()
                if gate.lacks_its_slot(page):
                    # It may be a link to its source, which stays as it is.
                    replace(path, slot.fill_bytes(page, element.encode()))
                    self.filled[path] = _stamp(path)

    def write_section(self, shell: Shell) -> None:
        """Everything below the section's path."""
        folder = self.output / self.settings.path
        section_style = assets.section_stylesheet()
        renew(folder / section_style.name, section_style.content)
        own = self.banner_in(self.words.language)
        for banner in self.banners.values():
            renew(folder / banner.name, banner.element.encode())
            for asset in banner.assets:
                renew(folder / asset.name, asset.content)
        for file in files(self.status, self.board, self.words, self.place, self.settings.rules):
            renew(folder / file.path, file.content)
        whole = Shell(slot.fill(shell.text, own.element))
        section = Section(
            status=self.status,
            board=self.board,
            rules=self.settings.rules,
            words=self.words,
            place=self.place,
            stories=self.stories,
            stylesheet=self.place.base + section_style.name,
        )
        taken = []
        for page in section.pages():
            path = folder / page.path / "index.html"
            if path in self.filled:
                taken.append(
                    f"{path} is a page of the status section, and a post or page of the site"
                )
                continue
            text = whole.page(
                title=page.title, description=page.description, path=page.path, html=page.html
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            self.filled[path] = _stamp(path)
        self.refuse(taken, "Give it another slug, or set OUTAGE_PATH to another path.")

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
    status = as_of(_read(settings, now), now)
    return Run(
        settings=settings,
        output=output,
        status=status,
        board=board(status, now, settings.rules),
        words=words_for(settings.zone_of(status), now, settings.language),
        place=Place(settings.site_name, settings.site_url, settings.base),
        before={path: _stamp(path) for path in gate.pages(output)},
    )


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
