"""Bytes -> a file, replaced whole: whoever reads it meanwhile sees the old one or the new one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Puts `content` at `path`, which may be a link: the link goes, what it points to stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def renew(path: Path, content: bytes) -> None:
    """`replace`, unless the file holds just that."""
    if not path.is_file() or path.read_bytes() != content:
        replace(path, content)
