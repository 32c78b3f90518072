"""A target of rclone -> its files: listed, read, put in place whole, deleted."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from .rclone import IDLE_SECONDS, CommandFailed, Rclone, running
from .reasons import NotThere, RemoteError, Unreachable, explained, masked

_WRITES_IN_PLACE = ("local", "sftp://", "ftp://", "ftps://", "smb://", "hdfs://")
"""How rclone describes hosts on which a file is half there while it is sent. All others take it
whole, as object stores do, and as Apache and nginx do by WebDAV."""

_UNSEEN = {"NoCheckDest": True}
"""Without a look at what is there, which rclone would delete before it puts the new one there."""


_TAKEN = re.compile(r"SSH_FX_FAILURE|SSH_FX_FILE_ALREADY_EXISTS|exist|\b55[03]\b")
"""What servers say that do not put a file where there is one."""


class Entry(NamedTuple):
    """A file on the host, by its path below the target."""

    path: str
    size: int


class Host:
    """The files of one target. All of it may be used by several threads.

    `has_headers`: an object store, which keeps the headers that are sent along with a file.
    """

    def __init__(self, rclone: Rclone, target: str, stage: str) -> None:
        self._rclone, self._target, self._stage = rclone, target, stage
        self._own_stage = f"{stage}/{secrets.token_hex(4)}"
        self._count, self._lock = 0, Lock()
        self._is_replacing = True
        about = self._call("operations/fsinfo", fs=target)
        self.has_headers = bool(about["Features"].get("BucketBased"))
        kind = str(about.get("String", "")).lower()
        self._is_staged = kind.startswith(_WRITES_IN_PLACE)
        if self.has_headers:
            self._require_bucket()

    @property
    def name(self) -> str:
        return masked(self._target)

    @property
    def is_replacing(self) -> bool:
        """False where this rclone had to delete a file before it could put the new one there."""
        return self._is_replacing

    def entries(self, folder: str = "", *, deep: bool = True) -> list[Entry]:
        """The files in a folder, and in those below it if `deep`; none where there is no folder."""
        options = {"recurse": deep, "noModTime": True, "noMimeType": True}
        try:
            found = self._call("operations/list", fs=self._target, remote=folder, opt=options)
        except NotThere:
            return []
        stage = f"{self._stage}/"
        return [
            Entry(one["Path"], int(one["Size"]))
            for one in found["list"] or ()
            if (not deep or not one["IsDir"]) and not one["Path"].startswith(stage)
        ]

    def put(self, root: Path, path: str, headers: Mapping[str, str], to: str = "") -> None:
        """Puts the file `path` of the folder `root` in its place, whole."""
        to = to or path
        config: dict[str, Any] = dict(_UNSEEN)
        if self.has_headers:
            config["UploadHeaders"] = [{"Key": key, "Value": headers[key]} for key in headers]
        place = self._fresh() if self._is_staged else to
        self._copy((str(root.resolve()), path), (self._target, place), config)
        if self._is_staged:
            self._move(place, to)

    def put_bytes(self, path: str, content: bytes, headers: Mapping[str, str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "content").write_bytes(content)
            self.put(Path(folder), "content", headers, to=path)

    def content(self, path: str) -> bytes | None:
        """What a file holds; None if there is none."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                self._copy((self._target, path), (folder, "content"), _UNSEEN)
            except NotThere:
                return None
            return Path(folder, "content").read_bytes()

    def delete(self, path: str) -> None:
        """Deletes a file; one that is not there any more is no error."""
        with suppress(NotThere):
            self._call("operations/deletefile", fs=self._target, remote=path)

    def sweep(self, *, everyones: bool = False) -> None:
        """Deletes what is on its way: this host's, or also what a killed run left there."""
        if self._is_staged:
            with suppress(RemoteError):
                place = self._stage if everyones else self._own_stage
                self._call("operations/purge", fs=self._target, remote=place)
                self._call("operations/rmdir", fs=self._target, remote=self._stage)

    def _move(self, place: str, to: str) -> None:
        files = {
            "srcFs": self._target,
            "srcRemote": place,
            "dstFs": self._target,
            "dstRemote": to,
        }
        if self._is_replacing:
            try:
                self._call("operations/movefile", **files, _config=_UNSEEN)
            except RemoteError as error:
                # Old rclones cannot rename onto a file of an OpenSSH server, nor onto one of IIS.
                if not _TAKEN.search(str(error)):
                    raise
                self._call("operations/movefile", **files)
                self._is_replacing = False
        else:
            self._call("operations/movefile", **files)

    def _copy(
        self, source: tuple[str, str], to: tuple[str, str], config: Mapping[str, Any]
    ) -> None:
        self._call(
            "operations/copyfile",
            **{"srcFs": source[0], "srcRemote": source[1], "dstFs": to[0], "dstRemote": to[1]},
            _config=config,
        )

    def _fresh(self) -> str:
        with self._lock:
            self._count += 1
            return f"{self._own_stage}/{self._count}"

    def _require_bucket(self) -> None:
        try:
            options = {"noModTime": True, "noMimeType": True}
            self._call("operations/list", fs=self._target, remote="", opt=options)
        except NotThere:
            raise RemoteError(
                f"{self.name}: there is no such bucket; make it first, or mend its name."
            ) from None

    def _call(self, command: str, **arguments: Any) -> dict[str, Any]:
        try:
            return self._rclone.call(command, **arguments)
        except CommandFailed as error:
            found = explained(str(error), self._target)
            if isinstance(found, Unreachable):
                # Others wait for the same host, each as long as it takes to give it up.
                self._rclone.stop()
            raise found from None


@contextmanager
def opened(target: str, stage: str, *, idle_seconds: int = IDLE_SECONDS) -> Iterator[Host]:
    """The files of a target while rclone runs; `stage` is a folder in it for files on their way.

    A host on which nothing moves for `idle_seconds` is asked once more, and then given up.

    Raises RemoteError, as everything of a host does.
    """
    with running(idle_seconds) as rclone:
        yield Host(rclone, target, stage)
