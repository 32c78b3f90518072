"""A built site -> every fault of it, at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..blueprint import NAME as BLUEPRINT
from ..blueprint import UnknownBlueprint, from_json
from ..inventory import is_html
from ..settings import Settings
from . import machines, markup, validity
from .addresses import Addresses, files_of, join
from .faults import Fault, Found, Kind, Place
from .links import Links
from .machines import Said
from .markup import Link
from .slots import is_document, lacks_its_slot
from .weight import Weights

PAGE_KILOBYTES = 100.0
"""What a page may weigh with its stylesheets and scripts, compressed."""
LEAST_SHARE = 0.9

_NO_SLOT = (
    "no slot for the outage banner; is outage_banner in PLUGINS, and did the build say that it "
    "could not be loaded?"
)


@dataclass(frozen=True)
class Inspection:
    """How many pages there are, and what is wrong, errors first."""

    pages: int
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.is_error)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.is_error)

    def only(self, kinds: Container[str]) -> Inspection:
        """The same with no other faults than these."""
        return Inspection(self.pages, tuple(one for one in self.faults if one.kind in kinds))


def inspect(
    site: Path,
    address: str,
    *,
    pages_before: int | None = None,
    elsewhere: Sequence[str] = (),
    kilobytes: float = PAGE_KILOBYTES,
    errors_only: bool = False,
) -> Inspection:
    """Look at the whole of a `site` that readers find at `address`, its SITEURL.

    `pages_before` is how many pages readers have now; the new ones must not be fewer than nine
    tenths of them. `elsewhere` are beginnings of paths on the site's host that others answer.
    With `errors_only`, which takes a third of the time, there are no warnings.
    """
    files = list(files_of(site))
    links = Links(Addresses(address, frozenset(files), elsewhere))
    inspector = _Inspector(site, links, Weights(site, kilobytes), errors_only)
    for file in files:
        inspector.look_at(file)
    found = inspector.found
    links.tell(found)
    inspector.weights.tell(found)
    pages = sum(map(is_html, files))
    if not pages:
        found.error(Kind.PAGES, "the site holds no page", Place(""))
    elif pages_before is not None and pages < LEAST_SHARE * pages_before:
        number = "1 page" if pages == 1 else f"{pages:,} pages"
        message = f"{number}, where readers have {pages_before:,}"
        found.error(Kind.PAGES, f"{message}; if that is meant, say --fewer-pages", Place(""))
    faults = found.faults()
    return Inspection(pages, tuple(one for one in faults if one.is_error or not errors_only))


def address_of(site: Path, settings: Settings) -> str:
    """The address for which a site was built; that of the settings, if it does not tell."""
    try:
        return from_json((site / settings.path / BLUEPRINT).read_bytes()).site_url
    except (OSError, UnknownBlueprint):
        return settings.site_url


@dataclass
class _Inspector:
    """Each file is read once, one after the other."""

    site: Path
    links: Links
    weights: Weights
    errors_only: bool
    found: Found = field(default_factory=Found)

    def look_at(self, file: str) -> None:
        if is_html(file):
            self._page(file, self._content(file))
        elif file.lower().endswith(".css"):
            links = markup.links_of_stylesheet(self._content(file).decode("utf-8", "replace"))
            self._follow(file, links)
        elif machines.is_known(file):
            said = list(machines.findings(file, self._content(file)))
            self._follow(file, (one for one in said if isinstance(one, Link)))
            for one in said:
                if isinstance(one, Said):
                    place = Place(file, one.line)
                    self.found.add(Kind.FILE, one.message, place, is_error=one.is_error)

    def _page(self, file: str, content: bytes) -> None:
        if lacks_its_slot(content):
            self.found.error(Kind.SLOT, _NO_SLOT, Place(file))
        page = markup.read(content)
        self.links.anchors[file] = page.anchors
        base = join(self.links.addresses.of(file), page.base)
        self.links.follow(file, page.links, base, self.found)
        if is_document(content) and not self.errors_only:
            for line, message in validity.invalid(page):
                self.found.warning(Kind.MARKUP, message, Place(file, line))
            self.weights.weigh(file, content, self.links.files(page.parts, base))

    def _follow(self, file: str, links: Iterable[Link]) -> None:
        self.links.follow(file, links, self.links.addresses.of(file), self.found)

    def _content(self, file: str) -> bytes:
        return (self.site / file).read_bytes()
