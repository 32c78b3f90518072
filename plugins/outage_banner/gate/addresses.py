"""A link -> the file of the site that a server would answer it with.

A link is read as a browser reads it (WHATWG URL: spaces around it and line breaks within do not
count, a backslash is a slash), a path as nginx, Apache and the hosts of static sites answer it:
a folder with its index, `about` also with `about.html`, capitals always told from small letters.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

INDEXES = ("index.html", "index.htm")
_NOWHERE = "http://site.invalid"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_IGNORED = str.maketrans("", "", "\t\n\r")
_AROUND = "".join(map(chr, range(0x21)))


class Target(NamedTuple):
    """What a link to the site's host leads to: `file` is None where there is nothing.

    `path` is the link's path on the host, decoded; `fragment` what stands behind the `#`. With
    `is_inside` false the path is none of the site's, which has that file below its own.
    """

    file: str | None
    path: str
    fragment: str = ""
    is_inside: bool = True


class NoAddress(ValueError):
    """A link that no browser can follow."""


@dataclass(frozen=True)
class Addresses:
    """The files of a site at `address`, which is its SITEURL: "", a path, or with a host.

    Paths that begin with one of `elsewhere`, such as `/stats/`, are answered by others.
    """

    address: str
    files: frozenset[str]
    elsewhere: Sequence[str] = ()
    _base: SplitResult = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_base", urlsplit(urljoin(_NOWHERE, self.address.rstrip("/"))))

    @cached_property
    def root(self) -> str:
        """The path of the site on its host, ending in a slash."""
        return unquote(self._base.path).rstrip("/") + "/"

    def of(self, file: str) -> str:
        """The whole address of a file."""
        return f"{self._base.scheme}://{self._base.netloc}{quote(self.path_of(file))}"

    def path_of(self, file: str) -> str:
        """The path of a file on the site's host."""
        return self.root + _shown(file)

    def target(self, link: str, base: str) -> Target | None:
        """Where `link` leads from the address `base`; None if that is no part of this site.

        Raises NoAddress.
        """
        link = link.strip(_AROUND).translate(_IGNORED)
        try:
            scheme = urlsplit(link).scheme
            if scheme not in ("", "http", "https"):
                return None
            before, mark, fragment = link.partition("#")
            path, question, query = before.partition("?")
            whole = path.replace("\\", "/") + question + query
            parts = urlsplit(urljoin(base, whole))
            if _host(parts) != _host(self._base):
                return None
        except ValueError as error:
            raise NoAddress(str(error)) from None
        path = unquote(parts.path) or "/"
        if path.startswith(tuple(self.elsewhere)):
            return None
        if not f"{path}/".startswith(self.root):
            meant = self.file_at(path[1:]) if path != "/" else None
            return Target(meant, path, is_inside=False) if meant else None
        return Target(self.file_at(path[len(self.root) :]), path, fragment if mark else "")

    def file_at(self, path: str) -> str | None:
        """The file that answers a path below the site's own."""
        if path in self.files:
            return path
        folder = path if not path or path.endswith("/") else f"{path}/"
        names = [folder + index for index in INDEXES]
        if path and not path.endswith("/"):
            names.append(f"{path}.html")
        return next((name for name in names if name in self.files), None)

    def near(self, path: str) -> str | None:
        """The path of a page that was perhaps meant by a path on the host that leads nowhere."""
        wanted = path.removeprefix(self.root)
        if found := self._folded.get(wanted.strip("/").casefold()):
            return self.root + found
        close = get_close_matches(wanted, self._folded.values(), 1, cutoff=0.8)
        return self.root + close[0] if close else None

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {one.strip("/").casefold(): one for one in map(_shown, sorted(self.files))}


def _shown(file: str) -> str:
    folder, slash, name = file.rpartition("/")
    return folder + slash if name in INDEXES else file


def _host(parts: SplitResult) -> tuple[str | None, int | None]:
    port = parts.port
    return parts.hostname, None if port == _DEFAULT_PORTS.get(parts.scheme) else port


def files_of(site: Path) -> Iterator[str]:
    """The path of every file below `site`."""
    for folder, folders, names in os.walk(site):
        folders.sort()
        below = Path(folder).relative_to(site).as_posix()
        yield from (name if below == "." else f"{below}/{name}" for name in sorted(names))
