"""An edition -> the files of the section, renewed, what others refer to first."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .. import blueprint
from ..blueprint import Blueprint
from ..edition import Edition
from ..section.shell import Shell
from ..store import renew
from . import siblings


class Renewed(NamedTuple):
    """The section's files as they are now, and those that tell what is told no longer.

    `removed` are compressed siblings that could not be made anew.
    """

    files: tuple[Path, ...]
    gone: tuple[Path, ...]
    removed: list[Path]


def renew_section(
    section: Path, plan: Blueprint, edition: Edition, stories: Mapping[str, str]
) -> Renewed:
    """Renew every file; what is gone is still there, and `plan` knows of it."""
    files = list(edition.files(Shell(plan.shell), stories, plan.languages))
    new = tuple(file.path for file in files)
    gone = tuple(path for path in plan.files if path not in set(new))
    _remember(section, plan, (*new, *gone))
    removed: list[Path] = []
    for file in files:
        path = section / file.path
        if not path.is_file() or path.read_bytes() != file.content:
            removed += siblings.renew(path, file.content, _names(path.parent))
            renew(path, file.content)
    return Renewed(
        tuple(section / path for path in new), tuple(section / path for path in gone), removed
    )


def remove_gone(section: Path, plan: Blueprint, renewed: Renewed) -> None:
    """Remove what nothing refers to any longer, compressed siblings and empty folders too."""
    for path in renewed.gone:
        path.unlink(missing_ok=True)
        siblings.remove(path)
        with suppress(OSError):
            for folder in path.parents:
                if folder == section:
                    break
                folder.rmdir()
    _remember(section, plan, [str(path.relative_to(section)) for path in renewed.files])


def _remember(section: Path, plan: Blueprint, files: Sequence[str]) -> None:
    """Which files are the section's, so that the next stamp knows what to remove."""
    renew(section / blueprint.NAME, dataclasses.replace(plan, files=tuple(files)).to_json())


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
