"""What reaches a site's server when a million open pages ask for news, simulated poll by poll."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from outage_banner.settings import DEFAULTS

from . import Measure

TABS, PLACES, SECONDS = 1_000_000, 100, 180
"""Open and visible pages, places in which the CDN keeps a cache each, and the time simulated."""

ANSWER_SECONDS = 0.2
"""How long the server takes to answer a cache."""

POLL_SECONDS: float = DEFAULTS["OUTAGE_POLL_SECONDS"]

JITTER = 0.2
"""As in outage-banner.js: the pause between two polls is this share longer or shorter."""


@dataclass(frozen=True)
class Cache:
    """How a CDN treats the fragment: kept for `fresh_seconds`, then fetched anew.

    While that lasts, others wait for it (`collapses`), go to the server too, or with
    stale-while-revalidate are answered with what was there.
    """

    name: str
    fresh_seconds: float
    collapses: bool = True

    def on_paper(self) -> float:
        """Requests a second at the server: one in each place each time the copy has expired."""
        if not self.fresh_seconds:
            return TABS / POLL_SECONDS
        here = TABS / PLACES / POLL_SECONDS
        each = 1 if self.collapses else 1 + here * ANSWER_SECONDS
        return PLACES * each / (self.fresh_seconds + ANSWER_SECONDS)

    def reached(self, polls: list[float]) -> int:
        """How many of the polls in one place reach the server."""
        if not self.fresh_seconds:
            return len(polls)
        count, asked = 0, -float(SECONDS)
        for at in polls:
            answered = asked + ANSWER_SECONDS
            if at >= answered + self.fresh_seconds:
                asked = at
                count += 1
            elif at < answered and not self.collapses:
                count += 1
        return count


CACHES = (
    Cache("no CDN", 0),
    Cache("10 s, collapsed or stale-while-revalidate", 10),
    Cache("10 s, every miss passed on", 10, collapses=False),
    Cache("60 s, collapsed or stale-while-revalidate", 60),
    Cache("60 s, every miss passed on", 60, collapses=False),
)


def polls_in_a_place(random: Random) -> list[float]:
    """When the pages near one of the CDN's places ask, in order."""

    def polls() -> Iterator[float]:
        for _ in range(TABS // PLACES):
            at = random.random() * POLL_SECONDS
            while at < SECONDS:
                yield at
                at += POLL_SECONDS * (1 + JITTER * (2 * random.random() - 1))

    return sorted(polls())


def measure_polling() -> list[Measure]:
    """Requests a second at the server, for each way to cache; on paper and simulated."""
    random = Random(2011)
    reached = dict.fromkeys(CACHES, 0)
    for _ in range(PLACES):
        polls = polls_in_a_place(random)
        for cache in CACHES:
            reached[cache] += cache.reached(polls)
    found = []
    for cache, count in reached.items():
        name = f"10⁶ open pages, {cache.name}"
        found.append(Measure(name, count / SECONDS, "1/s", 1.1 * cache.on_paper()))
    return found
