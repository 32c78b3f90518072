"""Links, from whatever file, followed: those that lead nowhere, and to no place in a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from .addresses import Addresses, NoAddress, Target
from .faults import SHOWN, Found, Kind, Place
from .markup import Link

_DIRECTIVE = ":~:"


@dataclass
class Links:
    """`anchors` are the ids in each page, which are all known when faults are told."""

    addresses: Addresses
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    _dead: dict[tuple[bool, str, str], list[Place]] = field(default_factory=dict)
    _wanted: dict[tuple[str, str, str], list[Place]] = field(default_factory=dict)
    _known: dict[str, Target | None] = field(default_factory=dict)

    def follow(self, file: str, links: Iterable[Link], base: str, found: Found) -> None:
        """Follow the links of a file, which are relative to the address `base`."""
        for link in links:
            place = Place(file, link.line)
            try:
                target = self.target(link.url, base)
            except NoAddress:
                found.error(Kind.LINK, f'"{link.url}" is no address that can be followed', place)
                continue
            if target is None:
                continue
            if target.file is None:
                self._dead.setdefault((link.is_needed, link.url, target.path), []).append(place)
            elif not target.is_inside:
                root, meant = self.addresses.root, self.addresses.path_of(target.file)
                found.warning(
                    Kind.LINK,
                    f'"{link.url}" leads out of the site, which begins at {root}; '
                    f'did you mean "{meant}"?',
                    place,
                )
            elif target.fragment:
                wanted = target.file, target.fragment, link.url
                self._wanted.setdefault(wanted, []).append(place)

    def target(self, url: str, base: str) -> Target | None:
        """`Addresses.target`, which is asked once only for what is on page after page."""
        if not url.startswith(("/", "http")):
            return self.addresses.target(url, base)
        if url not in self._known:
            self._known[url] = self.addresses.target(url, base)
        return self._known[url]

    def files(self, urls: Iterable[str], base: str) -> Iterator[str]:
        """The files of the site among what these links lead to."""
        for url in urls:
            with suppress(NoAddress):
                target = self.target(url, base)
                if target and target.file:
                    yield target.file

    def tell(self, found: Found) -> None:
        """What leads nowhere, once every file has been looked at."""
        often = sorted(self._dead.items(), key=lambda one: (not one[0][0], -len(one[1])))
        for number, ((is_needed, url, path), places) in enumerate(often):
            # To look for what was meant takes its time, and is worth it for what is shown.
            near = self.addresses.near(path) if number < SHOWN else None
            hint = f'did you mean "{near}"?' if near else "mend the link, or put the file there"
            message = f'"{url}" leads nowhere; {hint}'
            for place in places:
                found.add(Kind.LINK, message, place, is_error=is_needed)
        for (file, fragment, url), places in self._wanted.items():
            if not self._is_there(file, fragment):
                message = f'"{url}" leads to a page without id="{unquote(fragment)}"'
                for place in places:
                    found.warning(Kind.ANCHOR, message, place)

    def _is_there(self, file: str, fragment: str) -> bool:
        name = fragment.partition(_DIRECTIVE)[0]
        anchors = self.anchors.get(file)
        if anchors is None or name.lower() in ("", "top"):
            return True
        return name in anchors or unquote(name) in anchors
