"""Work -> its result, from a process of its own where that is quick and safe to start."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar, cast

TICKET_BYTES = 4
TICKETS = 1000
"""Which fit into any pipe at once: into the 4,096 bytes of a small one."""

Result = TypeVar("Result")


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start `work`; what is returned waits for its end and gives its result.

    That raises the OSError which the work raised, or one that says that its process was killed.
    Where processes start slowly, or not safely, the work is done when its result is asked for.
    """
    if not sys.platform.startswith("linux"):
        return work
    fork = get_context("fork")
    here, there = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(work, there, here), daemon=True)
    process.start()
    there.close()

    def result() -> Result:
        try:
            answer = here.recv()
        except EOFError:
            raise OSError("a process of this command was killed") from None
        process.join()
        if isinstance(answer, OSError):
            raise answer
        return cast(Result, answer)

    return result


def _send(work: Callable[[], object], result: Connection, other: Connection) -> None:
    # Ctrl-C is for the command, which then ends this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # With the parent gone nobody reads the result, and nothing is to wait for that.
    other.close()
    # A collection would copy all that is shared with the others.
    gc.disable()
    answer: object
    try:
        answer = work()
    except OSError as error:
        answer = error
    with suppress(BrokenPipeError):
        result.send(answer)


class Shares:
    """The numbers below `length`, for processes begun after this was made.

    Each takes the next few as soon as it is free, so that all end together. What a process with
    nobody to tell its result would take is left.
    """

    def __init__(self, length: int, at_least: int) -> None:
        self._step = max(at_least, -(-length // TICKETS))
        self._owner = os.getpid()
        self._tickets, entrance = os.pipe()
        starts = range(0, length, self._step)
        os.write(entrance, b"".join(start.to_bytes(TICKET_BYTES, "big") for start in starts))
        os.close(entrance)

    def __iter__(self) -> Iterator[slice]:
        while self._is_wanted() and (ticket := os.read(self._tickets, TICKET_BYTES)):
            start = int.from_bytes(ticket, "big")
            yield slice(start, start + self._step)

    def _is_wanted(self) -> bool:
        return self._owner in (os.getpid(), os.getppid())

    def close(self) -> None:
        os.close(self._tickets)
