"""(Status, settings, now) -> all that readers are told then: each language's banner, every file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from . import assets, down_links, fragment, slot
from .board import Board, as_of, board
from .section.place import INDEX, ROOT, File, Place
from .section.record import record, renewed_in_page
from .section.shell import Shell
from .settings import Settings
from .status import Incident, Status
from .wording import Wording, words_for


@dataclass(frozen=True)
class Banner:
    """The element of pages in one language, the name of the file that holds it, and its assets.

    `slot` is what pages hold: the element, or an include of that file. Either has ROOT in it where
    pages write relative addresses.
    """

    name: str
    element: str
    slot: str
    assets: assets.Assets


@dataclass(frozen=True)
class Edition:
    """What is told at one moment, in the site's language and in those of its pages."""

    settings: Settings
    status: Status
    board: Board
    words: Wording
    place: Place
    _banners: dict[str, Banner] = field(default_factory=dict)

    def banner(self, language: str) -> Banner:
        """The banner of pages in `language`, rendered once."""
        words = self._words(language)
        if words.language not in self._banners:
            self._banners[words.language] = self._rendered(words)
        return self._banners[words.language]

    def slot_for(self, language: str, root: str) -> str:
        """The slot of pages in `language` that write `root` for the site's (`Place.root_of`)."""
        return self.banner(language).slot.replace(ROOT, root)

    def record(self, incident: Incident, language: str, root: str | None = None) -> str:
        """What stands at the head of a post in `language` that tells the incident's story.

        Without a page's `root` its link leads there from anywhere, as in a feed.
        """
        address = self.place.incident_url(incident.id)
        if self.place.is_relative and root is not None:
            address = self.place.link(f"{incident.id}/").replace(ROOT, root)
        words = self._words(language)
        return record(self.status, incident, words, self.settings.rules, address)

    def with_records(self, page: bytes, root: str) -> bytes:
        """The page with the records in it as they are told now."""

        def told(id_: str, language: str) -> str | None:
            found = self._incidents.get(id_)
            return self.record(found, language, root) if found else None

        return renewed_in_page(page, told)

    def files(
        self, shell: Shell, stories: Mapping[str, str], languages: Iterable[str]
    ) -> Iterator[File]:
        """Everything below the section's path, what others refer to first.

        `stories` are the addresses of the posts that tell an event's story, by the event's id;
        `languages` those of the site's pages.
        """
        # What a banner needs is there sooner without all this.
        from .section.files import files
        from .section.pages import Section

        own = self.banner(self.words.language)
        banners = {one.name: one for one in (own, *map(self.banner, languages))}
        style = assets.section_stylesheet()
        for asset in (style, *(asset for one in banners.values() for asset in one.assets)):
            yield File(asset.name, asset.content)
        section = Section(
            status=self.status,
            board=self.board,
            rules=self.settings.rules,
            words=self.words,
            place=self.place,
            stories={id_: self.place.linked(address) for id_, address in stories.items()},
            stylesheet=self.place.link(style.name),
        )
        whole = Shell(slot.fill(shell.text, own.slot))
        for page in section.pages():
            path = page.path + INDEX
            root = self._root_of(path)
            text = whole.page(
                title=page.title,
                description=page.description,
                path=page.path,
                html=page.html,
                root=root,
            )
            # A theme may show whole posts on every page.
            yield File(path, self.with_records(text.encode(), root))
        yield from files(self.status, self.board, self.words, self.place, self.settings.rules)
        for banner in banners.values():
            element = banner.element.replace(ROOT, self._root_of(banner.name))
            yield File(banner.name, element.encode())

    @cached_property
    def _incidents(self) -> dict[str, Incident]:
        return {incident.id: incident for incident in self.status.incidents}

    def _root_of(self, path: str) -> str:
        """What a page of the section writes for the site's root."""
        return self.place.root_of(f"{self.settings.path}/{path}")

    def _words(self, language: str) -> Wording:
        return words_for(self.words.zone, self.board.now, language)

    def _rendered(self, words: Wording) -> Banner:
        is_own = words.language == self.words.language
        name = "banner.html" if is_own else f"banner.{words.language.lower()}.html"
        own_host = urlsplit(self.settings.site_url).hostname
        brought = assets.banner_assets(
            words.script_words(),
            fragment=name,
            poll_seconds=self.settings.poll_seconds,
            makes_room=self.settings.makes_room,
            rules=down_links.rules(self.board, words, own_host),
        )
        element = fragment.render(self.board, words, link=self.place.link, assets=brought)
        include = fragment.include(self.place.base + name)
        return Banner(name, element, include if self.settings.is_included else element, brought)


def edition(settings: Settings, status: Status, now: datetime) -> Edition:
    """What is told of `status` at `now`, an aware time."""
    status = as_of(status, now)
    return Edition(
        settings=settings,
        status=status,
        board=board(status, now, settings.rules),
        words=words_for(settings.zone_of(status), now, settings.language),
        place=Place(settings.site_name, settings.site_url, settings.base, settings.is_relative),
    )


def addresses(
    status: Status, by_slug: Mapping[str, str], by_incident: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The address of the story of each event that has one, by its id; and what cannot be.

    An event may name its story, by a post's slug or as an address, or a post its incident.
    """
    found = dict(by_incident)
    faults = []
    for event in (*status.incidents, *status.scheduled_maintenances):
        if event.story and ":" in event.story:
            found[event.id] = event.story
        elif event.story and event.story in by_slug:
            found[event.id] = by_slug[event.story]
        elif event.story:
            faults.append(f'{event.id}: no post has the slug "{event.story}"')
    return found, faults
