"""A link -> the file of the site that a server would answer it with.

A link is read as a browser reads it (WHATWG URL, 4.4, for http and https), a path as nginx, Apache
and the hosts of static sites answer it: a folder with its index, `about` also with `about.html`,
capitals always told from small letters.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

INDEXES = ("index.html", "index.htm")
_NOWHERE = "http://site.invalid"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LINE_BREAKS = str.maketrans("", "", "\t\n\r")
_BLANKS = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", re.DOTALL)
_DOT = re.compile("%2e", re.IGNORECASE)


class NoAddress(ValueError):
    """A link that no browser can follow."""


class Target(NamedTuple):
    """What a link to the site's host leads to: `file` is None where there is nothing.

    `path` is the link's path on the host, decoded; `fragment` what stands behind the `#`. With
    `is_inside` false the path is none of the site's, which has that file below its own.
    """

    file: str | None
    path: str
    fragment: str = ""
    is_inside: bool = True


@dataclass(frozen=True)
class Addresses:
    """The files of a site at `address`, which is its SITEURL: "", a path, or with a host.

    Paths that begin with one of `elsewhere`, such as `/stats/`, are answered by others.
    """

    address: str
    files: frozenset[str]
    elsewhere: Sequence[str] = ()

    @cached_property
    def site(self) -> SplitResult:
        return urlsplit(join(_NOWHERE, self.address.rstrip("/")))

    @cached_property
    def root(self) -> str:
        """The path of the site on its host, ending in a slash."""
        return unquote(self.site.path).rstrip("/") + "/"

    def of(self, file: str) -> str:
        """The whole address of a file."""
        return f"{self.site.scheme}://{self.site.netloc}{quote(self.path_of(file))}"

    def path_of(self, file: str) -> str:
        """The path of a file on the site's host."""
        return self.root + _shown(file)

    def target(self, link: str, base: str) -> Target | None:
        """Where `link` leads from the address `base`; None if others answer it.

        Raises NoAddress.
        """
        try:
            parts = urlsplit(join(base, link))
            if parts.scheme not in _DEFAULT_PORTS or _host(parts) != _host(self.site):
                return None
        except ValueError as error:
            raise NoAddress(str(error)) from None
        path = unquote(parts.path)
        if path.startswith(tuple(self.elsewhere)):
            return None
        if f"{path}/".startswith(self.root):
            return Target(self.file_at(path[len(self.root) :]), path, parts.fragment)
        meant = self.file_at(path[1:]) if path != "/" else None
        return Target(meant, path, is_inside=False) if meant else None

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
        """The path of what was perhaps meant by a path on the host that leads nowhere."""
        wanted = _shown(path.removeprefix(self.root))
        if found := self._by_letters.get(wanted.strip("/").casefold()):
            return self.root + found
        close = get_close_matches(wanted, self._by_letters.values(), 1, cutoff=0.8)
        return self.root + close[0] if close else None

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        return {one.strip("/").casefold(): one for one in map(_shown, sorted(self.files))}


def join(base: str, link: str) -> str:
    """The whole address of a `link` on a page at `base`; a `mailto:` and its like as they are."""
    link = link.strip(_BLANKS).translate(_LINE_BREAKS)
    found = _SCHEME.match(link)
    scheme, rest = (found[1].lower(), found[2]) if found else ("", link)
    if scheme and scheme not in _DEFAULT_PORTS:
        return link
    rest, mark, fragment = rest.partition("#")
    path, question, query = rest.partition("?")
    path = path.replace("\\", "/")
    here = urlsplit(base)
    if path.startswith("//") or scheme not in ("", here.scheme):
        host, slash, path = path.lstrip("/").partition("/")
        path = slash + path
    else:
        host = here.netloc
        if not path:
            path = here.path
            query = query if question else here.query
        elif not path.startswith("/"):
            path = here.path.rpartition("/")[0] + "/" + path
    query = f"?{query}" if query else ""
    return f"{scheme or here.scheme}://{host}{_without_dots(path)}{query}{mark}{fragment}"


def _without_dots(path: str) -> str:
    *folders, name = path.split("/")[1:] or [""]
    found: list[str] = []
    for folder in (*folders, name):
        plain = _DOT.sub(".", folder)
        if plain == "..":
            del found[-1:]
        elif plain != ".":
            found.append(folder)
    if _DOT.sub(".", name) in (".", ".."):
        found.append("")
    return "/" + "/".join(found)


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
