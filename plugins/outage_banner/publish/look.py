"""Pages as they were sent -> whether readers get them at the public address, or when they will."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .. import slot
from ..fetch import Answer, Limits, Unanswered, fetch

TRIES = 3
PAUSE_SECONDS = 1.0
"""A host may take a moment until it answers with what it was given."""
LIMITS = Limits(seconds=10, most_bytes=5_000_000)

_SECONDS = re.compile(r"(s-maxage|max-age)\s*=\s*\"?(\d+)")
_FROM_CACHE = ("x-cache", "cf-cache-status", "x-cache-status", "cache-status")

_NOT_INCLUDED = (
    "is answered without its notice, which the server was to put in; `outage hosting` tells it how"
)

_ANOTHER = (
    "readers see its notice; the rest of the page is another, as the host changes it or has an "
    "older one"
)


@dataclass(frozen=True)
class Look:
    """What readers get at `url`. `told` says it in words.

    `cached`: an older page, which a cache keeps for `wait_seconds` more. `changed`: the right
    notice, on a page that is another in the rest.
    """

    url: str
    verdict: Literal["seen", "changed", "cached", "wrong", "unanswered"]
    told: str
    wait_seconds: int | None = None

    @property
    def is_right(self) -> bool:
        return self.verdict in ("seen", "changed")


async def look(
    pages: Mapping[str, bytes],
    fragments: Sequence[bytes],
    *,
    limits: Limits = LIMITS,
    pause_seconds: float = PAUSE_SECONDS,
) -> list[Look]:
    """Look at each address for what it was given; `fragments` are what a server may include."""
    looks = (_looked(url, page, fragments, limits, pause_seconds) for url, page in pages.items())
    return list(await asyncio.gather(*looks))


async def _looked(
    url: str, page: bytes, fragments: Sequence[bytes], limits: Limits, pause: float
) -> Look:
    for number in range(TRIES):
        if number:
            await asyncio.sleep(pause)
        try:
            answer = await fetch(url, limits)
        except Unanswered as error:
            found = Look(url, "unanswered", f"cannot be looked at: {error}")
        else:
            found = judged(url, page, fragments, answer)
        if found.is_right or found.wait_seconds:
            break
    return found


def judged(url: str, page: bytes, fragments: Sequence[bytes], answer: Answer) -> Look:
    """What an answer means, where `page` was meant."""
    if answer.status != 200 and not url.endswith("/404.html"):
        return Look(url, "wrong", f"is answered with {answer.status}")
    got = _notice(answer.body)
    if got is not None and got.startswith(b"<!--"):
        return Look(url, "wrong", _NOT_INCLUDED)
    if answer.body in (page, *(slot.fill_bytes(page, one) for one in fragments)):
        return Look(url, "seen", "readers see it")
    if got is not None and got in (_notice(page), *(one.strip() for one in fragments)):
        return Look(url, "changed", _ANOTHER)
    left = _seconds_left(answer)
    if left is None:
        return Look(url, "wrong", "readers get something else, and no cache explains it")
    told = f"readers get the page of before, from a cache that asks again within {left} s"
    return Look(url, "cached", f"{told} ({_headers(answer)})", left)


def _notice(page: bytes) -> bytes | None:
    text = page.decode("latin-1")
    place = slot.find(text)
    return text[place.start : place.end].encode("latin-1") if place and place.is_filled else None


def _seconds_left(answer: Answer) -> int | None:
    """For how long a cache may keep this answer; None where it is no cache's."""
    age = answer.headers.get("age", "")
    is_cached = age.isdigit() or any(
        "hit" in answer.headers.get(name, "").lower() for name in _FROM_CACHE
    )
    if not is_cached:
        return None
    ages = dict(_SECONDS.findall(answer.headers.get("cache-control", "").lower()))
    most = ages.get("s-maxage") or ages.get("max-age")
    if most is None:
        return None
    return max(1, int(most) - (int(age) if age.isdigit() else 0))


def _headers(answer: Answer) -> str:
    shown = ("age", "cache-control", *_FROM_CACHE)
    return ", ".join(
        f"{name.title()}: {answer.headers[name]}" for name in shown if name in answer.headers
    )
