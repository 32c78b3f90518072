"""An edition -> the files of the section, renewed, what others refer to first."""

from __future__ import annotations

import dataclasses
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .. import blueprint
from ..blueprint import Blueprint
from ..edition import Edition
from ..inventory import is_html
from ..section.shell import Shell
from ..store import NO_MORE, old_of, renew, replace
from . import siblings


class Renewed(NamedTuple):
    """The section's files as they are now, and those that tell what is told no longer.

    They are paths in the section; `changed` counts pages, `failed` are the reasons why some could
    not be renewed, `removed` are compressed siblings that could not be made anew.
    """

    files: tuple[str, ...]
    gone: tuple[str, ...]
    changed: int
    failed: dict[str, str]
    removed: list[Path]


def renew_section(
    section: Path, plan: Blueprint, edition: Edition, stories: Mapping[str, str]
) -> Renewed:
    """Renew every file; what is gone is still there, and `plan` knows of it.

    Raises OSError where that fails of what pages need, or nothing more can be written.
    """
    files = list(edition.files(Shell(plan.shell), stories, plan.languages))
    new = tuple(file.path for file in files)
    gone = tuple(path for path in plan.files if path not in set(new))
    _remember(section, plan, (*new, *gone))
    like = old_of((section / blueprint.NAME).stat())
    changed, failed, removed = 0, dict[str, str](), list[Path]()
    for file in files:
        path = section / file.path
        try:
            is_new = not path.is_file()
            if is_new or path.read_bytes() != file.content:
                _make_folder(path.parent, section)
                removed += siblings.renew(path, file.content, _names(path.parent))
                replace(path, file.content, old=like if is_new else None)
                changed += is_html(file.path)
        except OSError as error:
            if error.errno in NO_MORE or not is_html(file.path):
                raise
            failed[str(path)] = error.strerror or str(error)
    return Renewed(new, gone, changed, failed, removed)


def remove_gone(section: Path, plan: Blueprint, renewed: Renewed) -> None:
    """Remove what nothing refers to any longer, compressed siblings and empty folders too."""
    for name in renewed.gone:
        path = section / name
        path.unlink(missing_ok=True)
        siblings.remove(path)
        with suppress(OSError):
            for folder in path.parents:
                if folder == section:
                    break
                folder.rmdir()
    _remember(section, plan, renewed.files)


def _make_folder(folder: Path, section: Path) -> None:
    """As open to others as the section is, which a web server can read."""
    if not folder.is_dir():
        _make_folder(folder.parent, section)
        folder.mkdir()
        like = section.stat()
        with suppress(PermissionError):
            shutil.chown(folder, like.st_uid, like.st_gid)
        folder.chmod(stat.S_IMODE(like.st_mode))


def _remember(section: Path, plan: Blueprint, files: Sequence[str]) -> None:
    """Which files are the section's, so that the next stamp knows what to remove."""
    renew(section / blueprint.NAME, dataclasses.replace(plan, files=tuple(files)).to_json())


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
