"""Components -> how each answers: several tries with pauses, all components at the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ..board import is_open
from ..fetch import Answer, Limits, Unanswered, fetch
from ..status import Component, Probe, Status
from ..status.words import urlsplit_scheme
from .verdicts import Belief, Result, Try, confirms, result, settled, tried

MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Patience:
    """How often a component is asked before what the file says of it is doubted."""

    tries: int = 3
    pause_seconds: float = 5.0
    limits: Limits = field(default_factory=Limits)


def address(component: Component) -> str | None:
    """Where a component is asked; None where that cannot be told."""
    wanted = component.probe or Probe()
    found = wanted.url or component.url or ""
    return found if urlsplit_scheme(found) in ("http", "https") else None


def untold(component: Component) -> str | None:
    """Why a component is not asked; None for one that is."""
    if component.group:
        return "a heading for other components"
    return None if address(component) else "no url that begins with https:// or http://"


async def probed(
    status: Status, components: Sequence[Component], patience: Patience
) -> list[Result]:
    """The results for those components that can be asked, in their order.

    Raises Unanswered where the trusted certificates cannot be read.
    """
    free = asyncio.Semaphore(MOST_AT_ONCE)
    # A name whose servers are silent holds a thread long after its try is over.
    threads = ThreadPoolExecutor(MOST_AT_ONCE * patience.tries)
    asyncio.get_running_loop().set_default_executor(threads)
    asked = [one for one in components if untold(one) is None]
    # Made now, as it would count as the time of those that are asked first.
    _ = patience.limits.trusted
    tries = (_tries(one, _believed(status, one), patience, free) for one in asked)
    return settled(await asyncio.gather(*tries))


def _believed(status: Status, component: Component) -> Belief:
    """What the file says of a component; one that is only being watched is not up yet."""
    told = [one for one in status.incidents if is_open(one) and component.id in one.components]
    if not told:
        return "up"
    is_slow = all(one.impact == "minor" and one.status != "monitoring" for one in told)
    return "slow" if is_slow else "down"


async def _tries(
    component: Component, believed: Belief, patience: Patience, free: asyncio.Semaphore
) -> Result:
    tries: list[Try] = []
    for number in range(patience.tries):
        if number:
            await asyncio.sleep(patience.pause_seconds)
        async with free:
            tries.append(await _try(component, patience.limits))
        if confirms(tries[-1], believed):
            break
    return result(component, tries, believed)


async def _try(component: Component, limits: Limits) -> Try:
    heard: Answer | Unanswered
    began = time.monotonic()
    try:
        heard = await fetch(address(component) or "", limits)
    except Unanswered as none:
        heard = none
    except Exception as error:  # What nobody foresaw of one is not to hide all others.
        return Try(time.monotonic() - began, f"the check itself failed: {error!r}", is_void=True)
    return tried(heard, component.probe or Probe(), time.monotonic() - began)
