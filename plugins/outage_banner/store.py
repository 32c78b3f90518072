"""Bytes -> a file, replaced whole: whoever reads it meanwhile sees the old one or the new one."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

WAIT_SECONDS = 10.0
ATTEMPTS = 5

NO_MORE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Where the next file would fare as this one."""

_FRESH = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_SECOND = 1_000_000_000
_RIGHTS = "system.posix_acl_access"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


class Unsaved(Exception):
    """A file that could not be rewritten and is as it was; the message says why."""


class Old(NamedTuple):
    """What a new file takes from the one that it replaces, and when that was written."""

    mode: int
    written_ns: int
    user: int
    group: int


def old_of(state: os.stat_result) -> Old:
    return Old(state.st_mode, state.st_mtime_ns, state.st_uid, state.st_gid)


def replace(path: str | Path, content: bytes, *, old: Old | None = None) -> None:
    """Puts `content` at `path`, which may be a link: the link goes, what it points to stays.

    The file keeps its mode, owner, group and access list, and is younger by a second at least: web
    servers tell browsers by the second, and by its length, whether a file has changed. `old` is
    given where it is known. Raises OSError, which names `path`, also where a file could no longer
    be read by all who may read it now.
    """
    folder = os.path.dirname(path)
    new = os.path.join(folder, f".{os.getpid()}.new")
    if old is None:
        os.makedirs(folder or ".", exist_ok=True)
        with suppress(OSError):
            old = old_of(os.stat(path))
    try:
        # Without Python's own files, which cost as much again as the kernel's.
        made = os.open(new, _FRESH, stat.S_IMODE(old.mode) if old else 0o666)
        try:
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(made, rest) :]
                if old:
                    _make_alike(path, new, made, old)
            finally:
                os.close(made)
            os.replace(new, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(new)
            raise
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _make_alike(path: str | Path, new: str, made: int, old: Old) -> None:
    fresh = os.fstat(made)
    if (fresh.st_uid, fresh.st_gid) != (old.user, old.group):
        _give(made, old)
    if stat.S_IMODE(old.mode) != stat.S_IMODE(fresh.st_mode):
        os.chmod(new, stat.S_IMODE(old.mode))
    if fresh.st_mtime_ns // _SECOND <= old.written_ns // _SECOND:
        younger = (old.written_ns // _SECOND + 1) * _SECOND
        os.utime(new, ns=(younger, younger))
    if hasattr(os, "getxattr"):
        rights = b""
        with suppress(OSError):
            rights = os.getxattr(path, _RIGHTS)
        if rights:
            os.setxattr(new, _RIGHTS, rights)


def _give(made: int, old: Old) -> None:
    """Only an administrator may give a file to another user; its group mostly is what counts."""
    for user in (old.user, -1):
        with suppress(PermissionError):
            return os.chown(made, user, old.group)
    if old.mode & stat.S_IRGRP and not old.mode & stat.S_IROTH:
        raise PermissionError(errno.EPERM, "its group cannot be kept")


def renew(path: Path, content: bytes) -> None:
    """`replace`, unless the file holds just that."""
    if not path.is_file() or path.read_bytes() != content:
        replace(path, content)


def rewrite(
    path: Path, change: Callable[[bytes | None], bytes], *, wait_seconds: float = WAIT_SECONDS
) -> None:
    """Puts what `change` makes of a file's content (None: there is no file) in its place.

    One at a time: a second process waits. What an editor that knows no locks saves meanwhile is
    changed once more. Of a link, what it points to is replaced. Once this returns the disk has it.
    Raises Unsaved, and whatever `change` raises; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent, wait_seconds):
            for _ in range(ATTEMPTS):
                old = _content(target)
                new = change(old)
                if new == old or _put(target, old, new):
                    return
    except OSError as error:
        raise Unsaved(f"{path} is as it was: {_told(error, target)}") from None
    raise Unsaved(f"{path} is being saved again and again by another program; close that first")


def _put(target: Path, old: bytes | None, new: bytes) -> bool:
    """Writes the file, unless it no longer holds `old`."""
    # Under the lock nobody else uses this name; what a killed process left there is overwritten.
    fresh = target.with_name(f".{target.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        with fresh.open("xb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            shutil.copymode(target, fresh)
            with suppress(OSError, AttributeError):
                os.chown(fresh, target.stat().st_uid, target.stat().st_gid)
        if _content(target) != old:
            return False
        fresh.replace(target)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    with suppress(OSError), _opened(target.parent) as folder:
        os.fsync(folder)
    return True


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def locked(folder: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Holds the folder's lock, which leaves no file behind and ends with the process, however."""
    try:
        import fcntl
    except ImportError:  # Windows, where there is only the comparison before the writing.
        yield
        return
    until = time.monotonic() + wait_seconds
    with _opened(folder) as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Unsaved(
                        f"{folder} has been locked for {wait_seconds:g} seconds by "
                        f"{_holder(folder)}; let that finish or end it, then repeat the command"
                    ) from None
                time.sleep(0.02)
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _holder(folder: Path) -> str:
    """Who holds the lock, as far as the system tells."""
    with suppress(OSError):
        number = f":{folder.stat().st_ino} "
        for line in Path("/proc/locks").read_text("ascii").splitlines():
            if " FLOCK " in line and number in line and "->" not in line:
                return f"process {line.split()[4]}"
    return "another command"


def _told(error: OSError, target: Path) -> str:
    if error.errno in _NO_ROOM:
        return f"there is no room on the disk ({error.strerror}); make some and repeat the command"
    if error.errno in _NO_RIGHT:
        return (
            f"nothing can be written in {target.parent} ({error.strerror}); make it writable, "
            "or repeat the command as a user who may write there"
        )
    return f"{error.strerror}: {error.filename or target}"
